"""coopsec: from text in a frame, from a corpus in memory, and from a saved index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
import polars as pl
from measure import Setting, Work

import coopsec as cs

Ask = Callable[[Any, Setting], Any]
Answer = Callable[[Any], dict[str, int]]


def corpus_of(given: Setting) -> Any:
    """Read the frame."""
    return cs.from_frame(given.frame, progress=False, threads=given.threads)


def opened(given: Setting) -> Any:
    """Open the index that was saved before."""
    measure.require(hasattr(cs, "open_corpus"), "this version has no open_corpus")
    return cs.open_corpus(given.index)  # RAYON_NUM_THREADS sets its threads


def from_text(ask: Ask, answer: Answer) -> Callable[[Setting], Work]:
    """Time reading and asking."""
    return lambda given: Work(lambda: ask(corpus_of(given), given), answer)


def from_memory(ask: Ask, answer: Answer) -> Callable[[Setting], Work]:
    """Time asking alone."""

    def prepare(given: Setting) -> Work:
        corpus = corpus_of(given)
        return Work(lambda: ask(corpus, given), answer)

    return prepare


def from_index(ask: Ask, answer: Answer) -> Callable[[Setting], Work]:
    """Time opening and asking."""
    return lambda given: Work(lambda: ask(opened(given), given), answer)


def from_opened(ask: Ask, answer: Answer) -> Callable[[Setting], Work]:
    """Time the first question to an index that is already open."""

    def prepare(given: Setting) -> Work:
        corpus = opened(given)
        return Work(lambda: ask(corpus, given), answer)

    return prepare


def count_terms(every: str | None, answer: Answer) -> Callable[[Setting], Work]:
    """Time counting terms in one pass, without keeping a corpus."""

    def prepare(given: Setting) -> Work:
        measure.require(hasattr(cs, "count_terms"), "this version has no count_terms")
        return Work(lambda: cs.count_terms(given.frame, every=every, threads=given.threads), answer)

    return prepare


def count_themes(given: Setting) -> Work:
    """Time counting themes in one pass, without keeping a corpus."""
    measure.require(hasattr(cs, "count_themes"), "this version has no count_themes")

    def run() -> pl.DataFrame:
        lexicon = cs.Lexicon.from_dict(given.themes)
        return cs.count_themes(given.frame, lexicon, every="month", threads=given.threads)

    return Work(run, hits_answer)


def save_index(given: Setting) -> Work:
    """Save the index that other cases open."""
    measure.require(hasattr(cs, "open_corpus"), "this version has no open_corpus")
    corpus = corpus_of(given)
    return Work(lambda: corpus.save(given.index), lambda _: {})


def read(given: Setting) -> Work:
    """Read the frame and ask nothing."""
    return Work(lambda: corpus_of(given), lambda corpus: {"tokens": corpus.documents["n_tokens"].sum()})


def nothing(_given: Setting) -> Work:
    """Do nothing, to measure the cost of loading alone."""
    return Work(lambda: None, lambda _: {})


def frequency(corpus: Any, _given: Setting) -> pl.DataFrame:
    """Count the terms of the whole corpus."""
    return corpus.frequency()


def by_month(corpus: Any, _given: Setting) -> pl.DataFrame:
    """Count the terms of each month."""
    return corpus.frequency(every="month")


def themes(corpus: Any, given: Setting) -> pl.DataFrame:
    """Count the themes of each month."""
    return corpus.themes(cs.Lexicon.from_dict(given.themes), every="month")


def dtm(corpus: Any, _given: Setting) -> pl.DataFrame:
    """Build the document-term matrix as a long frame."""
    return corpus.dtm()


def to_scipy(corpus: Any, _given: Setting) -> Any:
    """Build the document-term matrix as a sparse matrix."""
    return corpus.to_scipy()


def kwic(corpus: Any, given: Setting) -> pl.DataFrame:
    """List every match with its context."""
    return corpus.kwic(given.pattern)


def terms_answer(frame: pl.DataFrame) -> dict[str, int]:
    """Return the numbers of tokens and terms."""
    return {"tokens": frame["count"].sum(), "terms": frame.height}


def months_answer(frame: pl.DataFrame) -> dict[str, int]:
    """Return the numbers of tokens, and of terms by month."""
    return {"tokens": frame["count"].sum(), "rows": frame["term"].count()}


def cells_answer(frame: pl.DataFrame) -> dict[str, int]:
    """Return the numbers of tokens and of non-zero cells."""
    return {"tokens": frame["count"].sum(), "cells": frame.height}


def matrix_answer(result: Any) -> dict[str, int]:
    """Return the numbers of tokens and of non-zero cells."""
    return {"tokens": int(result.sum()), "cells": result.nnz}


def hits_answer(frame: pl.DataFrame) -> dict[str, int]:
    """Return the number of hits of all themes."""
    return {"hits": frame["count"].sum()}


def places_answer(frame: pl.DataFrame) -> dict[str, int]:
    """Return the number of matches."""
    return {"hits": frame.height}


CASES: measure.Cases = {
    "nothing": nothing,
    "read": read,
    "save_index": save_index,
    "terms": count_terms(None, terms_answer),
    "terms_corpus": from_text(frequency, terms_answer),
    "months": count_terms("month", months_answer),
    "months_corpus": from_text(by_month, months_answer),
    "themes_pass": count_themes,
    "themes_text": from_text(themes, hits_answer),
    "themes_memory": from_memory(themes, hits_answer),
    "themes_index": from_index(themes, hits_answer),
    "themes_opened": from_opened(themes, hits_answer),
    "matrix_text": from_text(dtm, cells_answer),
    "matrix_memory": from_memory(dtm, cells_answer),
    "scipy_text": from_text(to_scipy, matrix_answer),
    "scipy_memory": from_memory(to_scipy, matrix_answer),
    "context_text": from_text(kwic, places_answer),
    "context_memory": from_memory(kwic, places_answer),
    "context_index": from_index(kwic, places_answer),
    "context_opened": from_opened(kwic, places_answer),
}


if __name__ == "__main__":
    measure.main(CASES, lambda: cs.__version__)
