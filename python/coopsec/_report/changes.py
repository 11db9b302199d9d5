"""Periods from which on a theme has another rate."""

from __future__ import annotations

from typing import Any

from coopsec._report.asked import Asked
from coopsec._report.markup import Markup, tag
from coopsec._report.table import rows_of

__all__ = ["section"]


def section(asked: Asked, change_points: Any) -> Markup:
    """List the change points of all themes."""
    words = asked.words
    if asked.step is None or asked.periods == [None]:
        return tag("p", words("no_dates"))
    found = change_points(asked.table)
    if not found.height:
        return tag("p", words("no_changes"))
    rows = [
        (
            asked.labels.get(row["theme"], row["theme"]),
            asked.period_name(row["period"]),
            *(_number(row[name], words) for name in ("rate_before", "rate_after", "ratio", "support")),
        )
        for row in found.iter_rows(named=True)
    ]
    keys = ("theme", "from_period", "rate_before", "rate_after", "ratio", "support")
    return rows_of([words(key) for key in keys], rows, caption=words("changes_caption"), numbers=2)


def _number(value: float | None, words: Any) -> str:
    if value is None:
        return "–"
    return str(words.number(value, 0 if abs(value) >= 100 else 2))
