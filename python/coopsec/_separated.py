"""CSV and other tables with separated fields, as frames."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import polars as pl

from coopsec._own_columns import EXACT
from coopsec._warn import warn
from coopsec.errors import DecodeError

__all__ = ["read_separated"]

# Separators of fields. If two fit equally well the first is taken: prose contains commas.
SEPARATORS = ("\t", ";", "|", ",")
SAMPLE, SAMPLE_ROWS = 100_000, 20  # characters and rows used to detect the separator

# Runs of carriage returns without a line feed: old Macintosh programs end rows with them, newer ones use them in cells.
LONE_RETURNS = re.compile(r"(?<!\r)\r++(?!\n)")


def read_separated(text: str, separator: str | None, where: str, *, typed: bool = True) -> pl.DataFrame:
    """Read values separated by commas, semicolons, tabs or bars; the first line names the columns.

    If `typed`, columns written as numbers become numbers; otherwise all columns stay text.
    """
    told_lines = 0
    if _first_line_end(text) == "\r":
        text = _with_line_feeds(text)
    if text.startswith("sep="):  # a hint that spreadsheets write
        told_lines = 1
        told, text = text.split("\n", 1) if "\n" in text else (text, "")
        separator = told[4:5] or separator
    if not text.strip():
        raise DecodeError(f"{where}: the table is empty: a first line with column names was expected")
    separator = separator or _separator_of(text)
    quote = _quote_of(text, separator)
    if _returns_end_rows(text, separator, quote):
        text = _with_line_feeds(text)
    try:
        frame = pl.read_csv(io.BytesIO(text.encode()), separator=separator, quote_char=quote, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        if "more fields" in str(error) and (long := _long_row(text, separator, quote)) is not None:
            line, count, names = long
            raise DecodeError(
                f"{where}: line {line + told_lines} has {count} fields, but the first line has {names} names: "
                "put quotation marks around fields that contain the separator"
            ) from error
        if (opened := _open_row(text, separator, quote)) is not None:
            raise DecodeError(
                f"{where}: the quotation mark that opens in line {opened + told_lines} is never closed: close it, or "
                "double the quotation marks that belong to the text"
            ) from error
        raise
    _tell_repeated(text, separator, quote, where)
    return frame.with_columns(_typed(column) for column in frame.get_columns()) if typed else frame


def _tell_repeated(text: str, separator: str, quote: str | None, where: str) -> None:
    """Warn of duplicate names in the first line; polars renames all but the first."""
    try:
        names = next((row for _, row in _rows_of_csv(text, separator, quote) if row), [])
    except csv.Error:  # a field is too long for csv
        return
    # Spreadsheets leave nameless columns behind, which nobody will ask for.
    for name, count in Counter(names).items():
        if name and count > 1:
            warn(
                f"{where}: the first line names {count} columns {name!r}; the first keeps its name, the next becomes "
                f"{name}_duplicated_0: give each column its own name"
            )


def _quote_of(text: str, separator: str) -> str | None:
    # In tab-separated files, quotation marks are text, as a headline may begin with one. They only quote if one follows
    # a tab or begins the file, or if more rows then fit the names.
    if separator != "\t" or '\t"' in text or text.startswith('"'):
        return '"'
    return '"' if '\n"' in text and _misfits(text, separator, '"') < _misfits(text, separator, None) else None


def _misfits(text: str, separator: str, quote: str | None) -> float:
    """Count the rows without as many fields as there are names; infinite if a quotation mark does not close."""
    try:
        read = (len(row) for _, row in _rows_of_csv(text, separator, quote, strict=True) if row)
        names = next(read, 0)
        return sum(fields != names for fields in read)
    except csv.Error:
        return math.inf


def _separator_of(text: str) -> str:
    """Find the separator with which most of the first rows have as many fields as there are names, at least two."""
    sample = text[:SAMPLE]
    fits = {separator: _fit(sample, separator, is_cut=len(text) > SAMPLE) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: fits[separator])
    return best if fits[best][1] > 1 else ","


def _fit(sample: str, separator: str, *, is_cut: bool) -> tuple[float, int]:
    """Return the share of rows that a separator gives as many fields as there are names, and the number of names."""
    read = islice(_rows_of_csv(sample, separator, _quote_of(sample, separator)), SAMPLE_ROWS + 1)
    header, *rows = [row for _, row in read if row] or [[]]
    if is_cut and len(rows) < SAMPLE_ROWS:
        rows = rows[:-1]  # the sample ends inside the last row
    if len(header) < 2:
        return 0.0, 0
    return sum(len(row) == len(header) for row in rows) / max(len(rows), 1), len(header)


def _first_line_end(text: str) -> str:
    end = re.search(r"\r\n|\r+\n|\r|\n", text.lstrip("\r\n"))
    return end[0] if end else ""


def _with_line_feeds(text: str) -> str:
    return LONE_RETURNS.sub(lambda run: "\n" * len(run[0]), text)


def _returns_end_rows(text: str, separator: str, quote: str | None) -> bool:
    """Whether all rows have as many fields as there are names if a lone carriage return ends a row too.

    If not, it is part of a field: polars writes such fields without quotation marks.
    """
    if text.count("\r") == text.count("\r\n"):
        return False
    try:
        widths = {len(row) for _, row in _rows_of_csv(text, separator, quote) if row}
    except csv.Error:  # a field is too long for csv
        return False
    return len(widths) == 1 and widths != {1}


def _rows_of_csv(
    text: str, separator: str, quote: str | None, *, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, each with the line on which it begins."""
    rows = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        strict=strict,
        quoting=csv.QUOTE_NONE if quote is None else csv.QUOTE_MINIMAL,
    )
    line = 1
    for row in rows:
        yield line, row
        line = rows.line_num + 1


def _long_row(text: str, separator: str, quote: str | None) -> tuple[int, int, int] | None:
    """Find the first row with more fields than there are names; return its line and both numbers."""
    names = 0
    try:
        for line, row in _rows_of_csv(text, separator, quote):
            names = names or len(row)
            if len(row) > names:
                return line, len(row), names
    except csv.Error:  # a field is too long for csv
        pass
    return None


def _open_row(text: str, separator: str, quote: str | None) -> int | None:
    """Return the first line of a row whose quotation marks are never closed."""
    begin = 1
    try:
        for line, row in _rows_of_csv(text, separator, quote, strict=True):
            begin = line + 1 + sum(field.count("\n") for field in row)
    except csv.Error as error:
        return begin if "unexpected end" in str(error) else None
    return None


def _typed(column: pl.Series) -> pl.Series:
    """Convert a column to numbers if nothing is lost: ``007`` stays text.

    So do integers of more than 64 bits, such as long ids, which a float would change.
    """
    for whole in (pl.Int64, pl.UInt64):
        integers = column.cast(whole, strict=False)
        if integers.cast(pl.String).equals(column):
            return integers if integers.null_count() < len(column) else column
    floats = column.cast(pl.Float64, strict=False)
    plain = column.str.contains(r"^-?(0|[1-9]\d*)\.\d+$|^-?(0|[1-9]\d*)$").fill_null(value=True).all()
    if not plain or floats.null_count() > column.null_count():
        return column
    low, high = floats.min(), floats.max()
    exact = isinstance(low, float) and isinstance(high, float) and low > -EXACT and high < EXACT
    return floats if exact else column
