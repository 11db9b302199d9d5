"""The words of the page, and its numbers, written as in charts."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from coopsec._plural import agreeing
from coopsec.plot.words import Lang, Words, words_for

__all__ = ["PageWords"]


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


class PageWords:
    """What a report says in one language."""

    def __init__(self, lang: Lang) -> None:
        self.chart: Words = words_for(lang)
        self.lang: Lang = lang
        self._words = _table()[lang]

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
