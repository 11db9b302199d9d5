"""``coopsec sample``: draw hits at random for coding by hand."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "draw hits at random for coding by hand")
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("sample")
    asked.add_argument(
        "-n",
        type=arguments.count,
        default=100,
        metavar="N",
        help="hits to draw; with --by, from each group (default 100)",
    )
    asked.add_argument(
        "--seed", type=int, required=True, metavar="N", help="any whole number; the same number draws the same sample"
    )
    arguments.by(asked, "columns to draw from separately, such as theme")
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    corpus = read_documents(args)
    frame = corpus.sample(lexicon, args.n, args.seed, by=args.by, nested_scope=args.nested_scope)
    deliver(Result(frame, as_is(frame, "theme")), args)
