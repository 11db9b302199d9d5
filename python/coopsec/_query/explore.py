"""Themes over time in a notebook, with the passages behind every point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from coopsec._arguments import check_texts
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon

if TYPE_CHECKING:
    from coopsec._corpus import Corpus
    from coopsec.explore.widget import Explorer

HINT = "exploring needs anywidget: pip install anywidget"


def explore(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str = "year",
    *,
    themes: Sequence[str] | str | None = None,
    value: Literal["per_million", "doc_share", "count", "doc_freq"] = "per_million",
    lang: Literal["en", "fr"] = "en",
    nested_scope: NestedScope = "theme",
) -> Explorer:
    """Explore themes over time in a notebook: click a point, read the passages that it counts.

    The passages of a point are the hits in the documents of its period, ancestors included. There are always as many as
    the point counts. Nothing is loaded from the network.

    Parameters
    ----------
    lexicon, nested_scope
        As in :meth:`themes`.
    every
        Period shown at first: day, week, month, quarter, year or decade.
    themes
        Themes drawn at first, one or several. Default: the five most frequent ones without a parent.
    value
        What is drawn at first.
    lang
        Language of the widget.

    Returns
    -------
    coopsec.explore.widget.Explorer
        A widget. ``explorer.passages`` is the frame of the passages shown, ``explorer.code`` the call that reproduces
        it, ``explorer.table`` the table drawn, and ``explorer.read(theme, period)`` does what a click does.

    Raises
    ------
    ImportError
        If anywidget is missing: ``pip install anywidget``.

    Examples
    --------
    >>> import coopsec as cs
    >>> from datetime import date
    >>> import polars as pl
    >>> corpus = cs.read_corpus("corpus/")
    >>> explorer = corpus.explore({"terrorism": ["terroris*"]}, every="year")
    >>> passages = explorer.read("terrorism", date(2015, 1, 1))
    >>> point = explorer.table.filter(pl.col("period") == date(2015, 1, 1))
    >>> passages.height == point["count"].item()
    True
    """
    check_texts(lang=lang)
    try:
        from coopsec.explore.widget import Explorer  # an optional dependency
    except ModuleNotFoundError as error:
        if error.name not in {"anywidget", "traitlets"}:
            raise
        raise ImportError(HINT, name=error.name) from error
    from coopsec.explore.model import Tables

    tables = Tables(self, as_lexicon(lexicon), nested_scope=nested_scope)
    return Explorer(tables, every=every, value=value, themes=themes, lang=lang)
