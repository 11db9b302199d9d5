"""Frames of coopsec as polars citizens: ``frame.coopsec.timeline()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Namespace"]


def _plot() -> Any:
    """Import the charts when one is drawn: Altair is optional."""
    from coopsec import plot

    return plot


@pl.api.register_dataframe_namespace("coopsec")
class Namespace:
    """What coopsec adds to a :class:`polars.DataFrame`."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def timeline(self, **options: Any) -> alt.TopLevelMixin:
        """Draw the frame over time; see :func:`coopsec.plot.timeline`."""
        return _plot().timeline(self._frame, **options)

    def small_multiples(self, **options: Any) -> alt.TopLevelMixin:
        """Draw one panel for each theme or term; see :func:`coopsec.plot.small_multiples`."""
        return _plot().small_multiples(self._frame, **options)

    def heatmap(self, **options: Any) -> alt.TopLevelMixin:
        """Draw themes by period, or dyads by theme, in cells; see :func:`coopsec.plot.heatmap`."""
        return _plot().heatmap(self._frame, **options)

    def stream(self, **options: Any) -> alt.TopLevelMixin:
        """Draw themes stacked over time; see :func:`coopsec.plot.stream`."""
        return _plot().stream(self._frame, **options)

    def calendar(self, **options: Any) -> alt.TopLevelMixin:
        """Draw days by year; see :func:`coopsec.plot.calendar`."""
        return _plot().calendar(self._frame, **options)

    def keyness(self, **options: Any) -> alt.TopLevelMixin:
        """Draw the terms of both sides of a frame of :meth:`Corpus.keyness`; see :func:`coopsec.plot.keyness`."""
        return _plot().keyness(self._frame, **options)

    def network(self, **options: Any) -> alt.TopLevelMixin:
        """Draw pairs as a network; see :func:`coopsec.plot.network`."""
        return _plot().network(self._frame, **options)

    def coverage(self, **options: Any) -> alt.TopLevelMixin:
        """Draw what a corpus covers, from its documents; see :func:`coopsec.plot.coverage`."""
        return _plot().coverage(self._frame, **options)

    def dispersion(self, documents: pl.DataFrame, **options: Any) -> alt.TopLevelMixin:
        """Draw where in the documents the hits of the frame stand; see :func:`coopsec.plot.dispersion`."""
        return _plot().dispersion(self._frame, documents, **options)
