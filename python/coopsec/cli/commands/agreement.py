"""``coopsec agreement``: say how far two coders of the same sample agree."""

from __future__ import annotations

import argparse

from coopsec._agreement import agreement
from coopsec.cli import arguments
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "measure how far two coders of one sample agree", "CODED CODED")
    arguments.coded(parser, "coded_a")
    arguments.coded(parser, "coded_b")
    asked = parser.add_argument_group("comparison")
    arguments.by(asked, "columns to group by, such as theme")
    arguments.confidence(asked)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    frame = agreement(args.coded_a, args.coded_b, by=args.by, confidence=args.confidence)
    deliver(Result(frame, as_is(frame, "left_out")), args)
