"""How the panels of one chart look: words, inks, styles, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coopsec.plot.frames import Series, Value
from coopsec.plot.palette import INKS, Inks, Style, known_label, styles
from coopsec.plot.words import Lang, Words, words_for

__all__ = ["Look", "look_of"]


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
        """Background of a whole chart: set only where it must be dark, so light charts stay composable."""
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


def look_of(
    series: Series,
    value: Value,
    labels: Mapping[str, str] | None,
    colors: Mapping[str, str] | None,
    lang: Lang,
    *,
    dark: bool,
    thin: int,
    intervals: bool,
) -> Look:
    """Choose labels, colours and shapes for a chart."""
    words, given = words_for(lang), dict(labels or {})
    named = {each: given.get(each, known_label(each, lang)) for each in series.names}
    if len(set(named.values())) < len(named):
        named = {each: each for each in series.names}
    bounded = intervals and bool(series.rows["high"].is_not_null().any())
    return Look(
        words=words,
        styles=styles(series.all_names, dark=dark, colors=colors),
        labels=named,
        value=value,
        thin=thin,
        intervals=bounded,
        dark=dark,
    )
