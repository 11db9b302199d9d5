"""The document-term matrix, long and sparse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from coopsec import _coopsec

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from coopsec._corpus import Corpus


def dtm(self: Corpus) -> pl.DataFrame:
    """Return the document-term matrix in long form.

    Returns
    -------
    polars.DataFrame
        doc_id, term String, count Int64; documents in input order, terms in code point order, no zeros.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"id": ["a", "b"], "text": ["La mer et la mer.", "La loi."]}), id="id")
    >>> corpus.dtm().rows()
    [('a', 'et', 1), ('a', 'la', 2), ('a', 'mer', 2), ('b', 'la', 1), ('b', 'loi', 1)]
    """
    return _coopsec.dtm(self._core, threads=self._threads)


def to_scipy(self: Corpus) -> csr_matrix:
    """Return the document-term matrix as a sparse matrix.

    Returns
    -------
    scipy.sparse.csr_matrix
        Documents (rows, in the order of :attr:`documents`) × terms (columns, those of :meth:`terms`), int64.

    Raises
    ------
    ImportError
        If scipy is missing: ``pip install scipy``.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["Le port de Tanger.", "Le port, le port."]}))
    >>> corpus.to_scipy().toarray().tolist()
    [[1, 1, 1, 1], [0, 2, 2, 0]]
    """
    try:
        from scipy.sparse import csr_matrix  # an optional dependency
    except ImportError as error:
        raise ImportError("to_scipy needs scipy: pip install scipy") from error
    cells, starts, terms = _coopsec.dtm_sparse(self._core, threads=self._threads)
    columns = [frame[name].to_numpy() for frame, name in ((cells, "count"), (cells, "term"), (starts, "start"))]
    return csr_matrix(tuple(columns), shape=(len(self), terms))


def terms(self: Corpus) -> list[str]:
    """Return the terms of the corpus in code point order: the columns of :meth:`to_scipy`.

    Returns
    -------
    list of str
        Norms of the words and numbers in its documents.

    Examples
    --------
    >>> import coopsec as cs
    >>> cs.from_frame(pl.DataFrame({"text": ["Le port de Tanger.", "Le port, le port."]})).terms()
    ['de', 'le', 'port', 'tanger']
    """
    return _coopsec.terms(self._core, threads=self._threads)
