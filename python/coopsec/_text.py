"""One text: its tokens, its sentences, the date it states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_texts, check_truths, check_words
from coopsec._frames import KINDS

__all__ = ["DateReading", "parse_date", "sentences", "tokenize"]

Hyphens = Literal["keep", "split"]
Precision = Literal["day", "month", "quarter", "year", "interval"]


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as it was read.

    Attributes
    ----------
    start, end : datetime.date
        First and last day, both included.
    precision : {"day", "month", "quarter", "year", "interval"}
        How exact the words were.
    """

    start: date
    end: date
    precision: Precision


def tokenize(text: str, lang: str = "fr", *, elision: bool = True, hyphens: Hyphens = "keep") -> pl.DataFrame:
    """Split a text into tokens.

    Parameters
    ----------
    text
        Any text.
    lang
        ``fr``, ``es``, ``en``, ``ar``, or ``und`` for the words of UAX #29 and nothing else.
    elision
        Whether an elided word is a token of its own (``l'`` ``efficacité``).
    hyphens
        ``"keep"`` leaves hyphenated words whole, ``"split"`` splits them.

    Returns
    -------
    polars.DataFrame
        token, norm (String), kind (Enum), start, end (Int64, code points), in text order. White space is not a token.

    Examples
    --------
    >>> import coopsec as cs
    >>> cs.tokenize("L’Espagne lit-on")["norm"].to_list()
    ["l'", 'espagne', 'lit', '-on']
    """
    check_texts(text=text, lang=lang)
    check_truths(elision=elision)
    frame = _coopsec.tokenize(text, lang=lang, elision=elision, split_hyphens=split_hyphens(hyphens))
    return frame.with_columns(pl.col("kind").cast(KINDS))


def sentences(text: str, lang: str = "fr") -> pl.DataFrame:
    """Split a text into sentences.

    Parameters
    ----------
    text
        The text.
    lang
        Language whose abbreviations do not end a sentence: ``"fr"``, ``"es"``, ``"en"``, ``"ar"`` or ``"und"``.

    Returns
    -------
    polars.DataFrame
        sentence (String), start, end (Int64, code points), in text order.

    Examples
    --------
    >>> import coopsec as cs
    >>> cs.sentences("M. Untel arrive. Il repart.")["sentence"].to_list()
    ['M. Untel arrive.', 'Il repart.']
    """
    check_texts(text=text, lang=lang)
    return _coopsec.sentences(text, lang=lang)


def parse_date(text: str, lang: str = "fr") -> DateReading | None:
    """Read a text that is a date, or a line that is only a date (``05/12/2019 Libé``).

    Parameters
    ----------
    text
        The text.
    lang
        Language of the text: ``"fr"``, ``"es"``, ``"en"``, ``"ar"`` or ``"und"``.

    Returns
    -------
    DateReading or None
        None if the text is not a complete calendar date. Nothing is filled in from today's date, so ``jeudi`` or
        ``10 novembre`` alone are not dates.

    Examples
    --------
    >>> import coopsec as cs
    >>> cs.parse_date("28 mai 2015")
    DateReading(start=datetime.date(2015, 5, 28), end=datetime.date(2015, 5, 28), precision='day')
    >>> cs.parse_date("2017-08").end
    datetime.date(2017, 8, 31)
    >>> cs.parse_date("jeudi") is None
    True
    """
    check_texts(text=text, lang=lang)
    reading = _coopsec.parse_date(text, lang=lang)
    if reading is None:
        return None
    start, end, precision = reading
    return DateReading(date.fromisoformat(start), date.fromisoformat(end), cast(Precision, precision))


def first_day(given: date | str, argument: str) -> date:
    """Read an argument that is a date, or text that is one; a coarse date means its first day."""
    day = _day_of(given)
    if day is not None:
        return date(day.year, day.month, day.day)  # a datetime loses its time
    reading = parse_date(given, lang="und") if isinstance(given, str) else None
    if reading is None:
        kind = ValueError if isinstance(given, str) else TypeError
        raise kind(f"{argument} is {given!r}: give a date, or text such as 2018, 2018-03 or 2018-03-21")
    return reading.start


def _day_of(given: Any) -> date | None:
    """Return a date of Python, pandas or numpy as one of Python; None for anything else, such as NaT."""
    kind = type(given)
    if kind.__module__ == "numpy" and kind.__name__ == "datetime64":
        given = given.astype("datetime64[D]").item()
    return given if isinstance(given, date) and given == given else None  # NaT does not equal itself


def split_hyphens(hyphens: str) -> bool:
    """Read the argument `hyphens`."""
    check_words(Hyphens, hyphens=hyphens)
    return hyphens == "split"
