"""From a counted frame to its series: what is checked, what is left out, what stays as a gap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import polars as pl

from coopsec._arguments import check_words
from coopsec._frames import (
    COVERED,
    as_frame,
    check_columns,
    check_free,
    free_name,
    way_to_days,
    with_days,
    with_partial,
)
from coopsec._series._calendar import Calendar, calendar_of
from coopsec.errors import ColumnError

Value: TypeAlias = Literal["per_million", "doc_share"]
Partial: TypeAlias = Literal["drop", "keep"]
Adjust: TypeAlias = Literal["holm", "bh", "none"]
Given: TypeAlias = tuple[list[int], list[float], list[int], list[float], list[float]]

# Hits and exposure of each rate, and the exposure that the rate is per.
_PARTS: dict[str, tuple[str, str]] = {"per_million": ("count", "n_tokens"), "doc_share": ("doc_freq", "n_docs")}
_PER = {"per_million": 1e6, "doc_share": 1.0}
# How the reason for too few periods begins, and what is added to it if partial periods were left out.
_FEW = "periods with documents: "
_LEFT_OUT = ', without partial ones, which partial="keep" takes'
# The reason of a series without a hit, and what it is if rows that were left out have hits.
_NEVER = "never occurs"
_ONLY_PARTIAL = 'occurs only in partial periods, which partial="keep" takes'
_ONLY_UNDATED = "occurs only in documents that fit no period"


@dataclass(frozen=True, slots=True)
class Table:
    """The series of a frame: each group × theme, and its periods that had documents."""

    keys: pl.DataFrame  # one row per series: [by…,] theme or term
    given: Given  # in the form that the core takes
    calendar: Calendar
    length: int  # periods from the first to the last, over all series
    left_out: bool  # whether partial periods with documents were left out
    elsewhere: list[str | None]  # for each series with hits in rows that were left out: in which ones

    def named(self, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        """Replace the series numbers of rows by the keys of the series."""
        numbers = rows.get_column("series").to_list()
        keys = self.keys[numbers]
        elsewhere = pl.Series([self.elsewhere[number] for number in numbers], dtype=pl.String)
        never = (pl.col("reason") == _NEVER) & elsewhere.is_not_null()
        rows = rows.with_columns(reason=pl.when(never).then(elsewhere).otherwise("reason"))
        if self.left_out:
            # The frame shows more periods than the core was given, so say why.
            reason = pl.col("reason")
            told = pl.when(reason.str.starts_with(_FEW)).then(reason + _LEFT_OUT).otherwise(reason)
            rows = rows.with_columns(reason=told)
        return pl.concat([keys, rows.select(columns)], how="horizontal")

    def days(self, places: pl.Series) -> pl.Series:
        """Return the first days of the periods at places."""
        found = [None if place is None else self.calendar.day(int(place)) for place in places]
        return pl.Series(places.name, found, dtype=pl.Date)


def read_table(
    source: Any, value: str, partial: str = "drop", *, reserved: Collection[str], of_rates: bool = False
) -> Table:
    """Check a frame over time and split it into series; no grouping column may have a reserved name.

    Standardised rates are not counts divided by exposure. A question that only needs rates (`of_rates`) uses them in
    place of the counts; any other question refuses them.

    Rows without a period are left out, and so are partial periods unless they are kept. Periods without documents are
    not in a series, but keep their place in the calendar. In a table of terms, a term without a row in a period with
    documents has the count 0; in a table of themes, a missing row is unknown.
    """
    check_words(Value, value=value)
    check_words(Partial, partial=partial)
    frame = with_partial(with_days(as_frame(source), "period"))
    kind = _check(frame, value)
    frame = frame.with_columns(pl.col("period").cast(pl.Date))
    if COVERED in frame.columns and frame.get_column(COVERED).count():
        frame = _standardised(frame, value, of_rates=of_rates)
    names = [name for name in frame.columns[: frame.columns.index(kind)] if name != "period"]
    check_free(names, reserved, "frame")
    named = frame.filter(pl.col(kind).is_not_null())
    keys = named.select(*names, kind).unique().sort(*names, kind, nulls_last=True)
    dated = frame.filter(pl.col("period").is_not_null())
    calendar = calendar_of(dated.get_column("period"))
    length = int(dated.select(calendar.place(pl.col("period")).max()).item() or 0) + 1 if dated.height else 0
    left_out = False
    hit = named.filter(pl.col(_PARTS[value][0]) > 0)
    if partial == "drop" and "partial" in dated.columns:
        left_out = bool(dated.select((pl.col("partial") & (pl.col("n_docs") > 0)).any()).item())
        dated = dated.filter(~pl.col("partial"))
    _check_sizes(dated, kind, value)
    if kind == "term":
        dated = _with_zeros(dated, keys, names)
    return Table(keys, _flat(dated, keys, calendar, value), calendar, length, left_out, _elsewhere(hit, keys))


def _elsewhere(hit: pl.DataFrame, keys: pl.DataFrame) -> list[str | None]:
    """Say for each series in which rows it has hits that are left out."""
    left_out = {_ONLY_UNDATED: hit.filter(pl.col("period").is_null())}
    if "partial" in hit.columns:
        left_out[_ONLY_PARTIAL] = hit.filter("partial", pl.col("period").is_not_null())
    found: dict[tuple[Any, ...], str] = {}
    for reason, rows in left_out.items():  # partial periods last, since an argument can take them
        found |= dict.fromkeys(rows.select(keys.columns).rows(), reason)
    return [found.get(key) for key in keys.rows()]


def _check(frame: pl.DataFrame, value: str) -> str:
    """Check the columns, and return the one that names the series."""
    listed = ", ".join(frame.columns) or "no columns"
    kind = next((name for name in ("theme", "term") if name in frame.columns), None)
    if kind is None:
        raise ColumnError(
            f"no column 'theme' or 'term' in a frame with {listed}: give a frame of "
            'corpus.themes(…, every="month") or corpus.frequency(every="month", top=20)'
        )
    if "period" not in frame.columns:
        raise ColumnError(f"no column 'period' in a frame with {listed}: count over time, such as every=\"month\"")
    if frame.schema["period"] not in (pl.Date, pl.Null):
        days = frame.schema["period"]
        raise ColumnError(f"column 'period' is {days}, expected Date (the first day of each period){way_to_days(days)}")
    for name in dict.fromkeys((*_PARTS[value], "n_docs")):
        if name not in frame.columns:
            raise ColumnError(f"no column {name!r} in a frame with {listed}: value={value!r} needs it")
        if not frame.schema[name].is_numeric():
            raise ColumnError(f"column {name!r} is {frame.schema[name]}, expected numbers")
    return kind


def _standardised(frame: pl.DataFrame, value: str, *, of_rates: bool) -> pl.DataFrame:
    """Replace the counted hits by those that the standardised rates amount to."""
    if not of_rates:
        raise ColumnError(
            "the frame has standardised rates, but this question compares counts with their exposure: count without "
            "standardise=…, or of a composition keep only the rows with the basis raw; trend takes standardised rates"
        )
    check_columns([value], frame.columns, "the frame has standardised rates")
    hits, exposure = _PARTS[value]
    most = frame.get_column(exposure).cast(pl.Float64)
    fixed = frame.get_column(value) * most / _PER[value]
    # Rounding must not make a share of 1 exceed its documents by the last digit.
    fixed = fixed.clip(upper_bound=most) if value == "doc_share" else fixed
    counted = frame.get_column(hits).cast(pl.Float64)
    return frame.with_columns(fixed.zip_with(frame.get_column(COVERED).is_not_null(), counted).alias(hits))


def _check_sizes(dated: pl.DataFrame, kind: str, value: str) -> None:
    """Refuse exposures and numbers of documents that are negative or not finite; a null is unknown."""
    for size in dict.fromkeys((_PARTS[value][1], "n_docs")):
        usable = (pl.col(size) >= 0) & pl.col(size).cast(pl.Float64).is_finite()
        wrong = dated.filter(pl.col(kind).is_not_null(), ~usable)
        if wrong.height:
            raise ColumnError(f"{size} of {wrong[kind][0]!r} is {wrong[size][0]}: expected 0 or more")


def _with_zeros(dated: pl.DataFrame, keys: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Give each term a row in each period with documents of its group."""
    counts, sizes = ("count", "doc_freq"), ("n_docs", "n_tokens")
    kept = [name for name in (*counts, *sizes) if name in dated.columns]
    cells = dated.group_by("period", *names).agg(pl.col(name).max() for name in kept if name in sizes)
    grid = cells.join(keys, on=names, nulls_equal=True) if names else cells.join(keys, how="cross")
    seen = dated.select("period", *names, "term", *(name for name in kept if name in counts))
    full = grid.join(seen, on=["period", *names, "term"], how="left", nulls_equal=True, validate="1:m")
    return full.with_columns(pl.col(name).fill_null(0) for name in kept if name in counts)


def _flat(dated: pl.DataFrame, keys: pl.DataFrame, calendar: Calendar, value: str) -> Given:
    hits, exposure = _PARTS[value]
    number = free_name("series", dated.columns)
    rows = (
        dated.join(keys.with_row_index(number), on=keys.columns, nulls_equal=True)
        .filter(pl.col("n_docs") > 0, pl.col(exposure) > 0)
        .select(
            "n_docs",
            series=pl.col(number),
            place=calendar.place(pl.col("period")),
            hits=pl.col(hits),
            exposure=pl.col(exposure),
        )
        .sort("series", "place")
    )
    _check_numbers(rows, keys, value)
    sums = (
        pl.select(series=pl.int_range(keys.height, dtype=pl.UInt32))
        .join(rows.group_by("series").agg(pl.len().alias("length"), pl.col("n_docs").sum()), on="series", how="left")
        .sort("series")
    )
    return (
        sums.get_column("length").fill_null(0).to_list(),
        sums.get_column("n_docs").fill_null(0).cast(pl.Float64).to_list(),
        rows.get_column("place").to_list(),
        rows.get_column("hits").cast(pl.Float64).to_list(),
        rows.get_column("exposure").cast(pl.Float64).to_list(),
    )


def _check_numbers(rows: pl.DataFrame, keys: pl.DataFrame, value: str) -> None:
    hits, exposure = _PARTS[value]
    twice = rows.filter(pl.struct("series", "place").is_duplicated())
    if twice.height:
        name = keys.row(twice["series"][0])
        raise ColumnError(
            f"several rows of {name[-1]!r} in one period: put the columns that the frame is counted by before "
            f"{keys.columns[-1]!r}, as corpus.themes(by=…) does"
        )
    more = rows.filter(pl.col("hits") > pl.col("exposure"))
    if value == "doc_share" and more.height:
        name, row = keys.row(more["series"][0]), more.row(0, named=True)
        raise ColumnError(f"{hits} of {name[-1]!r} is {row['hits']}, more than {exposure}, which is {row['exposure']}")
    usable = pl.col("hits").is_not_null() & (pl.col("hits") >= 0) & pl.col("hits").cast(pl.Float64).is_finite()
    wrong = rows.filter(~usable.fill_null(value=False))
    if wrong.height:
        name = keys.row(wrong["series"][0])
        raise ColumnError(f"a count of {name[-1]!r} is {wrong['hits'][0]}: expected 0 or more")
