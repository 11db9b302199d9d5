"""How the panels of one chart look: words, colours, styles, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopsec.plot.cautions import NO_CAUTIONS, Cautions
from coopsec.plot.events import NO_EVENTS, Events
from coopsec.plot.frames import UNSTATED, Series, Value
from coopsec.plot.palette import Style, counted_labels, known_label, styles
from coopsec.plot.paper import Paper
from coopsec.plot.words import Lang, Words, one_line, words_for

__all__ = ["Look", "group_label", "look_of", "names_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Paper):
    """How the panels of one chart of counted series look."""

    styles: Mapping[str, Style]
    labels: Mapping[str, str]
    given: Mapping[str, str]
    """Labels that the user gave, which may name more than the series."""
    value: str
    thin: int
    intervals: bool
    cautions: Cautions = NO_CAUTIONS
    events: Events = NO_EVENTS

    def title(self, given: str | None) -> str:
        """Return the given title, or else the name of the value."""
        return given if given is not None else self.words(f"title_{self.value}")

    def amount(self, value: float | None) -> str:
        """Write a value of the vertical axis."""
        if value is None:
            return "–"
        if self.value == "doc_share":
            return self.words.percent(value)
        return self.words.number(value) if self.value in ("count", "doc_freq") else self.words.rate(value)

    def end(self, value: float) -> str:
        """Write the end of a scale."""
        return self.words.rounded(value) if self.value == "per_million" else self.amount(value)

    def note(self, *, partial: bool, n_docs: int) -> str:
        """Say why a period is weak."""
        notes = [self.words("partial")] if partial else []
        if n_docs == 0:
            notes.append(self.words("empty"))
        elif n_docs < self.thin:
            notes.append(self.words.counted("thin", self.thin))
        return ", ".join(notes) or "–"


def names_of(
    names: Sequence[str], labels: Mapping[str, str] | None, lang: str, *, themes: bool = True
) -> dict[str, str]:
    """Return the labels to show: the given ones, those of built-in themes, or else the names; never two the same.

    A word or a group that happens to be called like a theme, such as `migration`, is none: it keeps its name.
    """
    given = dict(labels or {})
    named = {each: one_line(given.get(each, known_label(each, lang) if themes else each)) for each in names}
    if len(set(named.values())) == len(named):
        return named
    plain = {each: one_line(each) for each in names}
    return plain if len(set(plain.values())) == len(plain) else {each: repr(each) for each in names}


def group_label(
    series: Series, column: str, value: object, words: Words, labels: Mapping[str, str] | None = None
) -> str:
    """Return the label of a group, or of the value that all groups share: a theme has that of its lexicon."""
    if value is None or value == UNSTATED:
        return words("no_source" if column == "source" else "not_stated")
    if column == "basis" and series.bases:
        return words(f"basis_{value}")
    if column != "theme":
        return str(value)
    themes = {**counted_labels(series.counted, words.lang), **(labels or {})}
    return themes.get(str(value), known_label(str(value), words.lang))


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
    cautions: Cautions = NO_CAUTIONS,
    events: Events = NO_EVENTS,
) -> Look:
    """Choose labels, colours and shapes for a chart."""
    words, group = words_for(lang), series.group
    own = counted_labels(series.counted, lang)
    if group:
        own = {each: group_label(series, group, each, words) for each in series.names}
    named = names_of(series.names, {**own, **(labels or {})}, lang, themes=series.kind == "theme")
    bounded = intervals and bool(series.rows["high"].is_not_null().any())
    return Look(
        words=words,
        styles=styles(series.all_names, dark=dark, colors=colors),
        labels=named,
        given=labels or {},
        value=value,
        thin=thin,
        intervals=bounded,
        dark=dark,
        cautions=cautions,
        events=events,
    )
