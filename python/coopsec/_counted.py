"""How tables were counted: remembered separately, since a polars frame has no place for metadata."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from coopsec._lexicon import Lexicon

__all__ = ["BASES", "Ask", "Counted", "ask_of", "bases_of", "counted_of", "of_one_basis", "remember"]

BASES = ("raw", "standardised", "deduped")  # the values of `basis` in a composition

# Asks a corpus for its largest sources and stories; returns None if it is gone or has changed since.
Ask = Callable[[], "list[Any] | None"]


class Counted(NamedTuple):
    """The settings that a table was counted with; None or empty if unknown or not used."""

    every: str | None = None
    confidence: float | None = None
    standardise: tuple[str, ...] = ()
    dedupe: str | None = None
    unit: str | None = None  # for keyness
    within: str | None = None  # for pairs
    lexicon: Lexicon | None = None  # with the labels of the themes


class _Memory(NamedTuple):
    frame: weakref.ref[pl.DataFrame]
    counted: Counted
    ask: Ask | None


_REMEMBERED: dict[int, _Memory] = {}


def remember(frame: pl.DataFrame, counted: Counted, ask: Ask | None = None) -> pl.DataFrame:
    """Remember how a table was counted, and how to ask its corpus, for as long as the table exists."""
    number = id(frame)
    _REMEMBERED[number] = _Memory(weakref.ref(frame, lambda _: _forget(number)), counted, ask)
    return frame


def counted_of(frame: pl.DataFrame) -> Counted:
    """Return how a table was counted; unknown for one that was filtered or read from a file."""
    kept = _REMEMBERED.get(id(frame))
    return kept.counted if kept is not None and kept.frame() is frame else Counted()


def _forget(number: int) -> None:
    """Drop what was remembered for a frame that is gone."""
    _REMEMBERED.pop(number, None)


def ask_of(frame: pl.DataFrame) -> Ask | None:
    """Return the function that asks the corpus of a table, if it is remembered."""
    kept = _REMEMBERED.get(id(frame))
    return kept.ask if kept is not None and kept.frame() is frame else None


def bases_of(frame: pl.DataFrame) -> list[str]:
    """Return the bases that a composition contains; none for any other table."""
    if not {"basis", "standard_covered"} <= set(frame.columns):
        return []
    there = frame.get_column("basis").cast(pl.String).unique().to_list()
    return [basis for basis in BASES if basis in there]


def of_one_basis(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep one basis of a composition, raw if present: all of them cover the same documents."""
    given = bases_of(frame)
    return frame.filter(pl.col("basis").cast(pl.String) == given[0]) if given else frame
