"""What the commands trend, changes, bursts and seasonality share."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import polars as pl

from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["about_series", "answer"]


def about_series(parser: argparse.ArgumentParser) -> arguments.Group:
    """Add the themes, and the group for how their series are tested."""
    arguments.paths(parser)
    arguments.lexicon(parser)
    arguments.division(parser)
    parser.set_defaults(every="month")
    asked = parser.add_argument_group("series")
    asked.add_argument("--keep-partial", action="store_true", help="keep periods that the corpus does not fully span")
    return asked


def answer(args: argparse.Namespace, find: Callable[..., pl.DataFrame]) -> None:
    """Count the themes over time, and apply `find` to the table."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    frame = read_documents(args).themes(lexicon, every=args.every, by=args.by, nested_scope=args.nested_scope)
    found = find(frame, partial="keep" if args.keep_partial else "drop", threads=args.threads)
    deliver(Result(found, as_is(found, "theme")), args)
