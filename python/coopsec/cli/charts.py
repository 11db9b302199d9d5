"""The timeline of a table over time, which themes and terms can write."""

from __future__ import annotations

import argparse
from typing import Any

import polars as pl

from coopsec.cli.output import UsageError, check_outputs

__all__ = ["check_chart", "timeline"]


def check_chart(args: argparse.Namespace) -> bool:
    """Refuse, before any work, files that cannot be written and charts that cannot be drawn.

    Returns
    -------
    bool
        Whether a chart is asked for.
    """
    drawn = check_outputs(args, charts=True)
    if drawn and not args.every:
        raise UsageError("a chart needs --every, such as --every year")
    if drawn and len(args.by) > 1:
        raise UsageError("a chart can be divided by one column: give --by once")
    return drawn


def timeline(frame: pl.DataFrame, args: argparse.Namespace, only: str | None) -> Any:
    """Draw a table over time, or the groups of one of its themes."""
    from coopsec import plot  # Altair is optional

    return plot.timeline(frame, value=args.value, themes=only, every=args.every, lang=args.chart_lang)
