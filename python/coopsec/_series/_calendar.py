"""Periods as places in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

import polars as pl

Step: TypeAlias = Literal["day", "week", "month", "quarter", "year", "decade"]

_MONTHS: dict[Step, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_DAYS: dict[Step, int] = {"day": 1, "week": 7}
DAYS_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods of one size; a place is a number of periods after the first."""

    first: date
    step: Step

    @property
    def per_year(self) -> float:
        """Periods of a year."""
        return 12 / _MONTHS[self.step] if self.step in _MONTHS else DAYS_A_YEAR / _DAYS[self.step]

    def place(self, periods: pl.Expr) -> pl.Expr:
        """Places of first days, or of any days."""
        if self.step in _DAYS:
            return (periods - pl.lit(self.first)).dt.total_days().floordiv(_DAYS[self.step])
        months = periods.dt.year().cast(pl.Int64) * 12 + periods.dt.month() - 1
        return months.floordiv(_MONTHS[self.step]) - self._months() // _MONTHS[self.step]

    def day(self, place: int) -> date:
        """First day of the period at a place."""
        if self.step in _DAYS:
            return self.first + timedelta(days=place * _DAYS[self.step])
        months = (self._months() // _MONTHS[self.step] + place) * _MONTHS[self.step]
        return date(months // 12, months % 12 + 1, 1)

    def season(self) -> int:
        """Season of the first period, from 0."""
        return (self.first.month - 1) // _MONTHS[self.step]

    def _months(self) -> int:
        return self.first.year * 12 + self.first.month - 1


def calendar_of(periods: pl.Series) -> Calendar:
    """Infer the size of the periods from their first days.

    The coarsest size whose periods begin on all these days and are as close to each other as the closest of them.
    """
    days = periods.drop_nulls().unique().sort()
    if days.is_empty():
        return Calendar(date(1970, 1, 1), "year")
    closest = days.diff().drop_nulls().dt.total_days().min() if len(days) > 1 else 0
    assert isinstance(closest, int)
    return Calendar(days[0], _step(days, closest))


def _step(days: pl.Series, closest: int) -> Step:
    if (days.dt.day() == 1).all() and closest >= 28:
        months, years = days.dt.month(), days.dt.year()
        if (months == 1).all() and closest >= 365:
            return "decade" if closest > 3600 and (years % 10 == 0).all() else "year"
        return "quarter" if closest > 80 and (months % 3 == 1).all() else "month"
    return "week" if closest >= 7 and (days.dt.weekday() == 1).all() else "day"
