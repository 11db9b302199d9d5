"""``coopsec themes``: count themes, over time or by document columns."""

from __future__ import annotations

import argparse
from functools import partial

import polars as pl

from coopsec._lexicon import Lexicon
from coopsec._warnings import warnings_for
from coopsec.cli import arguments
from coopsec.cli.charts import check_chart, timeline
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.messages import tell
from coopsec.cli.output import Result, UsageError, View, deliver
from coopsec.cli.table import lines_of
from coopsec.cli.views import as_is, rates, timed

__all__ = ["add", "run"]

_MOST_NOTES = 8
_MOST_CHARTS = 8


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "count themes, over time or by document columns")
    arguments.paths(parser)
    arguments.lexicon(parser)
    arguments.division(parser)
    asked = parser.add_argument_group("counting")
    arguments.confidence(asked)
    arguments.counting(asked)
    arguments.seed(asked)
    asked.add_argument(
        "--notes", action=argparse.BooleanOptionalAction, default=True,
        help="warn on standard error of themes that are everywhere, and of hits from one source or story (default yes)",
    )  # fmt: skip
    arguments.reading(parser)
    arguments.output(parser, charts=True)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    drawn = check_chart(args)
    lexicon = asked_lexicon(args)
    divided = _divided(lexicon, args) if drawn and args.by else []
    corpus = read_documents(args)
    frame = corpus.themes(lexicon, every=args.every, by=args.by, **arguments.counted_by(args))
    deliver(Result(frame, _view(frame, args), partial(timeline, frame, args, divided) if args.every else None), args)
    if args.notes:
        _tell_warnings(frame, args)


def _divided(lexicon: Lexicon, args: argparse.Namespace) -> list[str]:
    """Return the themes whose groups are drawn, each in its own chart."""
    names = list(dict.fromkeys(args.theme)) or lexicon.themes
    if len(names) > _MOST_CHARTS:
        raise UsageError(
            f"with --by {args.by[0]} each theme has its own chart, and there are {len(names)}: choose up to "
            f"{_MOST_CHARTS}, such as --theme {names[0]}, or leave out --by for one chart of the themes"
        )
    return names


def _view(frame: pl.DataFrame, args: argparse.Namespace) -> View:
    if args.long:
        return as_is(frame, "theme")
    if args.every:
        return timed(frame, args, "theme")
    return lambda width, rows: lines_of(rates(frame, by=args.by, confidence=args.confidence, rows=rows), width)


def _tell_warnings(frame: pl.DataFrame, args: argparse.Namespace) -> None:
    """Print the first few notes on what a reader of the table should know."""
    messages = warnings_for(frame, lang=args.chart_lang).get_column("message").to_list()
    for message in messages[:_MOST_NOTES]:
        tell(f"note: {message}")
    if len(messages) > _MOST_NOTES:
        tell(f"note: {len(messages) - _MOST_NOTES:,} more: coopsec warnings lists all, --no-notes none")
