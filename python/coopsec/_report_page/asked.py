"""What a report asks of a corpus, once for all sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._period_names import period_name
from coopsec._periods import Step, as_step
from coopsec._report_page.words import PageWords
from coopsec.plot.cautions import cautions_for
from coopsec.plot.countries import country_names
from coopsec.plot.documents import by_period, span_of
from coopsec.plot.look import names_of
from coopsec.plot.palette import lexicon_labels

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

__all__ = ["Asked", "Options", "ask"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller of a report may choose."""

    every: str | None = None
    title: str | None = None
    split: date | None = None
    hub: str | None = None
    events: Any = None
    thin: int = 5
    per_cell: int = 40
    max_bytes: int = 5_000_000
    nested_scope: NestedScope = "theme"


@dataclass(frozen=True)
class Asked:
    """A corpus, a lexicon, and the main table."""

    corpus: Corpus
    lexicon: Lexicon
    words: PageWords
    options: Options
    step: Step
    table: pl.DataFrame

    @cached_property
    def documents(self) -> pl.DataFrame:
        """The documents, listed once for all sections."""
        return self.corpus.documents

    @cached_property
    def themes(self) -> list[str]:
        """Names of the themes, in the order of the lexicon; cached, since the lexicon rebuilds the list each time."""
        return self.lexicon.themes

    @cached_property
    def rows(self) -> dict[tuple[str, date | None], dict[str, Any]]:
        """Rows of the main table, by theme and period."""
        return {(row["theme"], row["period"]): row for row in self.table.iter_rows(named=True)}

    @cached_property
    def volumes(self) -> dict[date | None, dict[str, Any]]:
        """Documents, words and sources of each period that has any, whether or not the themes cover their languages."""
        placed = by_period(self.documents.select("date_start", "date_end", "n_tokens", "source"), self.step)
        counted = placed.group_by("period").agg(
            pl.len().alias("documents"), pl.col("n_tokens").sum(), pl.col("source").drop_nulls().n_unique()
        )
        return {row["period"]: row for row in counted.iter_rows(named=True)}

    def volume(self, period: date | None) -> dict[str, Any]:
        """Return documents, words and sources of a period."""
        return self.volumes.get(period, {"documents": 0, "n_tokens": 0, "source": 0})

    @cached_property
    def notes(self) -> pl.DataFrame | Literal[False]:
        """Warnings for the charts over time, asked for once."""
        found = cautions_for(self.table, self.words.lang, self.labels)
        return False if found is None else found

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names of the themes to show: translated for built-in themes, else the labels of the lexicon."""
        return names_of(self.themes, lexicon_labels(self.lexicon, self.words.lang), self.words.lang)

    @cached_property
    def countries(self) -> dict[str, str]:
        """Names of countries by code."""
        return country_names(self.words.lang)

    @cached_property
    def periods(self) -> list[date | None]:
        """First days of the periods, then None if some documents are undated or their dates too coarse."""
        found: list[date | None] = self.table["period"].unique(maintain_order=True).to_list()
        return [*(each for each in found if each is not None), *([None] if None in found else [])]

    @property
    def has_course(self) -> bool:
        """Whether there is a period to show."""
        return any(period is not None for period in self.periods)

    @property
    def why_no_course(self) -> str:
        """Why nothing can be shown over time."""
        if not self.documents.height:
            return self.words.chart("no_documents")
        if self.documents["date_start"].null_count() == self.documents.height:
            return self.words("no_dates")
        return self.words("no_fit", by=self.words.chart(f"by_{self.step}"))

    def period_name(self, period: date | None) -> str:
        """Return the name of a period in the language of the page."""
        if period is None:
            return self.words("undated")
        return period_name(period, self.step, self.words.lang)


def ask(corpus: Corpus, lexicon: Lexicon | Mapping[str, Any], words: PageWords, options: Options) -> Asked:
    """Count the themes over time."""
    read = as_lexicon(lexicon)
    facts = corpus.documents
    span = span_of(facts, options.every, most=40)
    step = as_step(options.every) if options.every else span.step
    table = corpus.themes(read, every=step, nested_scope=options.nested_scope)
    return Asked(corpus, read, words, options, step, table)
