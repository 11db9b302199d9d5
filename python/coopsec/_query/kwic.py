"""Matches of a pattern between their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_texts, check_words
from coopsec._frames import check_numbers

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


Reach: TypeAlias = Literal["sentence", "document"]


def kwic(self: Corpus, pattern: str, window: int = 8, *, within: Reach = "sentence") -> pl.DataFrame:
    """Show each match of a pattern between its neighbours.

    Parameters
    ----------
    pattern
        A pattern as in a lexicon, such as ``"échange ~4 renseignement*"``.
    window
        Tokens on either side, punctuation included.
    within
        Whether the window stops at the end of the sentence or of the document.

    Returns
    -------
    polars.DataFrame
        doc_id String, date_start Date, left, keyword, right String, start, end Int64 (code points of
        :meth:`text`).

    Raises
    ------
    PatternError
        The message names the column of the pattern.
    ValueError
        For a negative window.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["La mer est calme. Il pleut sur la mer."]}))
    >>> corpus.kwic("mer", window=2).select("left", "keyword", "right").rows()
    [('La', 'mer', 'est calme'), ('sur la', 'mer', '.')]
    """
    check_numbers(window=window)
    check_texts(pattern=pattern)
    check_words(Reach, within=within)
    return _coopsec.kwic(
        self._core, pattern, window=window, across_sentences=within == "document", threads=self._threads
    )
