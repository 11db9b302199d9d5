"""``coopsec hits``: list every match behind the counts of themes."""

from __future__ import annotations

import argparse

import polars as pl

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is, in_context

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "list every match behind the counts of themes")
    arguments.paths(parser)
    arguments.lexicon(parser).add_argument(
        "--rollup", action="store_true", help="also list a match under the parents of its theme, which count it too"
    )
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    frame = read_documents(args).hits(lexicon, rollup=args.rollup, nested_scope=args.nested_scope)
    deliver(Result(frame, as_is(frame, "doc_id") if args.long else in_context(frame, _parts)), args)


def _parts(shown: pl.DataFrame) -> list[tuple[str, str, str]]:
    found = shown.select("sentence", "match", pl.col("start") - pl.col("sentence_start")).rows()
    return [(text[:at], word, text[at + len(word) :]) for text, word, at in found]
