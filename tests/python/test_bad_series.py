"""Every question about series, asked of uninformative ones: nulls with a reason, no NaN, no infinity, no warning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError
from series_frames import assert_known, counted

EVENT = pl.DataFrame({"date": [date(2000, 7, 1)], "label": ["event"]})
Verb = Callable[..., pl.DataFrame]
VERBS: dict[str, Verb] = {
    "trend": cs.trend,
    "change_points": cs.change_points,
    "bursts": cs.bursts,
    "seasonality": cs.seasonality,
    "interrupted": lambda frame, **options: cs.interrupted(frame, EVENT, **options),
}
MONTHS = 36
NOTHING = {
    "one period": counted([3]),
    "no period": counted([]),
    "empty periods": counted([0] * MONTHS, tokens=0, documents=0),
    "all zeros": counted([0] * MONTHS),
    "all in every document": counted([50] * MONTHS, doc_freq=[50] * MONTHS),
    "fewer than 5 documents": counted([1, 0] + [0] * (MONTHS - 2), documents=[2, 2] + [0] * (MONTHS - 2)),
    "no date": counted([5]).with_columns(period=pl.lit(None, dtype=pl.Date)),
}
VALUES = dict.fromkeys(VERBS, ("per_million", "doc_share")) | {"bursts": (None,)}
# Exceptions that have an answer: the same rate on both sides, with limits; nothing changes and nothing bursts.
SAID = {
    ("seasonality", "all in every document", "per_million"), ("interrupted", "all in every document", "per_million"),
    ("interrupted", "all in every document", "doc_share"),
}  # fmt: skip
SILENT = {("change_points", "all in every document", "per_million")}


@pytest.mark.parametrize("given", NOTHING)
@pytest.mark.parametrize("verb", VERBS)
def test_what_cannot_be_said_has_a_reason(verb, given):
    for value in VALUES[verb]:
        found = VERBS[verb](NOTHING[given], **({} if value is None else {"value": value}))
        assert_known(found)
        if given == "no period" or (verb, given, value) in SILENT:
            assert found.is_empty()
            continue
        assert found.height > 0
        assert (found["reason"].null_count() == 0) == ((verb, given, value) not in SAID), found


@pytest.mark.parametrize("verb", VERBS)
def test_a_period_may_be_partial_or_whole_or_unknown(verb):
    frame = counted([9, 12, 8, 11, 10, 10] * 6, documents=200)
    for unknown in (pl.lit(None), pl.lit(None, dtype=pl.Boolean)):
        assert_frame_equal(VERBS[verb](frame.with_columns(partial=unknown)), VERBS[verb](frame))
    with pytest.raises(ColumnError, match="column 'partial' is String, expected Boolean"):
        VERBS[verb](frame.with_columns(partial=pl.lit("no")))


@pytest.mark.parametrize("verb", VERBS)
def test_a_theme_never_seen_stands_beside_one_that_is(verb):
    counts = [9, 12, 8, 11, 10, 10] * 5 + [59, 64, 57, 61, 58, 61]
    seen = counted(counts, theme="seen", documents=200)
    found = VERBS[verb](pl.concat([seen, counted([0] * MONTHS, theme="never", documents=200)]))
    assert_known(found)
    reasons = set(found.filter(pl.col("theme") == "never")["reason"])
    assert reasons in ({"never occurs"}, {"never occurs before"})
    assert found.filter(pl.col("theme") == "seen")["reason"].null_count() > 0


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "trend"])
def test_standardised_rates_are_refused_by_what_compares_counts(verb):
    plain = counted([9, 12, 8, 11, 10, 10] * 6, documents=200)
    bases = [("raw", None), ("standardised", 1.0)]
    parts = [
        plain.select(
            "period", pl.lit(basis).alias("basis"), pl.exclude("period"), pl.lit(covered).alias("standard_covered")
        )
        for basis, covered in bases
    ]
    composed = pl.concat(parts, how="vertical_relaxed")
    with pytest.raises(ColumnError, match=r"standardised rates.*count without standardise"):
        VERBS[verb](composed)
    raw = VERBS[verb](composed.filter(pl.col("basis") == "raw"))
    assert_frame_equal(raw.drop("basis"), VERBS[verb](plain))


def test_agreeing_sides_of_an_event_are_not_certain():
    for value in ("per_million", "doc_share"):
        row = VERBS["interrupted"](NOTHING["all in every document"], value=value).row(0, named=True)
        assert row["ratio"] == 1
        assert row["ratio_low"] < 1 < row["ratio_high"]


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["a b"] * 6, "2015"),
        (["a b"] * 6, None),
        (["a b"] * 3, "2015"),
        (["..."] * 6, "2015"),
        ([], "2015"),
    ],
)
def test_keyness_over_time_of_nothing(texts, day):
    frame = pl.DataFrame({"text": texts, "date": [day] * len(texts)}, schema={"text": pl.String, "date": pl.String})
    found = cs.from_frame(frame).keyness_over_time("year", "previous")
    assert found["term"].null_count() == found.height
    floats = [name for name, dtype in found.schema.items() if dtype.is_float()]
    assert found.select(floats).null_count().row(0) == (found.height,) * len(floats)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["series", "place", "hits", "exposure"])
def test_a_table_may_be_divided_by_a_column_of_any_name(verb, name):
    frame = counted([9, 12, 8, 11, 10, 10] * 5 + [59, 64, 57, 61, 58, 61], documents=200)
    groups = pl.concat([frame.select(pl.lit(group).alias("u"), pl.all()) for group in "ab"])
    found = VERBS[verb](groups)
    assert_frame_equal(VERBS[verb](groups.rename({"u": name})), found.rename({"u": name}))
    beside = frame.with_columns(pl.lit("a").alias(name))
    assert_frame_equal(VERBS[verb](beside), VERBS[verb](frame))


@pytest.mark.parametrize("verb", VERBS)
def test_a_column_to_divide_by_that_the_result_has_is_named(verb):
    frame = counted([5] * MONTHS)
    own = [name for name in VERBS[verb](frame).columns if name not in {"theme", "period"}]
    for name in own:
        with pytest.raises(ColumnError, match=f"frame: the result has a column '{name}' of its own"):
            VERBS[verb](frame.select(pl.lit("a").alias(name), pl.all()))


@pytest.mark.parametrize("kind", ["theme", "term"])
@pytest.mark.parametrize("verb", VERBS)
def test_no_period_has_fewer_documents_than_none(verb, kind):
    frame = counted([5] * MONTHS).rename({"theme": kind})
    row = pl.int_range(pl.len()) == 3
    for name, size in (("n_docs", -4), ("n_docs", float("nan")), ("n_tokens", -100), ("n_tokens", float("inf"))):
        if verb != "bursts" or name == "n_docs":
            wrong = frame.with_columns(pl.when(row).then(pl.lit(size)).otherwise(name).alias(name))
            with pytest.raises(ColumnError, match=rf"{name} of 'theme' is {size}(\.0)?: expected 0 or more"):
                VERBS[verb](wrong)
    unknown = frame.with_columns(pl.when(~row).then(name).alias(name) for name in ("n_docs", "n_tokens"))
    assert_known(VERBS[verb](unknown))


@pytest.mark.parametrize("threads", [-1, 0, 2**70])
@pytest.mark.parametrize("verb", VERBS)
def test_a_wrong_number_of_threads_is_named(verb, threads):
    with pytest.raises(ValueError, match=f"threads is {threads}: give a number from 1 to 1024"):
        VERBS[verb](counted([5] * MONTHS), threads=threads)


@pytest.mark.parametrize("verb", [*VERBS, "warnings_for"])
def test_a_single_column_is_no_table(verb):
    ask = VERBS.get(verb, cs.warnings_for)
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    columns = [pl.Series(["a"]), pandas.Series(["a"])]
    if not pl.__version__.startswith("1."):  # which calls it another fault
        columns.append(pyarrow.chunked_array([["a"]]))
    for column in columns:
        with pytest.raises(TypeError, match=f"^frame: expected a polars.DataFrame .*, found {type(column).__name__}$"):
            ask(column)
