"""From files and frames to a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._corpus import Corpus
from coopsec._found import TEXTS, FoundFile, find, printable
from coopsec._frames import stack
from coopsec._index import SKIPPED, PathLike, files_of
from coopsec._progress import Callback, Progress
from coopsec._tables import Roles, Rows, read_table, rows_of
from coopsec._text import split_hyphens
from coopsec.errors import CoopsecError

__all__ = ["from_frame", "open_corpus", "read_corpus"]

LANGUAGES = {"fr", "es", "en", "ar", "und", "auto"}

OnError = Literal["raise", "skip"]
Hyphens = Literal["keep", "split"]


def read_corpus(
    path: PathLike | Iterable[PathLike],
    *,
    text: str | Sequence[str] | None = None,
    date: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the column, as in a frame
    title: str | None = None,
    source: str | None = None,
    lang: str = "fr",
    elision: bool = True,
    hyphens: Hyphens = "keep",
    on_error: OnError = "raise",
    progress: bool | Callback | None = None,
    threads: int | None = None,
) -> Corpus:
    """Read dated press from files.

    Parameters
    ----------
    path
        A folder (read with its subfolders), a file, a glob such as ``"press/**/*.txt"``, or a list of these. Read are
        txt, md, html (a document each) and csv, tsv, jsonl, parquet (a document a row), each also ``.gz`` or ``.zst``,
        and zip archives of these. In a folder, other files are listed in ``corpus.skipped``.
    text, date, id, title, source
        Columns of tables; without a name they are found by common names (``texte``, ``publish_date``, …). A list of
        text columns is joined.
    lang
        Language of documents that state none: ``fr``, ``es``, ``en``, ``ar``, ``und``, or ``auto`` to detect it; or the
        name of a column of tables.
    elision
        Whether an elided word is a token of its own (``l'`` ``efficacité``).
    hyphens
        ``"keep"`` leaves hyphenated words whole, ``"split"`` cuts them.
    on_error
        ``"raise"`` stops at the first file that cannot be read; ``"skip"`` lists it in ``corpus.skipped``.
    progress
        None shows progress in a terminal or notebook when the work lasts; True, False, or a callable that is given the
        number of documents done.
    threads
        Number of threads; None for ``RAYON_NUM_THREADS`` or all cores.

    Returns
    -------
    Corpus

    Raises
    ------
    OSError
        With ``errno`` and ``filename``, where a file is missing or cannot be read.
    DecodeError, ColumnError
        Naming the file.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> corpus.documents["date_precision"].value_counts(sort=True)["date_precision"][0]
    'day'
    """
    default, column = _language(lang)
    intake = _Intake(Roles(text, date, id, title, column, source), on_error, threads)
    intake.add_files(path)
    return intake.build(default, elision, hyphens, progress)


def from_frame(
    frame: Any,
    *,
    text: str | Sequence[str] | None = None,
    date: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the column
    title: str | None = None,
    source: str | None = None,
    lang: str = "fr",
    elision: bool = True,
    hyphens: Hyphens = "keep",
    progress: bool | Callback | None = None,
    threads: int | None = None,
) -> Corpus:
    """Make a corpus of a data frame, a document a row.

    Parameters
    ----------
    frame
        A polars DataFrame or LazyFrame, or anything with ``__arrow_c_stream__`` (pandas, pyarrow, DuckDB).
    text, date, id, title, source
        Names of columns; without a name they are found by common names. A list of text columns is joined. Without an
        `id` column a document is named by its row number.
    lang, elision, hyphens, progress, threads
        As in :func:`read_corpus`.

    Returns
    -------
    Corpus
        Rows whose text is null are listed in ``corpus.skipped``.

    Raises
    ------
    ColumnError
        Where a column is missing or holds no text.

    Examples
    --------
    >>> import polars as pl, coopsec as cs
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["L'Espagne coopère."], "date": ["2017-08"]}))
    >>> corpus.documents["date_start"].to_list()
    [datetime.date(2017, 8, 1)]
    """
    default, column = _language(lang)
    table = _as_polars(frame)
    intake = _Intake(Roles(text, date, id, title, column, source), "raise", threads)
    intake.add_rows(rows_of(table, intake.roles, where="frame", prefix=""))
    return intake.build(default, elision, hyphens, progress)


def open_corpus(path: PathLike, *, threads: int | None = None) -> Corpus:
    """Open a saved index. Nothing is read of the documents until a question needs it.

    Parameters
    ----------
    path
        The folder that :meth:`Corpus.save` wrote.
    threads
        As in :func:`read_corpus`.

    Returns
    -------
    Corpus

    Raises
    ------
    SavedIndexError
        Where the folder holds no index, or one that is damaged or of another version; a damaged block is noticed when
        it is first used.
    OSError
        With ``errno`` and ``filename``.

    Examples
    --------
    >>> import tempfile, coopsec as cs
    >>> folder = tempfile.mkdtemp()
    >>> cs.read_corpus("corpus/").save(folder)
    >>> cs.open_corpus(folder).kwic("Interpol")["keyword"].unique().to_list()
    ['Interpol']
    """
    _check_threads(threads)
    return Corpus(_coopsec.open_index(path, threads), None, None, threads)


def read_onto(
    core: _coopsec.Corpus,
    more: Any,
    roles: Roles,
    on_error: OnError,
    progress: bool | Callback | None,
    threads: int | None,
) -> tuple[_coopsec.Corpus, list[tuple[pl.DataFrame, int]], pl.DataFrame]:
    """Read further documents onto a corpus; gives it with their own columns and what was skipped."""
    intake = _Intake(roles, on_error, threads)
    if isinstance(more, pl.LazyFrame) or hasattr(more, "__arrow_c_stream__"):
        intake.add_rows(rows_of(_as_polars(more), roles, where="frame", prefix=""))
    else:
        intake.add_files(more)
    return intake.append(core, progress), intake.own, intake.skipped_frame()


def _language(lang: str) -> tuple[str, str | None]:
    """Read the argument `lang` as the default language and the language column."""
    return (lang, None) if lang in LANGUAGES else ("fr", lang)


def _check_threads(threads: int | None) -> None:
    if threads is not None and threads < 1:
        raise ValueError(f"threads is {threads}: give a number from 1, or None for all cores")


def _as_polars(frame: Any) -> pl.DataFrame:
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame
    if hasattr(frame, "__arrow_c_stream__"):
        return pl.DataFrame(frame)
    raise TypeError(
        f"expected a polars frame or an object with __arrow_c_stream__, found {type(frame).__name__}: "
        "pass polars.DataFrame(…)"
    )


class _Intake:
    """Collects documents in order, with their own columns and what was skipped."""

    def __init__(self, roles: Roles, on_error: OnError, threads: int | None) -> None:
        _check_threads(threads)
        if on_error not in {"raise", "skip"}:
            raise ValueError(f'on_error is {on_error!r}: use "raise" or "skip"')
        self.roles = roles
        self.skipped: list[tuple[str, str]] = []
        self._on_error = on_error
        self._threads = threads
        self._loader = _coopsec.Loader()
        self._tables = 0
        self.own: list[tuple[pl.DataFrame, int]] = []  # the users' columns, with the number of documents

    def add_files(self, paths: PathLike | Iterable[PathLike]) -> None:
        found = find(paths, skip_errors=self._on_error == "skip")
        self.skipped.extend(found.skipped)
        for is_text, files in groupby(found.files, key=lambda file: file.format in TEXTS | {""}):
            if is_text:
                self.add_texts(list(files))
            else:
                for file in files:
                    self.add_table(file)

    def add_texts(self, files: list[FoundFile]) -> None:
        plain = [file for file in files if file.member is None]
        if len(plain) < len(files):  # members of archives come one by one
            for file in files:
                self._add_member(file) if file.member else self._add_paths([file])
        else:
            self._add_paths(files)

    def _add_paths(self, files: list[FoundFile]) -> None:
        given = [(file.path, printable(file.name), printable(file.origin)) for file in files]
        failed = self._loader.add_files(given, self._threads)
        for position, error in failed:
            self._fail(files[position], error)
        self._mark(len(files) - len(failed))

    def _add_member(self, file: FoundFile) -> None:
        try:
            self._loader.add_bytes(file.member or "", file.read(), file.name, file.origin)
        except (CoopsecError, OSError) as error:
            self._fail(file, error)
        else:
            self._mark(1)

    def add_table(self, file: FoundFile) -> None:
        try:
            rows = read_table(file, self.roles)
        except (CoopsecError, OSError) as error:
            self._fail(file, error)
        else:
            self.add_rows(rows)

    def add_rows(self, rows: Rows) -> None:
        self._tables += 1
        self._loader.add_frame(rows.drafts, self._threads)
        self.own.append((rows.own, rows.drafts.height))
        self.skipped.extend(rows.skipped)

    def _mark(self, count: int) -> None:
        self.own.append((pl.DataFrame(), count))

    def _fail(self, file: FoundFile, error: BaseException) -> None:
        if self._on_error == "raise":
            raise error
        self.skipped.append((printable(file.origin), printable(str(error))))

    def _check_language_column(self) -> None:
        if self.roles.lang is not None and not self._tables:
            raise ValueError(
                f"lang is {self.roles.lang!r}: neither one of {', '.join(sorted(LANGUAGES))} nor a column, "
                "since no table was read"
            )

    def build(self, lang: str, elision: bool, hyphens: Hyphens, progress: bool | Callback | None) -> Corpus:
        self._check_language_column()
        with Progress(progress, sum(count for _, count in self.own)) as shown:
            core = self._loader.build(
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
        with Progress(progress, sum(count for _, count in self.own)) as shown:
            return self._loader.append(core, attached=attached, progress=shown.callback, threads=self._threads)

    def skipped_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.skipped, schema=SKIPPED, orient="row")
