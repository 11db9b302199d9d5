"""Date expressions: what `parse_date` reads, and what it rightly refuses.

A row is a calendar expression if its words state a complete calendar date: the text contains a year of four digits that
is not a time of day (`at 1030`), and names no holiday, open interval (`since 2014`), vague part of a year
(`end of 2012`), weekend or hour, and no years before Christ. Everything else must be refused: relative dates, weekdays,
days without a year, times of day. Three of these English rows are a full date with an hour (`Fri, Jul 18, 2014
07:00 PM`), whose day is read.

coopsec is right if first day, last day and precision are. dateparser cannot express a last day, a quarter, a week or an
interval, so its first day must be right, and its precision only where it is day, month or year.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

import peers
from material import require
from scores import share
from table import Row, Target

import coopsec as cs

TARGETS = {"fr": 0.95, "es": 0.90, "en": 0.90, "ar": 0.90}
YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
GRAINS = {"day", "week", "month", "quarter", "year"}
VAGUE = ("beginning of", "end of")
NAMED = ("christmas", "كريسماس")
Period = Literal["month", "quarter", "year"]
# Precision and length in months of the units longer than a week.
PERIODS: dict[str, tuple[Period, int]] = {"month": ("month", 1), "quarter": ("quarter", 3), "year": ("year", 12)}


@dataclass(frozen=True)
class Expression:
    """A row of the table."""

    lang: str
    text: str
    start: str
    end: str
    grain: str
    kind: str

    @property
    def is_calendar(self) -> bool:
        """Whether its words state a complete calendar date."""
        stated = YEAR.search(self.text) and self.grain in GRAINS and not self.start.startswith("-")
        vague = any(words in self.text for words in VAGUE) or any(words in self.text.lower() for words in NAMED)
        return bool(stated) and not vague and "Holiday" not in self.kind and "Open" not in self.kind

    def expected(self) -> cs.DateReading:
        """First day, last day and precision; the ends in the table are exclusive."""
        start = date.fromisoformat(self.start[:10])
        if self.end:
            return cs.DateReading(start, date.fromisoformat(self.end[:10]) - timedelta(days=1), "interval")
        if self.grain == "day":
            return cs.DateReading(start, start, "day")
        if self.grain == "week":
            return cs.DateReading(start, start + timedelta(days=6), "interval")
        precision, length = PERIODS[self.grain]
        months = start.year * 12 + start.month - 1 + length
        return cs.DateReading(start, date(months // 12, months % 12 + 1, 1) - timedelta(days=1), precision)


def rows(shared: Path, asked: peers.Peers, confusions: int) -> tuple[list[Row], list[str]]:
    """Return the rows by language, and the misses."""
    expressions = _read(require(shared / "data" / "date_expressions" / "date_expressions.tsv"))
    found, notes = [], []
    for lang, least in TARGETS.items():
        ours = [expression for expression in expressions if expression.lang == lang]
        calendar = [expression for expression in ours if expression.is_calendar]
        others = [expression for expression in ours if not expression.is_calendar]
        name = f"date expressions {lang}"
        right = share(cs.parse_date(e.text, lang) == e.expected() for e in calendar)
        peer = asked.figure("dateparser", partial(_share_right, calendar))
        found.append(Row(name, "calendar dates right", right, len(calendar), Target(least), {"dateparser": peer}))
        given = [e for e in others if cs.parse_date(e.text, lang)]
        peer = asked.figure("dateparser", partial(_given, others))
        found.append(Row(name, "others given a date", len(given), len(others), peers={"dateparser": peer}))
        wrong = _wrong(calendar, given)[:confusions]
        if wrong:
            notes.append("\n".join([name, *wrong]))
    return found, notes


def _read(path: Path) -> list[Expression]:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Expression(r["lang"], r["text"], r["expected_start"], r["expected_end"], r["grain"], r["kind"])
            for r in table
        ]


def _peer(expression: Expression) -> tuple[date, str] | None:
    return peers.dateparser_reading(expression.text, expression.lang)


def _share_right(calendar: list[Expression]) -> float:
    return share(_is_right(expression) for expression in calendar)


def _given(others: list[Expression]) -> int:
    return sum(_peer(expression) is not None for expression in others)


def _is_right(expression: Expression) -> bool:
    reading, expected = _peer(expression), expression.expected()
    if reading is None or reading[0] != expected.start:
        return False
    return expected.precision in {"quarter", "interval"} or reading[1] == expected.precision


def _wrong(calendar: list[Expression], given: list[Expression]) -> list[str]:
    lines = []
    for expression in calendar:
        reading, expected = cs.parse_date(expression.text, expression.lang), expression.expected()
        if reading != expected:
            lines.append(f"    {expression.text} | expected {_shown(expected)} | read {_shown(reading)}")
    lines += [f"    {e.text} | refusal expected | read {_shown(cs.parse_date(e.text, e.lang))}" for e in given]
    return lines


def _shown(reading: cs.DateReading | None) -> str:
    return "none" if reading is None else f"{reading.start}..{reading.end} {reading.precision}"
