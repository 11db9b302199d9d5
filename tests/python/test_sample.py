"""Samples for coding by hand, and back."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError


@pytest.fixture(scope="module")
def hits(sample, builtin):
    return sample.hits(builtin)


def test_a_sample_is_rows_of_the_hits_with_empty_codes(sample, hits, builtin):
    drawn = sample.sample(hits, 50, seed=7)
    assert drawn.columns == [*hits.columns, "code", "note"]
    assert drawn["code"].null_count() == drawn["note"].null_count() == drawn.height == 50
    assert drawn.drop("code", "note").join(hits, on=hits.columns, how="semi", nulls_equal=True).height == 50
    assert_frame_equal(sample.sample(builtin, 50, seed=7), drawn)


def test_a_seed_decides_and_order_does_not(sample, hits):
    drawn = sample.sample(hits, 50, seed=7)
    assert_frame_equal(sample.sample(hits.reverse(), 50, seed=7).reverse(), drawn)
    assert not sample.sample(hits, 50, seed=8).equals(drawn)
    larger = sample.sample(hits, 80, seed=7)
    assert drawn.join(larger, on=hits.columns, how="anti", nulls_equal=True).height == 0


def test_this_seed_draws_these_hits(press, themes):
    # Pinned: a new version of anything must not draw a different sample.
    drawn = press.sample(press.hits(themes), 3, seed=1)
    assert drawn.select("doc_id", "start").rows() == PINNED


def test_a_seed_of_numpy_is_the_same_seed(sample, hits):
    np = pytest.importorskip("numpy")
    assert_frame_equal(sample.sample(hits, 50, seed=np.int64(7)), sample.sample(hits, 50, seed=7))
    assert_frame_equal(sample.sample(hits, 50, seed=np.int8(-7)), sample.sample(hits, 50, seed=-7))


PINNED = [("d", 3), ("g", 0), ("g", 28)]


def test_strata_are_drawn_from_separately(sample, hits):
    drawn = sample.sample(hits, 3, seed=1, by="theme")
    sizes = dict(hits.group_by("theme").len().rows())
    assert dict(drawn.group_by("theme").len().rows()) == {theme: min(3, size) for theme, size in sizes.items()}
    assert drawn["doc_id"].to_list() == [
        doc
        for doc in hits["doc_id"].unique(maintain_order=True)
        for _ in range(drawn.filter(pl.col("doc_id") == doc).height)
    ]


def test_draws_are_even(sample, hits):
    times = dict.fromkeys(range(hits.height), 0)
    numbered = hits.with_row_index("row")
    for seed in range(200):
        for row in sample.sample(numbered, 100, seed=seed)["row"]:
            times[row] += 1
    share = 100 / hits.height
    spread = (200 * share * (1 - share)) ** 0.5
    assert max(abs(count - 200 * share) for count in times.values()) < 5 * spread


@pytest.mark.parametrize("n", [0, 1, 10**6])
def test_any_size(sample, hits, n):
    assert sample.sample(hits, n, seed=1).height == min(n, hits.height)
    assert sample.sample(hits.clear(), n, seed=1).columns[-2:] == ["code", "note"]


def test_wrong_arguments(sample, hits):
    with pytest.raises(ValueError, match="n is -1"):
        sample.sample(hits, -1, seed=1)
    for seed in (1.5, "monday", None):
        with pytest.raises(TypeError, match=f"seed is {seed!r}: give a whole number"):
            sample.sample(hits, 1, seed=seed)
    with pytest.raises(ColumnError, match="no column 'themes'"):
        sample.sample(hits, 1, seed=1, by="themes")
    with pytest.raises(ColumnError, match="hits: no column"):
        sample.sample(hits.drop("start"), 1, seed=1)
    with pytest.raises(ColumnError, match="already a column 'code'"):
        sample.sample(sample.sample(hits, 5, seed=1), 1, seed=1)


def test_to_csv_and_back(sample, hits, tmp_path):
    path = tmp_path / "coded.csv"
    drawn = sample.sample(hits, 2, seed=1, by="theme")
    codes = pl.Series("code", ["oui", "non", None])
    drawn.with_columns(codes.gather([at % 3 for at in range(drawn.height)])).write_csv(path)
    found = cs.precision(path)
    assert found["n_coded"].sum() + found["n_uncoded"].sum() == drawn.height
    assert found["theme"].to_list() == sorted(set(drawn["theme"]))
    same = cs.agreement(path, path)
    assert same.select("n", "left_out", "agreement", "kappa", "alpha").row(0) == (
        found["n_coded"].sum(), 0, 1.0, 1.0, 1.0,
    )  # fmt: skip
