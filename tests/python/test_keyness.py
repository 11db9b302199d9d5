"""Terms that a target uses more, or less, than a reference."""

from __future__ import annotations

import math
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning
from expected import KEYNESS, schema

TARGET = pl.col("date_start") >= date(2018, 1, 1)


@pytest.fixture(scope="module")
def table(french) -> pl.DataFrame:
    return read_quietly(french.keyness, TARGET, min_count=1, min_doc_freq=1)


def g2(a: int, b: int, n1: int, n2: int) -> float:
    """Log-likelihood over the four cells, signed."""
    total = 0.0
    for count, size, both in (
        (a, n1, a + b),
        (b, n2, a + b),
        (n1 - a, n1, n1 + n2 - a - b),
        (n2 - b, n2, n1 + n2 - a - b),
    ):
        expected = both * size / (n1 + n2)
        total += count * math.log(count / expected) if count else 0.0
    return math.copysign(2 * total, a / n1 - b / n2)


def test_columns(table, french):
    assert table.columns == list(KEYNESS)
    assert schema(table) == KEYNESS
    rare = read_quietly(french.keyness, TARGET, min_count=10**9)
    assert schema(rare) == KEYNESS
    assert rare.height == 0


@pytest.mark.parametrize("target", [True, False])
def test_a_side_without_documents_is_refused(french, target):
    with pytest.raises(ValueError, match=r"target|reference"):
        french.keyness(pl.lit(value=target))


def test_counts_are_those_of_both_sides(french, table):
    for side, view in (("target", french.filter(TARGET)), ("reference", french.filter(~TARGET))):
        n_tokens = view.documents["n_tokens"].sum()
        counts = dict(view.frequency().select("term", "count").rows())
        doc_freq = dict(view.frequency().select("term", "doc_freq").rows())
        for term, count, rate, documents in table.select(
            "term", f"count_{side}", f"per_million_{side}", f"doc_freq_{side}"
        ).rows():
            assert count == counts.get(term, 0)
            assert documents == doc_freq.get(term, 0)
            assert rate == pytest.approx(count / n_tokens * 1e6)
    assert table["term"].is_unique().all()


def test_g2_and_p(french, table):
    stats = pytest.importorskip("scipy.stats")
    n1 = french.filter(TARGET).documents["n_tokens"].sum()
    n2 = french.filter(~TARGET).documents["n_tokens"].sum()
    for a, b, found, p in table.select("count_target", "count_reference", "g2", "p").rows():
        assert found == pytest.approx(g2(a, b, n1, n2), rel=1e-6, abs=1e-6)
        assert p == pytest.approx(stats.chi2.sf(abs(found), 1), rel=1e-6, abs=1e-12)


def test_holm(table):
    order = table.sort("p")
    running = 0.0
    for rank, (p, adjusted) in enumerate(order.select("p", "p_adjusted").rows()):
        running = max(running, min(1.0, p * (table.height - rank)))
        assert adjusted == pytest.approx(running, rel=1e-6, abs=1e-12)


def test_ratios_are_finite_signed_and_within_their_limits(table):
    for name in ("log_ratio", "log_ratio_low", "log_ratio_high", "g2", "p", "p_adjusted"):
        assert table[name].is_finite().all(), name
    assert (table["log_ratio_low"] <= table["log_ratio"]).all()
    assert (table["log_ratio"] <= table["log_ratio_high"]).all()
    common = table.filter(pl.col("count_target") > 0, pl.col("count_reference") > 0)
    expected = common.select((pl.col("per_million_target") / pl.col("per_million_reference")).log(2).alias("log_ratio"))
    assert (common["log_ratio"] - expected["log_ratio"]).abs().max() < 0.2
    only = table.filter(pl.col("count_reference") == 0)
    assert (only["log_ratio"] > 0).all()
    assert (only["g2"] > 0).all()


def test_swapped_sides_are_the_mirror(french, table):
    swapped = read_quietly(french.keyness, ~TARGET, min_count=1, min_doc_freq=1)
    both = table.join(swapped, on="term", suffix="_swapped")
    assert both.height == table.height == swapped.height
    assert (both["g2"] + both["g2_swapped"]).abs().max() < 1e-6
    assert (both["log_ratio"] + both["log_ratio_swapped"]).abs().max() < 1e-6


def test_a_named_reference(french):
    frame = french.keyness(pl.col("date_start").dt.year() == 2015, pl.col("date_start").dt.year() == 2016, min_count=1)
    view = french.filter(pl.col("date_start").dt.year() == 2016)
    counts = dict(view.frequency().select("term", "count").rows())
    assert all(counts.get(term, 0) == count for term, count in frame.select("term", "count_reference").rows())


def test_undated_documents_are_on_neither_side_and_told(french):
    undated = french.documents["date_start"].null_count()
    assert undated > 0
    with pytest.warns(CoopsecWarning, match=str(undated)):
        french.keyness(TARGET)


def test_floors_of_counts(french):
    frame = read_quietly(french.keyness, TARGET, min_count=5, min_doc_freq=4)
    assert (frame["count_target"] + frame["count_reference"]).min() >= 5
    assert (frame["doc_freq_target"] + frame["doc_freq_reference"]).min() >= 4


def test_a_wrong_column_is_named(french):
    with pytest.raises(ColumnError, match="sorce"):
        french.keyness(pl.col("sorce") == "MAP")


def test_masks_and_expressions_are_the_same(press):
    mask = [True, False] * 4
    assert_frame_equal(press.keyness(mask, min_count=1), press.keyness(pl.col("page") % 2 == 1, min_count=1))


def test_identical_sides_say_nothing():
    corpus = cs.from_frame(pl.DataFrame({"text": ["un deux trois"] * 6, "side": [True, False] * 3}))
    frame = corpus.keyness(pl.col("side"), min_count=1)
    assert frame["g2"].abs().max() == pytest.approx(0, abs=1e-9)
    assert frame["p_adjusted"].min() == pytest.approx(1)
    assert frame["term"].to_list() == ["deux", "trois", "un"]
