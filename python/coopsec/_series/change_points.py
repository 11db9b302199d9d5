"""Periods from which a theme is at a different level."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals, check_words
from coopsec._frames import check_numbers, check_seed, check_threads
from coopsec._series._table import Adjust, Partial, Value, read_table

_COLUMNS = (
    "period", "rate_before", "rate_after", "ratio", "support", "ratio_low", "ratio_high", "p", "p_adjusted", "reason",
)  # fmt: skip


def change_points(
    frame: Any,
    *,
    value: Value = "per_million",
    min_size: int = 2,
    level: float = 0.05,
    confidence: float = 0.95,
    adjust: Adjust = "holm",
    resamples: int = 199,
    seed: int = 0,
    partial: Partial = "drop",
    threads: int | None = None,
) -> pl.DataFrame:
    """Find the periods from which the rate of a theme is different.

    Each series is divided exactly into stretches with a single rate. The cost is Poisson for counts with
    exposure n_tokens, or binomial for doc_freq among n_docs, so a jump in volume is not a change of theme. What a break
    must gain is the 1 − level quantile over a seeded bootstrap of the series without a break, with the same dispersion
    and memory. So a series with a single rate shows a break with probability `level`. Details:
    ``docs/change_points.md``.

    Parameters
    ----------
    frame, value, partial, seed, threads
        As in :func:`coopsec.trend`.
    min_size
        Fewest periods in a stretch.
    level
        Probability of a break in a series without one.
    confidence
        Coverage of the limits of the ratio, given the breaks.
    adjust
        How p_adjusted is computed over the series of the frame, including those without a change: ``"holm"``, ``"bh"``
        (Benjamini-Hochberg) or ``"none"``.
    resamples
        Resamples of each series: once for the penalty, and once for support and limits.

    Returns
    -------
    polars.DataFrame
        [by…,] theme (or term) String, period Date (first of the new level), rate_before, rate_after (per million
        tokens, or share of documents), ratio, support, ratio_low, ratio_high, p, p_adjusted Float64, reason String. One
        row per change, sorted by series and period; a series of one level has no row. A series about which nothing can
        be said (fewer than 8 periods or 5 documents, never or always there) has one row of nulls with its `reason`.
        `ratio` is null where the rate before is 0. `support` is the share of resamples, drawn from the series with its
        changes, that find this change, give or take a period. `p` is (1 + n) / (1 + resamples), with n the resamples
        without a change whose largest gain is at least that of the series: 0.005 if none of 199 is. With many series,
        `p_adjusted` can only be small with more `resamples`.

    Raises
    ------
    ColumnError, ValueError

    Examples
    --------
    >>> import coopsec as cs
    >>> import polars as pl
    >>> from datetime import date
    >>> table = pl.DataFrame({
    ...     "period": [date(2000 + at, 1, 1) for at in range(20)], "theme": ["cyber"] * 20,
    ...     "count": [9, 11, 10, 8, 12, 10, 9, 11, 10, 10, 41, 38, 40, 43, 39, 40, 41, 37, 40, 42],
    ...     "doc_freq": [1] * 20, "n_docs": [9] * 20, "n_tokens": [100_000] * 20,
    ... })
    >>> cs.change_points(table).select("theme", "period", "rate_before", "rate_after").rows()
    [('cyber', datetime.date(2010, 1, 1), 100.0, 401.0)]
    """
    check_numbers(1, min_size=min_size)
    check_reals(confidence=confidence, level=level)
    check_words(Adjust, adjust=adjust)
    check_seed(seed, resamples)
    check_threads(threads)
    table = read_table(frame, value, partial, reserved=_COLUMNS)
    found = _coopsec.change_points(
        table.given,
        value=value,
        min_size=min_size,
        level=level,
        confidence=confidence,
        adjust=adjust,
        resamples=resamples,
        seed=seed,
        threads=threads,
    )
    return table.named(found.with_columns(table.days(found["place"]).alias("period")), _COLUMNS)
