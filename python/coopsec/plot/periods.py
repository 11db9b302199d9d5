"""Calendar periods as charts need them: size, complete calendar, ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coopsec._period_names import period_name
from coopsec._periods import DAYS, MONTHS, Step, as_step
from coopsec.errors import PeriodError
from coopsec.plot.words import Words

__all__ = [
    "Span",
    "begin",
    "calendar",
    "fitting",
    "middle",
    "next_start",
    "ticks",
]

MOST_PERIODS = 100_000
"""Periods that a chart can show: days of 270 years."""

_YEAR_STRIDES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_PIXELS_A_SIGN = 6.0
_PIXELS_BETWEEN = 14.0


@dataclass(frozen=True, slots=True)
class Span:
    """A complete calendar: the first days of its periods, and their size."""

    days: list[date]
    step: Step


def next_start(start: date, step: Step) -> date:
    """Return the first day after the period, but no later than the last date that Python can represent."""
    try:
        if step in DAYS:
            return start + timedelta(days=DAYS[step])
        if step == "decade":  # there is no year 0, so the first decade begins with year 1
            return date(start.year - start.year % 10 + 10, 1, 1)
        months = start.year * 12 + start.month - 1 + MONTHS[step]
        return date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return date.max


def calendar(first: date, last: date, step: Step) -> list[date]:
    """Return the first days of all periods from `first` to `last`.

    Raises
    ------
    PeriodError
        If there are more than a chart can show.
    """
    length = DAYS.get(step) or 30 * MONTHS.get(step, 120)
    if (last - first).days > MOST_PERIODS * length:
        message = f"more than {MOST_PERIODS:,} periods of {step} from {first} to {last}: give a longer every"
        raise PeriodError(message)
    days = [first]
    while days[-1] < last:
        days.append(next_start(days[-1], step))
    return days


def begin(day: date, step: Step) -> date:
    """Return the first day of the period that contains a day."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "day":
        return day
    if step == "decade":
        return date(max(1, day.year - day.year % 10), 1, 1)
    months = MONTHS[step]
    return date(day.year, 1 + (day.month - 1) // months * months, 1) if months < 12 else date(day.year, 1, 1)


def fitting(first: date, last: date, most: int = 60) -> Step:
    """Return the finest period size that needs no more than `most` periods."""
    days = (last - first).days + 1
    for step, length in (("day", 1.0), ("week", 7.0), ("month", 30.4), ("quarter", 91.3), ("year", 365.3)):
        if days / length <= most:
            return as_step(step)
    return "decade"


def middle(start: date, step: Step) -> datetime:
    """Return the middle of the period, where its point is drawn."""
    begin = datetime(start.year, start.month, start.day)
    end = next_start(start, step)
    return begin + (datetime(end.year, end.month, end.day) - begin) / 2


def _fits(labels: Sequence[str], width: float) -> bool:
    room = sum(len(label) * _PIXELS_A_SIGN + _PIXELS_BETWEEN for label in labels)
    return room <= width


def _starts(periods: Sequence[date], step: Step, stride: int) -> list[date]:
    """Return the first days of periods of `stride` months inside the span, aligned to whole years."""
    end = next_start(periods[-1], step)
    year, found = periods[0].year, []
    months = (1,) if stride >= 12 else tuple(range(1, 13, stride))
    while year <= end.year:
        if stride < 12 or year % (stride // 12) == 0:
            found += [day for month in months if periods[0] <= (day := date(year, month, 1)) <= end]
        year += 1
    return found


def ticks(periods: Sequence[date], step: Step, width: float, words: Words) -> list[tuple[datetime, str]]:
    """Return the places and labels of the ticks of a time axis.

    If there are few periods, each has its name under its middle. If there are many, only each Monday or every other
    week does, or the ticks are at the first days of months, quarters or years, as many as fit. Years and decades always
    have their name under their middle.
    """
    names = [period_name(day, step, words.lang) for day in periods]
    if _fits(names, width):
        return [(middle(day, step), label) for day, label in zip(periods, names, strict=True)]
    if step in ("year", "decade"):
        for stride in _YEAR_STRIDES:
            kept = [day for day in periods if day.year % stride == 0]
            labels = [period_name(day, step, words.lang) for day in kept]
            if _fits(labels, width):
                return [(middle(day, step), label) for day, label in zip(kept, labels, strict=True)]
        return []
    if step in DAYS:
        mondays = [day for day in periods if day.weekday() == 0]
        for kept in (mondays, mondays[::2]):
            labels = [period_name(day, step, words.lang) for day in kept]
            if len(kept) >= 3 and _fits(labels, width):
                return [(middle(day, step), label) for day, label in zip(kept, labels, strict=True)]
    for stride in (1, 3, *(12 * years for years in _YEAR_STRIDES)):
        finer: Step = "month" if stride < 12 else "year"
        found = _starts(periods, step, stride)
        labels = [period_name(day, finer, words.lang) for day in found]
        if len(found) >= 2 and _fits(labels, width):
            return [(datetime(day.year, day.month, 1), label) for day, label in zip(found, labels, strict=True)]
    return [(middle(periods[0], step), names[0])]
