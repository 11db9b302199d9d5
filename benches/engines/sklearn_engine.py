"""scikit-learn's CountVectorizer, for words of one character or more, as sparse matrices."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import measure
import polars as pl
from measure import Setting, Work


def vectorize(texts: list[str]) -> tuple[Any, Any]:
    """Return the matrix of documents by terms, and the terms."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(token_pattern=r"(?u)\w+", lowercase=True)
    matrix = vectorizer.fit_transform(texts)
    return matrix, vectorizer.get_feature_names_out()


def matrix(given: Setting) -> Work:
    """Build the matrix of documents by terms."""
    texts = given.frame["text"].to_list()
    return Work(
        lambda: vectorize(texts)[0],
        lambda found: {"tokens": int(found.sum()), "cells": found.nnz},
    )


def terms(given: Setting) -> Work:
    """Sum the columns of the matrix."""
    texts = given.frame["text"].to_list()

    def run() -> pl.DataFrame:
        counts, names = vectorize(texts)
        return pl.DataFrame({"term": names, "count": counts.sum(axis=0).A1})

    return Work(run, lambda found: {"tokens": found["count"].sum(), "terms": found.height})


def months(given: Setting) -> Work:
    """Group the rows of the matrix by multiplying with the matrix of months."""
    import numpy
    from scipy.sparse import csr_matrix

    texts = given.frame["text"].to_list()

    def run() -> Any:
        counts, _names = vectorize(texts)
        month = given.frame["date"].dt.truncate("1mo").rank("dense").to_numpy() - 1
        ones = (numpy.ones(len(month), dtype=numpy.int64), (month, numpy.arange(len(month))))
        return csr_matrix(ones, shape=(int(month.max()) + 1, len(month))) @ counts

    return Work(run, lambda found: {"tokens": int(found.sum()), "rows": found.nnz})


CASES: measure.Cases = {"terms": terms, "months": months, "matrix": matrix}


if __name__ == "__main__":
    measure.main(CASES, lambda: version("scikit-learn"))
