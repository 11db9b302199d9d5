"""Tables of events: a date and a label."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec._frames import as_frame, way_to_days, with_days
from coopsec.errors import ColumnError

WANTED = "a table with columns date (Date) and label (String)"


def read_events(source: Any) -> pl.DataFrame:
    """Check a table of events; return date Date and label String, sorted by both."""
    frame = with_days(_table(source), "date")
    for name in ("date", "label"):
        if name not in frame.columns:
            listed = ", ".join(frame.columns) or "no columns"
            raise ColumnError(f"events: no column {name!r} among {listed}; expected date (Date) and label (String)")
    kind = frame.schema["date"]
    if kind not in (pl.Date, pl.Null):
        raise ColumnError(f"events: column 'date' is {kind}, expected Date{way_to_days(kind)}")
    if frame["date"].null_count():
        raise ColumnError("events: a date is null; leave out events without a date")
    return frame.select(pl.col("date").cast(pl.Date), pl.col("label").cast(pl.String)).sort("date", "label")


def _table(source: Any) -> pl.DataFrame:
    if isinstance(source, pl.LazyFrame) or hasattr(source, "__arrow_c_stream__"):
        return as_frame(source, "events")
    if source is None or isinstance(source, str):
        raise TypeError(f"events: expected {WANTED}, got {source!r}")
    try:
        return pl.DataFrame(source)
    except (TypeError, ValueError) as error:
        raise TypeError(f"events: expected {WANTED}, got {type(source).__name__}") from error
