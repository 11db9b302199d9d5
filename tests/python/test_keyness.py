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
    said = rf"^{undated} documents without date_start \(undated\), for which the target is null, are on neither side$"
    with pytest.warns(CoopsecWarning, match=said):
        french.keyness(TARGET)


def test_documents_on_neither_side_are_told_by_what_they_lack():
    corpus = cs.from_frame(pl.DataFrame({"text": ["la mer"] * 3, "desk": ["a", "b", None]}))
    with pytest.warns(CoopsecWarning, match="^1 document without desk, for which the target is null, is on"):
        corpus.keyness(pl.col("desk") == "a")
    with pytest.warns(CoopsecWarning, match="^1 document, for which the target is null, is on"):
        corpus.keyness([True, False, None])


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


def contrasts(table: pl.DataFrame, french, unit: str = "tokens") -> list[tuple[int, int, int, int]]:
    """Hits on both sides and the sizes of the sides, for every row."""
    sides = [french.filter(TARGET).documents, french.filter(~TARGET).documents]
    sizes = [side.height if unit == "docs" else side["n_tokens"].sum() for side in sides]
    name = "doc_freq" if unit == "docs" else "count"
    return [(a, b, *sizes) for a, b in table.select(f"{name}_target", f"{name}_reference").rows()]


@pytest.mark.parametrize("unit", ["tokens", "docs"])
@pytest.mark.parametrize(
    ("measure", "correction"), [("g2", None), ("g2", "williams"), ("chi2", None), ("chi2", "yates")]
)
def test_statistics_are_those_of_scipy_cell_by_cell(french, unit, measure, correction):
    stats = pytest.importorskip("scipy.stats")
    asked = {"unit": unit, "measure": measure, "correction": correction, "min_count": 2}
    table = read_quietly(french.keyness, TARGET, **asked).head(400)
    assert table.columns == [*KEYNESS, *(["chi2"] if measure == "chi2" else [])]
    tests = zip(contrasts(table, french, unit), table.select(measure, "p").rows(), strict=True)
    for (a, b, m, n), (found, p) in tests:
        cells = [[a, b], [m - a, n - b]]
        expected = stats.chi2_contingency(
            cells, correction=correction == "yates", lambda_="log-likelihood" if measure == "g2" else None
        ).statistic
        if correction == "williams":
            total = m + n
            rows, columns = (1 / (a + b) + 1 / (total - a - b), 1 / m + 1 / n)
            expected /= 1 + (total * rows - 1) * (total * columns - 1) / (6 * total)
        assert abs(found) == pytest.approx(expected, rel=1e-8, abs=1e-9)
        if abs(found) > 1e-9:
            assert (found > 0) == (a / m > b / n)
        assert p == pytest.approx(stats.chi2.sf(expected, 1), rel=1e-6, abs=1e-12)


def test_p_agrees_with_fishers_exact_test_where_counts_are_large(french):
    stats = pytest.importorskip("scipy.stats")
    table = read_quietly(french.keyness, TARGET, min_count=60)
    for (a, b, m, n), p in zip(contrasts(table, french), table["p"], strict=True):
        exact = stats.fisher_exact([[a, b], [m - a, n - b]]).pvalue
        assert abs(math.log10(max(p, 1e-300)) - math.log10(max(exact, 1e-300))) < 0.35


def test_values_printed_by_quanteda():
    """From the tests of quanteda.textstats: 7 times `b` and 3 times `a` against 7 times `a` and twice `b`."""
    corpus = cs.from_frame(pl.DataFrame({"text": ["b b b b b b b a a a", "a a a a a a a b b"]}))
    asked = {"min_count": 1, "min_doc_freq": 1, "measure": "chi2"}
    row = corpus.keyness([True, False], **asked).filter(pl.col("term") == "b").row(0, named=True)
    assert (row["count_target"], row["count_reference"]) == (7, 2)
    g2_row = corpus.keyness([True, False], min_count=1, min_doc_freq=1, correction="williams").row(0, named=True)
    plain = corpus.keyness([True, False], min_count=1, min_doc_freq=1).row(0, named=True)
    # Their value is chi-squared divided by Williams' divisor.
    assert row["chi2"] / (plain["g2"] / g2_row["g2"]) == pytest.approx(4.017626, abs=1e-5)
    assert corpus.keyness([True, False], **asked, correction="yates")["chi2"].abs().max() == pytest.approx(
        2.632438, abs=1e-6
    )


# Printed by quanteda's textstat_keyness for the speeches of one party against those of others, without Yates'
# correction ("Lab_Session_QTA_2.md" of a course on text analysis): term, chi-squared, p, count in the target and in the
# reference.
PRINTED = [
    ("hon", 59.60149, 1.165734e-14, 3303, 3266), ("friend", 55.94153, 7.460699e-14, 1216, 1063),
    ("aircraft", 54.96878, 1.224576e-13, 116, 38), ("cyberstalking", 50.16056, 1.416645e-12, 42, 0),
    ("stalking", 42.99415, 5.490386e-11, 36, 0), ("drug", 38.84916, 4.578508e-10, 54, 10),
    ("right", 35.99095, 1.982363e-09, 1424, 1356), ("parking", 31.82940, 1.683252e-08, 36, 4),
    ("icmp", 29.85626, 4.652923e-08, 25, 0), ("research", 28.26946, 1.055484e-07, 117, 62),
    ("misuse", 26.81702, 2.236585e-07, 25, 1), ("air", 25.09368, 5.461162e-07, 110, 60),
    ("badger", 24.44132, 7.660780e-07, 23, 1), ("bail", 23.87148, 1.029863e-06, 27, 3),
    ("medicines", 23.85041, 1.041196e-06, 31, 5), ("tyne", 23.85041, 1.041196e-06, 31, 5),
    ("training", 20.28065, 6.687365e-06, 125, 79), ("badgers", 19.10759, 1.235523e-05, 16, 0),
    ("businesses", 18.61571, 1.598976e-05, 113, 71), ("iran", 18.51407, 1.686546e-05, 18, 1),
]  # fmt: skip
# The page does not print the sizes, but only these integers give its first fourteen rows.
PRINTED_SIZES = (190_237, 227_177)


def test_a_table_printed_by_quanteda():
    texts = []
    for side, size in enumerate(PRINTED_SIZES, start=3):
        words = [word for row in PRINTED for word in [row[0]] * int(row[side])]
        texts.append(" ".join(words + ["other"] * (size - len(words))))
    corpus = cs.from_frame(pl.DataFrame({"text": texts}), lang="en")
    found = corpus.keyness([True, False], min_count=1, min_doc_freq=1, measure="chi2")
    rows = {row["term"]: row for row in found.rows(named=True)}
    for term, chi2, p, a, b in PRINTED:
        assert (rows[term]["count_target"], rows[term]["count_reference"]) == (a, b)
        assert rows[term]["chi2"] == pytest.approx(chi2, abs=6e-6)
        assert rows[term]["p"] == pytest.approx(p, rel=4e-6)


# The texts from the tests of quanteda.textstats.
LETTERS = ["a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"]


@pytest.mark.parametrize(("first", "order"), [(True, "cgbhaefd"), (False, "defabhgc")])
def test_the_order_of_quanteda(first, order):
    """Its tests give the order by uncorrected likelihood ratio, from words of the target to words of the reference."""
    corpus = cs.from_frame(pl.DataFrame({"text": LETTERS}))
    found = corpus.keyness([first, not first], min_count=1, min_doc_freq=1)
    g2 = dict(found.select("term", "g2").rows())
    assert sorted(g2) == list("abcdefgh")
    ranks = [round(g2[term], 9) for term in order]
    assert ranks == sorted(ranks, reverse=True)


def test_yates_stops_where_r_does_and_quanteda_does_not():
    """For the table 3, 2, 14, 10, the tests of quanteda.textstats give R's 1.626059e-31 and its own 0.1851001."""
    corpus = cs.from_frame(pl.DataFrame({"text": LETTERS}))
    asked = {"min_count": 1, "min_doc_freq": 1, "measure": "chi2", "correction": "yates"}
    row = corpus.keyness([True, False], **asked).filter(pl.col("term") == "a").row(0, named=True)
    assert (row["count_target"], row["count_reference"]) == (3, 2)
    assert row["chi2"] == pytest.approx(1.626059e-31, abs=1e-12)
    expected = [17 * 5 / 29, 12 * 5 / 29, 17 * 24 / 29, 12 * 24 / 29]
    beyond = sum((abs(k - e) - 0.5) ** 2 / e for k, e in zip((3, 2, 14, 10), expected, strict=True))
    assert beyond == pytest.approx(0.1851001, abs=5e-8)


def test_log_likelihood_of_rayson():
    """The calculator of Rayson and Garside (2000) sums two of the four cells; the other two add little."""
    a, b, m, n = 12, 5, 5_000, 8_000
    frame = pl.DataFrame({"text": [" ".join(["x"] * a + ["y"] * (m - a)), " ".join(["x"] * b + ["y"] * (n - b))]})
    row = cs.from_frame(frame).keyness([True, False], min_count=1, min_doc_freq=1).filter(pl.col("term") == "x")
    expected = [size * (a + b) / (m + n) for size in (m, n)]
    two_cells = 2 * (a * math.log(a / expected[0]) + b * math.log(b / expected[1]))
    rest = 2 * sum(
        (size - k) * math.log((size - k) / (size - e)) for size, k, e in zip((m, n), (a, b), expected, strict=True)
    )
    assert row["g2"].item() == pytest.approx(two_cells + rest, rel=1e-9)
    assert row["g2"].item() == pytest.approx(two_cells, rel=0.01)


def test_extra_measures_are_their_formulas(french):
    names = ["log_ratio_conservative", "chi2", "percent_diff", "simple_maths", "log_odds"]
    table = read_quietly(french.keyness, TARGET, min_count=1, min_doc_freq=1, extra=names, constant=100, prior=300)
    added = [*names[:-1], "log_odds", "log_odds_z"]
    assert table.columns == [*KEYNESS, *added]
    assert all(table[name].is_finite().all() for name in added)
    for (a, b, m, n), row in zip(contrasts(table, french), table.rows(named=True), strict=True):
        low, high = row["log_ratio_low"], row["log_ratio_high"]
        assert row["log_ratio_conservative"] == (low if low > 0 else min(high, 0))
        if a and b:
            assert row["percent_diff"] == pytest.approx((a / m - b / n) / (b / n) * 100, rel=1e-6)
        assert row["simple_maths"] == pytest.approx((a / m * 1e6 + 100) / (b / n * 1e6 + 100))
        # Monroe, Colaresi and Quinn (2008), equations 15 and 18 to 22.
        prior = 300 * (a + b) / (m + n)
        odds = [(k + prior) / (size + 300 - k - prior) for k, size in ((a, m), (b, n))]
        delta = math.log(odds[0]) - math.log(odds[1])
        assert row["log_odds"] == pytest.approx(delta, rel=1e-6, abs=1e-9)
        assert row["log_odds_z"] == pytest.approx(
            delta / math.sqrt(1 / (a + prior) + 1 / (b + prior)), rel=1e-6, abs=1e-9
        )


def test_benjamini_hochberg(french):
    stats = pytest.importorskip("scipy.stats")
    table = read_quietly(french.keyness, TARGET, adjust="bh", min_count=1)
    expected = stats.false_discovery_control(table["p"].to_numpy(), method="bh")
    assert table["p_adjusted"].to_list() == pytest.approx(expected.tolist(), abs=1e-12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": "lr"}, {"correction": "yates"}, {"measure": "chi2", "correction": "williams"}, {"adjust": "fdr"},
        {"unit": "words"}, {"extra": "z"}, {"constant": 0}, {"prior": -1.0},
    ],
)  # fmt: skip
def test_wrong_options_are_told(press, wrong):
    with pytest.raises(ValueError, match=str(next(iter(reversed(wrong.values()))))[:3]):
        press.keyness(pl.col("page") == 1, **wrong)
