"""``coopsec dispersion``: measure how evenly themes or terms are spread over documents or the values of a column."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, UsageError, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(
        adding, run, "measure how evenly themes or terms are spread over documents, or over the values of a column"
    )
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("counting")
    asked.add_argument(
        "--term", action="append", default=[], metavar="PATTERN", help="instead of themes: a pattern; repeatable"
    )
    asked.add_argument("--all-terms", action="store_true", help="instead of themes: every term")
    asked.add_argument(
        "--min-count", type=arguments.positive, default=1, metavar="N", help="fewest occurrences of a term (default 1)"
    )
    asked.add_argument(
        "--parts",
        default="document",
        metavar="COLUMN",
        help="document column that divides the corpus into parts (default document)",
    )
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    if args.term and args.all_terms:
        raise UsageError("--term and --all-terms exclude each other: leave one out")
    if args.theme and (args.term or args.all_terms):
        raise UsageError("--theme selects from a lexicon, but --term and --all-terms use none: leave one of them out")
    asked = args.term or (None if args.all_terms else asked_lexicon(args))
    frame = read_documents(args).dispersion(
        asked, parts=args.parts, min_count=args.min_count, nested_scope=args.nested_scope
    )
    deliver(Result(frame, as_is(frame, frame.columns[0])), args)
