"""Warnings about themes that are everywhere, and hits from a single source or story."""

from __future__ import annotations

import gc
import io
import weakref
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec import _counted
from coopsec.errors import ColumnError

SCHEMA = {
    "kind": pl.Enum(["ubiquitous", "one_source", "one_story", "not_checked"]),
    "theme": pl.String,
    "period": pl.Date,
    "share": pl.Float64,
    "message": pl.String,
}
LEXICON = {"terror": ["terroris*"], "drugs": ["drogue*"]}


def corpus_of(*rows):
    """Rows of text, date, source."""
    return cs.from_frame(pl.DataFrame(rows, schema=["text", "date", "source"], orient="row"))


def numbered(words, times, day, source):
    """Texts that are not near-copies of each other."""
    return [
        (f"{words} {' '.join(chr(97 + (at * 7 + k) % 26) * (k + 2) for k in range(9))}.", day, source)
        for at in range(times)
    ]


def kinds(frame):
    return frame.select("kind", "theme", "period").rows()


def test_a_theme_in_nearly_every_document():
    rows = numbered("Le terrorisme", 18, "2015-01-01", "MAP") + numbered("La mer", 2, "2015-01-01", "AFP")
    found = cs.warnings_for(corpus_of(*rows).themes(LEXICON))
    assert dict(found.schema) == SCHEMA
    first = found.row(0, named=True)
    assert (first["kind"], first["theme"], first["period"], first["share"]) == ("ubiquitous", "terror", None, 0.9)
    assert "90% of 20 documents" in first["message"]
    fewer = corpus_of(*rows[1:]).themes(LEXICON)
    assert "ubiquitous" not in cs.warnings_for(fewer)["kind"].to_list()
    rarer = corpus_of(*rows[2:], *rows[-2:], *numbered("Le ciel", 2, "2015-01-01", "AFP")).themes(LEXICON)
    assert "ubiquitous" not in cs.warnings_for(rarer)["kind"].to_list()


def test_a_composition_is_judged_by_one_basis():
    rows = numbered("Le terrorisme", 19, "2015-01-01", "MAP") + numbered("La mer", 1, "2015-01-01", "AFP")
    corpus = corpus_of(*rows)
    composed = corpus.composition(LEXICON, every="year", by="source")
    alone = corpus.themes(LEXICON, every="year", by="source").clone()
    assert_frame_equal(cs.warnings_for(composed.clone()), cs.warnings_for(alone))
    assert "95% of 20 documents" in cs.warnings_for(composed)["message"][0]
    deduped = composed.filter(pl.col("basis") == "deduped")
    assert_frame_equal(cs.warnings_for(deduped), cs.warnings_for(deduped.drop("basis")))
    nine = corpus_of(*rows[11:]).composition(LEXICON)
    assert "ubiquitous" not in cs.warnings_for(nine)["kind"].to_list()


def test_one_source_with_more_than_half_in_a_period():
    rows = [
        *numbered("Le terrorisme", 3, "2015-01-10", "MAP"),
        *numbered("Le terrorisme", 2, "2015-01-20", "AFP"),
        *numbered("Le terrorisme", 4, "2015-02-10", "AFP"),
        *numbered("Le terrorisme", 2, "2015-02-20", "MAP"),
        *numbered("Le terrorisme", 2, "2015-02-20", "EFE"),
        *numbered("La drogue", 4, "2015-02-20", "MAP"),
    ]
    corpus = corpus_of(*rows)
    found = cs.warnings_for(corpus.themes(LEXICON, every="month"))
    assert kinds(found) == [("one_source", "terror", date(2015, 1, 1))]  # drugs has 4 hits, too few
    assert found["share"][0] == 0.6
    assert found["message"][0] == "terror, Jan 2015: the source MAP has 60% of the 5 hits."
    french = cs.warnings_for(corpus.themes(LEXICON, every="month"), lang="fr")
    assert french["message"][0] == "terror, janv. 2015\xa0: la source «\xa0MAP\xa0» réunit 60\u202f% des 5 occurrences."
    assert_frame_equal(corpus.warnings(LEXICON, every="month"), found)
    assert kinds(corpus.warnings(LEXICON)) == []


def test_one_source_alone_or_none_is_no_news():
    rows = numbered("Le terrorisme", 8, "2015-01-10", "MAP")
    assert kinds(corpus_of(*rows).warnings(LEXICON)) == []
    unknown = [(text, day, None) for text, day, _ in rows]
    assert kinds(corpus_of(*unknown).warnings(LEXICON)) == []
    assert kinds(corpus_of(*rows, *unknown[:2]).warnings(LEXICON)) == [("one_source", "terror", None)]
    assert kinds(corpus_of(*rows[:3], *unknown).warnings(LEXICON)) == []


def test_one_story_with_more_than_half():
    copy = "Le terrorisme recule dans la région selon le ministre de la ville et du port ce jour de fête nationale"
    rows = [(copy, "2015-01-01", source) for source in ("MAP", "AFP", "EFE")]
    rows += numbered("Le terrorisme", 2, "2015-01-02", "MAP")
    corpus = corpus_of(*rows)
    assert corpus.documents["story"].n_unique() == 3
    found = corpus.warnings(LEXICON, "year")
    assert [row for row in kinds(found) if row[0] == "one_story"] == [
        ("one_story", "terror", None),
        ("one_story", "terror", date(2015, 1, 1)),
    ]
    message = found.filter(pl.col("kind") == "one_story")["message"][1]
    assert message == "terror, 2015: one story (3 documents, such as “0”) has 60% of the 5 hits."


def test_one_document_is_a_story_of_one():
    rows = [("Le terrorisme. " * 6, "2015-01-01", "MAP"), *numbered("Le terrorisme", 2, "2015-01-02", "AFP")]
    corpus = corpus_of(*rows)
    for lang, said in [
        ("en", "one story (document “0”) has 75% of the 8 hits"),
        ("fr", "un seul récit (document «\xa00\xa0») réunit 75\u202f% des 8 occurrences"),
    ]:
        assert said in corpus.warnings(LEXICON, lang=lang).filter(pl.col("kind") == "one_story")["message"][0]


@pytest.mark.parametrize("every", ["1y", "year"])
def test_a_document_alone_in_its_period_is_no_news(every):
    rows = [("Le terrorisme. " * 6, "2015-01-01", "MAP"), *numbered("La mer", 2, "2016-01-02", "AFP")]
    whole = [("one_source", "terror", None), ("one_story", "terror", None)]
    assert kinds(corpus_of(*rows).warnings(LEXICON, every)) == whole
    together = corpus_of(*rows, ("La mer.", "2015-03-01", "AFP")).warnings(LEXICON, every)
    assert kinds(together) == sorted(
        whole + [(kind, theme, date(2015, 1, 1)) for kind, theme, _ in whole], key=lambda row: row[0]
    )
    assert kinds(corpus_of(rows[0]).warnings(LEXICON)) == []


def test_periods_are_named_as_in_charts_also_of_a_table_from_a_file(sample, builtin):
    table = sample.themes(builtin, "quarter", by="source")
    for frame in (table, pl.read_csv(io.StringIO(table.write_csv()))):
        messages = cs.warnings_for(frame)["message"].to_list()
        assert "cooperation, 2012 Q2: the source Muestra has 60% of the 5 hits." in messages
    assert "01-01" not in "".join(sample.warnings(builtin, "day")["message"])


def naive(corpus, lexicon, every):
    """The largest source and story, computed with polars from the hits themselves."""
    hits = corpus.hits(lexicon, rollup=True).join(
        corpus.documents.select("doc_id", "source", "story", "date_start", "date_end"), on="doc_id"
    )
    starts = {"year": "1y", "month": "1mo"}
    first, last = (pl.col(f"date_{end}").dt.truncate(starts[every]) for end in ("start", "end"))
    hits = hits.with_columns(pl.when(first == last).then(first).alias("period"))
    # A single document has every hit of its period.
    facts = corpus.documents.with_columns(first.alias("first"), last.alias("last"))
    alone = facts.filter(pl.col("first") == pl.col("last")).group_by("first").len().filter(pl.col("len") == 1)
    hits = hits.with_columns(alone=pl.col("period").is_in(alone["first"].to_list()).fill_null(value=False))
    found = []
    for keys, part in ((["theme"], hits), (["theme", "period"], hits.drop_nulls("period").filter(~pl.col("alone")))):
        for kind, member in (("one_source", "source"), ("one_story", "story")):
            sums = part.group_by(*keys, member).len("part").with_columns(pl.sum("part").over(keys).alias("total"))
            top = sums.drop_nulls(member).filter(pl.col("total") >= 5, 2 * pl.col("part") > pl.col("total"))
            found += [
                (kind, row["theme"], row.get("period"), row["part"] / row["total"]) for row in top.iter_rows(named=True)
            ]
    return sorted(found, key=str)


@pytest.mark.parametrize("every", ["year", "month"])
def test_largest_members_equal_those_of_the_naive_twin(sample, builtin, every):
    found = sample.warnings(builtin, every).filter(pl.col("kind").is_in(["one_source", "one_story"]))
    assert found.height > 10
    assert sorted(found.drop("message").rows(), key=str) == naive(sample, builtin, every)


def test_a_divided_table_is_judged_as_a_whole(sample, builtin):
    whole = cs.warnings_for(sample.themes(builtin, "year"))
    assert_frame_equal(cs.warnings_for(sample.themes(builtin, "year", by="lang")), whole)


def test_nested_scope_is_that_of_the_table():
    rows = [("united states airlines", "2015-01-01", source) for source in ("MAP", "MAP", "MAP", "AFP", "AFP")]
    lexicon = {"country": ["united states"], "airline": ["united states airlines"]}
    corpus = corpus_of(*rows)
    both = cs.warnings_for(corpus.themes(lexicon)).filter(pl.col("kind") == "one_source")
    assert both["theme"].to_list() == ["airline", "country"]
    one = cs.warnings_for(corpus.themes(lexicon, nested_scope="lexicon")).filter(pl.col("kind") == "one_source")
    assert one["theme"].to_list() == ["airline"]


def test_a_table_that_is_not_known_says_what_it_cannot_tell(sample, builtin):
    table = sample.themes(builtin, "year")
    found = cs.warnings_for(table.filter(pl.col("theme") == "terrorism"))
    assert kinds(found) == [("not_checked", None, None)]
    assert "corpus.warnings" in found["message"][0]
    by_source = sample.themes(builtin, "year", by="source")
    told = cs.warnings_for(by_source.clone())
    asked = cs.warnings_for(by_source).filter(pl.col("kind") == "one_source")
    assert_frame_equal(told.filter(pl.col("kind") == "one_source"), asked)
    assert told.filter(pl.col("kind") == "not_checked").height == 1
    from_file = pl.read_csv(io.StringIO(by_source.write_csv()))
    assert_frame_equal(cs.warnings_for(from_file), told)


@pytest.mark.parametrize("frame", [pl.DataFrame(), pl.DataFrame({"term": ["a"], "count": [1]})])
def test_other_tables_have_nothing_to_say(frame):
    found = cs.warnings_for(frame)
    assert found.height == 0
    assert dict(found.schema) == SCHEMA


@pytest.mark.parametrize("rows", [[], [("Le terrorisme.", None, None)], [("Rien.", "2015-01-01", "MAP")]])
def test_small_corpora(rows):
    schema = {"text": pl.String, "date": pl.String, "source": pl.String}
    corpus = cs.from_frame(pl.DataFrame(rows, schema=schema, orient="row"))
    for every in (None, "month"):
        assert dict(corpus.warnings(LEXICON, every).schema) == SCHEMA
        assert corpus.warnings(LEXICON, every).height == 0


def test_nothing_is_kept_alive(sample_folder):
    corpus = cs.read_corpus(sample_folder)
    table = corpus.themes(LEXICON, "year")
    assert "not_checked" not in cs.warnings_for(table)["kind"].to_list()
    seen = weakref.ref(corpus)
    del corpus
    assert seen() is None  # at once, without waiting for the garbage collector
    assert cs.warnings_for(table)["kind"].to_list()[-1] == "not_checked"
    gc.collect()  # garbage of other tests
    before = len(_counted._REMEMBERED)
    del table
    gc.collect()
    assert len(_counted._REMEMBERED) == before - 1


def test_a_view_that_is_gone_is_asked_through_what_it_is_a_view_on(sample):
    view = sample.filter(pl.col("lang") == "fr").filter(pl.col("date_start").dt.year() > 2010)
    lexicon = {"terrorism": ["terroris*"], "drugs": ["drogue*", "cocaïne"]}
    expected = view.warnings(lexicon, "year")
    table = sample.filter(pl.col("lang") == "fr").filter(pl.col("date_start").dt.year() > 2010).themes(lexicon, "year")
    del view
    gc.collect()
    assert expected.height > 0
    assert_frame_equal(cs.warnings_for(table), expected)
    assert expected["kind"].to_list().count("not_checked") == 0


def test_a_corpus_that_was_appended_to_is_not_asked(press_frame):
    corpus = cs.from_frame(press_frame, text="texte", date="parution", id="key", source="journal")
    table = corpus.themes(LEXICON, "year")
    corpus.append(press_frame, text="texte", date="parution", source="journal")
    assert "not_checked" in cs.warnings_for(table)["kind"].to_list()


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="lang is 'de'"):
        cs.warnings_for(pl.DataFrame(), lang="de")


def test_periods_may_be_midnights_but_no_numbers() -> None:
    rows = {"theme": ["a"] * 2, "count": [6, 1], "source": ["MAP", "AFP"], "n_docs": [9, 9], "doc_freq": [3, 1]}
    table = pl.DataFrame({"period": [date(2015, 1, 1)] * 2, **rows})
    midnights = table.with_columns(pl.col("period").cast(pl.Datetime))
    assert cs.warnings_for(midnights).equals(cs.warnings_for(table))
    assert cs.warnings_for(table)["period"].to_list() == [None, date(2015, 1, 1), None]
    with pytest.raises(ColumnError, match=r"^column 'period' is Int32, expected Date"):
        cs.warnings_for(table.with_columns(period=pl.lit(540)))
