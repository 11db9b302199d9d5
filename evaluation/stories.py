"""Near-duplicates: copies of articles under another headline, cut short, or both, must be in the same story.

Pairs of different articles in the same story are false merges.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import peers
import polars as pl
from material import require
from scores import share
from table import Row, Target

import coopsec as cs

Article = tuple[str, str]

HEADLINES = (
    "Les nouvelles du jour en bref",
    "Ce que l'on sait ce matin de l'affaire",
    "Dernière minute : la dépêche de notre agence",
    "Notre correspondant fait le point sur la situation",
)


def _whole(title: str, body: str) -> str:
    return f"{title}\n\n{body}"


def _headline(number: int) -> str:
    return HEADLINES[number % len(HEADLINES)]


def _beginning(body: str, part: float) -> str:
    words = body.split(" ")
    return " ".join(words[: max(int(len(words) * part), 1)])


# How to make a copy from the title, body and number of an article.
COPIES: dict[str, Callable[[str, str, int], str]] = {
    "exact copies found": lambda title, body, _: _whole(title, body),
    "copies under another headline found": lambda _, body, number: _whole(_headline(number), body),
    "copies cut to 60 % found": lambda title, body, _: _whole(title, _beginning(body, 0.6)),
    "other headline and cut to 40 % found": lambda _, body, number: _whole(_headline(number), _beginning(body, 0.4)),
}


def rows(shared: Path, _asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """Return a row for each kind of copy, and one for false merges."""
    articles = _articles(require(shared / "data" / "wikinews_fr" / "documents"))
    originals = [_whole(*article) for article in articles]
    found, everything = [], list(originals)
    for measure, copy in COPIES.items():
        copies = [copy(title, body, number) for number, (title, body) in enumerate(articles)]
        everything += copies
        story = _stories(originals + copies)
        pairs = [story[at] == story[at + len(articles)] for at in range(len(articles))]
        found.append(Row("Wikinews", measure, share(pairs), len(pairs), Target(1.0)))
    return [*found, _false_merges(_stories(everything), len(articles))], []


def _false_merges(story: list[int], count: int) -> Row:
    """Count pairs of articles that share a story, directly or through any of their copies."""
    of_article = [set(story[at::count]) for at in range(count)]
    pairs = list(combinations(of_article, 2))
    merged = sum(bool(left & right) for left, right in pairs)
    return Row("Wikinews and all copies", "false merges of articles", merged, len(pairs), Target(0, at_most=True))


def _articles(folder: Path) -> list[Article]:
    """Return titles and bodies as extracted from the pages."""
    corpus = cs.read_corpus(folder, progress=False)
    parts = [corpus.text(name).partition("\n") for name in corpus.documents["doc_id"]]
    return [(title, body.strip()) for title, _, body in parts]


def _stories(texts: list[str]) -> list[int]:
    return cs.from_frame(pl.DataFrame({"text": texts}), progress=False).documents["story"].to_list()
