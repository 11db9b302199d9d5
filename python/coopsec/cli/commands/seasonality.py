"""``coopsec seasonality``: measure how the months of the year differ."""

from __future__ import annotations

import argparse
from functools import partial

from coopsec._series.seasonality import seasonality
from coopsec.cli import arguments
from coopsec.cli.series import about_series, answer

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "measure how the months of the year differ")
    asked = about_series(parser)
    arguments.rate(asked)
    arguments.confidence(asked)
    arguments.adjust(asked)
    arguments.seed(asked)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    answer(args, partial(seasonality, value=args.value, confidence=args.confidence, adjust=args.adjust, seed=args.seed))
