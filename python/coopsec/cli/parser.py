"""The commands in the order of the help, and the text around them."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from importlib.metadata import version

from coopsec._frames import near_names
from coopsec.cli.commands import (
    agreement,
    audit,
    bursts,
    changes,
    check,
    collocations,
    cooccurrence,
    dates,
    dispersion,
    dyads,
    hits,
    interrupted,
    keyness,
    kwic,
    methods,
    precision,
    report,
    sample,
    seasonality,
    summary,
    terms,
    themes,
    tokens,
    trend,
    validate,
    warnings,
)

__all__ = ["asked_for", "build_parser"]

_COMMANDS = (
    themes, terms, trend, changes, bursts, seasonality, interrupted, hits, kwic, keyness,
    collocations, cooccurrence, dyads, dispersion, dates, summary, tokens, check,
    audit, validate, sample, precision, agreement, warnings, methods, report,
)  # fmt: skip
_ABOUT = "Themes of security cooperation in dated press, counted over time."
_EXAMPLES = """examples:
  coopsec summary press/
  coopsec themes press/ --every quarter
  coopsec themes press/ --every year --theme terrorism -o terrorism.html
  coopsec kwic "échange ~4 renseignement*" press/
  coopsec report press/ -o report.html
  coopsec keyness press/ --target 'date_start>=2018' | head
  coopsec dyads press/ --hub MA --theme terrorism --every year

press/ stands for a folder of your own. A PATH is a folder, a file or a glob: txt, md, html, docx, xml, json, jsonl,
csv, tsv, parquet, xlsx, ods, each also .gz or .zst, and zip; or the folder of a saved index.

A terminal shows a table, a pipe gets CSV. `coopsec COMMAND --help` lists the options of a command.
"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Breaks paragraphs to the width of the terminal, and leaves indented lines as they are, to be copied."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        def fitted(paragraph: str) -> str:
            is_list = "\n  " in paragraph
            return paragraph.rstrip() if is_list else textwrap.fill(paragraph, width)

        return super()._fill_text("\n\n".join(map(fitted, text.split("\n\n"))), width, indent)


def build_parser() -> argparse.ArgumentParser:
    """Make the parser; each command stores its function in ``run``."""
    parser = argparse.ArgumentParser(
        prog="coopsec",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"coopsec {version('coopsec')}")
    adding = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for command in _COMMANDS:
        command.add(adding)
    return parser


def asked_for(parser: argparse.ArgumentParser, given: Sequence[str]) -> list[str]:
    """Return the arguments, with ``help COMMAND`` as ``COMMAND --help``; name the commands near to an unknown word."""
    words = list(given)
    if words[0] == "help":
        words = [*words[1:2], "--help"]
    names = [command.__name__.rpartition(".")[2] for command in _COMMANDS]
    near = [] if words[0] in names or words[0].startswith("-") else near_names(words[0].lower(), names)
    if near:  # else the parser lists all
        parser.error(f"argument COMMAND: invalid choice: {words[0]!r}; did you mean {' or '.join(near)}?")
    return words
