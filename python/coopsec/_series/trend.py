"""Rise and fall of themes."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals, check_truths, check_words
from coopsec._frames import check_seed, check_threads
from coopsec._series._table import Adjust, Partial, Value, read_table

_COLUMNS = ("n_periods", "tau", "p", "p_adjusted", "slope", "slope_low", "slope_high", "reason")


def trend(
    frame: Any,
    *,
    value: Value = "per_million",
    confidence: float = 0.95,
    adjust: Adjust = "holm",
    autocorrelation: bool = True,
    resamples: int = 1999,
    seed: int = 0,
    partial: Partial = "drop",
    threads: int | None = None,
) -> pl.DataFrame:
    """Test each theme of a frame for a rise or fall over time, and measure it.

    The direction is Kendall's tau-b between time and rate (Mann-Kendall), and the size is the Theil-Sen slope.
    Significance and limits come from a seeded circular block permutation of what is left without the trend, which keeps
    the memory of the series and the noise of thin periods. Plain Mann-Kendall finds a trend in a quarter of trendless
    series whose periods remember their predecessor. Formulas and sources: ``docs/trend.md``.

    Parameters
    ----------
    frame
        A frame of ``corpus.themes(…, every=…)`` or ``corpus.frequency(every=…, top=…)``, optionally grouped by columns.
        Each theme, or each group and theme, is a series. Rows without a period are left out; periods without documents
        keep their place.
    value
        ``"per_million"`` (count by n_tokens) or ``"doc_share"`` (doc_freq by n_docs). For a standardised table, and for
        the standardised rows of a composition, the standardised rate or share is tested.
    confidence
        Coverage of the limits of the slope.
    adjust
        How p_adjusted is computed over the series of the frame: ``"holm"``, ``"bh"`` (Benjamini-Hochberg) or
        ``"none"``.
    autocorrelation
        False treats periods as independent: the Mann-Kendall test and Sen's interval as they were published.
    resamples
        Permutations of each series, up to a million.
    seed
        For the permutations.
    partial
        ``"drop"`` leaves out periods that the corpus does not fully span; ``"keep"`` keeps them.
    threads
        None means all cores.

    Returns
    -------
    polars.DataFrame
        [by…,] theme (or term) String, n_periods Int64, tau, p, p_adjusted, slope, slope_low, slope_high Float64, reason
        String. One row per series, sorted. Slopes are per million tokens, or shares of documents, per year. If nothing
        can be said (fewer than 5 periods or documents, more than 20,000 periods, the same rate throughout), all numbers
        are null and `reason` says why.

    Raises
    ------
    ColumnError
        For a frame that is not one over time.
    ValueError
        For an unknown word, or a number outside its range.

    Examples
    --------
    >>> import coopsec as cs
    >>> import polars as pl
    >>> from datetime import date
    >>> table = pl.DataFrame({
    ...     "period": [date(2010 + at, 1, 1) for at in range(12)], "theme": ["cyber"] * 12,
    ...     "count": [1, 2, 2, 4, 3, 6, 7, 7, 9, 10, 12, 12], "doc_freq": [1] * 12, "n_docs": [9] * 12,
    ...     "n_tokens": [100_000] * 12,
    ... })
    >>> found = cs.trend(table).row(0, named=True)
    >>> round(found["tau"], 3), round(found["slope"], 2), found["p"] < 0.05
    (0.946, 10.0, True)
    """
    check_truths(autocorrelation=autocorrelation)
    check_reals(confidence=confidence)
    check_words(Adjust, adjust=adjust)
    check_seed(seed, resamples)
    check_threads(threads)
    table = read_table(frame, value, partial, reserved=_COLUMNS, of_rates=True)
    found = _coopsec.trend(
        table.given,
        value=value,
        per_year=table.calendar.per_year,
        confidence=confidence,
        adjust=adjust,
        resamples=resamples if autocorrelation else None,
        seed=seed,
        threads=threads,
    )
    return table.named(found.with_row_index("series"), _COLUMNS)
