"""``coopsec report``: write one HTML page of themes over time, with the passages behind it."""

from __future__ import annotations

import argparse
from pathlib import Path

from coopsec.cli import arguments
from coopsec.cli.conditions import day_span
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.messages import tell
from coopsec.cli.output import UsageError, check_outputs

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "write one HTML page of themes over time, with the passages behind them")
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("report")
    asked.add_argument(
        "-o", "--output", type=Path, action="append", required=True, metavar="FILE", help="page to write, .html"
    )
    arguments.every(asked, "day … decade (default: the finest with at most 40 periods)")
    asked.add_argument("--report-lang", choices=("en", "fr"), default="en", help="language of the page (default en)")
    asked.add_argument("--heading", metavar="TEXT", help="title of the page")
    asked.add_argument(
        "--split",
        type=day_span,
        metavar="DATE",
        help="compare words since DATE with those before (default: the middle)",
    )
    asked.add_argument("--hub", metavar="CODE", help="only pairs with this country, such as MA (default: all pairs)")
    asked.add_argument(
        "--per-cell", type=arguments.positive, default=40, metavar="N",
        help="at most N sentences for each theme and period (default 40)",
    )  # fmt: skip
    arguments.reading(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    from coopsec._report_page import report  # Altair is optional

    for path in args.output:
        if path.suffix.lower() != ".html":
            raise UsageError(f"-o {path}: a report is written as .html")
    check_outputs(args, charts=True)
    lexicon = asked_lexicon(args)
    corpus = read_documents(args)
    for path in args.output:
        report(
            corpus,
            lexicon,
            path,
            every=args.every,
            lang=args.report_lang,
            title=args.heading,
            split=args.split.start if args.split else None,
            hub=args.hub,
            per_cell=args.per_cell,
            nested_scope=args.nested_scope,
        )
        tell(f"wrote {path}")
