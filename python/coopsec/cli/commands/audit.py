"""``coopsec audit``: break the counts of a lexicon down by pattern, and look for what it misses."""

from __future__ import annotations

import argparse

import polars as pl

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(
        adding, run, "break the counts of a lexicon down by pattern, and look for what it misses"
    )
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("audit")
    asked.add_argument(
        "--part", choices=("patterns", "contributions", "dominant", "dead", "near-misses"), default="patterns",
        help="which table is shown (default patterns)",
    )  # fmt: skip
    arguments.every(asked, "period of the contributions, as in themes")
    asked.add_argument(
        "--window", type=arguments.positive, default=5, metavar="N", help="tokens on either side of a hit (default 5)"
    )
    asked.add_argument(
        "--min-count",
        type=arguments.positive,
        default=3,
        metavar="N",
        help="fewest occurrences of a near miss (default 3)",
    )
    asked.add_argument(
        "--top",
        type=arguments.positive,
        default=20,
        metavar="N",
        help="at most N near misses for each theme and kind (default 20)",
    )
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    found = lexicon.audit(
        read_documents(args), args.every, nested_scope=args.nested_scope, window=args.window,
        min_count=args.min_count, top=args.top,
    )  # fmt: skip
    frame: pl.DataFrame = getattr(found, args.part.replace("-", "_"))
    deliver(Result(frame, as_is(frame, "term" if args.part == "near-misses" else "pattern")), args)
