"""The polars namespace of coopsec: ``frame.coopsec.timeline()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._series.bursts import bursts
from coopsec._series.change_points import change_points
from coopsec._series.interrupted import interrupted
from coopsec._series.seasonality import seasonality
from coopsec._series.trend import trend

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart


__all__ = ["Namespace"]


def _plot() -> Any:
    """Import the charts only when one is drawn: Altair is optional."""
    from coopsec import plot

    return plot


@pl.api.register_dataframe_namespace("coopsec")
class Namespace:
    """What coopsec adds to a :class:`polars.DataFrame`."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def bursts(self, **options: Any) -> pl.DataFrame:
        """Find bursts of the themes; see :func:`coopsec.bursts`."""
        return bursts(self._frame, **options)

    def change_points(self, **options: Any) -> pl.DataFrame:
        """Find changes of level; see :func:`coopsec.change_points`."""
        return change_points(self._frame, **options)

    def interrupted(self, events: Any, **options: Any) -> pl.DataFrame:
        """Compare rates after events with those before; see :func:`coopsec.interrupted`."""
        return interrupted(self._frame, events, **options)

    def seasonality(self, **options: Any) -> pl.DataFrame:
        """Measure months or quarters of the year; see :func:`coopsec.seasonality`."""
        return seasonality(self._frame, **options)

    def timeline(self, **options: Any) -> AnyChart:
        """Draw the frame over time; see :func:`coopsec.plot.timeline`."""
        chart: AnyChart = _plot().timeline(self._frame, **options)
        return chart

    def trend(self, **options: Any) -> pl.DataFrame:
        """Test for a rise or fall; see :func:`coopsec.trend`."""
        return trend(self._frame, **options)

    def small_multiples(self, **options: Any) -> AnyChart:
        """Draw one panel for each theme or term; see :func:`coopsec.plot.small_multiples`."""
        chart: AnyChart = _plot().small_multiples(self._frame, **options)
        return chart

    def heatmap(self, **options: Any) -> AnyChart:
        """Draw themes by period, or dyads by theme, in cells; see :func:`coopsec.plot.heatmap`."""
        chart: AnyChart = _plot().heatmap(self._frame, **options)
        return chart

    def stream(self, **options: Any) -> AnyChart:
        """Draw themes stacked over time; see :func:`coopsec.plot.stream`."""
        chart: AnyChart = _plot().stream(self._frame, **options)
        return chart

    def calendar(self, **options: Any) -> AnyChart:
        """Draw days by year; see :func:`coopsec.plot.calendar`."""
        chart: AnyChart = _plot().calendar(self._frame, **options)
        return chart

    def keyness(self, **options: Any) -> AnyChart:
        """Draw the terms of both sides of a frame of :meth:`Corpus.keyness`; see :func:`coopsec.plot.keyness`."""
        chart: AnyChart = _plot().keyness(self._frame, **options)
        return chart

    def network(self, **options: Any) -> AnyChart:
        """Draw pairs as a network; see :func:`coopsec.plot.network`."""
        chart: AnyChart = _plot().network(self._frame, **options)
        return chart

    def coverage(self, **options: Any) -> AnyChart:
        """Draw what a corpus covers, from its documents; see :func:`coopsec.plot.coverage`."""
        chart: AnyChart = _plot().coverage(self._frame, **options)
        return chart

    def dispersion(self, documents: pl.DataFrame, **options: Any) -> AnyChart:
        """Draw where in the documents the hits of the frame stand; see :func:`coopsec.plot.dispersion`."""
        chart: AnyChart = _plot().dispersion(self._frame, documents, **options)
        return chart
