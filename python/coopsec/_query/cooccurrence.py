"""Pairs of themes that share a sentence, a paragraph or a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_period, check_words
from coopsec._counted import Counted, remember
from coopsec._frames import COOCCURRENCE_COLUMNS, Within, as_names, warn_uncovered, with_groups
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def cooccurrence(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    within: Within = "sentence",
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Count how often two themes occur together, compared with chance.

    Parameters
    ----------
    lexicon, nested_scope
        As in :meth:`themes`. With ``nested_scope="theme"`` one span may count in two themes, which then occur together.
    within
        What counts as together: ``"sentence"``, ``"paragraph"`` (the text between blank lines; the title is one) or
        ``"document"``.
    every
        Period: day, week, month, quarter, year or decade.
    by
        Document columns to group by.

    Returns
    -------
    polars.DataFrame
        [period Date,] [by…,] left, right String (left before right by name), count Int64 (units with both), expected,
        npmi, g2 Float64, n_units Int64 [, partial Boolean]. Every period, group and pair has a row. A theme and its own
        ancestor are not a pair. With a and b units that have the left and the right theme, and n units in all, expected
        is a·b/n. g2 is the log-likelihood ratio of the four cells (Dunning 1993), negative where the two occur together
        less often than expected. npmi is ln(count/expected) / −ln(count/n) (Bouma 2009), −1 where they never meet.
        expected and g2 are null without a unit; npmi is also null where one of the two never occurs, or both are in
        every unit.

    Raises
    ------
    PeriodError, ColumnError, PatternError
    ValueError
        For an unknown ``within``.

    Warns
    -----
    CoopsecWarning
        If documents leave a theme's denominators because it has no pattern in their language.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> texts = ["La drogue et le terrorisme reculent. La drogue revient.", "Le terrorisme recule."]
    >>> corpus = cs.from_frame(pl.DataFrame({"text": texts}))
    >>> pairs = corpus.cooccurrence({"drugs": ["drogue*"], "terrorism": ["terroris*"]})
    >>> pairs.select("left", "right", "count", "n_units").row(0)
    ('drugs', 'terrorism', 1, 3)
    """
    check_period(every)
    check_words(Within, within=within)
    check_words(NestedScope, nested_scope=nested_scope)
    groups = self._groups(as_names(by), COOCCURRENCE_COLUMNS)
    asked = as_lexicon(lexicon)
    frame, uncovered = _coopsec.cooccurrence(
        self._core,
        asked._core,
        within=within,
        every=every,
        groups=groups.for_core() if groups else None,
        nested_scope=nested_scope,
        threads=self._threads,
    )
    warn_uncovered(uncovered)
    counted = Counted(every, within=within, lexicon=asked)
    return remember(with_groups(frame, groups, periods=every is not None), counted)
