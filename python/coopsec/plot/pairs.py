"""Pairs of themes or actors, as read by charts of co-occurrence and dyads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from coopsec._counted import counted_of
from coopsec._frames import COOCCURRENCE_COLUMNS, DYAD_COLUMNS, as_frame
from coopsec.plot.countries import country_names
from coopsec.plot.frames import require_columns, require_numbers
from coopsec.plot.look import names_of
from coopsec.plot.words import Lang, Words

__all__ = [
    "added_up",
    "divisions",
    "ends_of",
    "is_pairs",
    "pooled",
    "read_pairs",
    "titles_of",
    "unit_of",
]

_DYADS = {"doc_freq", "n_units"}  # columns of dyads that co-occurrences lack
SUMMED = ("count", "doc_freq")
_COUNTED = {*COOCCURRENCE_COLUMNS, *DYAD_COLUMNS} - {"period"}


def is_pairs(frame: pl.DataFrame) -> bool:
    """Whether the rows of a frame are pairs."""
    return {"left", "right"} <= set(frame.columns)


def read_pairs(source: Any) -> pl.DataFrame:
    """Check a frame of `corpus.dyads` or `corpus.cooccurrence`."""
    frame = as_frame(source)
    what = "a frame of corpus.dyads() or corpus.cooccurrence(lexicon)"
    require_columns(frame, ["left", "right", "count"], what=what)
    require_numbers(frame, ["count"], what=what)
    names = [name for name in ("left", "right", "theme") if name in frame.columns]  # pandas may give categories
    return frame.drop_nulls(["left", "right"]).with_columns(pl.col(names).cast(pl.String))


def unit_of(source: Any, words: Words) -> str:
    """Name the unit in which pairs were counted, if known."""
    within = counted_of(as_frame(source)).within
    return words(f"with_both_{within}" if within else "with_both")


def ends_of(pairs: pl.DataFrame, names: Sequence[str], labels: Mapping[str, str] | None, lang: Lang) -> dict[str, str]:
    """Return labels for the two ends of pairs, which are countries in dyads."""
    countries = country_names(lang) if set(pairs.columns) >= _DYADS else {}
    return names_of(names, {**countries, **(labels or {})}, lang)


def titles_of(rows: Sequence[tuple[str, str]], names: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Name pairs; what several pairs have in common comes first."""
    shared = set.intersection(*map(set, rows)) if len(rows) > 1 else set()
    return {row: " – ".join(names[end] for end in sorted(row, key=lambda end: end not in shared)) for row in rows}


def divisions(pairs: pl.DataFrame) -> list[str]:
    """Return the columns that divide the pairs: the period and document columns, if they have several values."""
    return [name for name in pairs.columns if name not in _COUNTED and pairs[name].n_unique() > 1]


def added_up(pairs: pl.DataFrame, words: Words) -> list[str]:
    """Say what the counts of pairs were added up over, if they were."""
    parts = [words("added_periods") if name == "period" else name for name in divisions(pairs)]
    return [words("added", parts=", ".join(parts))] if parts else []


def pooled(pairs: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add up the counts over periods and groups, and leave out shares, limits and npmi, which cannot be added."""
    if divisions(pairs):
        sums = [name for name in SUMMED if name in pairs.columns]
        return pairs.group_by(keys, maintain_order=True).agg(pl.col(sums).sum()).sort(keys)
    if pairs.select(pl.struct(keys).is_duplicated().any()).item():
        raise ValueError(
            f"several rows with the same {', '.join(keys)}, and no other column differs: "
            "give the frame as coopsec returned it"
        )
    return pairs
