"""Workbooks of spreadsheet programs: which sheets hold documents, and in which line their columns are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import polars as pl

from coopsec._frames import with_days
from coopsec._own_columns import EXACT
from coopsec._tables import Roles
from coopsec._warn import warn
from coopsec.errors import DecodeError, NoDocumentsError

__all__ = ["Sheet", "read_workbook"]

BEGINNINGS = (b"PK", b"\xd0\xcf\x11\xe0")  # an archive; the container of old programs and of passwords
FIRST_LINES = 20  # among which the names of the columns are looked for, below a title
NAMELESS = "__UNNAMED__"  # how fastexcel begins the name of a column that has none
NO_TEXT = f"no column for the text is named in the first {FIRST_LINES} lines of this sheet"


class Sheet(NamedTuple):
    """A sheet that is a table of documents."""

    name: str
    frame: pl.DataFrame


def read_workbook(content: bytes, where: str, roles: Roles) -> tuple[list[Sheet], list[tuple[str, str]]]:
    """Return the sheets that have a column for the text, in order, and the others with reasons, but for empty ones.

    Raises
    ------
    NoDocumentsError
        If no sheet has one, or it is no workbook.
    DecodeError
        If it is damaged, or locked by a password.
    """
    import fastexcel  # an optional dependency, which takes a while

    read: list[Sheet] = []
    left: list[tuple[str, str]] = []
    if not content.startswith(BEGINNINGS):
        raise NoDocumentsError(f"{where}: no articles in it: it is not a workbook")
    with _faults_told(where):
        book = fastexcel.read_excel(content)
        for name in book.sheet_names:
            top = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=FIRST_LINES, dtypes="string")
            line = _names_at(top.to_polars(), roles)
            if top.visible != "visible":
                left.append((f"{where}#{name}", "hidden sheet"))
            elif line is not None:
                _tell_repeated(top.to_polars().row(line), f"{where}#{name}")
                # Types are those of all rows: of a value that no sample has seen, null would be left.
                sheet = book.load_sheet(name, header_row=line, schema_sample_rows=None)
                read.append(Sheet(name, _as_table(sheet.to_polars())))
            elif top.total_height:
                left.append((f"{where}#{name}", NO_TEXT))
    if not read:
        raise NoDocumentsError(
            f"{where}: no articles in it: no sheet names a column for the text in its first {FIRST_LINES} lines; give "
            'the name, text="…"'
        )
    return read, left


@contextmanager
def _faults_told(where: str) -> Iterator[None]:
    """Turn what fastexcel raises, even a panic, into a :class:`DecodeError` that names the file."""
    try:
        yield
    except BaseException as error:
        if type(error).__module__ != "_fastexcel" and type(error).__name__ != "PanicException":
            raise
        said = str(error).split("\n", 1)[0]
        raise DecodeError(
            f"{where}: not a readable workbook: {said}; if it opens with a password, save it without"
        ) from error


def _names_at(top: pl.DataFrame, roles: Roles) -> int | None:
    """Return the first line that names a column for the text, or else for the title that is all the text there is."""
    lines = [[str(cell) for cell in line if cell is not None] for line in top.iter_rows()]
    for has in (roles.has_text, roles.has_text_or_title):
        for number, names in enumerate(lines):
            if has(names):
                return number
    return None


def _tell_repeated(names: Sequence[Any], where: str) -> None:
    for name, count in Counter(name for name in names if name is not None).items():
        if count > 1:
            warn(
                f"{where}: {count} columns are named {name!r}; the first keeps its name, the next becomes {name}_1: "
                "give each column its own name"
            )


def _as_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out nameless columns and last rows without values; read midnights as days, and whole floats as integers."""
    empty = [column.name for column in frame if column.name.startswith(NAMELESS) and not column.count()]
    table = frame.drop(empty)
    filled = table.select(pl.any_horizontal(pl.all().is_not_null()).alias("filled")).get_column("filled").arg_true()
    table = table.head(filled[-1] + 1 if len(filled) else 0)
    for name in table.columns:
        table = with_days(table, name)
    return table.with_columns(column.cast(pl.Int64) for column in table if _is_whole(column))


def _is_whole(column: pl.Series) -> bool:
    """Whether all values are whole, and small enough to be exact: workbooks have no integers."""
    return column.dtype.is_float() and bool(((column.round() == column) & (column.abs() < EXACT)).all())
