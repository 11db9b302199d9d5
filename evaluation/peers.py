"""The tools that coopsec is compared with, each with the settings of a careful user.

All are optional; `requirements/peers.txt` lists them. This module defines what each is asked, and how its answer is
read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

Span = tuple[int, int]
Figure = float | int | str

MODULES = {
    "UAX #29": "coopsec",
    "spaCy": "spacy",
    "scikit-learn": "sklearn",
    "dateparser": "dateparser",
    "htmldate": "htmldate",
    "charset-normalizer": "charset_normalizer",
    "chardet": "chardet",
    "pymannkendall": "pymannkendall",
    "statsmodels": "statsmodels",
    "ruptures": "ruptures",
}
COLUMNS = list(MODULES)


class Peers:
    """Runs a measurement with a peer if it is installed."""

    def __init__(self, *, run: bool) -> None:
        self._run = run

    def figure(self, name: str, measure: Callable[[], Figure]) -> Figure:
        """Return the figure of the peer, or why it was not asked."""
        if not self._run:
            return "not run"
        if find_spec(MODULES[name]) is None:
            return "not installed"
        return measure()

    def versions(self) -> str:
        """Return the installed peers with their versions."""
        installed = [name for name in COLUMNS[1:] if self._run and find_spec(MODULES[name])]
        return ", ".join(f"{name} {version(name)}" for name in installed) or "none"


# Tokens and sentences


@cache
def spacy_blank(lang: str, *, sentences: bool = False) -> Any:
    """Return the rule-based tokenizer of a language without a model; the sentencizer splits at final punctuation."""
    import spacy

    pipeline = spacy.blank(lang)
    pipeline.max_length = 10_000_000
    if sentences:
        pipeline.add_pipe("sentencizer")
    return pipeline


def spacy_tokens(text: str, lang: str) -> list[Span]:
    """Return the spans of the tokens; white space tokens have no letters, so they are not compared."""
    return [(token.idx, token.idx + len(token)) for token in spacy_blank(lang)(text)]


def spacy_sentence_ends(text: str, lang: str) -> set[int]:
    """Return the ends of the sentencizer's sentences, without the white space after them."""
    found = spacy_blank(lang, sentences=True)(text).sents
    return {sentence.start_char + len(sentence.text.rstrip()) for sentence in found}


@cache
def scikit_learn_pattern() -> re.Pattern[str]:
    """Return the default token pattern of CountVectorizer: words of two characters or more."""
    from sklearn.feature_extraction.text import CountVectorizer

    return re.compile(CountVectorizer().token_pattern)


def scikit_learn_tokens(text: str, _lang: str) -> list[Span]:
    """Return the spans that the pattern matches."""
    return [match.span() for match in scikit_learn_pattern().finditer(text)]


# Dates


@cache
def dateparser_of(lang: str) -> Any:
    """Return a parser for absolute dates of one language that state their year.

    A missing day or month becomes the first, so that the start is right; the precision is the `period` of the answer.
    English rows are in US order, the others have the day first.
    """
    from dateparser.date import DateDataParser

    settings = {
        "PARSERS": ["custom-formats", "absolute-time"],
        "REQUIRE_PARTS": ["year"],
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "DATE_ORDER": "MDY" if lang == "en" else "DMY",
    }
    return DateDataParser(languages=[lang], settings=settings)


def dateparser_reading(text: str, lang: str) -> tuple[date, str] | None:
    """Return first day and precision."""
    found = dateparser_of(lang).get_date_data(text)
    if found.date_obj is None:
        return None
    return found.date_obj.date(), "day" if found.period == "time" else found.period


def htmldate_day(html: str) -> date | None:
    """Return the date of first publication that htmldate finds, which is a day or nothing.

    Its extensive search is on, as by default; without it, htmldate finds a date in one of a hundred of these pages.
    """
    from htmldate import find_date

    found = find_date(html, original_date=True)
    return None if found is None else date.fromisoformat(found)


# Decoding


def charset_normalizer_text(data: bytes) -> str | None:
    """Return the text of the best guess."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return None if best is None else str(best)


def chardet_text(data: bytes) -> str | None:
    """Return the text in the detected encoding, if it can be decoded."""
    import chardet

    encoding = chardet.detect(data)["encoding"]
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


# Series over time


def mann_kendall_rejects(values: Any) -> bool:
    """Whether the plain Mann-Kendall test finds a trend at 5 %."""
    import pymannkendall

    return bool(pymannkendall.original_test(values).p <= 0.05)


def hamed_rao_rejects(values: Any) -> bool:
    """Whether the test with Hamed and Rao's correction for autocorrelation finds one."""
    import warnings

    import pymannkendall

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # if its variance is negative, p is NaN
        return bool(pymannkendall.hamed_rao_modification_test(values).p <= 0.05)


def newey_west_rejects(values: Any) -> bool:
    """Whether the slope of a least-squares line differs from 0 at 5 %, with Newey-West errors at the usual lag."""
    import statsmodels.api

    n = len(values)
    line = statsmodels.api.add_constant([float(at) for at in range(n)])
    lags = int(4 * (n / 100) ** (2 / 9))
    fitted = statsmodels.api.OLS(values, line).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
    return bool(fitted.pvalues[1] <= 0.05)


def ruptures_breaks(values: Any) -> bool:
    """Whether PELT finds a break in the mean, with the penalty of the Bayesian information criterion.

    The noise variance is estimated from differences between neighbours, which breaks hardly affect.
    """
    import math

    import numpy
    import ruptures

    variance = float(numpy.var(numpy.diff(values)) / 2)
    algorithm = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(values.reshape(-1, 1))
    return len(algorithm.predict(pen=2 * variance * math.log(len(values)))) > 1
