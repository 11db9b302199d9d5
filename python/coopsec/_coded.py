"""Tables made by hand: gold spans, coded samples, events."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._frames import check_columns, plain_floats
from coopsec._index import as_text
from coopsec._intake import as_polars
from coopsec._separated import read_separated
from coopsec._table_files import POLARS_FAILS
from coopsec.errors import ColumnError, DecodeError


def table_of(given: Any, columns: Sequence[str], what: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Return a table from a frame or file, checking its columns and that ``start`` and ``end`` are whole numbers.

    Parameters
    ----------
    given
        A polars frame or anything polars can convert, or the path of a CSV or Parquet file. The separator of a CSV file
        may be a comma, a semicolon or a tab, as spreadsheets write it.
    columns
        Columns that it must have.
    what
        Name of the table in errors, if it is not a file.
    by
        Columns that it must have because the argument `by` names them.
    """
    if isinstance(given, str | os.PathLike):
        path = Path(as_text(given, "a table, or the path of one", what))
        what, frame = str(path), read_by_hand(path)
    else:
        frame = as_polars(given, what)
    check_columns(columns, frame.columns, what)
    check_columns(by, frame.columns, f"{what}: by")
    columns = [*columns, *by]
    typed = [_whole(pl.col(name), frame.schema[name]) for name in ("start", "end") if name in columns]
    numbers = frame.with_columns(typed)
    for name in ("start", "end"):
        if name in columns and (row := numbers.get_column(name).is_null().arg_true()).len():
            raise ColumnError(
                f"{what}, row {row[0]}: {name} is {frame[name][row[0]]!r}: give code points as whole numbers"
            )
    texts = [
        plain_floats(pl.col(name)) if frame.schema[name].is_float() else pl.col(name).cast(pl.String)
        for name in ("doc_id", "theme")
        if name in columns
    ]
    named = numbers.with_columns(texts)
    for name in ("doc_id", "theme"):
        if name in columns and (row := named.get_column(name).is_null().arg_true()).len():
            raise ColumnError(f"{what}, row {row[0]}: {name} is empty")
    return named


def name_of(given: Any, what: str) -> str:
    """Return the name of a table in errors: the path if it is a file."""
    return os.fspath(given) if isinstance(given, str | os.PathLike) else what


def _whole(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return whole numbers, with null for anything that is not one."""
    number = column.cast(pl.Int64, strict=False)
    return pl.when(column == column.round()).then(number) if dtype.is_float() else number


def read_by_hand(path: Path, *, typed: bool = True) -> pl.DataFrame:
    """Read a CSV or Parquet file; unless `typed`, the numbers of a CSV file stay text."""
    content = path.read_bytes()
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(content)
        text, _encoding, _remarks = _coopsec.decode(str(path), content)
        return read_separated(text, "\t" if path.suffix.lower() == ".tsv" else None, str(path), typed=typed)
    except POLARS_FAILS as error:
        raise DecodeError(f"{path}: not a readable table: {str(error).splitlines()[0]}") from error
