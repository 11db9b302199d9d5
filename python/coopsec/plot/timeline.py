"""Themes or terms over time."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopsec.plot.backend import alt
from coopsec.plot.frames import Series, Value, read_series
from coopsec.plot.palette import INKS, known_label, styles
from coopsec.plot.panel import Look, data_of, panel, top_of, volume_panel
from coopsec.plot.periods import name
from coopsec.plot.words import Lang, words_for

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["small_multiples", "timeline"]

MOST_IN_ONE = 6
_STRIP = 46


def timeline(
    frame: Any,
    *,
    value: Value = "per_million",
    themes: Sequence[str] | str | None = None,
    labels: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 720,
    height: int = 320,
    every: str | None = None,
    intervals: bool = True,
    volume: bool = True,
    thin: int = 5,
    max_series: int = 24,
    dark: bool = False,
) -> AnyChart:
    """Draw themes or terms over time."""
    series = read_series(frame, value=value, themes=themes, every=every, thin=thin, most=max_series)
    look = _look(series, value, labels, colors, lang, dark, thin, intervals)
    if not series.periods or not series.names:
        return _nothing(look, title, width, height)
    if len(series.names) > MOST_IN_ONE:
        return _multiples(series, look, title, width, columns=None, panel_height=None, same_scale=False, volume=volume)
    return _single(series, look, title, (width, height), volume=volume)


def small_multiples(
    frame: Any,
    *,
    value: Value = "per_million",
    themes: Sequence[str] | str | None = None,
    labels: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 720,
    columns: int | None = None,
    panel_height: int | None = None,
    same_scale: bool = False,
    every: str | None = None,
    intervals: bool = True,
    volume: bool = True,
    thin: int = 5,
    max_series: int = 24,
    dark: bool = False,
) -> AnyChart:
    """Draw one small panel for each theme or term."""
    series = read_series(frame, value=value, themes=themes, every=every, thin=thin, most=max_series)
    look = _look(series, value, labels, colors, lang, dark, thin, intervals)
    if not series.periods or not series.names:
        return _nothing(look, title, width, 200)
    return _multiples(
        series, look, title, width, columns=columns, panel_height=panel_height, same_scale=same_scale, volume=volume
    )


def _look(
    series: Series,
    value: Value,
    labels: Mapping[str, str] | None,
    colors: Mapping[str, str] | None,
    lang: Lang,
    dark: bool,
    thin: int,
    intervals: bool,
) -> Look:
    given = dict(labels or {})
    named = {each: given.get(each, known_label(each, lang)) for each in series.names}
    if len(set(named.values())) < len(named):
        named = {each: each for each in series.names}
    bounded = intervals and series.rows["high"].is_not_null().any()
    return Look(
        words=words_for(lang),
        inks=INKS[dark],
        styles=styles(series.all_names, dark=dark, colors=colors),
        labels=named,
        value=value,
        thin=thin,
        intervals=bounded,
    )


def _notes(series: Series, look: Look, *, cut: bool, scale: str | None) -> list[str]:
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
        notes.append(words("band") + (" " + words("cut") if cut else ""))
    drawn = series.rows.filter(series.rows["value"].is_not_null())
    if drawn["weak"].any():
        notes.append(words("weak", thin=look.thin))
    if (series.volume["n_docs"] == 0).any():
        notes.append(words("gap"))
    return notes


def _heading(series: Series, look: Look, title: str | None, notes: list[str], width: float) -> Any:
    text = title if title is not None else look.words(f"title_{look.value}")
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


def _describe(series: Series, look: Look, title: str | None) -> str:
    words, days = look.words, series.periods
    return words(
        "alt",
        title=title or words(f"title_{look.value}"),
        by=words(f"by_{series.step}"),
        first=name(days[0], series.step, words),
        last=name(days[-1], series.step, words),
        series=", ".join(look.labels[each] for each in series.names),
    )


def _single(series: Series, look: Look, title: str | None, size: tuple[int, int], *, volume: bool) -> AnyChart:
    top, cut = top_of(series.rows, intervals=look.intervals)
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        columns=max(1, size[0] // (60 + 7 * max(len(look.labels[each]) for each in series.names))),
        labelColor=look.inks.text,
        labelFontSize=12,
        labelLimit=size[0] - 40,
        symbolSize=80,
        symbolOpacity=1,
        offset=14,
    )
    main = panel(
        series,
        data_of(series.rows, series.step, look),
        look,
        names=series.names,
        size=size,
        top=top,
        unit=look.words(look.value),
        legend=legend,
        x_labels=not volume,
    )
    heading = _heading(series, look, title, _notes(series, look, cut=cut, scale=None), size[0])
    told = {"title": heading, "description": _describe(series, look, title)}
    if not volume:
        return main.properties(**told)
    strip = volume_panel(series, look, size=(size[0], _STRIP))
    return alt.vconcat(main, strip, spacing=24).properties(**told)


def _multiples(
    series: Series,
    look: Look,
    title: str | None,
    width: int,
    *,
    columns: int | None,
    panel_height: int | None,
    same_scale: bool,
    volume: bool,
) -> AnyChart:
    across = columns or max(1, min(4, width // 230))
    each_width = max(80, width // across - 50)
    size = (each_width, panel_height or max(70, round(each_width * 0.5)))
    whole, whole_cut = top_of(series.rows, intervals=look.intervals)
    panels, cuts = [], [whole_cut] if same_scale else []
    for each in series.names:
        rows = series.rows.filter(series.rows["series"] == each)
        top, cut = (whole, whole_cut) if same_scale else top_of(rows, intervals=look.intervals)
        cuts.append(cut)
        drawn = panel(
            series, data_of(rows, series.step, look), look, names=[each], size=size, top=top, unit=None
        )
        panels.append(drawn.properties(title=_panel_title(look.labels[each], look)))
    if volume:
        panels.append(volume_panel(series, look, size=size, title=_panel_title(look.words("docs"), look)))
    notes = _notes(series, look, cut=any(cuts), scale="same_scale" if same_scale else "own_scale")
    heading = _heading(series, look, title, notes, width)
    chart = alt.concat(*panels, columns=across, spacing={"row": 18, "column": 16})
    return (
        chart.resolve_scale(color="independent", shape="independent", size="independent", x="independent", y="independent")
        .properties(title=heading, description=_describe(series, look, title))
    )


def _panel_title(text: str, look: Look) -> Any:
    return alt.TitleParams(text=text, anchor="start", fontSize=12, fontWeight="bold", color=look.inks.text, offset=6)


def _nothing(look: Look, title: str | None, width: float, height: float) -> AnyChart:
    words = look.words
    heading = alt.TitleParams(
        text=title if title is not None else words(f"title_{look.value}"),
        subtitle=words("no_data_why"),
        anchor="start",
        color=look.inks.text,
        subtitleColor=look.inks.muted,
    )
    data = alt.InlineData(values=[{"text": words("no_data")}])
    return (
        alt.Chart(data, title=heading, description=words("no_data"))
        .mark_text(fontSize=18, color=look.inks.muted)
        .encode(text="text:N")
        .properties(width=width, height=height, view=alt.ViewBackground(stroke=look.inks.grid))
    )
