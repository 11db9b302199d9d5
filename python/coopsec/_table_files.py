"""Files of tables as documents: the format of each, and what is wrong with one that cannot be read."""

from __future__ import annotations

import io

import polars as pl

from coopsec import _coopsec
from coopsec._found import FoundFile, format_of, printable
from coopsec._json import read_json
from coopsec._json_lines import read_lines
from coopsec._separated import read_separated
from coopsec._tables import Roles, Rows, rows_of
from coopsec._warn import warn
from coopsec.errors import DecodeError

# What polars raises for a table that it cannot read. A panic, which damaged parquet files may cause, is no Exception.
POLARS_FAILS = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def read_table(file: FoundFile, roles: Roles) -> Rows:
    """Read the rows of a table file with polars.

    Raises
    ------
    DecodeError
        If polars cannot read it, or stumbles over what is damaged in it; the message says why.
    ColumnError
        If a column is missing.
    """
    name = printable(file.member or file.path.name)
    suffix = format_of(name)
    where, encoding = file.origin, None
    try:
        if suffix == ".parquet":
            frame = pl.read_parquet(io.BytesIO(_coopsec.decompress(name, file.read())))
        else:
            text, encoding, noticed = _coopsec.decode(name, file.read())
            for notice in noticed:
                warn(f"{file.origin}: {notice}")
            if suffix == ".csv" or suffix == ".tsv":
                frame = read_separated(text, "\t" if suffix == ".tsv" else None, file.origin)
                frame = _with_empty_texts(frame, roles.resolve(frame.columns, file.origin)["text"])
            elif suffix == ".json":
                part, frame = read_json(text, file.origin, roles)
                where = f"{file.origin}#{part}" if part else file.origin
            else:
                frame = read_lines(text, file.origin)
    except POLARS_FAILS as error:
        raise unreadable(file, error) from error
    return rows_of(frame, roles, where=where, prefix=f"{file.name}#", encoding=encoding)


def unreadable(file: FoundFile, error: BaseException) -> DecodeError:
    """Say what polars found wrong with a table."""
    said = str(error).split("\n", 1)[0]
    if "more fields" in said:
        said = "a row has more fields than the first line has names: put quotation marks around fields with separators"
    return DecodeError(f"{file.origin}: not a readable {file.format[1:]} table: {said}")


def _with_empty_texts(frame: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    """Read empty cells of CSV, which has no null, as empty texts, except in rows that are entirely empty."""
    if not any(frame.get_column(name).null_count() for name in texts):
        return frame
    is_row = pl.any_horizontal(pl.all().is_not_null())
    return frame.with_columns(
        pl.when(is_row).then(pl.col(name).cast(pl.String).fill_null("")).alias(name) for name in texts
    )
