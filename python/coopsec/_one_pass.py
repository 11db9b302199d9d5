"""One pass over any source: batches of documents are read, counted and let go of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import polars as pl

from coopsec._batches import batches
from coopsec._frames import Groups, check_columns, groups_of
from coopsec._intake import Hyphens, Intake, OnError, language_of
from coopsec._own_columns import stack
from coopsec._progress import Callback, Progress
from coopsec._tables import Roles
from coopsec._text import split_hyphens
from coopsec.errors import ColumnError


class Counter(Protocol):
    """What counts documents that come in batches."""

    def add(self, loader: Any, /, *, progress: Any, threads: int | None) -> None:
        """Count the documents of a loader, and empty it."""

    def add_corpus(self, corpus: Any, /, *, groups: Any, first: int, threads: int | None) -> None:
        """Count the documents of a corpus, whose groups are numbered from `first` on."""


class Reading(NamedTuple):
    """How documents are read."""

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
        """Languages and rules, as counters take them."""
        default, _ = language_of(self.lang)
        return {
            "lang": None if default == "auto" else default,
            "fallback": "fr" if default == "auto" else default,
            "elision": self.elision,
            "split_hyphens": split_hyphens(self.hyphens),
        }


def check_groups(by: Sequence[str], verb: str) -> None:
    """Refuse what one batch does not tell."""
    if "story" in by:
        raise ColumnError(f"by: stories are found among all documents: use read_corpus(…).{verb}(by='story')")


def count(
    counter: Counter,
    source: Any,
    reading: Reading,
    by: Sequence[str],
    reserved: Sequence[str],
    *,
    from_text: bool = True,
) -> Groups | None:
    """Count all documents of a source; the groups of the table, one for each that a batch has.

    Parameters
    ----------
    by, reserved
        Document columns to divide by, and those that the table has of its own.
    from_text
        Whether texts are counted as they are read; with `by` they never are.
    """
    default, column = language_of(reading.lang)
    roles = Roles(reading.text, reading.date, reading.id, reading.title, column, reading.source_column)
    values: list[pl.DataFrame] = []  # of the groups of each batch
    met: dict[str, None] = {}  # columns of documents
    with Progress(reading.progress, None) as shown:
        done = 0
        for intake in batches(source, lambda: Intake(roles, reading.on_error, reading.threads)):
            told = shown.behind(done)
            if from_text and not by:
                counter.add(intake.loader, progress=told, threads=reading.threads)
            else:
                corpus = intake.build(default, reading.elision, reading.hyphens, told or False)
                groups = _groups_of_batch(corpus._facts(), by, reserved) if by else None
                met.update(dict.fromkeys(corpus._facts().columns if by else []))
                if isinstance(source, pl.DataFrame | pl.LazyFrame):  # all of it has the columns of its beginning
                    check_columns(by, list(met), "by")
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


def _groups_of_batch(documents: pl.DataFrame, by: Sequence[str], reserved: Sequence[str]) -> Groups:
    """Divide the documents of a batch; what it has no column for is unknown of all, as in a corpus that holds it."""
    missing = [pl.lit(None).alias(name) for name in dict.fromkeys(by) if name not in documents.columns]
    return groups_of(documents.with_columns(missing), by, reserved)
