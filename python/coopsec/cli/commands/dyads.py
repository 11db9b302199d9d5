"""``coopsec dyads``: count pairs of countries that occur together, by theme and period."""

from __future__ import annotations

import argparse
from typing import Any

import polars as pl

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, named_lexicon, read_documents
from coopsec.cli.output import Result, UsageError, check_outputs, deliver
from coopsec.cli.views import as_is, in_context

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "count pairs of countries that occur together, by theme and period")
    arguments.paths(parser)
    asked = parser.add_argument_group("countries")
    asked.add_argument("--hub", metavar="CODE", help="only pairs with this country, such as MA (default: all pairs)")
    asked.add_argument(
        "--actors", metavar="FILE", help="lexicon of actors, themes with the key country (default: the built-in actors)"
    )
    asked.add_argument("--passages", action="store_true", help="list the passages behind the counts")
    arguments.lexicon(parser, default=None)
    arguments.division(parser)
    counting = parser.add_argument_group("counting")
    arguments.within(counting)
    arguments.confidence(counting)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    if args.theme and args.lexicon is None:
        args.lexicon = arguments.DEFAULT_LEXICON
    themes = None if args.lexicon is None else asked_lexicon(args)
    actors = None if args.actors is None else named_lexicon(args.actors, "--actors")
    asked: dict[str, Any] = {"actors": actors, "nested_scope": args.nested_scope}
    if args.passages:
        if args.every or args.by:
            raise UsageError("--passages lists every unit: leave out --every and --by")
        frame = read_documents(args).dyad_hits(args.hub, args.within, themes, **asked)
        deliver(Result(frame, as_is(frame, "doc_id") if args.long else in_context(frame, _parts)), args)
        return
    frame = read_documents(args).dyads(
        args.hub, args.within, themes, args.every, args.by, confidence=args.confidence, **asked
    )
    deliver(Result(frame, as_is(frame, "right" if themes is None else "theme")), args)


def _parts(shown: pl.DataFrame) -> list[tuple[str, str, str]]:
    columns = ("sentence", pl.col("start") - pl.col("sentence_start"), pl.col("end") - pl.col("sentence_start"))
    return [(text[:start], text[start:end], text[end:]) for text, start, end in shown.select(columns).rows()]
