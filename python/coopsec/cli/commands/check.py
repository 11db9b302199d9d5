"""``coopsec check``: compare every file of a saved index with its checksum."""

from __future__ import annotations

import argparse

from coopsec import _coopsec
from coopsec._index import as_text
from coopsec.cli import arguments
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "compare every file of a saved index with its checksum", "PATH")
    parser.add_argument("path", metavar="PATH", help="folder of a saved index")
    arguments.threads(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    frame = _coopsec.check_index(as_text(args.path), args.threads)
    deliver(Result(frame, as_is(frame, "file")), args)
