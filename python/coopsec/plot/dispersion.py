"""Where in the documents the hits are, over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._counted import counted_of
from coopsec._frames import as_frame
from coopsec._period_names import period_name
from coopsec.plot.arguments import checked
from coopsec.plot.axes import documents_axis, inline, own_scales, stamp, time_axis
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.documents import by_period, read_documents, span_of
from coopsec.plot.frames import require_columns, require_numbers
from coopsec.plot.heading import nothing, panel_title, title_of
from coopsec.plot.look import names_of
from coopsec.plot.palette import counted_labels, known_order, styles
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.periods import Span, next_start
from coopsec.plot.volume import empty_columns
from coopsec.plot.words import Lang, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["dispersion"]

MOST_POINTS = 1500
_ROWS = 20
_CELL = 8
_STRIP = 40


@displayed
@checked
def dispersion(
    hits: Any,
    documents: Any,
    *,
    themes: Sequence[str] | str | None = None,
    labels: Mapping[str, str] | None = None,
    colors: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 720,
    panel_height: int = 90,
    every: str | None = None,
    max_series: int = 8,
    dark: bool = False,
    notes: Any = None,
) -> AnyChart:
    """Draw where in their documents the hits of each theme stand, over time.

    Across: the date of the document (its middle, if it is coarser than a day). Down: the place of the hit, from the
    beginning of the text at the top to its end at the bottom. Up to 1,500 hits of a theme are drawn one by one; more
    are counted in cells, more intense for more. A period without documents is grey, one with documents but no hits is
    empty, and the strip below shows the documents.

    Parameters
    ----------
    hits
        Result of `corpus.hits(lexicon)`.
    documents
        `corpus.documents` of the same corpus.
    themes
        Themes to draw, in this order. Default: the `max_series` with most hits.
    labels, colors, lang, title, width, dark, notes
        As in `timeline`.
    panel_height
        Height of the panel of a theme in pixels.
    every
        Size of the periods of the strip. Default: as in `coverage`.
    max_series
        Most panels drawn if `themes` is not given.

    Returns
    -------
    altair.VConcatChart
        A panel for each theme and the strip; the words "No data" where no hit is dated.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> hits = corpus.hits(cs.Lexicon.builtin())
    >>> chart = cs.plot.dispersion(hits, corpus.documents, themes=["terrorism", "migration"])
    >>> len(chart.vconcat)  # two themes, and the documents
    3
    """
    paper = paper_of(lang, dark=dark)
    found, table = as_frame(hits, "hits"), read_documents(documents, "n_chars")
    known = counted_labels(counted_of(found), lang)
    require_columns(found, ["doc_id", "theme", "start"], what="a frame of corpus.hits(lexicon)")
    require_numbers(found, ["start"], what="a frame of corpus.hits(lexicon)")
    found = found.with_columns(pl.col("doc_id", "theme").cast(pl.String))  # pandas may give categories
    named = title if title is not None else paper.words("title_dispersion")
    names, available = _chosen(found, themes, max_series)
    placed = _placed(found.filter(pl.col("theme").is_in(names)), table)
    dated = placed.filter(pl.col("date_start").is_not_null())
    span = span_of(table, every)
    if not dated.height or not span.days:
        return nothing(paper, named, width, 160, why="no_hits_dated" if placed.height else "no_hits")
    labels_of = names_of(names, {**known, **(labels or {})}, lang)
    inks = {
        each: style.color for each, style in styles(found["theme"].unique().to_list(), dark=dark, colors=colors).items()
    }
    counts = _volume(table, span)
    binned = any(dated.filter(pl.col("theme") == each).height > MOST_POINTS for each in names)
    said = _said(dated, placed, counts, paper, available - len(names), binned=binned)
    panels = [
        _panel(
            dated.filter(pl.col("theme") == each), counts, span, paper, (width, panel_height), inks[each]
        ).properties(
            title=panel_title(
                f"{labels_of[each]} ({paper.words.number(placed.filter(pl.col('theme') == each).height)})", paper, width
            )
        )
        for each in names
    ]
    return alt.vconcat(
        *panels,
        _strip(counts, span, paper, width),
        spacing=14,
        title=title_of(named, said + cautions_of(notes, found, lang, names).said(paper.words, marks=0), paper, width),
        description=one_line(paper.words("head", head=named, rest=", ".join(labels_of.values()))),
        **paper.page,
    )


def _chosen(found: pl.DataFrame, themes: Sequence[str] | str | None, most: int) -> tuple[list[str], int]:
    ranked = found["theme"].drop_nulls().value_counts().sort("count", "theme", descending=[True, False])
    names = ranked["theme"].to_list()
    if themes is None:
        known, own = known_order(names[:most])
        return known + own, len(names)
    asked = [themes] if isinstance(themes, str) else list(dict.fromkeys(themes))
    unknown = [each for each in asked if each not in names]
    if unknown:
        raise ValueError(
            f"themes: no hit of theme {unknown[0]!r}: there are {', '.join(map(repr, names[:12])) or 'none'}"
        )
    return asked, len(asked)


def _placed(found: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Give each hit its date and its position in the document, from 0 at the beginning to 1 at the end."""
    facts = table.select("doc_id", "date_start", "date_end", "n_chars")
    placed = found.select("doc_id", "theme", "start").join(facts, on="doc_id", how="left", maintain_order="left")
    strange = placed.filter(pl.col("n_chars").is_null())
    if strange.height:
        raise ValueError(
            f"document {strange['doc_id'][0]!r} of the hits is not among the documents: "
            "give the corpus.documents of the corpus that the hits come from"
        )
    return placed.with_columns(place=pl.col("start") / pl.max_horizontal(pl.col("n_chars"), 1))


def _volume(table: pl.DataFrame, span: Span) -> pl.DataFrame:
    counted = by_period(table, span.step).group_by("period").agg(documents=pl.len().cast(pl.Int64))
    days = pl.DataFrame({"period": span.days}, schema={"period": pl.Date})
    return days.join(counted, on="period", how="left").with_columns(pl.col("documents").fill_null(0)).sort("period")


def _said(
    dated: pl.DataFrame, placed: pl.DataFrame, counts: pl.DataFrame, paper: Paper, left_out: int, *, binned: bool
) -> list[str]:
    words, lost = paper.words, placed.height - dated.height
    said = [words("place_cells" if binned else "place_points")]
    if left_out > 0:
        said.append(words.counted("more_left", left_out))
    if lost:
        said.append(words.counted("hits_undated", lost))
    if (counts["documents"] == 0).any():
        said.append(words("gap"))
    return said


def _moment(start: Any, end: Any) -> datetime:
    first, last = datetime(start.year, start.month, start.day), datetime(end.year, end.month, end.day)
    return first + (last - first) / 2 + timedelta(hours=12)


def _panel(
    rows: pl.DataFrame, counts: pl.DataFrame, span: Span, paper: Paper, size: tuple[float, float], ink: str
) -> Any:
    width, height = size
    start = time_axis(span, paper, width, field="start", labels=False)
    marks = _cells(rows, span, paper, width, ink) if rows.height > MOST_POINTS else _points(rows, paper, ink)
    layers = [_gaps(counts, span, paper, start), marks]
    view = alt.ViewBackground(stroke=paper.inks.grid)
    return alt.layer(*layers, width=width, height=height, view=view, resolve=own_scales())


def _down(paper: Paper) -> Any:
    names = f"datum.value == 0 ? '{paper.words('beginning')}' : '{paper.words('end')}'"
    axis = alt.Axis(
        title=None,
        values=[0, 1],
        labelExpr=names,
        labelColor=paper.inks.muted,
        grid=False,
        domain=False,
        ticks=False,
    )
    return alt.Y("place:Q", axis=axis, scale=alt.Scale(domain=[0, 1], reverse=True, nice=False))


def _points(rows: pl.DataFrame, paper: Paper, ink: str) -> Any:
    words = paper.words
    records = [
        {
            "moment": stamp(_moment(first, last)),
            "place": round(place, 4),
            "document": doc,
            "on": period_name(first, "day", words.lang)
            if first == last
            else f"{period_name(first, 'day', words.lang)} – {period_name(last, 'day', words.lang)}",
            "percent": words.percent(place, 0),
        }
        for doc, first, last, place in rows.select("doc_id", "date_start", "date_end", "place").iter_rows()
    ]
    opacity = 0.75 if rows.height < 150 else 0.5 if rows.height < 500 else 0.3
    fields = [("document", "document"), ("on", "date"), ("percent", "place")]
    return (
        alt.Chart(inline(records))
        .mark_point(shape="circle", filled=True, size=18, color=ink, opacity=opacity, clip=True)
        .encode(
            x=alt.X("moment:T", title=None),
            y=_down(paper),
            tooltip=[alt.Tooltip(f"{field}:N", title=words(key)) for field, key in fields],
        )
    )


def _cells(rows: pl.DataFrame, span: Span, paper: Paper, width: float, ink: str) -> Any:
    """Count hits in a grid of cells over time and position."""
    origin = datetime(span.days[0].year, span.days[0].month, span.days[0].day)
    until = next_start(span.days[-1], span.step)
    step = (datetime(until.year, until.month, until.day) - origin) / max(1, int(width // _CELL))
    middle = pl.col("date_start").cast(pl.Datetime("us")) + (pl.col("date_end") - pl.col("date_start")) / 2
    cells = (
        rows.with_columns(
            across=((middle - origin).dt.total_seconds() / step.total_seconds()).floor().cast(pl.Int64),
            down=(pl.col("place") * _ROWS).floor().clip(0, _ROWS - 1).cast(pl.Int64),
        )
        .group_by("across", "down")
        .agg(n=pl.len())
        .sort("across", "down")
    )
    most: Any = cells["n"].max()
    records = [
        {
            "start": stamp(origin + across * step),
            "end": stamp(origin + (across + 1) * step),
            "place": down / _ROWS,
            "below": (down + 1) / _ROWS,
            "shade": round((n / most) ** 0.5, 3),
            "hits": paper.words.number(n),
        }
        for across, down, n in cells.iter_rows()
    ]
    return (
        alt.Chart(inline(records))
        .mark_rect(color=ink, clip=True)
        .encode(
            x=alt.X("start:T", title=None),
            x2="end:T",
            y=_down(paper),
            y2="below:Q",
            opacity=alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0.08, 1]), legend=None),
            tooltip=[alt.Tooltip("hits:N", title=paper.words("hits"))],
        )
    )


def _rows(counts: pl.DataFrame, span: Span, paper: Paper) -> dict[str, Any]:
    return inline(
        {
            "start": stamp(day),
            "end": stamp(next_start(day, span.step)),
            "documents": documents,
            "at": period_name(day, span.step, paper.words.lang),
            "docs": paper.words.number(documents) if documents else paper.words("empty"),
        }
        for day, documents in counts.iter_rows()
    )


def _tip(paper: Paper) -> list[Any]:
    return [alt.Tooltip(f"{field}:N", title=paper.words(key)) for field, key in (("at", "period"), ("docs", "docs"))]


def _gaps(counts: pl.DataFrame, span: Span, paper: Paper, start: Any) -> Any:
    empty = counts.filter(pl.col("documents") == 0)["period"]
    return empty_columns(empty.to_list(), span.step, paper, start)


def _strip(counts: pl.DataFrame, span: Span, paper: Paper, width: float) -> Any:
    start = time_axis(span, paper, width, field="start")
    most: Any = counts["documents"].max()
    rise = documents_axis(max(1, most), paper, title=paper.words("documents"))
    bars = (
        alt.Chart(_rows(counts, span, paper))
        .mark_bar(color=paper.inks.bar, stroke=paper.inks.paper, strokeWidth=0.5 if width / len(span.days) > 5 else 0)
        .encode(x=alt.X("start:T", title=None), x2="end:T", y=rise, y2=alt.datum(0), tooltip=_tip(paper))
    )
    layers = [_gaps(counts, span, paper, start), bars]
    return alt.layer(*layers, width=width, height=_STRIP, view=alt.ViewBackground(stroke=None))
