"""Every match behind the counts of themes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_truths, check_words
from coopsec._counted import Counted, remember
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def hits(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    rollup: bool = False,
    *,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """List every match behind the counts of :meth:`themes`.

    Parameters
    ----------
    lexicon, nested_scope
        As in :meth:`themes`.
    rollup
        Whether a match is also listed under the ancestors that count it. The number of rows of a theme is then its
        count.

    Returns
    -------
    polars.DataFrame
        doc_id String, date_start Date, theme, pattern, match String, start, end Int64 (code points of
        :meth:`text`), sentence String, sentence_start Int64; in document order, then by place.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["La mer est calme. Il pleut sur la mer."]}))
    >>> corpus.hits({"sea": ["mer"], "weather": ["pleu*"]}).select("theme", "match", "start").rows()
    [('sea', 'mer', 3), ('weather', 'pleut', 21), ('sea', 'mer', 34)]
    """
    check_truths(rollup=rollup)
    check_words(NestedScope, nested_scope=nested_scope)
    asked = as_lexicon(lexicon)
    found = _coopsec.hits(self._core, asked._core, rollup=rollup, nested_scope=nested_scope, threads=self._threads)
    return remember(found, Counted(lexicon=asked))
