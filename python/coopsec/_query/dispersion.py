"""How evenly themes or terms lie over the documents or other parts of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_encodes, check_texts, check_words
from coopsec._frames import as_strings, check_numbers, warn_uncovered
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def dispersion(
    self: Corpus,
    terms_or_lexicon: Lexicon | Mapping[str, Any] | Iterable[str] | None = None,
    *,
    parts: str = "document",
    min_count: int = 1,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Measure how evenly themes or terms are spread over documents, or over the values of a document column.

    Parameters
    ----------
    terms_or_lexicon
        A :class:`Lexicon` or dictionary (themes), a pattern or a list of patterns such as ``["drogue*", "sécurité"]``
        (each by itself), or None for every term of the corpus.
    parts
        ``"document"``, or the document column whose values are the parts, such as ``"source"`` (null is one of them).
        Parts are weighted by their counted tokens; one without any is not a part.
    min_count
        Without patterns: terms that occur less often are not listed.
    nested_scope
        As in :meth:`themes`.

    Returns
    -------
    polars.DataFrame
        theme or term String, count, range Int64 (parts with at least one occurrence), dp, dp_norm, juilland_d,
        largest_doc_share, largest_source_share Float64, n_parts Int64. Themes are sorted by name; terms by count
        descending, then by name.

        Let part i have a share sᵢ of the tokens, a share vᵢ of the occurrences, and the rate pᵢ:

        - dp: ½ Σ|vᵢ − sᵢ|; 0 even, near 1 all in one small part (Gries 2008)
        - dp_norm: dp / (1 − min sᵢ) (Lijffijt and Gries 2012)
        - juilland_d: 1 − σ(p)/μ(p)/√(n − 1), σ of a population; 1 even, 0 all in one part (Juilland et al. 1970, with
          rates because parts are of unequal size)
        - largest_doc_share, largest_source_share: occurrences in the one document, or the documents of the one source,
          that has the most, as a share of all. Documents that state no source belong to none.

        All measures are null without an occurrence. dp_norm and juilland_d are null with a single part, and
        largest_source_share if no occurrence has a stated source.

    Raises
    ------
    ColumnError, PatternError
    ValueError
        For a pattern given twice, or a negative number.

    Warns
    -----
    CoopsecWarning
        If documents are in no part of a theme because it has no pattern in their language.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue et la drogue.", "Il pleut sur le port."]}))
    >>> corpus.dispersion(["drogue"]).select("term", "count", "range", "largest_doc_share").rows()
    [('drogue', 2, 1, 1.0)]
    """
    check_numbers(min_count=min_count)
    check_texts(parts=parts)
    groups = None if parts == "document" else self._divided([parts], (), "parts")
    check_words(NestedScope, nested_scope=nested_scope)  # even if there are no themes for it to affect
    lexicon, patterns = _asked(terms_or_lexicon)
    frame, uncovered = _coopsec.dispersion(
        self._core,
        lexicon=None if lexicon is None else lexicon._core,
        patterns=patterns,
        min_count=min_count,
        groups=groups.for_core() if groups else None,
        nested_scope=nested_scope,
        threads=self._threads,
    )
    warn_uncovered(uncovered)
    return frame


def _asked(given: Lexicon | Mapping[str, Any] | Iterable[str] | None) -> tuple[Lexicon | None, list[str] | None]:
    """Tell themes, patterns and None apart."""
    if given is None:
        return None, None
    if isinstance(given, Lexicon | Mapping):
        return as_lexicon(given, "terms_or_lexicon"), None
    if isinstance(given, str):
        check_encodes(given, "terms_or_lexicon")
        return None, [given]
    such = 'of patterns, such as ["drogue*", "sécurité"], or a lexicon'
    return None, as_strings(given, "terms_or_lexicon", such)
