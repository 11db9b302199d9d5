"""Themes as they are, with a fixed mix of sources, and without reprints, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._counted import BASES, Counted, remember
from coopsec._frames import COVERED, as_names, check_free, warn_uncovered
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._query.themes import Interval, count_themes

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def composition(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    standardise: str | Sequence[str] | None = "source",
    dedupe: str | None = "story",
    confidence: float = 0.95,
    interval: Interval = "score",
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Show the table of :meth:`themes` three ways: as it is, with a fixed mix of sources, and without reprints.

    If the standardised curve is flat and the raw one is not, the mix of sources changed, not what they say. If the
    deduped curve is flat and the raw one is not, the same texts were reprinted more often.

    Parameters
    ----------
    lexicon, every, by, confidence, nested_scope
        As in :meth:`themes`.
    standardise
        Document columns whose mix in the whole table is the standard; None leaves out the standardised rows.
    dedupe
        Document column; only the first document with each value is counted. None leaves out the deduped rows.
    interval
        ``"score"`` or ``"normal"``.

    Returns
    -------
    polars.DataFrame
        [period Date,] [by…,] basis Enum (raw, standardised, deduped), and the other columns of :meth:`themes`, with
        standard_covered Float64 (null except in the standardised rows). Sorted by period (null last), group, basis,
        theme.

    Warns
    -----
    CoopsecWarning
        As in :meth:`themes`.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/").filter(pl.col("lang") == "fr")
    >>> frame = corpus.composition({"terrorism": ["terroris*"]})
    >>> frame["basis"].to_list()
    ['raw', 'standardised', 'deduped']
    """
    names, asked, strata = as_names(by), as_lexicon(lexicon), as_names(standardise, "standardise")
    check_free(names, ["basis"], "by")
    tables = []
    uncovered: list[tuple[str, int]] = []
    for basis, options in _bases(strata, dedupe):
        table, left = count_themes(
            self,
            asked,
            every,
            names,
            confidence=confidence,
            interval=interval,
            cluster="document",
            resamples=2,
            seed=0,
            nested_scope=nested_scope,
            **options,
        )
        uncovered = uncovered or left
        if COVERED not in table.columns:
            table = table.with_columns(pl.lit(None, pl.Float64).alias(COVERED))
        tables.append(table.with_columns(pl.lit(basis, pl.Enum(BASES)).alias("basis")))
    warn_uncovered(uncovered)
    keys = [*(["period"] if every else []), *names]
    last = ["partial"] if every else []
    columns = [name for name in tables[0].columns if name not in {*keys, "basis", COVERED, *last}]
    frame = pl.concat([table.select(*keys, "basis", *columns, COVERED, *last) for table in tables])
    counted = Counted(every, confidence, tuple(strata), dedupe, lexicon=asked)
    return remember(frame.sort(*keys, "basis", nulls_last=True, maintain_order=True), counted)


def _bases(standardise: list[str], dedupe: str | None) -> list[tuple[str, dict[str, Any]]]:
    """Return the options of each basis; one without an option is left out, as it would only repeat the raw one."""
    bases: list[tuple[str, dict[str, Any]]] = [("raw", {"standardise": None, "dedupe": None})]
    if standardise:
        bases.append(("standardised", {"standardise": standardise, "dedupe": None}))
    if dedupe is not None:
        bases.append(("deduped", {"standardise": None, "dedupe": dedupe}))
    return bases
