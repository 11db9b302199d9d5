"""Keyness of each period, compared with keyness of its documents."""

from __future__ import annotations

import warnings
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import CoopsecWarning, PeriodError
from expected import KEYNESS, calendar, periods, schema

COLUMNS = {"period": pl.Date, **KEYNESS, "n_docs": pl.Int64, "n_tokens": pl.Int64, "partial": pl.Boolean}


def test_columns(french):
    frame = read_quietly(french.keyness_over_time, "year")
    assert schema(frame) == COLUMNS
    assert frame.columns == list(COLUMNS)
    more = read_quietly(french.keyness_over_time, "year", extra="log_odds", measure="chi2")
    assert more.columns == [*frame.columns[:-3], "chi2", "log_odds", "log_odds_z", *frame.columns[-3:]]
    empty = french.filter(pl.lit(value=False)).keyness_over_time("year")
    assert (schema(empty), empty.height) == (COLUMNS, 0)


@pytest.mark.parametrize("against", ["rest", "previous"])
def test_each_period_is_keyness_of_its_documents(french, against):
    table = read_quietly(french.keyness_over_time, "year", against, top=None, min_count=2)
    found = periods(french, "year")
    days = calendar(found, "year")
    assert table["period"].unique(maintain_order=True).to_list() == days + ([None] if None in found else [])
    tested = 0
    for at, day in enumerate(days):
        rows = table.filter(pl.col("period") == day)
        target = [period == day for period in found]
        before = days[at - 1] if at else None
        reference = [period not in (day, None) if against == "rest" else period == before for period in found]
        assert rows["n_docs"].unique().to_list() == [sum(target)]
        if sum(target) < 5 or (against == "previous" and not at) or sum(reference) < 5:
            assert rows.select("term", "count_target", "p").rows() == [(None, 0, None)]
            continue
        expected = french.keyness(target, reference, min_count=2)
        if against == "rest":
            expected = expected.filter(pl.col("count_target") > 0)
        same = [name for name in KEYNESS if name != "p_adjusted"]
        assert_frame_equal(rows.select(same), expected.select(same))
        tested += 1
    assert tested > 5


@pytest.mark.parametrize("adjust", ["holm", "bh"])
def test_the_family_is_the_whole_table(french, adjust):
    table = read_quietly(french.keyness_over_time, "year", top=None, adjust=adjust).drop_nulls("p").sort("p")
    n, running = table.height, 0.0
    if adjust == "holm":
        for rank, (p, adjusted) in enumerate(table.select("p", "p_adjusted").rows()):
            running = max(running, min(1.0, p * (n - rank)))
            assert adjusted == pytest.approx(running, rel=1e-9)
    else:
        stats = pytest.importorskip("scipy.stats")
        expected = stats.false_discovery_control(table["p"].to_numpy())
        assert table["p_adjusted"].to_list() == pytest.approx(expected.tolist(), abs=1e-12)


def test_top_keeps_the_first_of_all_that_was_tested(french):
    whole = read_quietly(french.keyness_over_time, "year", top=None)
    top = read_quietly(french.keyness_over_time, "year", top=3)
    assert_frame_equal(top, whole.group_by("period", maintain_order=True).head(3).select(whole.columns))


def test_thin_and_empty_periods_are_named():
    rows = [("a b", "2015")] * 5 + [("a c", "2016")] * 2 + [("b c", "2018")] * 6 + [("c", None)]
    corpus = cs.from_frame(pl.DataFrame(rows, schema=["text", "date"], orient="row"))
    with pytest.warns(CoopsecWarning, match=r"fewer than 5 documents.*: 2016-01-01$"):
        frame = corpus.keyness_over_time("year")
    empty = frame.filter(pl.col("term").is_null()).select("period", "n_docs").rows()
    assert empty == [(date(2016, 1, 1), 2), (date(2017, 1, 1), 0), (None, 1)]
    assert frame.filter(pl.col("term") == "a", pl.col("period") == date(2015, 1, 1))["count_reference"].item() == 2


def test_one_period_and_none():
    one = cs.from_frame(pl.DataFrame({"text": ["a b"] * 6, "date": ["2015"] * 6}))
    frame = read_quietly(one.keyness_over_time, "year")
    assert frame.select("term", "n_docs").rows() == [(None, 6)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert one.keyness_over_time("year", "previous")["term"].to_list() == [None]
        undated = cs.from_frame(pl.DataFrame({"text": ["a b"] * 6})).keyness_over_time("year")
    assert undated.select("period", "term", "n_docs").rows() == [(None, None, 6)]


def test_wrong_options_are_told(press):
    with pytest.raises(PeriodError, match="fortnight"):
        press.keyness_over_time("fortnight")
    with pytest.raises(ValueError, match="next"):
        press.keyness_over_time("year", "next")
    with pytest.raises(ValueError, match="min_docs"):
        press.keyness_over_time("year", min_docs=-1)
