"""From frames of the core to frames of the public face: closed sets, groups, missing columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from coopsec.errors import ColumnError

PRECISIONS = pl.Enum(["day", "month", "quarter", "year", "interval", "none"])
ORIGINS = pl.Enum(["metadata", "header", "label", "dateline", "line", "url", "filename", "none"])
KINDS = pl.Enum(["word", "number", "punctuation", "symbol", "url", "email", "hashtag", "mention"])


class Groups(NamedTuple):
    """Documents divided by the values of some columns."""

    values: pl.DataFrame  # one row a group, sorted, nulls last
    of: list[int]  # group of each document

    def for_core(self) -> tuple[list[int], int]:
        """Group of each document, and the number of groups."""
        return self.of, self.values.height


def as_names(by: str | Sequence[str] | None) -> list[str]:
    """Column names as a list."""
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)


def check_columns(names: Iterable[str], columns: Sequence[str], where: str) -> None:
    """Raise a :class:`ColumnError` for the first name that is not among the columns."""
    for name in names:
        if name not in columns:
            near = difflib.get_close_matches(name, columns, n=3)
            hint = f"did you mean {' or '.join(map(repr, near))}?" if near else f"there are {', '.join(columns)}"
            raise ColumnError(f"{where}: no column {name!r}; {hint}")


def groups_of(documents: pl.DataFrame, by: Sequence[str], reserved: Sequence[str]) -> Groups:
    """Divide documents by the values of columns.

    Parameters
    ----------
    documents
        The documents.
    by
        Names of columns of `documents`.
    reserved
        Names that the result has of its own.
    """
    check_columns(by, documents.columns, "by")
    for name in by:
        if name in reserved:
            raise ColumnError(f"by: the result has a column {name!r} of its own; rename the document column")
        if isinstance(documents.schema[name], pl.List | pl.Struct | pl.Array | pl.Object):
            raise ColumnError(f"by: column {name!r} holds {documents.schema[name]}, which cannot be grouped by")
    values = documents.select(by).unique().sort(by, nulls_last=True)
    numbered = values.with_row_index("__group")
    joined = documents.select(by).join(numbered, on=list(by), how="left", nulls_equal=True, maintain_order="left")
    return Groups(values, joined.get_column("__group").to_list())


def with_groups(frame: pl.DataFrame, groups: Groups | None, *, periods: bool) -> pl.DataFrame:
    """Put the values of the groups in place of their numbers; drop what was not asked for."""
    if groups is not None:
        values = groups.values[frame.get_column("group")]
        place = frame.columns.index("group")
        columns = [*frame.get_columns()[:place], *values.get_columns(), *frame.get_columns()[place + 1 :]]
        frame = pl.DataFrame(columns)
    else:
        frame = frame.drop("group")
    return frame if periods else frame.drop("period", "partial")


def with_fields(own: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    """Put the fields of front matter beside the users' columns."""
    if not fields.height:
        return own
    names = fields.get_column("field").unique(maintain_order=True).to_list()
    columns = []
    for name in names:
        values: list[str | None] = [None] * own.height
        for position, value in fields.filter(pl.col("field") == name).select("position", "value").rows():
            values[position] = value
        columns.append(pl.Series(name, values, dtype=pl.String))
    clash = [column.name for column in columns if column.name in own.columns]
    filled = own.with_columns(
        pl.coalesce(pl.col(column.name).cast(pl.String), column) for column in columns if column.name in clash
    )
    return pl.DataFrame([*filled.get_columns(), *(column for column in columns if column.name not in clash)])
