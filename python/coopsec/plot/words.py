"""The words and numbers of a chart in one language."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Literal, TypeAlias

from coopsec._plural import agreeing
from coopsec._rounding import half_up, separated
from coopsec._words import words_beside

__all__ = ["Lang", "Words", "one_line", "words_for"]

# Control characters and line separators.
_BREAKS = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"

Lang: TypeAlias = Literal["en", "fr"]


class Words:
    """What a chart says in one language."""

    def __init__(self, lang: str) -> None:
        table = words_beside(__package__, "words.toml")
        if lang not in table:
            raise ValueError(f"lang={lang!r}: expected {' or '.join(map(repr, table))}")
        self.lang = lang
        self._words = table[lang]

    def __call__(self, key: str, **fields: object) -> str:
        """Return the phrase `key` with its fields filled in."""
        return str(self._words[key]).format(**fields)

    def counted(self, key: str, number: int, **fields: object) -> str:
        """Return the phrase `key` in agreement with a number, its field `n`."""
        return agreeing(self._words[key], number, self.lang).format(n=self.number(number), **fields)

    @property
    def weekdays(self) -> list[str]:
        """Return the abbreviated days of the week, from Monday."""
        return list(self._words["weekdays"])

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with the separators of the language, and a minus as wide as a plus."""
        plain = half_up(value, digits).replace("-", "\N{MINUS SIGN}")
        return separated(plain, thousands=self._words["thousands"], decimal=self._words["decimal"])

    def rate(self, value: float) -> str:
        """Write a rate with one decimal or, below one, with two significant digits, as 0.0 would say nothing."""
        small = 0 < abs(value) < 1
        return self.number(value, 1 - math.floor(math.log10(abs(value))) if small else 1)

    def rounded(self, value: float) -> str:
        """Write a rate for a key: above a hundred, decimals say nothing."""
        return self.number(value) if abs(value) >= 100 else self.rate(value)

    def percent(self, value: float, digits: int = 1) -> str:
        """Write a share from 0 to 1 as a percentage."""
        return self.number(round(100 * value, 9), digits) + str(self._words["percent"])

    def axis_expression(self, *, percent: bool) -> str:
        """Return a Vega expression that writes an axis label with the separators of the language."""
        number = "format(datum.value * 100, ',~r')" if percent else "format(datum.value, ',~r')"
        sign = f" + '{self._words['percent']}'" if percent else ""
        if self.lang == "en":
            return number + sign
        thousands = f"replace({number}, regexp(',', 'g'), '{self._words['thousands']}')"
        return f"replace({thousands}, '.', '{self._words['decimal']}'){sign}"


def one_line(text: str) -> str:
    """Replace control characters and line separators.

    Vega expressions reject line separators, even in strings, and a NUL makes the renderer abort the process.
    """
    return re.sub(_BREAKS, " ", text)


@cache
def words_for(lang: str) -> Words:
    """Return the words of a language; the file is only read once."""
    return Words(lang)
