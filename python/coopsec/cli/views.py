"""Frames laid out for reading in a terminal; ``--long`` shows them as they are."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl

from coopsec._periods import Step, as_step
from coopsec.cli.output import View
from coopsec.cli.table import (
    Column,
    Sheet,
    clip,
    fill,
    folded,
    lines_of,
    more_rows,
    numbers,
    plain,
    sheet_of,
    width_of,
)

__all__ = ["as_is", "in_context", "rates", "timed"]

_NAMES: dict[Step, Callable[[date], str]] = {
    "day": date.isoformat,
    "week": lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]),
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "quarter": lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    "year": lambda day: f"{day.year:04}",
    "decade": lambda day: f"{day.year:04}s",
}
_MEANINGS = {
    "per_million": "occurrences per million tokens",
    "doc_share": "share of documents with the {kind}",
    "count": "occurrences",
    "doc_freq": "documents with the {kind}",
}
_NO_PERIOD = "(none)"


def as_is(frame: pl.DataFrame, last_key: str) -> View:
    """Show all columns; those up to `last_key` are repeated at the left of each block."""
    keys = frame.columns.index(last_key) + 1
    return lambda width, rows: lines_of(sheet_of(frame, keys, rows), width)


def timed(frame: pl.DataFrame, args: argparse.Namespace, kind: str) -> View:
    """Show one value over time, with one column per theme or term."""
    return lambda width, rows: lines_of(
        over_time(frame, kind=kind, every=args.every, by=args.by, value=args.value, rows=rows), width
    )


def in_context(frame: pl.DataFrame, parts: Callable[[pl.DataFrame], list[tuple[str, str, str]]]) -> View:
    """Show matches as a concordance; `parts` returns the text before, the match, and the text after."""

    def view(width: int, rows: int | None) -> list[str]:
        shown = frame if rows is None else frame.head(rows)
        notes = [*more_rows(frame.height - shown.height), "--long shows all columns"]
        return [*concordance(shown, parts(shown), width), "", *folded(notes, width)] if shown.height else ["no match"]

    return view


def period_name(day: date | None, every: str) -> str:
    """Name a period by its first day."""
    if day is None:
        return _NO_PERIOD
    return _NAMES[as_step(every)](day)


def over_time(frame: pl.DataFrame, *, kind: str, every: str, by: Sequence[str], value: str, rows: int | None) -> Sheet:
    """Lay out one value over time: one row per period (and group), one column per theme or term."""
    names = frame.get_column(kind).drop_nulls().unique(maintain_order=True).to_list()
    cells: dict[tuple[Any, ...], dict[str, float | None]] = {}
    volume: dict[tuple[Any, ...], int] = {}
    partial = False
    for row in frame.select("period", *by, kind, value, "n_docs", "partial").rows():
        period, *group, name, number, n_docs, cut = row
        key = (period, cut, *group)  # as they are: a missing value and an empty one are written alike
        partial = partial or cut
        volume[key] = max(volume.get(key, 0), n_docs)
        if name is not None:
            cells.setdefault(key, {})[name] = None if n_docs == 0 else number
    keys = list(volume)[:rows]
    columns = [Column("period", [period_name(period, every) + ("*" if cut else "") for period, cut, *_ in keys])]
    columns += [Column(name, [plain(key[place]) for key in keys]) for place, name in enumerate(by, 2)]
    columns.append(Column("n_docs", [f"{volume[key]:,}" for key in keys], right=True))
    for name in names:
        values = numbers(cells.get(key, {}).get(name) for key in keys)
        columns.append(Column(name, [each or "–" for each in values], right=True))
    notes = more_rows(len(volume) - len(keys))
    notes.append(f"{value}: {_MEANINGS[value].format(kind=kind)}; --value chooses another, --long shows all columns")
    notes += _marks(columns, partial=partial)
    return Sheet(columns, 2 + len(by), notes)


def _marks(columns: Sequence[Column], *, partial: bool) -> list[str]:
    marks = []
    if partial:
        marks.append("* period that the corpus covers only in part")
    if any("–" in column.cells for column in columns):
        marks.append("– no documents")
    if any(cell.startswith(_NO_PERIOD) for cell in columns[0].cells):
        marks.append(f"{_NO_PERIOD} no date, or a date too coarse for the period")
    return ["; ".join(marks)] if marks else []


def rates(frame: pl.DataFrame, *, by: Sequence[str], confidence: float, rows: int | None) -> Sheet:
    """Lay out the themes of a whole corpus: one row per theme (and group), the interval in a single column."""
    shown = frame if rows is None else frame.head(rows)
    columns = [Column(name, [plain(each) for each in shown[name].to_list()]) for name in [*by, "theme"]]
    for name in ("count", "doc_freq"):
        columns.append(Column(name, [f"{each:,}" for each in shown[name].to_list()], right=True))
    columns.append(Column("per_million", numbers(shown["per_million"].to_list()), right=True))
    columns.append(Column(f"{100 * confidence:.4g}% interval", _interval(shown, "per_million"), right=True))
    columns.append(Column("doc_share", numbers(shown["doc_share"].to_list()), right=True))
    notes = more_rows(frame.height - shown.height)
    sizes = frame.select("n_docs", "n_tokens").unique()
    if sizes.height == 1:
        notes.append("{:,} documents, {:,} tokens".format(*sizes.row(0)))
    else:
        for name in ("n_docs", "n_tokens"):
            columns.append(Column(name, [f"{each:,}" for each in shown[name].to_list()], right=True))
    notes.append("--long shows all columns")
    return Sheet(columns, 1 + len(by), notes)


def _interval(frame: pl.DataFrame, value: str) -> list[str]:
    low, high = (frame[f"{value}_{end}"].to_list() for end in ("low", "high"))
    written = numbers([*low, *high])
    pairs = zip(written[: len(low)], written[len(low) :], strict=True)
    return [f"{below}–{above}" if below and above else "" for below, above in pairs]


def concordance(frame: pl.DataFrame, parts: Sequence[tuple[str, str, str]], width: int) -> list[str]:
    """Lay out matches under each other with their context, below the name of their document.

    Parameters
    ----------
    frame
        Must have doc_id and date_start, and may have theme.
    parts
        The text before, the match, and the text after, for each row of `frame`.
    width
        Width of the terminal.
    """
    names = frame["theme"].to_list() if "theme" in frame.columns else [""] * frame.height
    themes = [clip(name, width // 4, at_start=True) for name in names]
    words = [clip(plain(word), width // 3) for _, word, _ in parts]
    columns = [max(map(width_of, each), default=0) for each in (themes, words)]
    side = max(8, (width - sum(columns) - 2 * (1 + len(columns))) // 2)
    lines: list[str] = []
    last = None
    rows = zip(frame.select("doc_id", "date_start").rows(), themes, words, parts, strict=True)
    for document, theme, word, (before, _, after) in rows:
        if document != last:
            lines += ["", "  ".join(filter(None, map(plain, document)))] if lines else ["  ".join(map(plain, document))]
            last = document
        left = clip(plain(before).rstrip(), side, at_start=True)
        right = clip(plain(after).strip(), side)
        named = fill(theme, columns[0]) + "  " if columns[0] else ""
        lines.append(f"  {named}{fill(left, side, right=True)} {fill(word, columns[1])} {right}".rstrip())
    return lines
