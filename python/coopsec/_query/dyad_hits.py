"""The passages behind the counts of dyads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_words
from coopsec._frames import Within
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._query.dyads import as_actors, codes_offered

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def dyad_hits(
    self: Corpus,
    hub: str | None = None,
    within: Within = "sentence",
    themes: Lexicon | Mapping[str, Any] | None = None,
    *,
    actors: Lexicon | None = None,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """List the passages behind the counts of :meth:`dyads`: one row per unit, so the rows of a cell are its count.

    Parameters
    ----------
    hub, within, themes, actors, nested_scope
        As in :meth:`dyads`.

    Returns
    -------
    polars.DataFrame
        doc_id String, date_start Date, left, right, [theme,] match_left, match_right[, match_theme] String, start, end
        Int64, sentence String, sentence_start Int64. Of the matches in a unit, those that lie closest together are
        shown. ``start`` and ``end`` are the code points of :meth:`text` from the first of them to the last.
        ``sentence`` is the sentence that contains them, or the sentences from the first to the last. Sorted by
        document, unit, left, right and theme.

    Raises
    ------
    ValueError, LexiconError, PatternError
        As in :meth:`dyads`.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["Paris et Rabat coopèrent contre la drogue. Il pleut."]}))
    >>> row = corpus.dyad_hits(hub="MA", themes={"drugs": ["drogue*"]}).row(0, named=True)
    >>> row["left"], row["right"], row["theme"], row["sentence"]
    ('FR', 'MA', 'drugs', 'Paris et Rabat coopèrent contre la drogue.')
    """
    check_words(Within, within=within)
    check_words(NestedScope, nested_scope=nested_scope)
    named = as_actors(actors)
    with codes_offered(hub, named):
        return _coopsec.dyad_hits(
            self._core,
            named._core,
            themes=None if themes is None else as_lexicon(themes, "themes")._core,
            hub=hub,
            within=within,
            nested_scope=nested_scope,
            threads=self._threads,
        )
