"""``coopsec methods``: write the paragraph that says how the themes were counted."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import standard_output

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "write the paragraph that says how the themes were counted")
    arguments.paths(parser)
    arguments.lexicon(parser)
    arguments.division(parser)
    asked = parser.add_argument_group("counting")
    arguments.confidence(asked)
    arguments.counting(asked)
    asked.add_argument(
        "--seed", type=int, metavar="N", help="seed that the text names (default: that of the resamples, if any)"
    )
    arguments.message_lang(parser.add_argument_group("paragraph"))
    arguments.reading(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    lexicon = asked_lexicon(args)
    text = read_documents(args).methods(
        lexicon, args.every, args.by, **arguments.counted_by(args), lang=args.message_lang
    )
    standard_output().write(text + "\n")
