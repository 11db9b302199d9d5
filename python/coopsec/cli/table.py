"""Tables as text: every column, aligned, in blocks that fit the terminal."""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

__all__ = ["Column", "Sheet", "clip", "fill", "folded", "lines_of", "numbers", "plain", "sheet_of", "width_of"]

_GAP = "  "
_NARROW = 10  # a header of up to this width is not broken
_LEAST = 16  # least width of a clipped text column
_COUNTS = re.compile(r"(count|doc_freq|n_)")
_SMALL = 1e-3


@dataclass(frozen=True, slots=True)
class Column:
    """A column as text."""

    name: str
    cells: list[str]
    right: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: the first `keys` columns are repeated in each block, `notes` come below."""

    columns: list[Column]
    keys: int = 1
    notes: list[str] = field(default_factory=list)
    title: str | None = None

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.columns[0].cells) if self.columns else 0


def sheet_of(frame: pl.DataFrame, keys: int, rows: int | None, *, title: str | None = None) -> Sheet:
    """Turn the first `rows` rows of a frame into text."""
    shown = frame if rows is None else frame.head(rows)
    columns = [_column(series) for series in shown.get_columns()]
    return Sheet(columns, keys, more_rows(frame.height - shown.height), title)


def more_rows(left: int) -> list[str]:
    """Say how many rows are not shown."""
    if left <= 0:
        return []
    return [f"… {left:,} more row{'s' if left > 1 else ''}: --rows 0 shows all, -o FILE.csv writes all"]


def _column(series: pl.Series) -> Column:
    if series.dtype.is_float():
        return Column(series.name, numbers(series.to_list()), right=True)
    if series.dtype.is_integer():
        grouped = _COUNTS.match(series.name) is not None
        cells = ["" if each is None else f"{each:,}" if grouped else str(each) for each in series.to_list()]
        return Column(series.name, cells, right=True)
    return Column(series.name, [plain(each) for each in series.to_list()])


def numbers(values: Iterable[float | None]) -> list[str]:
    """Write the numbers of a column, all with the decimals that suit the largest."""
    given = list(values)
    sizes = [abs(each) for each in given if each is not None and math.isfinite(each)]
    largest = max(sizes, default=0.0)
    if not largest or all(isinstance(each, int) for each in given if each is not None):
        digits = 0
    else:
        digits = 3 if largest <= 1 else max(0, min(2, 3 - math.floor(math.log10(largest))))
    return ["" if each is None else _number(each, digits) for each in given]


def _number(value: float, digits: int) -> str:
    if digits == 3 and 0 < abs(value) < _SMALL / 2:
        return f"{value:.1e}"
    return f"{value:,.{digits}f}"


def plain(value: Any) -> str:
    """Write a value on one line, without characters that control a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | pl.Series):
        return " | ".join(plain(each) for each in value)
    text = str(value)
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)


def width_of(text: str) -> int:
    """Return the number of cells that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def clip(text: str, width: int, *, at_start: bool = False) -> str:
    """Cut a text to a width, marking the cut with an ellipsis."""
    if width_of(text) <= width:
        return text
    kept: list[str] = []
    room = width - 1
    for sign in reversed(text) if at_start else text:
        room -= _width(sign)
        if room < 0:
            break
        kept.append(sign)
    return "…" + "".join(reversed(kept)) if at_start else "".join(kept) + "…"


def lines_of(sheet: Sheet, width: int) -> list[str]:
    """Draw a table in as many blocks as its columns need."""
    lines = [sheet.title] if sheet.title else []
    keys, rest = sheet.columns[: sheet.keys], sheet.columns[sheet.keys :]
    keys = [_fitted(each, max(_LEAST, (2 * width // 3) // max(len(keys), 1))) for each in keys]
    key_width = _span(keys)
    rest = [_fitted(each, max(_LEAST, width - key_width - len(_GAP))) for each in rest]
    for position, block in enumerate(_blocks(rest, width - key_width)):
        lines += [""] if position else []
        lines += _draw([*keys, *block])
    return [*lines, "", *folded(sheet.notes, width)] if sheet.notes else lines


def folded(notes: Iterable[str], width: int) -> list[str]:
    """Wrap notes to a width."""
    return [line for note in notes for line in textwrap.wrap(note, max(_LEAST, width))]


def _blocks(columns: Sequence[Column], room: int) -> list[list[Column]]:
    blocks: list[list[Column]] = [[]]
    for column in columns:
        if blocks[-1] and _span([*blocks[-1], column]) + len(_GAP) > room:
            blocks.append([])
        blocks[-1].append(column)
    return blocks


def _span(columns: Sequence[Column]) -> int:
    return sum(map(_wide, columns)) + len(_GAP) * max(0, len(columns) - 1)


def _wide(column: Column) -> int:
    return max([*map(width_of, _header(column)), *map(width_of, column.cells)], default=0)


def _fitted(column: Column, most: int) -> Column:
    at_start = column.name == "origin"  # the end of a path says which file it is
    return Column(column.name, [clip(each, most, at_start=at_start) for each in column.cells], column.right)


def _header(column: Column) -> list[str]:
    """Break a long name after its dots and underscores."""
    room = max([_NARROW, *map(width_of, column.cells)])
    lines = [""]
    for part in re.findall(r"[^._ ]*[._ ]?", column.name):
        if lines[-1] and width_of(lines[-1] + part) > room:
            lines.append("")
        lines[-1] += part
    return lines


def _draw(columns: Sequence[Column]) -> list[str]:
    heads = [_header(each) for each in columns]
    depth = max(map(len, heads))
    widths = [_wide(each) for each in columns]
    rows = [*zip(*([""] * (depth - len(head)) + head for head in heads), strict=True)]
    rows.append(tuple("─" * width for width in widths))
    rows += zip(*(each.cells for each in columns), strict=True)
    return [_GAP.join(map(fill, row, widths, (each.right for each in columns))).rstrip() for row in rows]


def fill(cell: str, width: int, right: bool = False) -> str:
    """Pad a cell to a width."""
    space = " " * max(0, width - width_of(cell))
    return space + cell if right else cell + space
