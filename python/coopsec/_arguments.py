"""Arguments of another kind than a question takes: told by their name, before the core sees them."""

from __future__ import annotations

from typing import Any, SupportsFloat, get_args

from coopsec._periods import as_step

__all__ = ["check_period", "check_reals", "check_texts", "check_truths", "check_words"]


def check_period(every: str | None) -> None:
    """Raise a :class:`PeriodError` for what is neither None nor a period size."""
    if every is not None:
        as_step(every)


def check_words(choices: Any, **words: object) -> None:
    """Raise a :class:`TypeError` for the first argument that is not text; `choices` is the type of its words."""
    for name, word in words.items():
        if not isinstance(word, str):
            raise TypeError(f"{name} is {word!r}: use {', '.join(get_args(choices))}")


def check_texts(**texts: object) -> None:
    """Raise a :class:`TypeError` for the first argument that is not text."""
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is {text!r}: give a string")


def check_reals(**numbers: object) -> None:
    """Raise a :class:`TypeError` for the first argument that is not a number, from whatever library."""
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, SupportsFloat):
            raise TypeError(f"{name} is {number!r}: give a number")


def check_truths(**truths: object) -> None:
    """Raise a :class:`TypeError` for the first argument that is neither True nor False."""
    for name, truth in truths.items():
        if not isinstance(truth, bool):
            raise TypeError(f"{name} is {truth!r}: give True or False")
