"""The documents of each period: bars in a strip, and grey columns for periods that have none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from coopsec._period_names import period_name
from coopsec._periods import Step
from coopsec.plot.axes import documents_axis, inline, stamp, time_axis
from coopsec.plot.backend import alt
from coopsec.plot.frames import Series
from coopsec.plot.look import Look
from coopsec.plot.paper import Paper
from coopsec.plot.periods import next_start

__all__ = ["empty_columns", "empty_periods", "volume_panel"]


def _rows(series: Series, look: Look) -> dict[str, Any]:
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
        for row in series.volume.iter_rows(named=True)
    )


def _tips(paper: Paper, *fields: str) -> list[Any]:
    titles = {"at": "period"}
    return [alt.Tooltip(f"{field}:N", title=paper.words(titles.get(field, field))) for field in fields]


def empty_periods(series: Series, look: Look, start: Any, names: Sequence[str] | None = None) -> Any:
    """Draw grey columns for periods without documents, at all or for some series."""
    return empty_columns(series.gaps(names), series.step, look, start)


def empty_columns(days: Collection[date], step: Step, paper: Paper, start: Any) -> Any:
    """Draw grey columns for periods that begin on some days: no value, as opposed to zero."""
    records = [
        {
            "start": stamp(day),
            "end": stamp(next_start(day, step)),
            "at": period_name(day, step, paper.words.lang),
            "note": paper.words("empty"),
        }
        for day in sorted(days)
    ]
    grey = alt.Chart(inline(records)).mark_rect(color=paper.inks.empty, opacity=0.55)
    return grey.encode(x=start, x2=alt.X2("end:T"), tooltip=_tips(paper, "at", "note"))


def volume_panel(series: Series, look: Look, *, size: tuple[float, float], title: Any = None) -> Any:
    """Draw the documents of each period as bars."""
    width, height = size
    start = time_axis(series.span, look, width, field="start")
    most = max(1, *series.volume["n_docs"].to_list())
    rise = documents_axis(most, look, title=look.words("documents") if title is None else None)
    gap = 0.5 if width / len(series.periods) > 5 else 0
    bars = (
        alt.Chart(_rows(series, look))
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
    layers = [empty_periods(series, look, start), bars]
    return alt.layer(*layers, width=width, height=height, view=alt.ViewBackground(stroke=None), **extra)
