"""Themes before and after events."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError, PeriodError
from series_frames import assert_known, counted

COLUMNS = {
    "date": pl.Date, "label": pl.String, "theme": pl.String, "rate_before": pl.Float64, "rate_after": pl.Float64,
    "ratio": pl.Float64, "ratio_low": pl.Float64, "ratio_high": pl.Float64, "n_before": pl.Int64, "n_after": pl.Int64,
    "reason": pl.String,
}  # fmt: skip
COUNTS = [9, 12, 8, 11, 10, 10, 29, 34, 27, 31, 28, 31]


def events(*days: date) -> pl.DataFrame:
    return pl.DataFrame(
        {"date": list(days), "label": [day.isoformat() for day in days]}, schema={"date": pl.Date, "label": pl.String}
    )


SUMMER = events(date(2000, 7, 14))


def test_columns_and_namespace():
    frame = counted(COUNTS)
    found = cs.interrupted(frame, SUMMER)
    assert dict(found.schema) == COLUMNS
    assert_known(found)
    assert_frame_equal(found, frame.coopsec.interrupted(SUMMER))
    assert dict(cs.interrupted(frame, events()).schema) == COLUMNS


def test_the_ratio_is_the_formula_written_out():
    stats = pytest.importorskip("scipy.stats")
    tokens = [100_000, 200_000] * 6
    found = cs.interrupted(counted(COUNTS, tokens=tokens), SUMMER, window=4).row(0, named=True)
    variances = []
    for side in (slice(2, 6), slice(6, 10)):
        k, size = COUNTS[side], tokens[side]
        rate = sum(k) / sum(size)
        squares = 4 / 3 * sum((count - rate * each) ** 2 for count, each in zip(k, size, strict=True))
        variances.append(max(squares, sum(k)) / sum(k) ** 2)
    ratio = (sum(COUNTS[6:10]) / sum(tokens[6:10])) / (sum(COUNTS[2:6]) / sum(tokens[2:6]))
    half = stats.t.ppf(0.975, 6) * math.sqrt(sum(variances))
    assert found["rate_before"] == pytest.approx(sum(COUNTS[2:6]) / sum(tokens[2:6]) * 1e6)
    assert found["ratio"] == pytest.approx(ratio)
    assert found["ratio_low"] == pytest.approx(ratio * math.exp(-half))
    assert found["ratio_high"] == pytest.approx(ratio * math.exp(half))
    assert (found["n_before"], found["n_after"]) == (4, 4)


def test_one_row_an_event_and_series_in_order():
    frame = pl.concat([counted(COUNTS, theme="b"), counted(COUNTS[::-1], theme="a")])
    found = cs.interrupted(frame, events(date(2000, 9, 1), date(2000, 5, 31)), window=3)
    assert found.select("label", "theme").rows() == [
        ("2000-05-31", "a"), ("2000-05-31", "b"), ("2000-09-01", "a"), ("2000-09-01", "b"),
    ]  # fmt: skip
    assert found["rate_before"].to_list() == pytest.approx([860 / 3, 310 / 3, 490 / 3, 730 / 3])


@pytest.mark.parametrize(
    ("day", "counts", "reason"),
    [
        (date(1999, 1, 1), COUNTS, "no documents before"),
        (date(2030, 1, 1), COUNTS, "no documents before"),
        (date(2000, 1, 1), COUNTS, "no documents before"),
        (date(2001, 1, 1), COUNTS, "no documents after"),
        (date(2000, 7, 1), [0] * 6 + COUNTS[:6], "never occurs before"),
        (date(2000, 7, 1), COUNTS[:6] + [0] * 6, "never occurs after"),
        (date(2000, 2, 1), COUNTS, "limits need 2 periods on each side"),
    ],
)
def test_what_cannot_be_said_is_null_with_a_reason(day, counts, reason):
    found = cs.interrupted(counted(counts), events(day)).row(0, named=True)
    assert found["reason"] == reason
    assert found["ratio_low"] is None
    assert found["ratio_high"] is None


def test_wrong_events_are_told_what_is_expected():
    frame = counted(COUNTS)
    with pytest.raises(ColumnError, match="'label'"):
        cs.interrupted(frame, SUMMER.drop("label"))
    with pytest.raises(ColumnError, match="expected Date"):
        cs.interrupted(frame, SUMMER.with_columns(pl.col("date").cast(pl.String)))
    with pytest.raises(ColumnError, match="null"):
        cs.interrupted(frame, SUMMER.with_columns(pl.lit(None, dtype=pl.Date).alias("date")))
    with pytest.raises(ValueError, match="window"):
        cs.interrupted(frame, SUMMER, window=0)


LEXICON = {"terrorism": ["terroris*"], "migration": ["migra*"], "never": ["zzzz"]}
PARIS = events(date(2015, 11, 13))


def test_documents_are_the_clusters_of_a_corpus(french):
    stats = pytest.importorskip("scipy.stats")
    found = french.interrupted(LEXICON, PARIS, window=2, every="year")
    assert dict(found.schema) == COLUMNS
    assert_known(found)
    sides = {
        "before": french.filter(pl.col("date_start") >= date(2013, 11, 13), pl.col("date_end") <= date(2015, 11, 12)),
        "after": french.filter(pl.col("date_start") >= date(2015, 11, 13), pl.col("date_end") <= date(2017, 11, 12)),
    }
    errors, degrees = [], []
    for side, view in sides.items():
        table = view.themes(LEXICON)
        assert found[f"rate_{side}"].to_list() == pytest.approx(table["per_million"].to_list())
        assert found[f"n_{side}"].to_list() == table["n_docs"].to_list()
        counts = dict(view.hits(LEXICON).filter(pl.col("theme") == "terrorism").group_by("doc_id").len().rows())
        k = [counts.get(name, 0) for name in view.documents["doc_id"]]
        size = view.documents["n_tokens"].to_list()
        rate = sum(k) / sum(size)
        m = len(k)
        squares = sum((count - rate * each) ** 2 for count, each in zip(k, size, strict=True))
        errors.append(math.sqrt(max(m / (m - 1) * squares, sum(k))) / sum(size) / rate)
        degrees.append(min(max(sum(count > 0 for count in k), 3), m - 1))
    row = found.filter(pl.col("theme") == "terrorism").row(0, named=True)
    # Degrees of freedom by Welch and Satterthwaite.
    parts = [error**4 / each for error, each in zip(errors, degrees, strict=True)]
    half = stats.t.ppf(0.975, math.floor(sum(error**2 for error in errors) ** 2 / sum(parts))) * math.hypot(*errors)
    assert row["ratio_low"] == pytest.approx(row["ratio"] * math.exp(-half))
    assert row["ratio_high"] == pytest.approx(row["ratio"] * math.exp(half))
    assert found.filter(pl.col("theme") == "never")["reason"].to_list() == ["never occurs before"]


def test_periods_have_the_names_that_they_have_everywhere(french):
    for name, short in {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}.items():
        found = french.interrupted(LEXICON, PARIS, window=200, every=short)
        assert_frame_equal(found, french.interrupted(LEXICON, PARIS, window=200, every=name))
    assert_frame_equal(found, french.interrupted(LEXICON, PARIS, window=np.int64(200), every="1y"))


def test_documents_counted_in_parts_are_the_same(french, monkeypatch):
    asked = {"terrorism": ["terroris*"]}, events(date(2015, 11, 13))
    whole = french.interrupted(*asked, window=2, every="year")
    monkeypatch.setattr("coopsec._query.interrupted._AT_ONCE", 7)
    assert_frame_equal(french.interrupted(*asked, window=2, every="year"), whole)


def test_shares_of_a_corpus(french):
    found = french.interrupted(LEXICON, PARIS, window=2, every="year", value="doc_share")
    after = french.filter(pl.col("date_start") >= date(2015, 11, 13), pl.col("date_end") <= date(2017, 11, 12))
    assert found["rate_after"].to_list() == pytest.approx(after.themes(LEXICON)["doc_share"].to_list())


def test_documents_that_are_all_alike_are_not_certain():
    stats = pytest.importorskip("scipy.stats")
    days = [f"2015-{month:02}-03" for month in range(1, 13)]
    corpus = cs.from_frame(pl.DataFrame({"text": ["le terrorisme frappe"] * 12, "date": days}))
    # Six hits per side vary like independent ones; for a share of 1, half a document counts as in doubt.
    for value, variance in (("per_million", 6.0), ("doc_share", 5.5 * 0.5 / 6)):
        row = corpus.interrupted({"t": ["terrorisme"]}, events(date(2015, 7, 1)), value=value).row(0, named=True)
        # Six documents leave five degrees of freedom per side.
        half = stats.t.ppf(0.975, 10) * math.sqrt(2 * variance) / 6
        assert (row["n_before"], row["n_after"], row["ratio"]) == (6, 6, 1)
        assert row["ratio_low"] == pytest.approx(math.exp(-half))
        assert row["ratio_high"] == pytest.approx(math.exp(half))


def test_languages_without_a_pattern_are_no_documents(sample):
    only = cs.Lexicon.from_dict({"terrorism": {"es": ["terroris*"]}})
    with pytest.warns(cs.errors.CoopsecWarning, match="denominators"):
        found = sample.interrupted(only, PARIS, window=20, every="year")
    spanish = sample.filter(pl.col("lang") == "es", pl.col("date_start") < date(2015, 11, 13))
    assert found["n_before"][0] <= len(spanish)


def test_wrong_arguments_of_a_corpus(french):
    with pytest.raises(PeriodError, match="every"):
        french.interrupted(LEXICON, PARIS, every="decade")
    with pytest.raises(ValueError, match="window"):
        french.interrupted(LEXICON, PARIS, window=0)
    for window in (2.5, "6", None):
        with pytest.raises(TypeError, match=f"window is {window!r}: give a whole number"):
            french.interrupted(LEXICON, PARIS, window=window)
        with pytest.raises(TypeError, match=f"window is {window!r}: give a whole number"):
            cs.interrupted(counted(COUNTS), SUMMER, window=window)
    with pytest.raises(ValueError, match="value"):
        french.interrupted(LEXICON, PARIS, value="count")
