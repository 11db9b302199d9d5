"""Guard against slower code without a clock: instructions of coopsec compared with those of a naive twin.

Usage: python benches/guard.py [--write]

They are counted by valgrind's callgrind, or by perf if the processor allows it. If neither can count, it says so and
checks nothing. `benches/guard.rs` is the program, `benches/guard.toml` holds the recorded ratios.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
HELD = HERE / "guard.toml"
ROUNDS = (1, 3)  # the difference, divided by the rounds, leaves out the start

Count = Callable[[list[str]], int]


def main() -> None:
    """Count, compare, and fail if a ratio has grown."""
    count = counter()
    if count is None:
        print("guard: skipped, neither valgrind nor perf can count instructions here")
        return
    held = tomllib.loads(HELD.read_text(encoding="utf-8"))
    program = build()
    measured = {work: ratio(program, work, count) for work in held["ratio"]}
    if "--write" in sys.argv[1:]:
        write(measured)
        return
    sys.exit(compare(measured, held["ratio"], held["tolerance"]))


def counter() -> Count | None:
    """Return the way to count instructions here, if there is one."""
    return next((count for count in (callgrind, perf) if works(count)), None)


def works(count: Count) -> bool:
    """Whether a tool is installed and can count."""
    try:
        return count(["true"]) > 0
    except (OSError, ValueError):
        return False


def callgrind(command: list[str]) -> int:
    """Count the instructions of all threads on callgrind's simulated processor.

    Raises
    ------
    ValueError
        If there is no count.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = f"--callgrind-out-file={folder}/out"
        return number(["valgrind", "--tool=callgrind", out, *command], r"Collected : (\d+)")


def perf(command: list[str]) -> int:
    """Count the instructions of all threads with the processor's own counters.

    Raises
    ------
    ValueError
        If there is no count.
    """
    return number(["perf", "stat", "-x,", "-e", "instructions:u", *command], r"^(\d+),,instructions:u")


def number(command: list[str], pattern: str) -> int:
    """Return the number that a tool prints to standard error."""
    environment = os.environ | {"RAYON_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    found = re.search(pattern, done.stderr, re.MULTILINE)
    if done.returncode != 0 or found is None:
        raise ValueError(f"{command[0]} did not count: {done.stderr.strip()[-300:]}")
    return int(found[1])


def build() -> str:
    """Build the program, and return its path."""
    command = ["cargo", "bench", "--locked", "--bench", "guard", "--no-run", "--message-format=json"]
    done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    artifacts = [message for message in messages if message.get("target", {}).get("name") == "guard"]
    return next(artifact["executable"] for artifact in artifacts if artifact.get("executable"))


def ratio(program: str, work: str, count: Count) -> float:
    """Return the instructions of a round as a multiple of the naive twin's."""
    fast, naive = (a_round(program, work, twin, count) for twin in ("fast", "naive"))
    print(f"{work}: {fast:,} instructions a round, naive {naive:,}", flush=True)
    return fast / naive


def a_round(program: str, work: str, twin: str, count: Count) -> int:
    """Return the instructions of a single round."""
    few, many = (count([program, work, twin, str(rounds)]) for rounds in ROUNDS)
    return (many - few) // (ROUNDS[1] - ROUNDS[0])


def compare(measured: dict[str, float], held: dict[str, float], tolerance: float) -> int:
    """Print how each ratio compares with the recorded one; return 1 if any is too large."""
    grown = [work for work in held if measured[work] > held[work] * (1 + tolerance)]
    for work, found in measured.items():
        verdict = "GROWN" if work in grown else "ok"
        print(f"{work:<10} {found:.3f} of the naive twin, held at {held[work]:.3f} + {tolerance:.0%}: {verdict}")
    return 1 if grown else 0


def write(measured: dict[str, float]) -> None:
    """Record the measured ratios."""
    text = HELD.read_text(encoding="utf-8")
    for work, found in measured.items():
        text = re.sub(rf"^{work} = .*$", f"{work} = {found:.3f}", text, flags=re.MULTILINE)
    HELD.write_text(text, encoding="utf-8")
    print(f"written to {HELD}")


if __name__ == "__main__":
    main()
