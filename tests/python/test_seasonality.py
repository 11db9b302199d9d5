"""Months and quarters of the year."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError, PeriodError
from series_frames import assert_known, counted

COLUMNS = {
    "theme": pl.String, "season": pl.Int64, "index": pl.Float64, "index_low": pl.Float64, "index_high": pl.Float64,
    "n_years": pl.Int64, "p": pl.Float64, "p_adjusted": pl.Float64, "reason": pl.String,
}  # fmt: skip


def poisson(seed: int, means: list[float]) -> list[int]:
    return [int(count) for count in np.random.default_rng(seed).poisson(means)]


def test_columns_and_namespace():
    frame = counted(poisson(1, [20.0] * 36))
    found = cs.seasonality(frame)
    assert dict(found.schema) == COLUMNS
    assert found["season"].to_list() == list(range(1, 13))
    assert_known(found)
    assert_frame_equal(found, frame.coopsec.seasonality())
    assert dict(cs.seasonality(counted([])).schema) == COLUMNS


def test_a_summer_under_changing_volume():
    tokens = [50_000 * (1 + at % 5) for at in range(72)]
    means = [size / 5000 * (3 if at % 12 in (6, 7) else 1) for at, size in enumerate(tokens)]
    found = cs.seasonality(counted(poisson(2, means), tokens=tokens))
    assert found["p"][0] < 0.01
    assert found["index"].mean() == pytest.approx(1.0)
    summer = found.filter(pl.col("season").is_in([7, 8]))
    assert (summer["index_low"] > 1).all()
    others = found.filter(~pl.col("season").is_in([7, 8]))
    assert summer["index"].mean() / others["index"].mean() == pytest.approx(3.0, abs=0.35)
    assert (found["n_years"] == 6).all()


def test_a_rise_and_a_jump_in_volume_are_no_season():
    rise = cs.seasonality(counted(poisson(3, [10.0 + at for at in range(96)])))
    assert rise["p"][0] > 0.05
    tokens = [100_000 * (5 if at % 12 < 3 else 1) for at in range(72)]
    volume = cs.seasonality(counted(poisson(4, [size / 10_000 for size in tokens]), tokens=tokens))
    assert volume["p"][0] > 0.05


def test_quarters_and_shares():
    shares = [0.1, 0.4, 0.1, 0.1] * 6
    doc_freq = [int(part) for part in np.random.default_rng(5).binomial(50, shares)]
    found = cs.seasonality(counted([1] * 24, months=3, doc_freq=doc_freq), value="doc_share")
    assert found["season"].to_list() == [1, 2, 3, 4]
    assert found["index"].arg_max() == 1
    assert found["p"][0] < 0.01


def test_every_turn_of_a_year_is_as_likely():
    # Quarters can be put in 24 orders, and months turned in 24 ways, back to front too: with two equal years, one in 24
    # resamples brings the same seasons together.
    quarters, months = [10, 40, 20, 80], [10, 40, 20, 80, 15, 55, 25, 95, 12, 33, 70, 5]
    for found in (cs.seasonality(counted(quarters * 2, months=3)), cs.seasonality(counted(months * 2))):
        assert found["p"][0] == pytest.approx(1 / 24, abs=0.015)


def test_limits_of_rare_themes_are_not_below_nothing():
    found = cs.seasonality(counted([1 if at in (3, 17, 29, 40) else 0 for at in range(48)]))
    assert found["index_low"].min() == 0.0


def test_seasons_are_those_of_the_calendar():
    frame = counted(poisson(6, [9.0 if at % 12 else 90.0 for at in range(60)]))
    later = frame.filter(pl.col("period").dt.year() * 12 + pl.col("period").dt.month() > 2000 * 12 + 5)
    assert cs.seasonality(later)["index"].arg_max() == 0


@pytest.mark.parametrize(
    ("counts", "reason"),
    [([5], "periods with documents: 1"), ([5] * 23, "periods with documents: 23"), ([0] * 24, "never occurs")],
)
def test_what_cannot_be_said_is_null_with_a_reason(counts, reason):
    found = cs.seasonality(counted(counts))
    assert found.height == 12
    assert all(reason in words for words in found["reason"])
    numbers = found.select("index", "index_low", "index_high", "n_years", "p", "p_adjusted")
    assert numbers.null_count().row(0) == (12,) * 6


def test_a_year_with_a_hole_is_not_full():
    documents = [0 if at in (5, 30) else 50 for at in range(36)]
    found = cs.seasonality(counted(poisson(7, [9.0] * 36), documents=documents))
    assert found["reason"][0] == "full years: 1, at least 2 are needed"


def test_a_month_that_never_has_a_hit_has_no_limits():
    found = cs.seasonality(counted([0 if at % 12 == 3 else 9 for at in range(48)]))
    april = found.row(3, named=True)
    assert (april["index"], april["index_low"], april["index_high"]) == (0.0, None, None)


def test_other_periods_are_refused():
    with pytest.raises(PeriodError, match='every="month"'):
        cs.seasonality(counted([5] * 30, months=12))
    with pytest.raises(ColumnError, match="count over time"):
        cs.seasonality(counted([5] * 30).drop("period"))


def test_the_seed_decides_and_threads_do_not():
    frame = pl.concat([counted(poisson(at, [20.0] * 36), theme=str(at)) for at in range(4)])
    assert_frame_equal(cs.seasonality(frame, threads=1), cs.seasonality(frame, threads=2))
    assert not cs.seasonality(frame, seed=1)["p"].equals(cs.seasonality(frame, seed=2)["p"])


def test_false_alarms_on_months_that_remember_are_few():
    random = np.random.default_rng(8)
    frames = []
    for number in range(150):
        noise = random.standard_normal(60)
        for at in range(1, 60):
            noise[at] = 0.6 * noise[at - 1] + 0.8 * noise[at]
        frames.append(counted([round(1000 + 100 * value) for value in noise], theme=f"{number:03}"))
    p = cs.seasonality(pl.concat(frames), resamples=199).filter(pl.col("season") == 1)["p"]
    assert (p <= 0.05).mean() <= 0.10
