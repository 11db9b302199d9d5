"""Saving a corpus as an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coopsec import _coopsec
from coopsec._arguments import check_truths
from coopsec._index import PathLike, files_of
from coopsec._progress import Callback, Progress
from coopsec._replacing import as_index_folder, sweep
from coopsec.errors import SavedIndexError

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def save(self: Corpus, path: PathLike, *, texts: bool = True, progress: bool | Callback | None = None) -> None:
    """Save the documents as an index that :func:`open_corpus` opens at once.

    Parameters
    ----------
    path
        A folder of its own: a new one, an empty one, or that of a saved index, which is replaced. A failure leaves the
        old index as it was. A new folder may not be named like a file of data, such as ``press.csv``.
    texts
        Whether the texts are kept. Without them the index is smaller, but :meth:`hits`, :meth:`kwic`, :meth:`text`,
        :meth:`body`, paragraphs and patterns of exact forms (``=MAP``) raise an error. A corpus from an index without
        texts can only be saved with ``texts=False``.
    progress
        As in :func:`read_corpus`.

    Raises
    ------
    SavedIndexError
        If the folder contains other files, or another process is writing to it, or texts are to be kept that the corpus
        does not have.
    ValueError
        If the name is that of a file of data.
    OSError
        With ``errno`` and ``filename``.

    Examples
    --------
    >>> import tempfile, coopsec as cs
    >>> folder = tempfile.mkdtemp()
    >>> cs.read_corpus("corpus/").save(folder)
    >>> len(cs.open_corpus(folder)) == len(cs.read_corpus("corpus/"))
    True
    """
    folder = as_index_folder(path)
    check_truths(texts=texts)
    if texts and not self._core.has_texts():
        # An error rather than silently leaving them out: whoever saves an index relies on the texts.
        source = self._core.folder() or "the index"
        raise SavedIndexError(
            f"{source}: it was saved without texts: there are none to keep; save(path, texts=False) saves the rest"
        )
    attached = files_of(self._own, self.skipped)
    sweep(folder)
    if self._root is not None:
        # Find the stories of the whole corpus now: on their own, a view's documents would get different story numbers.
        _coopsec.stories(self._core, threads=self._threads)
    with Progress(progress, len(self)) as shown:
        opened = _coopsec.save_index(
            self._core, folder, texts=texts, attached=attached, progress=shown.callback, threads=self._threads
        )
    if opened is not None:  # it was opened from this folder, whose files have been replaced
        self._core = opened
