"""What a paper must say about how its themes were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import polars as pl

from coopsec._arguments import check_words
from coopsec._frames import COVERED, as_names, check_seed
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec._periods import as_step
from coopsec._plural import agreeing
from coopsec._query.themes import Interval, count_themes, first_of_each
from coopsec._rounding import separated
from coopsec._words import words_beside

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

Written: TypeAlias = Literal["en", "fr"]
_MOST_NAMED = 30  # most themes that are listed
_HASH = 12  # hexadecimal digits of the hash that are shown
_DRAWN = ("percentile", "bca")  # intervals that need random draws

Words = Mapping[str, Any]


def _words(lang: str) -> Words:
    """Load the sentences and names in a language from the file beside this module."""
    return {**words_beside(__package__, "methods.toml")[lang], "lang": lang}


def methods(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
    *,
    interval: Interval = "score",
    cluster: str = "document",
    resamples: int = 2000,
    seed: int | None = None,
    standardise: str | Sequence[str] | None = None,
    dedupe: str | None = None,
    nested_scope: NestedScope = "theme",
    lang: Written = "en",
) -> str:
    """Write the paragraph that says how the themes were counted, for a paper or a note.

    Parameters
    ----------
    lexicon, every, by, confidence, interval, cluster, resamples, standardise, dedupe, nested_scope
        As given to :meth:`themes`.
    seed
        The seed of random draws, if there were any (:meth:`sample`). For the bootstrap it is 0 if none is given.
    lang
        Language of the paragraph: ``"en"`` or ``"fr"``.

    Returns
    -------
    str
        Documents read, skipped and undated, span, languages, tokens; version of coopsec; name, version and hash of the
        lexicon, and its themes; documents that count, periods, mix, denominators, intervals, seed.

    Examples
    --------
    >>> import coopsec as cs
    >>> text = cs.read_corpus("corpus/").methods(cs.Lexicon.builtin(), every="quarter", lang="fr")
    >>> text.split(",")[0]
    'Le corpus compte 254 documents et 40\u202f693 mots (français 242'
    """
    check_words(Written, lang=lang)
    if seed is not None:
        check_seed(seed, resamples)
    words, asked = _words(lang), as_lexicon(lexicon)
    names, strata = as_names(by), as_names(standardise, "standardise")
    drawn = seed if seed is not None or interval not in _DRAWN else 0
    table, left = count_themes(
        self,
        asked,
        every,
        names,
        confidence=confidence,
        interval=interval,
        cluster=cluster,
        resamples=resamples,
        seed=drawn if drawn is not None and interval in _DRAWN else 0,
        standardise=strata,
        dedupe=dedupe,
        nested_scope=nested_scope,
    )
    sentences = [_corpus(self, words), _lexicon(asked, words), words[f"scope_{nested_scope}"]]
    if dedupe is not None:
        sentences.append(_deduped(self, dedupe, words))
    sentences.append(_periods(self, every, dedupe, words))
    if names:
        sentences.append(words["by"].format(by=", ".join(names)))
    if COVERED in table.columns:
        sentences.append(words["standardised"].format(columns=", ".join(strata)))
    sentences.append(_rates(interval, cluster, resamples, confidence, words))
    sentences.append(_denominators(left, words, "covered" if dedupe is None else "covered_deduped"))
    if drawn is not None:
        sentences.append(words["seed"].format(seed=drawn))
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


def _deduped(corpus: Corpus, column: str, words: Words) -> str:
    """Say which documents are counted, and how many."""
    phrase: str = words["deduped_story" if column == "story" else "deduped"]
    counting = sum(first_of_each(corpus, column))
    return phrase.format(column=column, docs=_counted("docs", counting, words))


def _periods(corpus: Corpus, every: str | None, dedupe: str | None, words: Words) -> str:
    sentence: str = words["whole"]
    if every is not None:
        # A pattern for all languages leaves no document out of the denominators.
        table = corpus.themes({"any": ["*"]}, every, dedupe=dedupe)
        without = int(table.filter(pl.col("period").is_null())["n_docs"].sum())
        period = words["periods"][as_step(every)]
        sentence = words["every"].format(period=period, without=_counted("without", without, words, period=period))
    return sentence


def _rates(interval: Interval, cluster: str, resamples: int, confidence: float, words: Words) -> str:
    sentence: str = words["rates"].format(
        confidence=f"{100 * confidence:.4g}{words['percent']}",
        interval=words["intervals"][interval].format(resamples=_number(resamples, words)),
        cluster=words["clusters"].get(cluster, cluster),
    )
    return sentence


def _denominators(left: Sequence[tuple[str, int]], words: Words, covered: str) -> str:
    """Say how many documents left the denominators of which themes, if any."""
    listed = ", ".join(f"{theme} ({count})" for theme, count in left)
    sentence: str = words["uncovered"].format(uncovered=listed) if left else words[covered]
    return sentence


def _counted(key: str, number: int, words: Words, **fields: object) -> str:
    """Return a phrase that agrees with a number."""
    return agreeing(words[key], number, words["lang"]).format(n=_number(number, words), **fields)


def _day(day: date, words: Words) -> str:
    written: str = words["first_day" if day.day == 1 else "day"]
    return written.format(day=day.day, month=words["months"][day.month - 1], year=day.year)


def _number(number: int, words: Words) -> str:
    return separated(f"{number:,}", thousands=words["thousands"])
