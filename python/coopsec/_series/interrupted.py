"""Themes before and after events, period by period."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals
from coopsec._events import read_events
from coopsec._frames import as_whole, check_numbers, check_threads
from coopsec._series._table import Partial, Value, read_table

COLUMNS = (
    "rate_before", "rate_after", "ratio", "ratio_low", "ratio_high", "n_before", "n_after", "reason",
)  # fmt: skip


def interrupted(
    frame: Any,
    events: Any,
    *,
    window: int = 6,
    value: Value = "per_million",
    confidence: float = 0.95,
    partial: Partial = "drop",
    threads: int | None = None,
) -> pl.DataFrame:
    """Compare the rate of each theme after each event with that before.

    The period that contains the date of the event is the first one after it. The rate of a side is Σ hits / Σ exposure;
    the limits of the ratio take periods as clusters, with the t distribution. :meth:`coopsec.Corpus.interrupted`
    divides at the day and takes documents as clusters. Details: ``docs/interrupted.md``.

    Parameters
    ----------
    frame, value, partial, threads
        As in :func:`coopsec.trend`.
    events
        A table with columns date (Date) and label (String), the same one that charts over time take.
    window
        Periods on each side.
    confidence
        Coverage of the limits.

    Returns
    -------
    polars.DataFrame
        date Date, label String, [by…,] theme (or term) String, rate_before, rate_after (per million tokens, or share of
        documents), ratio, ratio_low, ratio_high Float64, n_before, n_after Int64 (periods with documents), reason
        String. One row per event and series, sorted. What cannot be said is null, and `reason` says why.

    Raises
    ------
    ColumnError, ValueError

    Examples
    --------
    >>> import coopsec as cs
    >>> import polars as pl
    >>> from datetime import date
    >>> table = pl.DataFrame({
    ...     "period": [date(2015, month, 1) for month in range(1, 13)], "theme": ["attack"] * 12,
    ...     "count": [9, 10, 11, 10, 9, 11, 29, 31, 30, 28, 32, 30], "doc_freq": [5] * 12, "n_docs": [40] * 12,
    ...     "n_tokens": [10_000] * 12,
    ... })
    >>> events = pl.DataFrame({"date": [date(2015, 7, 9)], "label": ["summit"]})
    >>> cs.interrupted(table, events).select("label", "theme", "rate_before", "rate_after", "ratio").row(0)
    ('summit', 'attack', 1000.0, 3000.0, 3.0)
    """
    check_reals(confidence=confidence)
    check_threads(threads)
    check_numbers(1, window=as_whole(window, "window"))
    table = read_table(frame, value, partial, reserved=("date", "label", *COLUMNS))
    known = read_events(events)
    places = known.select(table.calendar.place(pl.col("date"))).to_series().to_list()
    found = _coopsec.interrupted(
        table.given, places, value=value, window=window, confidence=confidence, threads=threads
    )
    # One row per event and series, in the order of the core.
    rows = known.join(table.keys, how="cross", maintain_order="left_right")
    return pl.concat([rows, found.select(COLUMNS)], how="horizontal")
