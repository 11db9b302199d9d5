"""Near-duplicates: copies of articles under another headline, with their ends cut, or both, are one story with them.

Pairs of different articles that became one story are false merges.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import peers
import polars as pl
from material import require
from table import Row, Target

import coopsec as cs

HEADLINES = (
    "Les nouvelles du jour en bref",
    "Ce que l'on sait ce matin de l'affaire",
    "Dernière minute : la dépêche de notre agence",
    "Notre correspondant fait le point sur la situation",
)


def _headline(title: str, body: str, number: int) -> str:
    return f"{HEADLINES[number % len(HEADLINES)]}\n\n{body}"


def _cut(title: str, body: str, share: float) -> str:
    words = body.split(" ")
    return f"{title}\n\n{' '.join(words[: max(int(len(words) * share), 1)])}"


Copy = Callable[[str, str, int], str]

COPIES: dict[str, Copy] = {
    "exact copies found": lambda title, body, _: f"{title}\n\n{body}",
    "copies under another headline found": _headline,
    "copies cut to 60 % found": lambda title, body, _: _cut(title, body, 0.6),
    "other headline and cut to 40 % found": lambda _, body, number: _cut(HEADLINES[number % 4], body, 0.4),
}


def rows(shared: Path, _asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """A row for each kind of copy, and one for false merges."""
    corpus = cs.read_corpus(require(shared / "data" / "wikinews_fr" / "documents"), progress=False)
    articles = []
    for name in corpus.documents["doc_id"]:
        title, _, body = corpus.text(name).partition("\n")
        articles.append((title, body.strip()))
    originals = [f"{title}\n\n{body}" for title, body in articles]
    found = []
    for measure, copy in COPIES.items():
        copies = [copy(title, body, number) for number, (title, body) in enumerate(articles)]
        story = _stories(originals + copies)
        pairs = [story[at] == story[at + len(articles)] for at in range(len(articles))]
        found.append(Row("Wikinews", measure, peers.share(pairs), len(pairs), Target(1.0)))
    copies = [copy(*article, number) for copy in COPIES.values() for number, article in enumerate(articles)]
    story = _stories(originals + copies)
    different = list(combinations(range(len(articles)), 2))
    of = [{story[at + kind * len(articles)] for kind in range(len(COPIES) + 1)} for at in range(len(articles))]
    merged = sum(bool(of[a] & of[b]) for a, b in different)
    found.append(
        Row("Wikinews and all copies", "false merges of articles", merged, len(different), Target(0, at_most=True))
    )
    return found, []


def _stories(texts: list[str]) -> list[int]:
    frame = pl.DataFrame({"text": texts})
    return cs.from_frame(frame, progress=False).documents["story"].to_list()
