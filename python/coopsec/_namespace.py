"""Frames that carry a period, as polars citizens: ``frame.coopsec.timeline()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._series.bursts import bursts
from coopsec._series.change_points import change_points
from coopsec._series.interrupted import interrupted
from coopsec._series.seasonality import seasonality
from coopsec._series.trend import trend

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Namespace"]


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
        """Compare after events with before; see :func:`coopsec.interrupted`."""
        return interrupted(self._frame, events, **options)

    def seasonality(self, **options: Any) -> pl.DataFrame:
        """Measure months or quarters of the year; see :func:`coopsec.seasonality`."""
        return seasonality(self._frame, **options)

    def timeline(self, **options: Any) -> alt.TopLevelMixin:
        """Draw the frame over time; see :func:`coopsec.plot.timeline`."""
        from coopsec import plot  # Altair is optional

        return plot.timeline(self._frame, **options)

    def trend(self, **options: Any) -> pl.DataFrame:
        """Test for a rise or fall; see :func:`coopsec.trend`."""
        return trend(self._frame, **options)
