"""What the patterns of a lexicon can match, before anything is counted."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import polars as pl

from coopsec import _coopsec
from coopsec._frames import check_corpus

if TYPE_CHECKING:
    from coopsec._corpus import Corpus
    from coopsec._lexicon import Lexicon

__all__ = ["report"]

NEVER, NOT_HERE = "never in this language", "not in this corpus"
REASONS = pl.Enum([NEVER, NOT_HERE])
LANGUAGES = ("fr", "es", "en", "ar")


def report(self: Lexicon, corpus: Corpus | None = None) -> pl.DataFrame:
    """Say for every pattern how many words it stands for, whether it can match, and what shadows it.

    Parameters
    ----------
    corpus
        Where the words are looked up, in the documents of each language. Without a corpus, the report only says what a
        language never has, for each language that patterns are written for (French if none is named).

    Returns
    -------
    polars.DataFrame
        One row per pattern and language, by language (fr, es, en, ar, und) and in the order of the lexicon, exclusions
        last: theme String (null for an exclusion of all themes), lang, pattern String, excludes Boolean, n_types Int64
        (words of the corpus that its tokens stand for; null without a corpus), can_match Boolean, reason Enum, missing
        List(String), shadowed_by String.

        If ``can_match`` is false, ``reason`` is ``never in this language`` (a token of the pattern occurs in no text,
        since the language is split differently: ``/l'espagne/`` in French) or ``not in this corpus``, and ``missing``
        has the tokens at fault. Without a corpus, ``can_match`` says whether some text could match. ``shadowed_by`` is
        a pattern of the same theme that finds all that this one finds.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> lexicon = cs.Lexicon.from_dict({"espagne": ["espagn*", "espagne", "/l'espagne/", "ibérique"]})
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["L'Espagne et les Espagnols."]}))
    >>> lexicon.report(corpus).select("pattern", "n_types", "reason", "shadowed_by").rows()
    [('espagn*', 2, None, None), ('espagne', 1, None, 'espagn*'), ("/l'espagne/", 0, 'never in this language', None),
     ('ibérique', 0, 'not in this corpus', None)]
    """
    if corpus is None:
        return public_report(_coopsec.pattern_report(self._core, languages=_languages(self)), with_corpus=False)
    check_corpus(corpus)
    return public_report(numbered_report(self, corpus), with_corpus=True)


def numbered_report(lexicon: Lexicon, corpus: Corpus) -> pl.DataFrame:
    """Return the report of the core, with the numbers of the patterns."""
    return _coopsec.pattern_report(lexicon._core, corpus._core, threads=corpus._threads)


def public_report(frame: pl.DataFrame, *, with_corpus: bool) -> pl.DataFrame:
    """Return the columns that users see."""
    reach = pl.col("reach")
    count = pl.col("n_types") if with_corpus else pl.lit(None, dtype=pl.Int64)
    absent = pl.lit(NOT_HERE) if with_corpus else pl.lit(None, dtype=pl.String)
    reason = pl.when(reach == "never").then(pl.lit(NEVER)).when(reach == "not here").then(absent)
    fault = reason.is_not_null()
    return frame.select(
        "theme",
        "lang",
        "pattern",
        "excludes",
        count.alias("n_types"),
        (~fault).alias("can_match"),
        reason.cast(REASONS).alias("reason"),
        pl.when(fault).then(pl.col("missing")).otherwise(pl.lit([], dtype=pl.List(pl.String))).alias("missing"),
        "shadowed_by",
    )


def _languages(lexicon: Lexicon) -> list[str]:
    """Return the languages that a lexicon has patterns for, or else French."""
    themes = tomllib.loads(lexicon.to_toml()).get("theme", {})
    waiting, found = list(themes.values()), set[str]()
    while waiting:
        theme = waiting.pop()
        if isinstance(theme, dict):
            found.update(lang for lang in LANGUAGES if isinstance(theme.get(lang), list))
            waiting += theme.values()
    return [lang for lang in LANGUAGES if lang in found] or ["fr"]
