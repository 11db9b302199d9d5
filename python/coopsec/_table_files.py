"""Files of tables as documents: the format of each, and what is wrong with one that cannot be read."""

from __future__ import annotations

import io
from dataclasses import replace

import polars as pl

from coopsec import _coopsec
from coopsec._formats import WORKBOOKS
from coopsec._found import FoundFile, printable
from coopsec._json import read_json
from coopsec._json_lines import read_lines
from coopsec._separated import read_separated
from coopsec._tables import Roles, Rows, rows_of
from coopsec._warn import warn
from coopsec._workbook import read_workbook
from coopsec.errors import DecodeError

# What polars raises for a table that it cannot read. A panic, which damaged parquet files may cause, is no Exception.
POLARS_FAILS = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def read_tables(file: FoundFile, roles: Roles) -> list[Rows]:
    """Read the rows of a file of tables: of one, or of each sheet of a workbook.

    Raises
    ------
    DecodeError
        If it cannot be read, or something in it is damaged; the message says why.
    NoDocumentsError
        If it may hold other things than documents, and does.
    ColumnError
        If a column is missing.
    """
    try:
        if file.format in WORKBOOKS:
            return _rows_of_sheets(file, roles)
        if file.format == ".parquet":
            return [_rows(pl.read_parquet(io.BytesIO(_content(file))), file, roles)]
        return [_rows_of_text(file, roles)]
    except POLARS_FAILS as error:
        raise unreadable(file, error) from error


def _content(file: FoundFile) -> bytes:
    return _coopsec.decompress(_name(file), file.read())


def _name(file: FoundFile) -> str:
    return printable(file.member or file.path.name)


def _rows(frame: pl.DataFrame, file: FoundFile, roles: Roles, part: str = "", encoding: str | None = None) -> Rows:
    """Return the rows of a table, whose origin names the part of the file that it is."""
    where = f"{file.origin}#{part}" if part else file.origin
    return rows_of(frame, roles, where=where, prefix=f"{file.name}#", encoding=encoding)


def _rows_of_text(file: FoundFile, roles: Roles) -> Rows:
    text, encoding, noticed = _coopsec.decode(_name(file), file.read())
    for notice in noticed:
        warn(f"{file.origin}: {notice}")
    part = ""
    match file.format:
        case ".csv" | ".tsv":
            frame = read_separated(text, "\t" if file.format == ".tsv" else None, file.origin)
            frame = _with_empty_texts(frame, roles.resolve(frame.columns, file.origin)["text"])
        case ".json":
            part, frame = read_json(text, file.origin, roles)
        case _:
            frame = read_lines(text, file.origin)
    return _rows(frame, file, roles, part, encoding)


def _rows_of_sheets(file: FoundFile, roles: Roles) -> list[Rows]:
    """Return the rows of each sheet; their ids name the sheet if there are several."""
    sheets, left = read_workbook(_content(file), file.origin, roles)
    read = []
    for sheet in sheets:
        where = f"{file.origin}#{sheet.name}"
        frame = _with_empty_texts(sheet.frame, roles.resolve(sheet.frame.columns, where)["text"])
        rows = _rows(frame, file, roles, sheet.name)
        read.append(replace(rows, prefix=f"{file.name}#{sheet.name}#") if len(sheets) > 1 else rows)
    read[-1].skipped.extend(left)
    return read


def unreadable(file: FoundFile, error: BaseException) -> DecodeError:
    """Say what polars found wrong with a table."""
    said = str(error).split("\n", 1)[0]
    if "more fields" in said:
        said = "a row has more fields than the first line has names: put quotation marks around fields with separators"
    return DecodeError(f"{file.origin}: not a readable {file.format[1:]} table: {said}")


def _with_empty_texts(frame: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    """Read empty cells of CSV and workbooks, which have no null, as empty texts, except in rows without any value."""
    if not any(frame.get_column(name).null_count() for name in texts):
        return frame
    is_row = pl.any_horizontal(pl.all().is_not_null())
    return frame.with_columns(
        pl.when(is_row).then(pl.col(name).cast(pl.String).fill_null("")).alias(name) for name in texts
    )
