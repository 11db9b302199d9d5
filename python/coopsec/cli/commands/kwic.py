"""``coopsec kwic``: show each match of a pattern between its neighbours."""

from __future__ import annotations

import argparse
import shlex
from glob import iglob
from pathlib import Path

import polars as pl

from coopsec.cli import arguments
from coopsec.cli.inputs import read_documents
from coopsec.cli.output import Result, UsageError, check_outputs, deliver
from coopsec.cli.views import as_is, in_context

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "show each match of a pattern between its neighbours", "PATTERN PATH…")
    parser.add_argument("pattern", metavar="PATTERN", help='such as "échange ~4 renseignement*"')
    arguments.paths(parser)
    asked = parser.add_argument_group("concordance")
    asked.add_argument(
        "--window", type=arguments.positive, default=8, metavar="N", help="tokens on either side (default 8)"
    )
    asked.add_argument(
        "--within",
        choices=("sentence", "document"),
        default="sentence",
        help="where the window ends at the latest (default sentence)",
    )
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    _check_order(args)
    frame = read_documents(args).kwic(args.pattern, args.window, within=args.within)
    deliver(Result(frame, as_is(frame, "doc_id") if args.long else in_context(frame, _parts)), args)


def _check_order(args: argparse.Namespace) -> None:
    """Refuse a path in place of the pattern, with the pattern after it."""
    path = args.path[0]
    is_there = Path(path).exists() or any(iglob(path, recursive=True))  # noqa: PTH207 - the pattern has its folder
    if Path(args.pattern).exists() and not is_there:
        raise UsageError(
            f"{path}: no such file, but {args.pattern} is there: the pattern comes first, as in "
            f"coopsec kwic {shlex.quote(path)} {shlex.quote(args.pattern)}"
        )


def _parts(shown: pl.DataFrame) -> list[tuple[str, str, str]]:
    return list(shown.select("left", "keyword", "right").iter_rows())
