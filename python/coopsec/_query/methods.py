"""What a paper must say of how its themes were counted."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec._frames import as_names, as_whole
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._plural import agreeing
from coopsec.errors import CoopsecWarning

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

_WRITTEN = ("en", "fr")
_MOST_NAMED = 30  # themes that are listed
_HASH = 12  # signs of the hash that are written

# Names of a period as :meth:`Corpus.themes` takes them.
PERIODS = {
    **{name: name for name in ("day", "week", "month", "quarter", "year", "decade")},
    "1d": "day", "1w": "week", "1mo": "month", "1q": "quarter", "1y": "year", "10y": "decade",
}  # fmt: skip

Words = Mapping[str, Any]


def _words(lang: str) -> Words:
    """Sentences and names in a language, from the file beside this module."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {**tomllib.loads(text)[lang], "lang": lang}


def methods(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    confidence: float = 0.95,
    nested_scope: NestedScope = "theme",
    seed: int | None = None,
    lang: Literal["en", "fr"] = "en",
) -> str:
    """Write the paragraph that says how the themes were counted, for a paper or a note.

    Parameters
    ----------
    lexicon, every, by, confidence, nested_scope
        As given to :meth:`themes`.
    seed
        The seed of random draws, where there were any (:meth:`sample`).
    lang
        Language of the paragraph: ``"en"`` or ``"fr"``.

    Returns
    -------
    str
        Documents read, skipped and undated, span, languages, tokens; version of coopsec; name, version and hash of the
        lexicon, and its themes; periods, denominators, intervals.

    Examples
    --------
    >>> import coopsec as cs
    >>> text = cs.read_corpus("corpus/").methods(cs.Lexicon.builtin(), every="quarter", lang="fr")
    >>> text.split(",")[0]
    'Le corpus compte 254 documents et 40\u202f693 mots (français 242'
    """
    if lang not in _WRITTEN:
        raise ValueError(f'lang is {lang!r}: the paragraph is written in "en" or "fr"')
    if seed is not None:
        as_whole(seed, "seed")
    words, asked = _words(lang), as_lexicon(lexicon)
    uncovered = _uncovered(self, asked, every, by, confidence, nested_scope)
    sentences = [_corpus(self, words), _lexicon(asked, words), words[f"scope_{nested_scope}"]]
    sentences.append(_periods(self, every, words))
    if by:
        sentences.append(words["by"].format(by=", ".join(as_names(by))))
    sentences.append(words["rates"].format(confidence=f"{100 * confidence:.4g}{words['percent']}"))
    sentences.append(words["uncovered"].format(uncovered=uncovered) if uncovered else words["covered"])
    if seed is not None:
        sentences.append(words["seed"].format(seed=seed))
    return " ".join(sentences)


def _corpus(corpus: Corpus, words: Words) -> str:
    facts = corpus._facts()
    dated = facts.filter(pl.col("date_start").is_not_null())
    span, undated = _counted("undated", facts.height, words), ""
    if dated.height:
        first, last = min(dated["date_start"].to_list()), max(dated["date_end"].to_list())
        phrase = "dated_one" if first == last else "dated"
        span = _counted(phrase, facts.height, words, first=_day(first, words), last=_day(last, words))
        undated = _counted("without_date", facts.height - dated.height, words)
    counts = facts.get_column("lang").value_counts().sort("count", "lang", descending=[True, False]).rows()
    sentence: str = words["corpus"].format(
        docs=_counted("docs", facts.height, words),
        tokens=_counted("tokens", int(facts["n_tokens"].sum()), words),
        languages=", ".join(f"{words['languages'][code]} {_number(count, words)}" for code, count in counts) or "–",
        span=span,
        undated=undated,
        skipped=_counted("skipped", corpus.skipped.height, words),
    )
    return sentence


def _lexicon(lexicon: Lexicon, words: Words) -> str:
    themes = lexicon.to_frame()
    named = lexicon.themes
    sentence: str = words["lexicon"].format(
        version=version("coopsec"),
        name=lexicon.name,
        lexicon_version=f"version {lexicon.version}, " if lexicon.version else "",
        hash=lexicon.hash[:_HASH],
        n_themes=_counted("n_themes", len(named), words),
        n_patterns=_counted("n_patterns", int(themes["n_patterns"].sum()), words),
        themes=f" ({', '.join(named)})" if len(named) <= _MOST_NAMED else "",
    )
    return sentence


def _periods(corpus: Corpus, every: str | None, words: Words) -> str:
    sentence: str = words["whole"]
    if every is not None:
        # A pattern for every language tells which documents fall into no period.
        table = corpus.themes({"any": ["*"]}, every)
        without = int(table.filter(pl.col("period").is_null())["n_docs"].sum())
        period = words["periods"][PERIODS[every]]
        sentence = words["every"].format(period=period, without=_counted("without", without, words, period=period))
    return sentence


def _uncovered(
    corpus: Corpus,
    lexicon: Lexicon,
    every: str | None,
    by: str | Sequence[str] | None,
    confidence: float,
    nested_scope: NestedScope,
) -> str:
    """Themes and numbers of documents that left, as :meth:`Corpus.themes` warns of them."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoopsecWarning)
        corpus.themes(lexicon, every, by, confidence=confidence, nested_scope=nested_scope)
    told = [str(each.message) for each in caught if issubclass(each.category, CoopsecWarning)]
    return told[0].partition(": ")[2] if told else ""


def _counted(key: str, number: int, words: Words, **fields: object) -> str:
    """Give a phrase as it agrees with a number."""
    return agreeing(words[key], number, words["lang"]).format(n=_number(number, words), **fields)


def _day(day: date, words: Words) -> str:
    written: str = words["first_day" if day.day == 1 else "day"]
    return written.format(day=day.day, month=words["months"][day.month - 1], year=day.year)


def _number(number: int, words: Words) -> str:
    thousands: str = words["thousands"]
    return f"{number:,}".replace(",", thousands)
