"""The table of figures: rows, printing, CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from peers import COLUMNS, Figure


@dataclass(frozen=True)
class Target:
    """The worst value that is accepted."""

    limit: float
    at_most: bool = False

    def is_met(self, value: float) -> bool:
        """Whether a value is at least as good."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {_number(self.limit)}"


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, on which material, over how many items, and the figures of peers."""

    set: str
    measure: str
    value: float
    n: int
    target: Target | None = None
    peers: dict[str, Figure] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """Whether the target is met, which is true without one."""
        return self.target is None or self.target.is_met(self.value)

    def cells(self) -> list[str]:
        """Return the row as text, in the order of :data:`HEADER`."""
        target = "" if self.target is None else str(self.target)
        peers = [_figure(self.peers.get(name)) for name in COLUMNS]
        verdict = "" if self.target is None else "ok" if self.is_met else "BELOW"
        return [self.set, self.measure, _number(self.value), str(self.n), target, verdict, *peers]


HEADER = ["set", "measure", "value", "n", "target", "verdict", *COLUMNS]
TEXT_COLUMNS = 2


def show(rows: list[Row]) -> str:
    """Format the table in columns."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADER))]

    def padded(line: list[str]) -> str:
        cells = zip(line, widths, strict=True)
        return "  ".join(
            cell.ljust(width) if at < TEXT_COLUMNS else cell.rjust(width) for at, (cell, width) in enumerate(cells)
        ).rstrip()

    rule = "  ".join("─" * width for width in widths)
    return "\n".join([padded(lines[0]), rule, *(padded(line) for line in lines[1:])])


def write_csv(rows: list[Row], path: Path) -> None:
    """Write the table to a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(row.cells() for row in rows)


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure if isinstance(figure, str) else _number(figure)


def _number(value: float) -> str:
    """Format counts as they are, shares and F1 to four decimal places."""
    return str(value) if isinstance(value, int) else f"{value:.4f}"
