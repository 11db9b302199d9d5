"""Events: vertical lines in charts over time, named above the frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coopsec._events import read_events as table_of_events
from coopsec._period_names import period_name
from coopsec.plot.axes import inline, stamp
from coopsec.plot.backend import alt
from coopsec.plot.paper import Paper
from coopsec.plot.periods import Span, next_start

__all__ = ["NO_EVENTS", "Events", "event_layers", "lift_of", "read_events"]

_SIGN = 5.6
_LANE = 12


@dataclass(frozen=True, slots=True)
class Events:
    """The events within a calendar, and how many lie outside."""

    shown: tuple[tuple[date, str], ...] = ()
    outside: int = 0

    def listed(self, paper: Paper) -> list[str]:
        """Return the sentences for the subtitle of a chart whose lines are only numbered."""
        words = paper.words
        named = words("between").join(
            f"({place}) {period_name(day, 'day', words.lang)}, {label}"
            for place, (day, label) in enumerate(self.shown, 1)
        )
        return ([words("events", events=named)] if self.shown else []) + self.beyond(paper)

    def beyond(self, paper: Paper) -> list[str]:
        """Say how many events are not drawn."""
        return [paper.words.counted("events_outside", self.outside)] if self.outside else []


NO_EVENTS = Events()


def read_events(source: Any, span: Span) -> Events:
    """Check a table of events and keep those within the calendar."""
    if source is None or not span.days:
        return NO_EVENTS
    rows = table_of_events(source).with_columns(pl.col("label").fill_null("")).rows()
    end = next_start(span.days[-1], span.step)
    shown = tuple((day, label) for day, label in rows if span.days[0] <= day < end)
    return Events(shown, len(rows) - len(shown))


def lanes(events: Events, span: Span, width: float, *, numbered: bool = False) -> list[tuple[float, int]]:
    """Return the left end of each name in pixels, and its lane, from 0, which keeps it clear of its neighbours."""
    start, end = span.days[0].toordinal(), next_start(span.days[-1], span.step).toordinal()
    ends: list[float] = []
    found = []
    for place, (day, label) in enumerate(events.shown, 1):
        reach = _SIGN * len(str(place) if numbered else label) + 8
        at = width * (day.toordinal() - start) / (end - start)
        left = max(0.0, min(at, width - reach))
        lane = next((lane for lane, last in enumerate(ends) if last <= left), len(ends))
        ends[lane : lane + 1] = [left + reach]
        found.append((left, lane))
    return found


def lift_of(events: Events, span: Span, width: float, *, numbered: bool = False) -> float:
    """Return the height in pixels of the names above the frame."""
    return _LANE * (1 + max((lane for _, lane in lanes(events, span, width, numbered=numbered)), default=-1))


def event_layers(
    events: Events, span: Span, paper: Paper, width: float, *, floor: float = 3, numbered: bool = False
) -> list[Any]:
    """Draw the lines, with names or numbers that begin `floor` pixels above the frame."""
    if not events.shown:
        return []
    records = [
        {
            "day": stamp(day),
            "label": str(place) if numbered else label,
            "named": label,
            "on": period_name(day, "day", paper.words.lang),
        }
        for place, (day, label) in enumerate(events.shown, 1)
    ]
    tip = [alt.Tooltip("on:N", title=paper.words("date")), alt.Tooltip("named:N", title=paper.words("event"))]
    lines = alt.Chart(inline(records)).mark_rule(color=paper.inks.text, strokeDash=[2, 3], strokeWidth=1, opacity=0.7)
    layers = [lines.encode(x=alt.X("day:T", title=None), tooltip=tip)]
    for record, (left, lane) in zip(records, lanes(events, span, width, numbered=numbered), strict=True):
        text = alt.Chart(inline([record])).mark_text(
            align="left", baseline="bottom", fontSize=10, color=paper.inks.text
        )
        place = {"x": alt.value(round(left, 1)), "y": alt.value(-floor - _LANE * lane)}
        layers.append(text.encode(**place, text="label:N", tooltip=tip))
    return layers
