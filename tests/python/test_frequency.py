"""Terms over time and by groups: columns, sums, calendars, denominators."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError, PeriodError
from expected import EVERY, FREQUENCY, SHORT, calendar, over_time, periods, schema


def totals(corpus: cs.Corpus) -> dict[str, int]:
    return dict(corpus.dtm().group_by("term").agg(pl.col("count").sum()).rows())


def cells(table: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return table.select(*keys, "n_docs", "n_tokens").unique()


def test_columns(press):
    assert schema(press.frequency()) == FREQUENCY
    assert press.frequency().columns == list(FREQUENCY)
    assert schema(press.frequency(every="month")) == over_time(FREQUENCY)
    assert press.frequency(every="month").columns == list(over_time(FREQUENCY))
    assert press.frequency(by="source").columns == ["source", *FREQUENCY]
    table = press.frequency(every="month", by=["source", "page"])
    assert table.columns == list(over_time(FREQUENCY, source=pl.String, page=pl.Int64))
    assert schema(table) == over_time(FREQUENCY, source=pl.String, page=pl.Int64)


@pytest.mark.parametrize("every", [None, *EVERY])
def test_an_empty_corpus_gives_an_empty_frame_of_the_same_columns(press, every):
    empty = press.filter(pl.lit(value=False))
    for options in ({}, {"by": "source"}, {"top": 3}):
        frame = empty.frequency(every=every, **options)
        assert frame.height == 0
        assert frame.schema == press.frequency(every=every, **options).schema


def test_counts_without_periods(press):
    frame = press.frequency()
    assert dict(frame.select("term", "count").rows()) == totals(press)
    assert frame["count"].sum() == press.documents["n_tokens"].sum()
    assert frame["n_tokens"].unique().to_list() == [press.documents["n_tokens"].sum()]
    assert frame["n_docs"].unique().to_list() == [8]
    doc_freq = dict(press.dtm().group_by("term").len().rows())
    assert dict(frame.select("term", "doc_freq").rows()) == doc_freq
    assert_frame_equal(frame, frame.sort(["count", "term"], descending=[True, False]))
    expected = frame.select((pl.col("count") / pl.col("n_tokens") * 1e6).alias("per_million"))
    assert_frame_equal(frame.select("per_million"), expected)


@pytest.mark.parametrize("by", [None, "source", ["source", "page"]])
@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("name", ["press", "french"])
def test_sums_over_periods_equal_totals(request, name, every, by):
    corpus = request.getfixturevalue(name)
    if name == "french" and by is not None:
        by = ["source"] if by == "source" else ["source", "rubric"]
    table = corpus.frequency(every=every, by=by)
    summed = table.drop_nulls("term").group_by("term").agg(pl.col("count").sum())
    assert dict(summed.rows()) == totals(corpus)
    groups = [] if by is None else [by] if isinstance(by, str) else by
    each = cells(table, "period", *groups)
    assert each.select("period", *groups).is_unique().all()
    assert each["n_docs"].sum() == corpus.documents.height
    assert each["n_tokens"].sum() == corpus.documents["n_tokens"].sum()
    assert_frame_equal(
        table,
        table.sort(
            ["period", *groups, "count", "term"],
            descending=[False] * (1 + len(groups)) + [True, False],
            nulls_last=True,
        ),
    )


@pytest.mark.parametrize("every", EVERY)
def test_the_calendar_is_complete_and_empty_periods_have_one_row(press, every):
    table = press.frequency(every=every)
    found = periods(press, every)
    days = calendar(found, every)
    listed = table["period"].unique(maintain_order=True).to_list()
    assert listed == days + ([None] if None in found else [])
    for day in listed:
        rows = table.filter(pl.col("period").eq_missing(day))
        n_docs = sum(other == day for other in found)
        assert rows["n_docs"].unique().to_list() == [n_docs]
        if n_docs == 0:
            assert rows.select("term", "count", "doc_freq", "per_million", "n_tokens").rows() == [(None, 0, 0, None, 0)]
        else:
            assert rows["term"].null_count() == 0


@pytest.mark.parametrize("every", EVERY)
def test_short_names_of_periods_mean_the_same(press, every):
    assert_frame_equal(press.frequency(every=every), press.frequency(every=SHORT[every]))


@pytest.mark.parametrize("by", [None, "source"])
@pytest.mark.parametrize("every", EVERY)
def test_top_is_a_full_grid_of_the_most_frequent_terms(press, every, by):
    top = press.frequency()["term"].head(3).to_list()
    table = press.frequency(every=every, by=by, top=3)
    assert set(table["term"]) == set(top)
    keys = ["period"] if by is None else ["period", by]
    assert table.group_by(keys).agg(pl.col("term").sort())["term"].to_list() == [sorted(top)] * (table.height // 3)
    assert table.filter(pl.col("n_docs") == 0)["per_million"].null_count() == table.filter(pl.col("n_docs") == 0).height
    assert table.filter(pl.col("n_docs") > 0)["per_million"].null_count() == 0
    summed = dict(table.group_by("term").agg(pl.col("count").sum()).rows())
    assert summed == {term: totals(press)[term] for term in top}


def test_top_without_periods(press):
    assert_frame_equal(press.frequency(top=4), press.frequency().head(4))
    assert press.frequency(top=10_000).height == press.frequency().height


def test_partial_marks_ends_that_the_corpus_does_not_span():
    frame = pl.DataFrame({"text": ["un"] * 4, "date": ["2015-01-02", "2015-02-28", "2015-06-30", None]})
    table = cs.from_frame(frame).frequency(every="month", top=1)
    assert table.columns[-1] == "partial"
    flags = dict(table.select("period", "partial").rows())
    assert flags[date(2015, 1, 1)] is True
    assert flags[date(2015, 2, 1)] is False
    assert flags[date(2015, 3, 1)] is False
    assert flags[date(2015, 6, 1)] is False
    whole = frame.with_columns(date=pl.Series(["2015-01-01", "2015-02-28", "2015-06-29", None]))
    flags = dict(cs.from_frame(whole).frequency(every="month", top=1).select("period", "partial").rows())
    assert flags[date(2015, 1, 1)] is False
    assert flags[date(2015, 6, 1)] is True


def test_a_document_too_coarse_for_the_period_is_in_the_null_row(press):
    table = press.frequency(every="day")
    null = table.filter(pl.col("period").is_null())
    assert null["n_docs"].unique().to_list() == [4]
    weekly = press.frequency(every="week").filter(pl.col("period").is_null())
    assert weekly["n_docs"].unique().to_list() == [4]
    assert press.frequency(every="year").filter(pl.col("period").is_null())["n_docs"].unique().to_list() == [1]


def test_no_dates_at_all():
    corpus = cs.from_frame(pl.DataFrame({"text": ["un deux", "deux"]}))
    table = corpus.frequency(every="month")
    assert schema(table) == over_time(FREQUENCY)
    assert table["period"].to_list() == [None] * 2
    assert table.select("term", "count").rows() == [("deux", 2), ("un", 1)]


def test_weeks_begin_on_monday_and_follow_iso():
    frame = pl.DataFrame({"text": ["un"] * 2, "date": ["2015-01-01", "2015-01-05"]})
    table = cs.from_frame(frame).frequency(every="week")
    assert table["period"].to_list() == [date(2014, 12, 29), date(2015, 1, 5)]


def test_marks_are_no_terms_and_numbers_are():
    corpus = cs.from_frame(pl.DataFrame({"text": ["« Un », 12 ; deux… € 😀 !"]}))
    assert sorted(corpus.frequency()["term"]) == ["12", "deux", "un"]
    assert corpus.documents["n_tokens"].to_list() == [3]


def test_ngrams_do_not_cross_marks_or_sentences():
    corpus = cs.from_frame(pl.DataFrame({"text": ["un deux trois, quatre cinq. Six sept"]}))
    assert sorted(corpus.frequency(ngram=2)["term"]) == ["deux trois", "quatre cinq", "six sept", "un deux"]
    assert corpus.frequency(ngram=3)["term"].to_list() == ["un deux trois"]
    assert corpus.frequency(ngram=2)["n_tokens"].unique().to_list() == [7]


def test_min_count_and_stopwords(press):
    assert press.frequency(min_count=3)["count"].min() >= 3
    assert set(press.frequency(min_count=3)["term"]) == {term for term, count in totals(press).items() if count >= 3}
    stopped = press.frequency(stopwords=["LE", "la", "l’"])
    assert not {"le", "la", "l'"} & set(stopped["term"])
    assert stopped["n_tokens"].unique().to_list() == [press.documents["n_tokens"].sum()]
    with pytest.raises(TypeError, match="de"):
        press.frequency(stopwords="de")


def test_by_keeps_null_groups_last_and_the_type_of_the_column(press):
    table = press.frequency(by="source")
    assert table["source"].unique(maintain_order=True).to_list() == ["AFP", "MAP", None]
    assert press.frequency(by="date_precision").schema["date_precision"] == press.documents.schema["date_precision"]
    assert press.frequency(by="page")["page"].unique(maintain_order=True).to_list() == list(range(1, 9))


def test_denominators_of_groups(press):
    table = cells(press.frequency(by="source"), "source")
    expected = press.documents.group_by("source").agg(pl.len().alias("n_docs"), pl.col("n_tokens").sum())
    expected = expected.with_columns(pl.col("n_docs").cast(pl.Int64))
    assert_frame_equal(table.sort("source"), expected.sort("source"))


@pytest.mark.parametrize("every", ["fortnight", "", "Month", "2mo", "months", "1y2"])
def test_an_unknown_period_is_named_and_the_known_listed(press, every):
    with pytest.raises(PeriodError, match="month") as caught:
        press.frequency(every=every)
    assert every in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_column_is_named_with_near_ones(press):
    with pytest.raises(ColumnError, match=r"'sorce'.*source"):
        press.frequency(by="sorce")
    with pytest.raises(ColumnError, match="warnings"):
        press.frequency(by="warnings")


@pytest.mark.parametrize("options", [{"ngram": 0}, {"ngram": -1}, {"top": -1}])
def test_numbers_out_of_range_are_ordinary_errors(press, options):
    with pytest.raises((ValueError, OverflowError)):
        press.frequency(**options)


def test_a_column_given_twice_is_an_error_of_ours(press):
    with pytest.raises(ColumnError, match="source"):
        press.frequency(by=["source", "source"])


def test_monthly_table_of_press_titles(el_watan, realites):
    for corpus in (el_watan, realites):
        table = corpus.frequency(every="month")
        assert table["count"].sum() == corpus.documents["n_tokens"].sum()
        each = cells(table, "period")
        assert each["n_docs"].sum() == corpus.documents.height
        assert each["n_tokens"].sum() == corpus.documents["n_tokens"].sum()
        assert each["period"].sort().to_list() == calendar(periods(corpus, "month"), "month")
    march = pl.col("date").is_between(date(2019, 3, 1), date(2019, 3, 31))
    table = realites.frequency(every="month").filter(pl.col("period") == date(2019, 3, 1))
    assert table["n_docs"].unique().to_list() == [realites.documents.filter(march).height]


DAYS = st.one_of(
    st.none(),
    st.dates(date(1999, 11, 1), date(2002, 3, 31)).map(date.isoformat),
    st.tuples(st.integers(1999, 2002), st.integers(1, 12)).map(lambda parts: f"{parts[0]}-{parts[1]:02}"),
    st.integers(1998, 2011).map(str),
)
WORDS = st.lists(st.sampled_from(["un", "deux", "l'ami", "trois,", "12", "—", "\n\n"]), max_size=8).map(" ".join)


@settings(max_examples=60)
@given(
    rows=st.lists(st.tuples(WORDS, DAYS, st.sampled_from(["MAP", "AFP", None])), max_size=8),
    every=st.sampled_from(EVERY),
    by=st.sampled_from([None, "journal"]),
    top=st.sampled_from([None, 2]),
)
def test_sums_equal_totals_in_any_small_corpus(rows, every, by, top):
    frame = pl.DataFrame(rows, schema={"text": pl.String, "date": pl.String, "journal": pl.String}, orient="row")
    corpus = cs.from_frame(frame.rename({"journal": "media"}).with_columns(journal="media"), source="media")
    table = corpus.frequency(every=every, by=by, top=top)
    counts = dict(table.drop_nulls("term").group_by("term").agg(pl.col("count").sum()).rows())
    whole = {term: count for term, count in counts.items() if count}
    assert all(totals(corpus)[term] == count for term, count in whole.items())
    if top is None:
        assert whole == totals(corpus)
    each = cells(table, "period", *([by] if by else []))
    if table.height:
        assert each["n_docs"].sum() == corpus.documents.height
        assert each["n_tokens"].sum() == corpus.documents["n_tokens"].sum()
        found = periods(corpus, every)
        assert set(table["period"]) == set(calendar(found, every)) | ({None} if None in found else set())
    else:
        assert corpus.documents.height == 0 or corpus.documents["n_tokens"].sum() == 0
    known = [day for day in table["period"].unique().sort() if day is not None]
    assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(known))
