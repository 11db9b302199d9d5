"""coopsec's patterns as regular expressions for polars and DuckDB, as closely as these can express them.

A star is any rest of a word, a space any white space, an apostrophe either character, ``~n`` up to n words between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = r"[\p{L}\p{N}\p{M}_]"
BETWEEN = r"[^\p{L}\p{N}\p{M}_]+"
BLANK = r"[\s\p{Z}]+"


def expression(pattern: str) -> str:
    """Return the regular expression of a pattern, without word boundaries."""
    written = ""
    gap = ""
    for word in pattern.split():
        if word.startswith("~"):
            gap = rf"{BETWEEN}(?:{WORD}+{BETWEEN}){{0,{int(word[1:])}}}"
            continue
        literal = re.escape(word.rstrip("*")).replace("'", "['’]").replace(r"\-", "-")
        written += gap + literal + (f"{WORD}*" if word.endswith("*") else "")
        gap = BLANK
    return written


def any_of(patterns: Iterable[str]) -> str:
    """Return one expression for all patterns of a theme, the longest first, with word boundaries, ignoring case."""
    return rf"(?i)\b(?:{alternatives(patterns)})\b"


def any_of_re2(patterns: Iterable[str]) -> str:
    """Return the same for RE2, whose word boundaries are ASCII-only, with the match as the first group."""
    beside = r"[^\p{L}\p{N}\p{M}_]"
    return rf"(?i)(?:^|{beside})({alternatives(patterns)})(?:$|{beside})"


def alternatives(patterns: Iterable[str]) -> str:
    """Join the expressions of patterns."""
    return "|".join(expression(pattern) for pattern in sorted(patterns, key=len, reverse=True))
