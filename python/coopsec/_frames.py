"""From frames of the core to public frames: enums, groups, checks of columns."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any, Literal, NamedTuple, SupportsIndex

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_encodes, in_order, is_array, is_truth
from coopsec._arrow import from_arrow
from coopsec._own_columns import EXACT
from coopsec._warn import warn
from coopsec.errors import ColumnError

PRECISIONS = pl.Enum(["day", "month", "quarter", "year", "interval", "none"])
ORIGINS = pl.Enum(["metadata", "header", "label", "dateline", "line", "url", "filename", "none"])
KINDS = pl.Enum(["word", "number", "punctuation", "symbol", "url", "email", "hashtag", "mention"])

# The limit of the core.
_MOST_THREADS = 1024

# Columns that every document has.
DOCUMENT_COLUMNS = (
    "doc_id", "date", "date_start", "date_end", "date_precision", "date_origin", "date_raw", "date_conflicts", "title",
    "source", "rubric", "lang", "origin", "encoding", "n_chars", "n_tokens", "n_sentences", "story", "warnings",
)  # fmt: skip

# Columns of the results; a column to group by may not have one of these names.
FREQUENCY_COLUMNS = ("period", "term", "count", "doc_freq", "per_million", "n_docs", "n_tokens", "partial")
COVERED = "standard_covered"  # only in a standardised table
THEME_COLUMNS = (
    "period", "theme", "count", "doc_freq", "per_million", "per_million_low", "per_million_high", "doc_share",
    "doc_share_low", "doc_share_high", "n_docs", "n_tokens", COVERED, "partial",
)  # fmt: skip
COOCCURRENCE_COLUMNS = ("period", "left", "right", "count", "expected", "npmi", "g2", "n_units", "partial")
DYAD_COLUMNS = (
    "period", "left", "right", "theme", "count", "doc_freq", "doc_share", "doc_share_low", "doc_share_high", "n_docs",
    "n_units", "partial",
)  # fmt: skip

# What documents may lack a pattern for, by kind of warning.
Uncovered = Literal["uncovered_theme", "uncovered_pair"]
UNCOVERED: dict[Uncovered, str] = {"uncovered_theme": "a theme", "uncovered_pair": "a country or theme"}

# The unit in which things count as together.
Within = Literal["sentence", "paragraph", "document"]

# What identifies a hit.
SPAN = ("doc_id", "theme", "start", "end")


class Groups(NamedTuple):
    """Documents divided by the values of some columns."""

    values: pl.DataFrame  # one row per group, sorted, nulls last
    of: list[int]  # the group of each document

    @property
    def unknown(self) -> int | None:
        """The group of the documents without a value, if any; for a single column."""
        last = self.values.height - 1
        return last if last >= 0 and self.values.row(last)[0] is None else None

    def for_core(self) -> tuple[list[int], int]:
        """Return the group of each document, and the number of groups."""
        return self.of, self.values.height


def as_frame(frame: Any, argument: str = "frame") -> pl.DataFrame:
    """Return a polars frame, made from any Arrow table if need be."""
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if hasattr(frame, "__arrow_c_stream__") and not hasattr(frame, "to_frame"):  # which a series has
        with suppress(pl.exceptions.SchemaError):  # of another single column
            return from_arrow(frame, argument)
    way = ": ask it for a table, such as corpus.themes(lexicon, every=…)" if hasattr(frame, "themes") else ""
    kind = type(frame).__name__
    raise TypeError(f"{argument}: expected a polars.DataFrame as counted by coopsec, found {kind}{way}")


def as_names(by: str | Sequence[str] | None, argument: str = "by") -> list[str]:
    """Return column names as a list."""
    if by is None:
        return []
    names = [by] if isinstance(by, str) else list(by) if isinstance(by, Iterable) else [by]
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"{argument} is {by!r}: give the name of a column, or a list of names")
    return in_order(by, names)


def as_words(words: Iterable[str]) -> list[str]:
    """Return words as a list."""
    return as_strings(words, "stopwords", 'of words, such as ["de", "la"]')


def as_strings(given: Iterable[str], name: str, such: str) -> list[str]:
    """Return a list of strings; any other element is an error, in which `such` says what to give."""
    strings = as_list(given, name, such)
    for each in strings:
        if not isinstance(each, str):
            raise TypeError(f"{name} holds {each!r}: give a list {such}")
        check_encodes(each, name)
    return strings


def as_list(given: Iterable[Any], name: str, such: str) -> list[Any]:
    """Return a list; a string in place of a list is an error, in which `such` says what to give."""
    if isinstance(given, str | bytes):
        kind = "string" if isinstance(given, str) else "bytes"
        raise TypeError(f"{name} is the {kind} {given!r}: give a list {such}")
    if not isinstance(given, Iterable):
        raise TypeError(f"{name} is {given!r}: give a list {such}")
    return list(given)


def check_columns(names: Iterable[str], columns: Sequence[str], where: str) -> None:
    """Raise a :class:`ColumnError` for the first name that is not among the columns."""
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"{where} is {name!r}: give the name of a column")
        if name not in columns:
            raise ColumnError(f"{where}: no column {name!r}; {_meant(name, columns)}")


def _meant(name: str, columns: Sequence[str]) -> str:
    """Say which column may be meant by a name that none has."""
    from coopsec._tables import role_of  # which needs this module

    role = role_of(name)
    if role in columns and "doc_id" in columns:  # of documents, whose tables lose their own names for the roles
        return f"a column of that name is read as {role!r}"
    near = near_names(name, columns)
    return f"did you mean {' or '.join(map(repr, near))}?" if near else f"there are {', '.join(columns)}"


def near_names(name: str, columns: Sequence[str]) -> list[str]:
    """Return the names that a misspelt one may stand for."""
    return difflib.get_close_matches(name, columns, n=3)


def check_corpus(corpus: object) -> None:
    """Raise a :class:`TypeError` for anything but a corpus."""
    if not isinstance(getattr(corpus, "_core", None), _coopsec.Corpus):
        raise TypeError(f"corpus: expected a Corpus, as cs.read_corpus(…) gives it, found {type(corpus).__name__}")


def as_whole(number: SupportsIndex | None, name: str) -> int:
    """Return a Python integer, whatever library the number comes from; a boolean is an error."""
    if is_truth(number) or not isinstance(number, SupportsIndex) or is_array(number):
        raise TypeError(f"{name} is {number!r}: give a whole number")
    return int(number)


def check_numbers(least: int = 0, /, **numbers: int | None) -> None:
    """Raise an error for the first number that is not whole, is below the least, or is too large for the core.

    Only ``top`` may be None, which means all.
    """
    for name, number in numbers.items():
        if number is None and name == "top":
            continue
        whole = as_whole(number, name)
        if whole < least:
            raise ValueError(f"{name} is {whole}: give {least} or more")
        if whole >= 2**63:
            raise ValueError(f"{name} is {whole}: give a number below 2**63")


def check_threads(threads: int | None) -> None:
    """Raise an error for a number of threads that is not a number, or that the core cannot take."""
    if threads is not None and (is_truth(threads) or not isinstance(threads, SupportsIndex)):
        raise TypeError(f"threads is {threads!r}: give a number from 1 to {_MOST_THREADS}, or None for all cores")
    if threads is not None and not 1 <= threads <= _MOST_THREADS:
        raise ValueError(f"threads is {threads}: give a number from 1 to {_MOST_THREADS}, or None for all cores")


def warn_uncovered(uncovered: Sequence[tuple[str, int]], kind: Uncovered = "uncovered_theme") -> None:
    """Warn that documents left the denominators of some themes."""
    if uncovered:
        listed = ", ".join(f"{name} ({count})" for name, count in uncovered)
        message = (
            f"documents in a language without patterns for {UNCOVERED[kind]} are not in its denominators: {listed}"
        )
        warn(message, kind=kind, counts=uncovered)


def with_partial(frame: pl.DataFrame) -> pl.DataFrame:
    """Read the column of partial periods, if there is one: a period of which it is not known is taken for whole."""
    kind = frame.schema.get("partial", pl.Boolean)
    if kind not in (pl.Boolean, pl.Null):
        raise ColumnError(f"column 'partial' is {kind}, expected Boolean (whether the corpus does not span the period)")
    return frame.with_columns(pl.col("^partial$").cast(pl.Boolean).fill_null(value=False))


def with_days(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Turn a column of midnights into days: Arrow tables written by pandas have datetimes in place of dates."""
    if name not in frame.columns or not isinstance(frame.schema[name], pl.Datetime):
        return frame
    local = frame.get_column(name).dt.replace_time_zone(None)
    days = local.cast(pl.Date)
    is_whole = (days.cast(local.dtype) == local).all()
    return frame.with_columns(days) if is_whole else frame


def way_to_days(kind: pl.DataType) -> str:
    """Say how to turn a column of texts or times into dates."""
    if isinstance(kind, pl.Datetime):
        return "; keep the day of its times, by .dt.date() in polars or .dt.normalize() in pandas"
    way = (
        "; read a CSV file with pl.read_csv(path, try_parse_dates=True), or turn text into days, by .str.to_date() in "
        "polars or pandas.to_datetime"
    )
    return way if kind == pl.String else ""


def check_seed(seed: int, resamples: int) -> None:
    """Raise an error for a seed or a number of resamples that is not whole or that the core cannot take."""
    if not 0 <= as_whole(seed, "seed") < 2**64:
        raise ValueError(f"seed is {seed}: give a whole number from 0 to 2**64 - 1")
    if not 2 <= as_whole(resamples, "resamples") < 2**32:
        raise ValueError(f"resamples is {resamples}: give a number such as 2000")


def check_free(names: Iterable[str], reserved: Collection[str], argument: str) -> None:
    """Raise a :class:`ColumnError` for the first column to group by whose name the result needs itself."""
    for name in names:
        if name in reserved:
            raise ColumnError(f"{argument}: the result has a column {name!r} of its own: rename the column to group by")


def check_division(by: Sequence[str], schema: pl.Schema, reserved: Collection[str], argument: str = "by") -> None:
    """Raise a :class:`ColumnError` for the first column that a table cannot be grouped by."""
    check_columns(by, list(schema), argument)
    check_free(by, reserved, argument)
    for position, name in enumerate(by):
        if name in by[:position]:
            raise ColumnError(f"{argument}: column {name!r} is named twice")
        if isinstance(schema[name], pl.List | pl.Struct | pl.Array | pl.Object):
            raise ColumnError(f"{argument}: column {name!r} holds {schema[name]}, which cannot be grouped by")


def groups_of(documents: pl.DataFrame, by: Sequence[str], reserved: Sequence[str], argument: str = "by") -> Groups:
    """Group documents by the values of columns.

    Parameters
    ----------
    documents
        The documents.
    by
        Names of columns of `documents`.
    reserved
        Column names of the result itself.
    argument
        The argument that names the columns, for errors.
    """
    check_division(by, documents.schema, reserved, argument)
    row, number = free_name("row", by), free_name("group", by)
    # Not a join of the values with the documents: if both are in order, polars finds no partner for NaN.
    grouped = (
        documents.select(by).with_row_index(row).group_by(by, maintain_order=True).agg(row).sort(by, nulls_last=True)
    )
    of = grouped.select(row).with_row_index(number).explode(row).sort(row).get_column(number)
    return Groups(grouped.select(by), of.to_list())


def with_groups(frame: pl.DataFrame, groups: Groups | None, *, periods: bool) -> pl.DataFrame:
    """Replace the numbers of the groups by their values, and drop the columns that were not asked for."""
    values: list[pl.Series] = []
    if groups is not None:
        values = groups.values[frame.get_column("group")].get_columns()
    # Assemble the columns one by one: dropping some would use polars' threads, which do not exist in a forked child.
    kept: list[pl.Series] = []
    for column in frame.get_columns():
        if column.name == "group":
            kept.extend(values)
        elif periods or column.name not in {"period", "partial"}:
            kept.append(column)
    return pl.DataFrame(kept)


def plain_floats(column: pl.Expr) -> pl.Expr:
    """Write floats as text, whole ones without a fraction: integers become floats in a column with gaps."""
    is_whole = (column.round() == column) & (column.abs() < EXACT)
    return pl.when(is_whole).then(column.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(column.cast(pl.String))


def free_name(name: str, taken: Collection[str]) -> str:
    """Append underscores to a name until it is free."""
    while name in taken:
        name += "_"
    return name
