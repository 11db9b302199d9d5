"""The way in which coopsec warns: of the line that called it, whatever stands between."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from coopsec.errors import CoopsecWarning

__all__ = ["warn"]

_PACKAGE = str(Path(__file__).parent) + os.sep


def warn(message: str, *, kind: str | None = None, counts: Sequence[tuple[str, int]] = ()) -> None:
    """Warn the reader of a result, at the innermost line that is not coopsec's own."""
    level, frame = 3, sys._getframe(1).f_back
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(CoopsecWarning(message, kind=kind, counts=counts), stacklevel=level)
