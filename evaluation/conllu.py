"""Universal Dependencies files read as raw text with gold spans, in code points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """Text of a sentence and its tokens as written; a multi-word token counts as a whole, not by its parts."""

    text: str
    tokens: list[Span]


@dataclass(frozen=True)
class Treebank:
    """The sentences of one file in document order."""

    name: str
    lang: str
    sentences: list[Sentence]


def read(path: Path) -> Treebank:
    """Read a file whose name starts with the language (`fr_gsd-ud-dev.conllu`)."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    found = [sentence for block in blocks if (sentence := _sentence(block))]
    return Treebank(path.stem, path.stem.split("_")[0], found)


def _sentence(block: str) -> Sentence | None:
    lines = block.split("\n")
    text = next((line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")), None)
    if text is None:
        return None
    spans: list[Span] = []
    at, inside = 0, 0
    for line in lines:
        if not line or line.startswith("#"):
            continue
        number, form = line.split("\t")[:2]
        last = number.split("-")[-1]
        if not last.isdecimal() or int(last) <= inside:  # an empty node, or part of a multi-word token
            continue
        inside = int(last)
        start = text.index(form, at)  # a form may contain spaces
        at = start + len(form)
        spans.append((start, at))
    return Sentence(text, spans)
