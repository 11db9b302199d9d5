"""Why files and rows were skipped, in the language of the page."""

from __future__ import annotations

import re
from functools import cache

from coopsec._words import words_beside

__all__ = ["in_language"]


def in_language(reason: str, lang: str) -> str:
    """Translate a reason of ``corpus.skipped``; the text of an error is left as it is."""
    if lang == "en":
        return reason
    for form, sentence in _forms(lang):
        if (found := form.fullmatch(reason)) is not None:
            return sentence.format(**{name: in_language(words, lang) for name, words in found.groupdict().items()})
    return reason


@cache
def _forms(lang: str) -> list[tuple[re.Pattern[str], str]]:
    """Return a pattern for each English reason, whose named groups are its fields, and the sentence for it."""
    listed = words_beside(__package__, "reasons.toml")["reason"]
    return [(re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(each["en"]))), each[lang]) for each in listed]
