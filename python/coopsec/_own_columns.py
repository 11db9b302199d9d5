"""The users' own columns, stacked from several tables and joined with the fields of front matter."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from coopsec._warn import warn
from coopsec.errors import ColumnError

TEXTS = (pl.String, pl.Categorical, pl.Enum)

EXACT = 1 << 53  # up to here, a float holds every integer

DEEPEST = 64  # levels of lists and objects: hundreds end in a RecursionError, thousands end older versions of polars


def check_depth(frame: pl.DataFrame, where: str) -> None:
    """Raise a :class:`ColumnError` for a column of lists or objects nested more than :data:`DEEPEST` deep."""
    for name in frame.columns:
        if _is_deep(frame.get_column(name).dtype):
            raise ColumnError(
                f"{where}: column {name!r} holds lists or objects that are nested more than {DEEPEST} deep: leave it "
                "out, or turn it into text first"
            )


def _is_deep(dtype: pl.DataType) -> bool:
    level: list[Any] = [dtype]
    for _ in range(DEEPEST + 1):
        level = [inner for kind in level for inner in _inside(kind)]
    return bool(level)


def _inside(dtype: pl.DataType) -> list[Any]:
    """Return the types that a type is made of."""
    if isinstance(dtype, pl.List | pl.Array):
        return [dtype.inner]
    return [field.dtype for field in dtype.fields] if isinstance(dtype, pl.Struct) else []


def stack(parts: Sequence[tuple[pl.DataFrame, int]]) -> pl.DataFrame:
    """Stack the columns of tables, each given with its number of rows.

    A column that a table lacks is null there. A column whose type differs between tables gets the type that holds all
    its values; if there is none, it becomes text, with a warning.
    """
    names = dict.fromkeys(name for part, _ in parts for name in part.columns)
    return pl.DataFrame([_stack_column(name, parts) for name in names])


def _stack_column(name: str, parts: Sequence[tuple[pl.DataFrame, int]]) -> pl.Series:
    return pl.concat(
        _alike([part.get_column(name) if name in part.columns else _unknown(name, height) for part, height in parts])
    )


def with_fields(own: pl.DataFrame, fields: pl.DataFrame, n_docs: int) -> pl.DataFrame:
    """Add the fields of front matter (position, field, value) to the users' own columns.

    If a table has a column of the same name, its values are kept, and the fields only fill the gaps.
    """
    columns = {column.name: column for column in own.get_columns()}
    for (name,), part in fields.group_by("field", maintain_order=True):
        values: list[str | None] = [None] * n_docs
        for position, value in part.select("position", "value").rows():
            values[position] = value
        column = pl.Series(str(name), values, dtype=pl.String)
        if column.name in columns:
            known, column = _alike([columns[column.name], column])
            column = known.fill_null(column)
        columns[column.name] = column
    return pl.DataFrame(list(columns.values()))


def _unknown(name: str, height: int, dtype: pl.DataType | None = None) -> pl.Series:
    return pl.Series(name, [None] * height, dtype=dtype or pl.Null())


def _alike(columns: Sequence[pl.Series]) -> list[pl.Series]:
    """Convert columns of the same name to one type; columns without values do not influence it."""
    filled = [column for column in columns if column.null_count() < len(column)]
    dtypes = list(dict.fromkeys(column.dtype for column in filled or columns))
    dtype = _common_type(dtypes)
    if dtype is not None and all(_is_exact(column, dtype) for column in filled):
        return [_cast(column, dtype) for column in columns]
    if filled:
        held = f"{', '.join(map(str, dtypes[:-1]))} and {dtypes[-1]}"
        warn(
            f"column {columns[0].name!r} holds {held} in different tables or front matter; these have no common type, "
            "so it is read as text: give it the same type everywhere to avoid this",
        )
    return [as_text(column) for column in columns]


def _is_exact(column: pl.Series, dtype: pl.DataType) -> bool:
    """Whether a type holds the values exactly: floats cannot hold large integers, such as ids of posts."""
    if not (column.dtype.is_integer() and dtype.is_float()):
        return True
    low, high = column.cast(pl.Int128).min(), column.cast(pl.Int128).max()
    return isinstance(low, int) and isinstance(high, int) and low >= -EXACT and high <= EXACT


def _common_type(dtypes: Sequence[pl.DataType]) -> pl.DataType | None:
    """Return the type that holds all values, or None if they would change their kind, such as numbers into text."""
    dtypes = [dtype for dtype in dtypes if dtype != pl.Null()]
    if len(dtypes) < 2:
        return dtypes[0] if dtypes else pl.Null()
    if all(dtype.is_integer() for dtype in dtypes):
        common = _supertype(dtypes)
        # Of Int64 and UInt64, not every version of polars makes a type that holds both.
        return pl.Int128() if common is None or common.is_float() else common
    if all(dtype.is_numeric() for dtype in dtypes):
        return _supertype(dtypes)
    for kinds in ((pl.Date, pl.Datetime), (pl.Duration,), TEXTS):
        if all(isinstance(dtype, kinds) for dtype in dtypes):
            return pl.String() if kinds == TEXTS else _supertype(dtypes)
    if all(isinstance(dtype, pl.List | pl.Array) for dtype in dtypes):
        of_lists = [dtype.inner for dtype in dtypes if isinstance(dtype, pl.List | pl.Array)]
        inner = _common_type([dtype for dtype in of_lists if isinstance(dtype, pl.DataType)])
        return None if inner is None else pl.List(inner)
    if all(isinstance(dtype, pl.Struct) for dtype in dtypes):
        return _common_struct([dtype for dtype in dtypes if isinstance(dtype, pl.Struct)])
    return None


def _common_struct(structs: Sequence[pl.Struct]) -> pl.Struct | None:
    fields: dict[str, list[pl.DataType]] = {}
    for struct in structs:
        for name, of_field in pl.Schema(struct.to_schema()).items():
            fields.setdefault(name, []).append(of_field)
    common = {name: dtype for name, of_field in fields.items() if (dtype := _common_type(of_field)) is not None}
    return pl.Struct(common) if len(common) == len(fields) else None


def _supertype(dtypes: Sequence[pl.DataType]) -> pl.DataType | None:
    try:
        return pl.concat([pl.DataFrame(schema={"x": dtype}) for dtype in dtypes], how="vertical_relaxed").schema["x"]
    except pl.exceptions.PolarsError:
        return None


def _cast(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    if column.dtype == dtype:
        return column
    if column.null_count() == len(column):
        return _unknown(column.name, len(column), dtype)
    # Unlike a cast, this adds the fields that structs lack.
    wanted = pl.DataFrame(schema={column.name: dtype})
    return pl.concat([column.to_frame(), wanted], how="vertical_relaxed").get_column(column.name)


def as_text(column: pl.Series) -> pl.Series:
    """Write values independently of the types that a column went through: 1 and 1.0 become the same text."""
    dtype = column.dtype
    if column.null_count() == len(column):
        return _unknown(column.name, len(column), pl.String())
    if dtype.is_nested():
        return _mapped(column, lambda value: json.dumps(value, ensure_ascii=False, default=str))
    if dtype == pl.Object:
        return _mapped(column, str)
    if dtype == pl.Binary:
        return column.bin.encode("hex")
    if dtype == pl.Duration:
        return column.dt.to_string("iso")
    if isinstance(dtype, pl.BaseExtension):
        return as_text(column.ext.storage())
    text = column.cast(pl.String)
    if dtype.is_numeric():
        return text.str.replace(r"\.0+$", "")
    return text.str.replace(r" 00:00:00(\.0+)?$", "") if isinstance(dtype, pl.Datetime) else text


def _mapped(column: pl.Series, write: Callable[[object], str]) -> pl.Series:
    return pl.Series(column.name, [None if value is None else write(value) for value in column.to_list()], pl.String)
