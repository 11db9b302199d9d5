"""The corpora of the benchmark: where they are, the file that Rust reads, and growing them to other sizes."""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

REPOSITORY = Path(__file__).resolve().parents[1]
BESIDE = REPOSITORY.parent / "shared" / "bench"
CORPUS = BESIDE / "fr100.parquet"
THEMES = BESIDE / "themes.json"

SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«“\"])")
WORD = re.compile(r"[^\W\d_]{4,}")
PARAGRAPH = 5  # sentences per paragraph
BETA = 0.59  # exponent of vocabulary growth with text length, as in the original corpus
SYLLABLES = [onset + vowel for onset in "bcdfgjlmnprstvz" for vowel in ("a", "é", "i", "o", "ou")]


def megabytes(frame: pl.DataFrame) -> float:
    """Return the size of the text in UTF-8."""
    return frame["text"].str.len_bytes().sum() / 1e6


def write_binary(frame: pl.DataFrame, path: Path) -> None:
    """Write the file that `engines/rust` reads: for each document, month and length as u32, then the text."""
    months = frame.select(pl.col("date").dt.year() * 12 + pl.col("date").dt.month() - 1).to_series()
    with path.open("wb") as file:
        for month, text in zip(months, frame["text"], strict=True):
            encoded = text.encode()
            file.write(struct.pack("<II", month, len(encoded)) + encoded)


# Growing: new documents made of the same sentences, with new rare words.


class Grower:
    """Makes new documents from the sentences of a corpus, with a vocabulary that grows as in the press.

    The first sentence of a document, which may state its date, stays first. The others are dealt like cards: all once
    in random order, then all again in another. From the second deal on, enough words are replaced by new ones to keep
    the number of types on ``n ** BETA``, and as many again by replacements used before. The same seed gives the same
    documents.
    """

    def __init__(self, frame: pl.DataFrame, seed: int = 1) -> None:
        self._random = random.Random(seed)
        cut = [SENTENCE.split(text) for text in frame["text"]]
        self._openings = list(zip(frame["date"], (sentences[0] for sentences in cut), strict=True))
        self._lengths = [len(sentences) - 1 for sentences in cut]
        bodies = [sentence for sentences in cut for sentence in sentences[1:]]
        self._deck = [(sentence, len(sentence.split())) for sentence in bodies]
        self._dealt = len(self._deck)
        self._types = len({word for text in frame["text"] for word in re.findall(r"\w+", text.lower())})
        self._words = sum(words for _, words in self._deck)
        self._rare: list[str] = []

    def documents(self, megabytes: float) -> Iterator[tuple[date, str]]:
        """Yield documents up to about so many megabytes."""
        total, words = 0, 0
        while total < megabytes * 1e6:
            day, opening = self._random.choice(self._openings)
            cards = self._deal(self._random.choice(self._lengths))
            words += sum(length for _, length in cards)
            text = self._renewed(join([opening, *(sentence for sentence, _ in cards)]), words)
            total += len(text.encode())
            yield day, text

    def _deal(self, count: int) -> list[tuple[str, int]]:
        if self._dealt + count > len(self._deck):
            self._random.shuffle(self._deck)
            self._dealt = 0
        self._dealt += count
        return self._deck[self._dealt - count : self._dealt]

    def _renewed(self, text: str, words: int) -> str:
        """Replace a few words by rare ones; `words` is the number of words up to and including this document."""
        due = round(self._types * (max(words / self._words, 1.0) ** BETA - 1)) - len(self._rare)
        if due <= 0:
            return text
        places = list(WORD.finditer(text, pos=min(40, len(text) // 2)))
        new = min(due, len(places) // 4)
        chosen = sorted(self._random.sample(places, 2 * new), key=re.Match.start)
        first_met = set(self._random.sample(range(2 * new), new))
        pieces, end = [], 0
        for number, place in enumerate(chosen):
            pieces += [text[end : place.start()], self._rare_word(is_new=number in first_met)]
            end = place.end()
        return "".join([*pieces, text[end:]])

    def _rare_word(self, *, is_new: bool) -> str:
        if is_new or not self._rare:
            self._rare.append(rare_word(len(self._rare)))
            return self._rare[-1]
        return self._rare[int(len(self._rare) * self._random.random() ** 2)]  # older words are likelier


def rare_word(number: int) -> str:
    """Make a word from a number: a name, a common word or a figure, different for each number."""
    size = len(SYLLABLES)
    scattered = number * 7_368_787 % size**4  # spreads neighbours apart; the factor is coprime to the size
    if number % 8 == 0:
        return f"{scattered // 1000}\N{NARROW NO-BREAK SPACE}{scattered % 1000:03}"
    word = "".join(SYLLABLES[scattered // size**place % size] for place in range(4))
    return word.capitalize() if number % 2 else word


def join(sentences: list[str]) -> str:
    """Join sentences into paragraphs."""
    paragraphs = [sentences[start : start + PARAGRAPH] for start in range(0, len(sentences), PARAGRAPH)]
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def grown(source: Path, size: float, folder: Path) -> Path:
    """Return the path of a parquet corpus of so many megabytes, making it if it does not exist."""
    path = folder / f"{source.stem}-grown-{size:g}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(Grower(pl.read_parquet(source)).documents(size))
        schema = {"date": pl.Date, "text": pl.String}
        frame = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("id")
        frame.with_columns(pl.col("id").cast(pl.Int64)).write_parquet(path)
    return path
