"""How the panels of one chart look: words, inks, styles, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coopsec.plot.palette import INKS, Inks, Style
from coopsec.plot.words import Words

__all__ = ["Look"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the panels of one chart look."""

    words: Words
    styles: Mapping[str, Style]
    labels: Mapping[str, str]
    value: str
    thin: int
    intervals: bool
    dark: bool = False

    @property
    def inks(self) -> Inks:
        """Colours of everything that is not a series."""
        return INKS[self.dark]

    @property
    def page(self) -> dict[str, Any]:
        """Background of a whole chart: said only where it must be dark, so that light charts stay composable."""
        return {"background": self.inks.paper} if self.dark else {}

    def amount(self, value: float | None) -> str:
        """Write a value of the vertical axis."""
        if value is None:
            return "–"
        if self.value == "doc_share":
            return self.words.percent(value)
        return self.words.number(value, 0 if self.value in ("count", "doc_freq") else 1)

    def note(self, *, partial: bool, n_docs: int) -> str:
        """Say why a period is weak."""
        notes = [self.words("partial")] if partial else []
        if n_docs == 0:
            notes.append(self.words("empty"))
        elif n_docs < self.thin:
            notes.append(self.words("thin", thin=self.thin))
        return ", ".join(notes) or "–"
