"""Tables of other libraries (pandas, pyarrow, DuckDB) as polars frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from coopsec._warn import warn
from coopsec.errors import ColumnError

__all__ = ["from_arrow"]

# What polars and pyarrow raise for values of several types, or of a type that the other does not have.
FAULTS = (
    pl.exceptions.PolarsError, pl.exceptions.PanicException, TypeError, ValueError, NotImplementedError,
)  # fmt: skip


def from_arrow(table: Any, argument: str) -> pl.DataFrame:
    """Return a polars frame of anything with ``__arrow_c_stream__``.

    Raises
    ------
    ColumnError
        For a table that cannot be one; the message says which column is at fault.
    polars.exceptions.SchemaError
        For a single column.
    """
    names = _names(table)
    for name in names:
        if names.count(name) > 1:
            raise ColumnError(f"{argument}: the column name {name!r} is there twice: rename one of them")
    try:
        return pl.DataFrame(_with_periods_written(_with_index(table)))
    except pl.exceptions.SchemaError:
        raise
    except FAULTS as error:
        column, fault = next(_faulty(table, names), (None, error))
        if column is None:
            raise ColumnError(f"{argument}: the {type(table).__name__} cannot be read: {_said(fault)}") from error
        way = (
            f'frame[{column!r}].astype("string") makes text of it'
            if _is_pandas(table)
            else "give its values one type that polars has, such as text"
        )
        raise ColumnError(f"{argument}: column {column!r} cannot be read: {_said(fault)}: {way}") from error


def _names(table: Any) -> list[Any]:
    """Return the names of the columns, where the library tells them without reading the table."""
    names = getattr(table, "column_names", None)
    return list(table.columns if names is None and _is_pandas(table) else names or ())


def _faulty(table: Any, names: list[Any]) -> Iterator[tuple[Any, Exception]]:
    """Yield the columns that cannot be read, with the reason."""
    for name in names if hasattr(table, "select") or _is_pandas(table) else ():
        try:
            pl.DataFrame(_with_periods_written(table[[name]]) if _is_pandas(table) else table.select([name]))
        except FAULTS as error:
            yield name, error


def _is_pandas(table: Any) -> bool:
    return hasattr(table, "reset_index") and hasattr(table, "columns")


def _said(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _with_index(table: Any) -> Any:
    """Turn the named index of a pandas frame back into columns, since Arrow leaves the index out."""
    if not _is_pandas(table):
        return table
    levels = list(table.index.names)
    if levels == [None] and type(table.index).__name__ in ("DatetimeIndex", "PeriodIndex"):
        warn('the index of dates has no name, so it is left out: frame.rename_axis("date") makes a column of it')
    named = [level for level in levels if level is not None and level not in table.columns]
    return table.reset_index(level=named) if named else table


def _with_periods_written(table: Any) -> Any:
    """Write the periods of a pandas frame as text, such as ``2015-01``: in Arrow that month is the number 540."""
    if not _is_pandas(table):
        return table
    periods = [name for name, dtype in table.dtypes.items() if type(dtype).__name__ == "PeriodDtype"]
    return table.astype(dict.fromkeys(periods, "string")) if periods else table
