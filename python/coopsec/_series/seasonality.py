"""Months and quarters of the year."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals, check_words
from coopsec._frames import check_seed, check_threads
from coopsec._series._table import Adjust, Partial, Value, read_table
from coopsec.errors import PeriodError

_COLUMNS = ("season", "index", "index_low", "index_high", "n_years", "p", "p_adjusted", "reason")
_SEASONS = {"month": 12, "quarter": 4}


def seasonality(
    frame: Any,
    *,
    value: Value = "per_million",
    confidence: float = 0.95,
    adjust: Adjust = "holm",
    resamples: int = 1999,
    seed: int = 0,
    partial: Partial = "drop",
    threads: int | None = None,
) -> pl.DataFrame:
    """Measure how the months, or quarters, of the year differ.

    The index of a season is its hits divided by the hits expected from exposure, year and the level at the time, so
    neither volume nor a steady rise counts as a season. The test turns residuals within each year. Details:
    ``docs/seasonality.md``.

    Parameters
    ----------
    frame
        As in :func:`coopsec.trend`, counted by month or quarter.
    value, adjust, seed, partial, threads
        As in :func:`coopsec.trend`.
    confidence
        Coverage of the limits of the index, which take years as clusters.
    resamples
        Permutations of each series.

    Returns
    -------
    polars.DataFrame
        [by…,] theme (or term) String, season Int64 (month 1 to 12 or quarter 1 to 4), index, index_low, index_high
        Float64 (the mean of the seasons is 1), n_years Int64 (years in which this season had documents), p, p_adjusted
        Float64 (of the series: the same in all its rows), reason String. One row per series and season. With fewer than
        2 full years all numbers are null and `reason` says why. A season that never has a hit has the index 0 without
        limits.

    Raises
    ------
    PeriodError
        For a frame counted by other periods.
    ColumnError, ValueError

    Examples
    --------
    >>> import coopsec as cs
    >>> import polars as pl
    >>> from datetime import date
    >>> table = pl.DataFrame({
    ...     "period": [date(2010 + at // 4, 1 + at % 4 * 3, 1) for at in range(24)], "theme": ["migration"] * 24,
    ...     "count": [9, 20, 39, 11, 10, 21, 42, 10, 8, 19, 40, 10] * 2, "doc_freq": [5] * 24, "n_docs": [50] * 24,
    ...     "n_tokens": [10_000] * 24,
    ... })
    >>> found = cs.seasonality(table)
    >>> [round(index, 2) for index in found["index"]], found["p"][0] < 0.05
    ([0.45, 1.0, 2.02, 0.52], True)
    """
    check_reals(confidence=confidence)
    check_words(Adjust, adjust=adjust)
    check_seed(seed, resamples)
    check_threads(threads)
    table = read_table(frame, value, partial, reserved=_COLUMNS)
    step = table.calendar.step
    if step not in _SEASONS:
        if table.length > 1:
            raise PeriodError(f'the periods of the frame are {step}s: count with every="month" or every="quarter"')
        step = "month"
    found = _coopsec.seasonality(
        table.given,
        value=value,
        seasons=_SEASONS[step],
        first=table.calendar.season() if table.length > 1 else 0,
        confidence=confidence,
        adjust=adjust,
        resamples=resamples,
        seed=seed,
        threads=threads,
    )
    return table.named(found, _COLUMNS)
