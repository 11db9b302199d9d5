"""Warnings about the data: listed under the title, and marked in the chart if they concern a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coopsec._arguments import is_truth
from coopsec._counted import counted_of
from coopsec._frames import as_frame, with_days
from coopsec._warnings import NOT_CHECKED, remarks_for
from coopsec.plot.frames import require_columns
from coopsec.plot.palette import counted_labels, known_label
from coopsec.plot.words import Words, words_for

__all__ = ["NO_CAUTIONS", "Cautions", "cautions_for", "cautions_of"]

_MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Cautions:
    """The warnings about one frame."""

    whole: tuple[str, ...]
    """Messages about the whole table or about a series."""
    marked: Mapping[tuple[str | None, date], tuple[str, ...]]
    """Messages about a period, by series (None: all series) and first day."""

    def at(self, series: str | None, period: date) -> list[str]:
        """Return the messages about one period of a series."""
        own = self.marked.get((series, period), ()) if series is not None else ()
        return [*self.marked.get((None, period), ()), *own]

    def said(self, words: Words, *, marks: int) -> list[str]:
        """Return the sentences for the subtitle."""
        told = [words("warning", message=message.rstrip(".")) for message in self.whole[:_MOST_SAID]]
        if len(self.whole) > _MOST_SAID:
            told.append(words.counted("warnings_more", len(self.whole) - _MOST_SAID))
        if marks:
            told.append(words.counted("warnings_marked", marks))
        return told


NO_CAUTIONS = Cautions((), {})


def cautions_of(
    notes: Any,
    frame: pl.DataFrame,
    lang: str,
    names: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Cautions:
    """Read the given warnings, or find those of the frame.

    `notes` is a frame of `coopsec.warnings_for`; `False` means no warnings. Warnings about series that are not drawn
    (not in `names`) are left out. Themes appear under the labels of the chart.
    """
    if is_truth(notes):
        return NO_CAUTIONS
    found = cautions_for(frame, lang, labels) if notes is None else with_days(as_frame(notes, "notes"), "period")
    if found is None:
        return NO_CAUTIONS
    require_columns(
        found, ["theme", "period", "message"], what="a frame of coopsec.warnings_for(frame), with kind and message"
    )
    whole: list[str] = []
    marked: dict[tuple[str | None, date], list[str]] = {}
    for theme, period, message in found.select("theme", "period", "message").iter_rows():
        if names is not None and theme is not None and theme not in names:
            continue
        if period is None:
            whole.append(str(message))
        else:
            marked.setdefault((theme, period), []).append(str(message))
    return Cautions(tuple(dict.fromkeys(whole)), {key: tuple(each) for key, each in marked.items()})


def cautions_for(frame: pl.DataFrame, lang: str, labels: Mapping[str, str] | None = None) -> pl.DataFrame | None:
    """Find the warnings about a table of themes; other tables have none.

    The warning that a table cannot be checked is left out, since it says nothing about the chart.
    """
    if not {"theme", "doc_freq", "n_docs"} <= set(frame.columns) or "left" in frame.columns:
        return None
    found = remarks_for(frame, lang).filter(pl.col("kind") != NOT_CHECKED)
    words, given = words_for(lang), {**counted_labels(counted_of(frame), lang), **(labels or {})}
    said = [
        words("head", head=given.get(theme, known_label(theme, lang)), rest=remark)
        for theme, remark in found.select("theme", "remark").iter_rows()
    ]
    return found.select("theme", "period", message=pl.Series(said, dtype=pl.String))
