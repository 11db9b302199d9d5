"""Render a record as text for the terminal, or as Markdown for the documentation.

Usage: python benches/table.py benches/record/YYYY-MM-DD.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from tasks import read_tasks

HEADERS = ["engine", "threads", "MB/s", "best", "coopsec is", "peak MB", "answer", "to coopsec's", "note"]
RIGHT = {"threads", "MB/s", "best", "coopsec is", "peak MB"}


def terminal(record: pl.DataFrame) -> str:
    """Format all tasks for the terminal, with aligned columns."""
    return "\n".join(section for task in tasks(record) for section in ["", task, *aligned(lines(record, task))])


def markdown(record: pl.DataFrame) -> str:
    """Format each task as a section, with a line above that says what was asked."""
    questions = {task.task: task.question for task in read_tasks()}
    first = record.row(0, named=True)
    head = f"Measured {first['date']} on {first['machine']}, coopsec {first['coopsec']}."
    sections = [head]
    for task in tasks(record):
        sections.append(f"**{task}.** {questions.get(task, '')}".rstrip())
        sections.append("\n".join(bars(lines(record, task))))
    return "\n\n".join(sections) + "\n"


def tasks(record: pl.DataFrame) -> list[str]:
    """Return the names of the tasks, in order."""
    return record["task"].unique(maintain_order=True).to_list()


def lines(record: pl.DataFrame, task: str) -> list[list[str]]:
    """Return the cells of one task."""
    rows = record.filter(pl.col("task") == task)
    return [
        [
            f"{row['engine']} {row['version']}" if is_peer(row) else row["engine"],
            str(row["threads"]),
            figure(row["mb_per_second"]),
            figure(best(row)),
            "" if row["ratio_to_coopsec"] is None else f"{row['ratio_to_coopsec']:.3g} ×",
            figure(row["peak_mb"]),
            row["answer"] or "",
            row["answer_to_coopsec"] or "",
            row["note"] or "",
        ]
        for row in rows.iter_rows(named=True)
    ]


def is_peer(row: dict[str, object]) -> bool:
    """Whether to show the version of a row: that of coopsec and of this repository's engines is stated once, above."""
    version = str(row["version"] or "")
    return version[:1].isdigit() and not str(row["engine"]).startswith("coopsec")


def best(row: dict[str, float | None]) -> float | None:
    """Return the megabytes per second of the best try."""
    megabytes, seconds = row["megabytes"], row["seconds_best"]
    return megabytes / seconds if megabytes and seconds else None


def figure(value: float | None) -> str:
    """Format a number with no more digits than it deserves; empty if there is none."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}"


def aligned(cells: list[list[str]]) -> list[str]:
    """Align the columns for a terminal."""
    table = [HEADERS, *cells]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADERS))]
    return ["  ".join(pad(*cell) for cell in zip(row, widths, HEADERS, strict=True)).rstrip() for row in table]


def pad(text: str, width: int, header: str) -> str:
    """Align numbers to the right, and all else to the left."""
    return text.rjust(width) if header in RIGHT else text.ljust(width)


def bars(cells: list[list[str]]) -> list[str]:
    """Format a Markdown table."""
    rule = ["---:" if header in RIGHT else "---" for header in HEADERS]
    return [f"| {' | '.join(row)} |" for row in [HEADERS, rule, *cells]]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(markdown(pl.read_csv(Path(sys.argv[1]))), end="")
