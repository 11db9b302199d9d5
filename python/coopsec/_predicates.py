"""Users' predicates, as one truth value per document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

import polars as pl

from coopsec._frames import check_columns, free_name
from coopsec.errors import ColumnError

__all__ = ["Predicate", "as_predicate", "lacking", "truth_of"]

Predicate: TypeAlias = pl.Expr | pl.Series | Sequence[bool]


def as_predicate(given: Predicate, argument: str) -> pl.Expr | pl.Series:
    """Check a predicate: an expression, or truth values in the order of the documents."""
    if isinstance(given, pl.Expr | pl.Series):
        return given
    if isinstance(given, str):
        raise TypeError(f"{argument} is the string {given!r}: write an expression, such as pl.col(…) == …")
    if not isinstance(given, Iterable):
        kind = "None" if given is None else f"of type {type(given).__name__}"
        raise TypeError(f"{argument} is {kind}: write an expression on the documents, such as pl.col(…) == …")
    if isinstance(given, AbstractSet | Mapping):
        kind = type(given).__name__
        raise TypeError(f"{argument} is a {kind}, which does not say which document each value is for: give a list")
    try:
        return pl.Series(given if hasattr(given, "__len__") else list(given))
    except (TypeError, pl.exceptions.PolarsError):
        raise TypeError(f"{argument} holds values other than true and false: give one boolean per document") from None


def truth_of(given: pl.Expr | pl.Series, documents: pl.DataFrame, argument: str) -> pl.Series:
    """Return one truth value per document; null if unknown.

    An expression with a single value, such as a literal or a maximum, applies to all documents. Any other number of
    values is an error, as it would be unclear which document each belongs to.
    """
    columns = _values(given, documents, argument) if isinstance(given, pl.Expr) else [given]
    for column in columns:
        if column.dtype not in (pl.Boolean, pl.Null):
            named = f"{argument} {column.name!r} is" if column.name else f"{argument} holds"
            such = f"pl.col({column.name!r}) == …" if column.name else "[True, False, …]"
            raise TypeError(f"{named} {column.dtype}, expected Boolean, such as {such}")
        if len(column) != documents.height:
            raise ValueError(f"{argument} has {len(column)} values for {documents.height} documents")
    truths = [column.cast(pl.Boolean).alias(str(at)) for at, column in enumerate(columns)]
    return pl.select(pl.all_horizontal(truths)).to_series() if truths else pl.repeat(True, documents.height, eager=True)


def _values(given: pl.Expr, documents: pl.DataFrame, argument: str) -> list[pl.Series]:
    """Evaluate an expression, which may produce several columns."""
    check_columns(given.meta.root_names(), documents.columns, "documents")
    try:
        found = documents.select(given)
        if found.height == documents.height:
            return found.get_columns()
        # Beside a full column, polars broadcasts a single value, but still rejects a column that came out short.
        row = free_name("row", found.columns)
        return documents.select(pl.int_range(pl.len()).alias(row), given).drop(row).get_columns()
    except pl.exceptions.ShapeError:
        return documents.select(given).get_columns()
    except pl.exceptions.PolarsError as error:
        raise ColumnError(
            f"{argument} {given} does not fit the documents: {_fault(error, given, documents)}"
        ) from error


def _fault(error: pl.exceptions.PolarsError, given: pl.Expr, documents: pl.DataFrame) -> str:
    said = str(error).splitlines()[0]
    if "List" in said:
        names = ", ".join(map(repr, given.meta.root_names()))
        return f"{said}; for any of several values write pl.col({names}).is_in([…])"
    dates = [name for name in given.meta.root_names() if documents.schema[name] == pl.Date]
    if not dates or "cannot compare" not in said:
        return said
    return f"a date is compared with a datetime.date, such as pl.col({dates[0]!r}) >= datetime.date(2018, 1, 1)"


def lacking(given: Predicate, documents: pl.DataFrame, truth: pl.Series) -> str:
    """Name the columns that are null where a predicate is null; empty if that explains nothing."""
    asked = given.meta.root_names() if isinstance(given, pl.Expr) else []
    without = documents.filter(truth.is_null())
    missing = [name for name in asked if name in without.columns and without.get_column(name).null_count()]
    undated = " (undated)" if any(documents.schema[name] == pl.Date for name in missing) else ""
    return f" without {' or '.join(missing)}{undated}" if missing else ""
