"""``coopsec warnings``: say which themes are everywhere, and whose hits come from one source or story."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(
        adding, run, "say which themes are everywhere, and whose hits come from one source or story"
    )
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("warnings")
    arguments.every(asked, "judge each period too, as in themes")
    arguments.message_lang(asked)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    frame = read_documents(args).warnings(lexicon, args.every, nested_scope=args.nested_scope, lang=args.message_lang)
    deliver(Result(frame, as_is(frame, "theme")), args)
