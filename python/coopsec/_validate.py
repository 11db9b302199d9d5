"""Hits of a lexicon against spans marked by hand."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from coopsec._arguments import check_reals
from coopsec._coded import name_of, table_of
from coopsec._corpus import Corpus
from coopsec._frames import SPAN, as_list, check_corpus
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._shares import share_of, with_wilson
from coopsec.errors import ColumnError

__all__ = ["Validation", "validate"]

ERRORS = pl.Enum(["missed", "false"])
COUNTS = ("true_positive", "false_positive", "false_negative")

Span = tuple[int, int]
Spans = dict[tuple[str, str], list[Span]]


class Validation(NamedTuple):
    """What :func:`validate` returns: two frames, and the sum over the themes.

    Attributes
    ----------
    scores : polars.DataFrame
        One row per theme, by name: theme String, true_positive, false_positive, false_negative Int64, precision,
        recall, f1, precision_low, precision_high, recall_low, recall_high Float64. Shares of nothing are null.
    errors : polars.DataFrame
        The misses and false hits, in the order of the documents: doc_id, theme String, error Enum(missed, false),
        start, end Int64, match String, pattern String (null where missed).
    """

    scores: pl.DataFrame
    errors: pl.DataFrame

    def overall(self, confidence: float = 0.95) -> pl.DataFrame:
        """Return one row with the columns of ``scores`` except theme: the counts of all themes together.

        Parameters
        ----------
        confidence
            Level of the limits.

        Examples
        --------
        >>> import coopsec as cs, polars as pl
        >>> corpus = cs.from_frame(pl.DataFrame({"id": ["a"], "text": ["La drogue et le port."]}), id="id")
        >>> gold = pl.DataFrame({"doc_id": ["a"], "theme": ["drugs"], "start": [3], "end": [9]})
        >>> cs.validate(corpus, gold, {"drugs": ["drogue*"]}).overall().select("precision", "recall").row(0)
        (1.0, 1.0)
        """
        return _with_shares(self.scores.select(pl.sum(*COUNTS)), confidence)


def validate(
    corpus: Corpus,
    gold: Any,
    lexicon: Lexicon | Mapping[str, Any],
    *,
    doc_ids: Collection[str] | None = None,
    nested_scope: NestedScope = "theme",
    confidence: float = 0.95,
) -> Validation:
    """Compare the hits of a lexicon with spans marked by hand.

    A hit is right if it overlaps a span of the same theme, in the same document, that no other hit has taken. Hits and
    spans are paired from left to right, each once. How far a span reaches is a matter of taste; counts only depend on
    whether the theme is there, and how often. Hits and spans count for their most specific theme.

    Parameters
    ----------
    corpus
        The corpus with the documents that were marked.
    gold
        A frame or the path of a CSV or Parquet file with doc_id, theme, start and end (code points of
        :meth:`Corpus.text`), one row per span. With a column ``text``, the words are compared with the document.
    lexicon
        A :class:`Lexicon`, or a dictionary for :meth:`Lexicon.from_dict`; it must have every theme of `gold`.
    doc_ids
        The documents that were marked, if some have no span; by default those in `gold`. Hits in others are not judged.
    nested_scope
        As in :meth:`Corpus.themes`.
    confidence
        Nominal coverage of the intervals of precision and recall (Wilson 1927).

    Returns
    -------
    Validation
        A pair of frames: ``scores`` and ``errors``.

    Raises
    ------
    ColumnError, ValueError
        The message names the row of `gold` whose document, theme or place does not exist.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"id": ["a"], "text": ["La drogue, la coke et le trafic."]}), id="id")
    >>> gold = pl.DataFrame({"doc_id": ["a", "a"], "theme": ["drugs", "drugs"], "start": [3, 14], "end": [9, 18]})
    >>> scores, errors = cs.validate(corpus, gold, {"drugs": ["drogue*", "trafic*"]})
    >>> scores.select("theme", "true_positive", "false_positive", "false_negative", "f1").row(0)
    ('drugs', 1, 1, 1, 0.5)
    >>> errors.select("error", "match").rows()
    [('missed', 'coke'), ('false', 'trafic')]
    """
    check_corpus(corpus)
    check_reals(confidence=confidence)
    asked = as_lexicon(lexicon)
    marked = table_of(gold, SPAN, "gold")
    spans = _spans(corpus, marked, asked, name_of(gold, "gold"))
    judged = set(marked.get_column("doc_id")) if doc_ids is None else _named(doc_ids)
    for doc_id in sorted(judged):
        _text(corpus, doc_id, "doc_ids")
    left_out = marked.filter(~pl.col("doc_id").is_in(list(judged)))
    if left_out.height:
        raise ValueError(
            f"doc_ids leaves out {left_out['doc_id'][0]!r}, but gold has a span in it: add it, or filter gold"
        )
    hits = corpus.hits(asked, nested_scope=nested_scope).filter(pl.col("doc_id").is_in(list(judged)))
    found: Spans = defaultdict(list)
    for doc_id, theme, start, end in hits.select(SPAN).iter_rows():
        found[doc_id, theme].append((start, end))
    counts = dict.fromkeys(asked.themes, (0, 0, 0))
    wrong: list[tuple[str, str, str, int, int]] = []
    for doc_id, theme in sorted({*spans, *found}):
        right, missed, false = pair(spans.get((doc_id, theme), []), found.get((doc_id, theme), []))
        before = counts[theme]
        counts[theme] = (before[0] + right, before[1] + len(false), before[2] + len(missed))
        wrong += [(doc_id, theme, "missed", *span) for span in missed]
        wrong += [(doc_id, theme, "false", *span) for span in false]
    rows = [(theme, *numbers) for theme, numbers in sorted(counts.items())]
    schema: dict[str, type[pl.DataType]] = {"theme": pl.String, **dict.fromkeys(COUNTS, pl.Int64)}
    scores = _with_shares(pl.DataFrame(rows, schema=schema, orient="row"), confidence)
    return Validation(scores, _errors(corpus, wrong, hits))


def pair(gold: Iterable[Span], hits: Iterable[Span]) -> tuple[int, list[Span], list[Span]]:
    """Pair overlapping spans and hits from left to right, each at most once.

    Returns
    -------
    tuple
        Number of pairs, the spans without a hit, the hits without a span.
    """
    waiting, left = sorted(gold), sorted(hits)
    missed: list[Span] = []
    false: list[Span] = []
    right = at = by = 0
    while at < len(waiting) and by < len(left):
        if left[by][1] <= waiting[at][0]:
            false.append(left[by])
            by += 1
        elif waiting[at][1] <= left[by][0]:
            missed.append(waiting[at])
            at += 1
        else:
            right, at, by = right + 1, at + 1, by + 1
    return right, missed + waiting[at:], false + left[by:]


def _spans(corpus: Corpus, marked: pl.DataFrame, lexicon: Lexicon, where: str) -> Spans:
    themes = lexicon.themes
    spans: Spans = defaultdict(list)
    words = marked.get_column("text").to_list() if "text" in marked.columns else [None] * marked.height
    for row, ((doc_id, theme, start, end), word) in enumerate(zip(marked.select(SPAN).rows(), words, strict=True)):
        if theme not in themes:
            near = difflib.get_close_matches(theme, themes, n=3) or themes
            raise ColumnError(f"{where}, row {row}: the lexicon has no theme {theme!r}; there are {', '.join(near)}")
        text = _text(corpus, doc_id, f"{where}, row {row}")
        if not 0 <= start < end <= len(text):
            raise ValueError(
                f"{where}, row {row}: {start} to {end} is not a span of {doc_id}, which has {len(text)} characters"
            )
        if word is not None and text[start:end] != word:
            raise ValueError(f"{where}, row {row}: {doc_id} has {text[start:end]!r} at {start}, not {word!r}")
        spans[doc_id, theme].append((start, end))
    return spans


def _named(doc_ids: Collection[str]) -> set[str]:
    """Names of documents, which are text also where the table that was read had numbers."""
    return {str(name) for name in as_list(doc_ids, "doc_ids", "of documents")}


def _text(corpus: Corpus, doc_id: str, where: str) -> str:
    try:
        return corpus.text(doc_id)
    except KeyError:
        raise ValueError(f"{where}: the corpus has no document {doc_id!r}") from None


def _with_shares(counts: pl.DataFrame, confidence: float) -> pl.DataFrame:
    check_reals(confidence=confidence)
    right, false, missed = (pl.col(name) for name in COUNTS)
    frame = counts.with_columns(
        precision=share_of(right, right + false),
        recall=share_of(right, right + missed),
        f1=share_of(2 * right, 2 * right + false + missed),
    )
    frame = with_wilson(frame, "precision", right, right + false, confidence)
    return with_wilson(frame, "recall", right, right + missed, confidence)


def _errors(corpus: Corpus, wrong: list[tuple[str, str, str, int, int]], hits: pl.DataFrame) -> pl.DataFrame:
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "doc_id": pl.String, "theme": pl.String, "error": ERRORS, "start": pl.Int64, "end": pl.Int64,
    }  # fmt: skip
    rows = pl.DataFrame(wrong, schema=schema, orient="row")
    words = [corpus.text(row[0])[row[3] : row[4]] for row in wrong]
    patterns = hits.select(*SPAN, pl.lit("false").cast(ERRORS).alias("error"), "pattern")
    place = pl.Series("place", [corpus._position(row[0]) for row in wrong], dtype=pl.Int64)
    return (
        rows.with_columns(pl.Series("match", words, dtype=pl.String), place)
        .join(patterns, on=[*SPAN, "error"], how="left", maintain_order="left")
        .sort("place", "start", "end", "theme")
        .drop("place")
    )
