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
        """Find bursts of the themes; see :func:`coopsec.bursts`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``s`` or ``gamma``.
        """
        return bursts(self._frame, **options)

    def change_points(self, **options: Any) -> pl.DataFrame:
        """Find changes of level; see :func:`coopsec.change_points`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``value`` or ``min_size``.
        """
        return change_points(self._frame, **options)

    def interrupted(self, events: Any, **options: Any) -> pl.DataFrame:
        """Compare rates after events with those before; see :func:`coopsec.interrupted`.

        Parameters
        ----------
        events
            Table with the columns date (Date) and label (String).
        **options
            The other arguments of that function, by name, such as ``window`` or ``value``.
        """
        return interrupted(self._frame, events, **options)

    def seasonality(self, **options: Any) -> pl.DataFrame:
        """Measure months or quarters of the year; see :func:`coopsec.seasonality`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``value`` or ``seed``.
        """
        return seasonality(self._frame, **options)

    def timeline(self, **options: Any) -> AnyChart:
        """Draw the frame over time; see :func:`coopsec.plot.timeline`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``themes`` or ``lang``.
        """
        chart: AnyChart = _plot().timeline(self._frame, **options)
        return chart

    def trend(self, **options: Any) -> pl.DataFrame:
        """Test for a rise or fall; see :func:`coopsec.trend`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``value`` or ``partial``.
        """
        return trend(self._frame, **options)

    def small_multiples(self, **options: Any) -> AnyChart:
        """Draw one panel for each theme or term; see :func:`coopsec.plot.small_multiples`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``columns`` or ``same_scale``.
        """
        chart: AnyChart = _plot().small_multiples(self._frame, **options)
        return chart

    def heatmap(self, **options: Any) -> AnyChart:
        """Draw themes by period, or dyads by theme, in cells; see :func:`coopsec.plot.heatmap`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``relative`` or ``themes``.
        """
        chart: AnyChart = _plot().heatmap(self._frame, **options)
        return chart

    def stream(self, **options: Any) -> AnyChart:
        """Draw themes stacked over time; see :func:`coopsec.plot.stream`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``themes`` or ``lang``.
        """
        chart: AnyChart = _plot().stream(self._frame, **options)
        return chart

    def calendar(self, **options: Any) -> AnyChart:
        """Draw days by year; see :func:`coopsec.plot.calendar`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``themes`` or ``cell``.
        """
        chart: AnyChart = _plot().calendar(self._frame, **options)
        return chart

    def keyness(self, **options: Any) -> AnyChart:
        """Draw the terms of both sides of a frame of :meth:`Corpus.keyness`; see :func:`coopsec.plot.keyness`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``top`` or ``target``.
        """
        chart: AnyChart = _plot().keyness(self._frame, **options)
        return chart

    def network(self, **options: Any) -> AnyChart:
        """Draw pairs as a network; see :func:`coopsec.plot.network`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``theme`` or ``layout``.
        """
        chart: AnyChart = _plot().network(self._frame, **options)
        return chart

    def coverage(self, **options: Any) -> AnyChart:
        """Draw what a corpus covers, from its documents; see :func:`coopsec.plot.coverage`.

        Parameters
        ----------
        **options
            The other arguments of that function, by name, such as ``every`` or ``sources``.
        """
        chart: AnyChart = _plot().coverage(self._frame, **options)
        return chart

    def dispersion(self, documents: pl.DataFrame, **options: Any) -> AnyChart:
        """Draw where in the documents the hits of the frame stand; see :func:`coopsec.plot.dispersion`.

        Parameters
        ----------
        documents
            ``corpus.documents`` of the corpus that the hits are from.
        **options
            The other arguments of that function, by name, such as ``themes`` or ``lang``.
        """
        chart: AnyChart = _plot().dispersion(self._frame, documents, **options)
        return chart
