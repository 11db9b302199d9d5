"""The definitions: what is asked, of which engines, and which numbers must agree."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEFINITIONS = HERE / "definitions"
ENGINES = HERE / "engines"
RUST = "rust"
THREADS = (1, 2)


@dataclass(frozen=True)
class Engine:
    """One way to answer a task."""

    name: str
    run: str  # a file of engines/, or "rust" for the package there
    case: str
    threads: tuple[int, ...] = THREADS
    prepare: str | None = None  # a case of the same file that is run once beforehand
    megabytes: float = float("inf")  # limit for engines that would take too long on the whole corpus
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "threads", tuple(self.threads))

    @property
    def is_ours(self) -> bool:
        """Whether this is coopsec itself, which runs in the environment of the project."""
        return self.run == "coopsec_engine.py"


@dataclass(frozen=True)
class Task:
    """One question, with the engines that answer it."""

    task: str
    name: str
    question: str
    answer: tuple[str, ...]  # numbers that show how much was done; differences are reported
    reference: tuple[str, ...]  # the others are compared with the first of these that ran
    engines: tuple[Engine, ...] = field(default=())
    pattern: str = ""


def read_tasks(folder: Path = DEFINITIONS) -> list[Task]:
    """Read all definitions, in order of their file names.

    Raises
    ------
    TypeError
        If a definition has an unknown key, or lacks one.
    """
    return [read_task(path) for path in sorted(folder.glob("*.toml"))]


def read_task(path: Path) -> Task:
    """Read one definition."""
    definition = tomllib.loads(path.read_text(encoding="utf-8"))
    engines = tuple(Engine(**engine) for engine in definition.pop("engine"))
    lists = {key: tuple(definition.pop(key)) for key in ("answer", "reference")}
    return Task(engines=engines, **lists, **definition)
