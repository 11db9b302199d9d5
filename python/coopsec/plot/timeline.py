"""Themes or terms over time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopsec._frames import as_frame
from coopsec.plot.arguments import checked
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.events import read_events
from coopsec.plot.frames import Series, Value, read_series
from coopsec.plot.heading import columns_of, describe, heading, nothing, told_apart
from coopsec.plot.look import Look, look_of
from coopsec.plot.notes import notes_of
from coopsec.plot.panel import panel
from coopsec.plot.points import reach_of
from coopsec.plot.small_multiples import draw_panels
from coopsec.plot.volume import volume_panel
from coopsec.plot.words import Lang

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["timeline"]

MOST_IN_ONE = 6
MOST_POINTS_IN_ONE = 400
_STRIP = 46


@displayed
@checked
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
    events: Any = None,
    notes: Any = None,
) -> AnyChart:
    """Draw themes or terms over time.

    Lines have interval bands. A period without documents is a gap with a grey column (a zero is a point on the
    baseline). A period that is partial, or has fewer than `thin` documents, has a hollow point, dashes and an interval
    bar. Points grow with the documents of their period, and a strip below shows the documents of the corpus. A click in
    the legend highlights a series (with Shift several); tooltips give counts and denominators. What is not drawn, such
    as undated documents, is stated under the title.

    The scale follows the periods that have enough documents, and their intervals up to three times the highest point.
    If a thin period is far above, its point is an open arrow at the upper edge, with its value in the tooltip. An
    interval that goes beyond the edge has a short bar there, and a note says so.

    Parameters
    ----------
    frame
        Result of `corpus.themes(lexicon, every=…)` or `corpus.frequency(every=…)`; any Arrow table with those columns.
        If it was counted `by` one column, one of its themes is drawn, with a line for each group.
    value
        What the vertical axis shows. Intervals belong to `per_million` and `doc_share` of themes.
    themes
        Themes (or terms) to draw, in this order. Default: the `max_series` with most occurrences, built-in themes in
        the order of their lexicon, others by occurrences.
    labels
        Names to show instead of the labels of the lexicon, or of the names in a frame that was filtered, copied or
        read from a file. Built-in themes have English and French labels.
    colors
        Colours to use instead of the fixed ones, by theme.
    lang
        Language of the words, dates and numbers.
    title
        Title in place of the name of the value.
    width, height
        Size of the plot in pixels, without axes and strip. Small multiples take the width and set their own height.
    every
        Size of the periods, if it cannot be inferred: a frame of a single period is otherwise named by its first day.
    intervals
        Draw intervals if the frame has them.
    volume
        Add the strip of documents. Without it the chart is one layered chart, to which more can be added with `+`.
    together
        One chart for all series (True) or one panel each (False). Default: one chart up to 6 series, or up
        to 2 where series times periods is over 400; else panels as in `small_multiples`.
    thin
        Periods with fewer documents are drawn weaker.
    max_series
        Most series drawn if `themes` is not given.
    dark
        Light ink on a dark page.
    events
        Table with columns date (Date) and label (String): a line across the plot for each. In a single chart, names
        stand above the frame; in several panels, lines are numbered, with the names under the title.
    notes
        Warnings to show, a frame of `coopsec.warnings_for`. Default: those that it gives for `frame`. Warnings about
        the whole table stand under the title; those about a period are a sign above it. False shows none.

    Returns
    -------
    altair.VConcatChart, altair.ConcatChart, altair.LayerChart or altair.Chart
        A chart above a strip; panels; a chart without strip; the words "No data" for a frame without dated
        periods.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> table = corpus.themes(cs.Lexicon.builtin(), every="year")
    >>> chart = cs.plot.timeline(table, themes=["terrorism", "migration"], lang="fr")
    >>> chart.to_dict()["title"]["text"]
    'Occurrences par million de mots'
    """
    series = read_series(frame, value=value, themes=themes, every=every, thin=thin, most=max_series)
    look = look_of(
        series,
        value,
        labels,
        colors,
        lang,
        dark=dark,
        thin=thin,
        intervals=intervals,
        cautions=cautions_of(notes, as_frame(frame), lang, series.themes, labels),
        events=read_events(events, series.span),
    )
    if not series.periods or not series.names:
        return nothing(look, look.title(title), width, height)
    if not _together(series, together):
        return draw_panels(series, look, title, width, volume=volume)
    return _single(series, look, title, (width, height), volume=volume)


def _together(series: Series, asked: bool | None) -> bool:
    """Whether one chart holds all series: not if there are too many to tell apart or to follow."""
    if asked is not None:
        return asked
    many = len(series.names)
    return many <= MOST_IN_ONE and (many <= 2 or many * len(series.periods) <= MOST_POINTS_IN_ONE)


def _single(series: Series, look: Look, title: str | None, size: tuple[int, int], *, volume: bool) -> AnyChart:
    reach = reach_of(series.rows, thin=look.thin, intervals=look.intervals)
    many = len(series.names) > 1
    labels = [look.labels[each] for each in series.names]
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        columns=columns_of(labels, size[0]),
        labelColor=look.inks.text,
        labelFontSize=12,
        symbolSize=80,
        symbolOpacity=1,
        **told_apart(labels, size[0] - 40),
    )
    head = heading(series, look, title, notes_of(series, look, [reach], scale=None), size[0])
    told: dict[str, Any] = {"title": head, "description": describe(series, look, title), **look.page}
    main: AnyChart = panel(
        series,
        look,
        series.names,
        size=size,
        top=reach.top,
        unit=look.words(look.value),
        legend=legend if many else None,
        picking=_picking(series, look, size, told, volume=volume) if many else None,
        x_labels=not volume,
        **({} if volume else told),
    )
    if not volume:
        return main
    strip = volume_panel(series, look, size=(size[0], _STRIP))
    return alt.vconcat(main, strip, spacing=24, **told)


def _picking(series: Series, look: Look, size: tuple[int, int], told: Mapping[str, Any], *, volume: bool) -> str:
    """Name the selection in the legend after a hash of everything drawn.

    A page or composed chart may contain only one selection of a name, and the legend of another chart must not select
    here. A running number would do too, but would give the same chart a different specification each time.
    """
    drawn = (look.value, look.labels, look.styles, look.intervals, look.events, size, told, volume)
    mark = hashlib.sha256(series.rows.write_csv().encode() + repr(drawn).encode())
    return f"picked_{mark.hexdigest()[:12]}"
