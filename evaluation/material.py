"""Where the gold material is, and what happens without it."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BESIDE = REPOSITORY.parent / "shared"
SAMPLE = REPOSITORY / "corpus"
GOLD = REPOSITORY / "evaluation" / "gold"


class Absent(Exception):  # noqa: N818 - not an error unless the material is required
    """Material that a measurement needs is missing."""


def require(path: Path) -> Path:
    """Return the path if it exists.

    Raises
    ------
    Absent
        If it does not exist.
    """
    if not path.exists():
        raise Absent(f"{path} is absent")
    return path


def is_required() -> bool:
    """Whether missing material is a failure."""
    return os.environ.get("COOPSEC_REQUIRE_SHARED") == "1"
