"""What stands above a chart: title, what is drawn, and what is not."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coopsec.plot.axes import inline
from coopsec.plot.backend import alt
from coopsec.plot.frames import Series
from coopsec.plot.look import Look
from coopsec.plot.palette import known_label
from coopsec.plot.periods import name
from coopsec.plot.points import Reach

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["describe", "heading", "notes_of", "nothing", "panel_title"]


def notes_of(
    series: Series, look: Look, reaches: Sequence[Reach], *, scale: str | None, cells: str | None = None
) -> list[str]:
    """Say what is drawn, what is not, and what weak marks mean."""
    words, days = look.words, series.periods
    span = words(
        "span",
        by=words(f"by_{series.step}"),
        first=name(days[0], series.step, words),
        last=name(days[-1], series.step, words),
        n=words.number(series.documents),
    )
    notes = [span[0].upper() + span[1:]]
    shown = len(series.names)
    if shown < series.available:
        notes.append(words("more", shown=shown, total=words.number(series.available)))
    if series.undated:
        one = series.undated == 1
        notes.append(words("undated_one") if one else words("undated", n=words.number(series.undated)))
    if scale:
        notes.append(words(scale))
    if look.intervals:
        notes.append(words("band"))
    if any(reach.cut for reach in reaches):
        notes.append(words("cut"))
    drawn = series.rows.filter(series.rows["value"].is_not_null())
    if cells:
        notes.append(cells)
    if drawn["weak"].any() and cells:
        notes.append(words("cell_weak", thin=look.thin))
    elif drawn["weak"].any():
        notes.append(words("weak", thin=look.thin))
    if any(reach.above for reach in reaches):
        notes.append(words("above"))
    if (series.volume["n_docs"] == 0).any():
        notes.append(words("gap"))
    return notes


def heading(series: Series, look: Look, title: str | None, notes: list[str], width: float) -> Any:
    """Title, with the notes under it."""
    text = title if title is not None else look.words(f"title_{look.value}")
    if title is None and len(series.names) == 1:
        text = f"{look.labels[series.names[0]]} – {text[0].lower()}{text[1:]}"
    if title is None and series.fixed:
        text += " – " + ", ".join(known_label(str(each), look.words.lang) for each in series.fixed.values())
    return alt.TitleParams(
        text=text,
        subtitle=textwrap.wrap(" ".join(notes), max(30, math.floor(width / 5.4))),
        anchor="start",
        frame="group",
        fontSize=15,
        color=look.inks.text,
        subtitleColor=look.inks.muted,
        subtitleFontSize=11,
        subtitlePadding=4,
        offset=14,
    )


def describe(series: Series, look: Look, title: str | None) -> str:
    """Text for those who do not see the chart."""
    words, days = look.words, series.periods
    return words(
        "alt",
        title=title or words(f"title_{look.value}"),
        by=words(f"by_{series.step}"),
        first=name(days[0], series.step, words),
        last=name(days[-1], series.step, words),
        series=", ".join(look.labels[each] for each in series.names),
    )


def panel_title(text: str, look: Look) -> Any:
    """Title of one panel of several."""
    return alt.TitleParams(
        text=text,
        anchor="start",
        frame="group",
        fontSize=12,
        fontWeight="bold",
        color=look.inks.text,
        offset=6,
    )


def nothing(look: Look, title: str | None, width: float, height: float) -> AnyChart:
    """Say that there is nothing to draw."""
    words = look.words
    told = alt.TitleParams(
        text=title if title is not None else words(f"title_{look.value}"),
        subtitle=words("no_data_why"),
        anchor="start",
        color=look.inks.text,
        subtitleColor=look.inks.muted,
    )
    data = inline([{"text": words("no_data")}])
    chart: AnyChart = (
        alt.Chart(data, title=told, description=words("no_data"))
        .mark_text(fontSize=18, color=look.inks.muted)
        .encode(text="text:N")
        .properties(width=width, height=height, view=alt.ViewBackground(stroke=look.inks.grid), **look.page)
    )
    return chart
