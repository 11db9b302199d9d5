"""Shares of counts, with Wilson's limits."""

from __future__ import annotations

import polars as pl

from coopsec import _coopsec

__all__ = ["share_of", "with_wilson"]


def share_of(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Divide counts; a share of nothing is null."""
    return pl.when(whole > 0).then(part / whole)


def with_wilson(frame: pl.DataFrame, name: str, part: pl.Expr, whole: pl.Expr, confidence: float) -> pl.DataFrame:
    """Add the limits of the share `name` as the columns ``name_low`` and ``name_high``, null for a share of nothing."""
    counts = frame.select(part=part, whole=whole).rows()
    limits = [_coopsec.wilson(hits, of, confidence) or (None, None) for hits, of in counts]
    schema = {f"{name}_{end}": pl.Float64 for end in ("low", "high")}
    return frame.hstack(pl.DataFrame(limits, schema=schema, orient="row"))
