"""A half goes up wherever a number stands in words, as in the pages' own scripts."""

from __future__ import annotations

import math

import polars as pl
import pytest

import coopsec as cs
from coopsec._rounding import half_up, whole_percent


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (62.5, 0, "63"), (6.25, 1, "6.3"), (0.145, 2, "0.15"), (-2.5, 0, "-3"), (1234567.5, 0, "1,234,568"),
        (0, 1, "0.0"), (5, 0, "5"), (1e-9, 3, "0.000"), (1e17, 0, "100,000,000,000,000,000"), (math.inf, 0, "inf"),
    ],
)  # fmt: skip
def test_a_half_goes_up(value, digits, written):
    assert half_up(value, digits) == written


@pytest.mark.parametrize(("share", "written"), [(0.625, "63"), (0.145, "15"), (0.996, "99"), (1, "100"), (0.001, "1")])
def test_a_share_that_is_not_all_is_no_hundred(share, written):
    assert whole_percent(share) == written


def test_a_warning_rounds_a_half_up():
    rows = {"text": [f"La drogue {word}." for word in "abcdefgh"], "source": ["MAP"] * 5 + ["EFE"] * 3}
    told = cs.from_frame(pl.DataFrame(rows)).warnings({"drugs": ["drogue"]})["message"]
    assert any("the source MAP has 63% of the 8 hits" in message for message in told)
