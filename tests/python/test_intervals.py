"""Intervals of rates: formulas, the bootstrap against scipy and a slow twin, clusters, uninformative periods."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec import _coopsec
from coopsec.errors import ColumnError
from expected import clustered, periods

np = pytest.importorskip("numpy")
stats = pytest.importorskip("scipy.stats")

INTERVALS = ["score", "normal", "percentile", "bca"]
MASK = 2**64 - 1
COUNTS = [0, 3, 0, 1, 0, 0, 9, 0, 2, 0, 0, 1]
TOKENS = [300, 280, 120, 410, 90, 333, 512, 240, 260, 305, 199, 402]


GOLDEN = 0x9E3779B97F4A7C15


def splitmix(seed: int) -> int:
    """The first word of SplitMix64."""
    z = (seed + GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class Xoshiro:
    """xoshiro256++ in plain Python, seeded with four words of SplitMix64, as its authors recommend."""

    def __init__(self, seed: int) -> None:
        self.s = [splitmix(seed + at * GOLDEN) for at in range(4)]

    def next(self) -> int:
        def turned(x: int, k: int) -> int:
            return ((x << k) | (x >> (64 - k))) & MASK

        s = self.s
        result = (turned((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = turned(s[3], 45)
        return result


def resampled(counts: list[int], tokens: list[int], resamples: int, seed: int, stream: int) -> list[float]:
    """Sorted rates of resamples, whose documents are drawn one by one."""
    random = Xoshiro(splitmix(splitmix(seed) ^ splitmix(stream)))
    rates: list[float] = []
    while len(rates) < resamples:
        drawn = [(random.next() * len(tokens)) >> 64 for _ in tokens]
        if total := sum(tokens[at] for at in drawn):
            rates.append(sum(counts[at] for at in drawn) / total)
    return sorted(rates)


def bca(rates: list[float], counts: list[int], tokens: list[int], confidence: float) -> tuple[float, float]:
    """Efron's limits, step by step."""
    normal = stats.norm
    rate, n = sum(counts) / sum(tokens), len(rates)
    share = (sum(other < rate for other in rates) + sum(other <= rate for other in rates)) / 2 / n
    bias = normal.ppf(min(max(share, 0.5 / n), 1 - 0.5 / n))
    left = np.array([(sum(counts) - k) / (sum(tokens) - length) for k, length in zip(counts, tokens, strict=True)])
    away = left.mean() - left
    acceleration = (away**3).sum() / (away**2).sum() ** 1.5 / 6
    z = normal.ppf(0.5 + confidence / 2)
    shares = [normal.cdf(bias + (bias + e) / (1 - acceleration * (bias + e))) for e in (-z, z)]
    low, high = np.quantile(rates, shares)
    return float(low), float(high)


@pytest.mark.parametrize("confidence", [0.95, 0.8])
@pytest.mark.parametrize("stream", [0, 3])
def test_the_bootstrap_is_the_slow_twin(confidence, stream):
    given_counts, given_tokens = [[0, 1]] * stream + [COUNTS], [[5, 5]] * stream + [TOKENS]
    rates = resampled(COUNTS, TOKENS, 400, 11, stream)
    for interval in ("percentile", "bca"):
        found = _coopsec.rate_limits(
            given_counts, given_tokens, interval=interval, resamples=400, seed=11, confidence=confidence
        )[stream]
        outside = (1 - confidence) / 2
        expected = (
            np.quantile(rates, [outside, 1 - outside])
            if interval == "percentile"
            else bca(rates, COUNTS, TOKENS, confidence)
        )
        assert found == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("method", ["percentile", "bca"])
def test_the_bootstrap_is_that_of_scipy_but_for_chance(method):
    pytest.importorskip("scipy", minversion="1.15", reason="its older bootstrap takes no generator")
    counts, tokens = COUNTS * 3, TOKENS * 2 + TOKENS[::-1]

    def ratio(k, length, axis=-1):
        return k.sum(axis=axis) / length.sum(axis=axis)

    other = stats.bootstrap(
        (counts, tokens), ratio, paired=True, n_resamples=20_000, method=method, rng=np.random.default_rng(5)
    ).confidence_interval
    found = _coopsec.rate_limits([counts], [tokens], interval=method, resamples=20_000, seed=5)[0]
    width = other.high - other.low
    assert abs(found[0] - other.low) < 0.03 * width
    assert abs(found[1] - other.high) < 0.03 * width


def score(counts, tokens, confidence=0.95):
    """Both roots of (p − r)² = t² s² r / p, by numpy."""
    rate, m = sum(counts) / sum(tokens), len(tokens)
    squares = sum((k - rate * length) ** 2 for k, length in zip(counts, tokens, strict=True))
    error = math.sqrt(m / (m - 1) * squares) / sum(tokens)
    t = stats.t.ppf(0.5 + confidence / 2, min(max(sum(k > 0 for k in counts), 3), m - 1))
    roots = np.roots([1, -(2 * rate + t**2 * error**2 / rate), rate**2]).real
    return min(roots), min(max(roots), 1.0)


@pytest.mark.parametrize("confidence", [0.95, 0.5, 0.999])
def test_the_score_and_the_normal_interval_are_their_formulas(confidence):
    found = [_coopsec.rate_limits([COUNTS], [TOKENS], interval=i, confidence=confidence)[0] for i in INTERVALS[:2]]
    assert found[0] == pytest.approx(score(COUNTS, TOKENS, confidence), rel=1e-8)
    low, high = clustered(COUNTS, TOKENS, confidence)
    assert found[1] == pytest.approx((low / 1e6, high / 1e6), rel=1e-9)


@settings(max_examples=80, deadline=None)
@given(
    documents=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), max_size=8),
    interval=st.sampled_from(INTERVALS),
    confidence=st.sampled_from([0.5, 0.95, 0.999999]),
)
def test_limits_are_finite_and_enclose_the_rate_or_are_null(documents, interval, confidence):
    tokens = [length + count for count, length in documents]
    counts = [count for count, _ in documents]
    found = _coopsec.rate_limits([counts], [tokens], interval=interval, confidence=confidence, resamples=50)[0]
    if len(documents) < 2 or sum(tokens) == 0:
        assert found is None
        return
    low, high = found
    rate = sum(counts) / sum(tokens)
    assert 0 <= low <= high <= 1
    if interval in ("score", "normal") or not sum(counts):
        assert low <= rate * (1 + 1e-9)
        assert rate <= high * (1 + 1e-9)
    if not sum(counts):
        assert (low, high > 0) == (0, True)


@pytest.mark.parametrize("interval", INTERVALS)
def test_the_table_has_these_limits(french, builtin, interval):
    """Recompute every period of real text from the hits."""
    lexicon = builtin.select("terrorism", "migration")
    table = french.themes(lexicon, every="year", interval=interval, resamples=200, seed=3)
    lengths = french.documents["n_tokens"].to_list()
    ids = french.documents["doc_id"].to_list()
    counted = {
        (doc_id, theme): count
        for doc_id, theme, count in french.hits(lexicon, rollup=True).group_by("doc_id", "theme").len().rows()
    }
    found = periods(french, "year")
    cells = table["period"].unique(maintain_order=True).to_list()
    checked = 0
    for row in table.rows(named=True):
        here = [at for at, period in enumerate(found) if period == row["period"]]
        counts = [counted.get((ids[at], row["theme"]), 0) for at in here]
        stream = cells.index(row["period"])
        given = [[]] * stream + [counts], [[]] * stream + [[lengths[at] for at in here]]
        if sum(counts):
            limits = _coopsec.rate_limits(*given, interval=interval, resamples=200, seed=3)[stream]
            limits = (None, None) if limits is None else limits
            for name, limit in zip(("per_million_low", "per_million_high"), limits, strict=True):
                assert row[name] == (None if limit is None else pytest.approx(limit * 1e6, rel=1e-9))
            checked += 1
    assert checked > 10


@pytest.fixture(scope="module")
def reprints() -> cs.Corpus:
    """Three papers that print the same four dispatches, and a separate document without a dispatch number."""
    texts = ["le terrorisme et le terrorisme", "la mer", "le terrorisme recule", "le port et la mer"]
    rows = [(text, number, paper) for paper in ("a", "b", "c") for number, text in enumerate(texts)]
    rows.append(("rien du tout", None, "a"))
    return cs.from_frame(pl.DataFrame(rows, schema=["text", "dispatch", "source"], orient="row"))


@pytest.mark.parametrize("interval", ["score", "normal"])
def test_clusters_are_the_units(reprints, interval):
    theme = {"t": ["terrorisme"]}
    row = reprints.themes(theme, cluster="dispatch", interval=interval).row(0, named=True)
    counts, tokens = [6, 0, 3, 0, 0], [15, 6, 9, 15, 3]
    limits = _coopsec.rate_limits([counts], [tokens], interval=interval)[0]
    assert (row["per_million_low"], row["per_million_high"]) == pytest.approx((limits[0] * 1e6, limits[1] * 1e6))
    alone = reprints.themes(theme, interval=interval).row(0, named=True)
    assert row["per_million_low"] < alone["per_million_low"]
    assert {k: v for k, v in row.items() if "million_" not in k} == {
        k: v for k, v in alone.items() if "million_" not in k
    }


def test_clusters_without_a_number_are_their_own():
    frame = pl.DataFrame(
        {"text": ["a b", "a", "b b"], "part": [None, None, None]}, schema_overrides={"part": pl.String}
    )
    corpus = cs.from_frame(frame)
    assert_frame_equal(corpus.themes({"t": ["a"]}, cluster="part"), corpus.themes({"t": ["a"]}))


def test_clusters_by_story(reprints):
    assert reprints.documents["story"].n_unique() < len(reprints)
    by_story = reprints.themes({"t": ["terrorisme"]}, cluster="story")
    assert by_story["per_million_high"].item() != reprints.themes({"t": ["terrorisme"]})["per_million_high"].item()


@pytest.mark.parametrize("interval", INTERVALS)
def test_periods_that_say_nothing_are_null(interval):
    frame = pl.DataFrame({
        "text": ["a b", "b b", "b", "a a", "a a", "a", ",", ","],
        "date": ["2015", "2016", "2016", "2018", "2018", "2019", "2020", "2020"],
    })  # fmt: skip
    table = cs.from_frame(frame).themes({"t": ["a"], "never": ["z"]}, every="year", interval=interval, resamples=50)
    limits = {
        (period.year, theme): (low, high)
        for period, theme, low, high in table.select("period", "theme", "per_million_low", "per_million_high").rows()
    }
    assert limits[2015, "t"] == limits[2017, "t"] == limits[2019, "t"] == limits[2020, "t"] == (None, None)
    assert limits[2016, "t"][0] == limits[2016, "never"][0] == 0
    assert limits[2016, "t"][1] > 0
    # Two documents with nothing but the token: as uncertain as independent hits.
    low, high = limits[2018, "t"]
    assert high == 1e6
    assert 0 < low < 1e5
    assert not any(
        table[name].is_nan().any() or table[name].is_infinite().any()
        for name in table.columns
        if "_" in name and table[name].dtype == pl.Float64
    )


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_documents_that_are_all_alike_are_no_certainty(interval):
    alike = cs.from_frame(pl.DataFrame({"text": ["le port", "le port", "un port le port"]}))
    limits = ["per_million_low", "per_million_high"]
    found = alike.themes({"port": ["port"]}, interval=interval)
    assert found["per_million_low"][0] < found["per_million"][0] < found["per_million_high"][0]
    assert_frame_equal(found.select(limits), alike.themes({"port": ["port"]}).select(limits))


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_the_seed_decides(french, builtin, interval):
    lexicon = builtin.select("terrorism")
    asked = {"every": "year", "interval": interval, "resamples": 100}
    first = french.themes(lexicon, seed=1, **asked)
    assert_frame_equal(first, french.themes(lexicon, seed=1, **asked))
    assert not first.equals(french.themes(lexicon, seed=2, **asked))
    columns = [name for name in first.columns if "million_" not in name]
    assert_frame_equal(first.select(columns), french.themes(lexicon, every="year").select(columns))


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_wrong_seed_is_refused(press, themes, seed):
    with pytest.raises(ValueError, match="seed"):
        press.themes(themes, seed=seed)


@pytest.mark.parametrize("resamples", [0, 1, -5])
def test_too_few_resamples_are_refused(press, themes, resamples):
    with pytest.raises(ValueError, match="resamples"):
        press.themes(themes, interval="bca", resamples=resamples)


def test_wrong_names_are_told(press, themes):
    with pytest.raises(ValueError, match=r"wald.*score, normal, percentile or bca"):
        press.themes(themes, interval="wald")
    with pytest.raises(ColumnError, match="cluster: no column 'stories'"):
        press.themes(themes, cluster="stories")


def test_documents_of_one_rate_are_as_unsure_as_hits_by_chance():
    counts, tokens = [1, 2, 1], [100, 200, 100]
    low, high = _coopsec.rate_limits([counts], [tokens])[0]
    t = stats.t.ppf(0.975, 2)
    e = t * math.sqrt(4) / 400 / 0.01
    factor = 1 + e * e / 2 + e * math.sqrt(1 + e * e / 4)
    assert (low, high) == pytest.approx((0.01 / factor, 0.01 * factor))
    wide = _coopsec.rate_limits([counts], [tokens], interval="normal")[0]
    assert wide == pytest.approx((0.01 - 1.959963984540054 * 0.005, 0.01 + 1.959963984540054 * 0.005))
