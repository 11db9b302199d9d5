"""Frames that carry a period, as polars citizens: ``frame.coopsec.timeline()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Namespace"]


@pl.api.register_dataframe_namespace("coopsec")
class Namespace:
    """What coopsec adds to a :class:`polars.DataFrame`."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def timeline(self, **options: Any) -> alt.TopLevelMixin:
        """Draw the frame over time; see :func:`coopsec.plot.timeline`."""
        from coopsec import plot  # Altair is optional

        return plot.timeline(self._frame, **options)
