"""What each section of the report says, held against the frames that it is made of."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import polars as pl
import pytest

import coopsec as cs

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

from coopsec._report_page import changes, methods, timelines
from coopsec._report_page.asked import Options, ask
from coopsec._report_page.passages import read_passages
from coopsec._report_page.table import of_frame
from coopsec._report_page.words import PageWords
from report_pages import Page, write

LEXICON = {"drugs": ["drogue*"], "never": ["introuvable"]}
EARLY = "La pluie tombe sur le Maroc et sur l'Espagne."
LATE = "La drogue passe du Maroc en France, et la drogue revient."


@pytest.fixture(scope="module")
def corpus() -> cs.Corpus:
    """French documents of ten years, drugs from 2015 on, two Spanish ones, and one without date."""
    days = [f"{year}-0{month}-01" for year in range(2010, 2020) for month in range(1, 5)]
    french = [(EARLY if day < "2015" else LATE, day, "fr", "Le Soir" if day < "2012" else None) for day in days]
    spanish = [("La droga sale de España.", day, "es", "El Faro") for day in ("2011-05-01", "2018-05-01")]
    undated = [("La drogue d'hier.", None, "fr", "Le Soir")]
    frame = pl.DataFrame([*french, *spanish, *undated], schema=["text", "date", "lang", "source"], orient="row")
    return cs.from_frame(frame, lang="lang", source="source")


@pytest.fixture(scope="module")
def page(corpus: cs.Corpus, tmp_path_factory: pytest.TempPathFactory) -> Page:
    events = pl.DataFrame({"date": [date(2014, 6, 1)], "label": ["Accord"]})
    return Page(write(corpus, LEXICON, tmp_path_factory.mktemp("page"), every="year", events=events, thin=7))


def asked(corpus: cs.Corpus, lexicon: Any = LEXICON, **options: Any) -> Any:
    return ask(corpus, lexicon, PageWords("en"), Options(**{"every": "year", **options}))


def test_the_corpus_is_summed_up(page: Page, corpus: cs.Corpus):
    rows = page.rows("coverage")
    said = {row[0]: row[1] for row in rows if len(row) == 2}
    assert said["Documents"] == "43"
    assert said["Span"] == "1 Jan 2010 – 1 Apr 2019"
    assert said["Undated"] == "1"
    assert said["Sources"] == "2"
    assert said["Languages"] == "French 41, Spanish 2"
    assert said["With remarks"] == "0"
    by_year = {row[0]: row[1:] for row in rows if len(row) == 4}
    words = corpus.documents.filter(pl.col("date_start").dt.year() == 2011)["n_tokens"].sum()
    assert by_year["2011"] == ["5", str(words), "2"]
    assert by_year["2013"][0] == "4"
    assert by_year["2013"][2] == "0"  # documents without a source have none
    assert by_year["undated or too coarse"][0] == "1"


def test_one_day_is_no_span(tmp_path):
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue."], "date": ["2015-03-04"]}))
    assert ["Span", "4 Mar 2015"] in Page(write(corpus, LEXICON, tmp_path)).rows("coverage")


def test_rates_have_their_limits_in_order(page: Page, corpus: cs.Corpus):
    table = corpus.themes(LEXICON, every="year").filter(theme="drugs", period=date(2016, 1, 1))
    rate, low, high = table.select("per_million", "per_million_low", "per_million_high").row(0)
    head, drugs = page.rows("timelines")[:2]
    assert drugs[head.index("2016")] == f"{rate:,.0f} [{low:,.0f}–{high:,.0f}]"
    assert low < high
    assert "Accord" in page.said("timelines")
    rows = {"per_million": 12.34, "per_million_low": None, "per_million_high": 50.0}
    assert timelines._rate(rows, PageWords("en")) == "12.3"  # a decimal, where a whole number would say too little
    assert timelines._rate({**rows, "per_million": None}, PageWords("en")) == "–"


def test_cells_of_the_map_lead_where_those_of_the_table_do(page: Page):
    (section,) = page.all("section", id="cells")
    links = [each for each in page.all("a") if section in each["inside"] and "href" in each["attrs"]]
    drawn = [each for each in links if any(outer["tag"] == "svg" for outer in each["inside"])]
    table = {each["attrs"]["href"]: each["text"] for each in links if each not in drawn}
    told = {each["attrs"]["href"]: each["text"] for each in drawn if each["text"]}
    undated = {href for href, text in table.items() if href not in told}
    assert {href: table[href] for href in told} == told
    assert len(told) == 5
    assert len(undated) == 1
    assert page.rows("cells")[-1] == ["Documents", "4", "5", "4", "4", "4", "4", "4", "4", "5", "4", "1"]


def test_the_methods_say_how_the_page_was_asked_for(page: Page, corpus: cs.Corpus):
    said = page.said("methods")
    assert "Periods with fewer than 7 documents are drawn weak. Up to 40 sentences" in said
    assert corpus.methods(LEXICON, "year").split("\n\n")[0] in said


def test_pairs_are_listed_by_count(page: Page, corpus: cs.Corpus):
    assert page.rows("dyads") == [
        ["Pair", "Sentences with both", "Documents"],
        ["Morocco – Spain", "20", "20"],
        ["Morocco – France", "20", "20"],
        ["Pair", "drugs", "never"],
        ["France – Morocco", "20", "0"],
    ]


def test_more_pairs_than_fit_are_the_most_frequent(tmp_path):
    named = [
        "l'Espagne",
        "la France",
        "l'Italie",
        "le Portugal",
        "la Belgique",
        "l'Allemagne",
        "la Libye",
        "la Tunisie",
    ]
    texts = [f"La drogue va du Maroc vers {name}." for place, name in enumerate(named) for _ in range(place + 1)]
    corpus = cs.from_frame(pl.DataFrame({"text": texts, "date": ["2015-03-01"] * len(texts)}))
    rows = Page(write(corpus, LEXICON, tmp_path, every="year")).rows("dyads")
    half = next(place for place, row in enumerate(rows) if place and row[0] == "Pair")
    for part in (rows[1:half], rows[half + 1 :]):
        assert [int(row[1]) for row in part] == list(range(8, 0, -1))
        assert part[0][0] == "Morocco – Tunisia"


def test_words_are_compared_in_the_most_frequent_language(page: Page, corpus: cs.Corpus):
    said = page.said("keyness")
    assert "as many words before 1 Jan 2015" in said
    assert "(language: French)" in said
    later = (pl.col("date_start") >= date(2015, 1, 1)) & (pl.col("lang") == "fr")
    earlier = (pl.col("date_end") < date(2015, 1, 1)) & (pl.col("lang") == "fr")
    frame = corpus.keyness(later, earlier)
    shown = [row[:3] for row in page.rows("keyness")[1:]]
    listed = [[row["term"], str(row["count_target"]), str(row["count_reference"])] for row in frame.to_dicts()]
    assert shown == listed
    assert shown[0][0] in LATE.lower()
    assert shown[-1][0] in EARLY.lower()


def test_of_many_words_the_clearest_of_both_sides_are_shown(tmp_path):
    early, late = ([f"{name}{chr(97 + place)}" for place in range(20)] for name in ("pluie", "drogue"))
    texts = [" ".join(word for place, word in enumerate(side) for _ in range(place + 1)) for side in (early, late)]
    frame = pl.DataFrame({"text": texts * 2, "date": ["2014-03-01", "2016-03-01"] * 2, "lang": ["fr"] * 4})
    corpus = cs.from_frame(frame, lang="lang")
    shown = [row[0] for row in Page(write(corpus, LEXICON, tmp_path, every="year")).rows("keyness")[1:]]
    assert shown == [*late[:-16:-1], *early[5:]]


def test_documents_across_the_split_are_on_neither_side(tmp_path):
    texts = ["pluie " * 4, "neige " * 5, "drogue " * 6] * 2
    frame = pl.DataFrame({"text": texts, "date": ["2014-03-01", "2015", "2016-03-01"] * 2, "lang": ["fr"] * 6})
    page = Page(write(cs.from_frame(frame, lang="lang"), LEXICON, tmp_path, every="year", split="2015-06-01"))
    assert sorted(row[0] for row in page.rows("keyness")[1:]) == ["drogue", "pluie"]


def test_change_points_are_those_of_the_table(corpus: cs.Corpus):
    lexicon = {**LEXICON, "rain": ["pluie"]}
    table = cs.change_points(corpus.themes(lexicon, every="year"), resamples=999).drop_nulls("period")
    section = changes.section(asked(corpus, lexicon))
    rows = [re.findall("<t[hd][^>]*>([^<]*)", each) for each in section.split("<tr>")[2:]]
    assert [row[:2] for row in rows] == [["drugs", "2015"], ["rain", "2015"]]
    for row, found in zip(rows, table.to_dicts(), strict=True):
        rates = [f"{found[name]:,.0f}" if found[name] else "0.00" for name in ("rate_before", "rate_after")]
        assert row[2:4] == rates
        assert row[6:] == [f"{found[name]:.3f}" for name in ("support", "p", "p_adjusted")]
    assert any(found["p"] < found["p_adjusted"] for found in table.to_dicts())
    assert "to say anything about: never." in section


@pytest.mark.parametrize(("months", "step"), [(40, "month"), (41, "quarter")])
def test_periods_are_the_finest_of_which_forty_are_enough(months: int, step: str):
    days = [f"{2010 + place // 12}-{1 + place % 12:02}-05" for place in range(months)]
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue."] * months, "date": days}))
    assert asked(corpus, every=None).step == step


def test_nothing_is_claimed_of_themes_of_which_nothing_can_be_said(corpus: cs.Corpus):
    silent = changes.section(asked(corpus, {"never": ["introuvable"]}))
    assert "to say anything about: never." in silent
    assert "No theme changes" not in silent
    steady = changes.section(asked(corpus, {"morocco": ["Maroc"], "never": ["introuvable"]}))
    assert "No theme changes its rate for good." in steady


@pytest.mark.parametrize(("value", "written"), [(99.99, "99.99"), (100.0, "100"), (-1234.6, "−1,235"), (None, "–")])
def test_large_rates_have_no_decimals(value: float | None, written: str):
    assert changes._number(value, PageWords("en")) == written


def test_a_warning_is_listed_once(corpus: cs.Corpus):
    said = [cs.errors.CoopsecWarning("One."), cs.errors.CoopsecWarning("Two."), cs.errors.CoopsecWarning("One.")]
    assert re.findall(r"<li>(\w+\.)</li>", methods.cautions(asked(corpus), said)) == ["One.", "Two."]


def test_of_many_remarks_it_is_said_how_many_are_shown(corpus: cs.Corpus, monkeypatch: pytest.MonkeyPatch):
    whole = asked(corpus, {"drugs": ["drogue*", "droga"], "morocco": ["Maroc"]}, every="month")
    every = methods.cautions(whole, []).count("<tr>") - 1
    assert every > 1
    assert " rows." not in methods.cautions(whole, [])
    monkeypatch.setattr(methods, "_MOST", 1)
    some = methods.cautions(whole, [])
    assert some.count("<tr>") == 2
    assert f"1 of {every} rows." in some


def test_passages_of_a_cell_are_in_order_of_date():
    days = ["2015-06-01", "2015", "2015-01-01"]
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue a.", "La drogue b.", "La drogue c."], "date": days}))
    found = read_passages(asked(corpus))
    shown, hits = found.shown(("drugs", date(2015, 1, 1)))
    assert hits == 3
    assert [re.findall("</mark> (.)", each)[0] for each in shown] == ["b", "c", "a"]
    assert [re.findall("<b[^>]*>([^<]*)", each)[0] for each in shown] == ["2015", "1 Jan 2015", "1 Jun 2015"]


def test_a_long_sentence_keeps_all_its_hits():
    far = "mot " * 300
    corpus = cs.from_frame(pl.DataFrame({"text": [f"{far}drogue {far}drogue {far}."], "date": ["2015-01-01"]}))
    ((quote,), hits) = read_passages(asked(corpus)).shown(("drugs", date(2015, 1, 1)))
    assert hits == 2
    assert quote.count("<mark>drogue</mark>") == 2
    before, between, after = re.split("<mark>drogue</mark>", quote)
    assert between.count("mot") == 300
    assert all(40 < each.count("mot") < 60 for each in (before, after))


@pytest.mark.parametrize("most", [300, 1000, 3000, 100_000])
def test_as_many_sentences_as_fit_are_shown(corpus: cs.Corpus, most: int):
    found = read_passages(asked(corpus, max_bytes=most, per_cell=4))
    cells = found.cells.values()

    def size(cap: int) -> int:
        spread = ([each[at * len(each) // cap] for at in range(cap)] if len(each) > cap else each for each in cells)
        return sum(len(text.encode()) for each in spread for text, _ in each)

    fitting = [cap for cap in range(1, 5) if size(cap) <= most]
    assert found.cap == (max(fitting) if fitting else 1)


def test_cells_of_frames_are_words_of_the_page():
    frame = pl.DataFrame({"term": ["a"], "g2": [999.94], "p": [1.0], "count_target": [1234]})
    row = re.findall("<td[^>]*>([^<]*)", of_frame(frame, PageWords("en"), caption="x"))
    assert row == ["999.9", "1.00", "1,234"]
    told = pl.DataFrame({"origin": ["a", "b"], "term": [True, None], "reason": [date(2015, 3, 4), None]})
    cells = re.findall("<td[^>]*>([^<]*)", of_frame(told, PageWords("fr"), caption="x"))
    assert cells == ["oui", "2015-03-04", "–", "–"]
    short = of_frame(told, PageWords("en"), caption="x", most=1)
    assert "1 of 2 rows." in short
    assert short.count("<tr>") == 2
