"""Terms over time or by the values of document columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_period
from coopsec._frames import FREQUENCY_COLUMNS, as_names, as_words, check_numbers, with_groups

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def frequency(
    self: Corpus,
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    ngram: int = 1,
    min_count: int = 1,
    top: int | None = None,
    stopwords: Iterable[str] | None = None,
) -> pl.DataFrame:
    """Count terms, over time or by the values of document columns.

    Parameters
    ----------
    every
        Period: day, week, month, quarter, year or decade (or 1d, 1w, 1mo, 1q, 1y, 10y).
    by
        Document columns to group by.
    ngram
        Tokens per term; n-grams do not cross punctuation or the end of a sentence.
    min_count
        Terms that occur less often in the whole table are not listed.
    top
        How many of the most frequent terms of the whole table to keep. They are then in every cell, zeros included.
    stopwords
        Words that are not listed; they stay in ``n_tokens``.

    Returns
    -------
    polars.DataFrame
        [period Date,] [by…,] term String, count, doc_freq Int64, per_million Float64, n_docs, n_tokens Int64 [, partial
        Boolean]. Sorted by period (null last), group, count descending, term. Documents without a period are in the
        rows with ``period`` null; an empty period has one row with ``term`` null.

    Raises
    ------
    PeriodError, ColumnError

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["La mer est calme. Il pleut sur la mer."]}))
    >>> corpus.frequency(top=2).select("term", "count").rows()
    [('la', 2), ('mer', 2)]
    """
    check_numbers(top=top, min_count=min_count)
    check_numbers(1, ngram=ngram)
    check_period(every)
    names = as_names(by)
    groups = self._groups(names, FREQUENCY_COLUMNS)
    frame = _coopsec.frequency(
        self._core,
        every=every,
        groups=groups.for_core() if groups else None,
        ngram=ngram,
        min_count=min_count,
        top=top,
        stopwords=[] if stopwords is None else as_words(stopwords),
        threads=self._threads,
    )
    return with_groups(frame, groups, periods=every is not None)
