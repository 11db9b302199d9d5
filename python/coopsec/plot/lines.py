"""Text of several lines, in scripts that run from left to right and from right to left."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

__all__ = ["broken", "isolated"]

_RIGHT_TO_LEFT = {"R", "AL"}
_STRONG = {"L", *_RIGHT_TO_LEFT}
_LEFT, _RIGHT, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def broken(text: str, width: int) -> list[str]:
    """Break a text into lines of so many signs; an empty one has one line."""
    return isolated(textwrap.wrap(text, width)) or [""]


def isolated(lines: Sequence[str]) -> list[str]:
    """Keep the signs of each line in it.

    The renderer of pictures orders all lines of a text as one, so that those in Arabic would stand upon each other.
    """
    directions = [unicodedata.bidirectional(sign) for line in lines for sign in line]
    if len(lines) < 2 or _RIGHT_TO_LEFT.isdisjoint(directions):
        return list(lines)
    first = next(each for each in directions if each in _STRONG)
    start = _RIGHT if first in _RIGHT_TO_LEFT else _LEFT
    return [f"{start}{line}{_END}" for line in lines]
