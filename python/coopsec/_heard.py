"""The warnings of coopsec, for one who shows them in a way of its own."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from coopsec.errors import CoopsecWarning

__all__ = ["heard"]


@contextmanager
def heard(listener: Callable[[CoopsecWarning], object]) -> Iterator[None]:
    """Hand each warning of coopsec to the listener instead of showing it; others are given as usual."""
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if isinstance(message, CoopsecWarning):
                listener(message)
            else:
                usual(message, category, filename, lineno, file, line)

        warnings.simplefilter("always", CoopsecWarning)
        warnings.showwarning = show
        yield
