"""Time and value axes whose labels are in the language of the chart.

Labels are made here rather than in the browser, so that no locale has to be configured: a chart that carries a
configuration cannot be concatenated with or layered on another one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from coopsec.plot.backend import alt
from coopsec.plot.periods import Span, next_start, ticks
from coopsec.plot.words import one_line

if TYPE_CHECKING:
    from coopsec.plot.look import Look
    from coopsec.plot.paper import Paper

__all__ = ["TITLE_ABOVE", "documents_axis", "inline", "own_scales", "stamp", "time_axis", "value_axis", "whole_ticks"]

# The title of a vertical axis, above its upper end.
TITLE_ABOVE: dict[str, Any] = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleAnchor": "end",
    "titleBaseline": "bottom",
    "titleX": 0,
    "titleY": -8,
    "titleFontWeight": "normal",
    "titleFontSize": 11,
}


def own_scales() -> Any:
    """Let a layered chart keep its colours, shapes and sizes in a composition with other charts.

    By default, Vega-Lite shares one scale in a composition, with the colours of the chart that comes first. With this,
    the layers of a chart have independent scales too, so only one of them should have a legend.
    """
    return alt.Resolve(scale=dict.fromkeys(("color", "shape", "size", "opacity"), "independent"))


def inline(records: Any) -> dict[str, Any]:
    """Put values inside the chart, as a tuple.

    Altair copies a chart at every step, including lists of values but not tuples: 3,000 points took 15 s as a list.
    Inline values have no row limit, so nobody's settings need changing.
    """
    return {
        "values": tuple(
            {name: one_line(value) if isinstance(value, str) else value for name, value in record.items()}
            for record in records
        )
    }


def stamp(moment: date | datetime) -> str:
    """Write a moment in ISO form with a time: without one, browsers read midnight UTC, and the day may shift."""
    whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return whole.isoformat(timespec="seconds")


def _moment(when: datetime | date) -> Any:
    if when.year < 100:  # Vega would take it for a year of the twentieth century
        return {"expr": _written(when)}
    fields: dict[str, Any] = {"year": when.year, "month": when.month, "date": when.day}
    if isinstance(when, datetime):
        fields |= {"hours": when.hour, "minutes": when.minute}
    return alt.DateTime(**fields)


def _written(when: datetime | date) -> str:
    return f"toDate('{stamp(when)}')"


def _moments(many: Sequence[datetime]) -> Any:
    """Return the places of ticks, all in the same form."""
    if any(when.year < 100 for when in many):
        return {"expr": f"[{', '.join(map(_written, many))}]"}
    return [_moment(when) for when in many]


def time_axis(span: Span, look: Paper, width: float, *, field: str = "middle", labels: bool = True) -> Any:
    """Return the x encoding of a panel: the whole calendar, with ticks named in the language of the chart."""
    marks = ticks(span.days, span.step, width, look.words)
    names = json.dumps({stamp(when)[:10]: label for when, label in marks}, ensure_ascii=False)
    axis = alt.Axis(
        values=_moments([when for when, _ in marks]),
        labelExpr=f"({names})[timeFormat(datum.value, '%Y-%m-%d')]",
        labels=labels,
        ticks=labels,
        grid=False,
        labelColor=look.inks.muted,
        labelFontSize=11,
        labelFlush=False,
        labelOverlap=False,
        domainColor=look.inks.muted,
        tickColor=look.inks.muted,
        title=None,
    )
    domain = [_moment(span.days[0]), _moment(next_start(span.days[-1], span.step))]
    return alt.X(f"{field}:T", axis=axis, scale=alt.Scale(domain=domain, nice=False), title=None)


def value_axis(look: Look, top: float, height: float, *, title: str | None, lift: float = 0) -> Any:
    """Return the y encoding of a panel: from zero, with its title `lift` pixels above the usual place."""
    many = max(2, math.floor(height / 50))
    # Vega-Lite loses tickMinStep when it merges the axes of layers.
    whole: dict[str, Any] = {"values": whole_ticks(top, many)[0]} if look.value in ("count", "doc_freq") else {}
    axis = alt.Axis(
        title=title,
        labelExpr=look.words.axis_expression(percent=look.value == "doc_share"),
        labelColor=look.inks.muted,
        labelFontSize=11,
        titleColor=look.inks.muted,
        tickCount=many,
        gridColor=look.inks.grid,
        domain=False,
        ticks=False,
        **TITLE_ABOVE | {"titleY": TITLE_ABOVE["titleY"] - lift},
        **whole,
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=False))


def whole_ticks(top: float, many: int) -> tuple[list[int], int]:
    """Return about `many` whole numbers from zero to `top`, and the round step between them."""
    power: int = 10 ** max(0, math.floor(math.log10(top / many)))
    step = next(step * power for step in (1, 2, 5, 10) if step * power * (many + 1) >= top)
    return list(range(0, math.floor(top) + 1, step)), step


def _round_up(value: int) -> int:
    """Round up to 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    power: int = 10 ** (len(str(value)) - 1)
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)


def documents_axis(most: int, look: Paper, *, title: str | None) -> Any:
    """Return the y encoding for bars of documents, labelled at zero and at one round number."""
    top = _round_up(most)
    axis = alt.Axis(
        title=title,
        values=[0, top],
        labelExpr=look.words.axis_expression(percent=False),
        labelColor=look.inks.muted,
        labelFontSize=11,
        titleColor=look.inks.muted,
        grid=False,
        domain=False,
        ticks=False,
        **TITLE_ABOVE,
    )
    return alt.Y("documents:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=False))
