"""Tables with more rows than one thread lays out at a time, compared with counts by polars."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from expected import DTM, FREQUENCY, over_time, schema

DOCUMENTS = 4_000
WORDS = [f"mot{number}" if number % 3 else f"interminablement{number}" for number in range(6_007)]
ROWS = 1 << 17  # as many as a thread lays out at a time


def document(number: int) -> list[str]:
    """Words of a document; some documents have none."""
    if number % 41 == 0:
        return []
    return [WORDS[(number * 31 + place * place * 7) % len(WORDS)] for place in range(60 + number % 30)]


def day(number: int) -> date | None:
    """No date, or one in every other month, so that the months between have no documents."""
    return None if number % 40 == 0 else date(2010 + number % 40 // 6, 1 + number % 40 % 6 * 2, 1 + number % 28)


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    numbers = range(DOCUMENTS)
    columns = {
        "id": [f"document-{number}" if number % 2 else f"{number}" for number in numbers],
        "date": [day(number) for number in numbers],
        "text": [" ".join(document(number)) for number in numbers],
    }
    return pl.DataFrame(columns, schema_overrides={"date": pl.Date})


@pytest.fixture(scope="module")
def corpus(frame) -> cs.Corpus:
    return cs.from_frame(frame, id="id", date="date", progress=False)


def words(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per word, in document order."""
    split = frame.with_row_index().with_columns(term=pl.col("text").str.split(" "))
    return split.explode("term").filter(pl.col("term") != "")


def test_the_matrix(frame, corpus):
    cells = words(frame).group_by("index", pl.col("id").alias("doc_id"), "term").len()
    expected = cells.sort("index", "term").select("doc_id", "term", count=pl.col("len").cast(pl.Int64))
    assert expected.height > 1.5 * ROWS
    found = corpus.dtm()
    assert schema(found) == DTM
    assert_frame_equal(found, expected)


def test_the_sparse_matrix(frame, corpus):
    pytest.importorskip("scipy")
    matrix, terms = corpus.to_scipy(), corpus.terms()
    assert matrix.indices.dtype == "int32"
    cells = corpus.dtm()
    assert matrix.nnz == cells.height
    ids = pl.Series(frame["id"])
    coordinates = matrix.tocoo()
    assert ids.gather(coordinates.row).to_list() == cells["doc_id"].to_list()
    assert pl.Series(terms).gather(coordinates.col).to_list() == cells["term"].to_list()
    assert coordinates.data.tolist() == cells["count"].to_list()


@pytest.mark.parametrize("top", [None, 2_000])
def test_terms_by_month(frame, corpus, top):
    table = corpus.frequency(every="month", top=top)
    assert table.height > (1 if top else 0.9) * ROWS
    assert schema(table) == over_time(FREQUENCY)
    every = words(frame).with_columns(period=pl.col("date").dt.truncate("1mo"))
    counted = every.group_by("period", "term").agg(count=pl.len().cast(pl.Int64), doc_freq=pl.col("id").n_unique())
    n_tokens = every.group_by("period").agg(n_tokens=pl.len().cast(pl.Int64))
    n_docs = frame.group_by(period=pl.col("date").dt.truncate("1mo")).agg(n_docs=pl.len().cast(pl.Int64))
    listed = table.filter(pl.col("count") > 0)
    expected = (
        counted.join(n_tokens, on="period", nulls_equal=True)
        .join(n_docs, on="period", nulls_equal=True)
        .with_columns(pl.col("doc_freq").cast(pl.Int64), per_million=pl.col("count") / pl.col("n_tokens") * 1e6)
        .filter(pl.col("term").is_in(table["term"].unique().to_list()))
        .sort("period", "count", "term", descending=[False, True, False], nulls_last=True)
    )
    assert_frame_equal(listed.drop("partial"), expected.select(listed.drop("partial").columns))
    between = table.filter(pl.col("n_docs") == 0)
    assert between["period"].n_unique() > 30
    assert between["per_million"].is_null().all()
    assert between["term"].is_null().all() == (top is None)
    assert table["per_million"].null_count() == table.filter(pl.col("n_tokens") == 0).height
    assert table["partial"].null_count() == 0
