"""``coopsec summary``: say what was read, and what was skipped and why."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.table import lines_of, sheet_of
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "show what was read, and what was skipped and why")
    arguments.paths(parser)
    parser.add_argument(
        "--skipped",
        action="store_true",
        help="show only the list of what was skipped (a terminal shows it below the summary)",
    )
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    corpus = read_documents(args, quiet=True)
    if args.skipped:
        deliver(Result(corpus.skipped, as_is(corpus.skipped, "origin")), args)
        return
    frame = corpus.summary()

    def view(width: int, rows: int | None) -> list[str]:
        lines = lines_of(sheet_of(frame, 1, None), width)
        below = sheet_of(corpus.skipped, 1, rows, title="skipped:")
        return [*lines, "", *lines_of(below, width)] if below.height else lines

    deliver(Result(frame, view), args)
