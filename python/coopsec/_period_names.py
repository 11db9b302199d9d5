"""Names of periods in the languages of charts and warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopsec._periods import Step
from coopsec._words import words_beside

__all__ = ["months_of", "period_name"]


def _table() -> dict[str, dict[str, Any]]:
    return words_beside(__package__, "_period_names.toml")


def months_of(lang: str) -> list[str]:
    """Return the abbreviated names of the twelve months."""
    return list(_table()[lang]["months"])


def period_name(start: date, step: Step, lang: str) -> str:
    """Return the name of the period that begins on a day."""
    week = start.isocalendar()
    form = "first_day" if step == "day" and start.day == 1 else step
    return str(_table()[lang][form]).format(
        day=start.day,
        month=months_of(lang)[start.month - 1],
        quarter=(start.month + 2) // 3,
        week=week.week,
        year=week.year if step == "week" else start.year,
    )
