"""Terms that one part of a corpus uses more than another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals, check_words
from coopsec._counted import Counted, remember
from coopsec._frames import as_list, check_numbers
from coopsec._predicates import Predicate, lacking
from coopsec._warn import warn

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

Measure: TypeAlias = Literal["g2", "chi2"]
Correction: TypeAlias = Literal["williams", "yates"]
Adjust: TypeAlias = Literal["holm", "bh"]
Unit: TypeAlias = Literal["tokens", "docs"]
Extra: TypeAlias = Literal["log_ratio_conservative", "chi2", "percent_diff", "simple_maths", "log_odds"]

# Optional columns, by the name that asks for them.
EXTRA = {
    "log_ratio_conservative": ("log_ratio_conservative",),
    "chi2": ("chi2",),
    "percent_diff": ("percent_diff",),
    "simple_maths": ("simple_maths",),
    "log_odds": ("log_odds", "log_odds_z"),
}


def keyness(
    self: Corpus,
    target: Predicate,
    reference: Predicate | None = None,
    *,
    min_count: int = 3,
    min_doc_freq: int = 2,
    confidence: float = 0.95,
    unit: Unit = "tokens",
    measure: Measure = "g2",
    correction: Correction | None = None,
    adjust: Adjust = "holm",
    extra: Extra | Sequence[Extra] = (),
    constant: float = 1.0,
    prior: float = 500.0,
) -> pl.DataFrame:
    """Find the terms that a target uses more, or less, than a reference.

    Parameters
    ----------
    target, reference
        Predicates as in :meth:`filter`. The default reference is the documents for which the target is false. Documents
        for which it is null (undated ones, if it asks for a date) are on neither side.
    min_count, min_doc_freq
        Occurrences and documents that a term needs, on both sides together.
    confidence
        Nominal coverage of the limits of ``log_ratio``.
    unit
        ``"tokens"`` compares occurrences among tokens, ``"docs"`` documents with the term among documents. Rates per
        million are always of tokens.
    measure, correction
        The statistic whose p is given. ``"g2"`` is the log-likelihood ratio (four cells; Dunning 1993), plain or
        divided as in Williams (1976) (``"williams"``). ``"chi2"`` is Pearson's, plain or with ``"yates"``, which never
        corrects past what is expected, as in R and scipy. chi2 adds its own column.
    adjust
        Adjustment of the p-values of all terms tested: ``"holm"`` (1979) or ``"bh"`` (Benjamini and Hochberg 1995).
    extra
        More columns, one name or several: ``"log_ratio_conservative"`` (the limit nearer 0, or 0), ``"chi2"``,
        ``"percent_diff"`` (Gabrielatos and Marchi 2012), ``"simple_maths"`` (Kilgarriff 2009), ``"log_odds"`` (with an
        informative Dirichlet prior, and its z as ``log_odds_z``; Monroe, Colaresi and Quinn 2008).
    constant
        For simple maths: occurrences per million added on both sides.
    prior
        For the log odds: the number of occurrences that the prior is worth, spread as the two sides together are.

    Returns
    -------
    polars.DataFrame
        term String, count_target, count_reference Int64, per_million_target, per_million_reference Float64,
        doc_freq_target, doc_freq_reference Int64, log_ratio, log_ratio_low, log_ratio_high (binary logarithm), g2
        (positive for the target), p (survival function of chi-squared, one degree of freedom), p_adjusted Float64, then
        the extra columns, Float64. Sorted by the limit of the log ratio nearer to 0 (0 if the interval contains it),
        then by the measure, both descending, then by term. If one side has no occurrence, the ratios add a half to
        both.

    Raises
    ------
    ValueError
        If one side has no document.

    Warns
    -----
    CoopsecWarning
        If documents are on neither side because the target is null for them.

    Examples
    --------
    >>> import coopsec as cs
    >>> texts = ["la mer et le port", "la mer et la mer", "le pays et le port", "le pays et la loi"]
    >>> corpus = cs.from_frame(pl.DataFrame({"text": texts, "part": [1, 1, 2, 2]}))
    >>> frame = corpus.keyness(pl.col("part") == 1, min_count=1, extra="percent_diff")
    >>> frame.filter(pl.col("term") == "la").select("count_target", "count_reference", "percent_diff").row(0)
    (3, 1, 200.0)
    """
    check_numbers(min_count=min_count, min_doc_freq=min_doc_freq)
    check_tests(unit, measure, correction, adjust, confidence=confidence, constant=constant, prior=prior)
    wanted = extra_columns(extra, measure)
    truth = self._truth(target, "the target")
    other = ~truth if reference is None else self._truth(reference, "the reference")
    if reference is None and truth.null_count():
        left = truth.null_count()
        documents, are = ("document", "is") if left == 1 else ("documents", "are")
        lack = lacking(target, self._facts(), truth)
        warn(f"{left} {documents}{lack}, for which the target is null, {are} on neither side")
    sides = [self._core.select(mask.fill_null(value=False).arg_true().to_list()) for mask in (truth, other)]
    for side, name in zip(sides, ("target", "reference"), strict=True):
        if len(self) and not len(side):
            way = (
                "the target holds all: give a target that leaves some, or compare with others by reference=…"
                if name == "reference" and reference is None
                else "see in corpus.documents which values there are"
            )
            raise ValueError(f"the {name} holds none of the {len(self)} documents: {way}")
    frame = _coopsec.keyness(
        *sides,
        min_count=min_count,
        min_doc_freq=min_doc_freq,
        confidence=confidence,
        unit=unit,
        measure=measure,
        correction=correction,
        adjust=adjust,
        constant=constant,
        prior=prior,
        threads=self._threads,
    )
    return remember(with_extra(frame, wanted), Counted(confidence=confidence, unit=unit))


def check_tests(unit: object, measure: object, correction: object, adjust: object, **numbers: object) -> None:
    """Raise a :class:`TypeError` for what is not a word or number of a test."""
    check_words(Unit, unit=unit)
    check_words(Measure, measure=measure)
    if correction is not None:
        check_words(Correction, correction=correction)
    check_words(Adjust, adjust=adjust)
    check_reals(**numbers)


def extra_columns(extra: Extra | Sequence[Extra], measure: Measure) -> set[str]:
    """Return the names of the optional columns asked for."""
    names = [extra] if isinstance(extra, str) else as_list(extra, "extra", 'of measures, such as ["chi2"]')
    for name in names:
        if name not in EXTRA:
            raise ValueError(f"extra: no measure {name!r}; there are {', '.join(EXTRA)}")
    names += ["chi2"] if measure == "chi2" else []
    return {column for name in names for column in EXTRA[name]}


def with_extra(frame: pl.DataFrame, wanted: set[str]) -> pl.DataFrame:
    """Drop the optional columns that nobody asked for."""
    optional = {column for columns in EXTRA.values() for column in columns}
    return pl.DataFrame([c for c in frame.get_columns() if c.name not in optional or c.name in wanted])
