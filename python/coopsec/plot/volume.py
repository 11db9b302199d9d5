"""The strip that shows the corpus volume: documents per period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from coopsec._period_names import period_name
from coopsec.plot.axes import documents_axis, inline, stamp, time_axis
from coopsec.plot.backend import alt
from coopsec.plot.frames import Series
from coopsec.plot.look import Look
from coopsec.plot.periods import next_start

__all__ = ["empty_periods", "volume_panel"]


def _rows(series: Series, look: Look, names: Sequence[str] | None = None) -> dict[str, Any]:
    gaps = series.gaps(names)
    volume = series.volume.with_columns(
        pl.when(pl.col("period").is_in(list(gaps))).then(0).otherwise(pl.col("n_docs", "n_tokens")).name.keep()
    )
    return inline(
        {
            "start": stamp(row["period"]),
            "end": stamp(next_start(row["period"], series.step)),
            "at": period_name(row["period"], series.step, look.words.lang),
            "documents": row["n_docs"],
            "docs": look.words.number(row["n_docs"]),
            "words": look.words.number(row["n_tokens"]),
            "weak": row["weak"],
            "note": look.note(partial=row["partial"], n_docs=row["n_docs"]),
        }
        for row in volume.iter_rows(named=True)
    )


def _tips(look: Look, *fields: str) -> list[Any]:
    titles = {"at": "period"}
    return [alt.Tooltip(f"{field}:N", title=look.words(titles.get(field, field))) for field in fields]


def empty_periods(series: Series, look: Look, start: Any, names: Sequence[str] | None = None) -> Any:
    """Draw grey columns for periods without documents, at all or for some series: no value, as opposed to zero."""
    return _grey(_rows(series, look, names), look, start)


def _grey(data: dict[str, Any], look: Look, start: Any) -> Any:
    return (
        alt.Chart(data)
        .transform_filter("datum.documents == 0")
        .mark_rect(color=look.inks.empty, opacity=0.55)
        .encode(x=start, x2=alt.X2("end:T"), tooltip=_tips(look, "at", "note"))
    )


def volume_panel(series: Series, look: Look, *, size: tuple[float, float], title: Any = None) -> Any:
    """Draw the documents of each period as bars."""
    width, height = size
    start = time_axis(series.span, look, width, field="start")
    most = max(1, *series.volume["n_docs"].to_list())
    rise = documents_axis(most, look, title=look.words("documents") if title is None else None)
    gap = 0.5 if width / len(series.periods) > 5 else 0
    data = _rows(series, look)
    bars = (
        alt.Chart(data)
        .mark_bar(color=look.inks.bar, stroke=look.inks.paper, strokeWidth=gap)
        .encode(
            x=alt.X("start:T", title=None),
            x2="end:T",
            y=rise,
            y2=alt.datum(0),
            opacity=alt.condition("datum.weak", alt.value(0.45), alt.value(1)),
            tooltip=_tips(look, "at", "docs", "words", "note"),
        )
    )
    extra = {} if title is None else {"title": title}
    layers = [_grey(data, look, start), bars]
    return alt.layer(*layers, width=width, height=height, view=alt.ViewBackground(stroke=None), **extra)
