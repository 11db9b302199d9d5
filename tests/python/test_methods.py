"""The paragraph on how themes were counted agrees with the frames."""

from __future__ import annotations

import re

import polars as pl
import pytest

import coopsec as cs


@pytest.mark.parametrize(("lang", "thousand", "share"), [("en", ",", "90%"), ("fr", "\u202f", "90\u202f%")])
def test_the_paragraph_has_the_figures_of_the_corpus(sample, builtin, lang, thousand, share):
    text = sample.methods(builtin, every="quarter", by="source", seed=11, confidence=0.9, lang=lang)
    documents, table = sample.documents, sample.themes(builtin, "quarter")
    without = table.filter(pl.col("period").is_null())["n_docs"][0]
    numbers = [
        documents.height, documents["n_tokens"].sum(), documents["date_start"].null_count(), sample.skipped.height,
        without, len(builtin.themes), builtin.to_frame()["n_patterns"].sum(),
    ]  # fmt: skip
    for number in numbers:
        assert re.search(rf"(?<!\d){re.escape(f'{number:,}'.replace(',', thousand))}(?!\d)", text), number
    words = [
        cs.__version__, "security-cooperation", "0.2.0", builtin.hash[:12], "source", "11", share, "doc_share",
        *(("1er juin 2003", "19 décembre 2025") if lang == "fr" else ("1 June 2003", "19 December 2025")),
        *builtin.themes,
    ]  # fmt: skip
    assert [word for word in words if word not in text] == []
    assert ("trimestre" in text) == (lang == "fr")


def test_languages_that_leave_denominators_are_named():
    rows = pl.DataFrame({"text": ["Le terrorisme.", "El terrorismo."], "lang": ["fr", "es"]})
    lexicon = cs.Lexicon.from_dict({"terror": {"fr": ["terroris*"]}})
    corpus = cs.from_frame(rows)
    assert "are not in its denominators: terror (1)." in corpus.methods(lexicon)
    assert "Every document" in corpus.methods({"terror": ["terroris*"]})
    assert "ses dénominateurs\xa0: terror (1)." in corpus.methods(lexicon, lang="fr")


@pytest.mark.parametrize(
    ("every", "period"),
    [("day", "day"), ("1d", "day"), ("1w", "week"), ("1mo", "month"), ("month", "month"), ("1q", "quarter"),
     ("1y", "year"), ("10y", "decade"), ("decade", "decade")],
)  # fmt: skip
def test_periods_are_named(press, themes, every, period):
    assert f"given by {period}," in press.methods(themes, every)


def test_many_themes_are_counted_not_listed(press):
    assert "country.MA" not in press.methods(cs.Lexicon.builtin("actors"))


def test_an_empty_corpus(press, themes):
    text = press.filter(pl.lit(value=False)).methods(themes, "year")
    assert "0 documents and 0 tokens" in text
    assert "none of them dated" in text


@pytest.mark.parametrize(
    ("lang", "one", "few"),
    [
        (
            "en",
            ["1 document and 1 token (", "not dated; 0 files or rows were skipped",
             "1 theme (terror), 1 pattern.", "; 1 document without a date", "for a year, forms a row of its own"],
            ["2 documents and 2 tokens (", "dated 1 January 2015 to 31 December 2016; 0 have no date",
             "2 themes (terror, drugs), 2 patterns.", "0 documents without"],
        ),
        (
            "fr",
            ["1 document et 1 mot (", "sans date\u202f; 0 fichier ou ligne a été écarté",
             "1 thème (terror), 1 motif.", "1 document sans date, ou dont", ", forme une ligne"],
            ["2 documents et 2 mots (", "datés du 1er janvier 2015 au 31 décembre 2016", "0 n’a pas de date",
             "2 thèmes (terror, drugs), 2 motifs.", "0 document sans"],
        ),
    ],
)  # fmt: skip
def test_phrases_agree_with_their_number(lang, one, few):
    alone = cs.from_frame(pl.DataFrame({"text": ["Terrorisme"]}))
    several = cs.from_frame(pl.DataFrame({"text": ["Terrorisme"] * 2, "date": ["2015", "2016"]}))
    said = alone.methods({"terror": ["terroris*"]}, "year", lang=lang)
    assert [each for each in one if each not in said] == []
    said = several.methods({"terror": ["terroris*"], "drugs": ["drogue"]}, "year", lang=lang)
    assert [each for each in few if each not in said] == []


def test_a_span_of_one_day_is_said_once():
    corpus = cs.from_frame(pl.DataFrame({"text": ["Terrorisme"], "date": ["2015-01-03"]}))
    assert "), dated 3 January 2015; 0 have" in corpus.methods({"terror": ["terroris*"]})
    assert "), daté du 3 janvier 2015\u202f; 0 n’a" in corpus.methods({"terror": ["terroris*"]}, lang="fr")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            ["repeat each other only the first counts", "too: 252 documents.", "Every document that counts",
             "BCa interval of 1,500 bootstrap resamples clustered by story, 95%", "Random draws use the seed 0."],
        ),
        (
            "fr",
            ["qui se répètent, seul le premier compte", "dénominateurs\xa0: 252 documents.",
             "Chaque document qui compte",
             "BCa de 1\u202f500 rééchantillonnages, groupé par récit, 95\u202f%", "utilisent la graine 0."],
        ),
    ],
)  # fmt: skip
def test_resamples_clusters_and_dropped_reprints_are_told(sample, builtin, lang, said):
    options = {"interval": "bca", "cluster": "story", "resamples": 1500, "dedupe": "story"}
    text = sample.methods(builtin, "year", lang=lang, **options)
    assert [each for each in said if each not in text] == []
    plain = sample.methods(builtin, "year", lang=lang)
    assert [each for each in said if each in plain] == []
    assert sample.methods(builtin, "year", seed=7, lang=lang, **options).endswith(" 7.")
    assert sample.themes(builtin, dedupe="story")["n_docs"].max() == 252


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["the mix of the whole table by source, lang (direct", "normal interval clustered by lang, 95%"]),
        ("fr", ["tout le tableau selon source, lang (standard", "approximation normale, groupé par lang, 95\u202f%"]),
    ],
)
def test_a_fixed_mix_is_told(sample, builtin, lang, said):
    options = {"standardise": ["source", "lang"], "interval": "normal", "cluster": "lang"}
    text = sample.methods(builtin, lang=lang, **options)
    assert [each for each in said if each not in text] == []
    assert "standard_covered" in text
    assert "standard_covered" not in sample.methods(builtin, lang=lang, standardise=[])


def test_the_row_without_a_period_is_that_of_the_documents_that_count():
    corpus = cs.from_frame(
        pl.DataFrame({"text": ["Terrorisme"] * 3, "date": ["2015", None, None], "desk": list("aab")})
    )
    lexicon = {"terror": ["terroris*"]}
    assert "; 2 documents without a date" in corpus.methods(lexicon, "year")
    assert "; 1 document without a date" in corpus.methods(lexicon, "year", dedupe="desk")
    assert "with the same desk only the first counts" in corpus.methods(lexicon, dedupe="desk")


@pytest.mark.parametrize(
    "options",
    [
        {"interval": "exact"}, {"cluster": "desk"}, {"dedupe": "desk"}, {"standardise": "desk"}, {"resamples": 1},
        {"interval": "bca", "seed": -1}, {"interval": "bca", "standardise": "lang"}, {"nested_scope": "all"},
    ],
    ids=str,
)  # fmt: skip
def test_what_themes_refuses_is_refused_alike(press, themes, options):
    with pytest.raises(Exception) as refused:  # noqa: PT011 - any error will do
        press.themes(themes, "year", **options)
    with pytest.raises(type(refused.value), match=re.escape(str(refused.value))):
        press.methods(themes, "year", **options)


def test_wrong_arguments(press, themes):
    with pytest.raises(ValueError, match="lang is 'de'"):
        press.methods(themes, lang="de")
    with pytest.raises(cs.errors.PeriodError):
        press.methods(themes, "fortnight")
