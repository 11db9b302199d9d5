"""The arguments of each command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coopsec._query.keyness import EXTRA
from coopsec.cli import commands
from coopsec.cli.conditions import condition, day_span
from coopsec.cli.views import PERIODS

__all__ = ["build_parser"]

_ABOUT = "Themes of security cooperation in dated press, counted over time."
_EXAMPLES = """examples:
  coopsec summary press/
  coopsec themes press/ --every quarter
  coopsec themes press/ --every year --theme terrorism -o terrorism.html
  coopsec kwic "échange ~4 renseignement*" press/
  coopsec report press/ -o report.html
  coopsec keyness press/ --target 'date_start>=2018' | head
  coopsec dyads press/ --hub MA --theme terrorism --every year

A PATH is a folder, a file or a glob: txt, md, html, jsonl, csv, tsv, parquet, each also .gz or .zst, and zip; or the
folder of a saved index.
In a terminal a table is shown, a pipe gets CSV. `coopsec COMMAND --help` lists the options of a command.
"""


def build_parser() -> argparse.ArgumentParser:
    """Make the parser; each command leaves its function in ``run``."""
    parser = argparse.ArgumentParser(
        prog="coopsec",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"coopsec {version('coopsec')}")
    adding = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for add in (
        _themes, _terms, _trend, _changes, _bursts, _seasonality, _interrupted, _hits, _kwic, _keyness,
        _collocations, _cooccurrence, _dyads, _dispersion, _dates, _summary, _tokens, _check,
        _audit, _validate, _sample, _precision, _agreement, _warnings, _methods, _report,
    ):  # fmt: skip
        add(adding)
    return parser


def _command(
    adding: Any,
    run: Callable[[argparse.Namespace], None],
    about: str,
    operands: str = "PATH…",
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = adding.add_parser(
        run.__name__,
        help=about,
        usage=f"coopsec {run.__name__} {operands} [options]",
        description=f"{about[0].upper()}{about[1:]}.",
        allow_abbrev=False,
    )
    parser.set_defaults(run=run, parser=parser)
    return parser


def _themes(adding: Any) -> None:
    parser = _command(adding, commands.themes, "count themes, over time or by document columns")
    _paths(parser)
    _lexicon(parser)
    _division(parser)
    asked = parser.add_argument_group("counting")
    _confidence(asked)
    asked.add_argument(
        "--interval", choices=("score", "normal", "percentile", "bca"), default="score",
        help="how those of rates are made; the last two resample documents (default score)",
    )  # fmt: skip
    asked.add_argument("--seed", type=_count, default=0, metavar="N", help="of the resamples (default 0)")
    asked.add_argument(
        "--cluster",
        default="document",
        metavar="COLUMN",
        help="what varies as a whole, such as story (default document)",
    )
    asked.add_argument(
        "--standardise", action="append", default=[], metavar="COLUMN",
        help="rates as with the mix of this column in the whole table, such as source; repeatable",
    )  # fmt: skip
    asked.add_argument("--dedupe", metavar="COLUMN", help="count the first document of each value alone, such as story")
    asked.add_argument(
        "--notes", action=argparse.BooleanOptionalAction, default=True,
        help="tell on standard error of themes that are everywhere, and of hits of one source or story (default yes)",
    )  # fmt: skip
    _reading(parser)
    _output(parser, charts=True)


def _terms(adding: Any) -> None:
    parser = _command(adding, commands.terms, "count terms, over time or by document columns")
    _paths(parser)
    _division(parser)
    asked = parser.add_argument_group("counting")
    asked.add_argument("--top", type=_positive, metavar="N", help="only the N most frequent terms")
    asked.add_argument("--ngram", type=_positive, default=1, metavar="N", help="tokens a term (default 1)")
    asked.add_argument(
        "--min-count", type=_positive, default=1, metavar="N", help="leave out terms that occur less often"
    )
    _stopwords(asked)
    _reading(parser)
    _output(parser, charts=True)


def _trend(adding: Any) -> None:
    parser = _command(adding, commands.trend, "test whether themes rise or fall, and by how much a year")
    asked = _of_series(parser)
    _rate(asked)
    _family(asked)
    _reading(parser)
    _output(parser)


def _changes(adding: Any) -> None:
    parser = _command(adding, commands.changes, "find when themes changed from one level to another")
    asked = _of_series(parser)
    _rate(asked)
    asked.add_argument("--min-size", type=_positive, default=2, metavar="N", help="fewest periods of a level (2)")
    asked.add_argument(
        "--level", type=_share, default=0.05, metavar="P", help="chance of a change where there is none (0.05)"
    )
    _seed(asked)
    _reading(parser)
    _output(parser)


def _bursts(adding: Any) -> None:
    parser = _command(adding, commands.bursts, "find when themes are in far more documents than usual")
    asked = _of_series(parser)
    asked.add_argument("--s", type=float, default=2.0, metavar="X", help="times the usual share in a burst (2)")
    asked.add_argument("--gamma", type=float, default=1.0, metavar="X", help="cost of entering a burst (1)")
    _reading(parser)
    _output(parser)


def _seasonality(adding: Any) -> None:
    parser = _command(adding, commands.seasonality, "measure how the months of the year differ")
    asked = _of_series(parser)
    _rate(asked)
    _family(asked)
    _reading(parser)
    _output(parser)


def _interrupted(adding: Any) -> None:
    parser = _command(adding, commands.interrupted, "compare themes after events with before")
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("comparison")
    asked.add_argument(
        "--events", type=Path, required=True, metavar="FILE", help="CSV with columns date (2015-11-13) and label"
    )
    asked.add_argument("--window", type=_positive, default=6, metavar="N", help="periods on each side (6)")
    asked.add_argument(
        "--every", choices=("day", "week", "month", "quarter", "year"), default="month", metavar="PERIOD",
        help="day, week, month, quarter or year (month)",
    )  # fmt: skip
    _rate(asked)
    asked.add_argument("--confidence", type=_share, default=0.95, metavar="P", help="of the limits (0.95)")
    _reading(parser)
    _output(parser)


def _hits(adding: Any) -> None:
    parser = _command(adding, commands.hits, "list every match behind the counts of themes")
    _paths(parser)
    _lexicon(parser).add_argument(
        "--rollup", action="store_true", help="list a match also under the ancestors that count it"
    )
    _reading(parser)
    _output(parser)


def _kwic(adding: Any) -> None:
    parser = _command(adding, commands.kwic, "show each match of a pattern between its neighbours", "PATTERN PATH…")
    parser.add_argument("pattern", metavar="PATTERN", help='such as "échange ~4 renseignement*"')
    _paths(parser)
    asked = parser.add_argument_group("concordance")
    asked.add_argument("--window", type=_positive, default=8, metavar="N", help="tokens on either side (default 8)")
    asked.add_argument("--within", choices=("sentence", "document"), default="sentence", help="where the window ends")
    _reading(parser)
    _output(parser)


def _keyness(adding: Any) -> None:
    about = "find the terms that some documents use more, or less, than others"
    parser = _command(adding, commands.keyness, about)
    _paths(parser)
    asked = parser.add_argument_group("comparison")
    asked.add_argument(
        "--target", type=condition, action="append", required=True, metavar="CONDITION",
        help="documents whose terms are wanted, such as lang=es or 'date_start>=2018'; repeatable as --where",
    )  # fmt: skip
    asked.add_argument(
        "--reference", type=condition, action="append", default=[], metavar="CONDITION",
        help="documents to compare with (default: all others)",
    )  # fmt: skip
    asked.add_argument("--min-count", type=_positive, default=3, metavar="N", help="occurrences a term needs (3)")
    asked.add_argument("--min-doc-freq", type=_positive, default=2, metavar="N", help="documents it needs (2)")
    asked.add_argument("--confidence", type=_share, default=0.95, metavar="P", help="of the limits (0.95)")
    asked.add_argument("--unit", choices=("tokens", "docs"), default="tokens", help="what is compared (tokens)")
    asked.add_argument("--measure", choices=("g2", "chi2"), default="g2", help="the statistic that p is of (g2)")
    asked.add_argument("--correction", choices=("williams", "yates"), help="williams of g2, yates of chi2 (none)")
    asked.add_argument(
        "--adjust", choices=("holm", "bh"), default="holm", help="of the p-values; bh is Benjamini-Hochberg (holm)"
    )
    asked.add_argument(
        "--extra", action="append", default=[], choices=tuple(EXTRA), help="one more measure; repeatable"
    )
    _reading(parser)
    _output(parser)


def _collocations(adding: Any) -> None:
    about = "find the words that occur near a pattern, or side by side, more than by chance"
    parser = _command(adding, commands.collocations, about)
    _paths(parser)
    asked = parser.add_argument_group("collocations")
    asked.add_argument("--node", metavar="PATTERN", help="such as 'coopération*' (default: all words side by side)")
    asked.add_argument("--window", type=_positive, default=5, metavar="N", help="tokens on either side of it (5)")
    asked.add_argument(
        "--size", type=int, choices=range(2, 6), default=2, help="words of an expression, without --node (2)"
    )
    asked.add_argument("--min-count", type=_positive, default=2, metavar="N", help="occurrences together (2)")
    _stopwords(asked)
    _reading(parser)
    _output(parser)


def _cooccurrence(adding: Any) -> None:
    about = "count how often two themes occur together, against what chance would give"
    parser = _command(adding, commands.cooccurrence, about)
    _paths(parser)
    _lexicon(parser)
    _division(parser)
    _within(parser.add_argument_group("counting"))
    _reading(parser)
    _output(parser)


def _dyads(adding: Any) -> None:
    parser = _command(adding, commands.dyads, "count pairs of countries that occur together, by theme and period")
    _paths(parser)
    asked = parser.add_argument_group("countries")
    asked.add_argument(
        "--hub", metavar="CODE", help="the country that is one of the two, such as MA (default: all pairs)"
    )
    asked.add_argument(
        "--actors", metavar="FILE", help="lexicon whose themes have the key country (default: the built-in actors)"
    )
    asked.add_argument("--passages", action="store_true", help="list the passages behind the counts")
    _lexicon(parser, default=None)
    _division(parser)
    counting = parser.add_argument_group("counting")
    _within(counting)
    _confidence(counting)
    _reading(parser)
    _output(parser)


def _dispersion(adding: Any) -> None:
    about = "measure how evenly themes or terms lie over documents, or over the values of a column"
    parser = _command(adding, commands.dispersion, about)
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("counting")
    asked.add_argument(
        "--term", action="append", default=[], metavar="PATTERN", help="instead of themes: a pattern; repeatable"
    )
    asked.add_argument("--all-terms", action="store_true", help="instead of themes: every term")
    asked.add_argument("--min-count", type=_positive, default=1, metavar="N", help="occurrences a term needs (1)")
    asked.add_argument(
        "--parts", default="document", metavar="COLUMN", help="document column whose values are the parts (document)"
    )
    _reading(parser)
    _output(parser)


def _report(adding: Any) -> None:
    parser = _command(adding, commands.report, "write one HTML page of themes over time, with the passages behind it")
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("report")
    asked.add_argument(
        "-o", "--output", type=Path, action="append", required=True, metavar="FILE", help="page to write, .html"
    )
    asked.add_argument(
        "--every", choices=PERIODS, metavar="PERIOD", help="day … decade (default: the finest with 40 periods at most)"
    )
    asked.add_argument("--report-lang", choices=("en", "fr"), default="en", help="language of the page (default en)")
    asked.add_argument("--heading", metavar="TEXT", help="title of the page")
    asked.add_argument(
        "--split",
        type=day_span,
        metavar="DATE",
        help="compare words since DATE with those before (default: the middle)",
    )
    asked.add_argument("--hub", metavar="CODE", help="country whose pairs are shown, such as MA (default: all pairs)")
    asked.add_argument(
        "--per-cell", type=_positive, default=40, metavar="N", help="most sentences of a theme and period (default 40)"
    )
    _reading(parser)


def _dates(adding: Any) -> None:
    parser = _command(adding, commands.dates, "list the date of each document and where it was read")
    _paths(parser)
    _reading(parser)
    _output(parser)


def _summary(adding: Any) -> None:
    parser = _command(adding, commands.summary, "say what was read, and what was skipped and why")
    _paths(parser)
    parser.add_argument(
        "--skipped", action="store_true", help="only the list of what was skipped (in a terminal it comes below)"
    )
    _reading(parser)
    _output(parser)


def _tokens(adding: Any) -> None:
    parser = _command(adding, commands.tokens, "cut one text into tokens", "[FILE]")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="a text; - or nothing for standard input")
    asked = parser.add_argument_group("reading")
    asked.add_argument("--lang", choices=("fr", "es", "en", "ar", "und"), default="fr", help="language (default fr)")
    _cutting(asked)
    _output(parser)


def _check(adding: Any) -> None:
    parser = _command(adding, commands.check, "compare every file of a saved index with its checksum", "PATH")
    parser.add_argument("path", metavar="PATH", help="folder of a saved index")
    parser.add_argument("--threads", type=_positive, metavar="N", help="default: all cores")
    _output(parser)


def _audit(adding: Any) -> None:
    parser = _command(
        adding, commands.audit, "take the counts of a lexicon apart by pattern, and look for what it misses"
    )
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("audit")
    asked.add_argument(
        "--part", choices=("patterns", "contributions", "dominant", "dead", "near-misses"), default="patterns",
        help="which table is shown (default patterns)",
    )  # fmt: skip
    asked.add_argument("--every", choices=PERIODS, metavar="PERIOD", help="of the contributions, as in themes")
    asked.add_argument("--window", type=_positive, default=5, metavar="N", help="tokens beside a hit (default 5)")
    asked.add_argument("--min-count", type=_positive, default=3, metavar="N", help="occurrences of a near miss (3)")
    asked.add_argument("--top", type=_positive, default=20, metavar="N", help="near misses a theme and kind (20)")
    _reading(parser)
    _output(parser)


def _validate(adding: Any) -> None:
    about = "hold the hits of a lexicon against spans marked by hand"
    parser = _command(adding, commands.validate, about, "GOLD PATH…")
    parser.add_argument("gold", metavar="GOLD", help="CSV or Parquet file with doc_id, theme, start, end")
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("validation")
    asked.add_argument("--errors", action="store_true", help="the misses and false hits instead of the scores")
    _confidence(asked)
    _reading(parser)
    _output(parser)


def _sample(adding: Any) -> None:
    parser = _command(adding, commands.sample, "draw hits at random for coding by hand")
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("sample")
    asked.add_argument("-n", type=_count, default=100, metavar="N", help="hits to draw, with --by of each group (100)")
    asked.add_argument("--seed", type=int, required=True, metavar="N", help="any whole number: it decides the sample")
    asked.add_argument("--by", action="append", default=[], metavar="COLUMN", help="draw separately, such as by theme")
    _reading(parser)
    _output(parser)


def _precision(adding: Any) -> None:
    parser = _command(adding, commands.precision, "say how many hits of a coded sample are right", "CODED")
    parser.add_argument("coded", metavar="CODED", help="what coopsec sample wrote, with its column code filled in")
    asked = parser.add_argument_group("codes")
    asked.add_argument(
        "--correct", action="append", default=[], metavar="CODE",
        help="code of a hit that is right, others are wrong; repeatable (default 1, yes, oui, true, vrai)",
    )  # fmt: skip
    asked.add_argument("--by", action="append", default=[], metavar="COLUMN", help="divide by (default theme)")
    _confidence(asked)
    _output(parser)


def _agreement(adding: Any) -> None:
    parser = _command(adding, commands.agreement, "say how far two coders of one sample agree", "CODED CODED")
    for name in ("coded_a", "coded_b"):
        parser.add_argument(name, metavar="CODED", help="what coopsec sample wrote, with its column code filled in")
    asked = parser.add_argument_group("comparison")
    asked.add_argument("--by", action="append", default=[], metavar="COLUMN", help="divide by, such as theme")
    _confidence(asked)
    _output(parser)


def _warnings(adding: Any) -> None:
    about = "say which themes are everywhere, and whose hits come from one source or story"
    parser = _command(adding, commands.warnings, about)
    _paths(parser)
    _lexicon(parser)
    asked = parser.add_argument_group("warnings")
    asked.add_argument("--every", choices=PERIODS, metavar="PERIOD", help="judge each period too, as in themes")
    _message_lang(asked)
    _reading(parser)
    _output(parser)


def _methods(adding: Any) -> None:
    about = "write the paragraph that says how the themes were counted"
    parser = _command(adding, commands.methods, about)
    _paths(parser)
    _lexicon(parser)
    _division(parser)
    asked = parser.add_argument_group("paragraph")
    _confidence(asked)
    asked.add_argument("--seed", type=int, metavar="N", help="of random draws, where there were any")
    _message_lang(asked)
    _reading(parser)


def _message_lang(group: Any) -> None:
    group.add_argument("--message-lang", choices=("en", "fr"), default="en", help="language that is written (en)")


def _of_series(parser: argparse.ArgumentParser) -> Any:
    """Arguments of a question about themes over time."""
    _paths(parser)
    _lexicon(parser)
    _division(parser)
    parser.set_defaults(every="month")
    asked = parser.add_argument_group("series")
    asked.add_argument("--keep-partial", action="store_true", help="periods too that the corpus does not span wholly")
    return asked


def _rate(group: Any) -> None:
    group.add_argument(
        "--value", choices=("per_million", "doc_share"), default="per_million",
        help="occurrences per million tokens, or share of documents (default per_million)",
    )  # fmt: skip


def _family(group: Any) -> None:
    _confidence(group)
    group.add_argument("--adjust", choices=("holm", "bh", "none"), default="holm", help="p over themes (default holm)")
    _seed(group)


def _seed(group: Any) -> None:
    group.add_argument("--seed", type=_count, default=0, metavar="N", help="of the resamples (0)")


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="+", metavar="PATH", help="folder, file, glob or saved index")


def _lexicon(parser: argparse.ArgumentParser, default: str | None = commands.DEFAULT_LEXICON) -> Any:
    group = parser.add_argument_group("lexicon")
    group.add_argument(
        "--lexicon", default=default, metavar="FILE",
        help=f"TOML or YAML file, or the name of a built-in lexicon (default {default or 'none: whatever the theme'})",
    )  # fmt: skip
    group.add_argument(
        "--theme", action="append", default=[], metavar="NAME", help="only this theme and its children; repeatable"
    )
    group.add_argument(
        "--nested-scope", choices=("theme", "lexicon"), default="theme",
        help="whether a longer match takes its words from shorter ones of its own theme or of all (default theme)",
    )  # fmt: skip
    return group


def _stopwords(group: Any) -> None:
    group.add_argument(
        "--stopwords",
        type=Path,
        metavar="FILE",
        help="words to leave out, one a line, UTF-8; ",  # " begins a comment"
    )


def _within(group: Any) -> None:
    group.add_argument(
        "--within", choices=("sentence", "paragraph", "document"), default="sentence", help="what counts as together"
    )


def _confidence(group: Any) -> None:
    group.add_argument(
        "--confidence", type=_share, default=0.95, metavar="P", help="coverage of the intervals (default 0.95)"
    )


def _division(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("division")
    group.add_argument(
        "--every", choices=PERIODS, metavar="PERIOD", help="day, week, month, quarter, year, decade (or 1d … 10y)"
    )
    group.add_argument(
        "--by", action="append", default=[], metavar="COLUMN", help="a document column, such as source; repeatable"
    )


def _reading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("reading")
    group.add_argument("--text", action="append", metavar="COLUMN", help="text column of tables; repeatable, joined")
    for role in ("date", "id", "title", "source"):
        group.add_argument(f"--{role}", metavar="COLUMN", help=f"{role} column of tables")
    group.add_argument(
        "--lang", default="fr", metavar="LANG",
        help="of documents that state none: fr, es, en, ar, und, auto; or a column (default fr)",
    )  # fmt: skip
    _cutting(group)
    group.add_argument("--where", type=condition, action="append", default=[], metavar="CONDITION", help=_WHERE)
    group.add_argument("--since", type=day_span, metavar="DATE", help="only documents of DATE (2018, 2018-03) or later")
    group.add_argument("--until", type=day_span, metavar="DATE", help="only documents of DATE or earlier")
    group.add_argument(
        "--on-error", choices=("raise", "skip"), default="raise",
        help="stop at a file that cannot be read, or skip it (default raise)",
    )  # fmt: skip
    group.add_argument("--threads", type=_positive, metavar="N", help="default: all cores")
    group.add_argument(
        "--progress", action=argparse.BooleanOptionalAction, help="on standard error (default: if work lasts)"
    )


_WHERE = (
    "only documents where a column is as said: source=MAP, 'n_tokens>=100', rubric= (empty); repeatable: all must "
    "hold, several values of one column are alternatives"
)


def _cutting(group: Any) -> None:
    group.add_argument(
        "--elision", action=argparse.BooleanOptionalAction, default=True,
        help="l' is a token of its own (default yes)",
    )  # fmt: skip
    group.add_argument(
        "--hyphens", choices=("keep", "split"), default="keep", help="hyphenated words whole or cut (default keep)"
    )


def _output(parser: argparse.ArgumentParser, *, charts: bool = False) -> None:
    group = parser.add_argument_group("output")
    kinds = ".csv .parquet .json .jsonl" + (", with --every also a timeline: .html .svg .png .pdf" if charts else "")
    group.add_argument(
        "-o", "--output", type=Path, action="append", default=[], metavar="FILE", help=f"{kinds}; repeatable"
    )
    group.add_argument(
        "--format", choices=("table", "csv", "json", "jsonl"),
        help="of standard output (default: table in a terminal, csv on a pipe)",
    )  # fmt: skip
    group.add_argument("--rows", type=_count, default=60, metavar="N", help="most rows of a table (60), 0 for all")
    group.add_argument("--long", action="store_true", help="tables show the frame as it is, with all its columns")
    if charts:
        values = ("per_million", "count", "doc_share", "doc_freq")
        group.add_argument(
            "--value", choices=values, default="per_million",
            help="what tables over time and timelines show (default per_million)",
        )  # fmt: skip
        group.add_argument("--chart-lang", choices=("en", "fr"), default="en", help="language of the timeline")


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0")
    return number


def _positive(text: str) -> int:
    if _count(text) == 0:
        raise argparse.ArgumentTypeError("0 is too small: give a whole number from 1")
    return int(text)


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} does not lie between 0 and 1")
    return number
