"""Themes before and after events, document by document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals, check_words
from coopsec._events import read_events
from coopsec._frames import as_whole, check_numbers
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._periods import SHORT, as_step
from coopsec._query.themes import count_themes
from coopsec._series._table import Value
from coopsec._series.interrupted import COLUMNS
from coopsec.errors import PeriodError

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

# Sides are not measured in decades, as years can express them.
PERIODS = tuple(name for step, short in SHORT.items() if step != "decade" for name in (step, short))
# Larger than any distance in the calendar, whatever the period.
_FARTHEST = 100_000
# Documents at a time: their table of themes, with rows for each, is held in memory.
_AT_ONCE = 20_000
Side = Literal["before", "after"]
_SIDES: tuple[Side, Side] = ("before", "after")


def interrupted(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    events: Any,
    *,
    window: int = 6,
    every: str = "month",
    value: Value = "per_million",
    confidence: float = 0.95,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Compare the rate of each theme after each event with that before, with limits that respect documents.

    Unlike :func:`coopsec.interrupted`, it divides at the day of the event, and documents are the clusters. The standard
    error of a rate p = Σk / ΣL is √(m/(m−1) · Σ(k − pL)²) / ΣL over its m documents, but not below that of independent
    hits, and ln ratio has the variance se₁²/p₁² + se₀²/p₀². The quantile is Student's, with degrees of freedom from the
    documents that contain the theme. Details: ``docs/interrupted.md``.

    Parameters
    ----------
    lexicon
        A :class:`Lexicon`, or a dictionary for :meth:`Lexicon.from_dict`.
    events
        A table with columns date (Date) and label (String), the same one that charts over time take.
    window, every
        Length of each side: so many days, weeks, months, quarters or years. The day of the event belongs to the time
        after.
    value
        ``"per_million"`` or ``"doc_share"``.
    confidence
        Coverage of the limits.
    nested_scope
        As in :meth:`themes`.

    Returns
    -------
    polars.DataFrame
        date Date, label String, theme String, rate_before, rate_after, ratio, ratio_low, ratio_high Float64, n_before,
        n_after Int64 (documents), reason String. One row per event and theme, sorted. A document is on a side if its
        whole date is. What cannot be said is null, and `reason` says why.

    Raises
    ------
    ColumnError, LexiconError, PeriodError, ValueError

    Examples
    --------
    >>> import coopsec as cs
    >>> from datetime import date
    >>> corpus = cs.read_corpus("corpus/").filter(pl.col("lang") == "fr")
    >>> events = pl.DataFrame({"date": [date(2015, 11, 13)], "label": ["attacks in Paris"]})
    >>> found = corpus.interrupted({"terrorism": ["terroris*"]}, events, window=2, every="year")
    >>> found.select("label", "theme", "n_before", "n_after").row(0)
    ('attacks in Paris', 'terrorism', 35, 40)
    """
    if every not in PERIODS:
        raise PeriodError(f"every={every!r}: expected {', '.join(PERIODS)}")
    check_words(Value, value=value)
    check_reals(confidence=confidence)
    check_words(NestedScope, nested_scope=nested_scope)
    periods = as_whole(window, "window")
    check_numbers(1, window=periods)
    if periods > _FARTHEST:
        raise ValueError(f"window is {window}: give a number of periods up to {_FARTHEST}")
    compiled = as_lexicon(lexicon)
    known = read_events(events)
    counted = _documents(self, compiled, nested_scope, value)
    themes = pl.DataFrame({"theme": sorted(compiled.themes)}, schema={"theme": pl.String})
    rows = known.with_row_index("event").join(themes, how="cross", maintain_order="left_right")
    step = f"{periods}{SHORT[as_step(every)][1:]}"
    sides = [_sums(counted, known, rows, step, side) for side in _SIDES]
    found = _coopsec.ratios(list(zip(*sides, strict=True)), value=value, confidence=confidence, threads=self._threads)
    return pl.concat([rows.drop("event"), found.select(COLUMNS)], how="horizontal")


def _documents(corpus: Corpus, lexicon: Lexicon, nested_scope: NestedScope, value: str) -> pl.DataFrame:
    """Return hits k and size L of each document, for each theme with patterns in its language."""
    facts = corpus._facts().select("doc_id", "date_start", "date_end", "lang", "n_tokens")
    covered = (
        corpus.themes(lexicon, by="lang", nested_scope=nested_scope)
        .filter(pl.col("n_docs") > 0)
        .select("lang", "theme")
    )
    hits = _hits_of_documents(corpus, lexicon, nested_scope)
    both = facts.join(covered, on="lang", nulls_equal=True, maintain_order="left_right").join(
        hits, on=["doc_id", "theme"], how="left", maintain_order="left"
    )
    counts = both.with_columns(pl.col("k").fill_null(0).cast(pl.Float64), size=pl.col("n_tokens").cast(pl.Float64))
    if value == "doc_share":
        counts = counts.with_columns(k=(pl.col("k") > 0).cast(pl.Float64), size=pl.lit(1.0))
    return counts.select("theme", "date_start", "date_end", "k", "size").drop_nulls()


def _hits_of_documents(corpus: Corpus, lexicon: Lexicon, nested_scope: NestedScope) -> pl.DataFrame:
    """Return the hits k of each document and theme with any, by counting, which works without texts."""
    parts = [pl.DataFrame(schema={"doc_id": pl.String, "theme": pl.String, "k": pl.Int64})]
    for first in range(0, len(corpus), _AT_ONCE):
        table, _ = count_themes(
            corpus._view(pl.int_range(len(corpus), eager=True).is_between(first, first + _AT_ONCE - 1)),
            lexicon,
            None,
            ["doc_id"],
            confidence=0.95,
            interval="normal",
            cluster="document",
            resamples=2,
            seed=0,
            standardise=None,
            dedupe=None,
            nested_scope=nested_scope,
        )
        parts.append(table.filter(pl.col("count") > 0).select("doc_id", "theme", k="count"))
    return pl.concat(parts)


def _sums(
    counted: pl.DataFrame, events: pl.DataFrame, rows: pl.DataFrame, step: str, side: Side
) -> list[tuple[float, float, float, int, int] | None]:
    """Return hits, size, Σ(k − pL)², documents and documents with hits of one side, for each event and theme."""
    event = pl.col("date")
    first, last = (
        (event.dt.offset_by(f"-{step}"), event.dt.offset_by("-1d"))
        if side == "before"
        else (event, event.dt.offset_by(step).dt.offset_by("-1d"))
    )
    spans = events.with_row_index("event").select("event", first=first, last=last)
    inside = counted.with_row_index("at").join_where(
        spans, pl.col("date_start") >= pl.col("first"), pl.col("date_end") <= pl.col("last")
    )
    hits, size = pl.col("k").sum(), pl.col("size").sum()
    squares = ((pl.col("k") - hits / size * pl.col("size")) ** 2).sum()
    with_hits = (pl.col("k") > 0).sum()
    # That join has no order, and sums of the same numbers in another order differ in their last digits.
    sums = (
        inside.sort("at")
        .group_by("event", "theme")
        .agg(hits=hits, total=size, squares=squares, n=pl.len(), with_hits=with_hits)
    )
    found = rows.join(sums, on=["event", "theme"], how="left", maintain_order="left")
    return [row if row[1] else None for row in found.select("hits", "total", "squares", "n", "with_hits").iter_rows()]
