"""Frames like those of `corpus.themes`, with seeded random numbers, for tests of charts."""

from __future__ import annotations

import math
import random
from datetime import date

import polars as pl

from coopsec._periods import Step
from coopsec.plot.periods import calendar, next_start

BUILTIN = [
    "cooperation", "praise", "terrorism", "radicalisation", "organised_crime", "migration", "cyber",
    "espionage", "regional_threats", "maritime", "intelligence", "joint_operations", "police_judicial",
    "training", "major_events",
]  # fmt: skip

SCHEMA = {
    "period": pl.Date, "theme": pl.String, "count": pl.Int64, "doc_freq": pl.Int64, "per_million": pl.Float64,
    "per_million_low": pl.Float64, "per_million_high": pl.Float64, "doc_share": pl.Float64,
    "doc_share_low": pl.Float64, "doc_share_high": pl.Float64, "n_docs": pl.Int64, "n_tokens": pl.Int64,
    "partial": pl.Boolean,
}  # fmt: skip


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Limits of Wilson's interval of a share."""
    share = hits / n
    centre, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (centre - spread) / (1 + z * z / n)), min(1.0, (centre + spread) / (1 + z * z / n))


def count_row(rng: random.Random, share: float, n_docs: int, n_tokens: int) -> dict[str, object]:
    """Numbers of one theme in one period."""
    if n_docs == 0:
        return {"count": 0, "doc_freq": 0, "n_docs": 0, "n_tokens": 0}
    doc_freq = sum(rng.random() < share for _ in range(n_docs))
    count = sum(1 + int(rng.expovariate(0.7)) for _ in range(doc_freq))
    row: dict[str, object] = {"count": count, "doc_freq": doc_freq, "n_docs": n_docs, "n_tokens": n_tokens}
    rate = count / n_tokens * 1e6
    row |= {"per_million": rate, "doc_share": doc_freq / n_docs}
    if n_docs >= 2:
        spread = 1.96 * math.sqrt(max(count, 1) * 2.2) / n_tokens * 1e6
        low, high = wilson(doc_freq, n_docs)
        row |= {"per_million_low": max(0.0, rate - spread), "per_million_high": rate + spread}
        row |= {"doc_share_low": low, "doc_share_high": high}
    return row


def themes_frame(
    themes: list[str],
    n_periods: int,
    step: Step,
    *,
    seed: int = 7,
    mean_docs: float = 40.0,
    empty: float = 0.0,
    thin: float = 0.0,
    undated: int = 3,
    zeros: bool = False,
    partial_ends: bool = True,
    start: date = date(2003, 1, 1),
) -> pl.DataFrame:
    """A frame of `corpus.themes(…, every=step)`."""
    rng = random.Random(seed)
    days = [start]
    while len(days) < n_periods:
        days.append(next_start(days[-1], step))
    days = calendar(days[0], days[-1], step)
    level = {theme: 0.05 + 0.5 * rng.random() ** 2 for theme in themes}
    rows: list[dict[str, object]] = []
    for place, day in enumerate([*days, None]):
        ending = place in (0, len(days) - 1)
        n_docs = max(5, round(rng.gauss(mean_docs * (0.6 + 0.8 * place / len(days)), mean_docs * 0.15)))
        if day is None:
            n_docs = undated
        elif not ending and rng.random() < empty:
            n_docs = 0
        elif rng.random() < thin:
            n_docs = rng.randint(1, 4)
        n_tokens = round(n_docs * rng.uniform(220, 320))
        for order, theme in enumerate(themes):
            wave = 1 + 0.6 * math.sin(place / (4 + order) + order)
            share = 0.0 if zeros else min(0.9, level[theme] * wave)
            rows.append(
                {"period": day, "theme": theme, "partial": ending and partial_ends and day is not None}
                | count_row(rng, share, n_docs, n_tokens)
            )
    return pl.DataFrame(rows, schema=SCHEMA)


TABLE = themes_frame(["terrorism", "migration"], 6, "year")
DAYS = themes_frame(["terrorism"], 6, "day")
PAIRS = pl.DataFrame({"left": ["ES", "FR"], "right": ["MA", "MA"], "theme": ["migration"] * 2, "count": [5, 3]})
TERMS = pl.DataFrame(
    {
        "term": ["a", "b"], "count_target": [9, 1], "count_reference": [1, 9], "log_ratio": [3.0, -3.0],
        "log_ratio_low": [1.0, -5.0], "log_ratio_high": [5.0, -1.0],
    }
)  # fmt: skip
PAPERS = pl.DataFrame(
    {
        "doc_id": ["a"], "date_start": [date(2015, 1, 1)], "date_end": [date(2015, 1, 1)], "date_precision": ["day"],
        "source": ["MAP"], "n_chars": [100], "n_tokens": [20],
    }
)  # fmt: skip
HITS = pl.DataFrame({"doc_id": ["a"], "theme": ["migration"], "start": [3]})
