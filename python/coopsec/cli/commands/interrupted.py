"""``coopsec interrupted``: compare themes before and after events."""

from __future__ import annotations

import argparse
from pathlib import Path

from coopsec._query.interrupted import PERIODS
from coopsec.cli import arguments
from coopsec.cli.inputs import asked_events, asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "compare themes after events with themes before")
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("comparison")
    asked.add_argument(
        "--events", type=Path, required=True, metavar="FILE", help="table with columns date (2015-11-13) and label"
    )
    asked.add_argument(
        "--window", type=arguments.positive, default=6, metavar="N", help="periods on each side (default 6)"
    )
    arguments.every(asked, "day, week, month, quarter or year, or 1d … 1y (default month)", PERIODS)
    parser.set_defaults(every="month")
    arguments.rate(asked)
    arguments.confidence(asked, "confidence level of the limits (default 0.95)")
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    events = asked_events(args)
    frame = read_documents(args).interrupted(
        lexicon, events, window=args.window, every=args.every, value=args.value, confidence=args.confidence,
        nested_scope=args.nested_scope,
    )  # fmt: skip
    deliver(Result(frame, as_is(frame, "theme")), args)
