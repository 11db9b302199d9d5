"""Themes over time in one pass over text, without keeping a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_period, check_reals, check_truths, check_words
from coopsec._counted import Counted, remember
from coopsec._frames import COVERED, THEME_COLUMNS, as_names, warn_uncovered, with_groups
from coopsec._intake import OnError
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._one_pass import Reading, check_groups, count
from coopsec._progress import Callback
from coopsec._query.themes import Interval
from coopsec._text import Hyphens

__all__ = ["count_themes"]


def count_themes(
    source: Any,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    confidence: float = 0.95,
    interval: Literal["score", "normal"] = "score",
    nested_scope: NestedScope = "theme",
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
    """Count themes in one pass over text, in bounded memory.

    The frame is that of ``read_corpus(source).themes(lexicon, …)``, but only sums over the documents are kept: batches
    of about 128 MB are read, counted and released. Themes without `by` are counted while the texts are read, which is
    fastest; `by` needs a corpus of each batch. For passages, resampled limits, clusters or the first documents of
    stories, read a corpus: one pass has no documents left to ask.

    Parameters
    ----------
    source
        As in :func:`count_terms`.
    lexicon, every, by, confidence, nested_scope
        As in :meth:`Corpus.themes`; `by` may not name ``story``, since a single batch cannot tell stories.
    interval
        ``"score"`` or ``"normal"``, as there.
    source_column
        Column with the source; `source` in :func:`read_corpus`.
    text, date, id, title, lang, elision, hyphens, on_error, progress, threads
        As in :func:`read_corpus`.

    Returns
    -------
    polars.DataFrame
        As in :meth:`Corpus.themes`. :func:`coopsec.warnings_for` cannot tell which source or story the hits are from,
        and says so.

    Raises
    ------
    LexiconError, PatternError, PeriodError, ColumnError, DecodeError, OSError
    ValueError
        For an interval that resamples, which needs documents, and for a confidence outside 0 to 1.

    Warns
    -----
    CoopsecWarning
        If documents leave a theme's denominators because it has no pattern in their language.

    Examples
    --------
    >>> import coopsec as cs
    >>> drugs = {"drugs": ["drogue*", "cannabis"]}
    >>> table = cs.count_themes("corpus/", drugs, every="year")
    >>> table.equals(cs.read_corpus("corpus/").themes(drugs, every="year"))
    True
    """
    check_period(every)
    check_truths(elision=elision)
    check_words(Interval, interval=interval)  # of which the core refuses those that resample, and says why
    check_words(NestedScope, nested_scope=nested_scope)
    check_reals(confidence=confidence)
    names = as_names(by)
    check_groups(names, "themes")
    reading = Reading(text, date, id, title, source_column, lang, elision, hyphens, on_error, progress, threads)
    asked = as_lexicon(lexicon)
    counter = _coopsec.ThemeCounter(
        asked._core,
        **reading.for_core(),
        every=every,
        confidence=confidence,
        nested_scope=nested_scope,
        interval=interval,
    )
    groups = count(counter, source, reading, names, THEME_COLUMNS)
    frame, uncovered = counter.finish(groups=groups.for_core() if groups else None, threads=threads)
    warn_uncovered(uncovered)
    kept = [column for column in frame.get_columns() if column.name != COVERED]
    counted = Counted(every, confidence, lexicon=asked)
    return remember(with_groups(pl.DataFrame(kept), groups, periods=every is not None), counted)
