"""Units and measures of co-occurrence, recomputed in plain Python from the answers to other questions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

import polars as pl

import coopsec as cs

Unit = tuple[str, int]  # document, code point at which the unit begins


def sentences(corpus: cs.Corpus, doc_id: str, lang: str) -> list[int]:
    """Code points at which sentences begin, for a document that is all body."""
    frame = cs.sentences(corpus.text(doc_id), lang=lang)
    return frame["start"].to_list()


def unit_of(hits: pl.DataFrame, within: str) -> list[Unit]:
    """The sentence or document of each hit."""
    starts = hits["sentence_start"].to_list() if within == "sentence" else [0] * hits.height
    return list(zip(hits["doc_id"].to_list(), starts, strict=True))


def units_with(hits: pl.DataFrame, within: str, name: Callable[[str], str | None]) -> dict[str, set[Unit]]:
    """Units in which each thing occurs; `name` derives the thing from the theme of a hit."""
    found: dict[str, set[Unit]] = defaultdict(set)
    for unit, theme in zip(unit_of(hits, within), hits["theme"].to_list(), strict=True):
        if (thing := name(theme)) is not None:
            found[thing].add(unit)
    return found


def signed_g2(joint: int, left: int, right: int, total: int) -> float:
    """Log-likelihood ratio of four cells, negative below the expected joint count."""
    cells = [
        (joint, left * right),
        (left - joint, left * (total - right)),
        (right - joint, (total - left) * right),
        (total - left - right + joint, (total - left) * (total - right)),
    ]
    value = 2 * sum(seen * math.log(seen * total / product) for seen, product in cells if seen)
    return -value if joint * total < left * right else value


def npmi(joint: int, left: int, right: int, total: int) -> float | None:
    if not left or not right or joint == total:
        return None
    return -1.0 if not joint else math.log(joint * total / left / right) / math.log(total / joint)


@cache
def _counted(lang: str, text: str) -> tuple[tuple[int, int, str, bool], ...]:
    frame = cs.tokenize(text, lang=lang)
    counted = ~frame["kind"].is_in(["punctuation", "symbol"])
    return tuple(zip(frame["start"], frame["end"], frame["norm"], counted, strict=True))


def token_sentences(corpus: cs.Corpus) -> Iterable[list[tuple[str, bool]]]:
    """Norms of the tokens of every sentence, and whether each is counted, for documents that are all body."""
    for doc_id, lang in corpus.documents.select("doc_id", "lang").rows():
        text = corpus.text(doc_id)
        tokens = _counted(lang, text)
        for start, length in cs.sentences(text, lang=lang).select("start", pl.col("sentence").str.len_chars()).rows():
            yield [
                (norm, counted) for first, last, norm, counted in tokens if start <= first and last <= start + length
            ]
