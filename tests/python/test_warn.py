"""Warnings point at the user's line, wherever in the package they arise."""

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import CoopsecWarning

LEXICON = cs.Lexicon.from_dict({"drugs": {"fr": ["drogue"], "es": ["droga"]}, "terrorism": {"fr": ["terrorisme"]}})
TEXTS = {"text": ["La drogue, le terrorisme.", "La droga. El terrorismo."], "lang": ["fr", "es"]}


def corpus(**columns):
    return cs.from_frame(pl.DataFrame(TEXTS | columns))


def mixed():
    """Frames whose column `x` has no common type."""
    return iter([pl.DataFrame({"text": ["La mer."], "x": [1]}), pl.DataFrame({"text": ["Le port."], "x": ["un"]})])


def appended(first, second):
    corpus = cs.from_frame(first)
    corpus.append(second)
    return corpus.documents


def sides():
    """Documents on one side, on the other, and on neither."""
    return pl.DataFrame({"text": ["La mer.", "Le port.", "La loi."], "side": [1, 2, None]})


CALLS = {
    "theme without a pattern": lambda: corpus().themes(LEXICON),
    "the same over time": lambda: corpus(date=["2015-01-01"] * 2).themes(LEXICON, every="year"),
    "pairs": lambda: corpus().cooccurrence(LEXICON),
    "dispersion": lambda: corpus().dispersion(LEXICON),
    "no side": lambda: cs.from_frame(sides()).keyness(pl.col("side") == 1, min_count=1),
    "untested periods": lambda: corpus(date=["2015-01-01", "2016-01-01"]).keyness_over_time(every="year"),
    "columns with coopsec's names": lambda: corpus(n_tokens=[1, 2]).documents,
    "titles as the text": lambda: cs.from_frame(pl.DataFrame({"title": ["Mer"], "other": ["La mer est calme."]})),
    "column of two types": lambda: appended(*mixed()),
    "column of two types in one pass": lambda: cs.count_terms(mixed(), by="x"),
}


@pytest.mark.parametrize("name", CALLS)
def test_warnings_name_the_line_of_the_user(name):
    with pytest.warns(CoopsecWarning) as caught:
        CALLS[name]()
    assert {warning.filename for warning in caught} == {__file__}


def test_warnings_of_files_name_the_line_too(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbftext\nLa mer \xff calme.\n")
    with pytest.warns(CoopsecWarning) as caught:
        cs.read_corpus(tmp_path)
    assert {warning.filename for warning in caught} == {__file__}
