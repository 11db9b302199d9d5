"""Pairs of themes or actors, as charts of co-occurrence and dyads read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from coopsec._frames import COOCCURRENCE_COLUMNS, DYAD_COLUMNS, as_frame
from coopsec._warnings import counted_of
from coopsec.plot.frames import require_columns
from coopsec.plot.words import Words

__all__ = ["added_up", "divisions", "is_pairs", "pooled", "read_pairs", "unit_of"]

SUMMED = ("count", "doc_freq")
_COUNTED = {*COOCCURRENCE_COLUMNS, *DYAD_COLUMNS} - {"period"}


def is_pairs(frame: pl.DataFrame) -> bool:
    """Whether a frame has pairs in its rows."""
    return {"left", "right"} <= set(frame.columns)


def read_pairs(source: Any) -> pl.DataFrame:
    """Check a frame of `corpus.dyads` or `corpus.cooccurrence`."""
    frame = as_frame(source)
    require_columns(frame, ["left", "right", "count"], what="a frame of corpus.dyads() or corpus.cooccurrence(lexicon)")
    return frame.filter(pl.col("left").is_not_null() & pl.col("right").is_not_null())


def unit_of(source: Any, words: Words) -> str:
    """Name what the counts of pairs are of, where it is known."""
    within = counted_of(as_frame(source)).within
    return words(f"with_both_{within}" if within else "with_both")


def divisions(pairs: pl.DataFrame) -> list[str]:
    """Columns that the pairs are divided by: the period, and columns of documents, where they have several values."""
    return [name for name in pairs.columns if name not in _COUNTED and pairs[name].n_unique() > 1]


def added_up(pairs: pl.DataFrame, words: Words) -> list[str]:
    """Say over what the counts of pairs were added up, where they were."""
    parts = [words("added_periods") if name == "period" else name for name in divisions(pairs)]
    return [words("added", parts=", ".join(parts))] if parts else []


def pooled(pairs: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add the counts of all periods and groups; shares, limits and npmi, which cannot be added, are left out."""
    if divisions(pairs):
        sums = [name for name in SUMMED if name in pairs.columns]
        return pairs.group_by(keys, maintain_order=True).agg(pl.col(sums).sum()).sort(keys)
    if pairs.select(pl.struct(keys).is_duplicated().any()).item():
        raise ValueError(
            f"several rows for one {', '.join(keys)}, which no column tells apart: give the frame as counted"
        )
    return pairs
