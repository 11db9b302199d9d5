"""Themes in rows, periods in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._frames import as_frame
from coopsec._period_names import period_name
from coopsec.plot.arguments import checked
from coopsec.plot.axes import inline, own_scales, stamp, time_axis
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.cells import number_ink, shading, sign_ink
from coopsec.plot.display import displayed
from coopsec.plot.dyad_cells import as_dyad_value, dyad_cells
from coopsec.plot.frames import Series, Value, read_series
from coopsec.plot.heading import describe, heading, key_of_cells, marked, nothing, told_apart
from coopsec.plot.look import Look, look_of
from coopsec.plot.notes import notes_of
from coopsec.plot.pairs import is_pairs
from coopsec.plot.periods import middle, next_start
from coopsec.plot.words import Lang

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["heatmap"]

_DIGIT = 6.5
_FINE = 120
_CORNER = 14.0  # pixels across


@displayed
@checked
def heatmap(
    frame: Any,
    *,
    value: Value | None = None,
    themes: Sequence[str] | str | None = None,
    labels: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 720,
    row_height: int = 24,
    relative: bool = False,
    every: str | None = None,
    thin: int = 5,
    max_series: int = 40,
    dark: bool = False,
    notes: Any = None,
) -> AnyChart:
    """Draw themes in rows and periods in columns, or dyads in rows and themes in columns, with numbers.

    A period without documents is grey and has no number; a zero is the lightest cell with the number 0. Cells of
    partial periods, and of those with fewer than `thin` documents, are pale and crossed. Numbers are left out if cells
    are too narrow for them; the tooltip has them.

    A frame of `corpus.dyads(themes=lexicon)` has its pairs in rows, the most frequent first, and its themes in columns;
    counts of several periods, and of the groups of `by`, are added up. There, a cell with fewer than `thin` occurrences
    is pale, and a pair that was not counted with a theme is grey.

    Parameters
    ----------
    frame
        As in `timeline`, or result of `corpus.dyads(themes=…)`.
    value
        What the colours show. Default: `per_million`, or `count` for dyads, which also have `doc_freq` and `doc_share`.
    themes
        Themes (or terms) to draw, in this order. Default: the `max_series` with most occurrences; of dyads, all.
    labels, lang, title, width, every, dark, notes
        As in `timeline`.
    row_height
        Height of a row in pixels.
    relative
        Colour each row relative to its own largest value (of periods with enough documents, if it has hits there), to
        compare the courses of frequent and rare themes.
    thin
        Cells with fewer documents, or of dyads with fewer occurrences, are pale.
    max_series
        Most rows drawn, if `themes` does not name them.

    Returns
    -------
    altair.LayerChart
        The cells; the words "No data" for a frame without dated periods.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> table = corpus.themes(cs.Lexicon.builtin(), every="year")
    >>> chart = cs.plot.heatmap(table, relative=True)
    >>> chart.to_dict()["title"]["text"]
    'Occurrences per million words (colour) and occurrences (numbers)'
    """
    if is_pairs(as_frame(frame)):
        return dyad_cells(
            frame,
            value=as_dyad_value(value),
            themes=themes,
            labels=labels,
            lang=lang,
            title=title,
            width=width,
            row_height=row_height,
            relative=relative,
            thin=thin,
            max_series=max_series,
            dark=dark,
            notes=notes,
        )
    value = value or "per_million"
    series = read_series(frame, value=value, themes=themes, every=every, thin=thin, most=max_series)
    look = look_of(
        series,
        value,
        labels,
        None,
        lang,
        dark=dark,
        thin=thin,
        intervals=False,
        cautions=cautions_of(notes, as_frame(frame), lang, series.themes, labels),
    )
    height = row_height * len(series.names)
    if not series.periods or not series.names:
        return nothing(look, look.title(title), width, 200)
    notes = notes_of(series, look, (), scale=None, cells=_key(series, look, width, relative=relative))
    return _cells(series, look, (width, height), relative=relative).properties(
        title=heading(series, look, title, notes, width, cells=_has_room(series, look, width)),
        description=describe(series, look, title),
        **look.page,
    )


def _key(series: Series, look: Look, width: float, *, relative: bool) -> str:
    """Say what colours and numbers mean."""
    numbers = _has_room(series, look, width)
    if not any(_largest(series.rows).values()):
        return look.words("cell_flat")
    top = max(_tops(series, look.thin, relative=False).values())
    return key_of_cells(look.words, look.value, look.end(top), look.words("count"), relative=relative, numbers=numbers)


def _has_room(series: Series, look: Look, width: float) -> bool:
    """Whether the longest number fits into a cell."""
    longest = max(len(look.words.number(count or 0)) for count in series.rows["count"])
    return width / len(series.periods) >= longest * _DIGIT + 6


def _tops(series: Series, thin: int, *, relative: bool) -> dict[str, float]:
    """Return the value of the darkest colour of each row, from periods with enough documents or, failing that, all."""
    firm, every = _largest(series.rows.filter(pl.col("n_docs") >= thin)), _largest(series.rows)
    whole = max(firm.values(), default=0.0) or max(every.values(), default=0.0)
    own = {each: firm.get(each, 0.0) or every.get(each, 0.0) for each in series.names}
    return {each: (own[each] if relative else whole) or 1.0 for each in series.names}


def _largest(rows: pl.DataFrame) -> dict[str, float]:
    """Return the largest value of each series that has any."""
    return dict(rows.drop_nulls("value").group_by("series").agg(pl.col("value").max()).rows())


def _data(series: Series, look: Look, width: float, *, relative: bool, numbers: bool) -> dict[str, Any]:
    """Return the values of the cells. If there are numbers, only a corner of a weak cell is cut off."""
    cut = min(0.3, _CORNER * len(series.periods) / width)

    def corner(start: date) -> str:
        whole = next_start(start, series.step) - start
        return stamp(middle(start, series.step) + whole * (0.5 - cut) if numbers else start)

    tops, words = _tops(series, look.thin, relative=relative), look.words
    warned = marked(series, look, series.names)
    return inline(
        {
            "start": stamp(row["period"]),
            "corner": corner(row["period"]),
            "middle": stamp(middle(row["period"], series.step)),
            "end": stamp(next_start(row["period"], series.step)),
            "series": look.labels[row["series"]],
            "shade": min(1.0, row["value"] / tops[row["series"]]) if row["value"] is not None else None,
            "value": row["value"],
            "weak": row["weak"],
            "at": period_name(row["period"], series.step, words.lang),
            "amount": look.amount(row["value"]),
            "hits": words.number(row["count"] or 0) if row["value"] is not None else "",
            "docs": words("of", part=words.number(row["doc_freq"] or 0), whole=words.number(row["n_docs"] or 0)),
            "note": look.note(partial=row["partial"], n_docs=row["n_docs"] or 0),
            "warning": " ".join(warned.get((row["series"], row["period"]), [])),
        }
        for row in series.rows.iter_rows(named=True)
    )


def _marks(series: Series, look: Look, start: Any, data: dict[str, Any], *, numbers: bool) -> list[Any]:
    """Draw the layers of the cells: empty ones, full ones, crosses on weak ones, and numbers if there is room."""
    words, base = look.words, alt.Chart()
    order = [look.labels[each] for each in series.names]
    rows = alt.Y("series:N", sort=order, axis=_row_axis(order, look))
    fields = [("at", "period"), ("series", series.kind), ("amount", look.value), ("hits", "hits")]
    fields += [("docs", "docs"), ("note", "note")]
    tip = [alt.Tooltip(f"{each}:N", title=words(key)) for each, key in fields]
    x, gap = alt.X("start:T", title=None), 1 if len(series.periods) <= _FINE else 0
    empty = base.transform_filter("!isValid(datum.shade)").mark_rect(color=look.inks.empty)
    full = base.transform_filter("isValid(datum.shade)").mark_rect(stroke=look.inks.paper, strokeWidth=gap)
    weak = base.transform_filter("datum.weak && isValid(datum.shade)").mark_rule(color=look.inks.muted)
    # In the upper part of a cell: strokes from top to bottom would hide the colours of narrow cells.
    below, top = alt.Y("series:N", sort=order, bandPosition=0.3), alt.Y2("series:N", bandPosition=0.04)
    layers = [
        empty.encode(x=start, x2="end:T", y=rows, tooltip=tip),
        full.encode(x=x, x2="end:T", y=rows, **shading(look), tooltip=tip),
        weak.encode(x=alt.X("corner:T", title=None), x2="end:T", y=below, y2=top),
    ]
    if any(row["warning"] for row in data["values"]):
        signed = base.transform_filter("datum.warning").mark_text(
            text="!", align="left", baseline="top", dx=2, fontSize=10, fontWeight="bold"
        )
        above = alt.Y("series:N", sort=order, bandPosition=0.04)
        warned = alt.Tooltip("warning:N", title=words("warnings"))
        layers.append(signed.encode(x=x, y=above, color=sign_ink(look), tooltip=[*tip, warned]))
    if numbers:
        text = base.mark_text(fontSize=10)
        layers.append(
            text.encode(x=alt.X("middle:T", title=None), y=rows, text="hits:N", color=number_ink(look), tooltip=tip)
        )
    return layers


def _row_axis(names: list[str], look: Look) -> Any:
    shown = told_apart(names, 240)
    return alt.Axis(title=None, labelColor=look.inks.text, labelFontSize=12, domain=False, ticks=False, **shown)


def _cells(series: Series, look: Look, size: tuple[float, float], *, relative: bool, **extra: Any) -> AnyChart:
    width, height = size
    numbers = _has_room(series, look, width)
    data = _data(series, look, width, relative=relative, numbers=numbers)
    layers = _marks(series, look, time_axis(series.span, look, width, field="start"), data, numbers=numbers)
    view = alt.ViewBackground(stroke=None)
    return alt.LayerChart(layer=layers, data=data, width=width, height=height, view=view, resolve=own_scales(), **extra)
