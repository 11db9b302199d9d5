"""From a counted frame to what is drawn: complete calendar, series, weak and empty periods.

`themes` lists every theme in every period, so an absent row is missing data. `frequency` lists only the terms that
occur, so a term that is absent in a period with documents has the count zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

import polars as pl

from coopsec._counted import Counted, bases_of, counted_of, of_one_basis
from coopsec._frames import COVERED, FREQUENCY_COLUMNS, THEME_COLUMNS, as_frame, way_to_days, with_days, with_partial
from coopsec._periods import Step, as_step, infer_step
from coopsec.errors import ColumnError
from coopsec.plot.palette import known_order
from coopsec.plot.periods import Span, calendar

__all__ = ["UNSTATED", "Series", "Value", "read_series", "require_columns", "require_numbers"]

Value: TypeAlias = Literal["per_million", "doc_share", "count", "doc_freq"]

UNSTATED = "–"  # name of the group of documents without a value
VALUES = ("per_million", "doc_share", "count", "doc_freq")
_COUNTED = {"theme": THEME_COLUMNS, "term": FREQUENCY_COLUMNS}


@dataclass(frozen=True, slots=True)
class Series:
    """Series on a complete calendar.

    `rows` has period, series, value, low, high, count, doc_freq, n_docs, n_tokens, partial, weak for each series and
    period, sorted by series and period; value is null without documents. `volume` has period, n_docs, n_tokens,
    partial, weak. `sized` says whether the period size is known, which a single period does not reveal. `covered` is
    the smallest share of the standard that a rate covers; `bases` are those of a composition.
    """

    rows: pl.DataFrame
    volume: pl.DataFrame
    names: list[str]
    all_names: list[str]
    available: int
    step: Step
    sized: bool
    undated: int
    documents: int
    group: str | None
    fixed: dict[str, Any]
    kind: str
    counted: Counted
    covered: float | None
    bases: list[str]

    @property
    def periods(self) -> list[date]:
        """First days of all periods, including empty ones."""
        return self.volume["period"].to_list()

    def gaps(self, names: Sequence[str] | None = None) -> set[date]:
        """Return the periods without documents, either at all or for some series."""
        gaps = set(self.volume.filter(pl.col("n_docs") == 0)["period"])
        if names is None:
            return gaps
        # If a group does not list a term, that says nothing about its documents.
        unlisted = 1 if self.group and self.kind == "term" else 0
        own = self.rows.filter(pl.col("series").is_in(list(names)))
        there = own.filter(pl.col("n_docs").fill_null(unlisted) > 0)["period"]
        return gaps | (set(self.periods) - set(there))

    @property
    def themes(self) -> list[str]:
        """Names that warnings may be about: the series, or the theme whose groups are drawn."""
        return [str(self.fixed[self.kind])] if self.group else self.names

    @property
    def span(self) -> Span:
        """The calendar that a time axis shows."""
        return Span(self.periods, self.step)


def require_columns(frame: pl.DataFrame, names: Sequence[str], *, what: str) -> None:
    """Raise an error that says which columns are missing, and which frame has them."""
    missing = [name for name in names if name not in frame.columns]
    if not missing:
        return
    listed = ", ".join(repr(name) for name in missing)
    hint = 'count with every="month" (or another period)' if "period" in missing else f"expected {what}"
    raise ColumnError(f"no column {listed} in a frame with {', '.join(frame.columns) or 'no columns'}: {hint}")


def require_numbers(frame: pl.DataFrame, names: Sequence[str], *, what: str, gaps: bool = False) -> None:
    """Raise an error for the first of some columns that holds anything but numbers or, unless `gaps`, nulls."""
    for name in names:
        kind = frame.schema[name]
        if not kind.is_numeric() and kind != pl.Null:
            raise ColumnError(f"column {name!r} is {kind}, expected numbers as in {what}")
        if not gaps and frame[name].null_count():
            raise ColumnError(f"column {name!r} has a null, expected numbers as in {what}")


def _series_column(frame: pl.DataFrame) -> str:
    """Return the column of names. If both are there, one is a column that was grouped by; only themes have shares."""
    there = [kind for kind in _COUNTED if kind in frame.columns]
    if there:
        return "term" if len(there) > 1 and "doc_share" not in frame.columns else there[0]
    require_columns(frame, ["theme"], what="a frame of corpus.themes() or corpus.frequency()")
    raise AssertionError("unreachable: a column is missing")


def _chosen(frame: pl.DataFrame, kind: str, themes: Sequence[str] | str | None, most: int) -> tuple[list[str], int]:
    """Return the names of the series in legend order, and how many there were to choose from."""
    totals = (
        frame.filter(pl.col(kind).is_not_null())
        .group_by(kind)
        .agg(pl.col("count").sum())
        .sort("count", kind, descending=[True, False])
    )
    names: list[str] = totals[kind].to_list()
    if themes is not None:
        asked = [themes] if isinstance(themes, str) else list(dict.fromkeys(themes))
        unknown = [name for name in asked if name not in names]
        if unknown:
            raise ValueError(
                f"themes: no {kind} {', '.join(map(repr, unknown))} in the frame: there are {_some(names)}"
            )
        return asked, len(asked)
    known, own = known_order(names[:most]) if kind == "theme" else ([], names[:most])
    return known + own, len(names)


def _some(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(repr(name) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"


def _split_groups(frame: pl.DataFrame, kind: str) -> tuple[list[str], dict[str, Any]]:
    """Return the group columns that vary, and the values of those that do not."""
    varying: list[str] = []
    fixed: dict[str, Any] = {}
    for name in frame.columns:
        if name in _COUNTED[kind]:
            continue
        values = frame[name].unique()
        if len(values) > 1:
            varying.append(name)
        elif len(values) == 1:
            fixed[name] = values[0]
    return varying, fixed


def _by_group(frame: pl.DataFrame, group: str, kind: str, themes: Sequence[str] | str | None) -> pl.DataFrame:
    """Make the groups of one theme the series."""
    asked = frame[kind].drop_nulls().unique().to_list() if themes is None else _chosen(frame, kind, themes, 0)[0]
    kept = frame.filter(pl.col(kind).is_in(asked) | pl.col(kind).is_null())
    names = kept[kind].drop_nulls().unique().sort().to_list()
    if len(names) > 1:
        value = kept[group].drop_nulls().sort().first()
        raise ValueError(
            f"the frame is counted by {group!r} and has several {kind}s: draw one of them over all groups "
            f"with themes={names[0]!r}, or one group with frame.filter(pl.col({group!r}) == {value!r})"
        )
    own = pl.col(group).cast(pl.String)
    # A group that is called so stays apart from the documents without a value.
    apart = pl.when(own == UNSTATED).then(pl.lit(repr(UNSTATED))).otherwise(own)
    return kept.with_columns(apart.fill_null(UNSTATED).alias(group))


def _volume(dated: pl.DataFrame, group: str | None, days: list[date], thin: int) -> pl.DataFrame:
    """Return documents and tokens of each period: the largest denominators of its series, summed over groups."""
    partial = pl.col("partial") if "partial" in dated.columns else pl.lit(False)
    keys = ["period", group] if group else ["period"]
    each = dated.group_by(keys).agg(pl.col("n_docs", "n_tokens").max(), partial.any().alias("partial"))
    whole = each.group_by("period").agg(pl.col("n_docs", "n_tokens").sum(), pl.col("partial").any())
    return (
        pl.DataFrame({"period": days}, schema={"period": pl.Date})
        .join(whole, on="period", how="left")
        .with_columns(pl.col("n_docs", "n_tokens").fill_null(0), pl.col("partial").fill_null(value=False))
        .with_columns(weak=pl.col("partial") | (pl.col("n_docs") < thin))
        .sort("period")
    )


def _grid(dated: pl.DataFrame, volume: pl.DataFrame, kind: str, names: list[str], value: str) -> pl.DataFrame:
    """Give each series a row in each period."""
    bounds = {
        end: pl.col(f"{value}_{end}") if f"{value}_{end}" in dated.columns else pl.lit(None, dtype=pl.Float64)
        for end in ("low", "high")
    }
    counted = dated.select(
        "period",
        pl.col(kind).alias("series"),
        pl.col(value).cast(pl.Float64).alias("value"),
        pl.col("count", "doc_freq", "n_docs", "n_tokens"),
        **bounds,
    )
    if counted.select(pl.struct("period", "series").is_duplicated().any()).item():
        raise ValueError(f"several rows for one period and {kind}: filter the frame to one group before drawing it")
    series = pl.DataFrame(
        {"series": names, "place": range(len(names))}, schema={"series": pl.String, "place": pl.Int64}
    )
    grid = series.join(volume.select("period", "partial"), how="cross")
    return grid.join(counted, on=["period", "series"], how="left").sort("place", "period").drop("place")


def _fill_unseen(grid: pl.DataFrame, volume: pl.DataFrame) -> pl.DataFrame:
    """Count zero for a term that does not occur in a period with documents."""
    there = grid.join(
        volume.select("period", pl.col("n_docs", "n_tokens").name.suffix("_all")), on="period", how="left"
    )
    unseen = pl.col("count").is_null() & (pl.col("n_docs_all") > 0)
    return (
        there.with_columns(
            *(pl.when(unseen).then(0).otherwise(pl.col(name)).alias(name) for name in ("count", "doc_freq", "value")),
            *(
                pl.when(unseen).then(pl.col(f"{name}_all")).otherwise(pl.col(name)).alias(name)
                for name in ("n_docs", "n_tokens")
            ),
        )
        .drop("n_docs_all", "n_tokens_all")
        .sort("series", "period")
    )


def _readable(frame: pl.DataFrame, value: str) -> tuple[pl.DataFrame, str]:
    """Check the columns of a frame; return it with periods as days and names as text, and the column of names."""
    require_columns(frame, ["period"], what="a frame over time")
    kind = _series_column(frame)
    counts, what = ["count", "doc_freq", "n_docs", "n_tokens"], "a frame of corpus.themes() or corpus.frequency()"
    require_columns(frame, list(dict.fromkeys([*counts, value])), what=what)
    require_numbers(frame.filter(pl.col(kind).is_not_null()), counts, what=what)
    require_numbers(frame, [value], what=what, gaps=True)
    frame = with_partial(with_days(frame, "period"))
    if frame.schema["period"] not in (pl.Date, pl.Null):
        days = frame.schema["period"]
        raise ColumnError(f"column 'period' is {days}, expected Date (the first day of each period){way_to_days(days)}")
    return frame.with_columns(pl.col("period").cast(pl.Date), pl.col(kind).cast(pl.String)), kind


def _days(dated: pl.DataFrame, every: str | None) -> tuple[list[date], Step, bool]:
    """Return the first days of all periods, their size, and whether the size is known."""
    starts = dated["period"].unique().sort().to_list()
    step = as_step(every) if every else infer_step(starts)
    days = calendar(starts[0], starts[-1], step) if starts else []
    astray = sorted(set(starts) - set(days))
    if astray:
        raise ValueError(
            f"{astray[0]} does not begin a period of {step} from {starts[0]} on: "
            "give the every= that the frame was counted with"
        )
    return days, step, bool(every) or len(starts) > 1


def _with_gaps(grid: pl.DataFrame, thin: int) -> pl.DataFrame:
    """Remove the values of periods without documents, and mark weak periods."""
    empty = pl.col("n_docs").fill_null(0) == 0
    return grid.with_columns(
        *(pl.when(empty).then(None).otherwise(pl.col(name)).alias(name) for name in ("value", "low", "high")),
        weak=pl.col("partial") | (pl.col("n_docs").fill_null(0) < thin),
    )


def _undated(frame: pl.DataFrame, group: str | None) -> int:
    """Return the number of documents without a period, summed over groups."""
    lost = frame.filter(pl.col("period").is_null())
    most = pl.col("n_docs").max()
    found: Any = (lost.group_by(group).agg(most) if group else lost.select(most))["n_docs"].sum()
    return int(found or 0)


def _covered(dated: pl.DataFrame) -> float | None:
    """Return the smallest share of the standard that a rate covers, in a standardised table."""
    if COVERED not in dated.columns:
        return None
    return min(dated.filter(pl.col("n_docs") > 0)[COVERED].drop_nulls(), default=None)


def read_series(
    source: Any,
    *,
    value: str,
    themes: Sequence[str] | str | None,
    every: str | None,
    thin: int,
    most: int,
) -> Series:
    """Check a frame, and put its series on a complete calendar."""
    given = as_frame(source)
    counted = counted_of(given)
    frame, kind = _readable(given, value)
    varying, fixed = _split_groups(frame.filter(pl.col(kind).is_not_null()), kind)
    if len(varying) > 1:
        raise ValueError(
            f"the frame is counted by {', '.join(varying)}: filter it until only one of them has several values"
        )
    group = varying[0] if varying else None
    if group:
        frame = _by_group(frame, group, kind, themes)
        fixed, themes = {kind: frame[kind].drop_nulls().first()}, None
    column = group or kind
    dated = frame.filter(pl.col("period").is_not_null())
    names, available = _chosen(dated if group else frame, column, themes, most)
    days, step, sized = _days(dated, every or counted.every)
    volume = _volume(of_one_basis(dated), group, days, thin)
    grid = _grid(dated.filter(pl.col(column).is_not_null()), volume, column, names, value)
    if kind == "term" and not group:
        grid = _fill_unseen(grid, volume)
    return Series(
        rows=_with_gaps(grid, thin),
        volume=volume,
        names=names,
        all_names=frame[column].drop_nulls().unique().sort().to_list(),
        available=available,
        step=step,
        sized=sized,
        undated=_undated(of_one_basis(frame), group),
        documents=int(volume["n_docs"].sum()),
        group=group,
        fixed=fixed,
        kind=kind,
        counted=counted,
        covered=_covered(dated.filter(pl.col(column).is_in(names))),
        bases=bases_of(given),
    )
