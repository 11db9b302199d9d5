"""Arguments that a question cannot take: refused by their name, before the core sees them."""

from __future__ import annotations

import os
from typing import Any, SupportsFloat, get_args

from coopsec._periods import as_step

__all__ = [
    "check_encodes",
    "check_path",
    "check_period",
    "check_reals",
    "check_texts",
    "check_truths",
    "check_words",
    "in_order",
    "is_array",
    "is_truth",
]


def in_order(given: object, items: list[str]) -> list[str]:
    """Sort what was given as a set, since the order of a set differs from run to run."""
    return sorted(items) if isinstance(given, set | frozenset) else items


def check_period(every: str | None) -> None:
    """Raise a :class:`PeriodError` for what is neither None nor a period size."""
    if every is not None:
        as_step(every)


def check_words(choices: Any, **words: object) -> None:
    """Raise an error for the first argument that is not one of the words; `choices` is their literal type."""
    for name, word in words.items():
        if not isinstance(word, str) or word not in get_args(choices):
            kind = ValueError if isinstance(word, str) else TypeError
            *first, last = get_args(choices)
            raise kind(f"{name} is {word!r}: use {', '.join(first)} or {last}")


def check_texts(**texts: object) -> None:
    """Raise an error for the first argument that is not text, or that holds half a character."""
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is {text!r}: give a string")
        check_encodes(text, name)


def check_encodes(text: str, name: str) -> None:
    """Raise an error that names the argument for text with a lone surrogate, which is not Unicode.

    Python puts one in place of each byte that is not in the encoding of a terminal or a file name.

    Raises
    ------
    UnicodeEncodeError
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        error.reason = f"{name} holds half a character: decode its bytes by their encoding"
        raise


def check_reals(**numbers: object) -> None:
    """Raise a :class:`TypeError` for the first argument that is not a number, from whatever library."""
    for name, number in numbers.items():
        if is_truth(number) or not isinstance(number, SupportsFloat) or is_array(number):
            raise TypeError(f"{name} is {number!r}: give a number")


def is_array(value: object) -> bool:
    """Whether a value is a series or array; these look like numbers, since an array of one element is one."""
    return bool(getattr(value, "ndim", 0))


def check_truths(**truths: object) -> None:
    """Raise a :class:`TypeError` for the first argument that is neither True nor False."""
    for name, truth in truths.items():
        if not is_truth(truth):
            raise TypeError(f"{name} is {truth!r}: give True or False")


def is_truth(value: object) -> bool:
    """Whether a value is True or False, of Python or of numpy, where comparisons give their own."""
    kind = type(value)
    return isinstance(value, bool) or (kind.__module__ == "numpy" and kind.__name__ in ("bool", "bool_"))


def check_path(path: object, wanted: str, argument: str = "path") -> None:
    """Raise a :class:`TypeError` for anything but a path; `wanted` says what it should lead to."""
    if not isinstance(path, str | bytes | os.PathLike):
        raise TypeError(f"{argument} is {path!r}: give {wanted}")
