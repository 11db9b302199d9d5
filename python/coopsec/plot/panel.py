"""The layers of one panel of series over time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from coopsec.plot.backend import alt
from coopsec.plot.frames import Series
from coopsec.plot.palette import Inks, Style
from coopsec.plot.periods import Step, middle, name, next_start, ticks
from coopsec.plot.words import Words

__all__ = ["Look", "data_of", "panel", "time_axis", "top_of", "volume_panel", "volume_rows"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the panels of one chart are drawn."""

    words: Words
    inks: Inks
    styles: Mapping[str, Style]
    labels: Mapping[str, str]
    value: str
    thin: int
    intervals: bool


def _stamp(moment: date | datetime) -> str:
    """ISO text with a time of day: without one, browsers read midnight UTC and the day may shift."""
    whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return whole.isoformat(timespec="seconds")


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def linked(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what lines and bands are made of.

    `run` numbers stretches of neighbouring solid periods (one line each), `band` those that also have limits; `lone`
    marks points whose interval is a bar, and `joined` those joined with the next point by a dashed, weak piece.
    """
    valid, solid = pl.col("value").is_not_null(), ~pl.col("weak")
    banded = valid & solid & pl.col("low").is_not_null() & pl.col("high").is_not_null()
    return (
        rows.with_columns(valid=valid, solid=valid & solid, banded=banded)
        .with_columns(
            run=(~(pl.col("solid") & pl.col("solid").shift(1).over("series").fill_null(value=False))).cum_sum(),
            band=(~(pl.col("banded") & pl.col("banded").shift(1).over("series").fill_null(value=False))).cum_sum(),
            next_value=pl.col("value").shift(-1).over("series"),
            next_period=pl.col("period").shift(-1).over("series"),
            next_weak=pl.col("weak").shift(-1).over("series"),
        )
        .with_columns(
            lone=pl.col("low").is_not_null() & (~pl.col("banded") | (pl.col("band").len().over("band") == 1)),
            joined=pl.col("valid") & pl.col("next_value").is_not_null() & (pl.col("weak") | pl.col("next_weak")),
        )
    )


def top_of(rows: pl.DataFrame, *, intervals: bool) -> tuple[float, bool]:
    """Upper end of the value axis, and whether an interval goes beyond it.

    All points are inside, and the intervals of solid periods. The interval of a period with two documents can be many
    times the value; it does not decide the scale of all others.
    """
    points = rows["value"].max()
    limits = rows.filter(~pl.col("weak"))["high"].max() if intervals else None
    top = max(float(points or 0.0), float(limits or 0.0))  # type: ignore[arg-type]
    widest = rows["high"].max() if intervals else None
    return (top * 1.04 or 1.0), bool(widest is not None and float(widest) > top * 1.04)  # type: ignore[arg-type]


def _amount(value: float | None, look: Look) -> str:
    if value is None:
        return "–"
    if look.value == "doc_share":
        return look.words.percent(value)
    return look.words.number(value, 0 if look.value in ("count", "doc_freq") else 1)


def _note(row: Mapping[str, Any], look: Look) -> str:
    notes = [look.words("partial")] if row["partial"] else []
    if row["n_docs"] < look.thin:
        notes.append(look.words("thin", thin=look.thin))
    return ", ".join(notes) or "–"


def _record(row: Mapping[str, Any], step: Step, look: Look) -> dict[str, Any]:
    words = look.words
    amount = _amount(row["value"], look)
    if row["low"] is not None and row["high"] is not None:
        amount += f" [{_amount(row['low'], look)} – {_amount(row['high'], look)}]"
    record: dict[str, Any] = {
        "period": row["period"].isoformat(),
        "middle": _stamp(middle(row["period"], step)),
        "series": look.labels[row["series"]],
        "value": _short(row["value"]),
        "n_docs": row["n_docs"],
        "weak": row["weak"],
        "at": name(row["period"], step, words),
        "amount": amount,
        "hits": words.number(row["count"]),
        "docs": words("of", part=words.number(row["doc_freq"]), whole=words.number(row["n_docs"])),
        "words": words.number(row["n_tokens"]),
        "note": _note(row, look),
    }
    if not row["weak"]:
        record["run"] = row["run"]
    if row["joined"]:
        record["next"] = _stamp(middle(row["next_period"], step))
        record["next_value"] = _short(row["next_value"])
    if look.intervals and row["low"] is not None and row["high"] is not None:
        record |= {"low": _short(row["low"]), "high": _short(row["high"])}
        record |= {"lone": True} if row["lone"] else {"band": row["band"]}
    return record


def _inline(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Values inside the chart, in a tuple.

    Altair copies a chart at every step, lists of values included, but not tuples: 3,000 points took 15 s as a list.
    Inline values have no row limit, so nobody's settings need changing.
    """
    return {"values": tuple(records)}


def data_of(rows: pl.DataFrame, step: Step, look: Look) -> Any:
    """Values of the drawn points, inline: no row limit, and dates that no time zone moves."""
    drawn = linked(rows).filter("valid")
    return _inline(_record(row, step, look) for row in drawn.iter_rows(named=True))


def volume_rows(series: Series, look: Look) -> Any:
    """Values of the strip of documents; empty periods included."""
    return _inline(
        {
            "start": _stamp(row["period"]),
            "end": _stamp(next_start(row["period"], series.step)),
            "at": name(row["period"], series.step, look.words),
            "documents": row["n_docs"],
            "words": look.words.number(row["n_tokens"]),
            "weak": row["weak"],
            "note": _note(row, look) if row["n_docs"] else look.words("empty"),
        }
        for row in series.volume.iter_rows(named=True)
    )


def _moment(when: datetime | date) -> Any:
    fields = {"year": when.year, "month": when.month, "date": when.day}
    if isinstance(when, datetime):
        fields |= {"hours": when.hour, "minutes": when.minute}
    return alt.DateTime(**fields)


def time_axis(series: Series, look: Look, width: float, *, field: str = "middle", labels: bool = True) -> Any:
    """The x encoding of a panel: the whole calendar, ticks named in the language."""
    days = series.periods
    marks = ticks(days, series.step, width, look.words)
    names = json.dumps({when.strftime("%Y-%m-%d"): label for when, label in marks}, ensure_ascii=False)
    axis = alt.Axis(
        values=[_moment(when) for when, _ in marks],
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
    domain = [_moment(days[0]), _moment(next_start(days[-1], series.step))]
    return alt.X(f"{field}:T", axis=axis, scale=alt.Scale(domain=domain, nice=False), title=None)


def value_axis(look: Look, top: float, height: float, *, title: str | None) -> Any:
    """The y encoding of a panel: from zero, labels in the language."""
    share = look.value == "doc_share"
    step = {"tickMinStep": 1} if look.value in ("count", "doc_freq") else {}
    axis = alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleBaseline="bottom",
        titleX=0,
        titleY=-8,
        titleFontWeight="normal",
        titleFontSize=11,
        titleColor=look.inks.muted,
        labelExpr=look.words.axis_expression(percent=share),
        labelColor=look.inks.muted,
        labelFontSize=11,
        tickCount=max(2, math.floor(height / 55)),
        gridColor=look.inks.grid,
        domain=False,
        ticks=False,
        **step,
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=True))


def _sizes(periods: int, height: float) -> list[int]:
    if height < 160:
        return [8, 40] if periods <= 24 else [5, 16]
    if periods <= 24:
        return [28, 150]
    return [14, 70] if periods <= 70 else [7, 30]


def _tooltip(series: Series, look: Look) -> list[Any]:
    words = look.words
    kind = series.group or words(series.kind)
    fields = [("at", words("period")), ("series", kind), ("amount", words(look.value)), ("hits", words("hits"))]
    fields += [("docs", words("docs")), ("words", words("words")), ("note", words("note"))]
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields]


def panel(
    series: Series,
    data: Any,
    look: Look,
    *,
    names: list[str],
    size: tuple[float, float],
    top: float,
    unit: str | None,
    legend: Any = None,
    x_labels: bool = True,
) -> Any:
    """Draw series in one frame: grey empty periods, bands, lines, weak pieces, points."""
    width, height = size
    labels = [look.labels[each] for each in names]
    color = alt.Color(
        "series:N",
        scale=alt.Scale(domain=labels, range=[look.styles[each].color for each in names]),
        legend=legend,
        title=None,
    )
    shape = alt.Shape(
        "series:N",
        scale=alt.Scale(domain=labels, range=[look.styles[each].shape for each in names]),
        legend=legend,
        title=None,
    )
    x = time_axis(series, look, width, labels=x_labels)
    y = value_axis(look, top, height, title=unit)
    picked = alt.selection_point(name="picked_series", fields=["series"], bind="legend") if legend else None

    def strength(normal: float, dimmed: float) -> Any:
        if picked is None:
            return alt.value(normal)
        return alt.condition(picked, alt.value(normal), alt.value(dimmed))

    base = alt.Chart()
    bands = 0.22 if len(names) == 1 else 0.14 if len(names) <= 3 else 0.09
    largest = max(1, series.rows["n_docs"].max() or 1)  # type: ignore[type-var]
    area = alt.Size("n_docs:Q", scale=alt.Scale(domain=[0, largest], range=_sizes(len(series.periods), height)), legend=None)
    layers = [
        alt.Chart(volume_rows(series, look))
        .transform_filter("datum.documents == 0")
        .mark_rect(color=look.inks.empty, opacity=0.55)
        .encode(x=time_axis(series, look, width, field="start", labels=x_labels), x2="end:T", tooltip=_empty_tip(look))
    ]
    if look.intervals:
        layers += [
            base.transform_filter("isValid(datum.band)")
            .mark_area(clip=True)
            .encode(x=x, y=alt.Y("low:Q", title=unit), y2="high:Q", color=color, detail="band:N", opacity=strength(bands, 0.03)),
            base.transform_filter("datum.lone")
            .mark_rule(clip=True, strokeWidth=1)
            .encode(x=x, y=alt.Y("low:Q", title=unit), y2="high:Q", color=color, opacity=strength(0.35, 0.06)),
        ]
    line = base.transform_filter("isValid(datum.run)").mark_line(strokeWidth=2 if height >= 160 else 1.5)
    weak_line = base.transform_filter("isValid(datum.next_value)").mark_rule(strokeWidth=1.2, strokeDash=[3, 3])
    solid = base.transform_filter("!datum.weak").mark_point(filled=True, strokeWidth=0)
    hollow = base.transform_filter("datum.weak").mark_point(filled=False, fill=look.inks.paper, strokeWidth=1.2)
    seen: dict[str, Any] = {"x": x, "y": y, "color": color, "shape": shape, "size": area, "tooltip": _tooltip(series, look)}
    drawn = solid.encode(**seen, opacity=strength(1, 0.12))
    layers += [
        line.encode(x=x, y=y, color=color, detail="run:N", opacity=strength(0.95, 0.12)),
        weak_line.encode(x=x, y=y, x2="next:T", y2="next_value:Q", color=color, opacity=strength(0.5, 0.1)),
        hollow.encode(**seen, opacity=strength(0.6, 0.1)),
        drawn.add_params(picked) if picked is not None else drawn,
    ]
    return alt.layer(*layers, data=data).properties(width=width, height=height, view=alt.ViewBackground(stroke=None))


def _empty_tip(look: Look) -> list[Any]:
    return [alt.Tooltip("at:N", title=look.words("period")), alt.Tooltip("note:N", title=look.words("note"))]


def volume_panel(series: Series, look: Look, *, size: tuple[float, float], title: Any = None) -> Any:
    """Draw the documents of each period as bars."""
    width, height = size
    start = time_axis(series, look, width, field="start")
    top = max(1, series.volume["n_docs"].max() or 1)  # type: ignore[type-var]
    axis = alt.Axis(
        title=look.words("documents") if title is None else None,
        titleAngle=0, titleAlign="left", titleAnchor="end", titleBaseline="bottom", titleX=0, titleY=-4,
        titleFontWeight="normal", titleFontSize=11, titleColor=look.inks.muted,
        labelExpr=look.words.axis_expression(percent=False), labelColor=look.inks.muted, labelFontSize=11,
        tickCount=2, tickMinStep=1, grid=False, domain=False, ticks=False,
    )  # fmt: skip
    tip = [
        alt.Tooltip("at:N", title=look.words("period")),
        alt.Tooltip("documents:Q", title=look.words("docs")),
        alt.Tooltip("words:N", title=look.words("words")),
        alt.Tooltip("note:N", title=look.words("note")),
    ]
    base = alt.Chart()
    rise = alt.Y("documents:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=True))
    gap = 0.5 if width / len(series.periods) > 5 else 0
    bars = base.mark_bar(color=look.inks.bar, stroke=look.inks.paper, strokeWidth=gap).encode(
        x=start,
        x2="end:T",
        y=rise,
        y2=alt.datum(0),
        opacity=alt.condition("datum.weak", alt.value(0.45), alt.value(1)),
        tooltip=tip,
    )
    none = base.transform_filter("datum.documents == 0").mark_rect(color=look.inks.empty, opacity=0.55)
    extra = {} if title is None else {"title": title}
    layers = [none.encode(x=start, x2="end:T", tooltip=_empty_tip(look)), bars]
    return alt.layer(*layers, data=volume_rows(series, look)).properties(
        width=width, height=height, view=alt.ViewBackground(stroke=None), **extra
    )
