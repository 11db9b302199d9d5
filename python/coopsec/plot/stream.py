"""Themes as a stream: their total, and what it is made up of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec._counted import bases_of, counted_of, remember
from coopsec._frames import as_frame
from coopsec._period_names import period_name
from coopsec._periods import Step
from coopsec.plot.arguments import checked
from coopsec.plot.axes import inline, own_scales, stamp, time_axis
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.events import event_layers, lift_of, read_events
from coopsec.plot.frames import Series, read_series
from coopsec.plot.heading import caution_layers, columns_of, describe, heading, nothing, told_apart
from coopsec.plot.look import Look, look_of
from coopsec.plot.notes import notes_of
from coopsec.plot.periods import middle, next_start
from coopsec.plot.volume import empty_periods, volume_panel
from coopsec.plot.words import Lang

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["stream"]

_STRIP = 46
_NARROW = 560
_PALE = 0.4
_ROUND = (1, 2, 5)


@displayed
@checked
def stream(
    frame: Any,
    *,
    value: Literal["per_million", "count"] = "per_million",
    themes: Sequence[str] | str | None = None,
    labels: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 720,
    height: int = 320,
    every: str | None = None,
    volume: bool = True,
    thin: int = 5,
    max_series: int = 10,
    dark: bool = False,
    events: Any = None,
    notes: Any = None,
) -> AnyChart:
    """Draw themes stacked about a middle line: the thickness is the value.

    It shows the composition of a whole. Single courses are read more exactly from `timeline`, which also has the
    intervals that stacked areas cannot show. A theme whose parent is drawn is part of it and not stacked again. A
    period without documents is a gap with a grey column; thin and partial ones are pale.

    Parameters
    ----------
    frame, themes, labels, colors, lang, title, width, height, every, volume, thin, dark, events, notes
        As in `timeline`.
    value
        `per_million` or `count`: what can be added up over themes. Each group of `by` has its own number of words, so
        rates of groups cannot be added: `per_million` of a group is then its occurrences per million words of all
        groups together.
    max_series
        Most series drawn if `themes` is not given.

    Returns
    -------
    altair.VConcatChart or altair.LayerChart
        The stream above the strip of documents; the stream alone with `volume=False`.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> table = corpus.themes(cs.Lexicon.builtin(), every="year")
    >>> chart = cs.plot.stream(table)
    >>> "10 of 15 series shown" in " ".join(chart.to_dict()["title"]["subtitle"])  # parents alone, the most frequent
    True
    """
    if value not in ("per_million", "count"):
        raise ValueError(
            f"value={value!r}: a stream takes per_million or count; shares of documents overlap and do not add up"
        )
    _refuse_bases(as_frame(frame))
    kept = _without_children(as_frame(frame), themes)
    series = read_series(kept, value=value, themes=themes, every=every, thin=thin, most=max_series)
    if series.group and value == "per_million":
        series = _of_all_groups(series)
    look = look_of(
        series,
        value,
        labels,
        colors,
        lang,
        dark=dark,
        thin=thin,
        intervals=False,
        cautions=cautions_of(notes, as_frame(frame), lang, series.themes, labels),
        events=read_events(events, series.span),
    )
    if not series.periods or not series.names:
        return nothing(look, look.title(title), width, height)
    told = _told(series, look, title, width)
    size = (width, height)
    if not volume:
        return _stacked(_layers(series, look, size), size, **told)
    main = _stacked(_layers(series, look, size, labels=False), size)
    return alt.vconcat(main, volume_panel(series, look, size=(width, _STRIP)), spacing=24, **told)


def _refuse_bases(frame: pl.DataFrame) -> None:
    bases = bases_of(frame)
    if len(bases) > 1:
        raise ValueError(
            f"the frame counts the same documents on the bases {', '.join(bases)}, which do not add up: draw one of "
            f"them, frame.filter(pl.col('basis') == {bases[0]!r})"
        )


def _of_all_groups(series: Series) -> Series:
    """Replace the rate of each group by its part of the rate of all groups."""
    if series.covered is not None:
        raise ValueError(
            "standardised rates of groups do not add up: draw value='count', or the groups with small_multiples"
        )
    rows = series.rows.join(series.volume.select("period", whole="n_tokens"), on="period", maintain_order="left")
    if series.kind == "term" and rows["n_docs"].null_count():
        raise ValueError(
            "how many words a group has is unknown where a term is missing: count with top=, or draw value='count'"
        )
    part = pl.when(pl.col("value").is_not_null()).then(pl.col("count") * 1e6 / pl.col("whole"))
    return replace(series, rows=rows.with_columns(value=part).drop("whole"))


def _stacked(layers: list[Any], size: tuple[int, int], **told: Any) -> AnyChart:
    bare = alt.ViewBackground(stroke=None)
    chart: AnyChart = alt.layer(*layers, width=size[0], height=size[1], view=bare, resolve=own_scales(), **told)
    return chart


def _told(series: Series, look: Look, title: str | None, width: int) -> dict[str, Any]:
    thickness = look.words("flat")
    if top := _top(series):
        length = _measure(top, whole=look.value == "count")
        digits = max(0, -math.floor(math.log10(length)))
        thickness = look.words("thickness", length=look.words.number(length, digits), unit=look.words(look.value))
    many = series.kind == "theme" and not series.group and len(series.names) > 1
    overlap = [look.words("overlap")] if many else []
    if series.group and look.value == "per_million":
        overlap = [look.words("of_all_groups")]
    said = [thickness, *overlap, *notes_of(series, look, (), scale=None, stacked=True)]
    return {
        "title": heading(series, look, title, said, width),
        "description": describe(series, look, title),
        **look.page,
    }


def _without_children(frame: pl.DataFrame, themes: Sequence[str] | str | None) -> pl.DataFrame:
    """Leave out themes that are already counted by a parent in the frame; if the user chose both, raise an error."""
    if "theme" not in frame.columns:
        return frame
    if isinstance(themes, str):
        return frame
    names = list(themes) if themes is not None else frame["theme"].drop_nulls().unique().to_list()
    inner = [each for each in names if any(each.startswith(f"{other}.") for other in names)]
    if inner and themes is not None:
        raise ValueError(f"theme {inner[0]!r} is part of its parent, which is drawn too: choose one of them")
    return remember(frame.filter(~pl.col("theme").is_in(inner) | pl.col("theme").is_null()), counted_of(frame))


def _edges(series: Series) -> pl.DataFrame:
    """Compute the lower and upper edge of each series in each period, and number the stretches without gaps."""
    order = {each: place for place, each in enumerate(reversed(series.names))}
    there = pl.col("n_docs") > 0
    runs = series.volume.select("period", run=(~(there & there.shift(1).fill_null(value=False))).cum_sum(), there=there)
    return (
        series.rows.join(runs, on="period")
        .filter("there")
        .with_columns(place=pl.col("series").replace_strict(order), thick=pl.col("value").fill_null(0.0))
        .sort("period", "place")
        .with_columns(
            upper=pl.col("thick").cum_sum().over("period") - pl.col("thick").sum().over("period") / 2,
        )
        .with_columns(lower=pl.col("upper") - pl.col("thick"))
    )


def _records(series: Series, look: Look) -> list[dict[str, Any]]:
    """Return the corners of the areas, which break at gaps and where periods turn weak or solid."""
    found: list[dict[str, Any]] = []
    for (place, run), stretch in _edges(series).sort("place", "period").group_by("place", "run", maintain_order=True):
        rows, piece = stretch.to_dicts(), 0
        for before, row, after in zip([None, *rows[:-1]], rows, [*rows[1:], None], strict=True):
            piece += _turns(before, row)
            told = _tooltip(row, series, look) | {"area": f"{place} {run} {piece}", "weak": row["weak"]}
            found += [
                {"moment": stamp(moment), **told, "lower": round(lower, 4), "upper": round(upper, 4)}
                for moment, lower, upper in _corners(before, row, after, series.step)
            ]
    return found


def _tooltip(row: Mapping[str, Any], series: Series, look: Look) -> dict[str, Any]:
    return {
        "series": look.labels[row["series"]],
        "at": period_name(row["period"], series.step, look.words.lang),
        "amount": look.amount(row["value"]),
        "hits": look.words.number(row["count"] or 0),
        "note": look.note(partial=row["partial"], n_docs=row["n_docs"] or 0),
    }


def _turns(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether one of two neighbours is weak and the other is not."""
    return one is not None and other is not None and one["weak"] != other["weak"]


def _corners(
    before: Mapping[str, Any] | None, row: Mapping[str, Any], after: Mapping[str, Any] | None, step: Step
) -> list[tuple[datetime, float, float]]:
    """Return lower and upper edge at the middle of a period, and at its ends if the area begins, ends or turns weak."""
    start, until = row["period"], next_start(row["period"], step)
    corners = [(middle(start, step), row["lower"], row["upper"])]
    for neighbour, day in ((before, start), (after, until)):
        moment = datetime(day.year, day.month, day.day)
        if neighbour is None:
            corners.append((moment, row["lower"], row["upper"]))
        elif _turns(neighbour, row):
            part = (moment - corners[0][0]) / (middle(neighbour["period"], step) - corners[0][0])
            lower, upper = (row[edge] + part * (neighbour[edge] - row[edge]) for edge in ("lower", "upper"))
            corners.append((moment, lower, upper))
    return sorted(corners)


def _top(series: Series) -> float:
    """Return half the height of the frame, in units of the value; zero if all values are."""
    most: Any = series.rows.group_by("period").agg(pl.col("value").sum())["value"].max()
    return float(most or 0.0) / 2 * 1.05


def _measure(top: float, *, whole: bool) -> float:
    """Return a round length for the scale bar, about a quarter of the thickest place, and for counts at least one."""
    aim = max(top / 2, 1.0) if whole else top / 2
    power = 10.0 ** math.floor(math.log10(aim))
    return max(step * power for step in _ROUND if step == 1 or step * power <= aim)


def _layers(series: Series, look: Look, size: tuple[float, float], *, labels: bool = True) -> list[Any]:
    records = _records(series, look)
    top = _top(series)
    names = [look.labels[each] for each in series.names]
    scale = alt.Scale(domain=names, range=[look.styles[each].color for each in series.names])
    legend = _legend(names, look, size[0], 16 + lift_of(look.events, series.span, size[0]))
    place = alt.Scale(domain=[-(top or 1), top or 1], nice=False)
    tips = (("at", "period"), ("series", series.kind), ("amount", look.value), ("hits", "hits"), ("note", "note"))
    areas = (
        alt.Chart(inline(records))
        .mark_area(interpolate="linear", stroke=look.inks.paper, strokeWidth=0.8, strokeJoin="round")
        .encode(
            x=alt.X("moment:T", title=None),
            y=alt.Y("lower:Q", scale=place, axis=None),
            y2="upper:Q",
            color=alt.Color("series:N", scale=scale, legend=legend if len(names) > 1 else None, title=None),
            detail="area:N",
            opacity=alt.condition("datum.weak", alt.value(_PALE), alt.value(1)),
            tooltip=[alt.Tooltip(f"{field}:N", title=look.words(key)) for field, key in tips],
        )
    )
    start = time_axis(series.span, look, size[0], field="start", labels=labels)
    floor = 13 if (signs := caution_layers(series, look, series.names)) else 3
    return [
        empty_periods(series, look, start),
        areas,
        *_scale_bar(look, size, top),
        *signs,
        *event_layers(look.events, series.span, look, size[0], floor=floor),
    ]


def _legend(names: list[str], look: Look, width: float, lift: float) -> Any:
    """Put the legend beside the stream, in the same order, or above a narrow stream."""
    place: dict[str, Any] = {"orient": "right", **told_apart(names, 220)}
    if width < _NARROW:
        place = {"orient": "top", "direction": "horizontal", "columns": columns_of(names, width), "offset": 6 + lift}
        place |= told_apart(names, width - 40)
    return alt.Legend(title=None, symbolType="square", labelColor=look.inks.text, labelFontSize=11, **place)


def _scale_bar(look: Look, size: tuple[float, float], top: float) -> list[Any]:
    """Draw a bar left of the frame; its length is stated under the title."""
    if not top:
        return []
    pixels = size[1] * _measure(top, whole=look.value == "count") / (2 * top)
    bar = alt.Chart(inline([{}])).mark_rule(color=look.inks.text, strokeWidth=3)
    return [bar.encode(x=alt.value(-8), y=alt.value(size[1]), y2=alt.value(round(size[1] - pixels, 1)))]
