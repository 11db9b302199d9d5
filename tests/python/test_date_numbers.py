"""Date columns of numbers that are no dates: no document is dated by them, and a warning says how to make dates."""

from __future__ import annotations

import warnings
from typing import Any

import polars as pl
import pytest

import coopsec as cs

SECONDS = 1_433_289_600  # 3 June 2015


def dated(values: list[Any]) -> tuple[list[str | None], list[str]]:
    """First days of the documents, and the warnings."""
    frame = pl.DataFrame({"text": ["Un texte."] * len(values), "date": values})
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        days = cs.from_frame(frame).documents["date_start"].cast(pl.String).to_list()
    return days, [str(each.message) for each in said]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([SECONDS, SECONDS + 1], "holds seconds since 1970, it seems"),
        ([float(SECONDS), None], "holds seconds since 1970"),
        ([str(SECONDS)], "holds seconds since 1970"),
        ([SECONDS * 10**3], "holds milliseconds since 1970"),
        ([SECONDS * 10**6], "holds microseconds since 1970"),
        ([SECONDS * 10**9], "holds nanoseconds since 1970"),
        ([42158.0, 42159.5], "numbers such as spreadsheets have for days"),
        ([20150603120000], "days and times run together"),
        (["201506031200"], "days and times run together"),
    ],
    ids=str,
)
def test_counts_of_time_are_not_read_and_the_way_to_dates_is_told(values: list[Any], said: str):
    days, told = dated(values)
    assert days == [None] * len(values)
    assert [said in each for each in told] == [True]
    assert told[0].startswith("frame: date: column 'date' holds ")


def test_the_way_that_is_told_leads_to_dates():
    ways = {
        SECONDS: pl.from_epoch("date", "s"),
        SECONDS * 1000: pl.from_epoch("date", "ms"),
        42158: pl.date(1899, 12, 30) + pl.duration(days="date"),
        20150603120000: pl.col("date").cast(pl.String).str.head(8),
    }
    for number, way in ways.items():
        frame = pl.DataFrame({"text": ["Un texte."], "date": [number]}).with_columns(way.alias("date"))
        assert cs.from_frame(frame).documents["date"].cast(pl.String).to_list() == ["2015-06-03"], number


@pytest.mark.parametrize(
    "values", [[2015, 2016], [20150603], ["2015-06-03", "1433289600"], [None, None], [0], [201506]]
)
def test_other_columns_are_not_doubted(values: list[Any]):
    assert dated(values)[1] == []


def test_a_table_in_a_file_is_doubted_too(tmp_path):
    (tmp_path / "press.csv").write_text(f"text,date\nUn texte.,{SECONDS}\n", encoding="utf-8")
    with pytest.warns(cs.errors.CoopsecWarning, match=r"press\.csv: date: column 'date' holds seconds since 1970"):
        corpus = cs.read_corpus(tmp_path)
    assert corpus.documents["date_precision"].to_list() == ["none"]
    assert "cannot be read as a date" in corpus.documents["warnings"][0][0]
