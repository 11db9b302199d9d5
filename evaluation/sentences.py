"""Sentence boundaries in running French text: treebank sentences joined by spaces, in document order."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import peers
from conllu import Treebank, read
from material import require
from scores import Score
from table import Row, Target

import coopsec as cs

TARGET = Target(0.95)


def rows(shared: Path, asked: peers.Peers, confusions: int) -> tuple[list[Row], list[str]]:
    """Return the rows of the French treebanks, and their confusions."""
    found, notes = [], []
    for path in sorted(require(shared / "data" / "ud").glob("fr_*-ud-*.conllu")):
        treebank = read(path)
        text, gold = _joined(treebank)
        score = _score(text, gold, set(cs.sentences(text, treebank.lang)["end"].to_list()))
        spacy = asked.figure("spaCy", partial(_spacy, text, gold))
        row = Row(f"UD {treebank.name}", "sentence ends, F1", score.f1, score.gold, TARGET, {"spaCy": spacy})
        found.append(row)
        if confusions:
            notes.append(score.report(f"{row.set}, sentences", confusions))
    return found, notes


def _joined(treebank: Treebank) -> tuple[str, set[int]]:
    """Return the running text and the ends of its sentences."""
    pieces = [sentence.text.strip() for sentence in treebank.sentences]
    ends, at = set(), 0
    for piece in pieces:
        ends.add(at + len(piece))
        at += len(piece) + 1
    return " ".join(pieces), ends


def _spacy(text: str, gold: set[int]) -> float:
    return _score(text, gold, peers.spacy_sentence_ends(text, "fr")).f1


def _score(text: str, gold: set[int], found: set[int]) -> Score:
    score = Score()
    score.add({(end, end) for end in gold}, {(end, end) for end in found})
    for what, ends in (("missed", gold - found), ("extra ", found - gold)):
        for end in ends:
            score.confusions[f"{what} {text[max(end - 30, 0) : end]}‖{text[end : end + 25]}"] += 1
    return score
