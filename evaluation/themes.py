"""Themes: the hits of the built-in lexicon against spans annotated by hand in reports of `corpus/` (gold/README.md).

A hit is right where it overlaps a span of the same theme that no other hit has taken: how far a span reaches is a
matter of taste, whether the theme is there and how often is what counts say. Hits and spans stand under their most
specific theme. `themes.csv` was at hand while the lexicon was deepened, so its figures say how well the lexicon can
do; `themes_unseen.csv` was annotated after that, and its figures say how well it does.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import peers
from material import GOLD, SAMPLE, require
from table import Row, Target

import coopsec as cs

Span = tuple[int, int]
Spans = dict[tuple[str, str], list[Span]]

SETS = {"themes": ("themes.csv", Target(0.9)), "themes, unseen": ("themes_unseen.csv", None)}
HEAD = f"{'':28}  gold  hits  right  precision  recall    F1"


@dataclass
class Tally:
    """Spans, hits and those of them that met."""

    gold: int = 0
    hits: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the hits that are right."""
        return self.right / max(self.hits, 1)

    @property
    def recall(self) -> float:
        """Share of the spans that were found."""
        return self.right / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(self.gold + self.hits, 1)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.gold + other.gold, self.hits + other.hits, self.right + other.right)

    def line(self, name: str) -> str:
        """A line under :data:`HEAD`."""
        shares = f"{self.precision:9.2f}  {self.recall:6.2f}  {self.f1:4.2f}"
        return f"{name:28}  {self.gold:4}  {self.hits:4}  {self.right:5}  {shares}"


def rows(_shared: Path, _asked: peers.Peers, confusions: int) -> tuple[list[Row], list[str]]:
    """Precision, recall and F1 over all themes, and a table by theme and by language among the notes."""
    corpus = cs.read_corpus(SAMPLE, progress=False)
    found, notes = [], []
    for name, (file, target) in SETS.items():
        gold = _gold(require(GOLD / file), corpus)
        hits = _hits(corpus, {doc_id for doc_id, _ in gold})
        errors: list[str] = []
        tallies = {key: _meet(corpus, key, gold[key], hits[key], errors) for key in sorted({*gold, *hits})}
        every = sum(tallies.values(), Tally())
        found += [
            Row(name, "precision", every.precision, every.hits),
            Row(name, "recall", every.recall, every.gold),
            Row(name, "F1", every.f1, every.gold, target),
        ]
        notes.append("\n".join([f"{name}:", HEAD, *_lines(tallies), every.line("all"), *errors[:confusions]]))
    return found, notes


def _gold(path: Path, corpus: cs.Corpus) -> Spans:
    spans: Spans = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start, end = int(row["start"]), int(row["end"])
            if corpus.text(row["doc_id"])[start:end] != row["text"]:
                raise ValueError(f"{path}: {row['doc_id']} does not hold {row['text']!r} at {start}")
            spans[row["doc_id"], row["theme"]].append((start, end))
    return spans


def _hits(corpus: cs.Corpus, documents: set[str]) -> Spans:
    spans: Spans = defaultdict(list)
    columns = corpus.hits(cs.Lexicon.builtin()).select("doc_id", "theme", "start", "end")
    for doc_id, theme, start, end in columns.iter_rows():
        if doc_id in documents:
            spans[doc_id, theme].append((start, end))
    return spans


def _meet(corpus: cs.Corpus, key: tuple[str, str], gold: list[Span], hits: list[Span], errors: list[str]) -> Tally:
    """Pair spans and hits that overlap, each once, from left to right."""
    left, waiting, missed, right = sorted(hits), sorted(gold), [], 0
    while left and waiting:
        if left[0][1] <= waiting[0][0]:
            missed.append(("too many", left.pop(0)))
        elif waiting[0][1] <= left[0][0]:
            missed.append(("missed", waiting.pop(0)))
        else:
            left.pop(0), waiting.pop(0)
            right += 1
    missed += [("too many", span) for span in left] + [("missed", span) for span in waiting]
    text = corpus.text(key[0])
    errors += [f"    {what}: {key[1]}, {text[start:end]!r} ({key[0]})" for what, (start, end) in missed]
    return Tally(len(gold), len(hits), right)


def _lines(tallies: dict[tuple[str, str], Tally]) -> list[str]:
    themes: dict[str, Tally] = defaultdict(Tally)
    languages: dict[str, Tally] = defaultdict(Tally)
    for (doc_id, theme), tally in tallies.items():
        themes[theme] += tally
        # The sample has a folder a language.
        languages[doc_id.partition("/")[0]] += tally
    return [tally.line(name) for group in (themes, languages) for name, tally in sorted(group.items())]
