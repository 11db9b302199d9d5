"""Dispersion: columns, published numbers, and every row against formulas over all documents."""

from __future__ import annotations

import statistics
from collections import Counter

import polars as pl
import pytest

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning, PatternError
from expected import schema

MEASURES = {
    "count": pl.Int64, "range": pl.Int64, "dp": pl.Float64, "dp_norm": pl.Float64, "juilland_d": pl.Float64,
    "largest_doc_share": pl.Float64, "largest_source_share": pl.Float64, "n_parts": pl.Int64,
}  # fmt: skip


def measures(parts: list[tuple[int, int]]) -> tuple[float, float, float]:
    """DP, its normalised form and Juilland's D, from the occurrences and tokens of each part."""
    parts = [part for part in parts if part[1]]
    count, tokens = sum(part[0] for part in parts), sum(part[1] for part in parts)
    dp = sum(abs(here / count - size / tokens) for here, size in parts) / 2
    rates = [here / size for here, size in parts]
    d = 1 - statistics.pstdev(rates) / statistics.mean(rates) / (len(parts) - 1) ** 0.5
    return dp, dp / (1 - min(size for _, size in parts) / tokens), d


def check(table: pl.DataFrame, facts: pl.DataFrame, of: dict[tuple[str, str], int], part: str) -> None:
    """Compare every row with counts by item and document."""
    assert table["count"].sum() > 0
    for row in table.iter_rows(named=True):
        item = next(iter(row.values()))
        here = [of.get((item, doc_id), 0) for doc_id in facts["doc_id"]]
        sums: dict[object, tuple[int, int]] = {}
        sources: Counter[str] = Counter()
        for count, size, name, source in zip(here, facts["n_tokens"], facts[part], facts["source"], strict=True):
            before = sums.get(name, (0, 0))
            sums[name] = (before[0] + count, before[1] + size)
            if source is not None:
                sources[source] += count
        assert row["count"] == sum(here)
        assert row["n_parts"] == sum(size > 0 for _, size in sums.values())
        assert row["range"] == sum(count > 0 for count, _ in sums.values())
        if not row["count"]:
            assert all(row[name] is None for name in MEASURES if MEASURES[name] == pl.Float64)
            continue
        assert (row["dp"], row["dp_norm"], row["juilland_d"]) == pytest.approx(measures(list(sums.values())), abs=1e-7)
        assert row["largest_doc_share"] == max(here) / sum(here)
        largest = max(sources.values(), default=0)
        assert row["largest_source_share"] == (largest / sum(here) if largest else None)


@pytest.fixture(scope="module")
def facts(french) -> pl.DataFrame:
    return french.documents.select("doc_id", "n_tokens", "source")


def test_columns(press, themes):
    assert schema(press.dispersion(themes)) == {"theme": pl.String} | MEASURES
    for asked in (["coopération"], "coopération", None, []):
        table = press.dispersion(asked)
        assert schema(table) == {"term": pl.String} | MEASURES
        assert table.columns == ["term", *MEASURES]


@pytest.mark.parametrize("part", ["doc_id", "source"])
def test_themes(french, builtin, facts, part):
    table = french.dispersion(builtin, parts="document" if part == "doc_id" else part)
    assert table["theme"].to_list() == sorted(builtin.themes)
    hits = french.hits(builtin, rollup=True)
    check(table, facts, Counter(hits.select("theme", "doc_id").rows()), part)


@pytest.mark.parametrize("part", ["doc_id", "source"])
def test_all_terms(french, facts, part):
    table = french.dispersion(min_count=20, parts="document" if part == "doc_id" else part)
    terms = french.frequency(min_count=20).select("term", "count")
    assert table.select("term", "count").equals(terms)
    of = {(term, doc_id): count for doc_id, term, count in french.dtm().rows()}
    check(table, facts, of, part)


def test_patterns_are_the_terms_they_name(french, facts):
    terms = ["sécurité", "maroc", "drogue", "xylophone"]
    table = french.dispersion(terms)
    of = {(term, doc_id): count for doc_id, term, count in french.dtm().rows()}
    check(table, facts, of, "doc_id")
    both = table.join(french.dispersion(), on="term")
    assert both.height == 3
    for name in MEASURES:
        assert both[name].equals(both[f"{name}_right"].rename(name))
    assert french.dispersion("trafic* ~2 drogue*")["count"].to_list() == [french.kwic("trafic* ~2 drogue*").height]


def test_the_published_example_of_gries():
    # Five parts of 9, 10, 10, 10 and 11 words, with 1 to 5 occurrences of `a` (Gries 2008).
    texts = [
        "b a m n i b e u p",
        "b a s a t b e w q n",
        "b c a g a b e s t a",
        "b a g h a b e a a t",
        "b a h a a b e a x a t",
    ]
    row = cs.from_frame(pl.DataFrame({"text": texts}), lang="und").dispersion(["a"]).row(0, named=True)
    assert (row["count"], row["range"]) == (15, 5)
    assert row["dp"] == pytest.approx(0.18)
    assert row["dp_norm"] == pytest.approx(0.2195, abs=5e-5)
    assert row["juilland_d"] == pytest.approx(0.785, abs=5e-4)


def test_what_cannot_be_said_is_null(press, themes):
    one = press.filter(pl.col("doc_id") == "a").dispersion(themes).filter(pl.col("count") > 0)
    assert one["dp"].to_list() == [0.0] * one.height
    assert one["dp_norm"].null_count() == one["juilland_d"].null_count() == one.height > 0
    empty = press.filter(pl.lit(value=False))
    assert empty.dispersion(themes)["count"].sum() == 0
    assert empty.dispersion().height == 0
    assert press.dispersion({}).height == press.dispersion([]).height == 0
    assert press.dispersion(themes).filter(theme="never").select("dp", "largest_doc_share").row(0) == (None, None)


def test_numbers_lie_between_0_and_1(sample):
    table = sample.dispersion()
    for name in ("dp", "dp_norm", "juilland_d", "largest_doc_share", "largest_source_share"):
        assert table[name].drop_nulls().is_between(0, 1).all(), name
    assert table["range"].equals(sample.frequency()["doc_freq"].rename("range"))


def test_languages_without_a_pattern_are_in_no_part():
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue.", "Rien.", "La droga."], "lang": ["fr", "fr", "es"]}))
    with pytest.warns(CoopsecWarning, match=r"drugs \(1\)"):
        table = corpus.dispersion(cs.Lexicon.from_dict({"drugs": {"fr": ["drogue"]}}))
    assert table["n_parts"].to_list() == [2]


def test_a_match_covered_by_that_of_another_theme_counts_as_asked():
    corpus = cs.from_frame(pl.DataFrame({"text": ["le président", "le vice président"]}))
    themes = {"people": ["président"], "office": ["vice président"]}
    counts = {scope: dict(corpus.dispersion(themes, nested_scope=scope).select("theme", "count").rows())
              for scope in ("theme", "lexicon")}  # fmt: skip
    assert counts == {"theme": {"people": 2, "office": 1}, "lexicon": {"people": 1, "office": 1}}


def test_wrong_arguments(press):
    with pytest.raises(ColumnError, match="sorce"):
        press.dispersion(["rien"], parts="sorce")
    with pytest.raises(PatternError, match="column"):
        press.dispersion(["(rien"])
    with pytest.raises(ValueError, match="given twice"):
        press.dispersion(["rien", "rien"])
    with pytest.raises(ValueError, match="min_count is -1"):
        press.dispersion(min_count=-1)


def test_mixed_languages_warn_only_where_a_theme_is_missing(sample, builtin):
    assert read_quietly(sample.dispersion, builtin).height == len(builtin.themes)
