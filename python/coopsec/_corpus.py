"""A corpus: documents that were read, and the questions that they answer."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._frames import (
    DOCUMENT_COLUMNS,
    FREQUENCY_COLUMNS,
    ORIGINS,
    PRECISIONS,
    THEME_COLUMNS,
    Groups,
    as_names,
    as_words,
    check_columns,
    check_numbers,
    free_name,
    groups_of,
    stack,
    with_fields,
    with_groups,
)
from coopsec._index import PathLike, files_of, own_of, skipped_of
from coopsec._lexicon import Lexicon, as_lexicon
from coopsec._progress import Callback, Progress
from coopsec._summary import as_html, as_text, summarise
from coopsec._tables import Roles
from coopsec.errors import CoopsecWarning

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from coopsec._intake import Intake

__all__ = ["Corpus"]

# The column that is found only when somebody looks at it.
STORY = "story"

NestedScope = Literal["theme", "lexicon"]


class Corpus:
    """Documents that were read; made by :func:`read_corpus`, :func:`from_frame` and :func:`open_corpus`.

    A corpus changes by :meth:`append` alone; :meth:`filter` gives a view on some of its documents, for which nothing is
    read again. Every frame is a :class:`polars.DataFrame` in long form, sorted, with counts as Int64 and rates as
    Float64.
    """

    __slots__ = ("_core", "_documents", "_own_columns", "_positions", "_skipped", "_threads")

    def __init__(
        self, core: _coopsec.Corpus, own: pl.DataFrame | None, skipped: pl.DataFrame | None, threads: int | None
    ) -> None:
        self._core = core
        self._own_columns = own  # None: read from the index when asked for
        self._skipped = skipped
        self._threads = threads
        self._documents: pl.DataFrame | None = None
        self._positions: dict[str, int] | None = None

    @property
    def documents(self) -> pl.DataFrame:
        """One row a document, in input order.

        Columns: doc_id String; date Date (where the precision is day), date_start, date_end Date (inclusive),
        date_precision, date_origin Enum, date_raw String (the words it was read from), date_conflicts List(String);
        title, source, rubric, lang, origin, encoding String; n_chars, n_tokens, n_sentences, story Int64; warnings
        List(String); then the user's own columns and fields of front matter.
        """
        facts = self._facts()
        if STORY not in facts.columns:
            story = _coopsec.stories(self._core, threads=self._threads).get_column(STORY)
            # Columns are put together one by one, without polars' threads, which a forked child has not.
            columns = facts.get_columns()
            columns.insert(facts.get_column_index("warnings"), story)
            self._documents = facts = pl.DataFrame(columns)
        return facts

    def _facts(self) -> pl.DataFrame:
        """Give the documents, without their stories where nobody has asked for these: finding them takes its time."""
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
            warnings.warn(f"columns with names of coopsec's own are kept: {names}", CoopsecWarning, stacklevel=4)
        own = own.rename(renamed)
        return frame if not own.width else pl.concat([frame, own], how="horizontal")

    @property
    def skipped(self) -> pl.DataFrame:
        """What was found and not read: origin, reason (String). Found = documents + skipped."""
        if self._skipped is None:
            self._skipped = skipped_of(self._core)
        return self._skipped

    @property
    def _own(self) -> pl.DataFrame:
        """The users' columns, fields of front matter aside; of a view with them, as it shows them."""
        if self._own_columns is None:
            self._own_columns = own_of(self._core)
        return self._own_columns

    def __len__(self) -> int:
        return len(self._core)

    def text(self, doc_id: str) -> str:
        """Text of a document as it was decoded; every offset counts in its code points.

        Raises
        ------
        KeyError
            Where the corpus has no such document.
        """
        return self._core.text(self._position(doc_id))

    def body(self, doc_id: str) -> str:
        """Counted part of a document: its title and body, without header, credit, date and source lines."""
        return self._core.body(self._position(doc_id))

    def _position(self, doc_id: str) -> int:
        if self._positions is None:
            ids = self._facts().get_column("doc_id").to_list()
            self._positions = {name: position for position, name in enumerate(ids)}
        try:
            return self._positions[doc_id]
        except KeyError:
            raise KeyError(f"no document {doc_id!r}: see corpus.documents['doc_id']") from None

    def filter(self, *predicates: pl.Expr | pl.Series | Sequence[bool]) -> Corpus:
        """Keep the documents for which all predicates are true.

        Parameters
        ----------
        predicates
            Expressions on the columns of :attr:`documents`, or one boolean a document. As in polars, a null is not
            true.

        Examples
        --------
        >>> import polars as pl, coopsec as cs
        >>> corpus = cs.read_corpus("corpus/")
        >>> spanish = corpus.filter(pl.col("lang") == "es")
        >>> set(spanish.documents["lang"])
        {'es'}
        """
        return self._view(self._truth(predicates).fill_null(value=False))

    def _truth(self, predicates: Iterable[pl.Expr | pl.Series | Sequence[bool]]) -> pl.Series:
        """One truth value a document."""
        columns: list[pl.Expr | pl.Series] = []
        facts = self._facts()
        for predicate in predicates:
            if isinstance(predicate, str):
                raise TypeError(
                    f"the predicate is the string {predicate!r}: write an expression, such as pl.col(…) == …"
                )
            given = predicate if isinstance(predicate, pl.Expr | pl.Series) else pl.Series(predicate, dtype=pl.Boolean)
            if isinstance(given, pl.Expr):
                names = given.meta.root_names()
                if STORY in names or given.meta.has_multiple_outputs():
                    facts = self.documents
                check_columns(names, facts.columns, "documents")
            elif len(given) != len(self):
                raise ValueError(f"the predicate has {len(given)} values for {len(self)} documents")
            columns.append(given)
        truth = facts.select(pl.all_horizontal(pl.lit(value=True), *columns).alias("truth"))
        series = truth.get_column("truth")
        return series if len(series) == len(self) else series.new_from_index(0, len(self))

    def _view(self, mask: pl.Series) -> Corpus:
        positions = mask.arg_true()
        documents = self._facts()[positions]
        own = documents.select(name for name in documents.columns if name not in DOCUMENT_COLUMNS)
        view = Corpus(self._core.select(positions.to_list()), own, self.skipped, self._threads)
        view._documents = documents
        return view

    def save(self, path: PathLike, *, texts: bool = True, progress: bool | Callback | None = None) -> None:
        """Save the documents as an index that :func:`open_corpus` opens at once.

        Parameters
        ----------
        path
            A folder of its own: a new one, an empty one, or that of a saved index, which is replaced. A failure leaves
            the old index as it was.
        texts
            Whether the texts are kept. Without them the index is smaller; :meth:`hits`, :meth:`kwic`, :meth:`text`,
            :meth:`body` and patterns of exact forms (``=MAP``) then raise.
        progress
            As in :func:`read_corpus`.

        Raises
        ------
        SavedIndexError
            Where the folder holds files of somebody else's, or another process writes to it.
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
        attached = files_of(self._own, self.skipped)
        with Progress(progress, len(self)) as shown:
            opened = _coopsec.save_index(
                self._core, path, texts=texts, attached=attached, progress=shown.callback, threads=self._threads
            )
        if opened is not None:  # it was opened from this folder, whose files are new now
            self._core = opened

    def append(
        self,
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
        """Add documents to the corpus; where it was opened from a saved index, to that as well.

        The index gets a new segment, and what was there is not touched. Views made before keep the documents that they
        have. Stories are found anew when asked for.

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
            Where the index was saved or appended to by others since it was opened.
        ValueError
            For a view on some documents of a corpus.

        Examples
        --------
        >>> import polars as pl, coopsec as cs
        >>> corpus = cs.from_frame(pl.DataFrame({"text": ["L'Espagne coopère."]}))
        >>> len(corpus.append(pl.DataFrame({"text": ["Le Maroc aussi."], "doc_id": ["b"]})))
        2
        """
        from coopsec._read import intake_of  # which makes corpora

        roles = Roles(text, date, id, title, None, source)
        return self._take(intake_of(more, roles, on_error, self._threads), progress)

    def _take(self, intake: Intake, progress: bool | Callback | None) -> Corpus:
        core = intake.append(self._core, progress)
        if core.folder() is not None:
            self._own_columns = self._skipped = None
        else:
            self._own_columns = stack([(self._own, len(self)), *intake.own])
            self._skipped = pl.concat([self.skipped, intake.skipped_frame()])
        self._core, self._documents, self._positions = core, None, None
        return self

    def frequency(
        self,
        every: str | None = None,
        by: str | Sequence[str] | None = None,
        *,
        ngram: int = 1,
        min_count: int = 1,
        top: int | None = None,
        stopwords: Iterable[str] | None = None,
    ) -> pl.DataFrame:
        """Count terms, over time or by the values of document columns.

        Parameters
        ----------
        every
            Period: day, week, month, quarter, year or decade (or 1d, 1w, 1mo, 1q, 1y, 10y).
        by
            Document columns to divide by.
        ngram
            Tokens a term; n-grams do not cross a mark or a sentence.
        min_count
            Terms that occur less often in the whole table are not listed.
        top
            Only so many most frequent terms of the whole table, then in every cell, zeros included.
        stopwords
            Words that are not listed; they stay in ``n_tokens``.

        Returns
        -------
        polars.DataFrame
            [period Date,] [by…,] term String, count, doc_freq Int64, per_million Float64, n_docs, n_tokens Int64
            [, partial Boolean]. Sorted by period (null last), group, count descending, term. Documents without a
            period are in the rows with ``period`` null; an empty period has one row with ``term`` null.

        Raises
        ------
        PeriodError, ColumnError
        """
        check_numbers(top=top, min_count=min_count, ngram=ngram)
        names = as_names(by)
        groups = self._groups(names, FREQUENCY_COLUMNS)
        frame = _coopsec.frequency(
            self._core,
            every=every,
            groups=groups.for_core() if groups else None,
            ngram=ngram,
            min_count=min_count,
            top=top,
            stopwords=[] if stopwords is None else as_words(stopwords),
            threads=self._threads,
        )
        return with_groups(frame, groups, periods=every is not None)

    def themes(
        self,
        lexicon: Lexicon | Mapping[str, Any],
        every: str | None = None,
        by: str | Sequence[str] | None = None,
        *,
        confidence: float = 0.95,
        nested_scope: NestedScope = "theme",
    ) -> pl.DataFrame:
        """Count themes, over time or by the values of document columns.

        Parameters
        ----------
        lexicon
            A :class:`Lexicon`, or a dictionary for :meth:`Lexicon.from_dict`.
        every
            Period: day, week, month, quarter, year or decade.
        by
            Document columns to divide by.
        confidence
            Nominal coverage of the intervals.
        nested_scope
            ``"theme"`` lets a span count in several themes; ``"lexicon"`` refuses a match whose tokens are all
            covered by longer matches of any theme.

        Returns
        -------
        polars.DataFrame
            [period Date,] [by…,] theme String, count, doc_freq Int64, per_million, per_million_low, per_million_high,
            doc_share, doc_share_low, doc_share_high Float64, n_docs, n_tokens Int64 [, partial Boolean]. Every
            period × group × theme has a row; rates of empty periods are null. The interval of ``per_million`` is
            clustered by document, that of ``doc_share`` is Wilson's.

        Warns
        -----
        CoopsecWarning
            Where documents leave a theme's denominators because it has no pattern in their language.

        Examples
        --------
        >>> import coopsec as cs
        >>> corpus = cs.read_corpus("corpus/").filter(pl.col("lang") == "fr")
        >>> table = corpus.themes({"terrorism": ["terroris*"]}, every="year")
        >>> table["theme"].unique().to_list()
        ['terrorism']
        """
        names = as_names(by)
        groups = self._groups(names, THEME_COLUMNS)
        frame, uncovered = _coopsec.themes(
            self._core,
            as_lexicon(lexicon)._core,
            every=every,
            groups=groups.for_core() if groups else None,
            confidence=confidence,
            nested_scope=nested_scope,
            threads=self._threads,
        )
        if uncovered:
            listed = ", ".join(f"{theme} ({count})" for theme, count in uncovered)
            warnings.warn(
                "documents whose language has no pattern for a theme left its denominators: " + listed,
                CoopsecWarning,
                stacklevel=2,
            )
        return with_groups(frame, groups, periods=every is not None)

    def _groups(self, by: Sequence[str], reserved: Sequence[str]) -> Groups | None:
        if not by:
            return None
        facts = self._facts()
        return groups_of(facts if set(by) <= set(facts.columns) else self.documents, by, reserved)

    def hits(
        self,
        lexicon: Lexicon | Mapping[str, Any],
        *,
        rollup: bool = False,
        nested_scope: NestedScope = "theme",
    ) -> pl.DataFrame:
        """List every match behind the counts of :meth:`themes`.

        Parameters
        ----------
        lexicon, nested_scope
            As in :meth:`themes`.
        rollup
            Whether a match is also listed under the ancestors that count it; then a theme's rows are its count.

        Returns
        -------
        polars.DataFrame
            doc_id String, date_start Date, theme, pattern, match String, start, end Int64 (code points of
            :meth:`text`), sentence String, sentence_start Int64; in document order, then by place.
        """
        return _coopsec.hits(
            self._core,
            as_lexicon(lexicon)._core,
            rollup=rollup,
            nested_scope=nested_scope,
            threads=self._threads,
        )

    def kwic(
        self, pattern: str, window: int = 8, *, within: Literal["sentence", "document"] = "sentence"
    ) -> pl.DataFrame:
        """Show each match of a pattern between its neighbours.

        Parameters
        ----------
        pattern
            A pattern as in a lexicon, such as ``"échange ~4 renseignement*"``.
        window
            Tokens on either side, marks included.
        within
            Whether the window ends at the sentence or at the document.

        Returns
        -------
        polars.DataFrame
            doc_id String, date_start Date, left, keyword, right String, start, end Int64 (code points of
            :meth:`text`).

        Raises
        ------
        PatternError
            Naming the column of the pattern.
        ValueError
            For a negative window.
        """
        if window < 0:
            raise ValueError(f"window is {window}: give a number of tokens from 0")
        if within not in {"sentence", "document"}:
            raise ValueError(f'within is {within!r}: use "sentence" or "document"')
        return _coopsec.kwic(
            self._core, pattern, window=window, across_sentences=within == "document", threads=self._threads
        )

    def keyness(
        self,
        target: pl.Expr | pl.Series | Sequence[bool],
        reference: pl.Expr | pl.Series | Sequence[bool] | None = None,
        *,
        min_count: int = 3,
        min_doc_freq: int = 2,
        confidence: float = 0.95,
    ) -> pl.DataFrame:
        """Find the terms that a target uses more, or less, than a reference.

        Parameters
        ----------
        target, reference
            Predicates as in :meth:`filter`. Without a reference it is the documents for which the target is false;
            those for which it is null (undated ones, where it asks for a date) are on neither side.
        min_count, min_doc_freq
            Occurrences and documents, of both sides together, that a term needs.
        confidence
            Nominal coverage of the limits of ``log_ratio``.

        Returns
        -------
        polars.DataFrame
            term String, count_target, count_reference Int64, per_million_target, per_million_reference Float64,
            doc_freq_target, doc_freq_reference Int64, log_ratio, log_ratio_low, log_ratio_high (binary logarithm), g2
            (log-likelihood of four cells, positive for the target), p, p_adjusted (Holm) Float64. Sorted by the limit
            of the log ratio nearer 0 (0 where the interval holds it), then by g2, both descending, then by term.

        Raises
        ------
        ValueError
            Where one side holds no document.

        Warns
        -----
        CoopsecWarning
            Where documents are on neither side because the target is null for them.
        """
        truth = self._truth([target])
        other = ~truth if reference is None else self._truth([reference])
        if reference is None and truth.null_count():
            warnings.warn(
                f"{truth.null_count()} documents for which the target is null are on neither side",
                CoopsecWarning,
                stacklevel=2,
            )
        sides = [self._core.select(mask.fill_null(value=False).arg_true().to_list()) for mask in (truth, other)]
        for side, name in zip(sides, ("target", "reference"), strict=True):
            if len(self) and not len(side):
                raise ValueError(f"the {name} holds none of the {len(self)} documents: there is nothing to compare")
        return _coopsec.keyness(
            *sides,
            min_count=min_count,
            min_doc_freq=min_doc_freq,
            confidence=confidence,
            threads=self._threads,
        )

    def dtm(self) -> pl.DataFrame:
        """Give the document-term matrix in long form.

        Returns
        -------
        polars.DataFrame
            doc_id, term String, count Int64; documents in input order, terms in code point order, no zeros.
        """
        return _coopsec.dtm(self._core, threads=self._threads)

    def to_scipy(self) -> tuple[csr_matrix, list[str]]:
        """Give the document-term matrix as a sparse matrix.

        Returns
        -------
        matrix : scipy.sparse.csr_matrix
            Documents (rows, in the order of :attr:`documents`) × terms, int64.
        terms : list of str
            Names of the columns, in code point order.

        Raises
        ------
        ImportError
            Without scipy: ``pip install "coopsec[scipy]"``.
        """
        try:
            from scipy.sparse import csr_matrix  # an optional dependency
        except ImportError as error:
            raise ImportError('to_scipy needs scipy: pip install "coopsec[scipy]"') from error
        cells, starts, terms = _coopsec.dtm_sparse(self._core, threads=self._threads)
        columns = [frame[name].to_numpy() for frame, name in ((cells, "count"), (cells, "term"), (starts, "start"))]
        return csr_matrix(tuple(columns), shape=(len(self), len(terms))), terms

    def summary(self) -> pl.DataFrame:
        """Say at a glance what was read.

        Returns
        -------
        polars.DataFrame
            measure, value String.
        """
        return summarise(self.documents, self.skipped, self._core.folder())

    def __repr__(self) -> str:
        return as_text(self.summary())

    def _repr_html_(self) -> str:
        return as_html(self.summary())
