"""Themes over time: columns, grid, calendars, denominators, intervals, and the hits behind the counts."""

from __future__ import annotations

import warnings
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning, LexiconError, PeriodError
from expected import EVERY, SHORT, THEMES, calendar, clustered, over_time, periods, schema, wilson

RATES = ["per_million", "per_million_low", "per_million_high", "doc_share", "doc_share_low", "doc_share_high"]


def test_columns(press, themes):
    assert press.themes(themes).columns == list(THEMES)
    assert schema(press.themes(themes)) == THEMES
    table = press.themes(themes, every="month", by=["source", "page"])
    assert table.columns == list(over_time(THEMES, source=pl.String, page=pl.Int64))
    assert schema(table) == over_time(THEMES, source=pl.String, page=pl.Int64)


@pytest.mark.parametrize("every", EVERY)
def test_an_empty_corpus_gives_no_periods_and_the_same_columns(press, themes, every):
    empty = press.filter(pl.lit(value=False))
    assert empty.themes(themes, every=every).height == 0
    assert empty.themes(themes, every=every).schema == press.themes(themes, every=every).schema
    assert (
        empty.themes(themes, every=every, by="source").schema == press.themes(themes, every=every, by="source").schema
    )
    whole = empty.themes(themes)
    assert schema(whole) == THEMES
    assert whole["count"].sum() == 0
    assert all(whole[rate].null_count() == whole.height for rate in RATES)


def test_an_empty_lexicon_gives_an_empty_frame(press):
    assert schema(press.themes({}, every="year")) == over_time(THEMES)
    assert press.themes({}, every="year").height == 0
    assert press.hits({}).height == 0


@pytest.mark.parametrize("by", [None, "source", ["source", "page"]])
@pytest.mark.parametrize("every", [None, *EVERY])
def test_every_theme_is_in_every_cell(press, themes, every, by):
    table = press.themes(themes, every=every, by=by)
    groups = [] if by is None else [by] if isinstance(by, str) else by
    keys = [*(["period"] if every else []), *groups]
    found = periods(press, every) if every else []
    days = calendar(found, every) + ([None] if None in found else []) if every else [None]
    n_groups = press.documents.select(groups).unique().height if groups else 1
    assert table.height == len(days) * n_groups * len(themes.themes)
    assert table.select(*keys, "theme").is_unique().all()
    if every:
        assert table["period"].unique(maintain_order=True).to_list() == days
        assert_frame_equal(table.select(keys), table.sort(keys, nulls_last=True, maintain_order=True).select(keys))


def test_within_a_cell_rows_are_sorted_by_count_or_by_name(press, themes):
    table = press.themes(themes, every="year", by="source")
    cells = [cell.select("theme", "count").rows() for cell in table.partition_by("period", "source")]
    by_name = all(rows == sorted(rows) for rows in cells)
    by_count = all(rows == sorted(rows, key=lambda row: -row[1]) for rows in cells)
    assert by_name or by_count


@pytest.mark.parametrize("by", [None, "source", "lang"])
@pytest.mark.parametrize("every", [None, *EVERY])
@pytest.mark.parametrize("name", ["press", "french"])
def test_counts_equal_the_hits(request, themes, builtin, name, every, by):
    corpus = request.getfixturevalue(name)
    lexicon = themes if name == "press" else builtin
    table = corpus.themes(lexicon, every=every, by=by)
    facts = corpus.documents.select("doc_id", *([by] if by else []))
    if every:
        facts = facts.with_columns(pl.Series("period", periods(corpus, every), dtype=pl.Date))
    keys = [column for column in ("period", by) if column in facts.columns]
    counted = (
        corpus.hits(lexicon, rollup=True)
        .join(facts, on="doc_id")
        .group_by(*keys, "theme")
        .agg(pl.len().cast(pl.Int64).alias("count"), pl.col("doc_id").n_unique().cast(pl.Int64).alias("doc_freq"))
    )
    found = table.filter(pl.col("count") > 0).select(*keys, "theme", "count", "doc_freq")
    assert counted["count"].sum() > 0
    order = {"by": [*keys, "theme"], "nulls_last": True}
    assert_frame_equal(found.sort(**order), counted.sort(**order))
    assert table.filter(pl.col("count") == 0)["doc_freq"].sum() == 0


@pytest.mark.parametrize("every", EVERY)
def test_denominators_are_those_of_the_documents(press, themes, every):
    table = press.themes(themes, every=every, by="source")
    facts = press.documents.with_columns(pl.Series("period", periods(press, every), dtype=pl.Date))
    expected = facts.group_by("period", "source").agg(pl.len().cast(pl.Int64).alias("n_docs"), pl.col("n_tokens").sum())
    for theme in themes.themes:
        found = table.filter(pl.col("theme") == theme, pl.col("n_docs") > 0).select(
            "period", "source", "n_docs", "n_tokens"
        )
        order = {"by": ["period", "source"], "nulls_last": True}
        assert_frame_equal(found.sort(**order), expected.sort(**order))


def test_rates_of_empty_cells_are_null_and_counts_zero(press, themes):
    table = press.themes(themes, every="month", by="source")
    empty = table.filter(pl.col("n_docs") == 0)
    assert empty.height > 0
    assert all(empty[rate].null_count() == empty.height for rate in RATES)
    assert empty.select("count", "doc_freq", "n_tokens").sum().row(0) == (0, 0, 0)
    full = table.filter(pl.col("n_docs") > 0)
    assert full["per_million"].null_count() == full["doc_share"].null_count() == 0


@pytest.mark.parametrize("every", EVERY)
def test_short_names_of_periods_mean_the_same(press, themes, every):
    assert_frame_equal(press.themes(themes, every=every), press.themes(themes, every=SHORT[every]))


@pytest.mark.parametrize("confidence", [0.95, 0.8])
@pytest.mark.parametrize("every", [None, "year", "decade"])
def test_intervals_follow_the_stated_formulas(french, builtin, every, confidence):
    table = french.themes(builtin, every=every, confidence=confidence, interval="normal")
    lengths = dict(french.documents.select("doc_id", "n_tokens").rows())
    period = dict(zip(lengths, periods(french, every), strict=True)) if every else dict.fromkeys(lengths)
    counts = {
        (doc_id, theme): count
        for doc_id, theme, count in french.hits(builtin, rollup=True).group_by("doc_id", "theme").len().rows()
    }
    checked = 0
    for row in table.rows(named=True):
        documents = [doc_id for doc_id in lengths if period[doc_id] == row.get("period")]
        tokens = [lengths[doc_id] for doc_id in documents]
        found = [counts.get((doc_id, row["theme"]), 0) for doc_id in documents]
        assert (row["count"], row["n_docs"], row["n_tokens"]) == (sum(found), len(documents), sum(tokens))
        if not documents:
            continue
        assert row["per_million"] == pytest.approx(sum(found) / sum(tokens) * 1e6)
        assert row["doc_share"] == pytest.approx(row["doc_freq"] / len(documents))
        low, high = wilson(row["doc_freq"], len(documents), confidence)
        assert row["doc_share_low"] == pytest.approx(low, abs=1e-9)
        assert row["doc_share_high"] == pytest.approx(high, abs=1e-9)
        if len(documents) < 2:
            assert row["per_million_low"] is None
            assert row["per_million_high"] is None
        elif sum(found) == 0:
            assert row["per_million_low"] == 0
            assert row["per_million_high"] > 0
        else:
            low, high = clustered(found, tokens, confidence)
            assert row["per_million_low"] == pytest.approx(low, rel=1e-6)
            assert row["per_million_high"] == pytest.approx(high, rel=1e-6)
            checked += 1
    assert checked > 10


def test_wilson_is_that_of_scipy(french, builtin):
    stats = pytest.importorskip("scipy.stats")
    for doc_freq, n_docs, low, high in (
        french.themes(builtin, every="year")
        .filter(pl.col("n_docs") > 0)
        .select("doc_freq", "n_docs", "doc_share_low", "doc_share_high")
        .rows()
    ):
        expected = stats.binomtest(doc_freq, n_docs).proportion_ci(0.95, method="wilson")
        assert (low, high) == (pytest.approx(expected.low, abs=1e-9), pytest.approx(expected.high, abs=1e-9))


def test_limits_enclose_their_rate(french, builtin):
    table = french.themes(builtin, every="quarter").drop_nulls("per_million_low")
    assert (table["per_million_low"] <= table["per_million"]).all()
    assert (table["per_million"] <= table["per_million_high"]).all()
    assert (table["per_million_low"] >= 0).all()
    assert (table["doc_share_high"] <= 1).all()


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 2, float("nan")])
def test_a_confidence_that_is_none_is_refused(press, themes, confidence):
    with pytest.raises(ValueError, match="confidence"):
        press.themes(themes, confidence=confidence)


def test_documents_without_patterns_in_their_language_leave_the_denominators():
    frame = pl.DataFrame({"text": ["le terrorisme", "el terrorismo", "terrorism"], "lang": ["fr", "es", "en"]})
    corpus = cs.from_frame(frame)
    lexicon = cs.Lexicon.from_dict(
        {"terrorism": {"fr": ["terrorisme"], "es": ["terrorismo"]}, "any": {"patterns": ["le"]}}
    )
    with pytest.warns(CoopsecWarning, match=r"terrorism.*1"):
        table = corpus.themes(lexicon)
    rows = {row["theme"]: row for row in table.rows(named=True)}
    assert (rows["terrorism"]["n_docs"], rows["terrorism"]["n_tokens"], rows["terrorism"]["count"]) == (2, 4, 2)
    assert (rows["any"]["n_docs"], rows["any"]["n_tokens"]) == (3, 5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        corpus.filter(pl.col("lang") != "en").themes(lexicon)


def test_a_period_of_documents_without_patterns_has_no_rates():
    frame = pl.DataFrame(
        {"text": ["le terrorisme", "el terrorismo"], "lang": ["fr", "es"], "date": ["2015-01-05", "2015-02-05"]}
    )
    table = read_quietly(cs.from_frame(frame).themes, {"t": {"fr": ["terrorisme"]}}, every="month")
    assert table.select("period", "count", "n_docs", "per_million").rows() == [
        (date(2015, 1, 1), 1, 1, 500_000.0), (date(2015, 2, 1), 0, 0, None),
    ]  # fmt: skip


def test_a_parent_counts_each_span_once(press):
    lexicon = cs.Lexicon.from_dict({"p": {"patterns": ["terroris*"], "c": ["terrorisme"], "d": ["terrorism?"]}})
    table = press.themes(lexicon)
    counts = dict(table.select("theme", "count").rows())
    assert counts == {"p": 5, "p.c": 5, "p.d": 5}
    assert dict(press.hits(lexicon).group_by("theme").len().rows()).get("p") is None


def test_partial_flags(press, themes):
    flags = dict(press.themes(themes, every="month").drop_nulls("period").select("period", "partial").rows())
    assert flags[date(2015, 1, 1)] is True
    assert not any(flag for day, flag in flags.items() if day not in (date(2015, 1, 1), max(flags)))


def test_no_dates_at_all(themes):
    corpus = cs.from_frame(pl.DataFrame({"text": ["la coopération", "le terrorisme"]}))
    table = corpus.themes(themes, every="week")
    assert table["period"].null_count() == table.height == len(themes.themes)
    assert table["n_docs"].unique().to_list() == [2]


def test_one_document(themes):
    corpus = cs.from_frame(pl.DataFrame({"text": ["la coopération"], "date": ["2015-05-28"]}))
    table = corpus.themes(themes, every="day")
    assert table["period"].unique().to_list() == [date(2015, 5, 28)]
    assert table["per_million_high"].null_count() == table.height
    assert table["partial"].any() is False


def test_far_apart_years_and_the_ends_of_the_calendar():
    frame = pl.DataFrame({"text": ["un", "deux"], "date": ["0001-01-01", "9999-12-31"]})
    table = cs.from_frame(frame).themes({"t": ["un"]}, every="decade")
    assert table["period"].drop_nulls().len() == table["period"].drop_nulls().n_unique()
    assert table["n_docs"].sum() == 2
    assert cs.from_frame(frame).themes({"t": ["un"]}, every="year").height == 9999


def test_the_scope_of_the_lexicon():
    corpus = cs.from_frame(pl.DataFrame({"text": ["le crime organisé"]}))
    lexicon = {"long": ["crime organisé"], "short": ["crime"]}
    within_theme = dict(corpus.themes(lexicon).select("theme", "count").rows())
    within_lexicon = dict(corpus.themes(lexicon, nested_scope="lexicon").select("theme", "count").rows())
    assert within_theme == {"long": 1, "short": 1}
    assert within_lexicon == {"long": 1, "short": 0}
    with pytest.raises(ValueError, match="book"):
        corpus.themes(lexicon, nested_scope="book")


@pytest.mark.parametrize("every", ["fortnight", "2w"])
def test_an_unknown_period_is_named(press, themes, every):
    with pytest.raises(PeriodError, match=every):
        press.themes(themes, every=every)


def test_an_unknown_group_and_a_wrong_lexicon_are_named(press, themes):
    with pytest.raises(ColumnError, match="sorce"):
        press.themes(themes, by="sorce")
    with pytest.raises((LexiconError, TypeError), match="list"):
        press.themes(["terroris*"])


def test_monthly_themes_of_press_titles(el_watan, builtin):
    table = el_watan.themes(builtin, every="month")
    hits = el_watan.hits(builtin, rollup=True)
    assert table["count"].sum() == hits.height > 100
    for theme in builtin.themes:
        rows = table.filter(pl.col("theme") == theme)
        assert rows["n_docs"].sum() == 9658
        assert rows["count"].sum() == hits.filter(pl.col("theme") == theme).height


DAYS = st.one_of(st.none(), st.dates(date(1999, 11, 1), date(2001, 3, 31)).map(date.isoformat), st.just("2000-02"))
WORDS = st.lists(st.sampled_from(["a", "b", "c", ",", ".", "\n\n", "😀"]), max_size=8).map(" ".join)


@settings(max_examples=60)
@given(
    rows=st.lists(st.tuples(WORDS, DAYS), max_size=8),
    every=st.sampled_from(EVERY),
    scope=st.sampled_from(["theme", "lexicon"]),
)
def test_sums_equal_the_hits_in_any_small_corpus(rows, every, scope):
    corpus = cs.from_frame(pl.DataFrame(rows, schema={"text": pl.String, "date": pl.String}, orient="row"))
    lexicon = cs.Lexicon.from_dict({"p": {"patterns": ["a b"], "c": ["a", "b c"]}, "q": ["a ~2 c", "(a|b) b"]})
    table = corpus.themes(lexicon, every=every, nested_scope=scope)
    hits = corpus.hits(lexicon, rollup=True, nested_scope=scope)
    assert dict(table.filter(pl.col("count") > 0).group_by("theme").agg(pl.col("count").sum()).rows()) == dict(
        hits.group_by("theme").agg(pl.len().cast(pl.Int64)).rows()
    )
    if corpus.documents.height:
        assert table.filter(pl.col("theme") == "q")["n_docs"].sum() == corpus.documents.height
