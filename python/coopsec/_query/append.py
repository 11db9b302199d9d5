"""Adding documents to a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from coopsec._progress import Callback
from coopsec._tables import Roles

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def append(
    self: Corpus,
    more: Any,
    *,
    text: str | Sequence[str] | None = None,
    date: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the column, as in a frame
    title: str | None = None,
    source: str | None = None,
    on_error: Literal["raise", "skip"] = "raise",
    progress: bool | Callback | None = None,
) -> Corpus:
    """Add documents to the corpus and, if it was opened from a saved index, to that index.

    The index gets a new segment, and what was there is not touched. Views made earlier keep the documents they had.
    Stories are found afresh when you next ask for them.

    Parameters
    ----------
    more
        Paths as in :func:`read_corpus`, or a frame as in :func:`from_frame`. Texts are read by the language and
        the rules (``lang``, ``elision``, ``hyphens``) of the corpus.
    text, date, id, title, source, on_error, progress
        As in :func:`read_corpus`.

    Returns
    -------
    Corpus
        The corpus itself.

    Raises
    ------
    SavedIndexError
        If the index was saved or appended to by others since it was opened.
    ValueError
        For a view, even one of all documents.

    Examples
    --------
    >>> import polars as pl, coopsec as cs
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["L'Espagne coopère."]}))
    >>> len(corpus.append(pl.DataFrame({"text": ["Le Maroc aussi."], "doc_id": ["b"]})))
    2
    """
    from coopsec._read import intake_of  # imports this module itself

    if self._root is not None:
        msg = "this corpus is a view of another, made by filter: append to the whole corpus"
        raise ValueError(msg)
    roles = Roles(text, date, id, title, None, source)
    return self._take(intake_of(more, roles, on_error, self._threads), progress)
