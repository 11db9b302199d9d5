"""Words are data: each module that speaks reads its sentences, names and colours from a TOML file beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["words_beside"]


@cache
def words_beside(package: str | None, name: str) -> dict[str, Any]:
    """Read a TOML file of a package, once; `package` is the ``__package__`` of the module that asks."""
    assert package is not None, "asked by a module of a package"
    return tomllib.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
