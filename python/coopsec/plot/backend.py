"""Altair, imported at the first chart and not before.

`import coopsec` must work without the extra, and must not pay for Altair (about half a second) when no
chart is drawn. No renderer, theme or data transformer is switched on here or anywhere in this package:
those settings are the user's.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, TypeAlias

__all__ = ["alt", "require"]

HINT = "charts need Altair and vl-convert: pip install altair vl-convert-python"


def require(name: str) -> Any:
    """Import a module of the extra, or say how to get it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        raise ImportError(f"{HINT} (no module named {name!r})", name=name) from error


class _Deferred:
    """Stands for the module until its first attribute is asked for."""

    def __getattr__(self, attribute: str) -> Any:
        return getattr(require("altair"), attribute)


if TYPE_CHECKING:
    import altair as alt

    AnyChart: TypeAlias = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.ConcatChart | alt.FacetChart
else:
    alt = _Deferred()
