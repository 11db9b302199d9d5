"""The code that selects the documents of periods."""

from __future__ import annotations

from datetime import date

from coopsec._periods import SHORT, Step
from coopsec.plot.periods import next_start

__all__ = ["predicates"]


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
