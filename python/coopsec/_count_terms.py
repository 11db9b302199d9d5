"""Terms over time in one pass over text, without keeping a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_period, check_truths
from coopsec._frames import FREQUENCY_COLUMNS, as_names, as_words, check_numbers, with_groups
from coopsec._intake import OnError
from coopsec._one_pass import Reading, check_groups, count
from coopsec._progress import Callback
from coopsec._text import Hyphens

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
    read, counted and released. Words without `by` are counted while they are read, which is fastest; `by` and n-grams
    need a corpus of each batch.

    Parameters
    ----------
    source
        Paths as in :func:`read_corpus`, a frame as in :func:`from_frame`, or an iterator of frames, such as the batches
        of an Arrow reader, which is asked for one frame at a time. Parquet files and lazy frames are read in slices.
    every, by, ngram, min_count, top, stopwords
        As in :meth:`Corpus.frequency`; `by` may not name ``story``, since a single batch cannot tell stories.
    source_column
        Column with the source; `source` in :func:`read_corpus`.
    text, date, id, title, lang, elision, hyphens, on_error, progress, threads
        As in :func:`read_corpus`.

    Returns
    -------
    polars.DataFrame
        As in :meth:`Corpus.frequency`.

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
    check_numbers(top=top, min_count=min_count)
    check_numbers(1, ngram=ngram)
    check_period(every)
    check_truths(elision=elision)
    names = as_names(by)
    check_groups(names, "frequency")
    reading = Reading(text, date, id, title, source_column, lang, elision, hyphens, on_error, progress, threads)
    counter = _coopsec.TermCounter(
        **reading.for_core(),
        every=every,
        ngram=ngram,
        min_count=min_count,
        top=top,
        stopwords=[] if stopwords is None else as_words(stopwords),
    )
    groups = count(counter, source, reading, names, FREQUENCY_COLUMNS, from_text=ngram == 1)
    frame = counter.finish(groups=groups.for_core() if groups else None, threads=threads)
    return with_groups(frame, groups, periods=every is not None)
