"""Terms that one part of a corpus uses more than another."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from coopsec import _coopsec
from coopsec.errors import CoopsecWarning

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def keyness(
    self: Corpus,
    target: pl.Expr | pl.Series | Sequence[bool],
    reference: pl.Expr | pl.Series | Sequence[bool] | None = None,
    *,
    min_count: int = 3,
    min_doc_freq: int = 2,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Find the terms that a target uses more, or less, than a reference.

    Parameters
    ----------
    target, reference
        Predicates as in :meth:`filter`. Without a reference it is the documents for which the target is false;
        those for which it is null (undated ones, where it asks for a date) are on neither side.
    min_count, min_doc_freq
        Occurrences and documents, of both sides together, that a term needs.
    confidence
        Nominal coverage of the limits of ``log_ratio``.

    Returns
    -------
    polars.DataFrame
        term String, count_target, count_reference Int64, per_million_target, per_million_reference Float64,
        doc_freq_target, doc_freq_reference Int64, log_ratio, log_ratio_low, log_ratio_high (binary logarithm), g2
        (log-likelihood of four cells, positive for the target), p, p_adjusted (Holm) Float64. Sorted by the limit
        of the log ratio nearer 0 (0 where the interval holds it), then by g2, both descending, then by term.

    Raises
    ------
    ValueError
        Where one side holds no document.

    Warns
    -----
    CoopsecWarning
        Where documents are on neither side because the target is null for them.
    """
    truth = self._truth([target])
    other = ~truth if reference is None else self._truth([reference])
    if reference is None and truth.null_count():
        warnings.warn(
            f"{truth.null_count()} documents for which the target is null are on neither side",
            CoopsecWarning,
            stacklevel=2,
        )
    sides = [self._core.select(mask.fill_null(value=False).arg_true().to_list()) for mask in (truth, other)]
    for side, name in zip(sides, ("target", "reference"), strict=True):
        if len(self) and not len(side):
            raise ValueError(f"the {name} holds none of the {len(self)} documents: there is nothing to compare")
    return _coopsec.keyness(
        *sides,
        min_count=min_count,
        min_doc_freq=min_doc_freq,
        confidence=confidence,
        threads=self._threads,
    )
