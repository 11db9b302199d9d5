"""Building a saved index from documents that may be larger than memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopsec._batches import batches
from coopsec._corpus import Corpus
from coopsec._index import PathLike
from coopsec._intake import Intake, OnError, check_reading, language_of
from coopsec._progress import Callback, Progress
from coopsec._read import open_corpus
from coopsec._replacing import as_index_folder, replacing
from coopsec._tables import Roles
from coopsec._text import Hyphens

__all__ = ["build_index"]


def build_index(
    source: Any,
    path: PathLike,
    *,
    text: str | Sequence[str] | None = None,
    date: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the column, as in a frame
    title: str | None = None,
    source_column: str | None = None,
    lang: str = "fr",
    elision: bool = True,
    hyphens: Hyphens = "keep",
    on_error: OnError = "raise",
    progress: bool | Callback | None = None,
    threads: int | None = None,
) -> Corpus:
    """Read documents into a saved index, a batch at a time.

    The corpus is that of ``read_corpus(source).save(path)``, opened, but no more than a batch of about 128 MB of text
    is in memory at once. Each batch becomes a segment of the index. The index takes effect in one step, when it is
    complete: a failure, at any batch, leaves the folder as it was.

    Parameters
    ----------
    source
        Paths as in :func:`read_corpus`, a frame as in :func:`from_frame`, or an iterator of frames, which is asked for
        one frame at a time. Parquet files and lazy frames are read in slices, other tables whole.
    path
        A folder of its own, as in :meth:`Corpus.save`. An index in it is replaced, but stays until the new one is
        complete. Meanwhile nobody else can save or append to it.
    source_column
        Column with the source; `source` in :func:`read_corpus`.
    text, date, id, title, lang, elision, hyphens, on_error, progress, threads
        As in :func:`read_corpus`.

    Returns
    -------
    Corpus
        The index, opened.

    Raises
    ------
    SavedIndexError, ColumnError, DecodeError, OSError, ValueError

    Examples
    --------
    >>> import tempfile, coopsec as cs
    >>> corpus = cs.build_index("corpus/", tempfile.mkdtemp())
    >>> len(corpus) == len(cs.read_corpus("corpus/"))
    True
    """
    place = as_index_folder(path)
    default, column = language_of(lang)
    check_reading(elision, hyphens, progress)
    roles = Roles(text, date, id, title, column, source_column, "source_column")
    intakes = batches(source, lambda: Intake(roles, on_error, threads))
    first = next(intakes)  # list the source first: the index may be built inside it
    with Progress(progress, None) as shown, replacing(place) as folder:
        first.build(default, elision, hyphens, shown.behind(0) or False).save(folder, progress=False)
        index, done = open_corpus(folder, threads=threads), first.count
        for intake in intakes:
            told = shown.behind(done) or False
            done += intake.count
            index._take(intake, told)
        del index  # its files are about to be moved
    return open_corpus(place, threads=threads)
