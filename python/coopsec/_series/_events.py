"""Tables of events: a date and a label."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec._frames import way_to_days, with_days, with_index
from coopsec.errors import ColumnError


def read_events(source: Any) -> pl.DataFrame:
    """Check a table of events; return date Date and label String, sorted by both."""
    if source is None or isinstance(source, str):
        raise TypeError(f"events: expected a table with columns date (Date) and label (String), got {source!r}")
    try:
        table = source.collect() if isinstance(source, pl.LazyFrame) else pl.DataFrame(with_index(source))
    except (TypeError, ValueError) as error:
        kind = type(source).__name__
        raise TypeError(f"events: expected a table with columns date (Date) and label (String), got {kind}") from error
    frame = with_days(table, "date")
    for name in ("date", "label"):
        if name not in frame.columns:
            listed = ", ".join(frame.columns) or "no columns"
            raise ColumnError(f"events: no column {name!r} among {listed}; expected date (Date) and label (String)")
    if frame.schema["date"] not in (pl.Date, pl.Null):
        raise ColumnError(
            f"events: column 'date' is {frame.schema['date']}, expected Date{way_to_days(frame.schema['date'])}"
        )
    if frame["date"].null_count():
        raise ColumnError("events: a date is null; leave out events without a date")
    return frame.select(pl.col("date").cast(pl.Date), pl.col("label").cast(pl.String)).sort("date", "label")
