"""Text of several lines, in left-to-right and right-to-left scripts."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

__all__ = ["broken", "isolated"]

_RIGHT_TO_LEFT = {"R", "AL"}
_STRONG = {"L", *_RIGHT_TO_LEFT}
_LEFT, _RIGHT, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def broken(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many characters; an empty text has one line."""
    return isolated(textwrap.wrap(text, width)) or [""]


def isolated(lines: Sequence[str]) -> list[str]:
    """Isolate each line for the bidirectional algorithm.

    The picture renderer orders all lines of a text as one, which would put lines in Arabic on top of each other.
    """
    directions = [unicodedata.bidirectional(sign) for line in lines for sign in line]
    if len(lines) < 2 or _RIGHT_TO_LEFT.isdisjoint(directions):
        return list(lines)
    first = next(each for each in directions if each in _STRONG)
    start = _RIGHT if first in _RIGHT_TO_LEFT else _LEFT
    return [f"{start}{line}{_END}" for line in lines]
