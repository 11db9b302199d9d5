"""With what tables were counted: remembered beside them, as polars has no place for it within."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, NamedTuple

import polars as pl

__all__ = ["BASES", "Ask", "Counted", "ask_of", "bases_of", "counted_of", "of_one_basis", "remember"]

BASES = ("raw", "standardised", "deduped")  # of a composition

# Asks a corpus for its largest sources and stories; None where it is gone or has changed since.
Ask = Callable[[], "list[Any] | None"]


class Counted(NamedTuple):
    """With what a table was counted; None and empty where that is not known, or was not asked for."""

    every: str | None = None
    confidence: float | None = None
    standardise: tuple[str, ...] = ()
    dedupe: str | None = None
    unit: str | None = None  # of keyness
    within: str | None = None  # of pairs


class _Memory(NamedTuple):
    frame: weakref.ref[pl.DataFrame]
    counted: Counted
    ask: Ask | None


_REMEMBERED: dict[int, _Memory] = {}


def remember(frame: pl.DataFrame, counted: Counted, ask: Ask | None = None) -> pl.DataFrame:
    """Keep with what a table was counted, and the way to ask its corpus, for as long as the table is there."""
    number = id(frame)
    _REMEMBERED[number] = _Memory(weakref.ref(frame, lambda _: _forget(number)), counted, ask)
    return frame


def counted_of(frame: pl.DataFrame) -> Counted:
    """Give what is remembered of how a table was counted; nothing of one that was filtered or read from a file."""
    kept = _REMEMBERED.get(id(frame))
    return kept.counted if kept is not None and kept.frame() is frame else Counted()


def _forget(number: int) -> None:
    """Drop what was kept for a frame that is gone."""
    _REMEMBERED.pop(number, None)


def ask_of(frame: pl.DataFrame) -> Ask | None:
    """Give the way to ask the corpus of a table, where it is remembered."""
    kept = _REMEMBERED.get(id(frame))
    return kept.ask if kept is not None and kept.frame() is frame else None


def bases_of(frame: pl.DataFrame) -> list[str]:
    """Bases of a composition that a frame holds; none of another table."""
    if not {"basis", "standard_covered"} <= set(frame.columns):
        return []
    there = frame.get_column("basis").cast(pl.String).unique().to_list()
    return [basis for basis in BASES if basis in there]


def of_one_basis(frame: pl.DataFrame) -> pl.DataFrame:
    """Of a composition the rows as counted, or those of the basis that it has: all bases are of the same documents."""
    given = bases_of(frame)
    return frame.filter(pl.col("basis").cast(pl.String) == given[0]) if given else frame
