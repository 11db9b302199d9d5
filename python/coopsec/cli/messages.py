"""What is said beside the result: one line each, on standard error."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from coopsec.errors import CoopsecWarning

__all__ = ["tell", "told_warnings"]


def tell(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"coopsec: {' '.join(message.split())}\n")
    sys.stderr.flush()


@contextmanager
def told_warnings() -> Iterator[None]:
    """Show the warnings of coopsec as one line each, and others as Python does."""
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
            if issubclass(category, CoopsecWarning):
                tell(f"warning: {message}")
            else:
                usual(message, category, filename, lineno, file, line)

        warnings.simplefilter("always", CoopsecWarning)
        warnings.showwarning = show
        yield
