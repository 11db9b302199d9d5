"""The words of the page, and its numbers, written as in charts."""

from __future__ import annotations

from coopsec._plural import agreeing
from coopsec._words import words_beside
from coopsec.plot.words import Lang, Words, words_for

__all__ = ["PageWords"]


class PageWords:
    """What a report says in one language."""

    def __init__(self, lang: Lang) -> None:
        self.chart: Words = words_for(lang)
        self.lang: Lang = lang
        self._words = words_beside(__package__, "words.toml")[lang]

    def __call__(self, key: str, **fields: object) -> str:
        """Return the phrase `key` with its fields filled in."""
        return str(self._words[key]).format(**fields)

    def column(self, name: str) -> str:
        """Return the heading for a column of a frame."""
        return self(f"col_{name}")

    def counted(self, key: str, number: int, **fields: object) -> str:
        """Return the phrase `key` in agreement with a number, its field `n`."""
        return agreeing(self._words[key], number, self.lang).format(n=self.number(number), **fields)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with the separators of the language."""
        return self.chart.number(value, digits)
