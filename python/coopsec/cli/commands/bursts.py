"""``coopsec bursts``: find when themes are in far more documents than usual."""

from __future__ import annotations

import argparse
from functools import partial

from coopsec._series.bursts import bursts
from coopsec.cli import arguments
from coopsec.cli.series import about_series, answer

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "find when themes are in far more documents than usual")
    asked = about_series(parser)
    asked.add_argument(
        "--s", type=float, default=2.0, metavar="X", help="how many times the usual share a burst has (default 2)"
    )
    asked.add_argument("--gamma", type=float, default=1.0, metavar="X", help="cost of entering a burst (default 1)")
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    answer(args, partial(bursts, s=args.s, gamma=args.gamma))
