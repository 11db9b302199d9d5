"""What each pattern of a lexicon does in a corpus, and what the lexicon may miss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_period, check_words
from coopsec._frames import as_whole, check_corpus, check_numbers
from coopsec._pattern_report import NEVER, NOT_HERE, numbered_report, public_report
from coopsec._rounding import whole_percent
from coopsec._summary import as_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coopsec._corpus import Corpus
    from coopsec._lexicon import Lexicon, NestedScope

__all__ = ["Audit", "audit"]

SHADOWED, NO_MATCH = "shadowed", "no match of its own"
DEAD = pl.Enum([NEVER, NOT_HERE, SHADOWED, NO_MATCH])
KINDS = pl.Enum(["neighbour", "kin"])
# A pattern is dominant if it has more than this share of a theme's hits.
DOMINANT = 0.5


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Audit:
    """What :meth:`Lexicon.audit` found, as frames.

    Attributes
    ----------
    patterns : polars.DataFrame
        The columns of :meth:`Lexicon.report`, then count, doc_freq Int64 and share Float64 of the hits of its own theme
        (null for exclusions; share is also null if the theme has none).
    contributions : polars.DataFrame
        [period Date,] theme, lang, pattern String, rolled_up Boolean (the theme has the pattern from a child), count,
        doc_freq Int64, share Float64 of the theme's hits in the period. Counts add up to those of
        :meth:`Corpus.themes`; patterns without a hit have no row.
    dominant : polars.DataFrame
        Patterns with more than half of a theme's hits: theme, pattern String, count, theme_count Int64, share Float64.
    dead : polars.DataFrame
        Patterns without a hit of their own: theme, lang, pattern String, reason Enum, missing List(String),
        shadowed_by String.
    near_misses : polars.DataFrame
        Words that no pattern names: theme, lang String, kind Enum(neighbour, kin), term, like String, count, doc_freq,
        near Int64, expected, g2 Float64.
    """

    patterns: pl.DataFrame
    contributions: pl.DataFrame
    dominant: pl.DataFrame
    dead: pl.DataFrame
    near_misses: pl.DataFrame

    def summary(self) -> pl.DataFrame:
        """Show at a glance what was found: measure, value String."""
        counting = self.patterns.filter(~pl.col("excludes"))
        by_reason = dict(self.dead.group_by("reason").len().rows())
        reasons = ", ".join(f"{by_reason[each]:,} {each}" for each in DEAD.categories if each in by_reason)
        themes = self.patterns.get_column("theme").drop_nulls().n_unique()
        rows = [
            ("patterns", f"{counting.height:,} in {themes:,} themes, {counting['count'].sum():,} hits"),
            ("dead", f"{self.dead.height:,}" + (f": {reasons}" if reasons else "")),
            (
                "dominant",
                _listed(self._leading()),
            ),
            ("near misses", _listed(self.near_misses.get_column("term").unique(maintain_order=True).to_list())),
        ]
        return pl.DataFrame(rows, schema={"measure": pl.String, "value": pl.String}, orient="row")

    def _leading(self) -> list[str]:
        rows = self.dominant.select("theme", "pattern", "share").rows()
        return [f"{theme} ({pattern} {whole_percent(share)}%)" for theme, pattern, share in rows]

    def __repr__(self) -> str:
        lines = [f"  {measure:<11}  {value}" for measure, value in self.summary().rows()]
        frames = "  frames       patterns, contributions, dominant, dead, near_misses"
        return "\n".join(["coopsec.Audit", *lines, frames])

    def _repr_html_(self) -> str:
        return as_html(self.summary(), "coopsec.Audit")


def _listed(names: Iterable[str], most: int = 8) -> str:
    given = list(names)
    more = f", … {len(given) - most:,} more" if len(given) > most else ""
    return ", ".join(given[:most]) + more if given else "none"


def audit(
    self: Lexicon,
    corpus: Corpus,
    every: str | None = None,
    *,
    nested_scope: NestedScope = "theme",
    window: int = 5,
    min_count: int = 3,
    top: int = 20,
) -> Audit:
    """Break the counts of a corpus down by pattern, and look for what the lexicon misses.

    Parameters
    ----------
    corpus
        The documents to apply the lexicon to.
    every
        Period of the contributions: day, week, month, quarter, year or decade.
    nested_scope
        As in :meth:`Corpus.themes`.
    window
        Tokens on either side of a hit, punctuation included, in which neighbours are looked for; within the sentence.
    min_count
        Occurrences that a near miss needs: a neighbour in windows, a kin anywhere.
    top
        Most near misses listed for each theme, language and kind.

    Returns
    -------
    Audit
        Frames, and a summary when it is displayed.

    Notes
    -----
    A near miss is a word of three letters or more, in at least two documents, that no token pattern of the lexicon
    names, be it in a phrase or an exclusion. A *neighbour* occurs in the window of a theme's hits with G² ≥ 10.83 (one
    word in a thousand by chance) and at least twice as often as expected. G² is Dunning's over the four cells word or
    not × in the windows or elsewhere (Dunning 1993, *Computational Linguistics* 19, 61-74); ``expected`` is ``count`` ×
    tokens in windows / tokens of the language. A *kin* begins like a named word of a theme's hits (``like``): at least
    five letters in common, and these at least 60 % of the longer word.

    Examples
    --------
    >>> import coopsec as cs
    >>> lexicon = cs.Lexicon.from_dict({"threat": ["terroris*", "terrorisme", "piraterie"]})
    >>> found = lexicon.audit(cs.read_corpus("corpus/").filter(pl.col("lang") == "fr"))
    >>> found.dead.select("pattern", "reason").rows()
    [('terrorisme', 'shadowed'), ('piraterie', 'not in this corpus')]
    >>> found.near_misses.row(0, named=True)["term"]
    'financement'
    """
    check_corpus(corpus)
    check_period(every)
    from coopsec._lexicon import NestedScope  # imports this module itself

    check_words(NestedScope, nested_scope=nested_scope)
    check_numbers(1, window=window, min_count=min_count)
    check_numbers(top=as_whole(top, "top"))
    core, threads = corpus._core, corpus._threads
    parts = _coopsec.contributions(core, self._core, every=every, nested_scope=nested_scope, threads=threads)
    misses = _coopsec.near_misses(
        core, self._core, window=window, min_count=min_count, top=top, nested_scope=nested_scope, threads=threads
    )
    whole = _whole(parts)
    patterns = _counted(numbered_report(self, corpus), whole)
    return Audit(
        patterns=patterns,
        contributions=parts.drop("number" if every else ["number", "period"]),
        dominant=_dominant(whole),
        dead=_dead(patterns),
        near_misses=misses.with_columns(pl.col("kind").cast(KINDS)),
    )


def _whole(parts: pl.DataFrame) -> pl.DataFrame:
    """Sum over the periods; each document is in at most one."""
    keys = ["theme", "lang", "number", "pattern", "rolled_up"]
    sums = parts.group_by(keys, maintain_order=True).agg(pl.sum("count", "doc_freq"))
    return sums.with_columns((pl.col("count") / pl.sum("count").over("theme")).alias("share"))


def _counted(report: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Add to the report the hits of each pattern for its own theme."""
    own = whole.filter(~pl.col("rolled_up")).select("lang", "number", "count", "doc_freq", "share")
    joined = report.join(own, on=["lang", "number"], how="left", maintain_order="left")
    totals = whole.group_by("theme").agg(pl.sum("count").alias("total"))
    of_theme = report.select("theme").join(totals, on="theme", how="left", maintain_order="left").get_column("total")
    counts = joined.select("count", "doc_freq", "share")
    frame = public_report(report, with_corpus=True).hstack(counts).with_columns(of_theme)
    counting = ~pl.col("excludes")
    return (
        frame.with_columns(
            pl.when(counting).then(pl.col(name).fill_null(0)).alias(name) for name in ("count", "doc_freq")
        )
        .with_columns(
            pl.when(counting & pl.col("total").is_not_null()).then(pl.col("share").fill_null(0.0)).alias("share")
        )
        .drop("total")
    )


def _dominant(whole: pl.DataFrame) -> pl.DataFrame:
    sums = whole.group_by("theme", "pattern").agg(pl.sum("count"))
    total = pl.sum("count").over("theme")
    return (
        sums.with_columns(total.alias("theme_count"), (pl.col("count") / total).alias("share"))
        .filter(pl.col("share") > DOMINANT)
        .sort("theme", "pattern")
    )


def _dead(patterns: pl.DataFrame) -> pl.DataFrame:
    reason = (
        pl.when(pl.col("reason").is_not_null())
        .then(pl.col("reason").cast(pl.String))
        .when(pl.col("shadowed_by").is_not_null())
        .then(pl.lit(SHADOWED))
        .otherwise(pl.lit(NO_MATCH))
    )
    dead = patterns.filter(~pl.col("excludes"), pl.col("count") == 0)
    return dead.select("theme", "lang", "pattern", reason.cast(DEAD).alias("reason"), "missing", "shadowed_by")
