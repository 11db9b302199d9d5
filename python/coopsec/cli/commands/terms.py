"""``coopsec terms``: count terms, over time or by document columns."""

from __future__ import annotations

import argparse
from functools import partial

from coopsec.cli import arguments
from coopsec.cli.charts import check_chart, timeline
from coopsec.cli.inputs import asked_stopwords, read_documents
from coopsec.cli.messages import tell
from coopsec.cli.output import Result, UsageError, deliver
from coopsec.cli.views import as_is, timed

__all__ = ["add", "run"]

_MOST_COLUMNS = 40  # most terms side by side
_DEFAULT_SERIES = 6


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "count terms, over time or by document columns")
    arguments.paths(parser)
    arguments.division(parser)
    asked = parser.add_argument_group("counting")
    asked.add_argument("--top", type=arguments.positive, metavar="N", help="only the N most frequent terms")
    asked.add_argument("--ngram", type=arguments.positive, default=1, metavar="N", help="tokens per term (default 1)")
    asked.add_argument(
        "--min-count", type=arguments.positive, default=1, metavar="N", help="fewest occurrences of a term (default 1)"
    )
    arguments.stopwords(asked)
    arguments.reading(parser)
    arguments.output(parser, charts=True)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    drawn = check_chart(args)
    if drawn and args.by:
        raise UsageError("a chart of terms cannot be divided: leave out --by")
    stopwords = asked_stopwords(args)
    if drawn and args.top is None:
        args.top = _DEFAULT_SERIES
        tell(f"a chart shows the {_DEFAULT_SERIES} most frequent terms: change this with --top and --stopwords")
    frame = read_documents(args).frequency(
        args.every, args.by, ngram=args.ngram, min_count=args.min_count, top=args.top, stopwords=stopwords
    )
    side_by_side = args.every and args.top and args.top <= _MOST_COLUMNS and not args.long
    view = timed(frame, args, "term") if side_by_side else as_is(frame, "term")
    deliver(Result(frame, view, partial(timeline, frame, args) if args.every else None), args)
