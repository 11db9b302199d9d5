"""Tables of pandas, pyarrow and DuckDB: read as one would expect, or refused by the name of the column."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import ColumnError, CoopsecWarning

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")


def days(frame: Any) -> list[str | None]:
    return cs.from_frame(frame).documents["date_start"].cast(pl.String).to_list()


def test_missing_values_of_pandas_are_missing():
    gaps = pandas.Series(["un", float("nan"), None, pandas.NA], dtype=object)
    corpus = cs.from_frame(pandas.DataFrame({"text": gaps, "source": gaps}))
    assert corpus.documents["source"].to_list() == ["un"]
    assert corpus.skipped.rows() == [(f"frame#{row}", "no text in this row") for row in (1, 2, 3)]


def test_categories_of_pandas_are_their_values():
    frame = pandas.DataFrame(
        {
            "text": pandas.Categorical(["un", "deux"]),
            "source": pandas.Categorical(["MAP", None]),
            "date": pandas.Categorical([2015, 2016]),
        }
    )
    documents = cs.from_frame(frame).documents
    assert documents["source"].to_list() == ["MAP", None]
    assert documents["date_start"].dt.year().to_list() == [2015, 2016]


def test_times_of_pandas_give_the_local_day():
    late = pandas.to_datetime(["2015-03-04 23:30", None])
    texts = ["un", "deux"]
    assert days(pandas.DataFrame({"text": texts, "date": late})) == ["2015-03-04", None]
    local = late.tz_localize("Africa/Casablanca")
    assert days(pandas.DataFrame({"text": texts, "date": local})) == ["2015-03-04", None]


def test_named_levels_of_an_index_are_columns_and_others_are_not():
    levels = pandas.MultiIndex.from_tuples([("MAP", 2015), ("EFE", 2016)], names=["source", "date"])
    documents = cs.from_frame(pandas.DataFrame({"text": ["un", "deux"]}, index=levels)).documents
    assert documents["source"].to_list() == ["MAP", "EFE"]
    assert documents["date_start"].dt.year().to_list() == [2015, 2016]
    unnamed = pandas.DataFrame({"text": ["un", "deux"]}, index=levels.rename([None, None]))
    assert cs.from_frame(unnamed).documents["source"].to_list() == [None, None]


def test_an_index_of_dates_without_a_name_is_told():
    frame = pandas.DataFrame({"text": ["un"]}, index=pandas.DatetimeIndex(["2015-03-04"]))
    with pytest.warns(CoopsecWarning, match=r"index of dates has no name.*rename_axis"):
        assert days(frame) == [None]
    assert days(frame.rename_axis("date")) == ["2015-03-04"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: pandas.DataFrame({"text": pandas.Series(["un", 3], dtype=object)}), "column 'text' cannot be read"),
        (
            lambda: pandas.DataFrame({"text": ["un", "deux"], "x": pandas.Series([1, "b"], dtype=object)}),
            r"column 'x' cannot be read: .*astype\(\"string\"\)",
        ),
        (
            lambda: pandas.DataFrame({"text": ["un", "deux"], "date": [dt.date(2015, 1, 1), "2016"]}, dtype=object),
            "column 'date' cannot be read",
        ),
        (lambda: pandas.DataFrame({"text": ["un"], "x": [1j]}), "column 'x' cannot be read"),
        (lambda: pandas.DataFrame([["a", "b"]], columns=["text", "text"]), "the column name 'text' is there twice"),
        (
            lambda: pyarrow.Table.from_arrays([pyarrow.array(["a"])] * 2, names=["text", "text"]),
            "the column name 'text' is there twice",
        ),
        (
            lambda: pyarrow.table({"text": ["a"], "x": pyarrow.RunEndEncodedArray.from_arrays([1], ["v"])}),
            "column 'x' cannot be read",
        ),
    ],
)
def test_a_column_that_cannot_be_read_is_named(make: Any, said: str):
    with pytest.raises(ColumnError, match=f"^frame: {said}"):
        cs.from_frame(make())
    with pytest.raises(ColumnError, match=f"^events: {said}"):
        cs.plot.timeline(pl.DataFrame(), events=make())


def test_what_is_told_to_do_works():
    mixed = pandas.DataFrame({"text": pandas.Series(["un", 3, None], dtype=object)})
    assert len(cs.from_frame(mixed.assign(text=mixed["text"].astype("string")))) == 2


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()], ids=str)
def test_every_string_of_arrow_is_text(kind: Any):
    table = pyarrow.table({"text": pyarrow.array(["un", None], kind), "source": pyarrow.array(["MAP", "EFE"], kind)})
    for given in (table, table.to_batches()[0], table.to_reader()):
        corpus = cs.from_frame(given)
        assert corpus.documents["source"].to_list() == ["MAP"]
        assert corpus.skipped.height == 1


def test_dictionaries_and_dates_of_arrow_are_their_values():
    table = pyarrow.table(
        {
            "text": pyarrow.array(["un", "deux"]).dictionary_encode(),
            "source": pyarrow.array(["MAP", None]).dictionary_encode(),
            "date": pyarrow.array([dt.date(2015, 1, 2), None], pyarrow.date64()),
        }
    )
    documents = cs.from_frame(table).documents
    assert documents["source"].to_list() == ["MAP", None]
    assert documents["date"].to_list() == [dt.date(2015, 1, 2), None]


def test_columns_of_duckdb_keep_their_values():
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql(
        "select 'un' as text, timestamptz '2015-01-02 12:00:00+00' as date, 'MAP'::enum('MAP', 'EFE') as source, "
        "[1, 2] as numbers, 1::hugeint as large"
    )
    documents = cs.from_frame(relation).documents
    assert documents["source"].cast(pl.String).to_list() == ["MAP"]
    assert documents["date"].to_list() == [dt.date(2015, 1, 2)]
    assert documents["numbers"].to_list() == [[1, 2]]
