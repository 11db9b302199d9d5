"""Warnings that point at the user's line, however deep inside coopsec they arise."""

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
    """Warn at the innermost line that is not coopsec's own."""
    level, frame = 3, sys._getframe(1).f_back
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(CoopsecWarning(message, kind=kind, counts=counts), stacklevel=level)
