"""What a careful reader of the themes of a corpus should know."""

from __future__ import annotations

import warnings as python_warnings
import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._lexicon import Lexicon, NestedScope
from coopsec._warnings import ONE_SOURCE, ONE_STORY, Concentration, check_lang, warnings_for
from coopsec.errors import CoopsecWarning

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def warnings(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    *,
    nested_scope: NestedScope = "theme",
    lang: str = "en",
) -> pl.DataFrame:
    """Say which themes are in nearly every document, and whose hits come from one source or one story.

    Parameters
    ----------
    lexicon, every, nested_scope
        As in :meth:`themes`.
    lang
        Language of the messages: ``"en"`` or ``"fr"``.

    Returns
    -------
    polars.DataFrame
        What :func:`coopsec.warnings_for` returns for the table of :meth:`themes`.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/").filter(pl.col("lang") == "fr")
    >>> corpus.warnings({"droits": ["droits"]})["message"].to_list()
    []
    """
    check_lang(lang)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore", CoopsecWarning)  # the warnings of `themes` do not belong here
        return warnings_for(self.themes(lexicon, every, nested_scope=nested_scope), lang=lang)


class AskCorpus:
    """Finds the largest sources and stories behind a table, without keeping its corpus in memory.

    The weak reference is to the corpus behind a view: ``corpus.filter(…).themes(…)`` drops the view itself at once.
    """

    __slots__ = ("_every", "_lexicon", "_n_docs", "_nested_scope", "_root", "_rows", "_threads")

    def __init__(self, corpus: Corpus, lexicon: Lexicon, every: str | None, nested_scope: NestedScope) -> None:
        root = corpus if corpus._root is None else corpus._root
        self._root, self._rows, self._n_docs = weakref.ref(root), corpus._rows, len(root)
        self._threads = corpus._threads
        self._lexicon = lexicon
        self._every = every
        self._nested_scope = nested_scope

    def __call__(self) -> list[Concentration] | None:
        """Ask; None if the corpus is gone, or was appended to since the table was made."""
        root = self._root()
        if root is None or len(root) != self._n_docs:
            return None
        core, sources = root._core, root._facts().get_column("source")
        if self._rows is not None:
            core, sources = core.select(self._rows.to_list()), sources.gather(self._rows)
        names = sources.unique().sort(nulls_last=True).to_list()
        numbers = {name: number for number, name in enumerate(names)}
        frame = _coopsec.concentration(
            core,
            self._lexicon._core,
            ([numbers[name] for name in sources.to_list()], len(names)),
            every=self._every,
            unknown=numbers.get(None),
            nested_scope=self._nested_scope,
            threads=self._threads,
        )
        return _largest(frame, names)


def _largest(frame: pl.DataFrame, names: list[str | None]) -> list[Concentration]:
    # Skip the documents without a period; their row must not be taken for that of the whole corpus.
    rows = frame.filter(pl.col("whole") | pl.col("period").is_not_null())
    found: list[Concentration] = []
    for row in rows.iter_rows(named=True):
        theme, period, total = row["theme"], row["period"], row["count"]
        name = names[row["source"]] if row["source"] >= 0 else None
        # If a corpus has a single source, that source has every hit, which says nothing about a theme.
        if name is not None and len(names) > 1:
            found.append(Concentration(ONE_SOURCE, theme, period, name, 0, row["source_count"], total))
        found.append(
            Concentration(ONE_STORY, theme, period, row["story"], row["story_docs"], row["story_count"], total)
        )
    return found
