"""Coverage of the intervals of a rate, and of a ratio of two rates, over simulated bursty documents.

Documents have about 300 words (log-normal, σ = 0.5). A part of them has the theme: once, and then once more per 60
words at random (Poisson), or in the heavy model with a rate that itself varies (gamma, squared coefficient of variation
1.5). The nominal coverage is 95 %. The default of :meth:`coopsec.Corpus.themes` is the closed formula that covers at
least 92 % with 30 documents in every model; the others are here so that the choice can be revisited.

    python evaluation/coverage.py [--write]

prints the tables, and with --write inserts them into docs/intervals.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import peers
import polars as pl
from material import REPOSITORY
from scipy import stats
from table import Row, Target

from coopsec import _coopsec

SEED = 20261125
PERIODS = 4_000
RESAMPLED_PERIODS = 600
RESAMPLES = 500
SIZES = (5, 10, 20, 30, 100)
MODELS: dict[str, dict[str, float]] = {
    "bursty": {"share": 0.3, "spread": 0.0},
    "rare": {"share": 0.1, "spread": 0.0},
    "heavy": {"share": 0.3, "spread": 1.5},
}
FLOOR = 0.92
JUDGED = 30
PAGE = REPOSITORY / "docs" / "intervals.md"

Array = Any
Limits = tuple[Array, Array]


def simulate(random: np.random.Generator, periods: int, documents: int, share: float, spread: float) -> Limits:
    """Simulate hits and tokens of documents, as arrays of periods × documents."""
    tokens = np.maximum(1, np.rint(random.lognormal(np.log(300) - 0.125, 0.5, (periods, documents)))).astype(np.int64)
    mean = tokens / 60
    if spread:
        mean = mean * random.gamma(1 / spread, spread, tokens.shape)
    has = random.random(tokens.shape) < share
    return has * (1 + random.poisson(mean)), tokens


def truth(share: float) -> float:
    """Return the rate per token in the model: one hit plus one per 60 words, in a share of documents of 300 words."""
    return share * (1 / 300 + 1 / 60)


class Sample:
    """Documents by period, with the quantities that the formulas need."""

    def __init__(self, hits: Array, tokens: Array) -> None:
        self.hits, self.tokens = hits, tokens
        self.m = hits.shape[1]
        self.count, self.total = hits.sum(1), tokens.sum(1)
        self.rate = self.count / self.total
        away = (hits - self.rate[:, None] * tokens) ** 2
        self.error = np.sqrt(self.m / (self.m - 1) * away.sum(1)) / self.total
        self.seen = np.maximum((hits > 0).sum(1), 1)
        left = (self.count[:, None] - hits) / (self.total[:, None] - tokens)
        self.jackknife = np.sqrt((self.m - 1) / self.m * ((left - left.mean(1, keepdims=True)) ** 2).sum(1))

    def t(self, degrees: Array) -> Array:
        """Return Student's quantile, with no more degrees of freedom than the documents allow."""
        return stats.t.ppf(0.975, np.clip(degrees, 1, self.m - 1))


def _around(sample: Sample, half: Array) -> Limits:
    return np.maximum(sample.rate - half, 0), sample.rate + half


def _on_log(sample: Sample, quantile: Array) -> Limits:
    factor = np.exp(np.minimum(quantile * sample.error / sample.rate, 50))
    return sample.rate / factor, sample.rate * factor


def _score(sample: Sample, quantile: Array) -> Limits:
    part = quantile * sample.error / sample.rate
    high = 1 + part**2 / 2 + part * np.sqrt(1 + part**2 / 4)
    return sample.rate / high, np.minimum(sample.rate * high, 1)


def _on_root(sample: Sample, quantile: Array) -> Limits:
    half = quantile * sample.error / sample.rate / 2
    return sample.rate * np.maximum(1 - half, 0) ** 2, sample.rate * (1 + half) ** 2


def _fieller(sample: Sample) -> Limits:
    m, t = sample.m, sample.t(sample.m - 1)
    hits = sample.hits - sample.hits.mean(1, keepdims=True)
    tokens = sample.tokens - sample.tokens.mean(1, keepdims=True)
    scale = t**2 * m / (m - 1)
    a = sample.total**2 - scale * (tokens**2).sum(1)
    b = sample.count * sample.total - scale * (hits * tokens).sum(1)
    c = sample.count**2 - scale * (hits**2).sum(1)
    root = np.sqrt(np.maximum(b**2 - a * c, 0))
    a = np.where(a > 0, a, np.nan)
    # If the denominator may be 0, every rate is possible.
    return np.where(np.isnan(a), 0, np.maximum((b - root) / a, 0)), np.where(np.isnan(a), 1, (b + root) / a)


def _gamma(sample: Sample) -> Limits:
    """Fay and Feuer (1997), with the mean hits of a document with hits as the weight of one more."""
    weight, variance = sample.count / sample.seen, (sample.error * sample.total) ** 2
    y, y1, v1 = sample.count, sample.count + weight, variance + weight**2
    low = variance / y / 2 * stats.chi2.ppf(0.025, 2 * y**2 / variance)
    high = v1 / y1 / 2 * stats.chi2.ppf(0.975, 2 * y1**2 / v1)
    return low / sample.total, high / sample.total


def _tokens(sample: Sample) -> Limits:
    """Wilson's interval, as if tokens were independent."""
    n, p, z2 = sample.total, sample.rate, stats.norm.ppf(0.975) ** 2
    half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n)))
    return (p + z2 / (2 * n) - half) / (1 + z2 / n), (p + z2 / (2 * n) + half) / (1 + z2 / n)


def _studentised(sample: Sample) -> Limits:
    """The bootstrap-t, with the standard error by formula in every resample (Efron and Tibshirani 1993, ch. 12.5)."""
    random = np.random.default_rng(SEED)
    low, high = np.empty(len(sample.rate)), np.empty(len(sample.rate))
    for at in range(len(sample.rate)):
        drawn = random.integers(0, sample.m, (RESAMPLES, sample.m))
        again = Sample(sample.hits[at][drawn], sample.tokens[at][drawn])
        ratios = (again.rate - sample.rate[at]) / again.error
        ratios = ratios[np.isfinite(ratios)]
        ends = np.quantile(ratios, [0.025, 0.975]) if len(ratios) else np.zeros(2)
        low[at] = max(sample.rate[at] - ends[1] * sample.error[at], 0)
        high[at] = min(sample.rate[at] - ends[0] * sample.error[at], 1)
    return low, high


def _core(interval: str) -> Callable[[Sample], Limits]:
    """The intervals of the package itself."""

    def limits(sample: Sample) -> Limits:
        found = _coopsec.rate_limits(
            sample.hits.tolist(),
            sample.tokens.tolist(),
            interval=interval,
            resamples=RESAMPLES,
            seed=SEED,
            hits_per_unit=6.0,
        )
        low, high = np.array(found, dtype=float).T
        return low, high

    return limits


FORMULAS: dict[str, Callable[[Sample], Limits]] = {
    "score": _core("score"),
    "normal": _core("normal"),
    "t, m − 1": lambda sample: _around(sample, sample.t(sample.m - 1) * sample.error),
    "t, documents with hits": lambda sample: _around(sample, sample.t(sample.seen) * sample.error),
    "jackknife, t": lambda sample: _around(sample, sample.t(sample.m - 1) * sample.jackknife),
    "log, z": lambda sample: _on_log(sample, stats.norm.ppf(0.975)),
    "log, t, m − 1": lambda sample: _on_log(sample, sample.t(sample.m - 1)),
    "root, t, documents with hits": lambda sample: _on_root(sample, sample.t(np.maximum(sample.seen, 3))),
    "score, t, m − 1": lambda sample: _score(sample, sample.t(sample.m - 1)),
    "Fieller, t": _fieller,
    "gamma": _gamma,
    "tokens as independent": _tokens,
}
RESAMPLED: dict[str, Callable[[Sample], Limits]] = {
    "percentile": _core("percentile"),
    "bca": _core("bca"),
    "studentised": _studentised,
}
METHODS = [*FORMULAS, *RESAMPLED]


def measure(model: str, documents: int) -> dict[str, tuple[float, float, int]]:
    """Return coverage, mean width as a multiple of the true rate, and number of periods, for every method."""
    random = np.random.default_rng([SEED, list(MODELS).index(model), documents])
    sample = Sample(*simulate(random, PERIODS, documents, **MODELS[model]))
    few = Sample(sample.hits[:RESAMPLED_PERIODS], sample.tokens[:RESAMPLED_PERIODS])
    rate = truth(MODELS[model]["share"])
    found = {}
    for methods, periods in ((FORMULAS, sample), (RESAMPLED, few)):
        nothing = periods.count == 0
        # Without any hits, every method but one uses the rule of the package.
        unseen = (1 - 0.05 ** (1 / documents)) * documents * 6 / periods.total
        for name, limits in methods.items():
            with np.errstate(all="ignore"):
                low, high = limits(periods)
            if name != "tokens as independent":
                low, high = np.where(nothing, 0, low), np.where(nothing, np.minimum(unseen, 1), high)
            covers = (low <= rate) & (rate <= high)
            found[name] = (float(covers.mean()), float(np.mean(high - low)) / rate, len(periods.rate))
    return found


def measure_ratio(model: str, documents: int) -> tuple[float, int]:
    """Return the coverage of the ratio across an event that changes nothing, and how many ratios have limits."""
    random = np.random.default_rng([SEED, list(MODELS).index(model), documents, 2])
    before, after = (_sums(*simulate(random, PERIODS, documents, **MODELS[model])) for _ in range(2))
    found = _coopsec.ratios(list(zip(before, after, strict=True)), value="per_million", confidence=0.95)
    known = found.drop_nulls("ratio_low")
    return float(known.select(pl.lit(1.0).is_between("ratio_low", "ratio_high").mean()).item()), known.height


def _sums(hits: Array, tokens: Array) -> list[tuple[float, float, float, int, int]]:
    """Return the sums that the core needs for each period: Σk, ΣL, Σ(k − pL)², documents, documents with hits."""
    rate = hits.sum(1) / tokens.sum(1)
    squares = ((hits - rate[:, None] * tokens) ** 2).sum(1)
    sums = zip(hits.sum(1), tokens.sum(1), squares, (hits > 0).sum(1), strict=True)
    return [(float(k), float(size), float(away), hits.shape[1], int(seen)) for k, size, away, seen in sums]


def rows(_shared: Path, _asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """Return a row for each model and size, with notes that compare all methods."""
    found: list[Row] = []
    notes: list[str] = []
    asked = [(model, size) for model in MODELS for size in SIZES]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        measured = dict(zip(asked, pool.map(measure, *zip(*asked, strict=True)), strict=True))
    for model in MODELS:
        by_size = {size: measured[model, size] for size in SIZES}
        for size, methods in by_size.items():
            coverage, _width, n = methods["score"]
            target = Target(FLOOR) if size >= JUDGED else None
            found.append(Row(f"{model} documents", f"interval covers, {size} documents", coverage, n, target))
            coverage, n = measure_ratio(model, size)
            found.append(Row(f"{model} documents", f"ratio covers, {size} documents a side", coverage, n, target))
        notes.append(_table(model, by_size))
    return found, notes


def _table(model: str, by_size: dict[int, dict[str, tuple[float, float, int]]]) -> str:
    """Format coverage and mean width of all methods as a Markdown table."""
    head = " | ".join(f"{size}" for size in by_size)
    lines = [f"{model} documents: coverage (mean width) by documents a period", ""]
    lines += [f"| {model} | {head} |", "|---|" + "---:|" * len(by_size)]
    for name in METHODS:
        cells = " | ".join(f"{methods[name][0]:.3f} ({methods[name][1]:.1f})" for methods in by_size.values())
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def _write(tables: list[str]) -> None:
    """Insert the tables into the page that discusses them."""
    begin, end = "<!-- coverage: written by evaluation/coverage.py --write -->", "<!-- coverage ends -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    PAGE.write_text("\n".join([f"{before}{begin}", "", *tables, f"{end}{after}"]), encoding="utf-8")


if __name__ == "__main__":
    _found, _tables = rows(Path(), peers.Peers(run=False), 0)
    if "--write" in sys.argv[1:]:
        _write([f"{table}\n" for table in _tables])
    print("\n\n".join(_tables))
    sys.exit(any(not row.is_met for row in _found))
