"""Samples of hits coded by hand: how far two coders agree, and how many hits are right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_reals
from coopsec._coded import name_of, table_of
from coopsec._frames import SPAN, as_list, as_names, check_division, free_name
from coopsec._shares import share_of, with_wilson
from coopsec.errors import ColumnError

__all__ = ["agreement", "precision"]

# Codes that say whether a hit is right; case is ignored.
RIGHT = ("1", "true", "yes", "y", "oui", "o", "vrai")
WRONG = ("0", "false", "no", "n", "non", "faux")
# More categories than this are notes rather than codes; agreement is counted in a table of categories squared.
MOST_CODES = 500

MEASURES = ("n", "left_out", "agreement", "kappa", "kappa_low", "kappa_high", "alpha", "alpha_low", "alpha_high")
PRECISION = ("n_coded", "n_uncoded", "n_correct", "precision", "precision_low", "precision_high")


def agreement(
    coded_a: Any, coded_b: Any, *, by: str | Sequence[str] | None = None, confidence: float = 0.95
) -> pl.DataFrame:
    """Measure how far two people who coded the same sample of hits agree.

    Parameters
    ----------
    coded_a, coded_b
        What :meth:`Corpus.sample` returned, with the column ``code`` filled in: frames, or paths of CSV or Parquet
        files. Rows are matched by doc_id, theme, start and end. Codes are compared as text, ignoring case and
        surrounding spaces; 1.0 and true are 1, false is 0.
    by
        Columns to group by, such as ``"theme"``.
    confidence
        Nominal coverage of the intervals.

    Returns
    -------
    polars.DataFrame
        [by…,] n Int64 (hits that both coded), left_out Int64 (hits that only one of them has or coded), agreement,
        kappa, kappa_low, kappa_high, alpha, alpha_low, alpha_high Float64. kappa and alpha are null if no hit was coded
        by both, or if both used only one and the same code.

    Notes
    -----
    ``agreement`` is the share of equal codes. Cohen's kappa (Cohen 1960, *Educational and Psychological Measurement*
    20, 37-46) is (pₒ − pₑ) / (1 − pₑ), with pₑ from the codes that each of the two gives. Krippendorff's alpha for
    nominal codes (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*) is 1 − Dₒ / Dₑ, with Dₑ from all 2n
    codes together. The limits are by the jackknife over hits (Fleiss & Davies 1982, *American Journal of Epidemiology*
    115, 841-845), clipped at −1 and 1. They are null if leaving out one hit leaves nothing to compare, or if it makes
    no difference which one is left out, as when the two agree in everything.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> rows = {"doc_id": ["a"] * 10, "theme": ["t"] * 10, "start": range(10), "end": range(1, 11)}
    >>> one = pl.DataFrame({**rows, "code": list("0100000010")})
    >>> two = pl.DataFrame({**rows, "code": list("1110010000")})
    >>> cs.agreement(one, two).select("n", "agreement", pl.col("alpha").round(3)).row(0)
    (10, 0.6, 0.095)
    """
    check_reals(confidence=confidence)
    names = as_names(by)
    if "code" in names:
        raise ColumnError("by: 'code' is the column that is compared: group by another one")
    sides = [_coded(given, what, names) for given, what in ((coded_a, "coded_a"), (coded_b, "coded_b"))]
    keys = [*SPAN, *(name for name in names if name not in SPAN)]
    other = free_name("other", keys)
    joined = sides[0].join(
        sides[1].rename({"code": other}),
        on=keys,
        how="full",
        coalesce=True,
        nulls_equal=True,
        maintain_order="left_right",
    )
    schema = {
        **{name: joined.schema[name] for name in names},
        **{name: pl.Int64 if name in {"n", "left_out"} else pl.Float64 for name in MEASURES},
    }
    parts = joined.partition_by(names, as_dict=True) if names else {(): joined}
    rows = [(*group, *_measures(part.select("code", other=other), confidence)) for group, part in parts.items()]
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.sort(names, nulls_last=True) if names else table


def _coded(given: Any, what: str, by: Sequence[str]) -> pl.DataFrame:
    where = name_of(given, what)
    frame = table_of(given, [*SPAN, "code"], what, by)
    check_division(by, frame.schema, MEASURES)
    coded = frame.select(*SPAN, *(name for name in by if name not in SPAN), _codes(frame.get_column("code")))
    twice = coded.select(SPAN).is_duplicated().arg_true()
    if len(twice):
        raise ColumnError(f"{where}, row {twice[1]}: this hit has a row already: keep one row for each hit")
    return coded


def _codes(column: pl.Series) -> pl.Series:
    """Normalise codes for comparison: pandas writes whole numbers as 1.0 if some codes are missing, and True is 1."""
    text = (column.fill_nan(None) if column.dtype.is_float() else column).cast(pl.String)
    plain = text.str.strip_chars().str.to_lowercase().str.replace(r"^([+-]?\d+)\.0+$", "${1}")
    return plain.replace({"": None, "true": "1", "false": "0"})


def _measures(part: pl.DataFrame, confidence: float) -> tuple[float | int | None, ...]:
    pairs = part.drop_nulls()
    codes = sorted({*pairs["code"], *pairs["other"]})
    if len(codes) > MOST_CODES:
        raise ColumnError(
            f"{len(codes):,} different codes: use a few categories, and put comments into the column note"
        )
    numbers = {code: number for number, code in enumerate(codes)}
    coded = [(numbers[one], numbers[other]) for one, other in pairs.rows()]
    share, kappa, alpha = _coopsec.agreement(coded, len(codes), confidence)
    left_out = part.filter(pl.any_horizontal(pl.all().is_not_null())).height - len(coded)
    return len(coded), left_out, share, *_columns(kappa), *_columns(alpha)


def _columns(measure: tuple[float, tuple[float, float] | None] | None) -> tuple[float | None, ...]:
    value, limits = measure or (None, None)
    return value, *(limits or (None, None))


def precision(
    coded: Any,
    *,
    correct: str | Collection[str] | None = None,
    by: str | Sequence[str] | None = "theme",
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Measure how many of the hits of a coded sample are right.

    Parameters
    ----------
    coded
        What :meth:`Corpus.sample` returned, with the column ``code`` filled in: a frame, or the path of a CSV or
        Parquet file.
    correct
        Code of a hit that is right, or several such codes; any other code is wrong. By default 1, yes, oui, true and
        vrai are right, 0, no, non, false and faux are wrong, and anything else is an error.
    by
        Columns to group by. If the sample was stratified by theme, do not average the shares over themes.
    confidence
        Nominal coverage of the interval.

    Returns
    -------
    polars.DataFrame
        [by…,] n_coded, n_uncoded, n_correct Int64, precision, precision_low, precision_high Float64 (Wilson 1927; null
        if nothing is coded), sorted by group.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> coded = pl.DataFrame({"theme": ["a", "a", "b"], "code": ["oui", "non", None]})
    >>> cs.precision(coded).select("theme", "n_coded", "n_uncoded", "precision").rows()
    [('a', 2, 0, 0.5), ('b', 0, 1, None)]
    """
    check_reals(confidence=confidence)
    names = as_names(by)
    frame = table_of(coded, ["code"], "coded", names)
    check_division(names, frame.schema, PRECISION)
    code = _codes(frame.get_column("code"))
    wanted = RIGHT if correct is None else correct
    said = [wanted] if isinstance(wanted, str) else as_list(wanted, "correct", 'of codes, such as ["1", "oui"]')
    right = _codes(pl.Series([str(each) for each in said], dtype=pl.String))
    if not right.count():
        raise ValueError(f"correct is {correct!r}: give at least one code that means right")
    if correct is None:
        unknown = (code.is_not_null() & ~code.is_in([*RIGHT, *WRONG])).arg_true()
        if len(unknown):
            where = name_of(coded, "coded")
            raise ColumnError(
                f"{where}, row {unknown[0]}: the code {frame['code'][unknown[0]]!r} is neither right (1, oui) nor "
                "wrong (0, non): correct=[…] says which codes are right"
            )
    judged = pl.DataFrame(
        [
            *(frame.get_column(name) for name in names),
            code.is_not_null().alias("n_coded"),
            code.is_null().alias("n_uncoded"),
            code.is_in(right.to_list()).fill_null(value=False).alias("n_correct"),
        ]
    )
    counts = [pl.sum("n_coded", "n_uncoded", "n_correct").cast(pl.Int64)]
    table = judged.group_by(names).agg(counts).sort(names, nulls_last=True) if names else judged.select(counts)
    n_correct, n_coded = pl.col("n_correct"), pl.col("n_coded")
    shares = table.with_columns(precision=share_of(n_correct, n_coded))
    return with_wilson(shares, "precision", n_correct, n_coded, confidence)
