"""Dyads in rows, themes in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec._counted import counted_of
from coopsec._frames import as_frame
from coopsec.plot.axes import inline, own_scales
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.cells import number_ink, shading
from coopsec.plot.frames import require_columns
from coopsec.plot.heading import key_of_cells, nothing, title_of, told_apart
from coopsec.plot.look import names_of
from coopsec.plot.pairs import added_up, divisions, ends_of, pooled, read_pairs, titles_of, unit_of
from coopsec.plot.palette import counted_labels, known_order
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.words import Lang, Words, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["as_dyad_value", "dyad_cells"]

DyadValue = Literal["count", "doc_share", "doc_freq"]

_SHADES = {"doc_freq": "with_both_document"}  # what a value is called for pairs


def as_dyad_value(value: str | None) -> DyadValue:
    """Check that dyads have a value; the default is `count`."""
    if value in (None, "count"):
        return "count"
    if value == "doc_share":
        return "doc_share"
    if value == "doc_freq":
        return "doc_freq"
    raise ValueError(f"value={value!r}: expected count, doc_freq or doc_share")


def dyad_cells(
    frame: Any,
    *,
    value: DyadValue,
    themes: Sequence[str] | str | None,
    labels: Mapping[str, str] | None,
    lang: Lang,
    title: str | None,
    width: int,
    row_height: int,
    relative: bool,
    thin: int,
    max_series: int,
    dark: bool,
    notes: Any,
) -> AnyChart:
    """Draw the cells: what `heatmap` does with a frame of `corpus.dyads`."""
    paper, table = paper_of(lang, dark=dark), read_pairs(frame)
    require_columns(table, ["theme", value], what="a frame of corpus.dyads(themes=lexicon)")
    if value == "doc_share" and (divided := divisions(table)):
        raise ValueError(
            f"doc_share of several values of {', '.join(divided)} cannot be added: use value='count', or filter the "
            "frame to one of them"
        )
    named = title if title is not None else paper.words("title_dyads")
    cells = pooled(table.filter(pl.col("theme").is_not_null()), ["left", "right", "theme"])
    columns = _themes(cells, themes)
    cells = cells.filter(pl.col("theme").is_in(columns))
    ends = ends_of(table, sorted({*cells["left"].to_list(), *cells["right"].to_list()}), labels, lang)
    rows, available = _dyads(cells, max_series)
    if not rows or not columns:
        return nothing(paper, named, width, 160, why="no_pairs")
    drawn = _drawn(cells, rows, columns, value)
    unit = unit_of(frame, paper.words)
    said = _said(drawn, paper, value, unit, len(rows), available, thin, relative=relative)
    said += added_up(table, paper.words)
    said += cautions_of(notes, table, lang).said(paper.words, marks=0)
    names = titles_of(rows, ends)
    themed = names_of(columns, {**counted_labels(counted_of(as_frame(frame)), lang), **(labels or {})}, lang)
    chart: AnyChart = _chart(drawn, names, themed, paper, value, unit, thin, relative=relative)
    return chart.properties(
        width=width,
        height=row_height * len(rows),
        title=title_of(named, said, paper, width),
        description=one_line(paper.words("head", head=named, rest=", ".join(names.values()))),
        view=alt.ViewBackground(stroke=None),
        **paper.page,
    )


def _themes(cells: pl.DataFrame, themes: Sequence[str] | str | None) -> list[str]:
    names = cells["theme"].unique().sort().to_list()
    if themes is None:
        known, own = known_order(names)
        return known + own
    asked = [themes] if isinstance(themes, str) else list(dict.fromkeys(themes))
    unknown = [each for each in asked if each not in names]
    if unknown:
        raise ValueError(
            f"themes: no theme {unknown[0]!r} in the frame: there are {', '.join(map(repr, names[:12])) or 'none'}"
        )
    return asked


def _dyads(cells: pl.DataFrame, most: int) -> tuple[list[tuple[str, str]], int]:
    """Return the pairs with any occurrence, the most frequent first, and how many there are."""
    totals = (
        cells.group_by("left", "right")
        .agg(pl.col("count").sum())
        .filter(pl.col("count") > 0)
        .sort("count", "left", "right", descending=[True, False, False])
    )
    return totals.select("left", "right").head(most).rows(), totals.height


def _drawn(
    cells: pl.DataFrame, rows: Sequence[tuple[str, str]], columns: Sequence[str], value: str
) -> list[dict[str, Any]]:
    """Give every pair and theme a cell, with nulls if the frame has no row for them: they were not counted."""
    known = {(row["left"], row["right"], row["theme"]): row for row in cells.iter_rows(named=True)}
    found = []
    for pair in rows:
        for theme in columns:
            row = known.get((*pair, theme), {})
            found.append(
                {
                    "pair": pair,
                    "theme": theme,
                    "value": row.get(value),
                    "count": row.get("count"),
                }
            )
    return found


def _said(
    drawn: Sequence[Mapping[str, Any]],
    paper: Paper,
    value: str,
    unit: str,
    shown: int,
    available: int,
    thin: int,
    *,
    relative: bool,
) -> list[str]:
    words = paper.words
    top = max((cell["value"] for cell in drawn if cell["value"] is not None), default=0)
    said = [
        key_of_cells(
            words, _SHADES.get(value, value), _amount(top, value, paper), unit, relative=relative, numbers=True
        )
    ]
    if shown < available:
        said.append(words("pairs_some", shown=shown, total=words.number(available)))
    if any(_weak(cell, thin) for cell in drawn):
        said.append(words("cell_few", n=words.number(thin)))
    if any(cell["value"] is None for cell in drawn):
        said.append(words("cell_missing"))
    return said


def _weak(cell: Mapping[str, Any], thin: int) -> bool:
    """Whether a cell is pale; zeros are too, so that no number looks lighter than a zero."""
    return cell["count"] is not None and cell["count"] < thin > 1


def _amount(value: float | None, unit: str, paper: Paper) -> str:
    if value is None:
        return "–"
    return paper.words.percent(value) if unit == "doc_share" else paper.words.number(value)


def _chart(
    drawn: Sequence[Mapping[str, Any]],
    names: Mapping[tuple[str, str], str],
    themes: Mapping[str, str],
    paper: Paper,
    value: str,
    unit: str,
    thin: int,
    *,
    relative: bool,
) -> Any:
    """Draw the cells, and the numbers in them."""
    place, tip = _place(list(names.values()), list(themes.values()), paper), _tip(paper.words, value, unit)
    data = inline(_records(drawn, names, themes, paper, value, thin, relative=relative))
    base = alt.Chart()
    empty = base.transform_filter("!isValid(datum.shade)").mark_rect(color=paper.inks.empty)
    full = base.transform_filter("isValid(datum.shade)").mark_rect(stroke=paper.inks.paper, strokeWidth=1)
    numbers = base.mark_text(fontSize=10)
    layers = [
        empty.encode(**place, tooltip=tip),
        full.encode(**place, **shading(paper), tooltip=tip),
        numbers.encode(**place, text="hits:N", color=number_ink(paper), tooltip=tip),
    ]
    return alt.LayerChart(layer=layers, data=data, resolve=own_scales())


def _records(
    drawn: Sequence[Mapping[str, Any]],
    names: Mapping[tuple[str, str], str],
    themes: Mapping[str, str],
    paper: Paper,
    value: str,
    thin: int,
    *,
    relative: bool,
) -> list[dict[str, Any]]:
    """Return the values of the cells; the darkest colour is that of the largest value, of all pairs or of the pair."""
    tops: dict[Any, float] = {}
    for cell in drawn:
        key = cell["pair"] if relative else None
        tops[key] = max(tops.get(key, 0.0), float(cell["value"] or 0))
    return [
        {
            "pair": names[cell["pair"]],
            "theme": themes[cell["theme"]],
            "shade": None
            if cell["value"] is None
            else round(cell["value"] / (tops[cell["pair"] if relative else None] or 1.0), 4),
            "weak": _weak(cell, thin),
            "amount": _amount(cell["value"], value, paper),
            "hits": "" if cell["count"] is None else paper.words.number(cell["count"]),
        }
        for cell in drawn
    ]


def _place(rows: Sequence[str], columns: Sequence[str], paper: Paper) -> dict[str, Any]:
    """Put pairs in rows, and themes in columns under slanted names."""
    text: dict[str, Any] = {"labelColor": paper.inks.text, "domain": False, "ticks": False, "title": None}
    slanted = text | told_apart(columns, 200)
    across = alt.Axis(orient="top", labelAngle=-40, labelAlign="left", labelFontSize=11, **slanted)
    down = alt.Axis(labelFontSize=12, **text, **told_apart(rows, 240))
    return {"x": alt.X("theme:N", sort=columns, axis=across), "y": alt.Y("pair:N", sort=rows, axis=down)}


def _tip(words: Words, value: str, unit: str) -> list[Any]:
    """Return what a cell says when it is pointed at."""
    fields = [("pair", words("pair")), ("theme", words("theme")), ("hits", unit)]
    fields += [] if value == "count" else [("amount", words(_SHADES.get(value, value)))]
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields]
