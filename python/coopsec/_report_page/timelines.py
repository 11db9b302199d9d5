"""Themes over time, with intervals."""

from __future__ import annotations

from typing import Any

from coopsec import plot
from coopsec._counted import counted_of
from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.picture import figure, picture
from coopsec._report_page.table import rows_of
from coopsec.plot.notes import level_of

__all__ = ["section"]


def section(asked: Asked) -> Markup:
    """Draw a panel for each theme, and list rates and limits."""
    words = asked.words
    if not asked.has_course:
        return tag("p", asked.why_no_course)
    options: dict[str, Any] = {
        "lang": words.lang,
        "labels": asked.labels,
        "every": asked.step,
        "events": asked.options.events,
        "thin": asked.options.thin,
        "notes": asked.notes,
        "max_series": len(asked.themes),
        "width": 960,
    }
    drawn = picture(plot.small_multiples(asked.table, **options), "timelines")
    return figure(drawn, _caption(asked), _rates(asked), words)


def _caption(asked: Asked) -> str:
    level = level_of(asked.words.chart, counted_of(asked.table).confidence)
    return asked.words("rates_caption", intervals=level)


def _rates(asked: Asked) -> Markup:
    words = asked.words
    head = [words("theme"), *(asked.period_name(period) for period in asked.periods)]
    body = [
        [asked.labels[theme], *(_rate(asked.rows.get((theme, period)), words) for period in asked.periods)]
        for theme in asked.themes
    ]
    return rows_of(head, body, caption=_caption(asked))


def _rate(row: dict[str, Any] | None, words: Any) -> str:
    if row is None or row["per_million"] is None:
        return "–"
    rate = words.number(row["per_million"], 0 if row["per_million"] >= 100 else 1)
    low, high = row["per_million_low"], row["per_million_high"]
    return rate if low is None or high is None else f"{rate} [{words.number(low)}–{words.number(high)}]"
