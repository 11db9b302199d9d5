"""The warnings of coopsec, for a caller that shows them in its own way."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from coopsec.errors import CoopsecWarning

__all__ = ["heard"]


@contextmanager
def heard(listener: Callable[[CoopsecWarning], object]) -> Iterator[None]:
    """Pass each warning of coopsec to a listener instead of showing it; others are shown as usual."""
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
