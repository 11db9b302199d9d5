"""Themes or terms over time."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopsec.plot.backend import alt
from coopsec.plot.frames import Series, Value, read_series
from coopsec.plot.palette import known_label, styles
from coopsec.plot.look import Look
from coopsec.plot.panel import panel
from coopsec.plot.periods import name
from coopsec.plot.points import Reach, reach_of
from coopsec.plot.volume import volume_panel
from coopsec.plot.words import Lang, words_for

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["small_multiples", "timeline"]

MOST_IN_ONE = 6
MOST_POINTS_IN_ONE = 400
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
    together: bool | None = None,
    thin: int = 5,
    max_series: int = 24,
    dark: bool = False,
) -> AnyChart:
    """Draw themes or terms over time.

    Lines with interval bands; a gap and a grey column where a period has no documents (a zero is a point on the
    baseline); hollow points, dashes and interval bars where a period is partial or has fewer than `thin` documents;
    points sized by the documents of their period; below, the documents of the corpus. A click in the legend highlights
    a series (with Shift several), tooltips give counts and denominators. What is not drawn, such as undated documents,
    is said under the title.

    The scale follows the periods that have enough documents. Where a thin period is far above, its point is an open
    arrow at the upper edge, with its value in the tooltip; intervals may be cut at the edge, and then it is said.

    Parameters
    ----------
    frame
        Result of `corpus.themes(lexicon, every=…)` or `corpus.frequency(every=…)`; any Arrow table with those columns.
        When counted `by` one column, one theme of it is drawn with a line for each group.
    value
        What the vertical axis shows. Intervals belong to `per_million` and `doc_share` of themes.
    themes
        Themes (or terms) to draw, in this order. Default: all, built-in themes in the order of their lexicon, others
        by occurrences; the `max_series` with most occurrences.
    labels
        Names to show instead of those of the frame. Built-in themes have English and French labels.
    colors
        Colours to use instead of the fixed ones, by theme.
    lang
        Language of the words, dates and numbers.
    title
        Instead of the name of the value.
    width, height
        Size of the plot in pixels, without axes and strip. Small multiples take the width and set their own height.
    every
        Size of the periods where it cannot be inferred: a frame of a single period is otherwise named by its first day.
    intervals
        Draw intervals where the frame has them.
    volume
        Add the strip of documents. Without it the chart is one layered chart, on which more can be put with `+`.
    together
        One chart for all series (True) or one panel each (False). Default: one chart up to 6 series, or up to 2 where
        series times periods is over 400; else panels as in `small_multiples`.
    thin
        Periods with fewer documents are drawn weaker.
    max_series
        Most series drawn when `themes` does not say.
    dark
        Light ink on a dark page.

    Returns
    -------
    altair.VConcatChart, altair.ConcatChart, altair.LayerChart or altair.Chart
        A chart above a strip; panels; a chart without strip; the words "No data" for a frame without dated periods.

    Examples
    --------
    >>> cs.plot.timeline(corpus.themes(themes, every="quarter"), themes=["terrorism", "migration"], lang="fr")
    """
    series = read_series(frame, value=value, themes=themes, every=every, thin=thin, most=max_series)
    look = _look(series, value, labels, colors, lang, dark, thin, intervals)
    if not series.periods or not series.names:
        return _nothing(look, title, width, height)
    if not _together(series, together):
        return _multiples(
            series, look, title, width, columns=None, panel_height=None, same_scale=False, volume=volume
        )
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
    """Draw one small panel for each theme or term, in one column to four.

    Panels share the time axis and, with `same_scale=True`, the vertical axis; by default each has its own, which is
    said under the title: rates of themes differ by a factor of a hundred, and shapes would vanish. The last panel shows
    the documents of the corpus. Parameters not listed are those of `timeline`.

    Parameters
    ----------
    columns
        Panels in a row. Default: as many as leave two pixels a period.
    panel_height
        Height of a panel in pixels.
    same_scale
        One vertical scale for all panels.

    Returns
    -------
    altair.ConcatChart
        The panels; the words "No data" for a frame without dated periods.
    """
    series = read_series(frame, value=value, themes=themes, every=every, thin=thin, most=max_series)
    look = _look(series, value, labels, colors, lang, dark, thin, intervals)
    if not series.periods or not series.names:
        return _nothing(look, title, width, 200)
    return _multiples(
        series,
        look,
        title,
        width,
        columns=columns,
        panel_height=panel_height,
        same_scale=same_scale,
        volume=volume,
    )


def _together(series: Series, asked: bool | None) -> bool:
    """One chart for all series, unless there are too many to tell apart or to follow."""
    if asked is not None:
        return asked
    many = len(series.names)
    return many <= MOST_IN_ONE and (many <= 2 or many * len(series.periods) <= MOST_POINTS_IN_ONE)


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
    words, given = words_for(lang), dict(labels or {})
    named = {each: given.get(each, known_label(each, lang)) for each in series.names}
    if len(set(named.values())) < len(named):
        named = {each: each for each in series.names}
    bounded = intervals and series.rows["high"].is_not_null().any()
    return Look(
        words=words,
        styles=styles(series.all_names, dark=dark, colors=colors),
        labels=named,
        value=value,
        thin=thin,
        intervals=bounded,
        dark=dark,
    )


def _notes(series: Series, look: Look, reaches: Sequence[Reach], *, scale: str | None) -> list[str]:
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
    if drawn["weak"].any():
        notes.append(words("weak", thin=look.thin))
    if any(reach.above for reach in reaches):
        notes.append(words("above"))
    if (series.volume["n_docs"] == 0).any():
        notes.append(words("gap"))
    return notes


def _heading(series: Series, look: Look, title: str | None, notes: list[str], width: float) -> Any:
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


def _single(
    series: Series, look: Look, title: str | None, size: tuple[int, int], *, volume: bool
) -> AnyChart:
    reach = reach_of(series.rows, thin=look.thin, intervals=look.intervals)
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
    heading = _heading(series, look, title, _notes(series, look, [reach], scale=None), size[0])
    told = {"title": heading, "description": _describe(series, look, title), **look.page}
    main = panel(
        series,
        look,
        series.names,
        size=size,
        top=reach.top,
        unit=look.words(look.value),
        legend=legend if len(series.names) > 1 else None,
        x_labels=not volume,
        **({} if volume else told),
    )
    if not volume:
        return main
    strip = volume_panel(series, look, size=(size[0], _STRIP))
    return alt.vconcat(main, strip, spacing=24, **told)


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
    across = columns or _columns(len(series.names), len(series.periods), width)
    each_width = max(80, width // across - 50)
    size = (each_width, panel_height or max(70, min(110, round(each_width * 0.5))))
    whole = reach_of(series.rows, thin=look.thin, intervals=look.intervals)
    panels, reaches = [], []
    for each in series.names:
        rows = series.rows.filter(series.rows["series"] == each)
        reach = whole if same_scale else reach_of(rows, thin=look.thin, intervals=look.intervals)
        reaches.append(reach)
        title_of = _panel_title(look.labels[each], look)
        panels.append(panel(series, look, [each], size=size, top=reach.top, title=title_of))
    if volume:
        panels.append(volume_panel(series, look, size=size, title=_panel_title(look.words("docs"), look)))
    notes = _notes(series, look, reaches, scale="same_scale" if same_scale else "own_scale")
    heading = _heading(series, look, title, notes, width)
    return alt.ConcatChart(
        concat=panels,
        columns=across,
        spacing={"row": 18, "column": 16},
        resolve=alt.Resolve(scale=dict.fromkeys(("x", "y", "color", "shape", "size"), "independent")),
        title=heading,
        description=_describe(series, look, title),
        **look.page,
    )


def _columns(panels: int, periods: int, width: int) -> int:
    """As many as leave two pixels a period, but no column longer than a page where two fit."""
    wide = max(1, min(4, width // 230, panels))
    roomy = max(1, min(wide, width // (2 * periods)))
    return roomy if panels <= 8 * roomy else min(wide, 2)


def _panel_title(text: str, look: Look) -> Any:
    return alt.TitleParams(
        text=text,
        anchor="start",
        frame="group",
        fontSize=12,
        fontWeight="bold",
        color=look.inks.text,
        offset=6,
    )


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
        .properties(width=width, height=height, view=alt.ViewBackground(stroke=look.inks.grid), **look.page)
    )
