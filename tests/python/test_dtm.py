"""The document-term matrix."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from expected import DTM, schema


def test_columns(press):
    assert press.dtm().columns == list(DTM)
    assert schema(press.dtm()) == DTM
    empty = press.filter(pl.lit(value=False)).dtm()
    assert schema(empty) == DTM
    assert empty.height == 0


def test_counts_are_those_of_the_tokens(press, press_frame):
    expected = []
    for key, text in press_frame.select("key", "texte").rows():
        tokens = cs.tokenize(text).filter(~pl.col("kind").is_in(["punctuation", "symbol"]))
        expected += [(key, term, count) for term, count in tokens.group_by("norm").len().sort("norm").rows()]
    assert press.dtm().rows() == expected


def test_order_and_no_zeros(sample):
    frame = sample.dtm()
    assert frame["count"].min() >= 1
    order = {doc_id: place for place, doc_id in enumerate(sample.documents["doc_id"])}
    keys = [(order[doc_id], term) for doc_id, term in frame.select("doc_id", "term").rows()]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    assert frame["count"].sum() == sample.documents["n_tokens"].sum()


def test_the_sparse_matrix_is_the_same(sample):
    sparse = pytest.importorskip("scipy.sparse")
    matrix, terms = sample.to_scipy(), sample.terms()
    assert isinstance(matrix, sparse.csr_matrix)
    assert matrix.shape == (len(sample), len(terms))
    assert matrix.dtype == "int64"
    assert terms == sorted(set(sample.dtm()["term"]))
    cells = matrix.tocoo()
    ids = sample.documents["doc_id"].to_list()
    rows = [
        (ids[row], terms[column], int(count))
        for row, column, count in zip(cells.row, cells.col, cells.data, strict=True)
    ]
    found = pl.DataFrame(rows, schema=DTM, orient="row")
    assert_frame_equal(found.sort("doc_id", "term"), sample.dtm().sort("doc_id", "term"))


def test_an_empty_matrix(press):
    pytest.importorskip("scipy")
    view = press.filter(pl.lit(value=False))
    matrix, terms = view.to_scipy(), view.terms()
    assert matrix.shape == (0, 0)
    assert terms == []


def test_documents_without_words_have_a_row():
    pytest.importorskip("scipy")
    corpus = cs.from_frame(pl.DataFrame({"text": ["un", "", "…"]}))
    matrix, terms = corpus.to_scipy(), corpus.terms()
    assert matrix.shape == (len(corpus), 1)
    assert terms == ["un"]
