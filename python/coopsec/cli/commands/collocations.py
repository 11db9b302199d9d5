"""``coopsec collocations``: find the words that occur near a pattern, or side by side, more than by chance."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_stopwords, read_documents
from coopsec.cli.output import Result, UsageError, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(
        adding, run, "find the words that occur near a pattern, or side by side, more often than by chance"
    )
    arguments.paths(parser)
    asked = parser.add_argument_group("collocations")
    asked.add_argument(
        "--node", metavar="PATTERN", help="a pattern, such as 'coopération*' (default: all words side by side)"
    )
    asked.add_argument(
        "--window", type=arguments.positive, default=5, metavar="N", help="tokens on either side of a match (default 5)"
    )
    asked.add_argument(
        "--size", type=int, choices=range(2, 6), default=2, help="words in an expression, without --node (default 2)"
    )
    asked.add_argument(
        "--min-count", type=arguments.positive, default=2, metavar="N", help="fewest occurrences together (default 2)"
    )
    arguments.stopwords(asked)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    if args.node is not None and args.size != args.parser.get_default("size"):
        raise UsageError("--size is for words side by side: leave out --size or --node")
    stopwords = asked_stopwords(args)
    frame = read_documents(args).collocations(
        args.node, args.window, size=args.size, min_count=args.min_count, stopwords=stopwords
    )
    deliver(Result(frame, as_is(frame, "collocate")), args)
