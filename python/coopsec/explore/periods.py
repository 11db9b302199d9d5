"""The period of each document, as the core assigns it, and the code that selects the documents of one."""

from __future__ import annotations

from datetime import date

import polars as pl

from coopsec._periods import SHORT, Step
from coopsec.plot.periods import next_start

__all__ = ["period_of", "predicates"]


def _floor(column: str, step: Step) -> pl.Expr:
    day = pl.col(column)
    if step == "decade":
        # There is no year 0, so the first decade begins with year 1.
        return pl.date((day.dt.year() // 10 * 10).clip(lower_bound=1), 1, 1)
    return day.dt.truncate(SHORT[step])


def period_of(step: Step) -> pl.Expr:
    """Return the first day of the period that contains the whole date of a document, else null."""
    start, end = _floor("date_start", step), _floor("date_end", step)
    return pl.when(start == end).then(start)


def predicates(first: date | None, last: date | None, step: Step) -> list[str]:
    """Write the arguments of :meth:`coopsec.Corpus.filter` that keep the documents of some periods.

    Parameters
    ----------
    first, last
        First days of the first and the last period; both None for the documents that fit no period.
    step
        Period size.
    """
    if first is None or last is None:
        return [f'pl.col("date_start").is_null() | ({_written("date_start", step)} != {_written("date_end", step)})']
    bounds = [f'pl.col("date_start") >= {_day(first)}']
    end = next_start(last, step)
    bounds.append(f'pl.col("date_end") <= {_day(end)}' if end == date.max else f'pl.col("date_end") < {_day(end)}')
    # Between the ends of several periods, dates too coarse for any one of them would slip in.
    if first != last and step != "day":
        bounds.append(f"{_written('date_start', step)} == {_written('date_end', step)}")
    elif first != last:
        bounds.append('pl.col("date_start") == pl.col("date_end")')
    return bounds


def _written(column: str, step: Step) -> str:
    if step == "decade":
        return f'pl.col("{column}").dt.year() // 10'
    return f'pl.col("{column}")' if step == "day" else f'pl.col("{column}").dt.truncate("{SHORT[step]}")'


def _day(day: date) -> str:
    return f"date({day.year}, {day.month}, {day.day})"
