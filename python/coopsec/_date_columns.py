"""Tables without a column that is taken as the date: if another one holds dates, we say how to name it."""

from __future__ import annotations

import polars as pl

from coopsec._text import parse_date
from coopsec._warn import warn

__all__ = ["doubt_no_date"]

# What columns are called that hold the parts of a date, in the form that plain names have.
YEARS = ("annee", "year", "ano", "anio")
MONTHS = ("mois", "month", "mes")
DAYS = ("jour", "day", "dia")
SEEN = 20  # values that are looked at


def doubt_no_date(frame: pl.DataFrame, plain: dict[str, str], where: str) -> None:
    """Warn if a column that nobody reads holds days, or several hold the parts of a day.

    Parameters
    ----------
    frame
        A table without a date column.
    plain
        The names of its columns that have no role, by their plain names.
    where
        Name of the table in the warning.
    """
    of_days = next((name for name in plain.values() if _holds_days(frame.get_column(name))), None)
    if of_days is not None:
        way = f"if it is the date of publication, name it, date={of_days!r}"
        warn(f"{where}: no column is taken as the date, but {of_days!r} holds dates: {way}")
        return
    year, month, day = (next((plain[name] for name in names if name in plain), None) for names in (YEARS, MONTHS, DAYS))
    if year and month and day:
        way = f"make one of them, frame.with_columns(date=pl.date({year!r}, {month!r}, {day!r})), for from_frame"
        warn(f"{where}: no column is taken as the date, but {year!r}, {month!r} and {day!r} hold its parts: {way}")
    elif year:
        warn(f"{where}: no column is taken as the date, but {year!r} seems to hold years: name it, date={year!r}")


def _holds_days(column: pl.Series) -> bool:
    if column.dtype == pl.Date or isinstance(column.dtype, pl.Datetime):
        return column.count() > 0
    if column.dtype != pl.String:
        return False
    readings = [parse_date(text, lang="und") for text in column.drop_nulls().head(SEEN)]
    return bool(readings) and all(reading is not None and reading.precision == "day" for reading in readings)
