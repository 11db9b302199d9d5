"""The questions behind the explorer: tables over time, and the passages of their cells.

Nothing here knows a widget. The passages of a cell are the hits, ancestors included, in the documents of its periods.
The cell's count is the number of exactly these hits, so the two agree by construction.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from coopsec._periods import SHORT, Step, as_step
from coopsec.errors import CoopsecWarning
from coopsec.explore.periods import predicates
from coopsec.plot.documents import period_of

if TYPE_CHECKING:
    from coopsec._corpus import Corpus
    from coopsec._lexicon import Lexicon, NestedScope

__all__ = ["SORTS", "STEPS", "Place", "Row", "Tables"]

STEPS: tuple[Step, ...] = ("day", "week", "month", "quarter", "year", "decade")
SORTS = ("date", "document", "source", "match")

# Columns shown for the document of a passage.
_TOLD = ("date_start", "date_end", "date_precision", "date_origin", "date_raw", "title", "source", "lang", "story")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table over time, or a run of cells of one theme.

    `first` and `last` are first days of periods; both are None for the documents that fit no period.
    """

    theme: str
    first: date | None
    last: date | None
    step: Step


class Row(NamedTuple):
    """A passage, with what is known about its document."""

    number: int  # from 0, in corpus order
    left: str
    match: str
    right: str
    pattern: str
    doc_id: str
    start: int
    end: int
    document: dict[str, Any]
    copies: int  # further documents of the same story in the same periods


class Passages:
    """The hits of a place, and the documents that contain them."""

    def __init__(self, hits: pl.DataFrame, documents: pl.DataFrame) -> None:
        self.hits = hits
        facts = documents.select("doc_id", *_TOLD).with_columns(
            copies=pl.col("doc_id").count().over("story").cast(pl.Int64) - 1
        )
        self._told = hits.with_row_index("number").join(
            facts.drop("date_start"), on="doc_id", how="left", maintain_order="left"
        )
        self.n_documents = hits["doc_id"].n_unique()
        self.n_stories = self._told["story"].n_unique()

    def page(self, sort: str, *, descending: bool, first: int, most: int) -> list[Row]:
        """Return some passages in the given order; ties keep the order of the corpus."""
        rows = self._sorted(sort, descending=descending).slice(first, most)
        return [self._row(each) for each in rows.iter_rows(named=True)]

    def _sorted(self, sort: str, *, descending: bool) -> pl.DataFrame:
        keys = {
            "date": [pl.col("date_start"), pl.col("date_end")],
            "document": [pl.col("number")],
            "source": [pl.col("source"), pl.col("date_start")],
            "match": [pl.col("match").str.to_lowercase(), pl.col("date_start")],
        }
        if sort not in keys:
            raise ValueError(f"sort={sort!r}: expected one of {', '.join(SORTS)}")
        return self._told.sort(keys[sort], descending=descending, nulls_last=True, maintain_order=True)

    def _row(self, row: dict[str, Any]) -> Row:
        sentence, at, start, end = (row[name] for name in ("sentence", "sentence_start", "start", "end"))
        return Row(
            number=row["number"],
            left=sentence[: start - at],
            match=sentence[start - at : end - at],
            right=sentence[end - at :],
            pattern=row["pattern"],
            doc_id=row["doc_id"],
            start=start,
            end=end,
            document={name: row[name] for name in _TOLD},
            copies=row["copies"],
        )


class Tables:
    """A corpus and a lexicon, ready to be explored."""

    def __init__(self, corpus: Corpus, lexicon: Lexicon, *, nested_scope: NestedScope = "theme") -> None:
        self.corpus = corpus
        self.lexicon = lexicon
        self.nested_scope: NestedScope = nested_scope
        self._themes = lexicon.themes  # kept, as the lexicon rebuilds the list each time
        self._documents = corpus.documents  # finds stories, which is slow, now rather than at the first click
        self._tables: dict[Step, pl.DataFrame] = {}
        self._periods: dict[Step, pl.Series] = {}
        self._last: tuple[Place, Passages] | None = None

    def table(self, every: str) -> pl.DataFrame:
        """Count all themes of the lexicon over time; see :meth:`coopsec.Corpus.themes`."""
        step = as_step(every)
        if step not in self._tables:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore" if self._tables else "default", CoopsecWarning)
                self._tables[step] = self.corpus.themes(self.lexicon, every=step, nested_scope=self.nested_scope)
        return self._tables[step]

    def n_periods(self, every: str) -> int:
        """Return how many periods a table would have, without counting it."""
        known = self._period(as_step(every)).drop_nulls().unique()
        step = as_step(every)
        if known.is_empty():
            return 0
        period = pl.col(known.name)
        span = pl.date_range(period.min(), period.max(), SHORT[step]).len()
        return int(known.to_frame().select(span).item())

    def passages(self, place: Place) -> Passages:
        """Find the passages that the cells of a place count."""
        if self._last is None or self._last[0] != place:
            self._last = place, self._find(place)
        return self._last[1]

    def _find(self, place: Place) -> Passages:
        view = self.corpus._view(self._mask(place))
        hits = view.hits(self._narrow(place.theme), rollup=True, nested_scope=self.nested_scope)
        return Passages(hits.filter(pl.col("theme") == place.theme), view._facts())

    def _mask(self, place: Place) -> pl.Series:
        period = self._period(place.step)
        if place.first is None or place.last is None:
            return period.is_null()
        return period.is_between(place.first, place.last).fill_null(value=False)

    def _period(self, step: Step) -> pl.Series:
        if step not in self._periods:
            self._periods[step] = self._documents.select(period_of(step).alias("period")).to_series()
        return self._periods[step]

    def _narrow(self, theme: str) -> Lexicon:
        """Keep only the tree of the theme: other trees do not matter unless themes compete for spans."""
        self.check(theme)
        return self.lexicon if self.nested_scope == "lexicon" else self.lexicon.select(theme.partition(".")[0])

    def check(self, theme: str, argument: str = "theme") -> None:
        """Raise a :class:`ValueError` for a theme that the lexicon does not have."""
        if theme not in self._themes:
            raise ValueError(f"{argument}: no theme {theme!r} in the lexicon: there are {', '.join(self._themes)}")

    def code(self, place: Place) -> str:
        """Write the call that reproduces the frame of the passages from `corpus` and `lexicon`."""
        kept = ", ".join(predicates(place.first, place.last, place.step))
        scope = "" if self.nested_scope == "theme" else f', nested_scope="{self.nested_scope}"'
        return (
            "from datetime import date\nimport polars as pl\n\n"
            f"passages = corpus.filter({kept}).hits(lexicon, rollup=True{scope})"
            f'.filter(pl.col("theme") == {place.theme!r})'
        )

    def lang(self, doc_id: str) -> str:
        """Return the language of a document."""
        return str(self._documents.filter(pl.col("doc_id") == doc_id)["lang"].item())

    def pieces(self, doc_id: str, theme: str) -> list[tuple[str, bool]]:
        """Split the text of a document at the matches of a theme: each piece, and whether it is a match."""
        text = self.corpus.text(doc_id)
        view = self.corpus._view(self._documents["doc_id"] == doc_id)
        hits = view.hits(self._narrow(theme), rollup=True, nested_scope=self.nested_scope)
        pieces, at = [], 0
        for start, end in hits.filter(pl.col("theme") == theme).select("start", "end").rows():
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
        pieces.append((text[at:], False))
        return [(piece, matched) for piece, matched in pieces if piece]
