"""``coopsec changes``: find when themes changed from one level to another."""

from __future__ import annotations

import argparse
from functools import partial

from coopsec._series.change_points import change_points
from coopsec.cli import arguments
from coopsec.cli.series import about_series, answer

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "find when themes changed from one level to another")
    asked = about_series(parser)
    arguments.rate(asked)
    asked.add_argument(
        "--min-size", type=arguments.positive, default=2, metavar="N", help="fewest periods in a level (default 2)"
    )
    asked.add_argument(
        "--level",
        type=arguments.share,
        default=0.05,
        metavar="P",
        help="probability of finding a change where there is none (default 0.05)",
    )
    arguments.adjust(asked)
    arguments.resamples(asked, 199, "resamples of each series; a smaller --level needs more")
    arguments.seed(asked)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    find = partial(
        change_points, value=args.value, min_size=args.min_size, level=args.level, adjust=args.adjust,
        resamples=args.resamples, seed=args.seed,
    )  # fmt: skip
    answer(args, find)
