"""Concordances: each match between its neighbours."""

from __future__ import annotations

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import PatternError
from expected import KWIC, assert_slices, schema


def corpus_of(*texts: str) -> cs.Corpus:
    return cs.from_frame(pl.DataFrame({"text": list(texts)}))


def test_columns(press):
    for pattern in ("terroris*", "absent"):
        frame = press.kwic(pattern)
        assert frame.columns == list(KWIC)
        assert schema(frame) == KWIC
    assert press.kwic("absent").height == 0
    assert schema(press.filter(pl.lit(value=False)).kwic("terroris*")) == KWIC


def test_keywords_slice_back_and_equal_the_hits(sample):
    pattern = "(échange|coopération) ~4 renseignement*"
    frame = sample.kwic(pattern)
    hits = sample.hits({"t": [pattern]})
    assert frame.height == hits.height > 0
    assert_slices(sample, frame, "keyword")
    assert frame.select("doc_id", "start", "end").rows() == hits.select("doc_id", "start", "end").rows()


def test_left_and_right_are_what_stands_beside(sample):
    for doc_id, left, right, start, end in (
        sample.kwic("coopération").select("doc_id", "left", "right", "start", "end").rows()
    ):
        text = sample.text(doc_id)
        assert "".join(text[:start].split()).endswith("".join(left.split()))
        assert "".join(text[end:].split()).startswith("".join(right.split()))


def test_the_window_counts_tokens_marks_included():
    frame = corpus_of("un, deux trois cible quatre ; cinq six").kwic("cible", window=3)
    left, right = frame.select("left", "right").row(0)
    assert left.split() == [",", "deux", "trois"]
    assert right.split() == ["quatre", ";", "cinq"]
    assert corpus_of("un cible deux").kwic("cible", window=0).select("left", "right").row(0) == ("", "")


def test_the_window_ends_with_the_sentence():
    corpus = corpus_of("Avant. Le mot cible ici. Après.")
    left, right = corpus.kwic("cible").select("left", "right").row(0)
    assert "Avant" not in left
    assert "Après" not in right
    wide = corpus.kwic("cible", within="document").row(0, named=True)
    assert "Avant" in wide["left"]
    assert "Après" in wide["right"]
    with pytest.raises(ValueError, match="page"):
        corpus.kwic("cible", within="page")


def test_offsets_with_astral_signs():
    text = "😀 la coopération 🇲🇦 ; مكافحة coopération"
    corpus = corpus_of(text)
    assert_slices(corpus, corpus.kwic("coopération"), "keyword")


@pytest.mark.parametrize("pattern", ["", "  ", "a (b|c", "~4 a", "a ~4", "{absente} a", "/(/", "a ~x b"])
def test_a_wrong_pattern_is_named_with_its_column(press, pattern):
    with pytest.raises(PatternError) as caught:
        press.kwic(pattern)
    assert isinstance(caught.value, ValueError)
    assert caught.value.pattern == pattern
    assert isinstance(caught.value.column, int)
    assert caught.value.column >= 1
    assert str(caught.value)


@pytest.mark.parametrize("window", [-1, 2**70])
def test_a_wrong_window_is_an_ordinary_error(press, window):
    with pytest.raises((ValueError, OverflowError)):
        press.kwic("terroris*", window=window)


def test_a_very_wide_window_is_the_sentence(press):
    assert press.kwic("terroris*", window=2**31).height == press.kwic("terroris*").height
