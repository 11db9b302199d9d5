"""Changes of level."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError
from series_frames import assert_known, counted

COLUMNS = {
    "theme": pl.String, "period": pl.Date, "rate_before": pl.Float64, "rate_after": pl.Float64, "ratio": pl.Float64,
    "support": pl.Float64, "ratio_low": pl.Float64, "ratio_high": pl.Float64, "p": pl.Float64, "p_adjusted": pl.Float64,
    "reason": pl.String,
}  # fmt: skip
LOW = [9, 11, 10, 8, 12, 10, 9, 11, 10, 10, 12, 8]
HIGH = [41, 38, 40, 43, 39, 40, 41, 37, 40, 42, 40, 39]


def poisson(seed: int, means: list[float]) -> list[int]:
    return [int(count) for count in np.random.default_rng(seed).poisson(means)]


def test_columns():
    found = cs.change_points(counted(LOW + HIGH))
    assert dict(found.schema) == COLUMNS
    assert_known(found)
    assert dict(cs.change_points(counted([])).schema) == COLUMNS
    assert dict(cs.change_points(counted(LOW)).schema) == COLUMNS


def test_a_step_is_where_it_is():
    found = cs.change_points(counted(LOW + HIGH)).row(0, named=True)
    assert found["period"] == date(2001, 1, 1)
    assert found["rate_before"] == pytest.approx(100.0)
    assert found["rate_after"] == pytest.approx(400.0)
    assert found["ratio"] == pytest.approx(4.0)
    assert 2.0 < found["ratio_low"] < 4.0 < found["ratio_high"] < 8.0
    assert found["support"] > 0.9
    assert found["p"] <= 0.05


def test_up_and_down_are_two_changes():
    found = cs.change_points(counted(LOW + HIGH + LOW))
    assert found["period"].to_list() == [date(2001, 1, 1), date(2002, 1, 1)]
    assert found["rate_after"][0] == found["rate_before"][1]


def test_p_is_adjusted_over_all_series_those_of_one_level_too():
    steady = [counted(poisson(seed, [10.0] * 24)).with_columns(theme=pl.lit(f"steady{seed}")) for seed in range(3)]
    table = pl.concat([counted(LOW + HIGH), *steady])
    found = {adjust: cs.change_points(table, adjust=adjust).row(0, named=True) for adjust in ("holm", "bh", "none")}
    p = found["none"]["p"]
    assert found["none"]["p_adjusted"] == p
    assert found["holm"]["p_adjusted"] == pytest.approx(4 * p)
    assert p <= found["bh"]["p_adjusted"] <= found["holm"]["p_adjusted"]
    with pytest.raises(ValueError, match="adjust"):
        cs.change_points(table, adjust="bonferroni")


def test_the_first_level_of_a_theme_may_be_nothing():
    found = cs.change_points(counted([0] * 12 + HIGH)).row(0, named=True)
    assert (found["period"], found["rate_before"], found["ratio"], found["ratio_low"]) == (
        date(2001, 1, 1),
        0.0,
        None,
        None,
    )


def test_a_theme_that_ends_may_go_on_unseen():
    found = cs.change_points(counted([*HIGH, *[0] * 12])).row(0, named=True)
    assert found["rate_after"] == found["ratio"] == found["ratio_low"] == 0
    assert 0 < found["ratio_high"] < 0.1


def test_a_jump_in_volume_is_no_change_of_theme():
    volume = [100_000] * 12 + [1_000_000] * 12
    constant = poisson(3, [tokens / 10_000 for tokens in volume])
    assert cs.change_points(counted(constant, tokens=volume)).is_empty()
    # The same counts under a constant volume are a change.
    assert cs.change_points(counted(constant)).height == 1


def test_a_share_of_documents_and_its_volume():
    documents = [20] * 12 + [200] * 12
    shares = [0.1] * 6 + [0.6] * 18
    doc_freq = [int(part) for part in np.random.default_rng(2).binomial(documents, shares)]
    frame = counted([1] * 24, documents=documents, doc_freq=doc_freq)
    found = cs.change_points(frame, value="doc_share")
    assert found["period"].to_list() == [date(2000, 7, 1)]
    assert found["rate_after"][0] == pytest.approx(sum(doc_freq[6:]) / sum(documents[6:]))


def test_empty_periods_keep_their_place():
    documents = [0 if at in (3, 12, 13) else 50 for at in range(26)]
    frame = counted([*LOW, 0, 0, *HIGH], documents=documents)
    assert cs.change_points(frame)["period"].to_list() == [date(2001, 3, 1)]


def test_the_observed_table_counts_as_a_resample():
    # No resample gains as much: p is 1 in 20, never 0, and 1 in 20 is enough for a level of 0.05.
    found = cs.change_points(counted(LOW + HIGH), resamples=19)
    assert found["p"].to_list() == [0.05]


def test_counts_more_even_than_chance_do_not_make_small_steps_large():
    assert cs.change_points(counted([100] * 12 + [104] * 12)).is_empty()


def test_a_break_one_period_away_supports_a_change():
    # Exactly here in 62 % of the resamples.
    found = cs.change_points(counted(LOW + [count + 9 for count in LOW])).row(0, named=True)
    assert found["period"] == date(2001, 1, 1)
    assert 0.75 < found["support"] < 0.9


def test_min_size_is_the_shortest_level():
    frame = counted([*LOW, 60, 62, *LOW])
    assert cs.change_points(frame).height == 2
    assert cs.change_points(frame, min_size=5).filter(pl.col("rate_after") > 400).is_empty()


def test_the_seed_decides_and_threads_do_not():
    frame = pl.concat([counted(LOW[at:] + HIGH, theme=str(at)) for at in range(4)])
    one = cs.change_points(frame, seed=3, threads=1)
    assert_frame_equal(one, cs.change_points(frame, seed=3, threads=2))
    assert_frame_equal(one, frame.coopsec.change_points(seed=3))
    assert not one["ratio_high"].equals(cs.change_points(frame, seed=4)["ratio_high"])


@pytest.mark.parametrize(
    ("frame", "value", "reason"),
    [
        (counted([3]), "per_million", "periods with documents: 1"),
        (counted(LOW[:7]), "per_million", "periods with documents: 7"),
        (counted([0] * 12), "per_million", "never occurs"),
        (counted([9] * 12, documents=9), "doc_share", "in every document"),
        (counted(LOW + HIGH, documents=0), "per_million", "periods with documents: 0"),
    ],
)
def test_what_cannot_be_said_is_a_row_of_nulls_with_a_reason(frame, value, reason):
    found = cs.change_points(frame, value=value)
    assert found.height == 1
    assert reason in found["reason"][0]
    assert found.select(pl.exclude("theme", "reason")).row(0) == (None,) * 9


def test_one_rate_throughout_is_no_change():
    assert cs.change_points(counted([9] * 12)).is_empty()


def test_wrong_arguments():
    with pytest.raises(ColumnError, match="count over time"):
        cs.change_points(counted(LOW).drop("period"))
    for wrong in ({"min_size": 0}, {"level": 0.0}, {"level": 1.5}, {"resamples": 3}, {"confidence": 1.0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            cs.change_points(counted(LOW), **wrong)


def test_false_alarms_on_constant_rates_under_changing_volume_are_few():
    """Run a small part of the simulation of `make evaluate`."""
    volume = [50_000 if at % 24 < 12 else 400_000 for at in range(36)]
    frames = [
        counted(poisson(seed, [tokens / 20_000 for tokens in volume]), tokens=volume, theme=f"{seed:03}")
        for seed in range(100)
    ]
    found = cs.change_points(pl.concat(frames), resamples=39)
    assert found["theme"].n_unique() <= 11  # 6 %, plus two standard errors of the simulation
