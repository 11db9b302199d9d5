"""``coopsec trend``: test whether themes rise or fall, and by how much per year."""

from __future__ import annotations

import argparse
from functools import partial

from coopsec._series.trend import trend
from coopsec.cli import arguments
from coopsec.cli.series import about_series, answer

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "test whether themes rise or fall, and by how much per year")
    asked = about_series(parser)
    arguments.rate(asked)
    arguments.confidence(asked)
    arguments.adjust(asked)
    arguments.resamples(asked, 1999, "resamples of each series; a --confidence nearer to 1 needs more")
    arguments.seed(asked)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    find = partial(
        trend, value=args.value, confidence=args.confidence, adjust=args.adjust, resamples=args.resamples,
        seed=args.seed,
    )  # fmt: skip
    answer(args, find)
