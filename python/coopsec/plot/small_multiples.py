"""One small panel for each theme or term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopsec._frames import as_frame
from coopsec.plot.arguments import checked
from coopsec.plot.axes import inline
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.events import lift_of, read_events
from coopsec.plot.frames import Series, Value, read_series
from coopsec.plot.heading import describe, heading, marked, nothing, panel_title
from coopsec.plot.look import Look, look_of
from coopsec.plot.notes import notes_of
from coopsec.plot.panel import panel
from coopsec.plot.points import reach_of
from coopsec.plot.volume import volume_panel
from coopsec.plot.words import Lang

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["draw_panels", "small_multiples"]

_LABEL = 8.0  # height above the frame of an axis label at its upper edge


@displayed
@checked
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
    events: Any = None,
    notes: Any = None,
) -> AnyChart:
    """Draw one small panel for each theme or term, in one to four columns.

    Panels share the time axis and, with `same_scale=True`, the vertical axis. By default each has its own vertical
    axis, and a note under the title says so: rates of themes differ by a factor of a hundred, and shapes would vanish.
    The last panel shows the documents of the corpus.

    Parameters
    ----------
    frame, value, themes, labels, colors, lang, title, every, intervals, thin, max_series, dark, events, notes
        As in `timeline`.
    width
        Width of all panels of a row together, in pixels.
    columns
        Panels in a row. Default: as many as leave two pixels per period.
    panel_height
        Height of a panel in pixels.
    same_scale
        One vertical scale for all panels.
    volume
        Add the panel of documents.

    Returns
    -------
    altair.ConcatChart
        The panels; the words "No data" for a frame without dated periods.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> table = corpus.themes(cs.Lexicon.builtin(), every="year")
    >>> chart = cs.plot.small_multiples(table, columns=3)
    >>> len(chart.concat)  # nineteen themes, and the documents
    20
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
        return nothing(look, look.title(title), width, 200)
    return draw_panels(
        series,
        look,
        title,
        width,
        columns=columns,
        panel_height=panel_height,
        same_scale=same_scale,
        volume=volume,
    )


def draw_panels(
    series: Series,
    look: Look,
    title: str | None,
    width: int,
    *,
    columns: int | None = None,
    panel_height: int | None = None,
    same_scale: bool = False,
    volume: bool,
) -> AnyChart:
    """Draw a panel for each series, and one for the documents."""
    across = columns or _columns(len(series.names), len(series.periods), width)
    each_width = max(80, width // across - 50)
    size = (each_width, panel_height or max(70, min(110, round(each_width * 0.5))))
    whole = reach_of(series.rows, thin=look.thin, intervals=look.intervals)
    room = max(_LABEL, *(_above(series, look, each, each_width) for each in series.names))
    panels, reaches = [], []
    for each in series.names:
        rows = series.rows.filter(series.rows["series"] == each)
        reach = whole if same_scale else reach_of(rows, thin=look.thin, intervals=look.intervals)
        reaches.append(reach)
        title_of = panel_title(look.labels[each], look, each_width)
        drawn = panel(series, look, [each], size=size, top=reach.top, title=title_of, numbered=True)
        panels.append(_with_room(drawn, room))
    if volume:
        documents = volume_panel(series, look, size=size, title=panel_title(look.words("docs"), look, each_width))
        panels.append(_with_room(documents, room))
    notes = notes_of(series, look, reaches, scale="same_scale" if same_scale else "own_scale")
    head = heading(series, look, title, notes, width)
    return alt.ConcatChart(
        concat=panels,
        columns=across,
        spacing={"row": 18, "column": 16},
        resolve=alt.Resolve(scale=dict.fromkeys(("x", "y", "color", "shape", "size"), "independent")),
        title=head,
        description=describe(series, look, title),
        **look.page,
    )


def _with_room(panel: Any, height: float) -> Any:
    """Add an invisible line above the frame of a panel.

    Vega puts a title above whatever is highest: a sign, the number of an event, a label of the axis, or the frame. With
    the line, this is the same in all panels, so that titles stand side by side.
    """
    line = alt.Chart(inline([{}])).mark_rule(opacity=0).encode(x=alt.value(0), y=alt.value(-height), y2=alt.value(0))
    panel.layer = [*panel.layer, line]
    return panel


def _above(series: Series, look: Look, name: str, width: float) -> float:
    """Return the height of the signs and numbers between the frame of a panel and its title."""
    signs = 13 if marked(series, look, [name]) else 0
    return max(signs, 3) + high if (high := lift_of(look.events, series.span, width, numbered=True)) else signs


def _columns(panels: int, periods: int, width: int) -> int:
    """Return the number of columns: two pixels per period or more, but at least two if one would exceed a page."""
    wide = max(1, min(4, width // 190, panels))
    roomy = max(1, min(wide, width // (2 * periods)))
    return roomy if panels <= 8 * roomy else min(wide, 2)
