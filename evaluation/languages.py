"""Language detection: `lang="auto"` on treebank sentences joined into paragraphs.

There is no Arabic treebank at hand, and the Arabic date expressions are too short to identify a language, so the Arabic
documents of the sample corpus are used. A doubtful text gets the default language and a warning, and is counted apart.
"""

from __future__ import annotations

from pathlib import Path

import peers
import polars as pl
from conllu import read
from material import SAMPLE, require
from scores import share
from table import Row

import coopsec as cs

SENTENCES = 5


def rows(shared: Path, _asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """Return two rows per set: how many of the certain texts are right, and how many are doubtful."""
    found = []
    for path in sorted(require(shared / "data" / "ud").glob("*-ud-*.conllu")):
        treebank = read(path)
        texts = [sentence.text for sentence in treebank.sentences]
        joined = [" ".join(texts[at : at + SENTENCES]) for at in range(0, len(texts), SENTENCES)]
        found += _rows(f"UD {treebank.name}, paragraphs", joined, treebank.lang)
    arabic = [path.read_text(encoding="utf-8") for path in sorted((SAMPLE / "ar").glob("*.txt"))]
    paragraphs = [line for text in arabic for line in text.splitlines() if len(line) > 100]
    return [*found, *_rows("sample corpus, Arabic paragraphs", paragraphs, "ar")], []


def _rows(name: str, texts: list[str], lang: str) -> list[Row]:
    documents = cs.from_frame(pl.DataFrame({"text": texts}), lang="auto", progress=False).documents
    doubtful = [any("not certain" in warning for warning in warnings) for warnings in documents["warnings"]]
    certain = [found for found, doubt in zip(documents["lang"], doubtful, strict=True) if not doubt]
    return [
        Row(name, f"certain ones read as {lang}", share(found == lang for found in certain), len(certain)),
        Row(name, "doubtful, read as the default", share(doubtful), len(texts)),
    ]
