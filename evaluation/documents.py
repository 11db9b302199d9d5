"""Dates of whole documents: the five seeds, and Wikinews articles with a dateline.

The gold for a Wikinews article is the date that its first paragraph opens with; one article has none and must stay
undated. htmldate reads the same pages, and the seeds wrapped in a minimal page. It only knows days, so for a seed dated
to a month, any day of that month counts as right.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import peers
from material import require
from scores import share
from table import Row, Target

import coopsec as cs

SEEDS = {
    "000": cs.DateReading(date(2017, 8, 1), date(2017, 8, 31), "month"),
    "001": cs.DateReading(date(2020, 11, 1), date(2020, 11, 30), "month"),
    "002": cs.DateReading(date(2018, 12, 1), date(2018, 12, 31), "month"),
    "003": None,
    "004": cs.DateReading(date(2015, 5, 28), date(2015, 5, 28), "day"),
}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
OPENING = re.compile(rf"<p>\s*(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}) (\d{{4}})[^.]*\. -")
PAGE = "<!DOCTYPE html><html><head><title></title></head><body><article>{}</article></body></html>"

Gold = dict[str, cs.DateReading | None]
Pages = dict[str, str]


def rows(shared: Path, asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """Return the rows of dated and undated documents."""
    seeds, articles = (
        _seeds(require(shared / "seeds")),
        _articles(require(shared / "data" / "wikinews_fr" / "documents")),
    )
    return [
        *_two_rows("seeds", shared / "seeds", seeds, asked, 1.0),
        *_two_rows("Wikinews", shared / "data" / "wikinews_fr" / "documents", articles, asked, 0.99),
    ], []


def _two_rows(name: str, folder: Path, known: tuple[Gold, Pages], asked: peers.Peers, least: float) -> list[Row]:
    gold, pages = known
    documents = cs.read_corpus(folder, progress=False).documents
    read = {row["doc_id"]: _reading(row) for row in documents.iter_rows(named=True) if row["doc_id"] in gold}

    def figure(wanted: list[str], right: Callable[[str, date | None], bool]) -> peers.Figure:
        return asked.figure("htmldate", lambda: share(right(d, peers.htmldate_day(pages[d])) for d in wanted))

    dated = [doc for doc, reading in gold.items() if reading]
    undated = [doc for doc, reading in gold.items() if not reading]
    day = figure(dated, lambda doc, found: _is_within(found, gold[doc]))
    none = figure(undated, lambda _, found: found is None)
    right = share(read[doc] == gold[doc] for doc in dated)
    refused = share(read[doc] is None for doc in undated)
    return [
        Row(name, "dated documents right", right, len(dated), Target(least), {"htmldate": day}),
        Row(name, "undated document stays so", refused, len(undated), Target(1.0), {"htmldate": none}),
    ]


def _is_within(day: date | None, reading: cs.DateReading | None) -> bool:
    return day is not None and reading is not None and reading.start <= day <= reading.end


def _reading(row: dict[str, Any]) -> cs.DateReading | None:
    if row["date_precision"] == "none":
        return None
    return cs.DateReading(row["date_start"], row["date_end"], row["date_precision"])


def _seeds(folder: Path) -> tuple[Gold, Pages]:
    gold, pages = {}, {}
    for path in sorted(folder.glob("*.txt")):
        gold[path.name] = SEEDS[path.name[:3]]
        paragraphs = path.read_text(encoding="utf-8").split("\n")
        pages[path.name] = PAGE.format("".join(f"<p>{html.escape(line)}</p>" for line in paragraphs if line.strip()))
    return gold, pages


def _articles(folder: Path) -> tuple[Gold, Pages]:
    gold, pages = {}, {}
    for path in sorted(folder.glob("*.html")):
        page = path.read_text(encoding="utf-8")
        opening = OPENING.search(page)
        gold[path.name] = _day(opening) if opening else None
        pages[path.name] = page
    return gold, pages


def _day(opening: re.Match[str]) -> cs.DateReading:
    day = date(int(opening[3]), MONTHS.index(opening[2]) + 1, int(opening[1]))
    return cs.DateReading(day, day, "day")
