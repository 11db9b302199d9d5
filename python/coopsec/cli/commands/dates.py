"""``coopsec dates``: list the date of each document and where it was found."""

from __future__ import annotations

import argparse

from coopsec.cli import arguments
from coopsec.cli.inputs import read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]

_COLUMNS = (
    "doc_id", "date_start", "date_end", "date_precision", "date_origin", "date_raw", "date_conflicts", "warnings",
)  # fmt: skip


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "list the date of each document and where it was read")
    arguments.paths(parser)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    frame = read_documents(args).documents.select(_COLUMNS)
    deliver(Result(frame, as_is(frame, "doc_id")), args)
