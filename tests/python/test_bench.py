"""The benchmark: its definitions, its arithmetic, and one tiny run of it."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from conftest import REPOSITORY

BENCHES = REPOSITORY / "benches"
FILES = sorted((BENCHES / "definitions").glob("*.toml"))
WORD = re.compile(r"[\w]+")


@pytest.fixture(scope="module")
def load() -> Iterator[Any]:
    """Import a module of the benchmark."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHES))
        patch.syspath_prepend(str(BENCHES / "engines"))
        yield importlib.import_module


@pytest.fixture(scope="module")
def documents() -> pl.DataFrame:
    corpus = cs.read_corpus(sorted((REPOSITORY / "corpus" / "fr").glob("201*.txt"))[:6], progress=False)
    found = corpus.documents.select("doc_id", date="date_start")
    texts = [corpus.text(name) for name in found["doc_id"]]
    return found.select(pl.int_range(pl.len()).alias("id"), "date").with_columns(pl.Series("text", texts))


@pytest.fixture(scope="module")
def record(documents: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The record written by a run of two tasks."""
    folder = tmp_path_factory.mktemp("bench")
    documents.write_parquet(folder / "few.parquet")
    (folder / "themes.json").write_text('{"terrorisme": ["terroris*", "attentat*"]}', encoding="utf-8")
    run(folder, "--task", "W1", "W3", "--engine", "coopsec", "polars")
    return pl.read_csv(folder / "record.csv")


def run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-X", "utf8", str(BENCHES / "run.py"), "--tries", "1", "--threads", "1"]
    given = {"corpus": "few.parquet", "themes": "themes.json", "out": "record.csv", "scratch": "scratch"}
    paths = [f"--{name}={folder / file}" for name, file in given.items()]
    python = f"--peers={sys.executable}"
    done = subprocess.run([*command, *paths, python, *arguments], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_engine_of_a_definition_has_its_case(path: Path, load: Any) -> None:
    task = load("tasks").read_task(path)
    assert set(task.reference) <= {engine.name for engine in task.engines if engine.is_ours}
    assert len({engine.name for engine in task.engines}) == len(task.engines)
    for engine in task.engines:
        cases = cases_of(engine.run, load)
        assert engine.case in cases
        assert engine.prepare is None or engine.prepare in cases


def cases_of(engine: str, load: Any) -> set[str]:
    if engine == "rust":
        source = (BENCHES / "engines" / "rust" / "src" / "main.rs").read_text(encoding="utf-8")
        return set(re.findall(r'^ {8}"(\w+)" =>', source, re.MULTILINE))
    module: ModuleType = load(Path(engine).stem)
    return set(module.CASES)


def test_the_five_tasks_are_defined(load: Any) -> None:
    tasks = load("tasks").read_tasks()
    assert {task.task.split()[0] for task in tasks} == {"W1", "W2", "W3", "W4", "W5"}


def test_ratios_are_those_of_the_times(record: pl.DataFrame) -> None:
    for task, reference in [("W1", "coopsec count_terms"), ("W3", "coopsec count_themes")]:
        rows = record.filter(pl.col("task") == task, pl.col("seconds_median").is_not_null())
        named = {row["engine"]: row for row in rows.iter_rows(named=True)}
        held = named[reference]
        assert {"polars streaming", "polars in memory"} < set(named)
        for row in named.values():
            assert row["megabytes"] == held["megabytes"]
            assert row["ratio_to_coopsec"] == pytest.approx(row["seconds_median"] / held["seconds_median"], rel=0.02)


def test_answers_are_those_of_python(record: pl.DataFrame, documents: pl.DataFrame) -> None:
    words = [word for text in documents["text"] for word in WORD.findall(text.lower())]
    row = record.row(by_predicate=(pl.col("engine") == "polars streaming") & (pl.col("task") == "W1"), named=True)
    assert row["answer"] == f"tokens={len(words)} terms={len(set(words))}"
    assert row["megabytes"] == pytest.approx(sum(len(text.encode()) for text in documents["text"]) / 1e6, abs=0.001)


def test_themes_of_polars_are_those_of_coopsec(record: pl.DataFrame) -> None:
    rows = record.filter(pl.col("task") == "W3", pl.col("answer").is_not_null())
    assert rows["answer"].n_unique() == 1
    assert rows["answer"][0] != "hits=0"
    assert set(rows["answer_to_coopsec"]) == {"hits=1.0000"}


def test_an_engine_that_cannot_run_is_recorded_with_the_reason(load: Any) -> None:
    bench, tasks = load("run"), load("tasks")
    engine = tasks.Engine("absent", "absent_engine.py", "terms")
    task = tasks.Task("W1", "", "", ("tokens",), ("coopsec",), (engine,))
    material = bench.Material(Path("few.parquet"), Path("themes.json"), Path("scratch"), Path(sys.executable))
    (row,) = bench.run_task(task, material, [1], 2)
    assert row["note"].startswith("skipped: failed: ")
    assert "absent_engine.py" in row["note"]


def test_a_record_renders(record: pl.DataFrame, load: Any) -> None:
    table = load("table")
    markdown = table.markdown(record)
    assert record["machine"][0] in markdown
    assert "**W3.** How often does each of 12 themes" in markdown
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    assert len(lines) == record.height + 2 * 2
    assert len({line.count("|") for line in lines}) == 1
    assert "coopsec from_frame" in table.terminal(record)


def test_patterns_as_regular_expressions(load: Any) -> None:
    patterns = load("patterns")
    texts = [
        "Échanges de renseignements",
        "L’échange utile, rapide de renseignements.",
        "échange d’un deux trois quatre x",
    ]
    expression = patterns.any_of(["échange ~4 renseignement*"])
    assert pl.Series(texts).str.contains(expression).to_list() == [False, True, False]
    assert pl.Series(["LE MANDAT D’ARRÊT", "mandat d'arrêts"]).str.contains(
        patterns.any_of(["mandat d'arrêt"])
    ).to_list() == [True, False]


def test_grown_documents_are_new_and_bring_new_words(documents: pl.DataFrame, load: Any) -> None:
    corpora = load("corpora")
    size = corpora.megabytes(documents)
    texts = {times: [text for _, text in corpora.Grower(documents).documents(times * size)] for times in (1, 16)}
    assert texts[1] == [text for _, text in corpora.Grower(documents).documents(size)]
    assert len(set(texts[16])) == len(texts[16])
    types = {
        times: len({word for text in found for word in WORD.findall(text.lower())}) for times, found in texts.items()
    }
    assert 3 < types[16] / types[1] < 7  # 16 ** 0.59 is 5.1


def test_rare_words_are_all_different(load: Any) -> None:
    words = {load("corpora").rare_word(number).lower() for number in range(20_000)}
    assert len(words) == 20_000


def test_the_guard_fails_where_a_ratio_has_grown(load: Any, capsys: pytest.CaptureFixture[str]) -> None:
    guard = load("guard")
    assert guard.compare({"segment": 1.09}, {"segment": 1.0}, 0.1) == 0
    assert guard.compare({"segment": 1.11}, {"segment": 1.0}, 0.1) == 1
    assert "GROWN" in capsys.readouterr().out
