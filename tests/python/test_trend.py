"""Rise and fall of themes."""

from __future__ import annotations

import csv
import json
import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError
from series_frames import assert_known, counted

COLUMNS = {
    "theme": pl.String, "n_periods": pl.Int64, "tau": pl.Float64, "p": pl.Float64, "p_adjusted": pl.Float64,
    "slope": pl.Float64, "slope_low": pl.Float64, "slope_high": pl.Float64, "reason": pl.String,
}  # fmt: skip
RISING = [3, 5, 4, 6, 8, 7, 9, 12, 11, 13, 15, 14]
MILLION = 1_000_000


def measured(values: list[float | None]) -> pl.DataFrame:
    """A yearly frame whose rates per million are these values; None is an unknown rate."""
    rows = [(date(1000 + at, 1, 1), value) for at, value in enumerate(values)]
    return pl.DataFrame(
        {
            "period": [day for day, _ in rows],
            "theme": "theme",
            "count": [0.0 if value is None else value for _, value in rows],
            "n_docs": [0 if value is None else 10 for _, value in rows],
            "n_tokens": [0 if value is None else MILLION for _, value in rows],
        }
    )


def test_columns():
    found = cs.trend(counted(RISING))
    assert dict(found.schema) == COLUMNS
    assert_known(found)
    assert dict(cs.trend(counted([])).schema) == COLUMNS


def test_corpus_frames_are_taken_and_the_namespace_gives_the_same(french):
    lexicon = {"terrorism": ["terroris*"], "migration": ["migra*"], "never": ["zzzz"]}
    table = french.themes(lexicon, every="year")
    found = cs.trend(table)
    assert found["theme"].to_list() == ["migration", "never", "terrorism"]
    assert found["reason"].to_list() == [None, "never occurs", None]
    assert_frame_equal(found, table.coopsec.trend())
    assert_known(found)
    dated = table.filter(pl.col("theme") == "migration", pl.col("period").is_not_null(), pl.col("n_docs") > 0)
    assert found["n_periods"][0] == dated.filter(~pl.col("partial")).height
    kept = cs.trend(table, partial="keep")
    assert kept["n_periods"][0] == dated.height


def test_the_rates_of_a_standardised_table_are_tested():
    from_a, years = [2, 3, 5, 6, 8, 9, 11, 12, 14, 16], range(2001, 2011)
    rows = []
    for year, often in zip(years, from_a, strict=True):
        speaks = [("la drogue et la mer", "A")] * (often // 2) + [("le port et la mer", "A")] * (often - often // 2)
        rows += [(*row, str(year)) for row in speaks + [("le port et le pays", "B")] * (20 - often)]
    corpus = cs.from_frame(pl.DataFrame(rows, schema=["text", "source", "date"], orient="row"))
    composed = corpus.composition({"t": ["drogue"]}, every="year").filter(pl.col("basis") != "deduped")
    for value, million in (("per_million", MILLION), ("doc_share", 1)):
        found = cs.trend(composed, value=value, autocorrelation=False, partial="keep")
        assert found["basis"].to_list() == ["raw", "standardised"]
        assert found["tau"][0] > 0.9
        rates = composed.filter(pl.col("basis") == "standardised")[value].to_list()
        assert found["tau"][1] == pytest.approx(pytest.importorskip("scipy.stats").kendalltau(years, rates).statistic)
        slopes = [(rates[b] - rates[a]) / (b - a) for b in range(10) for a in range(b)]
        assert found["slope"][1] == pytest.approx(float(np.median(slopes)), abs=million * 1e-12)
    table = corpus.themes({"t": ["drogue"]}, every="year", standardise="source")
    plain, fixed = cs.trend(table, autocorrelation=False), cs.trend(composed, autocorrelation=False)[1:]
    assert_frame_equal(plain.drop("p_adjusted"), fixed.drop("basis", "p_adjusted"))
    with pytest.raises(ColumnError, match="standardised rates: no column 'doc_share'"):
        cs.trend(table.drop("doc_share"), value="doc_share")


def test_tau_and_slope_are_those_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    random = np.random.default_rng(1)
    for _ in range(30):
        n = int(random.integers(5, 60))
        values = [float(value) for value in random.integers(0, 15, n)]
        found = cs.trend(measured(values), autocorrelation=False).row(0, named=True)
        if found["reason"]:
            assert len(set(values)) == 1
            continue
        kendall = stats.kendalltau(np.arange(n), values)
        slope = stats.theilslopes(values, np.arange(n), alpha=0.95)
        assert found["tau"] == pytest.approx(kendall.statistic)
        assert found["slope"] == pytest.approx(slope.slope)
        if len(set(values)) == n:  # scipy treats ties of time and value differently
            assert (found["slope_low"], found["slope_high"]) == pytest.approx((slope.low_slope, slope.high_slope))


def series_of(shared, name: str, column: str) -> list[float | None]:
    with (shared / "reference" / name).open(encoding="utf-8", newline="") as file:
        return [float(row[column]) for row in csv.DictReader(file)]


def test_published_results_of_mann_kendall(shared):
    """pyMannKendall's own tests give p, tau and slope per step for these series."""
    path = shared / "reference" / "pymannkendall_arbitrary.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    values, expected = stated["arbitrary_1d_data"], stated["expected"]
    row = cs.trend(measured(values), autocorrelation=False).row(0, named=True)
    plain = expected["test_original_test"]["result"]
    assert row["p"] == pytest.approx(float(plain["p"]))
    # Its tau is tau-a, which ignores ties.
    known = [value for value in values if value is not None]
    pairs = len(known) * (len(known) - 1) / 2
    tied = sum(known.count(value) * (known.count(value) - 1) / 2 for value in set(known))
    assert row["tau"] * math.sqrt((pairs - tied) / pairs) == pytest.approx(float(plain["Tau"]))
    # Missing values keep their place.
    assert row["slope"] == pytest.approx(float(expected["test_sens_slope"]["result"]["slope"]))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("mk_shampoo.csv", "Sales"),
        ("mk_AirPassengers.csv", "#Passengers"),
        ("mk_daily-total-female-births.csv", "Births"),
    ],
)
def test_series_of_pymannkendall(shared, name, column):
    stats = pytest.importorskip("scipy.stats")
    values = series_of(shared, name, column)
    found = cs.trend(measured(values), autocorrelation=False).row(0, named=True)
    assert found["tau"] == pytest.approx(stats.kendalltau(range(len(values)), values).statistic)
    assert found["slope"] == pytest.approx(stats.theilslopes(values).slope)
    assert found["p"] < 0.01
    blocks = cs.trend(measured(values), resamples=199).row(0, named=True)
    assert (blocks["tau"], blocks["slope"]) == (found["tau"], found["slope"])
    assert blocks["slope_low"] < found["slope_low"] < found["slope"] < found["slope_high"] < blocks["slope_high"]


def test_slopes_are_by_year_and_gaps_keep_their_place():
    monthly = cs.trend(counted(RISING, months=1)).row(0, named=True)
    yearly = cs.trend(counted(RISING, months=12)).row(0, named=True)
    assert monthly["slope"] == pytest.approx(12 * yearly["slope"])
    line = counted(list(range(1, 25)), months=12)
    gapped = line.with_columns(n_docs=pl.when(pl.col("count") % 3 == 0).then(0).otherwise(pl.col("n_docs")))
    assert cs.trend(gapped)["slope"][0] == pytest.approx(10.0)
    assert cs.trend(gapped)["n_periods"][0] == 16
    assert_frame_equal(cs.trend(gapped), cs.trend(gapped.filter(pl.col("n_docs") > 0)))


def test_the_observed_series_counts_as_a_resample():
    # No resample rises as steadily: p is 1 in 100, never 0.
    assert cs.trend(counted(range(10, 34)), resamples=99)["p"].to_list() == [0.01]


def test_resamples_that_are_as_far_count_too():
    # As many pairs rise as fall, so nothing is nearer.
    found = cs.trend(counted([30, 10, 50, 40, 20], months=12)).row(0, named=True)
    assert found["tau"] == 0.0
    assert found["p"] > 0.9


def test_a_share_of_documents():
    frame = counted([1] * 12, doc_freq=RISING, documents=20, months=12)
    found = cs.trend(frame, value="doc_share").row(0, named=True)
    shares = [part / 20 for part in RISING]
    assert found["slope"] == pytest.approx(
        float(np.median([(b - a) / (j - i) for i, a in enumerate(shares) for j, b in enumerate(shares) if i < j]))
    )
    assert found["p"] < 0.05
    assert "same in every period" in cs.trend(frame)["reason"][0]


def test_more_volume_is_no_trend():
    volume = [10_000 * (1 + at) for at in range(24)]
    found = cs.trend(counted([5 * (1 + at) + (-1) ** at for at in range(24)], tokens=volume)).row(0, named=True)
    assert found["p"] > 0.1


def test_p_is_adjusted_over_the_series_of_the_frame():
    frames = [counted(RISING, theme="a"), counted(RISING[::-1], theme="b"), counted([0] * 12, theme="c")]
    frame = pl.concat(frames)
    for adjust, factor in (("holm", 2), ("bh", 1), ("none", 1)):
        found = cs.trend(frame, adjust=adjust)
        assert found["p_adjusted"].drop_nulls().max() == pytest.approx(min(1.0, factor * found["p"].min()), abs=0.02)
        assert found["p_adjusted"].null_count() == 1
    with pytest.raises(ValueError, match=r"^adjust is .*holm, bh or none"):
        cs.trend(frame, adjust="bonferroni")


def test_groups_are_series_and_their_order_is_that_of_names():
    frame = pl.concat(
        [counted(RISING).with_columns(source=pl.lit(name, dtype=pl.String)) for name in ("b", None, "a")]
    ).select("period", "source", "theme", pl.exclude("period", "source", "theme"))
    found = cs.trend(frame)
    assert found.columns[:2] == ["source", "theme"]
    assert found["source"].to_list() == ["a", "b", None]
    assert (found["slope"] == found["slope"][0]).all()
    with pytest.raises(ColumnError, match="several rows of 'theme'"):
        cs.trend(frame.drop("source"))


def test_terms_that_do_not_occur_in_a_period_count_zero(french):
    full = french.frequency(every="year", top=3)
    seen = full.filter((pl.col("count") > 0) | pl.col("term").is_null())
    assert_frame_equal(cs.trend(full), cs.trend(seen))
    listed = french.frequency(every="year", min_count=100)
    names = listed["term"].drop_nulls().unique()
    whole = french.frequency(every="year", top=400).filter(pl.col("term").is_in(names.implode()))
    assert_frame_equal(cs.trend(listed), cs.trend(whole))


def test_the_seed_decides_and_threads_do_not():
    frame = pl.concat([counted(RISING[at:] + RISING[:at], theme=str(at)) for at in range(6)])
    assert_frame_equal(cs.trend(frame, seed=3, threads=1), cs.trend(frame, seed=3, threads=2))
    assert not cs.trend(frame, seed=3)["p"].equals(cs.trend(frame, seed=4)["p"])


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (counted([3]), "periods with documents: 1"),
        (counted([1, 2, 3, 4]), "periods with documents: 4"),
        (counted([0] * 9), "never occurs"),
        (counted([7] * 9), "same in every period"),
        (counted([1, 2, 1, 2, 1, 2], documents=[0, 1, 0, 0, 0, 1]), "periods with documents: 2"),
        (counted([1, 2, 1, 2, 1], documents=[1, 1, 0, 1, 1]), "periods with documents: 4"),
    ],
)
def test_what_cannot_be_said_is_null_with_a_reason(frame, reason):
    found = cs.trend(frame)
    assert reason in found["reason"][0]
    assert all(value is None for value in found.select("tau", "p", "p_adjusted", "slope", "slope_low").row(0))


@pytest.mark.parametrize("question", [cs.trend, cs.change_points, cs.bursts, cs.seasonality])
def test_few_whole_periods_are_told_from_partial_ones(question):
    frame = counted([3, 1, 2, 4]).with_columns(partial=pl.Series([True, False, False, True]))
    left_out, kept = question(frame)["reason"][0], question(frame, partial="keep")["reason"][0]
    assert left_out.startswith("periods with documents: 2, at least ")
    assert left_out.endswith(' are needed, without partial ones, which partial="keep" takes')
    assert kept.startswith("periods with documents: 4, at least ")
    assert kept.endswith(" are needed")


@pytest.mark.parametrize("question", [cs.trend, cs.change_points, cs.seasonality])
def test_a_theme_of_left_out_rows_does_occur(question):
    """Where a table shows hits, "never occurs" would be false."""
    frame = counted([4] + [0] * 30 + [2]).with_columns(partial=pl.Series([True] + [False] * 30 + [True]))
    undated = frame.with_columns(period=pl.when("partial").then(None).otherwise("period"), partial=pl.lit(value=False))
    nothing = frame.with_columns(count=pl.lit(0))
    reasons = [question(each)["reason"][0] for each in (frame, undated, nothing)]
    assert reasons == [
        'occurs only in partial periods, which partial="keep" takes',
        "occurs only in documents that fit no period",
        "never occurs",
    ]


def test_undated_documents_alone_say_nothing():
    frame = counted([5]).with_columns(pl.lit(None).alias("period"))
    for dtype in (pl.Null, pl.Date):
        found = cs.trend(frame.with_columns(pl.col("period").cast(dtype)))
        assert found["reason"].to_list() == ["periods with documents: 0, at least 5 are needed"]


def test_few_documents():
    found = cs.trend(counted([1, 2, 1, 2], documents=1))
    assert found["tau"].null_count() == 1
    assert_known(found)


def test_wrong_frames_are_told_what_to_do():
    frame = counted(RISING)
    with pytest.raises(ColumnError, match="count over time"):
        cs.trend(frame.drop("period"))
    with pytest.raises(ColumnError, match="'theme' or 'term'"):
        cs.trend(frame.drop("theme"))
    with pytest.raises(ColumnError, match="'n_tokens'"):
        cs.trend(frame.drop("n_tokens"))
    with pytest.raises(ColumnError, match="expected Date"):
        cs.trend(frame.with_columns(pl.col("period").cast(pl.String)))
    with pytest.raises(ColumnError, match="expected 0 or more"):
        cs.trend(frame.with_columns(-pl.col("count")))
    with pytest.raises(ValueError, match="per_million or doc_share"):
        cs.trend(frame, value="count")
    with pytest.raises(ValueError, match="resamples is 5: give a number from 19"):
        cs.trend(frame, resamples=5)
    for confidence, least in [(0.9, 9), (0.99, 99), (0.9999, 9999)]:
        with pytest.raises(ValueError, match=f"give a number from {least} to"):
            cs.trend(frame, resamples=least - 1, confidence=confidence)
    with pytest.raises(ValueError, match="seed is -1"):
        cs.trend(frame, seed=-1)
    with pytest.raises(ValueError, match="drop or keep"):
        cs.trend(frame, partial="some")
    with pytest.raises(TypeError, match="list"):
        cs.trend([1, 2])


def test_false_alarms_on_series_with_a_memory_are_few():
    """Run a small part of the simulation of `make evaluate`: plain Mann-Kendall rejects far more often."""
    random = np.random.default_rng(5)
    frames = []
    for number in range(200):
        noise = random.standard_normal(50)
        for at in range(1, 50):
            noise[at] = 0.6 * noise[at - 1] + 0.8 * noise[at]
        frames.append(counted([round(1000 + 100 * value) for value in noise], theme=f"{number:03}"))
    frame = pl.concat(frames)
    alarms = cs.trend(frame, resamples=199)["p"] <= 0.05
    plain = cs.trend(frame, autocorrelation=False)["p"] <= 0.05
    assert alarms.mean() <= 0.095  # 6 %, and twice the error of the simulation
    assert plain.mean() > 0.2


@pytest.mark.parametrize(("hits", "growing"), [(2, True), (10, False)])
def test_volume_that_grows_or_falls_is_no_trend(hits, growing):
    """The rate is constant, with skewed counts where volume is low: plain Mann-Kendall finds trends in the skewness."""
    random = np.random.default_rng(6)
    volume = [(8 if (at >= 50) == growing else 1) for at in range(100)]
    means = random.gamma(np.array([volume] * 200) * hits / 2.0, 2.0)
    tokens = [100_000 * times for times in volume]
    frames = [
        counted(counts.tolist(), tokens=tokens, theme=f"{number:03}")
        for number, counts in enumerate(random.poisson(means))
    ]
    frame = pl.concat(frames)
    alarms = cs.trend(frame, resamples=99)["p"] <= 0.05
    plain = cs.trend(frame, autocorrelation=False)["p"] <= 0.05
    assert alarms.mean() <= 0.095  # 6 %, and twice the error of the simulation
    assert plain.mean() >= 0.1


def test_a_rise_under_growing_volume_is_found():
    random = np.random.default_rng(7)
    volume = [1 if at < 50 else 8 for at in range(100)]
    means = np.array(volume) * np.linspace(6, 18, 100)
    frame = counted(random.poisson(means).tolist(), tokens=[100_000 * times for times in volume])
    for value in (frame, frame.with_columns(pl.col("count") + 0.5)):
        row = cs.trend(value).row(0, named=True)
        assert row["p"] < 0.01
        assert 0 < row["slope_low"] < row["slope"] < row["slope_high"]


def test_a_line_without_noise_is_a_trend():
    for counts in (list(range(1, 25)), list(range(100, 340, 10)), list(range(5000, 2600, -100))):
        assert cs.trend(counted(counts))["p"][0] < 0.01
