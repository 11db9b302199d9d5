"""A changing mix of sources, reprints, and what remains of a trend without them."""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec._counted import counted_of
from coopsec.errors import ColumnError, CoopsecWarning
from expected import THEMES as COLUMNS
from expected import over_time, periods, schema, wilson

stats = pytest.importorskip("scipy.stats")

THEME = {"t": ["drogue"]}
WITH_STANDARD = {**COLUMNS, "standard_covered": pl.Float64}


def mixed(shares: dict[int, int]) -> cs.Corpus:
    """Twenty documents a year, `shares` of them from the paper that writes more about drugs; neither paper changes."""
    rows = []
    for year, often in shares.items():
        rows += [("la drogue et la mer du nord", "A", str(year))] * (often // 2)
        rows += [("le port et la mer du nord", "A", str(year))] * (often - often // 2)
        rest = 20 - often
        rows += [("la drogue et le port et la mer", "B", str(year))] * (rest // 10)
        rows += [("le port et la mer et le pays", "B", str(year))] * (rest - rest // 10)
    return cs.from_frame(pl.DataFrame(rows, schema=["text", "source", "date"], orient="row"))


def test_a_trend_of_the_mix_alone_is_flat_when_standardised():
    corpus = mixed({2015: 0, 2016: 10, 2017: 10, 2018: 20})
    raw = corpus.themes(THEME, every="year")
    fixed = corpus.themes(THEME, every="year", standardise="source")
    assert raw["per_million"].is_sorted()
    assert raw["doc_share"].to_list() == [0.1, 0.3, 0.3, 0.5]
    both = fixed.filter(pl.col("standard_covered") == 1)
    assert both["period"].dt.year().to_list() == [2016, 2017]
    # If one paper is missing, only the other can be measured, and the table says so.
    assert fixed["standard_covered"].to_list() == pytest.approx([8 / 15, 1, 1, 7 / 15])


def test_a_column_of_documents_is_not_called_as_one_of_the_table():
    frame = pl.DataFrame({"text": ["la drogue"] * 4, "source": list("AABB"), "standard_covered": [1, 1, 2, 2]})
    corpus = cs.from_frame(frame)
    for ask in (
        lambda: corpus.composition(THEME, by="standard_covered"),
        lambda: corpus.themes(THEME, by="standard_covered", standardise="source"),
        lambda: corpus.themes(THEME, by="standard_covered"),  # charts would take it for the share covered
    ):
        with pytest.raises(ColumnError, match="by: the result has a column 'standard_covered' of its own"):
            ask()


def test_constant_rates_with_a_changing_mix():
    corpus = mixed({2015: 10, 2016: 10})
    extra = [("la drogue et la mer du nord", "A", "2017")] * 30 + [("le port et la mer du nord", "A", "2017")] * 30
    extra += [("la drogue et le port et la mer", "B", "2017")] + [("le port et la mer et le pays", "B", "2017")] * 9
    frame = pl.concat([
        corpus.documents.select(
            pl.Series("text", [corpus.text(name) for name in corpus.documents["doc_id"]]), "source",
            pl.col("date_start").dt.year().cast(pl.String).alias("date"),
        ),
        pl.DataFrame(extra, schema=["text", "source", "date"], orient="row"),
    ])  # fmt: skip
    table = cs.from_frame(frame).composition(THEME, every="year")
    by_basis = {basis: part for (basis,), part in table.group_by("basis", maintain_order=True)}
    assert by_basis["raw"]["per_million"].max() > 1.3 * by_basis["raw"]["per_million"].min()
    rates = by_basis["standardised"]["per_million"]
    assert rates.max() == pytest.approx(rates.min(), rel=1e-12)
    shares = by_basis["standardised"]["doc_share"]
    assert shares.max() == pytest.approx(shares.min(), rel=1e-12)


def standardised(corpus, lexicon, every, by, confidence=0.95):
    """Rates, limits, shares and coverage of every period and theme, in plain loops over documents."""
    facts = corpus.documents
    found = periods(corpus, every)
    lengths = facts["n_tokens"].to_list()
    strata = facts[by].to_list()
    hits = {(d, theme): n for d, theme, n in corpus.hits(lexicon, rollup=True).group_by("doc_id", "theme").len().rows()}
    tokens, docs = defaultdict(int), defaultdict(int)
    for stratum, length in zip(strata, lengths, strict=True):
        tokens[stratum] += length
        docs[stratum] += 1
    result = {}
    for period in set(found):
        for theme in lexicon.themes:
            parts = defaultdict(list)
            for at, name in enumerate(facts["doc_id"]):
                if found[at] == period:
                    parts[strata[at]].append((hits.get((name, theme), 0), lengths[at]))
            held = {s: rows for s, rows in parts.items() if sum(length for _, length in rows)}
            weight = {s: tokens[s] / sum(tokens[s] for s in held) for s in held}
            rates = {s: sum(k for k, _ in rows) / sum(length for _, length in rows) for s, rows in held.items()}
            rate = sum(weight[s] * rates[s] for s in held)
            variance, m, seen = 0.0, 0, 0
            for s, rows in held.items():
                n, own = len(rows), rates[s] if len(rows) > 1 else rate
                squares = sum((k - own * length) ** 2 for k, length in rows) * (n / (n - 1) if n > 1 else 1)
                if n > 1 and all(math.isclose(k, own * length) for k, length in rows):
                    squares = sum(k for k, _ in rows)  # all at the same rate: hits count as independent
                variance += weight[s] ** 2 * squares / sum(length for _, length in rows) ** 2
                m, seen = m + n, seen + sum(k > 0 for k, _ in rows)
            limits = None
            if m > 1 and seen:
                t = stats.t.ppf(0.5 + confidence / 2, min(max(seen, 3), max(m - len(held), 1)))
                e = t * math.sqrt(variance) / rate
                high = 1 + e * e / 2 + e * math.sqrt(1 + e * e / 4)
                limits = (rate / high * 1e6, min(rate * high, 1) * 1e6)
            of_docs = {s: docs[s] / sum(docs[s] for s in parts) for s in parts}
            share = sum(of_docs[s] * sum(k > 0 for k, _ in rows) / len(rows) for s, rows in parts.items())
            worth = 1 / sum(of_docs[s] ** 2 / len(rows) for s, rows in parts.items())
            cover = sum(tokens[s] for s in held) / sum(tokens.values())
            result[period, theme] = (rate * 1e6, limits, share, wilson(share * worth, worth, confidence), cover)
    return result


@pytest.mark.parametrize("by", ["source", "rubric"])
def test_the_standard_is_the_slow_twin(french, builtin, by):
    lexicon = builtin.select("terrorism", "migration")
    table = french.themes(lexicon, every="year", standardise=by)
    assert schema(table) == {**over_time(WITH_STANDARD)}
    expected = standardised(french, lexicon, "year", by)
    checked = 0
    for row in table.filter(pl.col("n_docs") > 0).rows(named=True):
        rate, limits, share, share_limits, cover = expected[row["period"], row["theme"]]
        assert row["per_million"] == pytest.approx(rate, rel=1e-9)
        assert row["doc_share"] == pytest.approx(share, abs=1e-9)
        assert (row["doc_share_low"], row["doc_share_high"]) == pytest.approx(share_limits, abs=1e-9)
        assert row["standard_covered"] == pytest.approx(cover)
        if limits is not None:
            assert (row["per_million_low"], row["per_million_high"]) == pytest.approx(limits, rel=1e-6)
            checked += 1
    assert checked > 10


def test_one_stratum_is_no_standard(french, builtin):
    """With everything in one stratum, the table is the plain one."""
    lexicon = builtin.select("terrorism")
    own = french.filter(pl.col("source") == "MAP")
    plain, fixed = own.themes(lexicon, every="year"), own.themes(lexicon, every="year", standardise="source")
    assert_frame_equal(fixed.drop("standard_covered"), plain, rel_tol=1e-9)


def test_counts_and_denominators_are_those_of_the_plain_table(french, builtin):
    plain, fixed = (
        french.themes(builtin, every="quarter"),
        french.themes(builtin, every="quarter", standardise="source"),
    )
    columns = ["period", "theme", "count", "doc_freq", "n_docs", "n_tokens", "partial"]
    assert_frame_equal(plain.select(columns), fixed.select(columns))
    empty = fixed.filter(pl.col("n_docs") == 0)
    assert empty["standard_covered"].unique().to_list() == [0.0]
    assert empty["per_million"].null_count() == empty.height > 0
    floats = fixed.select(pl.col(pl.Float64).drop_nulls().is_finite().all())
    assert all(floats.row(0)) if floats.height else True


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_a_standard_is_not_resampled(press, themes, interval):
    with pytest.raises(ValueError, match="score or normal"):
        press.themes(themes, standardise="source", interval=interval)


@pytest.fixture(scope="module")
def reprinted() -> cs.Corpus:
    """A dispatch of 2015 that six papers reprint in 2016, one of them dated only by its year."""
    text = "le terrorisme recule dans tout le pays dit la presse de ce matin"
    rows = [(text, "2016-02-0" + str(day), "B") for day in range(1, 6)]
    rows += [(text, "2015", "C"), (text, "2015-03-01", "A"), (text, None, "D")]
    rows += [(f"numéro {n} du journal qui parle de tout autre chose {n} {n * 7}", "2016-05-01", "A") for n in range(4)]
    return cs.from_frame(pl.DataFrame(rows, schema=["text", "date", "source"], orient="row"))


def test_reprints_are_counted_once_where_they_came_first(reprinted):
    table = reprinted.themes({"t": ["terrorisme"]}, every="year", dedupe="story")
    stories = reprinted.documents["story"]
    assert stories.head(8).n_unique() == 1
    rows = {row["period"]: row for row in table.rows(named=True)}
    assert (rows[date(2015, 1, 1)]["count"], rows[date(2015, 1, 1)]["n_docs"]) == (1, 1)
    assert rows[date(2016, 1, 1)]["count"] == 0
    assert rows[date(2016, 1, 1)]["n_docs"] == stories.tail(4).n_unique()
    # The calendar and the row of undated documents are those of the whole corpus.
    assert rows[None]["n_docs"] == 0
    raw = reprinted.themes({"t": ["terrorisme"]}, every="year")
    assert raw["period"].to_list() == table["period"].to_list()
    assert table["n_docs"].sum() == stories.n_unique()


def test_dedupe_by_a_column_keeps_those_without_a_value():
    frame = pl.DataFrame({"text": ["a", "a b", "b", "a"], "key": ["x", "x", None, None]})
    row = cs.from_frame(frame).themes({"t": ["a"]}, dedupe="key").row(0, named=True)
    assert (row["n_docs"], row["count"], row["n_tokens"]) == (3, 2, 3)


def test_documents_that_are_not_counted_leave_no_denominator():
    frame = pl.DataFrame({"text": ["a", "b", "b"], "lang": ["fr", "es", "es"], "key": ["x", "y", "y"]})
    with pytest.warns(CoopsecWarning, match=r"t \(1\)"):
        cs.from_frame(frame).themes({"t": {"fr": ["a"]}}, dedupe="key")


@pytest.mark.parametrize("every", [None, "year"])
def test_composition_is_three_tables_side_by_side(french, builtin, every):
    lexicon = builtin.select("terrorism")
    frame = french.composition(lexicon, every=every, dedupe="story")
    bases = pl.Enum(["raw", "standardised", "deduped"])
    expected = over_time(WITH_STANDARD, basis=bases) if every else {"basis": bases, **WITH_STANDARD}
    assert schema(frame) == expected
    assert frame.columns == list(expected)
    for basis, options in (
        ("raw", {}), ("standardised", {"standardise": "source"}), ("deduped", {"dedupe": "story"}),
    ):  # fmt: skip
        table = french.themes(lexicon, every=every, **options)
        part = frame.filter(pl.col("basis") == basis).drop("basis")
        if "standard_covered" not in table.columns:
            assert part["standard_covered"].null_count() == part.height
            part = part.drop("standard_covered")
        assert_frame_equal(part, table)


@pytest.mark.parametrize(
    ("left_out", "bases"),
    [
        ({"dedupe": None}, ["raw", "standardised"]),
        ({"standardise": None}, ["raw", "deduped"]),
        ({"standardise": [], "dedupe": None}, ["raw"]),
    ],
)
def test_a_basis_that_is_not_asked_for_has_no_rows(french, builtin, left_out, bases):
    asked, whole = french.composition(builtin, "year", **left_out), french.composition(builtin, "year")
    assert asked.equals(whole.filter(pl.col("basis").is_in(bases)))


def test_composition_by_a_column_and_of_nothing(press, themes):
    frame = press.composition(themes, by="page", every="year", standardise="source")
    assert frame.columns[:4] == ["period", "page", "basis", "theme"]
    assert press.filter(pl.lit(value=False)).composition(themes, every="year").height == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert press.composition({}, every="year").height == 0


def test_wrong_columns_are_told(press, themes):
    with pytest.raises(ColumnError, match="standardise: no column 'sorce'"):
        press.themes(themes, standardise="sorce")
    with pytest.raises(ColumnError, match="dedupe: no column 'stori'"):
        press.themes(themes, dedupe="stori")
    with pytest.raises(ColumnError, match="basis"):
        press.composition(themes, by="basis")
    own = cs.from_frame(pl.DataFrame({"text": ["la drogue"], "standard_covered": ["x"]}))
    for ask in (own.themes, own.composition):
        with pytest.raises(ColumnError, match="by: the result has a column 'standard_covered' of its own"):
            ask(THEME, by="standard_covered")


def test_any_column_tells_what_is_counted_once():
    rows = {"text": ["drogue"] * 4, "url": ["a", "a", None, None], "date": ["2016", "2015", "2015", "2015"]}
    corpus = cs.from_frame(pl.DataFrame(rows))
    table = corpus.themes({"drugs": ["drogue"]}, every="year", dedupe="url")
    assert table["n_docs"].to_list() == [3, 0]
    with pytest.raises(TypeError, match=r"^dedupe is \['url'\]: "):
        corpus.themes({"drugs": ["drogue"]}, dedupe=["url"])


def test_names_of_columns_may_come_one_by_one():
    corpus = mixed({2015: 10, 2016: 12})
    for ask in (corpus.themes, corpus.composition):
        asked = ask(THEME, every="year", standardise=(name for name in ["source"]))
        assert_frame_equal(asked, ask(THEME, every="year", standardise=["source"]))
        assert counted_of(asked).standardise == ("source",)
    named = corpus.methods(THEME, by=(name for name in ["lang"]), standardise=(name for name in ["source"]))
    assert named == corpus.methods(THEME, by=["lang"], standardise=["source"])
