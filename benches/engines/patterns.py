"""coopsec's patterns as regular expressions of polars and DuckDB, as near as these come.

A star is any rest of the word, a blank any white space, an apostrophe both signs, ``~n`` up to n words between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = r"[\p{L}\p{N}\p{M}_]"
BETWEEN = r"[^\p{L}\p{N}\p{M}_]+"
BLANK = r"[\s\p{Z}]+"


def expression(pattern: str) -> str:
    """Regular expression of one pattern, without its word borders."""
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
    """One expression for all patterns of a theme, the longest first, within word borders, upper and lower case."""
    return rf"(?i)\b(?:{alternatives(patterns)})\b"


def any_of_re2(patterns: Iterable[str]) -> str:
    """The same for RE2, whose word borders know ASCII alone: the match is the first group."""
    beside = r"[^\p{L}\p{N}\p{M}_]"
    return rf"(?i)(?:^|{beside})({alternatives(patterns)})(?:$|{beside})"


def alternatives(patterns: Iterable[str]) -> str:
    """The expressions of patterns, joined."""
    return "|".join(expression(pattern) for pattern in sorted(patterns, key=len, reverse=True))
