"""Frames as HTML tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import polars as pl

from coopsec._report_page.markup import Markup, tag

__all__ = ["of_frame", "rows_of"]

_MANY = 12  # columns that fit on a printed page
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def rows_of(
    head: Sequence[object],
    rows: Sequence[Sequence[object]],
    *,
    caption: object = None,
    numbers: int | Collection[int] = 1,
) -> Markup:
    """Lay out a table whose first column names the rows.

    The columns `numbers`, or all columns from that number on, are aligned to the right.
    """
    right = range(numbers, len(head)) if isinstance(numbers, int) else numbers
    is_wide = len(head) > _MANY
    # Printed without script, the cells of a wide table are stacked, so each carries the head of its column.
    heads = [cell if is_wide else None for cell in head]
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(
                tag("td", cell, class_="n" if place in right else None, data_head=heads[place])
                for place, cell in enumerate(row[1:], 1)
            ),
        )
        for row in rows
    ]
    named = None if caption is None else tag("caption", tag("span", caption))
    names = f"--names: {max((len(str(row[0])) for row in rows), default=0)}ch"
    kind = "wide" if is_wide else None
    whole = tag("table", named, tag("thead", top), tag("tbody", *body), class_=kind)
    return tag("div", whole, class_="scroll", tabindex="0", role="region", aria_label=caption, style=names)


def of_frame(frame: pl.DataFrame, words: Any, *, caption: object, most: int | None = None) -> Markup:
    """Lay out a frame as it is, with words and numbers in the language of the page."""
    shown = frame if most is None else frame.head(most)
    numeric = {place for place, dtype in enumerate(frame.dtypes) if dtype.is_numeric()}
    rows = [[_cell(value, words) for value in row] for row in shown.iter_rows()]
    table = rows_of([words.column(name) for name in frame.columns], rows, caption=caption, numbers=numeric)
    if shown.height == frame.height:
        return table
    more = words("rows_shown", shown=words.number(shown.height), total=words.number(frame.height))
    return Markup(table + tag("p", more, class_="note"))


def _cell(value: object, words: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(words("yes" if value else "no"))
    if isinstance(value, int):
        return str(words.number(value))
    if isinstance(value, float):
        return _short(value, words)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _short(value: float, words: Any) -> str:
    """Write a number with at least three significant digits."""
    if value != 0 and abs(value) < 0.001:
        digits, exponent = f"{value:.1e}".split("e")
        return f"{words.number(float(digits), 1)}\u202f×\u202f10{str(int(exponent)).translate(_RAISED)}"
    size = abs(value)
    return str(words.number(value, 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3))
