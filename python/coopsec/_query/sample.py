"""A random sample of hits for coding by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._arguments import check_words
from coopsec._frames import SPAN, as_frame, as_names, as_whole, check_columns, check_numbers
from coopsec._lexicon import Lexicon, NestedScope
from coopsec.errors import ColumnError

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def sample(
    self: Corpus,
    hits: pl.DataFrame | Lexicon | Mapping[str, Any],
    n: int,
    seed: int,
    *,
    by: str | Sequence[str] | None = None,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Draw hits at random, with empty columns for a code and a note.

    Parameters
    ----------
    hits
        What :meth:`hits` returned, all of it or a part; or a lexicon, whose hits are then listed.
    n
        Number of hits to draw, or all if there are fewer. With `by`, the number for each group.
    seed
        Any whole number. The same hits and the same seed give the same sample, whatever the order of the rows. A larger
        `n` keeps what a smaller one drew.
    by
        Columns to draw from separately, such as ``"theme"``, so that rare themes are read too.
    nested_scope
        As in :meth:`themes`; for a lexicon, as `hits` that are given were counted already.

    Returns
    -------
    polars.DataFrame
        The rows drawn, in the order of `hits`, with the columns of `hits` and then code and note (String, null). Write
        it with ``write_csv``, fill in the codes, and give the file to :func:`coopsec.precision`, or the files of two
        people to :func:`coopsec.agreement`.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> drawn = corpus.sample(cs.Lexicon.builtin(), 2, seed=1, by="theme")
    >>> drawn.height, drawn.columns[-2:]
    (38, ['code', 'note'])
    """
    check_numbers(n=as_whole(n, "n"))
    whole_seed = as_whole(seed, "seed")
    check_words(NestedScope, nested_scope=nested_scope)
    if isinstance(hits, Lexicon | Mapping):
        listed = self.hits(hits, nested_scope=nested_scope)
    else:
        listed = as_frame(hits, "hits")
    names = as_names(by)
    check_columns(SPAN, listed.columns, "hits")
    check_columns(names, listed.columns, "by")
    for name in ("code", "note"):
        if name in listed.columns:
            raise ColumnError(f"hits: there is already a column {name!r}, which the sample would overwrite: rename it")
    # A hash of the hit and the seed rather than a generator: it does not depend on row order or library versions.
    key = [
        hashlib.blake2b(repr((whole_seed, *row)).encode(), digest_size=16).digest()
        for row in listed.select(SPAN).iter_rows()
    ]
    ranked = listed.with_columns(pl.Series("rank ", key, dtype=pl.Binary)).with_row_index("row ")
    rank = pl.col("rank ").rank("ordinal")
    drawn = ranked.filter((rank.over(names) if names else rank) <= n).sort("row ")
    return drawn.drop("rank ", "row ").with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in ("code", "note")
    )
