"""The timeline of a table over time, which themes and terms can write."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl

from coopsec.cli.output import UsageError, check_outputs

__all__ = ["check_chart", "timeline"]

_LOW, _BETWEEN = 200, 32  # pixels: height of one of several charts, and the space between them


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


def timeline(frame: pl.DataFrame, args: argparse.Namespace, divided: Sequence[str] = ()) -> Any:
    """Draw a table over time, or below one another the groups of each of the `divided` themes."""
    from coopsec import plot  # Altair is optional

    draw = partial(plot.timeline, frame, value=args.value, every=args.every, lang=args.chart_lang)
    if len(divided) < 2:
        return draw(themes=next(iter(divided), None))
    from altair import vconcat

    charts = [draw(themes=theme, height=_LOW, volume=theme == divided[-1]) for theme in divided]
    # Each chart names its own groups, of which some may be missing.
    return vconcat(*charts, spacing=_BETWEEN).resolve_scale(
        color="independent", shape="independent", size="independent"
    )
