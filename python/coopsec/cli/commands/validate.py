"""``coopsec validate``: compare the hits of a lexicon with spans marked by hand."""

from __future__ import annotations

import argparse

from coopsec._validate import validate
from coopsec.cli import arguments
from coopsec.cli.inputs import asked_lexicon, read_documents
from coopsec.cli.messages import tell
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "compare the hits of a lexicon with spans marked by hand", "GOLD PATH…")
    parser.add_argument("gold", metavar="GOLD", help="CSV or Parquet file with doc_id, theme, start, end")
    arguments.paths(parser)
    arguments.lexicon(parser)
    asked = parser.add_argument_group("validation")
    asked.add_argument("--errors", action="store_true", help="show the misses and false hits instead of the scores")
    arguments.confidence(asked)
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    lexicon = asked_lexicon(args)
    result = validate(
        read_documents(args), args.gold, lexicon, nested_scope=args.nested_scope, confidence=args.confidence
    )
    frame = result.errors if args.errors else result.scores
    deliver(Result(frame, as_is(frame, "theme")), args)
    overall = result.overall().select("precision", "recall", "f1").row(0)
    shares = ("–" if value is None else f"{value:.3f}" for value in overall)
    tell("all themes: precision {}, recall {}, F1 {}".format(*shares))
