"""The table of documents, as read by charts of a corpus."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec._frames import as_frame, way_to_days, with_days
from coopsec._periods import SHORT, Step, as_step
from coopsec.errors import ColumnError
from coopsec.plot.frames import require_columns, require_numbers
from coopsec.plot.periods import Span, begin, calendar, fitting

__all__ = ["by_period", "period_of", "read_documents", "span_of"]


def read_documents(source: Any, *more: str) -> pl.DataFrame:
    """Check a frame of `corpus.documents`."""
    frame = as_frame(source, "documents")
    require_columns(frame, ["doc_id", "date_start", "date_end", *more], what="corpus.documents")
    for name in ("date_start", "date_end"):
        frame = with_days(frame, name)
        if frame.schema[name] not in (pl.Date, pl.Null):
            kind = frame.schema[name]
            raise ColumnError(f"column {name!r} is {kind}, expected Date as in corpus.documents{way_to_days(kind)}")
    require_numbers(frame, [name for name in more if name.startswith("n_")], what="corpus.documents")
    half = frame.filter(pl.col("date_start").is_null() != pl.col("date_end").is_null())
    if half.height:
        raise ColumnError(
            f"document {half['doc_id'][0]!r} has one of date_start and date_end, expected both or none, as in "
            "corpus.documents"
        )
    return frame.with_columns(pl.col("date_start", "date_end").cast(pl.Date), pl.col("doc_id").cast(pl.String))


def span_of(documents: pl.DataFrame, every: str | None, *, most: int = 60) -> Span:
    """Return the calendar of the dated documents, choosing the period size if none is given.

    It is the finest that needs no more than `most` periods and fits the dates of half of the documents: a document
    dated to a month does not fit into a day.
    """
    dated = documents.filter(pl.col("date_start").is_not_null())
    if not dated.height:
        return Span([], "day")
    first, last = dated.select(pl.col("date_start").min(), pl.col("date_end").max().alias("last")).row(0)
    step = as_step(every) if every else _filled(dated, fitting(first, last, most))
    return Span(calendar(begin(first, step), begin(last, step), step), step)


def _filled(dated: pl.DataFrame, finest: Step) -> Step:
    """Return the finest period size from `finest` on that fits half of the dates, or else the one that fits most."""
    steps = list(SHORT)
    held = {}
    for step in steps[steps.index(finest) :]:
        held[step] = by_period(dated, step)["period"].count()
        if 2 * held[step] >= dated.height:
            return step
    return max(held, key=lambda step: held[step])


def by_period(documents: pl.DataFrame, step: Step) -> pl.DataFrame:
    """Add the period of each document; null if it is undated or its date is too coarse."""
    return documents.with_columns(period=period_of(step))


def period_of(step: Step) -> pl.Expr:
    """Return the first day of the period that contains the whole date of a document, else null."""
    start, end = _begun("date_start", step), _begun("date_end", step)
    return pl.when(start == end).then(start)


def _begun(column: str, step: Step) -> pl.Expr:
    day = pl.col(column)
    if step == "decade":
        # There is no year 0, so the first decade begins with year 1.
        return pl.date((day.dt.year() // 10 * 10).clip(lower_bound=1), 1, 1)
    return day.dt.truncate(SHORT[step])
