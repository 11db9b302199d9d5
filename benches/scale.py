"""Does the cost grow no faster than the text? Grow the corpus, run coopsec on each size, and compare.

Usage: python benches/scale.py [--sizes 100 300 1000] [--tries 3] [--corpus FILE.parquet]

The larger corpora are not copies, but new documents made of the same sentences, with new rare words. Each try is a
process of its own. Instructions are those of the work alone on one thread, counted by perf if the processor allows it,
or with --valgrind by callgrind, which takes minutes per megabyte: give it small sizes.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import corpora
import guard
import polars as pl
import run
from tasks import RUST, Engine, Task

ENGINES = [
    Engine("from_frame alone", "coopsec_engine.py", "read"),
    Engine("W1 count_terms", "coopsec_engine.py", "terms"),
    Engine("W1 from_frame", "coopsec_engine.py", "terms_corpus"),
    Engine("W2 count_terms", "coopsec_engine.py", "months"),
    Engine("W3 from_frame", "coopsec_engine.py", "themes_text"),
    Engine("W4 dtm", "coopsec_engine.py", "matrix_text"),
    Engine("W1 naive Rust", RUST, "terms"),
]
NO_TASK = Task("scale", "", "", (), ())


@dataclass(frozen=True)
class Point:
    """The cost of one size of corpus."""

    megabytes: float
    seconds: float
    peak_mb: float | None
    instructions: int | None


def main() -> None:
    """Grow, run, print a table."""
    arguments = parse()
    if not arguments.corpus.exists():
        sys.exit(f"{arguments.corpus} is absent: give a parquet file of id, date, text (--corpus)")
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    paths = [corpora.grown(arguments.corpus, size, arguments.scratch) for size in arguments.sizes]
    for path in paths:
        print(describe(path), flush=True)
    print(f"{'work':<20}{'threads':>8}{'MB':>8}{'ms/MB':>9}{'to first':>10}{'peak MB/MB':>12}{'instr./byte':>13}")
    for engine in ENGINES:
        for threads in arguments.threads:
            follow(engine, paths, threads, arguments)


def parse() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="*", type=float, default=[100, 300, 1000], help="megabytes")
    parser.add_argument("--threads", nargs="*", type=int, default=[1, 2])
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--corpus", type=Path, default=corpora.CORPUS)
    parser.add_argument("--themes", type=Path, default=corpora.THEMES)
    parser.add_argument("--valgrind", action="store_true", help="count instructions by callgrind where perf cannot")
    parser.add_argument("--scratch", type=Path, default=run.SCRATCH)
    return parser.parse_args()


def describe(path: Path) -> str:
    """Describe a corpus: size, documents, tokens and types, counted by polars."""
    frame = pl.read_parquet(path)
    words = pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}\p{M}_]+")
    terms = frame.lazy().select(words).explode("text").group_by("text").len().collect(engine="streaming")
    tokens = terms["len"].sum()
    size = corpora.megabytes(frame)
    return f"{path.name}: {size:.0f} MB, {frame.height:,} documents, {tokens:,} tokens, {terms.height:,} types"


def follow(engine: Engine, paths: list[Path], threads: int, arguments: argparse.Namespace) -> None:
    """Print one line for each size."""
    first = None
    count = counter(slowly=arguments.valgrind) if threads == 1 else None
    for path in paths:
        material = run.Material(path, arguments.themes, arguments.scratch, Path(sys.executable))
        point = measure(engine, material, threads, arguments.tries, count)
        if isinstance(point, str):
            print(f"{engine.name:<20}{threads:>8}  skipped: {point}", flush=True)
            return
        cost = 1000 * point.seconds / point.megabytes
        first = first or cost
        peak = "" if point.peak_mb is None else f"{point.peak_mb / point.megabytes:.2f}"
        instructions = "" if point.instructions is None else f"{point.instructions / point.megabytes / 1e6:.1f}"
        line = f"{engine.name:<20}{threads:>8}{point.megabytes:>8.0f}{cost:>9.2f}{cost / first:>9.2f}×"
        print(f"{line}{peak:>12}{instructions:>13}", flush=True)


def measure(engine: Engine, material: run.Material, threads: int, tries: int, count: guard.Count | None) -> Point | str:
    """Return the median of a few tries, or the reason why there is none."""
    reason = run.prepare(engine, NO_TASK, material)
    if reason is not None:
        return reason
    measured: list[dict[str, Any]] = []
    for _ in range(tries):
        measured.append(run.attempt(engine, engine.case, NO_TASK, material, threads))
        if "absent" in measured[-1]:
            return str(measured[-1]["absent"])
    peaks = [one["peak_mb"] for one in measured if one["peak_mb"] is not None]
    return Point(
        measured[0]["megabytes"],
        median(one["seconds"] for one in measured),
        median(peaks) if peaks else None,
        instructions(engine, material, count),
    )


def instructions(engine: Engine, material: run.Material, count: guard.Count | None) -> int | None:
    """Return the instructions of a process, less those of one that only loads; None if they cannot be counted."""
    if count is None:
        return None
    commands = (run.command(engine, case, NO_TASK, material, 1) for case in (engine.case, "nothing"))
    try:
        whole, loading = (count(command) for command in commands)
    except ValueError:  # a program may fail on a simulated processor
        return None
    return whole - loading


def counter(*, slowly: bool) -> guard.Count | None:
    """Return the way to count instructions here: perf, or callgrind if asked for."""
    if guard.works(guard.perf):
        return guard.perf
    return guard.callgrind if slowly and guard.works(guard.callgrind) else None


if __name__ == "__main__":
    main()
