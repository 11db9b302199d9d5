"""Period sizes: their names, and how to infer the one that a frame was counted with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, TypeAlias

from coopsec.errors import PeriodError

__all__ = ["DAYS", "MONTHS", "NAMES", "SHORT", "Step", "as_step", "infer_step"]

Step: TypeAlias = Literal["day", "week", "month", "quarter", "year", "decade"]

# Length of a period, in days or in months.
DAYS: dict[Step, int] = {"day": 1, "week": 7}
MONTHS: dict[Step, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
# The names that polars uses.
SHORT: dict[Step, str] = {
    "day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y", "decade": "10y",
}  # fmt: skip
NAMES = (*SHORT, *SHORT.values())  # as accepted by `every`


def as_step(every: str) -> Step:
    """Read a period size as counting functions accept it."""
    for step, short in SHORT.items():
        if every in (step, short):
            return step
    raise PeriodError(f"every={every!r}: expected {', '.join(SHORT)} or {', '.join(SHORT.values())}")


def infer_step(periods: Sequence[date]) -> Step:
    """Infer the period size from the first days of periods, sorted and distinct.

    It is the coarsest size whose periods could begin on all these days and be as close together as the closest
    two. A single period does not reveal its length, so it counts as a day.
    """
    if len(periods) < 2:
        return "day"
    closest = min((later - earlier).days for earlier, later in pairwise(periods))
    if all(day.day == 1 for day in periods) and closest >= 28:
        if all(day.month == 1 for day in periods):
            # The first decade begins with year 1, as there is no year 0.
            decades = closest > 3200 and all(day.year % 10 == 0 or day == date.min for day in periods)
            return "decade" if decades else "year"
        return "quarter" if closest > 80 and all(day.month % 3 == 1 for day in periods) else "month"
    if closest >= 7 and all(day.weekday() == 0 for day in periods):
        return "week"
    return "day"
