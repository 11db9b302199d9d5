"""The points of a panel, and how they are connected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from coopsec._period_names import period_name
from coopsec.plot.axes import inline, stamp
from coopsec.plot.frames import Series
from coopsec.plot.look import Look
from coopsec.plot.periods import middle, next_start

__all__ = ["Reach", "data_of", "reach_of"]

_HEADROOM = 1.05
_WILDEST = 1.5
_WIDEST = 3.0


@dataclass(frozen=True, slots=True)
class Reach:
    """The upper end of a value axis, and whether intervals or points go beyond it."""

    top: float
    cut: bool
    above: bool


def reach_of(rows: pl.DataFrame, *, thin: int, intervals: bool) -> Reach:
    """Find the upper end of the value axis.

    Periods with enough documents decide, with their intervals up to three times the highest point: a very wide interval
    would flatten all curves. A period with two documents can have many times the usual rate. Up to half as high again,
    the axis makes room for it; beyond that, its point is pinned to the edge as an open arrow, so that it neither
    flattens the other curves nor disappears.
    """
    enough = pl.col("n_docs") >= thin
    firm, loose = rows.filter(enough), rows.filter(~enough)
    peak, limit = _largest(firm, "value"), _largest(firm, "high") if intervals else 0.0
    inside = max(peak, min(limit, _WIDEST * peak) if peak else limit)
    wild = _largest(loose, "value")
    top = max(inside, wild if wild <= _WILDEST * inside or inside == 0 else 0.0) * _HEADROOM or 1.0
    return Reach(top, cut=intervals and _largest(rows, "high") > top, above=wild > top)


def _largest(rows: pl.DataFrame, column: str) -> float:
    value = rows[column].max()
    return float(value) if isinstance(value, int | float) else 0.0


def linked(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that lines and bands are drawn from.

    `run` numbers stretches of neighbouring solid periods (one line each), `band` those that also have limits. `lone`
    marks points whose interval is drawn as a bar, `joined` those joined to the next point by a dashed, weak piece.
    """
    valid, solid = pl.col("value").is_not_null(), ~pl.col("weak")
    limits = pl.col("low").is_not_null() & pl.col("high").is_not_null()

    def breaks(column: str) -> pl.Expr:
        before = pl.col(column).shift(1).over("series").fill_null(value=False)
        return (~(pl.col(column) & before)).cum_sum()

    return (
        rows.with_columns(valid=valid, solid=valid & solid, banded=valid & solid & limits)
        .with_columns(
            pl.col("value", "period", "weak").shift(-1).over("series").name.prefix("next_"),
            run=breaks("solid"),
            band=breaks("banded"),
        )
        .with_columns(
            lone=limits & (~pl.col("banded") | (pl.col("band").len().over("band") == 1)),
            joined=pl.col("valid") & pl.col("next_value").is_not_null() & (pl.col("weak") | pl.col("next_weak")),
        )
    )


def _shifts(series: Series, names: Sequence[str], width: float) -> dict[str, timedelta]:
    """Return the shift of each series from the middle of the period: side by side if there is room."""
    room = width / len(series.periods)
    if len(names) == 1 or room < 60:
        return dict.fromkeys(names, timedelta())
    whole = next_start(series.periods[0], series.step) - series.periods[0]
    apart = whole * (min(9.0, 0.4 * room / len(names)) / room)
    return {each: apart * (place - (len(names) - 1) / 2) for place, each in enumerate(names)}


def data_of(series: Series, look: Look, names: Sequence[str], width: float, top: float) -> dict[str, Any]:
    """Return the values of the points of some series."""
    drawn = linked(series.rows.filter(pl.col("series").is_in(list(names)))).filter("valid")
    shifts = _shifts(series, names, width)
    return inline(_record(row, series, look, shifts[row["series"]], top) for row in drawn.iter_rows(named=True))


def _record(row: Mapping[str, Any], series: Series, look: Look, shift: timedelta, top: float) -> dict[str, Any]:
    words, bounded = look.words, look.intervals and row["low"] is not None and row["high"] is not None
    amount = look.amount(row["value"])
    record: dict[str, Any] = {
        "period": row["period"].isoformat(),
        "middle": stamp(middle(row["period"], series.step) + shift),
        "series": look.labels[row["series"]],
        "value": _short(row["value"]),
        "n_docs": row["n_docs"],
        "weak": row["weak"],
        "at": period_name(row["period"], series.step, words.lang),
        "amount": f"{amount} [{look.amount(row['low'])} – {look.amount(row['high'])}]" if bounded else amount,
        "hits": words.number(row["count"]),
        "docs": words("of", part=words.number(row["doc_freq"]), whole=words.number(row["n_docs"])),
        "words": words.number(row["n_tokens"]),
        "note": look.note(partial=row["partial"], n_docs=row["n_docs"]),
    }
    if row["value"] > top:
        record["above"] = True
    if not row["weak"]:
        record["run"] = row["run"]
    if row["joined"]:
        record["next"] = stamp(middle(row["next_period"], series.step) + shift)
        record["next_value"] = _short(row["next_value"])
    if bounded:
        record |= {"low": _short(row["low"]), "high": _short(row["high"])}
        record |= {"lone": True} if row["lone"] else {"band": row["band"]}
        record |= {"cut": True} if row["high"] > top else {}
    return record


def _short(value: float) -> float:
    return float(f"{value:.6g}")
