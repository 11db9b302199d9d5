"""Arguments that several commands share, so that a name means the same everywhere."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from coopsec._periods import NAMES
from coopsec.cli.conditions import condition, day_span

__all__ = [
    "DEFAULT_LEXICON", "READING", "Adding", "Group", "adjust", "by", "coded", "command", "confidence", "count",
    "counted_by", "counting", "cutting", "division", "every", "lexicon", "message_lang", "output", "paths",
    "positive", "rate", "reading", "resamples", "seed", "share", "stopwords", "threads", "within",
]  # fmt: skip

Adding: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Group: TypeAlias = argparse._ArgumentGroup

DEFAULT_LEXICON = "security-cooperation"
READING = ("text", "date", "id", "title", "source", "lang", "elision", "hyphens")  # options for reading texts

_WHERE = (
    "only documents that meet a condition: source=MAP, 'n_tokens>=100', rubric= (empty); repeatable: all must hold, "
    "but several values of one column are alternatives"
)


def command(
    adding: Adding,
    run: Callable[[argparse.Namespace], None],
    about: str,
    operands: str = "PATH…",
) -> argparse.ArgumentParser:
    """Begin a command, named after the file of its function."""
    verb = run.__module__.rpartition(".")[2]
    parser = adding.add_parser(
        verb,
        help=about,
        usage=f"coopsec {verb} {operands} [options]",
        description=f"{about[0].upper()}{about[1:]}.",
        allow_abbrev=False,
    )
    parser.set_defaults(run=run, parser=parser)
    return parser


def paths(parser: argparse.ArgumentParser) -> None:
    """Add the paths to read."""
    parser.add_argument("path", nargs="+", metavar="PATH", help="folder, file, glob or saved index")


def coded(parser: argparse.ArgumentParser, name: str) -> None:
    """Add a sample that was coded by hand."""
    parser.add_argument(name, metavar="CODED", help="what coopsec sample wrote, with the column code filled in")


def lexicon(parser: argparse.ArgumentParser, default: str | None = DEFAULT_LEXICON) -> Group:
    """Add the group for the lexicon and its themes."""
    group = parser.add_argument_group("lexicon")
    group.add_argument(
        "--lexicon", default=default, metavar="FILE",
        help=f"TOML or YAML file, or the name of a built-in lexicon (default {default or 'none: pairs of any theme'})",
    )  # fmt: skip
    group.add_argument(
        "--theme", action="append", default=[], metavar="NAME", help="only this theme and its children; repeatable"
    )
    group.add_argument(
        "--nested-scope", choices=("theme", "lexicon"), default="theme",
        help="leave out a match inside a longer one of the same theme only, or of any theme (default theme)",
    )  # fmt: skip
    return group


def division(parser: argparse.ArgumentParser) -> None:
    """Add the group for periods and document columns."""
    group = parser.add_argument_group("division")
    every(group, "day, week, month, quarter, year, decade (or 1d … 10y)")
    by(group, "a document column, such as source; repeatable")


def every(group: Group, about: str, periods: Sequence[str] = NAMES) -> None:
    """Add the period."""
    group.add_argument("--every", choices=periods, metavar="PERIOD", help=about)


def by(group: Group, about: str) -> None:
    """Add the columns to group by."""
    group.add_argument("--by", action="append", default=[], metavar="COLUMN", help=about)


def confidence(group: Group, about: str = "confidence level of the intervals (default 0.95)") -> None:
    """Add the confidence level of intervals."""
    group.add_argument("--confidence", type=share, default=0.95, metavar="P", help=about)


def counting(group: Group) -> None:
    """Add how rates and their intervals are computed, and from which documents."""
    group.add_argument(
        "--interval", choices=("score", "normal", "percentile", "bca"), default="score",
        help="how the intervals of rates are made; the last two resample documents (default score)",
    )  # fmt: skip
    group.add_argument(
        "--cluster",
        default="document",
        metavar="COLUMN",
        help="unit that the intervals are based on: a document column, such as story (default document)",
    )
    group.add_argument(
        "--standardise", action="append", default=[], metavar="COLUMN",
        help="rates with the same mix of this column in every cell, such as source; repeatable",
    )  # fmt: skip
    group.add_argument(
        "--dedupe", metavar="COLUMN", help="count only the first document with each value, such as story"
    )


def counted_by(args: argparse.Namespace) -> dict[str, Any]:
    """Return the options for computing rates as keyword arguments."""
    names = ("confidence", "interval", "cluster", "seed", "standardise", "dedupe", "nested_scope")
    return {name: getattr(args, name) for name in names}


def adjust(group: Group) -> None:
    """Add the adjustment of p over themes."""
    group.add_argument(
        "--adjust", choices=("holm", "bh", "none"), default="holm", help="how p is adjusted over themes (default holm)"
    )


def rate(group: Group) -> None:
    """Add which rate is used."""
    group.add_argument(
        "--value", choices=("per_million", "doc_share"), default="per_million",
        help="occurrences per million tokens, or share of documents (default per_million)",
    )  # fmt: skip


def resamples(group: Group, default: int, about: str) -> None:
    """Add the number of resamples."""
    group.add_argument("--resamples", type=positive, default=default, metavar="N", help=f"{about} (default {default})")


def seed(group: Group, about: str = "seed of the resamples (default 0)") -> None:
    """Add the seed of the resamples."""
    group.add_argument("--seed", type=count, default=0, metavar="N", help=about)


def stopwords(group: Group) -> None:
    """Add a list of words to leave out."""
    group.add_argument(
        "--stopwords", type=Path, metavar="FILE", help='words to leave out, one per line, UTF-8; "# " begins a comment'
    )


def within(group: Group) -> None:
    """Add the unit in which things count as together."""
    group.add_argument(
        "--within",
        choices=("sentence", "paragraph", "document"),
        default="sentence",
        help="where two things count as together (default sentence)",
    )


def message_lang(group: Group) -> None:
    """Add the language of written sentences."""
    group.add_argument("--message-lang", choices=("en", "fr"), default="en", help="language of the text (default en)")


def reading(parser: argparse.ArgumentParser) -> None:
    """Add the group for how documents are read and which of them are kept."""
    group = parser.add_argument_group("reading")
    group.add_argument("--text", action="append", metavar="COLUMN", help="text column of tables; repeatable, joined")
    for role in ("date", "id", "title", "source"):
        group.add_argument(f"--{role}", metavar="COLUMN", help=f"{role} column of tables")
    group.add_argument(
        "--lang", default="fr", metavar="LANG",
        help="language of documents that state none: fr, es, en, ar, und, auto; or a column (default fr)",
    )  # fmt: skip
    cutting(group)
    group.add_argument("--where", type=condition, action="append", default=[], metavar="CONDITION", help=_WHERE)
    group.add_argument("--since", type=day_span, metavar="DATE", help="only documents of DATE (2018, 2018-03) or later")
    group.add_argument("--until", type=day_span, metavar="DATE", help="only documents of DATE or earlier")
    group.add_argument(
        "--on-error", choices=("raise", "skip"), default="raise",
        help="stop at a file that cannot be read, or skip it (default raise)",
    )  # fmt: skip
    threads(group)
    group.add_argument(
        "--progress",
        action=argparse.BooleanOptionalAction,
        help="show progress on standard error (default: if the work takes a while)",
    )


def cutting(group: Group) -> None:
    """Add how text is split into tokens."""
    group.add_argument(
        "--elision", action=argparse.BooleanOptionalAction, default=True,
        help="split off elided words such as l' (default yes)",
    )  # fmt: skip
    group.add_argument(
        "--hyphens",
        choices=("keep", "split"),
        default="keep",
        help="keep hyphenated words whole, or split them (default keep)",
    )


def threads(group: Group | argparse.ArgumentParser) -> None:
    """Add the number of threads."""
    group.add_argument("--threads", type=positive, metavar="N", help="number of threads (default: all cores)")


def output(parser: argparse.ArgumentParser, *, charts: bool = False) -> None:
    """Add the group for where the result goes and how it is shown."""
    group = parser.add_argument_group("output")
    kinds = ".csv .parquet .json .jsonl" + (", with --every also a timeline: .html .svg .png .pdf" if charts else "")
    group.add_argument(
        "-o", "--output", type=Path, action="append", default=[], metavar="FILE", help=f"{kinds}; repeatable"
    )
    group.add_argument(
        "--format", choices=("table", "csv", "json", "jsonl"),
        help="format of standard output (default: table in a terminal, csv on a pipe)",
    )  # fmt: skip
    group.add_argument(
        "--rows", type=count, default=60, metavar="N", help="at most N rows of a table, 0 for all (default 60)"
    )
    group.add_argument("--long", action="store_true", help="show the whole frame, with all its columns")
    if charts:
        values = ("per_million", "count", "doc_share", "doc_freq")
        group.add_argument(
            "--value", choices=values, default="per_million",
            help="what tables over time and timelines show (default per_million)",
        )  # fmt: skip
        group.add_argument("--chart-lang", choices=("en", "fr"), default="en", help="language of the timeline")


def count(text: str) -> int:
    """Parse a whole number of at least 0."""
    number = int(text) if text.isascii() and text.isdigit() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return number


def positive(text: str) -> int:
    """Parse a whole number of at least 1."""
    if count(text) == 0:
        raise argparse.ArgumentTypeError("0 is too small: give 1 or more")
    return int(text)


def share(text: str) -> float:
    """Parse a number strictly between 0 and 1."""
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number: write it with a point, such as 0.95") from None
    if not 0 < number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and 1")
    return number
