"""Conditions on documents as a shell can write them: ``lang=fr``, ``date_start>=2018``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from coopsec._frames import check_columns, near_names
from coopsec._own_columns import TEXTS
from coopsec._text import DateReading, parse_date
from coopsec.errors import ColumnError

__all__ = ["Condition", "all_of", "condition", "day_span", "unmet", "within"]

_FORM = re.compile(r"\s*([^=!<>]+?)\s*(!=|>=|<=|==?|>|<)\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of a document column with a value."""

    column: str
    sign: str  # = != < <= > >=
    value: str

    def __str__(self) -> str:
        return f"{self.column}{self.sign}{self.value}"


def condition(text: str) -> Condition:
    """Read ``COLUMN=VALUE``; the sign may also be ``!=``, ``<``, ``<=``, ``>``, ``>=``."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a condition: write COLUMN=VALUE, or with quotes 'COLUMN>=VALUE'"
        )
    column, sign, value = form.groups()
    return Condition(column, sign.replace("==", "="), value)


def day_span(text: str) -> DateReading:
    """Read a day, month, quarter or year."""
    reading = parse_date(text, lang="und")
    if reading is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write 2018, 2018-03 or 2018-03-21")
    return reading


def within(since: DateReading | None, until: DateReading | None) -> list[pl.Expr]:
    """Return predicates for documents whose whole date lies between two dates, inclusive."""
    limits = []
    if since is not None:
        limits.append(pl.col("date_start") >= pl.lit(since.start))
    if until is not None:
        limits.append(pl.col("date_end") <= pl.lit(until.end))
    return limits


def all_of(conditions: Sequence[Condition], schema: pl.Schema, option: str) -> list[pl.Expr]:
    """Turn conditions into predicates that must all hold.

    Several ``=`` on one column mean any of the values, since no document has two.

    Raises
    ------
    ColumnError
        For an unknown column, or a value that the column cannot hold.
    """
    check_columns([each.column for each in conditions], list(schema), option)
    predicates = []
    alternatives: dict[str, list[pl.Expr]] = {}
    for each in conditions:
        predicate = _predicate(each, schema[each.column], option)
        if each.sign == "=":
            alternatives.setdefault(each.column, []).append(predicate)
        else:
            predicates.append(predicate)
    return [*(pl.any_horizontal(each) for each in alternatives.values()), *predicates]


def unmet(conditions: Sequence[Condition], documents: pl.DataFrame) -> str:
    """Say, where no document meets conditions, what the first column with such a condition holds instead."""
    for each in conditions:
        column = documents.get_column(each.column)
        if isinstance(column.dtype, pl.Date | pl.Datetime) and each.value and column.count():
            days = column.cast(pl.Date)
            return f"; {each.column} goes from {days.min()!s} to {days.max()!s}"
        if each.sign == "=" and each.value and column.dtype in TEXTS:
            near = _alike(each.value, column.cast(pl.String).drop_nulls().unique().to_list())
            if near and each.value not in near:
                return f"; did you mean {' or '.join(f'{each.column}={value}' for value in near)}?"
    return ""


def _alike(value: str, there: Sequence[str]) -> list[str]:
    """Values that differ in case alone, else such as a slip may have come from."""
    return [other for other in there if other.casefold() == value.casefold()] or near_names(value, there)


def _predicate(given: Condition, dtype: pl.DataType, option: str) -> pl.Expr:
    column = pl.col(given.column)
    if not given.value:
        return _empty(given, column, option)
    if dtype.is_nested():
        raise ColumnError(f"{option} {given}: column {given.column!r} holds lists, which cannot be compared")
    if isinstance(dtype, pl.Date | pl.Datetime):
        return _dated(given, column.cast(pl.Date), option)
    if dtype.is_numeric():
        return _compared(column, given.sign, pl.lit(_number(given, option)))
    if dtype == pl.Boolean:
        return _compared(column, given.sign, pl.lit(value=_truth(given, option)))
    return _compared(column.cast(pl.String), given.sign, pl.lit(given.value))


def _empty(given: Condition, column: pl.Expr, option: str) -> pl.Expr:
    if given.sign not in {"=", "!="}:
        raise ColumnError(f"{option} {given}: the value is missing after {given.sign}")
    return column.is_null() if given.sign == "=" else column.is_not_null()


def _compared(column: pl.Expr, sign: str, value: pl.Expr) -> pl.Expr:
    if sign == "=":
        return column == value
    if sign == "!=":
        return column.ne_missing(value)
    if sign in {"<", "<="}:
        return column < value if sign == "<" else column <= value
    return column > value if sign == ">" else column >= value


def _dated(given: Condition, column: pl.Expr, option: str) -> pl.Expr:
    """Compare with the first or last day of the given date: ``>2018`` begins in 2019."""
    try:
        span = day_span(given.value)
    except argparse.ArgumentTypeError as error:
        raise ColumnError(f"{option} {given}: {error}") from None
    first, last = pl.lit(span.start), pl.lit(span.end)
    inside = column.is_between(first, last)
    if given.sign == "=":
        return inside
    if given.sign == "!=":
        return ~inside.fill_null(value=False)
    edge: date = span.start if given.sign in {"<", ">="} else span.end
    return _compared(column, given.sign, pl.lit(edge))


def _number(given: Condition, option: str) -> int | float:
    for read in (int, float):
        try:
            return read(given.value)
        except ValueError:
            continue
    raise ColumnError(f"{option} {given}: column {given.column!r} holds numbers, and {given.value!r} is none")


def _truth(given: Condition, option: str) -> bool:
    word = given.value.lower()
    if word not in {"true", "false"}:
        raise ColumnError(f"{option} {given}: column {given.column!r} holds true and false, not {given.value!r}")
    return word == "true"
