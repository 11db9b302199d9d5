"""Words that occur together, near a node or side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_texts
from coopsec._frames import as_words, check_numbers

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def collocations(
    self: Corpus,
    node: str | None = None,
    window: int = 5,
    *,
    size: int = 2,
    min_count: int = 2,
    stopwords: Iterable[str] | None = None,
) -> pl.DataFrame:
    """Find the words that occur near a node, or side by side, more often than chance would explain.

    Parameters
    ----------
    node
        A pattern as in a lexicon, such as ``"échange ~4 renseignement*"``. None takes all words side by side, with no
        punctuation between them, within a sentence.
    window
        Tokens on either side of a match of the node, punctuation included, within its sentence. It has no meaning
        without a node.
    size
        Number of words in an expression without a node, 2 to 5. The node is then its first words, the collocate its
        last.
    min_count
        Pairs that occur together less often are not listed.
    stopwords
        Words that no listed pair contains. They are still counted and keep their place.

    Returns
    -------
    polars.DataFrame
        node, collocate String, count Int64, expected, g2, mi, npmi, log_dice, t_score, delta_p_collocate,
        delta_p_node, lambda, z Float64. Sorted by g2 descending (negative where the two avoid each other), then by
        count descending, node and collocate.

        With a node, the units are the N counted tokens outside its matches. R of them lie in a window (each once,
        however many matches are near), C are the collocate, and ``count`` are both. Without a node, the units are the N
        expressions; R begin with the node, C end with the collocate. With O = count:

        - expected: E = R·C/N
        - g2: log-likelihood ratio of the four cells, signed (Dunning 1993)
        - mi: log₂(O/E) (Church and Hanks 1990); npmi: ln(O/E) / −ln(O/N) (Bouma 2009), null where O = N
        - log_dice: 14 + log₂(2·O/(F + C)), F matches of the node (Rychlý 2008)
        - t_score: (O − E)/√O (Church et al. 1991)
        - delta_p_collocate: P(collocate | node) − P(collocate | elsewhere); delta_p_node: the same with the roles
          exchanged; null where there is no elsewhere (Gries 2013)
        - lambda, z: interaction of highest order of the log-linear model of the 2ⁿ cells, 0.5 added to each, and its
          Wald statistic, as in quanteda.textstats (Blaheta and Johnson 2001)

    Raises
    ------
    PatternError
        The message names the column of the pattern.
    ValueError
        For a negative number, a size outside 2 to 5, or a size with a node.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["a b c a b d e b d a b"]}), lang="und")
    >>> found = corpus.collocations().filter(node="a")
    >>> found.select("node", "collocate", "count", pl.col("lambda", "z").round(6)).rows()
    [('a', 'b', 3, 3.412247, 1.936083)]
    """
    check_numbers(0 if node is None else 1, window=window)
    check_numbers(2, size=size)
    check_numbers(min_count=min_count)
    if node is not None:
        check_texts(node=node)
    return _coopsec.collocations(
        self._core,
        node=node,
        window=window,
        size=size,
        min_count=min_count,
        stopwords=[] if stopwords is None else as_words(stopwords),
        threads=self._threads,
    )
