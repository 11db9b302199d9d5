"""Frames over time with known numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl


def starts(n: int, months: int = 1, first: int = 2000) -> list[date]:
    return [date(first + at * months // 12, at * months % 12 + 1, 1) for at in range(n)]


def counted(
    counts: Sequence[int],
    *,
    months: int = 1,
    tokens: Sequence[int] | int = 100_000,
    documents: Sequence[int] | int = 50,
    doc_freq: Sequence[int] | None = None,
    theme: str = "theme",
) -> pl.DataFrame:
    """A frame like that of `corpus.themes(…, every=…)`."""
    n = len(counts)
    tokens = [tokens] * n if isinstance(tokens, int) else list(tokens)
    documents = [documents] * n if isinstance(documents, int) else list(documents)
    columns: dict[str, Any] = {
        "period": starts(n, months),
        "theme": [theme] * n,
        "count": list(counts),
        "doc_freq": list(doc_freq)
        if doc_freq is not None
        else [min(k, d) for k, d in zip(counts, documents, strict=True)],
        "n_docs": documents,
        "n_tokens": tokens,
        "partial": [False] * n,
    }
    whole = dict.fromkeys(("count", "doc_freq", "n_docs", "n_tokens"), pl.Int64)
    schema = {"period": pl.Date, "theme": pl.String, **whole, "partial": pl.Boolean}
    return pl.DataFrame(columns, schema=schema)


def assert_known(frame: pl.DataFrame) -> None:
    """Assert that there is no NaN or infinity, and a reason exactly where a row has nothing to say."""
    for name, dtype in frame.schema.items():
        if dtype.is_float():
            assert frame[name].is_finite().fill_null(value=True).all(), name
    assert frame.columns[-1] == "reason"
    assert frame.schema["reason"] == pl.String
