"""Date columns that count seconds or days, or join day and time: they are not read, so we say how to make dates."""

from __future__ import annotations

import polars as pl

from coopsec._warn import warn

__all__ = ["doubt_dates"]

# Smallest number of each unit that a press archive may hold: 1973, when seconds since 1970 had nine digits.
UNITS = {
    10**17: ("nanoseconds", "ns"),
    10**14: ("microseconds", "us"),
    10**11: ("milliseconds", "ms"),
    10**8: ("seconds", "s"),
}
SERIALS = (20_000, 65_000)  # days as spreadsheets number them, from 1954 to 2077
RUN_TOGETHER = r"^(?:1[6-9]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?$"
SEEN = 100  # values that are looked at


def doubt_dates(column: pl.Series, where: str) -> None:
    """Warn if a column of dates holds numbers that are not read as dates, but can be turned into them."""
    if column.dtype != pl.String and not column.dtype.is_numeric():
        return
    seen = column.drop_nulls().head(SEEN).cast(pl.String).cast(pl.Float64, strict=False)
    numbers = seen.floor().cast(pl.Int64, strict=False)
    way = _way(numbers, f"{column.name!r}") if len(numbers) and not numbers.null_count() else None
    if way is not None:
        warn(f"{where}: date: column {column.name!r} holds {way}")


def _way(numbers: pl.Series, name: str) -> str | None:
    """Say what the numbers seem to be, and how to make dates of them; None for any other numbers."""
    if numbers.cast(pl.String).str.contains(RUN_TOGETHER).all():
        return (
            f"days and times run together, which are not read: keep the day, pl.col({name}).cast(pl.String).str.head(8)"
        )
    least, most = numbers.min(), numbers.max()
    if not isinstance(least, int) or not isinstance(most, int):
        return None
    if SERIALS[0] <= least and most <= SERIALS[1]:
        return (
            "numbers such as spreadsheets have for days, which are not read: make dates of them, "
            f"pl.date(1899, 12, 30) + pl.duration(days={name})"
        )
    for smallest, (unit, short) in UNITS.items():
        if least >= smallest:
            return (
                f"{unit} since 1970, it seems, which are not read: make dates of them, pl.from_epoch({name}, {short!r})"
            )
    return None
