"""Run the definitions: every engine, at each number of threads, on one corpus.

Usage: python benches/run.py [--task W1 …] [--engine coopsec …] [--threads 1 2] [--tries 5] [--out FILE.csv]

Each try is its own process, so that memory is that of one engine; the text is in memory before the clock starts. The
tries of all engines of a task take turns. The record is written to benches/record/ under today's date.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import corpora
import polars as pl
from table import terminal
from tasks import ENGINES, HERE, RUST, Engine, Task, read_tasks

SCRATCH = corpora.REPOSITORY / "build" / "bench"
PEERS = corpora.REPOSITORY / "build" / "bench-venv"
TIMEOUT = 1800  # seconds that one try may take
THREAD_VARIABLES = ("POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
COLUMNS = [
    *("date", "task", "engine", "version", "threads", "megabytes", "seconds_median", "seconds_best"),
    *("mb_per_second", "peak_mb", "ratio_to_coopsec", "answer", "answer_to_coopsec", "note", "machine", "coopsec"),
]


@dataclass(frozen=True)
class Material:
    """The material to count, and where engines keep what they prepare."""

    corpus: Path
    themes: Path
    scratch: Path
    peers: Path  # a Python with the peers installed

    @property
    def binary(self) -> Path:
        """The corpus in the format that Rust reads."""
        return self.scratch / f"{self.corpus.stem}.bin"


@dataclass
class Job:
    """An engine at a number of threads, with the measurements of its tries."""

    engine: Engine
    threads: int
    tries: list[dict[str, Any]] = field(default_factory=list)
    absent: str | None = None

    def add(self, measured: dict[str, Any]) -> None:
        """Keep a measurement, or the reason why there is none."""
        if "absent" in measured:
            self.absent = measured["absent"]
        else:
            self.tries.append(measured)

    @property
    def seconds(self) -> float:
        """The median of the tries."""
        return median(measured["seconds"] for measured in self.tries)

    @property
    def speed(self) -> float:
        """Megabytes of UTF-8 per second, at the median time."""
        return self.tries[0]["megabytes"] / self.seconds


def main() -> None:
    """Run what the command line asks for, and write the record."""
    arguments = parse()
    for needed in (arguments.corpus, arguments.themes):
        if not needed.exists():
            sys.exit(f"{needed} is absent: give a parquet file of id, date, text (--corpus) and patterns (--themes)")
    shutil.rmtree(arguments.scratch / "indexes", ignore_errors=True)
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    material = Material(arguments.corpus, arguments.themes, arguments.scratch, arguments.peers)
    rows: list[dict[str, Any]] = []
    for task in chosen(read_tasks(), arguments):
        rows += run_task(task, material, arguments.threads, arguments.tries)
        write(rows, arguments.out)  # after each task, so that an interrupted run leaves a record
    print(terminal(pl.read_csv(arguments.out)))
    print(f"written to {arguments.out}")


def parse() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", nargs="*", default=[], help="beginnings of task names; all without")
    parser.add_argument("--engine", nargs="*", default=[], help="beginnings of engine names; all without")
    parser.add_argument("--threads", nargs="*", type=int, default=[1, 2])
    parser.add_argument("--tries", type=int, default=5)
    parser.add_argument("--corpus", type=Path, default=corpora.CORPUS)
    parser.add_argument("--themes", type=Path, default=corpora.THEMES)
    parser.add_argument("--scratch", type=Path, default=SCRATCH)
    parser.add_argument("--peers", type=Path, default=peers_python(), help="a Python that has the peers")
    parser.add_argument("--out", type=Path, default=HERE / "record" / f"{datetime.now().astimezone():%Y-%m-%d}.csv")
    return parser.parse_args()


def peers_python() -> Path:
    """Return the Python of the peers' environment, or this one if there is none."""
    found = [PEERS / "bin" / "python", PEERS / "Scripts" / "python.exe"]
    return next((path for path in found if path.exists()), Path(sys.executable))


def chosen(tasks: list[Task], arguments: argparse.Namespace) -> list[Task]:
    """Return the tasks and engines that were named."""

    def is_asked(name: str, beginnings: list[str]) -> bool:
        return not beginnings or name.startswith(tuple(beginnings))

    picked = []
    for task in tasks:
        engines = tuple(engine for engine in task.engines if is_asked(engine.name, arguments.engine))
        if engines and is_asked(task.task, arguments.task):
            picked.append(Task(**(vars(task) | {"engines": engines})))
    return picked


def run_task(task: Task, material: Material, threads: list[int], tries: int) -> list[dict[str, Any]]:
    """Measure all engines of a task in turns, and return the rows of the record."""
    jobs = [Job(engine, number) for engine in task.engines for number in threads if number in engine.threads]
    for job in jobs:
        job.absent = prepare(job.engine, task, material)
    for turn in range(tries):
        for job in (job for job in jobs if job.absent is None):
            print(f"{task.task}, try {turn + 1} of {tries}: {job.engine.name}, {job.threads} threads", file=sys.stderr)
            job.add(attempt(job.engine, job.engine.case, task, material, job.threads))
    return [row(task, job, jobs) for job in jobs]


@cache
def prepare(engine: Engine, task: Task, material: Material) -> str | None:
    """Do what an engine needs before the clock starts; return the reason if it cannot run."""
    if engine.run == RUST:
        return prepare_rust(material)
    if engine.prepare is None:
        return None
    if index(engine, material).exists():
        return None
    index(engine, material).parent.mkdir(exist_ok=True)
    return attempt(engine, engine.prepare, task, material, os.cpu_count() or 1).get("absent")


@cache
def prepare_rust(material: Material) -> str | None:
    """Build the Rust engines and write the corpus for them."""
    cargo = shutil.which("cargo")
    if cargo is None:
        return "cargo is not installed"
    build = [cargo, "build", "--release", "--locked", "--quiet", "--target-dir", str(SCRATCH / "target")]
    done = subprocess.run(build, cwd=ENGINES / "rust", capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return f"did not build: {last_line(done.stderr)}"
    corpora.write_binary(pl.read_parquet(material.corpus), material.binary)
    return None


def index(engine: Engine, material: Material) -> Path:
    """Return where an engine keeps the corpus that it prepared."""
    return material.scratch / "indexes" / f"{material.corpus.stem}-{engine.prepare}"


def attempt(engine: Engine, case: str, task: Task, material: Material, threads: int) -> dict[str, Any]:
    """Run one try in its own process."""
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(threads)) | {"PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command(engine, case, task, material, threads),
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"absent": f"took more than {TIMEOUT} s"}
    if done.returncode != 0:
        return {"absent": f"failed: {last_line(done.stderr) or f'exit {done.returncode}'}"}
    return json.loads(last_line(done.stdout))


def command(engine: Engine, case: str, task: Task, material: Material, threads: int) -> list[str]:
    """Return the command that runs one try."""
    if engine.run == RUST:
        binary = SCRATCH / "target" / "release" / "coopsec-bench-engines"
        return [str(binary), case, str(material.binary), str(material.themes), str(engine.megabytes)]
    python = sys.executable if engine.is_ours else str(material.peers)
    given = {
        "corpus": material.corpus,
        "themes": material.themes,
        "index": index(engine, material),
        "pattern": task.pattern,
        "megabytes": engine.megabytes,
        "threads": threads,
    }
    return [python, str(ENGINES / engine.run), case, *(f"--{name}={value}" for name, value in given.items())]


def last_line(text: str) -> str:
    """Return the last non-empty line."""
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def row(task: Task, job: Job, jobs: list[Job]) -> dict[str, Any]:
    """Return one row of the record."""
    known = {
        "date": f"{datetime.now().astimezone():%Y-%m-%d}",
        "task": task.task,
        "engine": job.engine.name,
        "threads": job.threads,
        "note": job.engine.note,
        "machine": machine(),
        "coopsec": coopsec_version(),
    }
    if job.absent is not None or not job.tries:
        return known | {"note": f"skipped: {job.absent or 'no try'}"}
    first, held = job.tries[0], reference(task, job, jobs)
    peaks = [measured["peak_mb"] for measured in job.tries if measured["peak_mb"] is not None]
    return known | {
        "version": first.get("version", "of this repository"),
        "megabytes": round(first["megabytes"], 3),
        "seconds_median": round(job.seconds, 6),
        "seconds_best": round(min(measured["seconds"] for measured in job.tries), 6),
        "mb_per_second": round(job.speed, 2),
        "peak_mb": round(median(peaks), 1) if peaks else None,
        "ratio_to_coopsec": ratio(job, held),
        "answer": " ".join(f"{name}={first['answer'][name]}" for name in task.answer if name in first["answer"]),
        "answer_to_coopsec": agreement(task, job, held),
    }


def reference(task: Task, job: Job, jobs: list[Job]) -> Job | None:
    """Return what a job is compared with: the task's reference, at the same number of threads."""
    measured = {other.engine.name: other for other in jobs if other.threads == job.threads and other.tries}
    return next((measured[name] for name in task.reference if name in measured), None)


def ratio(job: Job, other: Job | None) -> float | None:
    """Return the speed of the reference as a multiple of this engine's."""
    return None if other is None else round(other.speed / job.speed, 3)


def agreement(task: Task, job: Job, other: Job | None) -> str:
    """Return the numbers of an answer as multiples of the reference's; empty if only part of the corpus was read."""
    if other is None or job.tries[0]["megabytes"] != other.tries[0]["megabytes"]:
        return ""
    mine, theirs = job.tries[0]["answer"], other.tries[0]["answer"]
    compared = (name for name in task.answer if name in mine and theirs.get(name))
    return " ".join(f"{name}={mine[name] / theirs[name]:.4f}" for name in compared)


def write(rows: list[dict[str, Any]], path: Path) -> None:
    """Write the record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@cache
def machine() -> str:
    """Return the model and number of processors."""
    model = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        lines = listed.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores"


@cache
def coopsec_version() -> str:
    """Return the version, with the commit if git knows it."""
    git = shutil.which("git")
    if git is None:
        return version("coopsec")
    asked = [git, "-C", str(corpora.REPOSITORY), "describe", "--always", "--dirty", "--exclude=*"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return f"{version('coopsec')} ({commit})" if commit else version("coopsec")


if __name__ == "__main__":
    main()
