"""Periods as positions in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from coopsec._periods import DAYS, MONTHS, Step, infer_step

DAYS_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods of one size; a place is the number of periods after the first."""

    first: date
    step: Step

    @property
    def per_year(self) -> float:
        """Number of periods in a year."""
        return 12 / MONTHS[self.step] if self.step in MONTHS else DAYS_A_YEAR / DAYS[self.step]

    def place(self, periods: pl.Expr) -> pl.Expr:
        """Return the places of first days, or of any other days."""
        if self.step in DAYS:
            return (periods - pl.lit(self.first)).dt.total_days().floordiv(DAYS[self.step])
        months = periods.dt.year().cast(pl.Int64) * 12 + periods.dt.month() - 1
        return months.floordiv(MONTHS[self.step]) - self._months() // MONTHS[self.step]

    def day(self, place: int) -> date:
        """Return the first day of the period at a place."""
        if self.step in DAYS:
            return self.first + timedelta(days=place * DAYS[self.step])
        months = (self._months() // MONTHS[self.step] + place) * MONTHS[self.step]
        return date(max(1, months // 12), months % 12 + 1, 1)  # no year 0: the first decade begins with year 1

    def season(self) -> int:
        """The season of the first period, from 0."""
        return (self.first.month - 1) // MONTHS[self.step]

    def _months(self) -> int:
        return self.first.year * 12 + self.first.month - 1


def calendar_of(periods: pl.Series) -> Calendar:
    """Return the calendar of periods, inferring their size from their first days."""
    days = periods.drop_nulls().unique().sort().to_list()
    return Calendar(days[0], infer_step(days)) if days else Calendar(date(1970, 1, 1), "year")
