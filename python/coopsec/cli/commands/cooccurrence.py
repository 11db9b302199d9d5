"""``coopsec cooccurrence``: count how often two themes occur together, compared with chance."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "count how often two themes occur together, compared with chance")
    arguments.paths(parser)
    arguments.lexicon(parser)
    arguments.division(parser)
    arguments.within(parser.add_argument_group("counting"))
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    frame = read_documents(args).cooccurrence(lexicon, args.within, args.every, args.by, nested_scope=args.nested_scope)
    deliver(Result(frame, as_is(frame, "right")), args)
