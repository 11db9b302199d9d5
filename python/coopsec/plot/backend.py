"""Altair, imported when the first chart is drawn.

`import coopsec` must work without the extra, and must not pay for Altair (about half a second) if no chart is drawn.
Neither this module nor any other enables a renderer, theme or data transformer: those settings belong to the user.
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
    """Stands in for the module until one of its attributes is needed."""

    def __getattr__(self, attribute: str) -> Any:
        return getattr(require("altair"), attribute)


if TYPE_CHECKING:
    import altair as alt

    AnyChart: TypeAlias = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.ConcatChart | alt.FacetChart
else:
    alt = _Deferred()
