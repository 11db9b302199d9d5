"""What every chart has: a language, and a light or dark page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coopsec.plot.palette import INKS, Inks
from coopsec.plot.words import Lang, Words, words_for

__all__ = ["Paper", "paper_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every chart has: a language, and a light or dark page."""

    words: Words
    dark: bool = False

    @property
    def inks(self) -> Inks:
        """Colours of everything that is not a series."""
        return INKS[self.dark]

    @property
    def page(self) -> dict[str, Any]:
        """Background of a whole chart; only set if dark, so that light charts stay composable."""
        return {"background": self.inks.paper} if self.dark else {}


def paper_of(lang: Lang, *, dark: bool) -> Paper:
    """Choose language and page."""
    return Paper(words=words_for(lang), dark=dark)
