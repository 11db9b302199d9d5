"""Measure tokens, sentences, dates, decoding, stories, languages and themes against gold material, beside other tools.

How often intervals hold what they promise is simulated.

    python evaluation/evaluate.py [--csv FILE] [--confusions N] [--no-peers] [--shared FOLDER]

prints one table. Exits 1 where a value misses its target. Material that is absent is skipped with a line that says so;
with COOPSEC_REQUIRE_SHARED=1 it is a failure. Other tools are asked where they are installed, best in an environment
of their own (requirements/peers.txt, and coopsec); how, and how their answers are read, is said in `peers.py`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import change
import coverage
import dates
import decoding
import documents
import languages
import sentences
import stories
import themes
import tokens
from material import BESIDE, Absent, is_required
from peers import Peers
from table import Row, show, write_csv

PARTS = [tokens, sentences, dates, documents, decoding, stories, languages, themes, coverage, change]


def main() -> int:
    """Measure, print, judge."""
    arguments = _arguments()
    asked = Peers(run=not arguments.no_peers)
    rows: list[Row] = []
    notes: list[str] = []
    absent: list[str] = []
    for part in PARTS:
        try:
            found, said = part.rows(arguments.shared, asked, arguments.confusions)
        except Absent as what:
            absent.append(f"skipped {part.__name__}: {what}")
        else:
            rows += found
            notes += said
    if rows:
        print(f"{show(rows)}\n\npeers: {asked.versions()}")
    for line in [*absent, *notes]:
        print(f"\n{line}")
    if arguments.csv:
        write_csv(rows, arguments.csv)
    below = [row for row in rows if not row.is_met]
    for row in below:
        print(f"\nbelow its target: {row.set}, {row.measure}: {row.cells()[2]}, {row.target}", file=sys.stderr)
    return int(bool(below) or (bool(absent) and is_required()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="also write the table there")
    parser.add_argument("--confusions", type=int, default=0, metavar="N", help="print the N most frequent errors a set")
    parser.add_argument("--no-peers", action="store_true", help="do not run other tools")
    parser.add_argument("--shared", type=Path, default=BESIDE, metavar="FOLDER", help="where the material lies")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
