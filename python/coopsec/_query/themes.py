"""Themes over time or by the values of document columns."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._frames import THEME_COLUMNS, as_names, with_groups
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._query.warnings import AskCorpus
from coopsec._warnings import remember
from coopsec.errors import CoopsecWarning

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def themes(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    confidence: float = 0.95,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Count themes, over time or by the values of document columns.

    Parameters
    ----------
    lexicon
        A :class:`Lexicon`, or a dictionary for :meth:`Lexicon.from_dict`.
    every
        Period: day, week, month, quarter, year or decade.
    by
        Document columns to divide by.
    confidence
        Nominal coverage of the intervals.
    nested_scope
        ``"theme"`` lets a span count in several themes; ``"lexicon"`` refuses a match whose tokens are all
        covered by longer matches of any theme.

    Returns
    -------
    polars.DataFrame
        [period Date,] [by…,] theme String, count, doc_freq Int64, per_million, per_million_low, per_million_high,
        doc_share, doc_share_low, doc_share_high Float64, n_docs, n_tokens Int64 [, partial Boolean]. Every
        period × group × theme has a row; rates of empty periods are null. The interval of ``per_million`` is
        clustered by document, that of ``doc_share`` is Wilson's. :func:`coopsec.warnings_for` says what a reader of the
        table should know.

    Warns
    -----
    CoopsecWarning
        Where documents leave a theme's denominators because it has no pattern in their language.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/").filter(pl.col("lang") == "fr")
    >>> table = corpus.themes({"terrorism": ["terroris*"]}, every="year")
    >>> table["theme"].unique().to_list()
    ['terrorism']
    """
    names = as_names(by)
    groups = self._groups(names, THEME_COLUMNS)
    asked = as_lexicon(lexicon)
    frame, uncovered = _coopsec.themes(
        self._core,
        asked._core,
        every=every,
        groups=groups.for_core() if groups else None,
        confidence=confidence,
        nested_scope=nested_scope,
        threads=self._threads,
    )
    if uncovered:
        listed = ", ".join(f"{theme} ({count})" for theme, count in uncovered)
        warnings.warn(
            "documents whose language has no pattern for a theme left its denominators: " + listed,
            CoopsecWarning,
            stacklevel=2,
        )
    table = with_groups(frame, groups, periods=every is not None)
    return remember(table, AskCorpus(self, asked, every, nested_scope))
