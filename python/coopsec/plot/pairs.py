"""Pairs of themes or actors, as charts of co-occurrence and dyads read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from coopsec._frames import as_frame
from coopsec.plot.frames import require_columns

__all__ = ["is_pairs", "pooled", "read_pairs"]

SUMMED = ("count", "doc_freq")


def is_pairs(frame: pl.DataFrame) -> bool:
    """Whether a frame has pairs in its rows."""
    return {"left", "right"} <= set(frame.columns)


def read_pairs(source: Any) -> pl.DataFrame:
    """Check a frame of `corpus.dyads` or `corpus.cooccurrence`."""
    frame = as_frame(source)
    require_columns(frame, ["left", "right", "count"], what="a frame of corpus.dyads() or corpus.cooccurrence(lexicon)")
    return frame.filter(pl.col("left").is_not_null() & pl.col("right").is_not_null())


def pooled(pairs: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add the counts of all periods. Shares, limits and npmi of several periods cannot be added, and are left out."""
    if "period" not in pairs.columns or pairs["period"].n_unique() < 2:
        return pairs.drop("period", strict=False)
    sums = [name for name in SUMMED if name in pairs.columns]
    return pairs.group_by(keys, maintain_order=True).agg(pl.col(sums).sum()).sort(keys)
