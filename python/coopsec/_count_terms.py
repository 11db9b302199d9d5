"""Terms over time in one pass over text, without keeping a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._batches import batches
from coopsec._frames import FREQUENCY_COLUMNS, as_names, as_words, check_numbers, groups_of, with_groups
from coopsec._intake import Hyphens, Intake, OnError, language_of
from coopsec._progress import Callback, Progress
from coopsec._tables import Roles
from coopsec._text import split_hyphens
from coopsec.errors import ColumnError

__all__ = ["count_terms"]


def count_terms(
    source: Any,
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    ngram: int = 1,
    min_count: int = 1,
    top: int | None = None,
    stopwords: Iterable[str] | None = None,
    text: str | Sequence[str] | None = None,
    date: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the column, as in a frame
    title: str | None = None,
    source_column: str | None = None,
    lang: str = "fr",
    elision: bool = True,
    hyphens: Hyphens = "keep",
    on_error: OnError = "raise",
    progress: bool | Callback | None = None,
    threads: int | None = None,
) -> pl.DataFrame:
    """Count terms in one pass over text, in bounded memory.

    The frame is that of ``read_corpus(source).frequency(…)``, but only the counts are kept: batches of about 128 MB are
    read, counted and let go of. Words without `by` are counted while they are read, the fastest way; `by` and n-grams
    need a corpus of each batch.

    Parameters
    ----------
    source
        Paths as in :func:`read_corpus`, a frame as in :func:`from_frame`, or an iterator of frames, such as the batches
        of an Arrow reader, of which one at a time is asked for. Parquet files and lazy frames are read in slices.
    every, by, ngram, min_count, top, stopwords
        As in :meth:`Corpus.frequency`; `by` may not name ``story``, which one batch does not tell.
    source_column
        Column with the source, `source` in :func:`read_corpus`.
    text, date, id, title, lang, elision, hyphens, on_error, progress, threads
        As in :func:`read_corpus`.

    Returns
    -------
    polars.DataFrame
        As of :meth:`Corpus.frequency`.

    Raises
    ------
    PeriodError, ColumnError, DecodeError, OSError

    Examples
    --------
    >>> import coopsec as cs
    >>> table = cs.count_terms("corpus/", every="year", top=3)
    >>> table.equals(cs.read_corpus("corpus/").frequency(every="year", top=3))
    True
    """
    check_numbers(top=top, min_count=min_count, ngram=ngram)
    default, column = language_of(lang)
    names = as_names(by)
    if "story" in names:
        raise ColumnError("by: stories are found among all documents: use read_corpus(…).frequency(by='story')")
    counter = _coopsec.TermCounter(
        lang=None if default == "auto" else default,
        fallback="fr" if default == "auto" else default,
        elision=elision,
        split_hyphens=split_hyphens(hyphens),
        every=every,
        ngram=ngram,
        min_count=min_count,
        top=top,
        stopwords=[] if stopwords is None else as_words(stopwords),
    )
    roles = Roles(text, date, id, title, column, source_column)
    values: list[pl.DataFrame] = []  # of the groups of each batch
    with Progress(progress, None) as shown:
        done = 0
        for intake in batches(source, lambda: Intake(roles, on_error, threads)):
            told = shown.behind(done)
            if not names and ngram == 1:
                counter.add(intake.loader, progress=told, threads=threads)
            else:
                corpus = intake.build(default, elision, hyphens, told or False)
                groups = corpus._groups(names, FREQUENCY_COLUMNS)
                counter.add_corpus(
                    corpus._core,
                    groups=groups.for_core() if groups else None,
                    first=sum(part.height for part in values),
                    threads=threads,
                )
                values.extend([groups.values] if groups else [])
            done += intake.count
    groups = groups_of(pl.concat(values, how="vertical_relaxed"), names, FREQUENCY_COLUMNS) if names else None
    frame = counter.finish(groups=groups.for_core() if groups else None, threads=threads)
    return with_groups(frame, groups, periods=every is not None)
