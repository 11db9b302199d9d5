"""What is written above a chart: the title, what is drawn, and what is not."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from coopsec._period_names import period_name
from coopsec.plot.axes import inline, stamp
from coopsec.plot.backend import alt
from coopsec.plot.frames import Series
from coopsec.plot.lines import broken
from coopsec.plot.look import Look, group_label
from coopsec.plot.paper import Paper
from coopsec.plot.periods import middle
from coopsec.plot.words import Words, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = [
    "caution_layers",
    "columns_of",
    "describe",
    "heading",
    "key_of_cells",
    "marked",
    "nothing",
    "panel_title",
    "title_of",
    "told_apart",
    "when",
]

_SIGN = 6.4  # pixels per character of a label


def when(series: Series, words: Words) -> str:
    """Name the periods, and their size if known."""
    first, last = (period_name(series.periods[place], series.step, words.lang) for place in (0, -1))
    if not series.sized:
        return words("when_open", first=first)
    several = "when_decades" if series.step == "decade" else "when"
    return words("when_one" if first == last else several, by=words(f"by_{series.step}"), first=first, last=last)


def marked(series: Series, look: Look, names: Sequence[str]) -> dict[tuple[str | None, date], list[str]]:
    """Return the warnings about single periods by series; under None, about all groups together if all are drawn."""
    whole = str(series.fixed[series.kind]) if series.group else None
    keys: Sequence[str | None] = names if whole is None else [None] if list(names) == series.names else []
    found = {(each, period): look.cautions.at(each or whole, period) for each in keys for period in series.periods}
    return {key: messages for key, messages in found.items() if messages}


def caution_layers(series: Series, look: Look, names: Sequence[str]) -> list[Any]:
    """Draw signs above periods with a warning, with its text in the tooltip."""
    found: dict[date, list[str]] = {}
    for (_, period), messages in marked(series, look, names).items():
        found[period] = list(dict.fromkeys([*found.get(period, []), *messages]))
    if not found:
        return []
    records = [
        {
            "middle": stamp(middle(period, series.step)),
            "at": period_name(period, series.step, look.words.lang),
            "warning": " ".join(messages),
        }
        for period, messages in sorted(found.items())
    ]
    fields = (("at", "period"), ("warning", "warnings"))
    tip = [alt.Tooltip(f"{field}:N", title=look.words(key)) for field, key in fields]
    mark = alt.Chart(inline(records)).mark_text(
        text="!", fontSize=11, fontWeight="bold", baseline="bottom", color=look.inks.warn
    )
    return [mark.encode(x=alt.X("middle:T", title=None), y=alt.value(-1), tooltip=tip)]


def heading(
    series: Series, look: Look, title: str | None, notes: list[str], width: float, *, cells: bool = False
) -> Any:
    """Return the title, with notes under it; for `cells`, it names both their colours and their numbers."""
    text = title if title is not None else look.words(f"title_{look.value}")
    if title is None and cells and look.value != "count":
        text = look.words("title_cells", title=text)
    if title is None and len(series.names) == 1:
        text = f"{look.labels[series.names[0]]} – {text[0].lower()}{text[1:]}"
    if title is None and series.fixed:
        text += " – " + ", ".join(group_label(series, *each, look.words, look.given) for each in series.fixed.items())
    return title_of(text, notes, look, width)


def key_of_cells(words: Words, value: str, top: str, hits: str, *, relative: bool, numbers: bool) -> str:
    """Say what the colours and numbers of cells mean, in one sentence if both are `hits`."""
    key = "cell_own" if relative else "cell"
    if numbers and value == "count":
        return words(f"{key}_both", hits=hits, top=top)
    said = words(key, unit=words(value), top=top)
    return f"{said} {words('cell_numbers', hits=hits)}" if numbers else said


def columns_of(names: Sequence[str], width: float) -> int:
    """Return the number of columns of a legend above the plot, each as wide as the longest name needs."""
    return max(1, int(width // (34 + 6.2 * max(len(each) for each in names))))


def told_apart(names: Sequence[str], limit: float) -> dict[str, Any]:
    """Return label options for an axis or legend with room for `limit` pixels, so that no two cut names look alike.

    If cutting the ends would make names equal, the middles are cut instead; if that does not help, nothing is cut.
    """
    most = math.floor(limit / _SIGN)
    if len({each[: most - 1] for each in names}) == len(set(names)):
        return {"labelLimit": limit}
    head = most // 2
    short = {each: f"{each[:head]}…{each[head + 1 - most :]}" if len(each) > most else each for each in names}
    if len(set(short.values())) < len(set(names)):
        return {"labelLimit": 0}
    return {"labelLimit": 0, "labelExpr": f"({json.dumps(short, ensure_ascii=False)})[datum.label]"}


def title_of(text: str, notes: Sequence[str], paper: Paper, width: float) -> Any:
    """Return the title of a chart, with notes under it, wrapped to the width of the chart."""
    lines = broken(one_line(text), max(24, math.floor(width / 8)))
    return alt.TitleParams(
        text=lines if len(lines) > 1 else lines[0],
        subtitle=broken(one_line(" ".join(notes)), max(30, math.floor(width / 5.4))) if notes else [],
        anchor="start",
        frame="group",
        fontSize=15,
        color=paper.inks.text,
        subtitleColor=paper.inks.muted,
        subtitleFontSize=11,
        subtitlePadding=4,
        offset=14,
    )


def describe(series: Series, look: Look, title: str | None) -> str:
    """Write a description for screen readers."""
    words = look.words
    said = words(
        "alt",
        title=title or words(f"title_{look.value}"),
        when=when(series, words),
        series=", ".join(look.labels[each] for each in series.names),
    )
    return one_line(said)


def panel_title(text: str, look: Paper, width: float, *, offset: float = 6) -> Any:
    """Return the title of one panel of several, wrapped to the width of the panel."""
    lines = broken(one_line(text), max(10, math.floor(width / 7)))
    return alt.TitleParams(
        text=lines if len(lines) > 1 else lines[0],
        anchor="start",
        frame="group",
        fontSize=12,
        fontWeight="bold",
        color=look.inks.text,
        offset=offset,
    )


def nothing(
    paper: Paper, title: str, width: float, height: float, *, why: str = "no_data_why", **fields: str
) -> AnyChart:
    """Draw a chart that says there is nothing to draw, and why: a phrase with its fields."""
    words = paper.words
    told = title_of(title, [words(why, **fields)], paper, width)
    data = inline([{"text": words("no_data")}])
    chart: AnyChart = (
        alt.Chart(data, title=told, description=words("no_data"))
        .mark_text(fontSize=18, color=paper.inks.muted)
        .encode(text="text:N")
        .properties(width=width, height=height, view=alt.ViewBackground(stroke=paper.inks.grid), **paper.page)
    )
    return chart
