"""From files and frames to a corpus."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._corpus import Corpus
from coopsec._frames import check_threads
from coopsec._index import PathLike, as_text
from coopsec._intake import Intake, OnError, as_polars, check_language_column, check_reading, language_of
from coopsec._progress import Callback
from coopsec._tables import Roles, rows_of
from coopsec._text import Hyphens

__all__ = ["from_frame", "open_corpus", "read_corpus"]


def read_corpus(
    path: PathLike | bytes | Iterable[PathLike | bytes],
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
        A folder (read with its subfolders), a file, a glob such as ``"press/**/*.txt"``, or a list of these. The
        formats are txt, md, html, docx and xml (one document each; one per article, text or item for exports of press
        databases, starred lines of IRaMuTeQ and Alceste, TEI and feeds) and csv, tsv, jsonl, json, parquet, xlsx and
        ods (one document per row), each also as ``.gz`` or ``.zst``, and zip archives of these. In a folder, other
        files are listed in ``corpus.skipped``.
    text, date, id, title, source
        Columns of tables. If not given, they are found by common names (``texte``, ``publish_date``, …). A list of text
        columns is joined.
    lang
        Language of documents that do not state one: ``fr``, ``es``, ``en``, ``ar``, ``und``, or ``auto`` to detect it;
        or the name of a column of tables.
    elision
        Whether an elided word is a token of its own (``l'`` ``efficacité``).
    hyphens
        ``"keep"`` leaves hyphenated words whole, ``"split"`` splits them.
    on_error
        ``"raise"`` stops at the first file that cannot be read; ``"skip"`` lists it in ``corpus.skipped``.
    progress
        None shows progress in a terminal or notebook if the work takes a while; or True, False, or a callable that
        receives the number of documents done.
    threads
        Number of threads; None means ``RAYON_NUM_THREADS``, or all cores.

    Returns
    -------
    Corpus

    Raises
    ------
    OSError
        With ``errno`` and ``filename``, if a file is missing or cannot be read.
    DecodeError, ColumnError
        The message names the file.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> corpus.documents["date_precision"].value_counts(sort=True)["date_precision"][0]
    'day'
    """
    default, column = language_of(lang)
    check_reading(elision, hyphens, progress)
    intake = Intake(Roles(text, date, id, title, column, source), on_error, threads)
    intake.add_files(path)
    check_language_column(column, intake.tables)
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
    """Make a corpus from a data frame, one document per row.

    Parameters
    ----------
    frame
        A polars DataFrame or LazyFrame, or anything with ``__arrow_c_stream__`` (pandas, pyarrow, DuckDB).
    text, date, id, title, source
        Names of columns. If not given, they are found by common names. A list of text columns is joined. Without an
        `id` column, a document is named by its row number.
    lang, elision, hyphens, progress, threads
        As in :func:`read_corpus`.

    Returns
    -------
    Corpus
        Rows whose text is null are listed in ``corpus.skipped``.

    Raises
    ------
    ColumnError
        If a column is missing or holds no text.

    Examples
    --------
    >>> import polars as pl, coopsec as cs
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["L'Espagne coopère."], "date": ["2017-08"]}))
    >>> corpus.documents["date_start"].to_list()
    [datetime.date(2017, 8, 1)]
    """
    default, column = language_of(lang)
    check_reading(elision, hyphens, progress)
    table = as_polars(frame)
    intake = Intake(Roles(text, date, id, title, column, source), "raise", threads)
    intake.add_rows(rows_of(table, intake.roles, where="frame", prefix=""))
    return intake.build(default, elision, hyphens, progress)


def open_corpus(path: PathLike, *, threads: int | None = None) -> Corpus:
    """Open a saved index. Documents are not read until a question needs them.

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
        If the folder holds no index, or one that is damaged or of another version. A damaged block is noticed when it
        is first used.
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
    check_threads(threads)
    place = as_text(path, "the folder of a saved index")
    if Path(place).is_file():
        said = "a file, and a saved index is a folder: read documents with coopsec.read_corpus"
        raise NotADirectoryError(errno.ENOTDIR, said, place)
    return Corpus(_coopsec.open_index(place, threads), None, None, threads)


def intake_of(more: Any, roles: Roles, on_error: OnError, threads: int | None) -> Intake:
    """Take in files, or a frame."""
    intake = Intake(roles, on_error, threads)
    if isinstance(more, pl.LazyFrame) or hasattr(more, "__arrow_c_stream__"):
        intake.add_rows(rows_of(as_polars(more, "more"), roles, where="frame", prefix=""))
    else:
        intake.add_files(more, "more")
    return intake
