"""What a corpus covers: documents by source and words over time, and how precise its dates are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._period_names import period_name
from coopsec.plot.arguments import checked
from coopsec.plot.axes import TITLE_ABOVE, inline, stamp, time_axis, whole_ticks
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.documents import by_period, read_documents, span_of
from coopsec.plot.heading import columns_of, nothing, title_of, told_apart
from coopsec.plot.look import distinct
from coopsec.plot.palette import styles
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.periods import Span, next_start
from coopsec.plot.volume import empty_columns
from coopsec.plot.words import Lang, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["coverage"]

PRECISIONS = ("day", "month", "quarter", "year", "interval", "none")
_TOGETHER, _UNSTATED = 1_000_000, 1_000_001  # ranks after every named source
_GREYS = {
    False: ("#3f5d7d", "#6f8fb0", "#8fabc7", "#b3c8dc", "#d3dfea", "#d55e00"),
    True: ("#b9d3ea", "#8fb3d3", "#6f94b6", "#557797", "#3f5a75", "#f0975a"),
}


@displayed
@checked
def coverage(
    documents: Any,
    *,
    every: str | None = None,
    sources: int = 5,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 720,
    height: int = 150,
    dark: bool = False,
    notes: Any = None,
) -> AnyChart:
    """Draw what a corpus covers: documents by source over time, words over time, and the precision of dates.

    A period without a document is grey. Documents that are undated, or whose date is coarser than the period, are in
    the bar of dates below and counted under the title.

    Parameters
    ----------
    documents
        `corpus.documents`.
    every
        Size of the periods. Default: the finest that needs no more than 60 and is not finer than most dates.
    sources
        Most sources that get a colour of their own; the others are drawn together.
    lang, title, width, dark, notes
        As in `timeline`.
    height
        Height of the upper panel in pixels.

    Returns
    -------
    altair.VConcatChart
        The panels; the words "No data" for no documents.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> chart = cs.plot.coverage(corpus.documents, every="year", lang="fr")
    >>> chart.to_dict()["title"]["text"]
    'Ce que couvre le corpus'
    """
    paper = paper_of(lang, dark=dark)
    table = read_documents(documents, "n_tokens", "source", "date_precision")
    named = title if title is not None else paper.words("title_coverage")
    if not table.height:
        return nothing(paper, named, width, height, why="no_documents")
    span = span_of(table, every)
    placed = by_period(table, span.step).with_columns(pl.col("source").cast(pl.String))
    said = _said(placed, span, paper) + cautions_of(notes, table, lang).said(paper.words, marks=0)
    panels = [_dates(table, paper, width)]
    if placed["period"].count():
        counts = _counts(placed, sources, paper)
        panels = [
            _bars(counts, span, paper, (width, height), "documents"),
            _bars(counts, span, paper, (width, height * 0.5), "n_tokens"),
            *panels,
        ]
    return alt.vconcat(
        *panels,
        spacing=22,
        resolve=alt.Resolve(scale={"color": "independent"}),
        title=title_of(named, said, paper, width),
        description=one_line(f"{named}. {' '.join(said)}"),
        **paper.page,
    )


def _said(placed: pl.DataFrame, span: Span, paper: Paper) -> list[str]:
    words, n_tokens = paper.words, int(placed["n_tokens"].sum())
    said = [words("n_documents", docs=words.counted("n_docs", placed.height), words=words.counted("n_words", n_tokens))]
    if span.days:
        by = words(f"by_{span.step}")
        fits = placed["period"].count() > 0
        said.append(by[0].upper() + by[1:] + "." if fits else words("no_fit", by=by))
    lost = placed["period"].null_count()
    if lost:
        said.append(words.counted("in_no_period", lost))
    if len(span.days) > placed["period"].drop_nulls().n_unique() > 0:
        said.append(words("gap"))
    return said


def _counts(placed: pl.DataFrame, most: int, paper: Paper) -> pl.DataFrame:
    """Count documents and words by period and source, with all but the most frequent sources together."""
    stated = placed["source"].drop_nulls()
    ranked = stated.value_counts().sort("count", "source", descending=[True, False])["source"].to_list()
    own = ranked if len(ranked) <= most + 1 else ranked[:most]
    others, unstated = paper.words("other_sources", n=len(ranked) - len(own)), paper.words("no_source")
    labels = distinct(own, {}, taken=(others, unstated))
    shown = (
        pl.when(pl.col("source").is_null())
        .then(pl.lit(unstated))
        .otherwise(pl.col("source").replace_strict(labels, default=others, return_dtype=pl.String))
    )
    order = {label: place for place, label in enumerate(labels.values())} | {others: _TOGETHER, unstated: _UNSTATED}
    rank = pl.col("shown").replace_strict(order, return_dtype=pl.Int64)
    return (
        placed.filter(pl.col("period").is_not_null())
        .group_by("period", shown.alias("shown"))
        .agg(documents=pl.len().cast(pl.Int64), n_tokens=pl.col("n_tokens").sum())
        .with_columns(rank=rank)
        .sort("period", "rank")
    )


def _inks(counts: pl.DataFrame, paper: Paper) -> tuple[list[str], list[str]]:
    """Return the sources in order and their colours: grey for those drawn together and for unstated ones."""
    names = counts.select("shown", "rank").unique().sort("rank")
    greys = {_TOGETHER: paper.inks.muted, _UNSTATED: paper.inks.bar}
    chosen = styles(names.filter(pl.col("rank") < _TOGETHER)["shown"].to_list(), dark=paper.dark, colors=None)
    inks = [greys[rank] if rank in greys else chosen[shown].color for shown, rank in names.iter_rows()]
    return names["shown"].to_list(), inks


def _bars(counts: pl.DataFrame, span: Span, paper: Paper, size: tuple[float, float], value: str) -> Any:
    words, (width, height) = paper.words, size
    names, inks = _inks(counts, paper)
    start = time_axis(span, paper, width, field="start", labels=value == "n_tokens")
    show = _legend(names, paper, width) if len(names) > 1 and value == "documents" else None
    fields = [("at", "period"), ("series", "source"), ("docs", "docs"), ("words", "words")]
    bars = (
        alt.Chart(_stacked(counts, span, paper, value))
        .mark_bar(stroke=paper.inks.paper, strokeWidth=0.5 if width / len(span.days) > 5 else 0)
        .encode(
            x=alt.X("start:T", title=None),
            x2="end:T",
            y=_rise(counts, paper, height, value),
            y2="to:Q",
            color=alt.Color("series:N", scale=alt.Scale(domain=names, range=inks), legend=show),
            tooltip=[alt.Tooltip(f"{field}:N", title=words(key)) for field, key in fields],
        )
    )
    grey = empty_columns(set(span.days) - set(counts["period"]), span.step, paper, start)
    return alt.layer(grey, bars, width=width, height=height, view=alt.ViewBackground(stroke=None))


def _stacked(counts: pl.DataFrame, span: Span, paper: Paper, value: str) -> dict[str, Any]:
    """Compute the ends of each source's piece in the bar of each period."""
    words = paper.words
    before = pl.col(value).cum_sum().over("period") - pl.col(value)
    return inline(
        {
            "start": stamp(row["period"]),
            "end": stamp(next_start(row["period"], span.step)),
            "series": row["shown"],
            "from": row["from"],
            "to": row["from"] + row[value],
            "at": period_name(row["period"], span.step, words.lang),
            "docs": words.number(row["documents"]),
            "words": words.number(row["n_tokens"]),
        }
        for row in counts.with_columns(before.alias("from")).iter_rows(named=True)
    )


def _rise(counts: pl.DataFrame, paper: Paper, height: float, value: str) -> Any:
    """Return the y encoding: from zero to a whole step above the highest bar."""
    tops: Any = counts.group_by("period").agg(pl.col(value).sum())[value].max()
    _, step = whole_ticks(max(tops, 1), max(2, int(height // 50)))
    end = step * math.ceil(max(tops, 1) / step)
    axis = alt.Axis(
        title=paper.words("words" if value == "n_tokens" else value).lower(),
        labelExpr=paper.words.axis_expression(percent=False),
        values=list(range(0, end + 1, step)),
        labelColor=paper.inks.muted,
        gridColor=paper.inks.grid,
        titleColor=paper.inks.muted,
        domain=False,
        ticks=False,
        **TITLE_ABOVE,
    )
    return alt.Y("from:Q", scale=alt.Scale(domain=[0, end], nice=False), axis=axis)


def _legend(names: list[str], paper: Paper, width: float) -> Any:
    return alt.Legend(
        title=None,
        orient="top",
        labelColor=paper.inks.text,
        symbolType="square",
        columns=columns_of(names, width),
        offset=28,
        **told_apart(names, width - 40),
    )


def _dates(table: pl.DataFrame, paper: Paper, width: float) -> Any:
    """Draw one bar of all documents, divided by the precision of their dates."""
    words = paper.words
    found = dict(table.group_by(pl.col("date_precision").cast(pl.String).fill_null("none")).len().rows())
    inks = dict(zip(PRECISIONS, _GREYS[paper.dark], strict=True))
    there = [each for each in PRECISIONS if found.get(each)]
    labels = {each: words("head", head=words(f"date_{each}"), rest=words.number(found[each])) for each in there}
    edge, rows = 0, []
    for each in there:
        rows.append({"from": edge, "to": edge + found[each], "known": labels[each]})
        edge += found[each]
    legend = alt.Legend(
        title=words("dates"),
        orient="bottom",
        direction="horizontal",
        symbolType="square",
        columns=columns_of(list(labels.values()), width),
        labelColor=paper.inks.text,
        titleColor=paper.inks.muted,
        titleFontWeight="normal",
        labelLimit=300,
        offset=4,
    )
    scale = alt.Scale(domain=list(labels.values()), range=[inks[each] for each in there])
    return (
        alt.Chart(inline(rows))
        .mark_bar(height=14, stroke=paper.inks.paper, strokeWidth=1)
        .encode(
            x=alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, edge], nice=False)),
            x2="to:Q",
            color=alt.Color("known:N", scale=scale, legend=legend),
            tooltip=[alt.Tooltip("known:N", title=words("dates"))],
        )
        .properties(width=width, height=14, view=alt.ViewBackground(stroke=None))
    )
