"""Terms that mark each period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_words
from coopsec._counted import Counted, remember
from coopsec._frames import check_numbers
from coopsec._periods import as_step
from coopsec._query.keyness import Adjust, Correction, Extra, Measure, Unit, check_tests, extra_columns, with_extra
from coopsec._warn import warn

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

Against: TypeAlias = Literal["rest", "previous"]


def keyness_over_time(
    self: Corpus,
    every: str,
    against: Against = "rest",
    *,
    min_docs: int = 5,
    top: int | None = 20,
    min_count: int = 3,
    min_doc_freq: int = 2,
    confidence: float = 0.95,
    unit: Unit = "tokens",
    measure: Measure = "g2",
    correction: Correction | None = None,
    adjust: Adjust = "holm",
    extra: Extra | Sequence[Extra] = (),
    constant: float = 1.0,
    prior: float = 500.0,
) -> pl.DataFrame:
    """Find the terms that each period uses more, or less, than all other periods, or than the one before it.

    A period is tested on the terms it contains; against its predecessor, also on those that the predecessor contains.

    Parameters
    ----------
    every
        Period: day, week, month, quarter, year or decade.
    against
        ``"rest"``: all other periods together; ``"previous"``: the period before.
    min_docs
        Documents that a period and its reference need; other periods are not tested.
    top
        How many first terms of each period to keep, after all were tested; None for all.
    min_count, min_doc_freq, confidence, unit, measure, correction, adjust, extra, constant, prior
        As in :meth:`keyness`. p-values are adjusted within the whole table: all terms of all periods.

    Returns
    -------
    polars.DataFrame
        period Date, then the columns of :meth:`keyness`, then n_docs, n_tokens Int64 of the period, partial Boolean.
        Sorted by period (null last), and within it as in :meth:`keyness`. A period that was not tested has one row with
        a null term. So have the documents without a period, which are on neither side.

    Warns
    -----
    CoopsecWarning
        The message names the periods that were not tested.

    Examples
    --------
    >>> import coopsec as cs
    >>> texts = ["la mer et le port", "la mer et la mer", "le pays et le port", "le pays et la loi"]
    >>> corpus = cs.from_frame(pl.DataFrame({"text": texts, "date": ["2015", "2015", "2016", "2016"]}))
    >>> frame = corpus.keyness_over_time("year", min_docs=2, min_count=2, top=1)
    >>> frame.select(pl.col("period").dt.year(), "term", "count_target", "count_reference").rows()
    [(2015, 'mer', 3, 0), (2016, 'pays', 2, 0)]
    """
    check_numbers(min_docs=min_docs, min_count=min_count, min_doc_freq=min_doc_freq)
    check_numbers(1, top=top)  # without a term, a period would look as if it had not been tested
    as_step(every)
    check_words(Against, against=against)
    check_tests(unit, measure, correction, adjust, confidence=confidence, constant=constant, prior=prior)
    wanted = extra_columns(extra, measure)
    frame = _coopsec.keyness_over_time(
        self._core,
        every,
        against=against,
        min_docs=min_docs,
        top=top,
        min_count=min_count,
        min_doc_freq=min_doc_freq,
        confidence=confidence,
        unit=unit,
        measure=measure,
        correction=correction,
        adjust=adjust,
        constant=constant,
        prior=prior,
        threads=self._threads,
    )
    _warn_of_untested(frame, against, min_docs)
    return remember(with_extra(frame, wanted), Counted(every, confidence, unit=unit))


def _warn_of_untested(frame: pl.DataFrame, against: str, min_docs: int) -> None:
    untested = frame.filter(pl.col("term").is_null() & pl.col("period").is_not_null() & (pl.col("n_docs") > 0))
    periods = untested.get_column("period").to_list()
    first = frame.get_column("period").min()
    # That the first period has no predecessor goes without saying.
    periods = [period for period in periods if against == "rest" or period != first]
    if periods:
        listed = ", ".join(map(str, periods[:10])) + (" …" if len(periods) > 10 else "")
        warn(
            f"periods in which no term was tested, as they or their reference have fewer than {min_docs} documents "
            f"or no term reaches min_count and min_doc_freq: {listed}",
        )
