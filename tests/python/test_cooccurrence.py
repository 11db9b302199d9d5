"""Pairs of themes: columns, grid, and every cell against the units that hits list."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning, LexiconError, PeriodError
from expected import EVERY, over_time, periods, schema
from expected_together import npmi, signed_g2, units_with

COLUMNS = {
    "left": pl.String, "right": pl.String, "count": pl.Int64, "expected": pl.Float64, "npmi": pl.Float64,
    "g2": pl.Float64, "n_units": pl.Int64,
}  # fmt: skip


def test_columns(press, themes):
    assert schema(press.cooccurrence(themes)) == COLUMNS
    assert press.cooccurrence(themes).columns == list(COLUMNS)
    table = press.cooccurrence(themes, every="month", by=["source", "page"])
    assert table.columns == list(over_time(COLUMNS, source=pl.String, page=pl.Int64))
    assert schema(table) == over_time(COLUMNS, source=pl.String, page=pl.Int64)


def test_pairs_are_all_but_those_of_a_theme_with_its_ancestor(press, themes):
    names = sorted(themes.themes)
    expected = [pair for pair in combinations(names, 2) if not pair[1].startswith(f"{pair[0]}.")]
    assert press.cooccurrence(themes).select("left", "right").rows() == expected
    assert ("threat", "threat.drugs") not in expected
    assert ("threat.drugs", "threat.terrorism") in expected


@pytest.mark.parametrize("within", ["sentence", "document"])
@pytest.mark.parametrize("every", [None, "year"])
def test_every_cell_is_what_the_hits_say(french, builtin, within, every):
    table = french.cooccurrence(builtin, within, every=every)
    facts = french.documents.select("doc_id", "n_sentences")
    of = dict(zip(facts["doc_id"], periods(french, every) if every else [None] * len(french), strict=True))
    with_theme = units_with(french.hits(builtin, rollup=True), within, lambda theme: theme)
    sizes: dict[object, int] = {}
    for doc_id, n_sentences in facts.rows():
        sizes[of[doc_id]] = sizes.get(of[doc_id], 0) + (n_sentences if within == "sentence" else 1)
    rows = table.select("period" if every else pl.lit(None).alias("period"), *COLUMNS).rows()
    assert sum(row[3] for row in rows) > 50
    for period, left, right, count, expected, found_npmi, found_g2, n_units in rows:
        a, b = ({unit for unit in with_theme[name] if of[unit[0]] == period} for name in (left, right))
        assert (count, n_units) == (len(a & b), sizes.get(period, 0))
        if not n_units:
            assert (expected, found_npmi, found_g2) == (None, None, None)
            continue
        assert expected == pytest.approx(len(a) * len(b) / n_units)
        assert found_npmi == pytest.approx(npmi(count, len(a), len(b), n_units))
        assert found_g2 == pytest.approx(signed_g2(count, len(a), len(b), n_units), rel=1e-6, abs=1e-9)


def test_g2_is_that_of_scipy(french, builtin):
    stats = pytest.importorskip("scipy.stats")
    table = french.cooccurrence(builtin).filter(pl.col("expected") > 0)
    with_theme = units_with(french.hits(builtin, rollup=True), "sentence", lambda theme: theme)
    for left, right, joint, found, n in table.select("left", "right", "count", "g2", "n_units").rows():
        a, b = len(with_theme[left]), len(with_theme[right])
        cells = [[joint, a - joint], [b - joint, n - a - b + joint]]
        expected = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert abs(found) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_a_paragraph_lies_between_blank_lines():
    text = "La drogue arrive. Le terrorisme aussi.\n\nLe terrorisme recule.\nLa drogue non.\r\n\r\nRien."
    corpus = cs.from_frame(pl.DataFrame({"text": [text]}))
    both = {"drugs": ["drogue"], "terrorism": ["terrorisme"]}
    found = [corpus.cooccurrence(both, within).select("count", "n_units").row(0) for within in WITHIN]
    assert found == [(0, 5), (2, 3), (1, 1)]


WITHIN = ["sentence", "paragraph", "document"]


@pytest.mark.parametrize("within", WITHIN)
@pytest.mark.parametrize("every", EVERY)
def test_the_rows_of_all_periods_add_up(sample, builtin, within, every):
    table = read_quietly(sample.cooccurrence, builtin, within, every=every)
    whole = read_quietly(sample.cooccurrence, builtin, within).select("left", "right", "count", "n_units")
    summed = table.group_by("left", "right", maintain_order=True).agg(pl.sum("count"), pl.sum("n_units"))
    assert_frame_equal(summed.sort("left", "right"), whole)


def test_floats_are_finite_or_null(sample, builtin):
    table = read_quietly(sample.cooccurrence, builtin, every="month")
    for name in ("expected", "npmi", "g2"):
        assert table[name].drop_nulls().is_finite().all()
        assert table.filter(pl.col("n_units") == 0)[name].null_count() == (table["n_units"] == 0).sum()
    assert table["npmi"].drop_nulls().is_between(-1, 1).all()


def test_nothing_to_count(press, themes):
    empty = press.filter(pl.lit(value=False))
    table = empty.cooccurrence(themes)
    assert schema(table) == COLUMNS
    assert (table["count"].sum(), table["g2"].null_count()) == (0, table.height)
    assert empty.cooccurrence(themes, every="year").height == 0
    assert press.cooccurrence({}).height == press.cooccurrence({"one": ["rien"]}).height == 0
    assert schema(press.cooccurrence({})) == COLUMNS


def test_languages_without_a_pattern_leave_and_are_told():
    texts = pl.DataFrame({"text": ["La drogue, le terrorisme.", "La droga. El terrorismo."], "lang": ["fr", "es"]})
    corpus = cs.from_frame(texts)
    lexicon = {"drugs": {"fr": ["drogue"], "es": ["droga"]}, "terrorism": {"fr": ["terrorisme"]}}
    with pytest.warns(CoopsecWarning, match=r"terrorism \(1\)") as caught:
        table = corpus.cooccurrence(cs.Lexicon.from_dict(lexicon))
    assert table.select("count", "n_units").row(0) == (1, 1)
    assert caught[0].filename == __file__


def test_wrong_arguments(press, themes):
    with pytest.raises(ValueError, match="sentence, paragraph or document"):
        press.cooccurrence(themes, within="page")
    with pytest.raises(PeriodError):
        press.cooccurrence(themes, every="fortnight")
    with pytest.raises(ColumnError, match="sorce"):
        press.cooccurrence(themes, by="sorce")
    with pytest.raises(LexiconError):
        press.cooccurrence("drogue")
