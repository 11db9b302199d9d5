"""Documents on their way from files and frames into the core."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_truths, check_words
from coopsec._arrow import from_arrow
from coopsec._corpus import Corpus
from coopsec._formats import TEXTS
from coopsec._found import FoundFile, find, reason_of, with_way_on
from coopsec._frames import check_threads
from coopsec._index import SKIPPED, PathLike, files_of
from coopsec._own_columns import stack
from coopsec._progress import Callback, Progress
from coopsec._table_files import POLARS_FAILS, read_tables, unreadable
from coopsec._tables import Roles, Rows
from coopsec._text import Hyphens, split_hyphens
from coopsec.errors import CoopsecError, NoDocumentsError

LANGUAGES = ("fr", "es", "en", "ar", "und", "auto")

OnError = Literal["raise", "skip"]


def language_of(lang: str) -> tuple[str, str | None]:
    """Read the argument `lang` as the default language and the language column."""
    if not isinstance(lang, str) or not lang:
        raise (ValueError if lang == "" else TypeError)(
            f'lang is {lang!r}: give "fr", "es", "en", "ar" or "und" for documents that state no language, "auto" to '
            "detect it, or the name of a column with languages"
        )
    return (lang, None) if lang in LANGUAGES else ("fr", lang)


def check_reading(elision: bool, hyphens: Hyphens, progress: bool | Callback | None) -> None:
    """Raise an error for an option that only matters once everything is found, before it is looked for."""
    check_truths(elision=elision)
    split_hyphens(hyphens)
    Progress(progress, None)


def check_language_column(lang: str | None, tables: int) -> None:
    """Raise a :class:`ValueError` for a language column if the whole source has no table."""
    if lang is not None and not tables:
        raise ValueError(
            f"lang is {lang!r}: neither one of {', '.join(LANGUAGES)} nor a column, since no table was read"
        )


def as_polars(frame: Any, argument: str = "frame") -> pl.DataFrame:
    """Return a polars frame of anything that has an Arrow table to give; `argument` names it in errors."""
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame
    try:
        if hasattr(frame, "__arrow_c_stream__") and not hasattr(frame, "to_frame"):
            return from_arrow(frame, argument)
        if hasattr(frame, "__arrow_c_array__"):
            return pl.Series(frame).struct.unnest()
    except pl.exceptions.SchemaError:  # a single column, not a table
        pass
    raise TypeError(
        f"{argument}: expected a polars frame or an object with __arrow_c_stream__, found {type(frame).__name__}: "
        + _way_to_a_frame(frame)
    )


def _way_to_a_frame(given: object) -> str:
    """Say how to make a frame of something that is not one."""
    if hasattr(given, "to_frame"):  # a polars or pandas series
        return 'pass series.to_frame("text")'
    if isinstance(given, str | os.PathLike):
        return "read files with coopsec.read_corpus"
    return 'pass polars.DataFrame(…), such as polars.DataFrame({"text": […]})'


class Intake:
    """Collects documents in order, with the users' own columns and what was skipped."""

    def __init__(self, roles: Roles, on_error: OnError, threads: int | None) -> None:
        check_threads(threads)
        check_words(OnError, on_error=on_error)
        self.roles = roles
        self.skipped: list[tuple[str, str]] = []
        self.on_error = on_error
        self._threads = threads
        self.loader = _coopsec.Loader()
        self.tables = 0  # number read
        self.is_of_frames = False  # rather than files
        self.own: list[tuple[pl.DataFrame, int]] = []  # the users' own columns, with their number of documents

    def add_files(self, paths: PathLike | bytes | Iterable[PathLike | bytes], argument: str = "path") -> None:
        found = find(paths, argument, skip_errors=self.on_error == "skip")
        self.skipped.extend(found.skipped)
        for is_text, files in groupby(found.files, key=lambda file: file.format in TEXTS | {""}):
            if is_text:
                self.add_texts(list(files))
            else:
                for file in files:
                    self.add_table(file)

    def add_texts(self, files: list[FoundFile]) -> None:
        for is_member, some in groupby(files, key=lambda file: file.member is not None):
            if is_member:
                for file in some:
                    self._add_member(file)
            else:
                self._add_paths(list(some))

    def _add_paths(self, files: list[FoundFile]) -> None:
        given = [(file.path, file.name, file.origin) for file in files]
        count, empty, failed = self.loader.add_files(given, self._threads)
        for position, error in failed:
            self._fail(files[position], error)
        self._mark(count, empty)

    def _add_member(self, file: FoundFile) -> None:
        try:
            count, empty = self.loader.add_bytes(file.member or "", file.read(), file.name, file.origin)
        except (CoopsecError, OSError) as error:
            self._fail(file, error)
        else:
            self._mark(count, empty)

    def add_table(self, file: FoundFile) -> None:
        with self.table_errors(file):
            for rows in read_tables(file, self.roles):
                self.add_rows(rows)

    @contextmanager
    def table_errors(self, file: FoundFile) -> Iterator[None]:
        """Skip a table that cannot be read, or raise, depending on `on_error`."""
        try:
            yield
        except (CoopsecError, OSError) as error:
            self._fail(file, error)
        except POLARS_FAILS as error:
            self._fail(file, unreadable(file, error))

    def add_rows(self, rows: Rows) -> None:
        self.tables += 1
        self.loader.add_frame(rows.drafts, origin=rows.where, prefix=rows.prefix, encoding=rows.encoding)
        self.own.append((rows.own, rows.drafts.height))
        self.skipped.extend(rows.skipped)

    @property
    def count(self) -> int:
        """The number of documents."""
        return sum(count for _, count in self.own)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found: no document, no table, and nothing to skip."""
        return not self.own and not self.skipped

    def _mark(self, count: int, empty: list[tuple[str, str]]) -> None:
        self.own.append((pl.DataFrame(), count))
        self.skipped.extend(empty)

    def _fail(self, file: FoundFile, error: BaseException) -> None:
        is_by_chance = isinstance(error, NoDocumentsError) and not file.is_named
        if self.on_error == "raise" and not is_by_chance:
            raise with_way_on(error)
        self.skipped.append((file.origin, reason_of(file.origin, error)))

    def build(self, lang: str, elision: bool, hyphens: Hyphens, progress: bool | Callback | None) -> Corpus:
        with Progress(progress, self.count) as shown:
            core = self.loader.build(
                lang=None if lang == "auto" else lang,
                fallback="fr" if lang == "auto" else lang,
                elision=elision,
                split_hyphens=split_hyphens(hyphens),
                progress=shown.callback,
                threads=self._threads,
            )
        return Corpus(core, stack(self.own), self.skipped_frame(), self._threads)

    def append(self, core: _coopsec.Corpus, progress: bool | Callback | None) -> _coopsec.Corpus:
        attached = [] if core.folder() is None else files_of(stack(self.own), self.skipped_frame())
        with Progress(progress, self.count) as shown:
            return self.loader.append(core, attached=attached, progress=shown.callback, threads=self._threads)

    def skipped_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.skipped, schema=SKIPPED, orient="row")
