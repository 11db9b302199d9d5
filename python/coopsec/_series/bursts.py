"""Runs of periods in which a theme is in far more documents than usual."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals
from coopsec._frames import check_threads
from coopsec._series._table import Partial, read_table

_COLUMNS = ("start", "end", "weight", "reason")


def bursts(
    frame: Any,
    *,
    s: float = 2.0,
    gamma: float = 1.0,
    partial: Partial = "drop",
    threads: int | None = None,
) -> pl.DataFrame:
    """Find runs of periods in which a theme is in far more documents than usual.

    Kleinberg's two-state automaton for batches (Kleinberg 2003, Data Mining and Knowledge Discovery 7, 373-397), with
    doc_freq of n_docs documents in each period, solved exactly by Viterbi's algorithm. p₀ = Σ doc_freq / Σ n_docs, p₁ =
    s p₀, and entering the burst costs γ ln n, where n is the number of periods in the calendar. Details:
    ``docs/bursts.md``.

    Parameters
    ----------
    frame, partial, threads
        As in :func:`coopsec.trend`.
    s
        How many times the usual share a burst has.
    gamma
        How hard it is to enter a burst.

    Returns
    -------
    polars.DataFrame
        [by…,] theme (or term) String, start, end Date (first days of the first and last period), weight Float64, reason
        String. Sorted by series and start. `weight` is what the burst saves: Σ (cost in the usual state − cost in the
        burst), in natural logarithms of likelihood. A series without bursts has no row. A series about which nothing
        can be said has one row of nulls with its `reason`: it has fewer than 5 periods or documents, or the theme never
        occurs, or it is usually so frequent that s times as often would be more than always.

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
    ...     "doc_freq": [2, 3, 2, 1, 2, 3, 2, 2, 3, 2, 19, 15], "n_docs": [40] * 12, "n_tokens": [9000] * 12,
    ... })
    >>> cs.bursts(table).select("theme", "start", "end").rows()
    [('attack', datetime.date(2015, 11, 1), datetime.date(2015, 12, 1))]
    """
    check_reals(s=s, gamma=gamma)
    check_threads(threads)
    table = read_table(frame, "doc_share", partial, reserved=_COLUMNS)
    found = _coopsec.bursts(table.given, length=table.length, s=s, gamma=gamma, threads=threads)
    dated = found.with_columns(table.days(found["start"]), table.days(found["end"]))
    return table.named(dated, _COLUMNS)
