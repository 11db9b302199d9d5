"""The notebooks in examples/ run from top to bottom and draw something; docs/notebooks/ has matching pages."""

from __future__ import annotations

import json
import re
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

NOTEBOOKS = sorted((REPOSITORY / "examples").glob("*.ipynb"))
KERNEL = "coopsec-tests"
SECONDS_A_CELL = 120
PAGES = REPOSITORY / "docs" / "notebooks"
LARGEST, TOGETHER = 1_000_000, 3_000_000  # bytes: largest file, whole folder

# Warnings of the machinery that runs notebooks; those raised in a cell are in its output.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq"),
    pytest.mark.filterwarnings("ignore:Proactor event loop:RuntimeWarning"),
]


@pytest.fixture
def kernel(tmp_path, monkeypatch) -> str:
    """A kernel spec for this interpreter, known only to this test."""
    folder = tmp_path / "jupyter" / "kernels" / KERNEL
    folder.mkdir(parents=True)
    command = [sys.executable, "-X", "utf8", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": KERNEL, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return KERNEL


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_committed_without_outputs(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.outputs for cell in code_cells(notebook) if cell.outputs] == []
    assert {cell.execution_count for cell in code_cells(notebook)} == {None}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_runs_and_draws(path: Path, kernel: str):
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(REPOSITORY)}}
    nbclient.NotebookClient(notebook, kernel_name=kernel, timeout=SECONDS_A_CELL, resources=place).execute()
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert kinds & {"image/png", "image/svg+xml"}


def plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_page_has_the_cells_of_the_notebook(path: Path):
    """After changing a cell, run `make notebooks`."""
    led = runpy.run_path(str(REPOSITORY / "docs" / "notebooks.py"))["led"]
    rest = "\n".join(plain((PAGES / f"{path.stem}.md").read_text(encoding="utf-8")))
    for cell in nbformat.read(path, as_version=4).cells:
        source = led(cell.source) if cell.cell_type == "markdown" else f"```python\n{cell.source.strip()}\n```"
        before, found, rest = rest.partition("\n".join(plain(source)))
        assert found, f"{path.stem}.md has not, or not in its place:\n{source}"
        # What is between the cells is output, including pictures.
        assert "```python" not in before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_links_and_pictures_of_the_page_lead_to_files(path: Path):
    links = re.findall(r"\]\((?![a-z]+:|#)([^)\s#]+)", (PAGES / f"{path.stem}.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (PAGES / link).exists()] == []


def test_the_pages_are_all_and_small():
    assert {path.stem for path in PAGES.glob("*.md")} == {path.stem for path in NOTEBOOKS}
    sizes = [path.stat().st_size for path in PAGES.iterdir()]
    assert max(sizes) < LARGEST
    assert sum(sizes) < TOGETHER
