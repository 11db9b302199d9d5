"""The layers of one panel: grey empty periods, bands, lines, weak pieces, points."""

from __future__ import annotations

from typing import Any

from coopsec.plot.axes import own_scales, time_axis, value_axis
from coopsec.plot.backend import alt
from coopsec.plot.events import event_layers, lift_of
from coopsec.plot.frames import Series
from coopsec.plot.heading import caution_layers
from coopsec.plot.look import Look
from coopsec.plot.points import data_of
from coopsec.plot.volume import empty_periods

__all__ = ["panel"]

_CROWDED = 70
_SIGNS, _UNIT = 12, 20  # heights above the frame: warning signs, name of the unit
_BELOW_LEGEND = 8


def _sizes(periods: int, height: float) -> list[int]:
    """Return the areas of the smallest and the largest point, in square pixels."""
    if height < 160:
        return [12, 50] if periods <= 24 else [6, 20] if periods <= _CROWDED else [3, 9]
    if periods <= 24:
        return [28, 150]
    return [14, 70] if periods <= _CROWDED else [6, 24]


def _tooltip(series: Series, look: Look) -> list[Any]:
    words = look.words
    fields = [
        ("at", words("period")),
        ("series", series.group or words(series.kind)),
        ("amount", words(look.value)),
    ]
    fields += [(field, words(field)) for field in ("hits", "docs", "words", "note")]
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields]


class _Strength:
    """The opacity of a layer, low for series that a click in the legend did not select.

    Like all encodings of panels, it is written out as a channel: expanding a shorthand costs Altair two milliseconds.
    """

    def __init__(self, picked: Any) -> None:
        self.picked = picked

    def __call__(self, normal: float, dimmed: float) -> Any:
        if self.picked is None:
            return alt.OpacityValue(normal)
        return alt.OpacityValue(**alt.condition(self.picked, alt.value(normal), alt.value(dimmed)))


def _channels(
    series: Series,
    look: Look,
    names: list[str],
    *,
    size: tuple[float, float],
    unit: str | None,
) -> dict[str, Any]:
    """Return the encodings of points, without a legend.

    Axes are drawn once, by the layers of empty periods and of lines; the other layers share their scales.
    """
    labels = [look.labels[each] for each in names]
    styles = [look.styles[each] for each in names]
    most: Any = series.rows["n_docs"].max()
    areas = alt.Scale(domain=[0, most or 1], range=_sizes(len(series.periods), size[1]))
    color = alt.Scale(domain=labels, range=[style.color for style in styles])
    # A single series needs no distinctive shape.
    shape = alt.Scale(domain=labels, range=[style.shape for style in styles] if len(names) > 1 else ["circle"])
    return {
        "x": alt.X("middle:T", title=None),
        "y": alt.Y("value:Q", title=unit),
        "color": alt.Color("series:N", scale=color, legend=None, title=None),
        "shape": alt.Shape("series:N", scale=shape, legend=None, title=None),
        "size": alt.Size("n_docs:Q", scale=areas, legend=None),
        "tooltip": _tooltip(series, look),
    }


def _interval_layers(base: Any, seen: dict[str, Any], unit: str | None, strength: _Strength, many: int) -> list[Any]:
    x, color = seen["x"], seen["color"]
    low = alt.Y("low:Q", title=unit)
    band = 0.22 if many == 1 else 0.14 if many <= 3 else 0.09
    return [
        base.transform_filter("isValid(datum.band)")
        .mark_area(clip=True)
        .encode(
            x=x, y=low, y2=alt.Y2("high:Q"), color=color, detail=alt.Detail("band:N"), opacity=strength(band, 0.03)
        ),
        base.transform_filter("datum.lone")
        .mark_rule(clip=True, strokeWidth=1)
        .encode(x=x, y=low, y2=alt.Y2("high:Q"), color=color, opacity=strength(0.35, 0.06)),
    ]


def _cut_layers(base: Any, seen: dict[str, Any], data: dict[str, Any], strength: _Strength) -> list[Any]:
    """Draw short bars at the upper edge, over intervals that are cut off there."""
    if not any(row.get("cut") for row in data["values"]):
        return []
    bars = base.transform_filter("datum.cut").mark_point(shape="stroke", size=70, strokeWidth=2.5)
    pinned = {channel: seen[channel] for channel in ("x", "color", "tooltip")}
    return [bars.encode(**pinned, y=alt.value(0), opacity=strength(0.7, 0.1))]


def _line_layers(base: Any, seen: dict[str, Any], strength: _Strength, width: float) -> list[Any]:
    x, y, color = seen["x"], seen["y"], seen["color"]
    return [
        base.transform_filter("isValid(datum.run)")
        .mark_line(strokeWidth=width, strokeJoin="round")  # pointed corners reach beyond the values, and below zero
        .encode(x=x, y=y, color=color, detail=alt.Detail("run:N"), opacity=strength(0.95, 0.12)),
        base.transform_filter("isValid(datum.next_value)")
        .mark_rule(clip=True, strokeWidth=1.2, strokeDash=[3, 3])
        .encode(x=x, y=y, x2=alt.X2("next:T"), y2=alt.Y2("next_value:Q"), color=color, opacity=strength(0.5, 0.1)),
    ]


def _base(picking: str | None) -> Any:
    """Return what all layers start from, with a copy of the series under the name of the selection.

    Vega reacts to clicks on all legends of the same field, including those of charts beside this one.
    """
    chart = alt.Chart()
    return chart.transform_calculate(**{picking: "datum.series"}) if picking else chart


def _legended(seen: dict[str, Any], legend: Any, field: str) -> dict[str, Any]:
    """Return the encodings of the points that the legend belongs to."""
    scales = {channel: seen[channel]["scale"] for channel in ("color", "shape")}
    color = alt.Color(f"{field}:N", scale=scales["color"], legend=legend, title=None)
    return seen | {"color": color, "shape": alt.Shape(f"{field}:N", scale=scales["shape"], legend=legend, title=None)}


def _point_layers(
    base: Any, seen: dict[str, Any], strength: _Strength, paper: str, legended: dict[str, Any]
) -> list[Any]:
    solid = base.transform_filter("!datum.weak").mark_point(filled=True, strokeWidth=0)
    hollow = base.transform_filter("datum.weak && !datum.above").mark_point(fill=paper, strokeWidth=1.2)
    beyond = base.transform_filter("datum.above").mark_point(shape="triangle-up", fill=paper, size=45, strokeWidth=1.2)
    pinned = {channel: seen[channel] for channel in ("x", "color", "tooltip")}
    drawn = solid.encode(**legended, opacity=strength(1, 0.12))
    return [
        hollow.encode(**seen, opacity=strength(0.6, 0.1)),
        beyond.encode(**pinned, y=alt.value(5), opacity=strength(0.6, 0.1)),
        drawn.add_params(strength.picked) if strength.picked is not None else drawn,
    ]


def panel(
    series: Series,
    look: Look,
    names: list[str],
    *,
    size: tuple[float, float],
    top: float,
    unit: str | None = None,
    legend: Any = None,
    picking: str | None = None,
    x_labels: bool = True,
    numbered: bool = False,
    **extra: Any,
) -> Any:
    """Draw some series in one frame; `extra` goes to the chart (title, description).

    `picking` names the selection of series in the legend.
    """
    picked = alt.selection_point(name=picking, fields=[picking], bind="legend") if picking else None
    strength = _Strength(picked)
    seen = _channels(series, look, names, size=size, unit=unit)
    signs = caution_layers(series, look, names)
    value = value_axis(look, top, size[1], title=unit, lift=_SIGNS if signs else 0)
    base, data = _base(picking), data_of(series, look, names, size[0], top)
    thick = 2.0 if size[1] >= 160 and len(series.periods) <= _CROWDED else 1.4
    start = time_axis(series.span, look, size[0], field="start", labels=x_labels)
    layers = [empty_periods(series, look, start, names)]
    layers += _interval_layers(base, seen, unit, strength, len(names)) if look.intervals else []
    layers += _line_layers(base, seen | {"y": value}, strength, thick)
    floor = (_UNIT if unit else 1) + (_SIGNS if signs else 2)
    if legend is not None:
        legend.offset = floor + lift_of(look.events, series.span, size[0], numbered=numbered) + _BELOW_LEGEND
    layers += _point_layers(base, seen, strength, look.inks.paper, _legended(seen, legend, picking or "series"))
    layers += _cut_layers(base, seen, data, strength) if look.intervals else []
    layers += signs
    layers += event_layers(look.events, series.span, look, size[0], floor=floor, numbered=numbered)
    return alt.layer(
        *layers,
        data=data,
        width=size[0],
        height=size[1],
        view=alt.ViewBackground(stroke=None),
        resolve=own_scales(),
        **extra,
    )
