"""Bursts, compared with every possible sequence of states."""

from __future__ import annotations

import math
from datetime import date
from itertools import product

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError
from series_frames import assert_known, counted

COLUMNS = {"theme": pl.String, "start": pl.Date, "end": pl.Date, "weight": pl.Float64, "reason": pl.String}


def frame_of(doc_freq: list[int], documents: list[int]) -> pl.DataFrame:
    return counted([0] * len(doc_freq), documents=documents, doc_freq=doc_freq)


def cost(states: tuple[int, ...], r: list[int], d: list[int], s: float, gamma: float) -> float:
    """Kleinberg's cost of a sequence of states."""
    p = sum(r) / sum(d)
    total, last = 0.0, 0
    for state, relevant, all_ in zip(states, r, d, strict=True):
        rate = s * p if state else p
        total -= math.log(math.comb(all_, relevant) * rate**relevant * (1 - rate) ** (all_ - relevant))
        total += gamma * math.log(len(r)) if state > last else 0
        last = state
    return total


def test_columns_and_namespace():
    frame = frame_of([2, 3, 2, 1, 2, 3, 2, 2, 3, 2, 19, 15], [40] * 12)
    found = cs.bursts(frame)
    assert dict(found.schema) == COLUMNS
    assert_known(found)
    assert_frame_equal(found, frame.coopsec.bursts())
    assert dict(cs.bursts(counted([])).schema) == COLUMNS
    assert found.select("start", "end").row(0) == (date(2000, 11, 1), date(2000, 12, 1))


@pytest.mark.parametrize("seed", range(12))
def test_the_cheapest_of_all_sequences(seed):
    random = np.random.default_rng(seed)
    n = 10
    d = [int(size) for size in random.integers(5, 30, n)]
    r = [int(random.binomial(size, 0.5 if 3 <= at <= 5 else 0.08)) for at, size in enumerate(d)]
    s, gamma = 2.0, 0.5
    found = cs.bursts(frame_of(r, d), s=s, gamma=gamma)
    if found["reason"].drop_nulls().len():
        assert sum(r) == 0
        return
    states = [0] * n
    for start, end in found.select("start", "end").rows():
        for at in range(start.month - 1, end.month):
            states[at] = 1
    least = min(cost(each, r, d, s, gamma) for each in product((0, 1), repeat=n))
    assert cost(tuple(states), r, d, s, gamma) == pytest.approx(least)
    p = sum(r) / sum(d)
    for start, end, weight in found.select("start", "end", "weight").rows():
        saved = sum(
            r[at] * math.log(s) + (d[at] - r[at]) * math.log((1 - s * p) / (1 - p))
            for at in range(start.month - 1, end.month)
        )
        assert weight == pytest.approx(saved)


def test_empty_periods_keep_their_place():
    frame = frame_of([1, 1, 1, 9, 0, 9, 1, 1], [20, 20, 20, 20, 0, 20, 20, 20])
    found = cs.bursts(frame)
    assert found.select("start", "end").rows() == [(date(2000, 4, 1), date(2000, 6, 1))]


@pytest.mark.parametrize(
    ("r", "d", "reason"),
    [
        ([0] * 9, [4] * 9, "never occurs"),
        ([4] * 9, [4] * 9, "in every document"),
        ([3] * 9, [4] * 9, "occurs in 75% of the documents"),
        ([2] * 9, [4] * 9, "occurs in 50% of the documents"),
        ([3], [9], "periods with documents: 1"),
        ([1, 0, 0, 0], [1, 1, 1, 1], "periods with documents: 4"),
    ],
)
def test_what_cannot_be_said_is_a_row_of_nulls_with_a_reason(r, d, reason):
    found = cs.bursts(frame_of(r, d))
    assert reason in found["reason"][0]
    assert found.select("start", "end", "weight").row(0) == (None, None, None)


def test_bursts_may_begin_at_no_cost():
    assert cs.bursts(frame_of([2] * 11 + [9], [40] * 12), gamma=0)["start"].to_list() == [date(2000, 12, 1)]


def test_no_burst_is_no_row():
    assert cs.bursts(frame_of([2] * 12, [40] * 12)).is_empty()


def test_wrong_arguments():
    with pytest.raises(ColumnError, match="count over time"):
        cs.bursts(counted([1] * 9).drop("period"))
    for wrong in ({"s": 1.0}, {"s": math.nan}, {"gamma": -1.0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            cs.bursts(counted([1] * 9), **wrong)
