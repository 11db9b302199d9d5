"""Phrases that agree with a number."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["agreeing"]

# Which numbers take the singular: in French, zero does too.
_SINGULAR = {"en": {1}, "fr": {0, 1}}


def agreeing(forms: Sequence[str], number: int, lang: str) -> str:
    """Choose between the singular and the plural of a phrase."""
    singular, plural = forms
    return singular if number in _SINGULAR[lang] else plural
