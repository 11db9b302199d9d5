"""What a command works on: documents, a lexicon, events, a list of words."""

from __future__ import annotations

import argparse
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from coopsec._coded import read_by_hand
from coopsec._corpus import Corpus
from coopsec._frames import check_columns
from coopsec._index import is_index
from coopsec._lexicon import Lexicon
from coopsec._read import open_corpus, read_corpus
from coopsec._text import parse_date
from coopsec.cli.arguments import READING
from coopsec.cli.conditions import Condition, all_of, unmet, within
from coopsec.cli.messages import tell
from coopsec.cli.output import UsageError
from coopsec.cli.slips import told_by_option
from coopsec.errors import ColumnError, CoopsecError, LexiconError

__all__ = ["asked_events", "asked_lexicon", "asked_stopwords", "named_lexicon", "read_documents"]


def read_documents(args: argparse.Namespace, *, quiet: bool = False) -> Corpus:
    """Read or open the documents, report what was skipped, and keep those that were asked for."""
    if args.since and args.until and args.since.start > args.until.end:
        raise UsageError(f"--since {args.since.start} is after --until {args.until.end}: no date is between them")
    reading = {name: getattr(args, name) for name in READING}
    if len(args.path) == 1 and is_index(args.path[0]):
        given = [f"--{name}" for name, value in reading.items() if value != args.parser.get_default(name)]
        if given:
            raise UsageError(
                f"{args.path[0]} is a saved index, so its texts are read already: leave out {', '.join(given)}"
            )
        corpus = open_corpus(args.path[0], threads=args.threads)
    else:
        corpus = _read(args, reading)
    skipped = corpus.skipped.height
    if skipped and not quiet:
        plural = "s" if skipped > 1 else ""
        tell(f"{skipped:,} file{plural} or row{plural} skipped: see {_summary_command(args)}")
    predicates = within(args.since, args.until)
    if args.where:
        predicates += all_of(args.where, corpus.documents.schema, "--where")
    kept = corpus.filter(*predicates) if predicates else corpus
    if not len(kept):
        limits = [Condition("date_start", ">=", str(limit.start)) for limit in (args.since, args.until) if limit]
        meets = f" meets the conditions{unmet([*args.where, *limits], corpus.documents)}"
        tell("warning: no document" + (meets if predicates else " was found"))
    return kept


def _read(args: argparse.Namespace, reading: dict[str, Any]) -> Corpus:
    try:
        return read_corpus(args.path, **reading, on_error=args.on_error, progress=args.progress, threads=args.threads)
    except FileNotFoundError as error:
        name = getattr(args, "lexicon", None)
        themes = named_lexicon(name, "--lexicon").themes if name else []
        raise told_by_option(error, args, themes) from None


def _summary_command(args: argparse.Namespace) -> str:
    """Return the command that lists what was skipped."""
    more = " …" if len(args.path) > 1 else ""
    lenient = " --on-error skip" if args.on_error == "skip" else ""
    return f"coopsec summary {shlex.quote(args.path[0])}{more}{lenient}"


def asked_lexicon(args: argparse.Namespace) -> Lexicon:
    """Load the lexicon, and keep the themes that were asked for."""
    lexicon = named_lexicon(args.lexicon, "--lexicon")
    return lexicon.select(*args.theme) if args.theme else lexicon


def named_lexicon(name: str, option: str) -> Lexicon:
    """Read a lexicon from a file, or return a built-in one."""
    suffix = Path(name).suffix.lower()
    if suffix in {".yaml", ".yml"}:
        return Lexicon.from_yaml(name)
    if suffix == ".toml" or Path(name).is_file():
        return Lexicon.from_toml(name)
    try:
        return Lexicon.builtin(name)
    except LexiconError as error:
        raise LexiconError(f"{option} {name}: no such file, and {error}") from None


def asked_events(args: argparse.Namespace) -> pl.DataFrame:
    """Read the table of events; labels stay text, even if they look like numbers."""
    where = str(args.events)
    if not args.events.exists() and parse_date(where, lang="und"):
        raise UsageError(f"--events {where}: give a file, a table with the columns date and label, not a date")
    frame = read_by_hand(args.events, typed=False)
    check_columns(("date", "label"), frame.columns, where)
    days = [_day(text, f"{where}, row {row}") for row, text in enumerate(frame["date"].cast(pl.String))]
    return frame.with_columns(pl.Series("date", days, dtype=pl.Date))


def _day(text: str | None, where: str) -> date:
    reading = None if text is None else parse_date(text, lang="und")
    if reading is None or reading.precision != "day":
        found = "empty" if text is None else repr(text)
        raise ColumnError(f"{where}: date is {found}: give a day, such as 2015-11-13")
    return reading.start


def asked_stopwords(args: argparse.Namespace) -> list[str] | None:
    """Read the list of words to leave out, one per line."""
    path: Path | None = args.stopwords
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CoopsecError(f"{path}: not UTF-8 at byte {error.start}: save it as UTF-8") from None
    return [word for line in lines if (word := line.partition("# ")[0].strip())]
