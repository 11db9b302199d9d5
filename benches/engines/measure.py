"""What all Python engines share: a case is prepared, warmed up on a few documents, run once, and reported as JSON.

An engine is a table of cases. A case takes a :class:`Setting` and returns a :class:`Work`; only ``Work.run`` is timed.
The process ends after one run, so that its memory peak belongs to this run alone.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

WARM = 64  # documents in the untimed first run, which starts threads and triggers lazy imports
STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Setting:
    """The inputs of a case."""

    path: Path  # the corpus as parquet: id, date, text
    frame: pl.DataFrame  # its documents in memory, or only the first if a sample was asked for
    themes: Mapping[str, list[str]]
    pattern: str
    index: Path  # path of a saved index
    threads: int


@dataclass(frozen=True)
class Work:
    """A piece of work: what is timed, and how to tell from the result how much was done."""

    run: Callable[[], Any]
    answer: Callable[[Any], dict[str, int]]


Cases = Mapping[str, Callable[[Setting], Work]]


class Absent(Exception):  # noqa: N818 - a missing peer or verb is not an error
    """The case cannot be run here; the reason is recorded."""


def main(cases: Cases, version: Callable[[], str]) -> None:
    """Run the case that the command line names and print what was measured."""
    arguments = parse()
    try:
        measured = measure(cases[arguments.case], setting(arguments)) | {"version": version()}
    except (Absent, ImportError) as reason:
        measured = {"absent": str(reason)}
    print(json.dumps(measured))


def parse() -> argparse.Namespace:
    """Parse the command line that `benches/run.py` writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("case")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--themes", type=Path, required=True)
    parser.add_argument("--pattern", default="")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--megabytes", type=float, default=float("inf"))
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


def setting(arguments: argparse.Namespace) -> Setting:
    """Load whole documents of the corpus, up to about the megabytes asked for."""
    frame = pl.read_parquet(arguments.corpus)
    before = pl.col("text").str.len_bytes().cum_sum().shift(1, fill_value=0)
    frame = frame.filter(before < arguments.megabytes * 1e6).rechunk()
    themes = json.loads(arguments.themes.read_text(encoding="utf-8"))
    return Setting(arguments.corpus, frame, themes, arguments.pattern, arguments.index, arguments.threads)


def measure(case: Callable[[Setting], Work], given: Setting) -> dict[str, Any]:
    """Measure the seconds and megabytes of one run."""
    warm = case(replace(given, frame=given.frame.head(WARM)))
    warm.answer(warm.run())
    work = case(given)
    gc.collect()
    before = resident()
    start = time.perf_counter()
    result = work.run()
    seconds = time.perf_counter() - start
    return {
        "seconds": seconds,
        "peak_mb": None if before is None else max(status("VmHWM") - before, 0.0),
        "megabytes": given.frame["text"].str.len_bytes().sum() / 1e6,
        "answer": work.answer(result),
    }


def resident() -> float | None:
    """Return the megabytes in memory now, and reset the peak; None if the system cannot tell (not Linux)."""
    with contextlib.suppress(OSError):
        CLEAR.write_text("5", encoding="ascii")
        return status("VmRSS")
    return None


def status(field: str) -> float:
    """Return a field of the process status, in megabytes."""
    lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    found = next(line for line in lines if line.startswith(f"{field}:"))
    return int(found.split()[1]) * 1024 / 1e6


def require(available: object, reason: str) -> None:
    """Stop if a case cannot be run.

    Raises
    ------
    Absent
        If `available` is false.
    """
    if not available:
        raise Absent(reason)


if __name__ == "__main__":
    sys.exit("this is what engines share: run benches/run.py")
