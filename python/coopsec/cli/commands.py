"""What each command asks of the package."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._agreement import agreement as agree
from coopsec._agreement import precision as precise
from coopsec._corpus import Corpus
from coopsec._index import is_index
from coopsec._lexicon import Lexicon
from coopsec._read import open_corpus, read_corpus
from coopsec._series.bursts import bursts as find_bursts
from coopsec._series.change_points import change_points as find_changes
from coopsec._series.seasonality import seasonality as find_seasons
from coopsec._series.trend import trend as find_trend
from coopsec._text import tokenize
from coopsec._validate import validate as judge
from coopsec._warnings import warnings_for
from coopsec.cli.conditions import all_of, within
from coopsec.cli.messages import tell
from coopsec.cli.output import Result, UsageError, View, check_outputs, deliver
from coopsec.cli.table import folded, lines_of, more_rows, sheet_of
from coopsec.cli.views import concordance, over_time, rates
from coopsec.errors import CoopsecError, LexiconError

__all__ = [
    "DEFAULT_LEXICON", "agreement", "audit", "bursts", "changes", "check", "collocations", "cooccurrence", "dates",
    "dispersion", "dyads", "hits", "interrupted", "keyness", "kwic", "methods", "precision", "report", "sample",
    "seasonality", "summary", "terms", "themes", "tokens", "trend", "validate", "warnings",
]  # fmt: skip

_DATE_COLUMNS = ("doc_id", "date_start", "date_end", "date_precision", "date_origin", "date_raw", "date_conflicts")
_READING = ("text", "date", "id", "title", "source", "lang", "elision", "hyphens")  # options of how texts are read
_MOST_COLUMNS = 40  # of terms side by side
_DEFAULT_SERIES = 6
DEFAULT_LEXICON = "security-cooperation"
_MOST_NOTES = 8


def themes(args: argparse.Namespace) -> None:
    """Answer ``coopsec themes``."""
    drawn = _check_chart(args)
    if drawn and args.by and len(args.theme) != 1:
        raise UsageError("a chart with --by needs one --theme, whose groups are drawn")
    lexicon = _lexicon(args)
    corpus = _read(args)
    frame = corpus.themes(
        lexicon,
        every=args.every,
        by=args.by,
        confidence=args.confidence,
        interval=args.interval,
        cluster=args.cluster,
        seed=args.seed,
        standardise=args.standardise,
        dedupe=args.dedupe,
        nested_scope=args.nested_scope,
    )
    compact = _timed(frame, args, "theme") if args.every else _rated(frame, args)
    view = _as_is(frame, "theme") if args.long else compact
    only = args.theme[0] if args.by and args.theme else None
    deliver(Result(frame, view, partial(_timeline, frame, args, only) if args.every else None), args)
    if args.notes:
        _tell_warnings(frame, args)


def terms(args: argparse.Namespace) -> None:
    """Answer ``coopsec terms``."""
    drawn = _check_chart(args)
    if drawn and args.by:
        raise UsageError("a chart of terms cannot be divided: leave out --by")
    stopwords = None if args.stopwords is None else _words(args.stopwords)
    if drawn and args.top is None:
        args.top = _DEFAULT_SERIES
        tell(f"a chart shows the {_DEFAULT_SERIES} most frequent terms: --top says how many, --stopwords which not")
    frame = _read(args).frequency(
        args.every, args.by, ngram=args.ngram, min_count=args.min_count, top=args.top, stopwords=stopwords
    )
    side_by_side = args.every and args.top and args.top <= _MOST_COLUMNS and not args.long
    view = _timed(frame, args, "term") if side_by_side else _as_is(frame, "term")
    deliver(Result(frame, view, partial(_timeline, frame, args, None) if args.every else None), args)


def trend(args: argparse.Namespace) -> None:
    """Answer ``coopsec trend``."""
    _series(args, partial(find_trend, value=args.value, confidence=args.confidence, adjust=args.adjust, seed=args.seed))


def changes(args: argparse.Namespace) -> None:
    """Answer ``coopsec changes``."""
    _series(args, partial(find_changes, value=args.value, min_size=args.min_size, level=args.level, seed=args.seed))


def bursts(args: argparse.Namespace) -> None:
    """Answer ``coopsec bursts``."""
    _series(args, partial(find_bursts, s=args.s, gamma=args.gamma))


def seasonality(args: argparse.Namespace) -> None:
    """Answer ``coopsec seasonality``."""
    _series(
        args, partial(find_seasons, value=args.value, confidence=args.confidence, adjust=args.adjust, seed=args.seed)
    )


def interrupted(args: argparse.Namespace) -> None:
    """Answer ``coopsec interrupted``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    events = pl.read_csv(args.events, try_parse_dates=True)
    frame = _read(args).interrupted(
        lexicon, events, window=args.window, every=args.every, value=args.value, confidence=args.confidence,
        nested_scope=args.nested_scope,
    )  # fmt: skip
    deliver(Result(frame, _as_is(frame, "theme")), args)


def hits(args: argparse.Namespace) -> None:
    """Answer ``coopsec hits``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    frame = _read(args).hits(lexicon, rollup=args.rollup, nested_scope=args.nested_scope)

    def parts(shown: pl.DataFrame) -> list[tuple[str, str, str]]:
        found = shown.select("sentence", "match", pl.col("start") - pl.col("sentence_start")).rows()
        return [(text[:at], word, text[at + len(word) :]) for text, word, at in found]

    view = _as_is(frame, "doc_id") if args.long else _in_context(frame, parts)
    deliver(Result(frame, view), args)


def kwic(args: argparse.Namespace) -> None:
    """Answer ``coopsec kwic``."""
    check_outputs(args, charts=False)
    frame = _read(args).kwic(args.pattern, args.window, within=args.within)

    def parts(shown: pl.DataFrame) -> list[tuple[str, str, str]]:
        return list(shown.select("left", "keyword", "right").iter_rows())

    view = _as_is(frame, "doc_id") if args.long else _in_context(frame, parts)
    deliver(Result(frame, view), args)


def keyness(args: argparse.Namespace) -> None:
    """Answer ``coopsec keyness``."""
    check_outputs(args, charts=False)
    corpus = _read(args)
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
    deliver(Result(frame, _as_is(frame, "term")), args)


def collocations(args: argparse.Namespace) -> None:
    """Answer ``coopsec collocations``."""
    check_outputs(args, charts=False)
    if args.node is not None and args.size != args.parser.get_default("size"):
        raise UsageError("--size is for words side by side: leave it out, or --node")
    stopwords = None if args.stopwords is None else _words(args.stopwords)
    frame = _read(args).collocations(
        args.node, args.window, size=args.size, min_count=args.min_count, stopwords=stopwords
    )
    deliver(Result(frame, _as_is(frame, "collocate")), args)


def cooccurrence(args: argparse.Namespace) -> None:
    """Answer ``coopsec cooccurrence``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    frame = _read(args).cooccurrence(lexicon, args.within, args.every, args.by, nested_scope=args.nested_scope)
    deliver(Result(frame, _as_is(frame, "right")), args)


def dispersion(args: argparse.Namespace) -> None:
    """Answer ``coopsec dispersion``."""
    check_outputs(args, charts=False)
    if args.term and args.all_terms:
        raise UsageError("--term and --all-terms exclude each other: leave one out")
    asked = args.term or (None if args.all_terms else _lexicon(args))
    frame = _read(args).dispersion(asked, parts=args.parts, min_count=args.min_count, nested_scope=args.nested_scope)
    deliver(Result(frame, _as_is(frame, frame.columns[0])), args)


def dyads(args: argparse.Namespace) -> None:
    """Answer ``coopsec dyads``."""
    check_outputs(args, charts=False)
    if args.theme and args.lexicon is None:
        args.lexicon = DEFAULT_LEXICON
    themes = None if args.lexicon is None else _lexicon(args)
    actors = None if args.actors is None else _lexicon_of(args.actors, "--actors")
    asked: dict[str, Any] = {"actors": actors, "nested_scope": args.nested_scope}
    if args.passages:
        if args.every or args.by:
            raise UsageError("--passages lists every unit: leave out --every and --by")
        frame = _read(args).dyad_hits(args.hub, args.within, themes, **asked)
        deliver(Result(frame, _as_is(frame, "doc_id") if args.long else _in_context(frame, _passages)), args)
        return
    frame = _read(args).dyads(args.hub, args.within, themes, args.every, args.by, confidence=args.confidence, **asked)
    deliver(Result(frame, _as_is(frame, "right" if themes is None else "theme")), args)


def _passages(shown: pl.DataFrame) -> list[tuple[str, str, str]]:
    columns = ("sentence", pl.col("start") - pl.col("sentence_start"), pl.col("end") - pl.col("sentence_start"))
    return [(text[:start], text[start:end], text[end:]) for text, start, end in shown.select(columns).rows()]


def audit(args: argparse.Namespace) -> None:
    """Answer ``coopsec audit``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    found = lexicon.audit(
        _read(args), args.every, nested_scope=args.nested_scope, window=args.window, min_count=args.min_count,
        top=args.top,
    )  # fmt: skip
    frame: pl.DataFrame = getattr(found, args.part.replace("-", "_"))
    deliver(Result(frame, _as_is(frame, "term" if args.part == "near-misses" else "pattern")), args)


def validate(args: argparse.Namespace) -> None:
    """Answer ``coopsec validate``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    result = judge(_read(args), args.gold, lexicon, nested_scope=args.nested_scope, confidence=args.confidence)
    frame = result.errors if args.errors else result.scores
    deliver(Result(frame, _as_is(frame, "theme")), args)
    overall = result.overall().select("precision", "recall", "f1").row(0)
    shares = ("–" if value is None else f"{value:.3f}" for value in overall)
    tell("all themes: precision {}, recall {}, F1 {}".format(*shares))


def sample(args: argparse.Namespace) -> None:
    """Answer ``coopsec sample``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    corpus = _read(args)
    frame = corpus.sample(corpus.hits(lexicon, nested_scope=args.nested_scope), args.n, args.seed, by=args.by)
    deliver(Result(frame, _as_is(frame, "theme")), args)


def agreement(args: argparse.Namespace) -> None:
    """Answer ``coopsec agreement``."""
    check_outputs(args, charts=False)
    frame = agree(args.coded_a, args.coded_b, by=args.by, confidence=args.confidence)
    deliver(Result(frame, _as_is(frame, "left_out")), args)


def precision(args: argparse.Namespace) -> None:
    """Answer ``coopsec precision``."""
    check_outputs(args, charts=False)
    frame = precise(args.coded, correct=args.correct or None, by=args.by or "theme", confidence=args.confidence)
    deliver(Result(frame, _as_is(frame, "n_coded")), args)


def methods(args: argparse.Namespace) -> None:
    """Answer ``coopsec methods``."""
    lexicon = _lexicon(args)
    text = _read(args).methods(
        lexicon, args.every, args.by, confidence=args.confidence, nested_scope=args.nested_scope, seed=args.seed,
        lang=args.message_lang,
    )  # fmt: skip
    sys.stdout.write(text + "\n")


def warnings(args: argparse.Namespace) -> None:
    """Answer ``coopsec warnings``."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    frame = _read(args).warnings(lexicon, args.every, nested_scope=args.nested_scope, lang=args.message_lang)
    deliver(Result(frame, _as_is(frame, "theme")), args)


def report(args: argparse.Namespace) -> None:
    """Answer ``coopsec report``."""
    from coopsec._report_page import report as write  # Altair is optional

    for path in args.output:
        if path.suffix.lower() != ".html":
            raise UsageError(f"-o {path}: a report is written as .html")
    check_outputs(args, charts=True)
    lexicon = _lexicon(args)
    corpus = _read(args)
    for path in args.output:
        write(
            corpus,
            lexicon,
            path,
            every=args.every,
            lang=args.report_lang,
            title=args.heading,
            split=args.split.start if args.split else None,
            hub=args.hub,
            per_cell=args.per_cell,
        )
        tell(f"wrote {path}")


def dates(args: argparse.Namespace) -> None:
    """Answer ``coopsec dates``."""
    check_outputs(args, charts=False)
    frame = _read(args).documents.select(_DATE_COLUMNS)
    deliver(Result(frame, _as_is(frame, "doc_id")), args)


def summary(args: argparse.Namespace) -> None:
    """Answer ``coopsec summary``."""
    check_outputs(args, charts=False)
    corpus = _read(args, quiet=True)
    if args.skipped:
        deliver(Result(corpus.skipped, _as_is(corpus.skipped, "origin")), args)
        return
    frame = corpus.summary()

    def view(width: int, rows: int | None) -> list[str]:
        lines = lines_of(sheet_of(frame, 1, None), width)
        below = sheet_of(corpus.skipped, 1, rows, title="skipped:")
        return [*lines, "", *lines_of(below, width)] if below.height else lines

    deliver(Result(frame, view), args)


def check(args: argparse.Namespace) -> None:
    """Answer ``coopsec check``."""
    check_outputs(args, charts=False)
    frame = _coopsec.check_index(args.path, args.threads)
    deliver(Result(frame, _as_is(frame, "file")), args)


def tokens(args: argparse.Namespace) -> None:
    """Answer ``coopsec tokens``."""
    check_outputs(args, charts=False)
    frame = tokenize(_one_text(args.file), args.lang, elision=args.elision, hyphens=args.hyphens)
    deliver(Result(frame, _as_is(frame, "token")), args)


def _read(args: argparse.Namespace, *, quiet: bool = False) -> Corpus:
    """Read or open the documents, say what was skipped, and keep those that were asked for."""
    reading = {name: getattr(args, name) for name in _READING}
    if len(args.path) == 1 and is_index(args.path[0]):
        given = [f"--{name}" for name, value in reading.items() if value != args.parser.get_default(name)]
        if given:
            raise UsageError(f"{args.path[0]} is a saved index, whose documents are read: leave out {', '.join(given)}")
        corpus = open_corpus(args.path[0], threads=args.threads)
    else:
        corpus = read_corpus(args.path, **reading, on_error=args.on_error, progress=args.progress, threads=args.threads)
    skipped = corpus.skipped.height
    if skipped and not quiet:
        plural = "s" if skipped > 1 else ""
        tell(f"{skipped:,} file{plural} or row{plural} skipped: see {_summary_command(args)}")
    predicates = within(args.since, args.until)
    if args.where:
        predicates += all_of(args.where, corpus.documents.schema, "--where")
    if predicates:
        corpus = corpus.filter(*predicates)
    if not len(corpus):
        tell("warning: no document" + (" meets the conditions" if predicates else " was found"))
    return corpus


def _tell_warnings(frame: pl.DataFrame, args: argparse.Namespace) -> None:
    """Say what the reader of a table of themes should know, the first of it."""
    messages = warnings_for(frame, lang=args.chart_lang).get_column("message").to_list()
    for message in messages[:_MOST_NOTES]:
        tell(f"note: {message}")
    if len(messages) > _MOST_NOTES:
        tell(f"note: {len(messages) - _MOST_NOTES:,} more: coopsec warnings lists all, --no-notes none")


def _summary_command(args: argparse.Namespace) -> str:
    """Command that lists what was skipped."""
    more = " …" if len(args.path) > 1 else ""
    lenient = " --on-error skip" if args.on_error == "skip" else ""
    return f"coopsec summary {shlex.quote(args.path[0])}{more}{lenient}"


def _lexicon(args: argparse.Namespace) -> Lexicon:
    lexicon = _lexicon_of(args.lexicon, "--lexicon")
    return lexicon.select(*args.theme) if args.theme else lexicon


def _lexicon_of(name: str, option: str) -> Lexicon:
    """Read a lexicon, or take a built-in one."""
    suffix = Path(name).suffix.lower()
    if suffix in {".yaml", ".yml"}:
        return Lexicon.from_yaml(name)
    if suffix == ".toml" or Path(name).is_file():
        return Lexicon.from_toml(name)
    try:
        return Lexicon.builtin(name)
    except LexiconError as error:
        raise LexiconError(f"{option} {name}: no such file, and {error}") from None


def _words(path: Path) -> list[str]:
    """Read a list of words, one a line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CoopsecError(f"{path}: not UTF-8 at byte {error.start}: save it as UTF-8") from None
    return [word for line in lines if (word := line.partition("# ")[0].strip())]


def _one_text(name: str) -> str:
    """Text of a file or of standard input, decoded as those of a corpus are."""
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    shown = "standard input" if name == "-" else name
    text: str
    text, _encoding, remarks = _coopsec.decode(shown, _coopsec.decompress(shown, content))
    for remark in remarks:
        tell(f"warning: {shown}: {remark}")
    return text


def _side(corpus: Corpus, args: argparse.Namespace, side: Literal["target", "reference"]) -> pl.Expr:
    conditions = getattr(args, side)
    predicate = pl.all_horizontal(all_of(conditions, corpus.documents.schema, f"--{side}"))
    if not corpus.documents.select(predicate.any()).item():
        raise CoopsecError(f"--{side} {' '.join(map(str, conditions))}: no document meets it")
    return predicate


def _series(args: argparse.Namespace, find: Callable[..., pl.DataFrame]) -> None:
    """Ask a question about the themes over time."""
    check_outputs(args, charts=False)
    lexicon = _lexicon(args)
    frame = _read(args).themes(lexicon, every=args.every, by=args.by, nested_scope=args.nested_scope)
    found = find(frame, partial="keep" if args.keep_partial else "drop", threads=args.threads)
    deliver(Result(found, _as_is(found, "theme")), args)


def _check_chart(args: argparse.Namespace) -> bool:
    drawn = check_outputs(args, charts=True)
    if drawn and not args.every:
        raise UsageError("a chart needs --every, such as --every year")
    if drawn and len(args.by) > 1:
        raise UsageError("a chart can be divided by one column: give --by once")
    return drawn


def _timeline(frame: pl.DataFrame, args: argparse.Namespace, only: str | None) -> Any:
    from coopsec import plot

    return plot.timeline(frame, value=args.value, themes=only, every=args.every, lang=args.chart_lang)


def _as_is(frame: pl.DataFrame, last_key: str) -> View:
    keys = frame.columns.index(last_key) + 1
    return lambda width, rows: lines_of(sheet_of(frame, keys, rows), width)


def _rated(frame: pl.DataFrame, args: argparse.Namespace) -> View:
    return lambda width, rows: lines_of(rates(frame, by=args.by, confidence=args.confidence, rows=rows), width)


def _timed(frame: pl.DataFrame, args: argparse.Namespace, kind: str) -> View:
    return lambda width, rows: lines_of(
        over_time(frame, kind=kind, every=args.every, by=args.by, value=args.value, rows=rows), width
    )


def _in_context(frame: pl.DataFrame, parts: Callable[[pl.DataFrame], list[tuple[str, str, str]]]) -> View:
    def view(width: int, rows: int | None) -> list[str]:
        shown = frame if rows is None else frame.head(rows)
        notes = [*more_rows(frame.height - shown.height), "--long shows all columns"]
        return [*concordance(shown, parts(shown), width), "", *folded(notes, width)] if shown.height else ["no match"]

    return view
