"""Periods from which the rate of a theme is different."""

from __future__ import annotations

import polars as pl

from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.table import rows_of
from coopsec._report_page.words import PageWords
from coopsec._series.change_points import change_points

__all__ = ["section"]

RESAMPLES = 999


def section(asked: Asked) -> Markup:
    """List the change points of all themes."""
    words = asked.words
    if not asked.has_course:
        return tag("p", asked.why_no_course)
    # Enough resamples for one of many themes to stand out after adjustment.
    table = change_points(asked.table, resamples=RESAMPLES)
    found, silent = table.filter(pl.col("period").is_not_null()), table.filter(pl.col("period").is_null())
    # If nothing can be said about any theme, do not claim that none changes. Steady themes have no row in the table.
    steady = [] if silent["theme"].n_unique() == len(asked.themes) else [tag("p", words("no_changes"))]
    parts = [_list(found, asked)] if found.height else steady
    if silent.height:
        names = ", ".join(asked.labels.get(theme, theme) for theme in silent["theme"])
        parts.append(tag("p", words("silent", themes=names), class_="note"))
    return Markup("".join(parts))


def _list(found: pl.DataFrame, asked: Asked) -> Markup:
    words = asked.words
    rows = [
        (
            asked.labels.get(row["theme"], row["theme"]),
            asked.period_name(row["period"]),
            *(_number(row[name], words) for name in ("rate_before", "rate_after", "ratio")),
            _interval(row["ratio_low"], row["ratio_high"], words),
            *(_number(row[name], words, 3) for name in ("support", "p", "p_adjusted")),
        )
        for row in found.iter_rows(named=True)
    ]
    keys = (
        "theme",
        "from_period",
        "rate_before",
        "rate_after",
        "ratio",
        "ratio_interval",
        "support",
        "p",
        "p_adjusted",
    )
    return rows_of([words(key) for key in keys], rows, caption=words("changes_caption"), numbers=2)


def _interval(low: float | None, high: float | None, words: PageWords) -> str:
    return "–" if low is None and high is None else f"{_number(low, words)} – {_number(high, words)}"


def _number(value: float | None, words: PageWords, digits: int = 2) -> str:
    if value is None:
        return "–"
    return words.number(value, 0 if abs(value) >= 100 else digits)
