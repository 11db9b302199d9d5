"""Views: the documents for which all predicates are true, and nothing else."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError

NAMES = {"text": "texte", "date": "parution", "id": "key", "source": "journal"}


@pytest.mark.parametrize(
    "keep",
    [["a", "d"], ["b", "c", "e", "h"], ["f"], ["e"], [], list("abcdefgh")],
    ids=lambda keep: "".join(keep) or "none",
)
def test_a_view_answers_as_a_corpus_of_its_documents_alone(press, press_frame, themes, keep):
    view = press.filter(pl.col("doc_id").is_in(keep))
    alone = cs.from_frame(press_frame.filter(pl.col("key").is_in(keep)), **NAMES)
    assert_frame_equal(view.documents.drop("origin", "story"), alone.documents.drop("origin", "story"))
    assert len(view) == len(keep)
    for every in (None, "day", "month", "year"):
        for by in (None, "source"):
            assert_frame_equal(view.frequency(every=every, by=by), alone.frequency(every=every, by=by))
            assert_frame_equal(view.frequency(every=every, by=by, top=3), alone.frequency(every=every, by=by, top=3))
            assert_frame_equal(
                read_quietly(view.themes, themes, every=every, by=by),
                read_quietly(alone.themes, themes, every=every, by=by),
            )
    assert_frame_equal(view.hits(themes, rollup=True), alone.hits(themes, rollup=True))
    assert_frame_equal(view.kwic("terroris*"), alone.kwic("terroris*"))
    assert_frame_equal(view.dtm(), alone.dtm())
    assert view.terms() == alone.terms()
    assert (view.to_scipy() != alone.to_scipy()).nnz == 0


def test_views_of_the_sample_folder(sample, sample_folder, builtin):
    view = sample.filter(pl.col("lang") == "es")
    alone = cs.read_corpus(sample_folder / "es")
    assert_frame_equal(view.frequency(every="year"), alone.frequency(every="year"))
    assert_frame_equal(
        read_quietly(view.themes, builtin, every="year"), read_quietly(alone.themes, builtin, every="year")
    )


def test_views_of_views_and_order(press):
    first = press.filter(pl.col("page") > 2)
    second = first.filter(pl.col("page") < 6, pl.col("source") == "MAP")
    assert second.documents["doc_id"].to_list() == ["c", "e"]
    assert first.documents["doc_id"].to_list() == list("cdefgh")
    assert press.documents["doc_id"].to_list() == list("abcdefgh")
    assert second.text("e") == "Une coopération sans date."


def test_texts_outside_a_view_are_not_there(press):
    with pytest.raises(KeyError, match="a"):
        press.filter(pl.col("doc_id") == "b").text("a")


def test_a_null_is_not_true(press):
    known = press.filter(pl.col("source") == "MAP").documents.height
    other = press.filter(pl.col("source") != "MAP").documents.height
    assert known + other == 6


def test_masks(press):
    assert press.filter(pl.Series([True, False] * 4)).documents["doc_id"].to_list() == list("aceg")
    assert press.filter([False] * 7 + [True]).documents["doc_id"].to_list() == ["h"]
    with pytest.raises(ValueError, match="8"):
        press.filter([True])


@pytest.mark.parametrize(
    ("predicate", "n_values"),
    [(pl.col("source").drop_nulls() == "MAP", 6), (pl.col("source").filter(pl.col("page") > 99) == "MAP", 0),
     (pl.col("doc_id").filter(pl.col("doc_id") == "b") == "b", 1), ([], 0), ([True], 1)],
)  # fmt: skip
def test_another_number_of_values_than_of_documents_is_refused(press, predicate, n_values):
    with pytest.raises(ValueError, match=f"the predicate has {n_values} values for 8 documents"):
        press.filter(predicate)
    with pytest.raises(ValueError, match=f"the target has {n_values} values for 8 documents"):
        press.keyness(predicate)


def test_one_value_holds_for_all(press):
    assert len(press.filter(pl.col("page").max() > 2)) == 8
    assert len(press.filter(pl.col("page").max() > 99)) == 0
    assert len(press.filter(pl.lit(value=False)).filter(pl.lit(value=True))) == 0


@pytest.mark.parametrize(
    ("predicate", "error", "said"),
    [([1] * 8, TypeError, "holds Int64, expected Boolean"), (np.ones(8, int), TypeError, "holds Int64"),
     (pl.Series("page", [1] * 8), TypeError, "'page' is Int64"), ({True}, TypeError, "is a set, which does not say"),
     ([True, "a"] * 4, TypeError, "holds values other than true and false"),
     (pl.col("date_start") >= "2018-01-01", ColumnError,
      r"a date is compared with a datetime\.date, such as pl\.col\('date_start'\) >= datetime\.date\(2018, 1, 1\)"),
     (pl.col("title") > 3, ColumnError, "does not fit the documents: cannot compare string with numeric")],
)  # fmt: skip
def test_what_is_no_truth_is_named_by_the_argument(press, predicate, error, said):
    with pytest.raises(error, match=f"^the predicate .*{said}"):
        press.filter(predicate)
    with pytest.raises(error, match=f"^the target .*{said}"):
        press.keyness(predicate)
    with pytest.raises(error, match=f"^the reference .*{said}"):
        press.keyness(pl.lit(value=True), predicate)


def test_a_corpus_is_no_predicate(press):
    with pytest.raises(TypeError, match=r"^the target is of type Corpus: write an expression .* pl\.col\(…\) == …$"):
        press.keyness(press.filter(source="MAP"))


@pytest.mark.parametrize("given", [list, np.array, tuple, pl.Series, lambda mask: list(np.array(mask))])
def test_masks_of_any_kind(press, given):
    mask = given([True, False] * 4)
    assert press.filter(mask).documents["doc_id"].to_list() == list("aceg")


def test_whole_and_no_truth(press):
    assert press.filter(pl.lit(value=True)).documents.height == 8
    assert press.filter(pl.lit(value=False)).documents.height == 0
    assert press.filter().documents.height == 8


def test_an_unknown_column_is_named(press):
    with pytest.raises(ColumnError, match="sorce"):
        press.filter(pl.col("sorce") == "MAP")


def test_what_is_no_truth_value_is_refused(press):
    with pytest.raises((ValueError, TypeError, pl.exceptions.PolarsError)):
        press.filter(pl.col("texte_absent_du_tout"))
    with pytest.raises((ValueError, TypeError, pl.exceptions.PolarsError)):
        press.filter(pl.col("source"))
    with pytest.raises((ValueError, TypeError)):
        press.filter("source")


def test_values_of_columns_are_conditions_as_in_polars(french):
    assert french.filter(source="MAP").documents.equals(french.filter(pl.col("source") == "MAP").documents)
    both = french.filter(pl.col("n_tokens") > 100, source="MAP")
    assert both.documents.equals(french.filter(pl.col("n_tokens") > 100, pl.col("source") == "MAP").documents)
    with pytest.raises(ColumnError, match="no column 'sorce'; did you mean 'source'"):
        french.filter(sorce="MAP")
    with pytest.raises(ColumnError, match=r"write pl\.col\('source'\)\.is_in\("):
        french.filter(source=["MAP", "EFE"])
