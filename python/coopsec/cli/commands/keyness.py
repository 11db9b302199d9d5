"""``coopsec keyness``: find the terms that some documents use more, or less, than others."""

from __future__ import annotations

import argparse
from typing import Literal

import polars as pl

from coopsec._corpus import Corpus
from coopsec._query.keyness import EXTRA
from coopsec.cli import arguments
from coopsec.cli.conditions import all_of, condition, unmet
from coopsec.cli.inputs import read_documents
from coopsec.cli.output import Result, check_outputs, deliver
from coopsec.cli.views import as_is
from coopsec.errors import CoopsecError

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "find the terms that some documents use more, or less, than others")
    arguments.paths(parser)
    asked = parser.add_argument_group("comparison")
    asked.add_argument(
        "--target", type=condition, action="append", required=True, metavar="CONDITION",
        help="documents to describe by their terms, such as lang=es or 'date_start>=2018'; repeatable like --where",
    )  # fmt: skip
    asked.add_argument(
        "--reference", type=condition, action="append", default=[], metavar="CONDITION",
        help="documents to compare with (default: all others)",
    )  # fmt: skip
    asked.add_argument(
        "--min-count", type=arguments.positive, default=3, metavar="N", help="fewest occurrences of a term (default 3)"
    )
    asked.add_argument(
        "--min-doc-freq",
        type=arguments.positive,
        default=2,
        metavar="N",
        help="fewest documents with the term (default 2)",
    )
    arguments.confidence(asked, "confidence level of the limits (default 0.95)")
    asked.add_argument("--unit", choices=("tokens", "docs"), default="tokens", help="what is compared (default tokens)")
    asked.add_argument(
        "--measure", choices=("g2", "chi2"), default="g2", help="the statistic that p is computed from (default g2)"
    )
    asked.add_argument(
        "--correction", choices=("williams", "yates"), help="williams for g2, yates for chi2 (default none)"
    )
    asked.add_argument(
        "--adjust",
        choices=("holm", "bh"),
        default="holm",
        help="how p-values are adjusted; bh is Benjamini-Hochberg (default holm)",
    )
    asked.add_argument(
        "--extra", action="append", default=[], choices=tuple(EXTRA), help="one more measure; repeatable"
    )
    arguments.reading(parser)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    corpus = read_documents(args)
    target = _side(corpus, args, "target")
    reference = _side(corpus, args, "reference") if args.reference else None
    frame = corpus.keyness(
        target,
        reference,
        min_count=args.min_count,
        min_doc_freq=args.min_doc_freq,
        confidence=args.confidence,
        unit=args.unit,
        measure=args.measure,
        correction=args.correction,
        adjust=args.adjust,
        extra=args.extra,
    )
    deliver(Result(frame, as_is(frame, "term")), args)


def _side(corpus: Corpus, args: argparse.Namespace, side: Literal["target", "reference"]) -> pl.Expr:
    conditions = getattr(args, side)
    predicate = pl.all_horizontal(all_of(conditions, corpus.documents.schema, f"--{side}"))
    if not corpus.documents.select(predicate.any()).item():
        said = f"--{side} {' '.join(map(str, conditions))}: no document meets it"
        raise CoopsecError(said + unmet(conditions, corpus.documents))
    return predicate
