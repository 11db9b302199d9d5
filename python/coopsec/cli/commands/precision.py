"""``coopsec precision``: say how many hits of a coded sample are right."""

from __future__ import annotations

import argparse

from coopsec._agreement import precision
from coopsec.cli import arguments
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "measure how many hits of a coded sample are right", "CODED")
    arguments.coded(parser, "coded")
    asked = parser.add_argument_group("codes")
    asked.add_argument(
        "--correct", action="append", default=[], metavar="CODE",
        help="code of a hit that is right; others are wrong; repeatable (default 1, yes, oui, true, vrai)",
    )  # fmt: skip
    arguments.by(asked, "columns to group by (default theme)")
    arguments.confidence(asked)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    frame = precision(args.coded, correct=args.correct or None, by=args.by or "theme", confidence=args.confidence)
    deliver(Result(frame, as_is(frame, "n_coded")), args)
