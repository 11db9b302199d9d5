"""A corpus: the documents that were read, and the questions that can be asked of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, NoReturn

import polars as pl

from coopsec import _coopsec
from coopsec._frames import (
    DOCUMENT_COLUMNS,
    ORIGINS,
    PRECISIONS,
    Groups,
    check_columns,
    free_name,
    groups_of,
)
from coopsec._index import own_of, skipped_of
from coopsec._own_columns import stack, with_fields
from coopsec._predicates import Predicate, as_predicate, truth_of
from coopsec._progress import Callback
from coopsec._query.append import append
from coopsec._query.collocations import collocations
from coopsec._query.composition import composition
from coopsec._query.cooccurrence import cooccurrence
from coopsec._query.dispersion import dispersion
from coopsec._query.dtm import dtm, terms, to_scipy
from coopsec._query.dyad_hits import dyad_hits
from coopsec._query.dyads import dyads
from coopsec._query.explore import explore
from coopsec._query.frequency import frequency
from coopsec._query.hits import hits
from coopsec._query.interrupted import interrupted
from coopsec._query.keyness import keyness
from coopsec._query.keyness_over_time import keyness_over_time
from coopsec._query.kwic import kwic
from coopsec._query.methods import methods
from coopsec._query.sample import sample
from coopsec._query.save import save
from coopsec._query.themes import themes
from coopsec._query.warnings import warnings as warnings_of
from coopsec._summary import as_html, as_text, summarise
from coopsec._warn import warn

if TYPE_CHECKING:
    from coopsec._intake import Intake

__all__ = ["Corpus"]

# The one column that is computed only on demand.
STORY = "story"


class Corpus:
    """Documents that were read; made by :func:`read_corpus`, :func:`from_frame` and :func:`open_corpus`.

    Only :meth:`append` changes a corpus. :meth:`filter` gives a view of some of its documents, for which nothing is
    read again. Every frame is a :class:`polars.DataFrame` in long form, sorted, with counts as Int64 and rates as
    Float64.
    """

    __slots__ = (
        "__weakref__", "_core", "_documents", "_own_columns", "_positions", "_root", "_rows", "_skipped", "_threads",
    )  # fmt: skip

    # Methods, each in its own file of `_query`.
    append = append
    collocations = collocations
    cooccurrence = cooccurrence
    dispersion = dispersion
    composition = composition
    dtm = dtm
    dyad_hits = dyad_hits
    dyads = dyads
    explore = explore
    frequency = frequency
    hits = hits
    interrupted = interrupted
    keyness = keyness
    keyness_over_time = keyness_over_time
    kwic = kwic
    methods = methods
    sample = sample
    save = save
    themes = themes
    to_scipy = to_scipy
    terms = terms
    warnings = warnings_of

    def __init__(
        self, core: _coopsec.Corpus, own: pl.DataFrame | None, skipped: pl.DataFrame | None, threads: int | None
    ) -> None:
        self._core = core
        self._own_columns = own  # None: read from the index when asked for
        self._skipped = skipped
        self._threads = threads
        self._documents: pl.DataFrame | None = None
        self._positions: dict[str, int] | None = None
        self._root: Corpus | None = None  # for a view: the corpus behind it, and which of its rows
        self._rows: pl.Series | None = None

    @property
    def documents(self) -> pl.DataFrame:
        """One row per document, in input order.

        Columns: doc_id String; date Date (if the precision is day), date_start, date_end Date (inclusive),
        date_precision, date_origin Enum, date_raw String (the words it was read from), date_conflicts List(String);
        title, source, rubric, lang, origin, encoding String; n_chars, n_tokens, n_sentences, story Int64; warnings
        List(String); then your own columns and the fields of front matter.
        """
        facts = self._facts()
        if STORY not in facts.columns:
            story = _coopsec.stories(self._core, threads=self._threads).get_column(STORY)
            # Assemble the columns one by one: polars' threads do not exist in a forked child.
            columns = facts.get_columns()
            columns.insert(facts.get_column_index("warnings"), story)
            self._documents = facts = pl.DataFrame(columns)
        return facts

    def _facts(self) -> pl.DataFrame:
        """Return the documents; stories are only included if somebody asked for them, since finding them takes time."""
        if self._documents is None:
            self._documents = self._list_documents()
        return self._documents

    def _list_documents(self) -> pl.DataFrame:
        frame = _coopsec.documents(self._core, threads=self._threads).with_columns(
            pl.col("date_precision").cast(PRECISIONS), pl.col("date_origin").cast(ORIGINS)
        )
        taken = {*frame.columns, STORY}
        own = with_fields(self._own, _coopsec.fields(self._core), len(self))
        renamed: dict[str, str] = {}
        for name in own.columns:
            if name in taken:
                renamed[name] = free_name(f"{name}_", {*taken, *own.columns, *renamed.values()})
        if renamed:
            names = ", ".join(f"{name} as {new}" for name, new in renamed.items())
            warn(f"columns with names that coopsec uses itself were renamed: {names}")
        own = own.rename(renamed)
        return frame if not own.width else pl.concat([frame, own], how="horizontal")

    @property
    def skipped(self) -> pl.DataFrame:
        """What was found but not read: origin, reason (String). Everything found is in documents or skipped."""
        if self._skipped is None:
            self._skipped = skipped_of(self._core)
        return self._skipped

    @property
    def _own(self) -> pl.DataFrame:
        """The users' own columns, without the fields of front matter, except in a view."""
        if self._own_columns is None:
            self._own_columns = own_of(self._core)
        return self._own_columns

    def __len__(self) -> int:
        return len(self._core)

    def __copy__(self) -> Corpus:
        # `__reduce__` below refuses, and `copy` would ask it.
        twin = Corpus(self._core, self._own_columns, self._skipped, self._threads)
        twin._documents, twin._root, twin._rows = self._documents, self._root, self._rows
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Corpus:
        # The texts and tokens behind a corpus never change, so both copies may share them.
        return copy(self)

    def __reduce__(self) -> NoReturn:
        msg = "a corpus cannot be pickled: save it by corpus.save(folder), and open it by coopsec.open_corpus(folder)"
        raise TypeError(msg)

    def text(self, doc_id: str) -> str:
        """Return the text of a document as it was decoded; every offset counts code points of this text.

        Parameters
        ----------
        doc_id
            Name of the document, as in the column ``doc_id`` of :attr:`documents`.

        Raises
        ------
        KeyError
            Where the corpus has no such document.

        Examples
        --------
        >>> import coopsec as cs, polars as pl
        >>> corpus = cs.from_frame(pl.DataFrame({"id": ["a"], "text": ["Il pleut."]}), id="id")
        >>> corpus.text("a")
        'Il pleut.'
        """
        return self._core.text(self._position(doc_id))

    def body(self, doc_id: str) -> str:
        """Return the counted part of a document: title and body, without header, credit, date and source lines.

        Parameters
        ----------
        doc_id
            As in :meth:`text`.

        Raises
        ------
        KeyError
            Where the corpus has no such document.
        """
        return self._core.body(self._position(doc_id))

    def _position(self, doc_id: str) -> int:
        if not isinstance(doc_id, Hashable):
            raise TypeError(f"doc_id is {doc_id!r}: give the name of one document")
        if self._positions is None:
            ids = self._facts().get_column("doc_id").to_list()
            self._positions = {name: position for position, name in enumerate(ids)}
        try:
            return self._positions[doc_id]
        except KeyError:
            near = f"write {str(doc_id)!r}" if str(doc_id) in self._positions else "see corpus.documents['doc_id']"
            raise KeyError(f"no document {doc_id!r}: {near}") from None

    def filter(self, *predicates: Predicate, **values: Any) -> Corpus:
        """Keep the documents for which all predicates are true.

        Parameters
        ----------
        predicates
            Expressions on the columns of :attr:`documents`, or one boolean per document. As in polars, a null is not
            true. An expression with a single value, such as ``pl.lit(True)``, applies to all documents.
        values
            Values of columns: ``source="MAP"`` is ``pl.col("source") == "MAP"``.

        Raises
        ------
        ColumnError, TypeError, ValueError
            For an unknown column, for something that is not a truth value, or for a number of values other than that of
            the documents.

        Examples
        --------
        >>> import polars as pl, coopsec as cs
        >>> corpus = cs.read_corpus("corpus/")
        >>> spanish = corpus.filter(pl.col("lang") == "es")
        >>> set(spanish.documents["lang"])
        {'es'}
        >>> len(corpus.filter(lang="es")) == len(spanish)
        True
        """
        mask = pl.repeat(value=True, n=len(self), dtype=pl.Boolean, eager=True)
        for predicate in (*predicates, *(pl.col(name) == value for name, value in values.items())):
            mask &= self._truth(predicate).fill_null(value=False)
        return self._view(mask)

    def _truth(self, predicate: Predicate, argument: str = "the predicate") -> pl.Series:
        """Return one truth value per document."""
        given = as_predicate(predicate, argument)
        needs_story = isinstance(given, pl.Expr) and (
            STORY in given.meta.root_names() or given.meta.has_multiple_outputs()
        )
        return truth_of(given, self.documents if needs_story else self._facts(), argument)

    def _view(self, mask: pl.Series) -> Corpus:
        positions = mask.arg_true()
        documents = self._facts()[positions]
        own = documents.select(name for name in documents.columns if name not in DOCUMENT_COLUMNS)
        view = Corpus(self._core.select(positions.to_list()), own, self.skipped, self._threads)
        view._documents = documents
        view._root = self if self._root is None else self._root
        view._rows = positions if self._rows is None else self._rows.gather(positions)
        return view

    def _take(self, intake: Intake, progress: bool | Callback | None) -> Corpus:
        core = intake.append(self._core, progress)
        if core.folder() is not None:
            self._own_columns = self._skipped = None
        else:
            self._own_columns = stack([(self._own, len(self)), *intake.own])
            self._skipped = pl.concat([self.skipped, intake.skipped_frame()])
        self._core, self._documents, self._positions = core, None, None
        return self

    def _groups(self, by: Sequence[str], reserved: Sequence[str], argument: str = "by") -> Groups | None:
        return self._divided(by, reserved, argument) if by else None

    def _divided(self, by: Sequence[str], reserved: Sequence[str], argument: str) -> Groups:
        """Divide the documents by the values of columns, of which there is at least one."""
        facts = self._facts()
        # Finding stories takes long, so a name that is no column is told without them.
        check_columns(by, [*facts.columns, STORY], argument)
        return groups_of(self.documents if STORY in by else facts, by, reserved, argument)

    def summary(self) -> pl.DataFrame:
        """Show at a glance what was read.

        Returns
        -------
        polars.DataFrame
            measure, value String.
        """
        return summarise(self.documents, self.skipped, self._core.folder())

    def __repr__(self) -> str:
        return as_text(self.summary())

    def _repr_html_(self) -> str:
        return as_html(self.summary(), "coopsec.Corpus")
