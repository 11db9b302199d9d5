"""One pass over any source: batches of documents are read, counted and dropped."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import polars as pl

from coopsec._batches import batches
from coopsec._formats import ARCHIVES, format_of
from coopsec._frames import Groups, check_columns, check_division, groups_of, near_names
from coopsec._intake import Intake, OnError, language_of
from coopsec._own_columns import as_text, stack
from coopsec._progress import Callback, Progress
from coopsec._tables import Roles
from coopsec._text import Hyphens, split_hyphens
from coopsec.errors import ColumnError


class Counter(Protocol):
    """Anything that counts documents in batches."""

    def add(self, loader: Any, /, *, progress: Any, threads: int | None) -> None:
        """Count the documents of a loader, and empty it."""

    def add_corpus(self, corpus: Any, /, *, groups: Any, first: int, threads: int | None) -> None:
        """Count the documents of a corpus, numbering its groups from `first`."""


class Reading(NamedTuple):
    """The options for reading documents."""

    text: str | Sequence[str] | None
    date: str | None
    id: str | None
    title: str | None
    source_column: str | None
    lang: str
    elision: bool
    hyphens: Hyphens
    on_error: OnError
    progress: bool | Callback | None
    threads: int | None

    def for_core(self) -> dict[str, Any]:
        """Return the language and tokenising options as counters take them."""
        default, _ = language_of(self.lang)
        return {
            "lang": None if default == "auto" else default,
            "fallback": "fr" if default == "auto" else default,
            "elision": self.elision,
            "split_hyphens": split_hyphens(self.hyphens),
        }


def check_groups(by: Sequence[str], verb: str) -> None:
    """Refuse columns that a single batch cannot know."""
    if "story" in by:
        raise ColumnError(f"by: stories cannot be found in a single pass: use read_corpus(…).{verb}(by='story')")


def count(
    counter: Counter,
    source: Any,
    reading: Reading,
    by: Sequence[str],
    reserved: Sequence[str],
    *,
    from_text: bool = True,
) -> Groups | None:
    """Count all documents of a source, and return the groups of the table: those of the batches, concatenated.

    Parameters
    ----------
    by, reserved
        Document columns to group by, and column names of the table itself.
    from_text
        Whether texts are counted as they are read; with `by`, they never are.
    """
    default, column = language_of(reading.lang)
    roles = Roles(reading.text, reading.date, reading.id, reading.title, column, reading.source_column, "source_column")
    values: list[pl.DataFrame] = []  # groups of each batch
    met: dict[str, None] = {}  # document columns seen so far
    with Progress(reading.progress, None) as shown:
        done = 0
        for intake in batches(source, lambda: Intake(roles, reading.on_error, reading.threads)):
            told = shown.behind(done)
            if from_text and not by:
                counter.add(intake.loader, progress=told, threads=reading.threads)
            else:
                corpus = intake.build(default, reading.elision, reading.hyphens, told or False)
                met.update(dict.fromkeys(corpus._facts().columns if by else []))
                _check_so_far(by, list(met), source, intake)
                groups = _groups_of_batch(corpus._facts(), by, reserved, values) if by else None
                counter.add_corpus(
                    corpus._core,
                    groups=groups.for_core() if groups else None,
                    first=sum(part.height for part in values),
                    threads=reading.threads,
                )
                values.extend([groups.values] if groups else [])
            done += intake.count
    check_columns(by, list(met), "by")
    return groups_of(stack([(part, part.height) for part in values]), by, reserved) if by else None


def _check_so_far(by: Sequence[str], met: Sequence[str], source: Any, intake: Intake) -> None:
    """Report a misspelt column at once rather than when everything is read."""
    if _has_one_schema(source):
        check_columns(by, met, "by")
    elif intake.is_of_frames:  # later frames may have other columns
        check_columns([name for name in by if near_names(name, met)], met, "by")


def _has_one_schema(source: Any) -> bool:
    """Whether the whole source has the columns of its first batch."""
    if isinstance(source, str | bytes | os.PathLike):
        return os.path.isfile(source) and format_of(os.fsdecode(source)) not in ARCHIVES  # noqa: PTH113 - takes bytes
    return isinstance(source, pl.LazyFrame) or hasattr(source, "__arrow_c_stream__")


def _groups_of_batch(
    documents: pl.DataFrame, by: Sequence[str], reserved: Sequence[str], before: Sequence[pl.DataFrame]
) -> Groups:
    """Group the documents of a batch as a corpus of the whole source would: a missing column is null for all.

    Lists and structs become text, as they would there, if the groups `before` have other types.
    """
    unknown = [name for name in dict.fromkeys(by) if _is_unknown(documents, name)]
    known = documents.with_columns(pl.lit(None).alias(name) for name in unknown)
    nested = [known.get_column(name) for name in by if known.schema[name].is_nested()]
    if not nested:
        return groups_of(known, by, reserved)
    types = stack([(part.clear(), 0) for part in (*before, known.select(by))]).schema
    check_division(by, types, reserved)
    groups = groups_of(known.with_columns(as_text(column) for column in nested), by, reserved)
    of = pl.Series(groups.of, dtype=pl.UInt32)
    first = of.arg_unique()
    return Groups(known.select(by)[first.gather(of.gather(first).arg_sort())], groups.of)


def _is_unknown(documents: pl.DataFrame, name: str) -> bool:
    """Whether the column is missing, or has a nested type and only nulls."""
    if name not in documents.columns:
        return True
    column = documents.get_column(name)
    return column.dtype.is_nested() and column.null_count() == len(column) > 0
