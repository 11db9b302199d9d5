"""Run the notebooks of examples/ and write them as pages into docs/notebooks/: `make notebooks`."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "notebooks"
SECONDS_A_CELL = 300
SHOWN = ["image/png", "text/markdown", "text/plain"]  # a page runs no script: the picture, else the words
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)\s]+)\)")


def led(text: str) -> str:
    """Lead the links of a notebook to the same places from its page, and those to other notebooks to their pages."""

    def moved(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join("examples", link[1]))
        target = re.sub(r"^examples/([\w-]+)\.ipynb", r"docs/notebooks/\1.md", target)
        return f"]({posixpath.relpath(target, 'docs/notebooks')})"

    return LINK.sub(moved, text)


def ran(path: Path) -> Any:
    """Run a notebook from the root of the repository, as its test does."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=SECONDS_A_CELL, resources={"metadata": {"path": str(ROOT)}}).execute()
    return notebook


def write(notebook: Any, name: str) -> None:
    """Write the page of a notebook that ran, and its pictures beside it."""
    from nbconvert import MarkdownExporter
    from traitlets.config import Config

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = led(cell.source)
    exporter = MarkdownExporter(config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}))
    resources = {"unique_key": name, "output_files_dir": "."}
    text, made = exporter.from_notebook_node(notebook, resources=resources)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    PAGES.mkdir(exist_ok=True)
    (PAGES / f"{name}.md").write_text(re.sub(r"\n{4,}", "\n\n", lines).strip() + "\n", encoding="utf-8")
    for picture, content in made["outputs"].items():
        (PAGES / picture).write_bytes(content)


def main() -> None:
    """Write all pages anew; what stood there before goes."""
    for old in PAGES.glob("*"):
        old.unlink()
    for path in sorted((ROOT / "examples").glob("*.ipynb")):
        write(ran(path), path.stem)
        print((PAGES / f"{path.stem}.md").relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
