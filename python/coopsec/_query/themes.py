"""Themes over time or by the values of document columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_period, check_reals, check_texts, check_words
from coopsec._counted import Counted, remember
from coopsec._frames import COVERED, THEME_COLUMNS, as_names, check_seed, warn_uncovered, with_groups
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._query.warnings import AskCorpus

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

Interval: TypeAlias = Literal["score", "normal", "percentile", "bca"]


def themes(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
    *,
    interval: Interval = "score",
    cluster: str = "document",
    resamples: int = 2000,
    seed: int = 0,
    standardise: str | Sequence[str] | None = None,
    dedupe: str | None = None,
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
        Document columns to group by.
    confidence
        Nominal coverage of the intervals.
    interval
        How the limits of ``per_million`` are computed from documents: ``"score"`` (the rates r that solve (p − r)² = t²
        s² r / p, with the standard error s of the ratio p and Student's t), ``"normal"`` (p ± z s, clipped at 0),
        ``"percentile"`` or ``"bca"`` (bootstrap over documents).
    cluster
        What varies as a whole: ``"document"``, ``"story"``, or any document column. A null is a cluster of its own.
    resamples, seed
        For the bootstrap; the same seed gives the same limits on every machine.
    standardise
        Document columns, such as ``"source"``. The rates and shares of every cell are then those it would have with the
        mix of these columns in the whole table. Needs the interval score or normal.
    dedupe
        ``"story"`` counts only the first document of each story, in ``n_docs`` and ``n_tokens`` too; any other document
        column does the same with its values. The first is the one dated earliest, then the one read first.
    nested_scope
        ``"theme"`` lets a span count in several themes; ``"lexicon"`` refuses a match whose tokens are all covered by
        longer matches of any theme.

    Returns
    -------
    polars.DataFrame
        [period Date,] [by…,] theme String, count, doc_freq Int64, per_million, per_million_low, per_million_high,
        doc_share, doc_share_low, doc_share_high Float64, n_docs, n_tokens Int64 [, standard_covered Float64] [, partial
        Boolean]. Every period, group and theme has a row; rates of empty periods are null. The interval of
        ``per_million`` is clustered by document, and null with fewer than 2 documents; that of ``doc_share`` is
        Wilson's. ``standard_covered`` is the share of the standard's tokens whose strata the cell contains.
        :func:`coopsec.warnings_for` says what a reader of the table should know.

    Warns
    -----
    CoopsecWarning
        If documents leave a theme's denominators because it has no pattern in their language.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/").filter(pl.col("lang") == "fr")
    >>> table = corpus.themes({"terrorism": ["terroris*"]}, every="year")
    >>> table["theme"].unique().to_list()
    ['terrorism']
    """
    asked, strata = as_lexicon(lexicon), as_names(standardise, "standardise")
    frame, uncovered = count_themes(
        self,
        asked,
        every,
        as_names(by),
        confidence=confidence,
        interval=interval,
        cluster=cluster,
        resamples=resamples,
        seed=seed,
        standardise=strata,
        dedupe=dedupe,
        nested_scope=nested_scope,
    )
    warn_uncovered(uncovered)
    counted = Counted(every, confidence, tuple(strata), dedupe, lexicon=asked)
    return remember(frame, counted, AskCorpus(self, asked, every, nested_scope))


def count_themes(
    corpus: Corpus,
    lexicon: Lexicon,
    every: str | None,
    by: Sequence[str],
    *,
    confidence: float,
    interval: Interval,
    cluster: str,
    resamples: int,
    seed: int,
    standardise: str | Sequence[str] | None,
    dedupe: str | None,
    nested_scope: NestedScope,
) -> tuple[pl.DataFrame, list[tuple[str, int]]]:
    """Return the table, and for each theme without patterns in some language the number of documents it leaves out."""
    check_period(every)
    check_words(Interval, interval=interval)
    check_words(NestedScope, nested_scope=nested_scope)
    check_reals(confidence=confidence)
    check_seed(seed, resamples)
    groups = corpus._groups(by, THEME_COLUMNS)
    strata = corpus._groups(as_names(standardise, "standardise"), (), "standardise")
    frame, uncovered = _coopsec.themes(
        corpus._core,
        lexicon._core,
        every=every,
        groups=groups.for_core() if groups else None,
        confidence=confidence,
        nested_scope=nested_scope,
        interval=interval,
        resamples=resamples,
        seed=seed,
        clusters=_clusters(corpus, cluster),
        standard=strata.for_core() if strata else None,
        counted=None if dedupe is None else first_of_each(corpus, dedupe),
        threads=corpus._threads,
    )
    kept = frame.get_columns() if strata else [column for column in frame.get_columns() if column.name != COVERED]
    return with_groups(pl.DataFrame(kept), groups, periods=every is not None), uncovered


def _clusters(corpus: Corpus, column: str) -> list[int] | None:
    """Return the cluster of each document, or None if each is its own."""
    check_texts(cluster=column)
    if column == "document":
        return None
    groups = corpus._divided([column], (), "cluster")
    unknown = groups.unknown
    return [groups.values.height + at if group == unknown else group for at, group in enumerate(groups.of)]


def first_of_each(corpus: Corpus, column: str) -> list[bool]:
    """Return whether each document is the first, by date, with its value; those without a value always are."""
    check_texts(dedupe=column)
    groups = corpus._divided([column], (), "dedupe")
    group = pl.Series("group", groups.of, dtype=pl.Int64)
    dated = corpus._facts().select("date_end", "date_start").with_columns(group).with_row_index("at")
    # A coarse date does not come before the days it contains; undated documents come last.
    by_date = dated.sort("date_end", "date_start", nulls_last=True, maintain_order=True)
    is_first = dated.get_column("at").is_in(by_date.group_by("group").agg(pl.col("at").first())["at"].implode())
    return (is_first if groups.unknown is None else is_first | (group == groups.unknown)).to_list()
