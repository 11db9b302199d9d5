"""False alarms and power of the tests over time, on simulated series, compared with peers on the same series.

Without a trend or change, a test should reject one series in twenty. Series with memory are AR(1) with coefficient phi.
Constant rates are Poisson counts (dispersion 1) or negative binomial ones (dispersion 3). Their volume is constant,
eight times as much from the midpoint on, an eighth of it, or eight times as much in every second half year. At most 6 %
false alarms are accepted; as simulations vary, the limits in the table are 6 % plus two standard errors for so many
series.

Peers are used as their manuals say: pymannkendall for the plain test and, in the notes, Hamed and Rao's correction;
statsmodels for a least-squares line with Newey-West errors; ruptures for PELT with the least-squares cost on rates and
the penalty of the Bayesian information criterion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import peers
import polars as pl
from table import Row, Target

import coopsec as cs

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Test = Callable[[Numbers], bool]

LEVEL = 0.05
ACCEPTED = 0.06
SERIES = {"trend": 1000, "changes": 200, "changes that remember": 600}
PERIODS = (20, 50, 100, 200)
MEMORIES = (0.0, 0.3, 0.6)
TOKENS = 100_000
VOLUMES: dict[str, Callable[[Numbers, int], Numbers]] = {
    "volume × 1": lambda at, _periods: np.ones(len(at)),
    "volume × 8": lambda at, periods: np.where(at >= periods // 2, 8.0, 1.0),
    "volume / 8": lambda at, periods: np.where(at >= periods // 2, 1.0, 8.0),
    "volume by season": lambda at, _periods: np.where(at % 12 >= 6, 8.0, 1.0),
}


def rows(_shared: Path, asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """Return a row for each kind of series."""
    return [*_trend_rows(asked), *_change_rows(asked)], [_corrected(asked)]


def _at_most(n: int) -> Target:
    return Target(ACCEPTED + 2 * math.sqrt(ACCEPTED * (1 - ACCEPTED) / n), at_most=True)


def _trend_rows(asked: peers.Peers) -> Iterable[Row]:
    n = SERIES["trend"]
    for periods in PERIODS:
        for memory in MEMORIES:
            values = _remembering(n, periods, memory)
            yield _trend_row(f"AR(1), phi {memory}, {periods} periods", values, asked, _at_most(n))
    for volume in VOLUMES:
        for hits in (0.5, 10.0):
            for periods in PERIODS:
                counts, tokens = _constant(n, periods, dispersion=3.0, volume=volume, hits=hits)
                name = f"constant rate, {hits:g} hits, {volume}, {periods} periods"
                yield _trend_row(name, counts / tokens * 1e6, asked, _at_most(n), counts, tokens)
    for periods in PERIODS[1:]:
        values = _remembering(n, periods, 0.3) + np.linspace(0, 150, periods)
        yield _trend_row(f"AR(1), phi 0.3, rise of 1.5 sd, {periods} periods", values, asked, None)


def _trend_row(
    name: str,
    rates: Numbers,
    asked: peers.Peers,
    target: Target | None,
    counts: Numbers | None = None,
    tokens: Numbers | None = None,
) -> Row:
    frame = _frame(rates / 10 if counts is None else counts, tokens)
    found = cs.trend(frame, resamples=399)["p"] <= LEVEL
    figures = {
        "pymannkendall": asked.figure("pymannkendall", partial(_share, peers.mann_kendall_rejects, rates)),
        "statsmodels": asked.figure("statsmodels", partial(_share, peers.newey_west_rejects, rates)),
    }
    return Row(name, "trends found", float(found.mean() or 0), len(rates), target, figures)


def _change_rows(asked: peers.Peers) -> Iterable[Row]:
    n = SERIES["changes"]
    for periods in (20, 60, 120):
        for dispersion in (1.0, 3.0):
            counts, tokens = _constant(n, periods, dispersion=dispersion)
            name = f"constant rate, dispersion {dispersion:.0f}, volume × 8, {periods} periods"
            yield _change_row(name, counts, tokens, asked, _at_most(n))
    for memory in MEMORIES[1:]:
        values = _remembering(SERIES["changes that remember"], 60, memory) / 10
        name = f"AR(1), phi {memory}, 60 periods"
        yield _change_row(name, values, np.full(60, TOKENS), asked, _at_most(len(values)))
    for periods in (20, 60, 120):
        for times in (1.5, 2.0, 3.0):
            counts, tokens = _constant(n, periods, dispersion=3.0, times=times)
            name = f"rate × {times} and volume × 8, {periods} periods"
            yield _change_row(name, counts, tokens, asked, None)


def _change_row(name: str, counts: Numbers, tokens: Numbers, asked: peers.Peers, target: Target | None) -> Row:
    found = cs.change_points(_frame(counts, tokens), resamples=39)
    figure = asked.figure("ruptures", partial(_share, peers.ruptures_breaks, counts / tokens * 1e6))
    share = found["theme"].n_unique() / len(counts)
    return Row(name, "changes found", share, len(counts), target, {"ruptures": figure})


def _share(test: Test, series: Numbers) -> float:
    return float(np.mean([test(values) for values in series]))


def _corrected(asked: peers.Peers) -> str:
    """Apply Hamed and Rao's correction, as pymannkendall implements it, to one kind of series."""
    measure = partial(_share, peers.hamed_rao_rejects, _remembering(SERIES["trend"], 50, 0.6))
    figure = asked.figure("pymannkendall", measure)
    shown = f"{figure:.4f}" if isinstance(figure, float) else figure
    return f"pymannkendall with Hamed and Rao's correction, AR(1), phi 0.6, 50 periods, trends found: {shown}"


def _remembering(n: int, periods: int, memory: float) -> Numbers:
    """Simulate AR(1) rates around 1000 with a standard deviation of 100."""
    random = np.random.default_rng([periods, int(10 * memory)])
    noise = random.standard_normal((n, periods))
    for at in range(1, periods):
        noise[:, at] = memory * noise[:, at - 1] + math.sqrt(1 - memory**2) * noise[:, at]
    return 1000 + 100 * noise


def _constant(
    n: int, periods: int, *, dispersion: float, volume: str = "volume × 8", hits: float = 10.0, times: float = 1.0
) -> tuple[Numbers, Numbers]:
    """Simulate counts at a constant rate, or at one that is `times` as large from the midpoint on, as volume changes.

    `hits` is the expected count of a period with the relative volume 1.
    """
    random = np.random.default_rng([periods, int(10 * dispersion), int(10 * times)])
    relative = VOLUMES[volume](np.arange(periods), periods)
    late = np.arange(periods) >= periods // 2
    means = np.broadcast_to(hits * relative * np.where(late, times, 1.0), (n, periods))
    if dispersion > 1:
        means = random.gamma(means / (dispersion - 1), dispersion - 1)
    return random.poisson(means).astype(float), relative * TOKENS


def _frame(counts: Numbers, tokens: Numbers | None = None) -> pl.DataFrame:
    """Make a frame like that of `corpus.themes(…, every="month")`, with each series as a theme."""
    n, periods = counts.shape
    days = [date(2000 + at // 12, at % 12 + 1, 1) for at in range(periods)]
    volume = np.full(periods, TOKENS) if tokens is None else tokens
    return pl.DataFrame(
        {
            "period": days * n,
            "theme": np.repeat([f"{number:04}" for number in range(n)], periods),
            "count": np.maximum(counts, 0).ravel(),
            "n_docs": np.full(n * periods, 50),
            "n_tokens": np.tile(volume, n),
        }
    )
