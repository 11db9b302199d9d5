"""How the panels of one chart look: words, colours, styles, and what is drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coopsec.plot.cautions import NO_CAUTIONS, Cautions
from coopsec.plot.events import NO_EVENTS, Events
from coopsec.plot.frames import UNSTATED, Series, Value
from coopsec.plot.palette import Style, counted_labels, known_label, styles
from coopsec.plot.paper import Paper
from coopsec.plot.words import Lang, Words, one_line, words_for

__all__ = ["Look", "distinct", "group_label", "look_of", "names_of"]


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
    """Return the labels to show: the given ones, those of built-in themes, or else the names.

    A word or a group that happens to be called like a theme, such as `migration`, is none: it keeps its name.
    """
    known = {each: known_label(each, lang) for each in names} if themes else {}
    return distinct(names, known | dict(labels or {}))


def distinct(names: Sequence[str], labels: Mapping[str, str], taken: Collection[str] = ()) -> dict[str, str]:
    """Return a label to show for each name, never two the same, none of those taken, and none blank.

    If labels are the same, the names are shown. A name that cannot be shown as it is stands in quotation marks.
    """
    labelled = {each: _visible(labels.get(each, each), each, taken) for each in names}
    if len(set(labelled.values())) == len(labelled):
        return labelled
    plain = {each: _visible(each, each, taken) for each in names}
    return plain if len(set(plain.values())) == len(plain) else {each: repr(each) for each in names}


def _visible(label: str, name: str, taken: Collection[str] = ()) -> str:
    shown = one_line(label)
    return repr(name) if shown in taken or not shown.strip() else shown


def group_label(
    series: Series, column: str, value: object, words: Words, labels: Mapping[str, str] | None = None
) -> str:
    """Return the label of a group, or of the value that all groups share: a theme has that of its lexicon."""
    if value is None:
        return words("no_source" if column == "source" else "not_stated")
    if column == "basis" and series.bases:
        return words(f"basis_{value}")
    name = str(value)
    if column != "theme":
        return _visible(name, name)
    themes = {**counted_labels(series.counted, words.lang), **(labels or {})}
    return _visible(themes.get(name, known_label(name, words.lang)), name)


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
        values = {each: None if each == UNSTATED else each for each in series.names}
        own = {each: group_label(series, group, value, words) for each, value in values.items()}
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
