"""Where the gold material lies, and what is done without it."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BESIDE = REPOSITORY.parent / "shared"
SAMPLE = REPOSITORY / "corpus"
GOLD = REPOSITORY / "evaluation" / "gold"


class Absent(Exception):  # noqa: N818 - it is no error where the material is not required
    """Material that a measure needs is not there."""


def require(path: Path) -> Path:
    """The path, where it exists.

    Raises
    ------
    Absent
        Where it does not.
    """
    if not path.exists():
        raise Absent(f"{path} is absent")
    return path


def is_required() -> bool:
    """Whether absent material is a failure."""
    return os.environ.get("COOPSEC_REQUIRE_SHARED") == "1"
