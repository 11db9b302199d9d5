"""The table of documents, as read by charts of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from coopsec._frames import as_frame, way_to_days, with_days
from coopsec._periods import SHORT, Step, as_step
from coopsec.errors import ColumnError
from coopsec.plot.frames import require_columns
from coopsec.plot.periods import Span, begin, calendar, fitting

__all__ = ["by_period", "read_documents", "span_of"]


def read_documents(source: Any, *more: str) -> pl.DataFrame:
    """Check a frame of `corpus.documents`."""
    frame = as_frame(source, "documents")
    require_columns(frame, ["doc_id", "date_start", "date_end", *more], what="corpus.documents")
    for name in ("date_start", "date_end"):
        frame = with_days(frame, name)
        if frame.schema[name] not in (pl.Date, pl.Null):
            kind = frame.schema[name]
            raise ColumnError(f"column {name!r} is {kind}, expected Date as in corpus.documents{way_to_days(kind)}")
    return frame


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
    days: Sequence[Any] = documents.select(pl.col("date_start", "date_end")).unique().rows()
    whole = [(start, end, _period(start, end, step)) for start, end in days]
    schema = {"date_start": pl.Date, "date_end": pl.Date, "period": pl.Date}
    known = pl.DataFrame(whole, schema=schema, orient="row")
    return documents.drop("period", strict=False).join(
        known, on=["date_start", "date_end"], how="left", nulls_equal=True, maintain_order="left"
    )


def _period(start: Any, end: Any, step: Step) -> Any:
    if start is None or end is None:
        return None
    first = begin(start, step)
    return first if first == begin(end, step) else None
