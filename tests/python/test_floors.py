"""The floors of ARCHITECTURE.md: a folder may use those below it, never those above."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUST, PACKAGE = ROOT / "src", ROOT / "python" / "coopsec"

# What each folder of the core may use besides itself; `python` may use everything.
BELOW = {
    "stats": {"error"},
    "calendar": {"error"},
    "text": {"error"},
    "press": {"calendar", "error", "text"},
    "corpus": {"calendar", "error", "press", "zeroed", "text"},
    "lexicon": {"corpus", "error", "text"},
    "query": {"calendar", "corpus", "error", "lexicon", "press", "zeroed", "stats", "text"},
}

# What the modules in each folder of the package must not import.
ABOVE = {
    "_series": ("_query", "_corpus", "_report_page", "cli", "explore", "plot"),
    "_query": ("_report_page", "cli"),
    "plot": ("_coopsec", "_corpus", "_query", "_report_page", "_series", "cli", "explore"),
    "explore": ("_coopsec", "_query", "_report_page", "cli"),
    "_report_page": ("_coopsec", "_query", "cli", "explore"),
    "cli": ("explore",),
}

# Top-level modules that may know charts and pages: the public face, and the methods of frames.
FACE = {"__init__", "__main__", "_namespace", "_corpus"}
PAGES = {"_report_page", "cli", "explore", "plot"}
# Top-level modules that know frames but no corpus.
OF_FRAMES = ("_counted", "_period_names", "_periods", "_warnings")

COMMENT = re.compile(r"//.*")
PATH = re.compile(r"\bcrate::(?:\{|(\w+))")


def files(folder: Path, pattern: str) -> list[Path]:
    """Files of a folder, which must not be empty: a guard that looks at nothing guards nothing."""
    found = sorted(folder.rglob(pattern))
    assert found, f"{folder.relative_to(ROOT)} has no {pattern}: the floors have moved, and this test must follow"
    return found


def imported(tree: ast.Module, *, at_once: bool) -> Iterator[str]:
    """Modules of the package that a module imports, without `coopsec.` and without those for type checking only."""
    for node in _nodes(tree, at_once=at_once):
        if isinstance(node, ast.Import):
            yield from (each.name.removeprefix("coopsec.") for each in node.names if each.name.startswith("coopsec."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the package"
            if node.module == "coopsec":
                yield from (each.name for each in node.names)
            elif node.module and node.module.startswith("coopsec."):
                yield node.module.removeprefix("coopsec.")


def _nodes(node: ast.AST, *, at_once: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        for_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if not for_types and not (at_once and later):
            yield child
            yield from _nodes(child, at_once=at_once)


def used(text: str) -> set[str | None]:
    """Folders of the crate that a Rust file names; None for a `use` of several at once."""
    return {match[1] for match in PATH.finditer(COMMENT.sub("", text))}


def test_every_folder_of_the_core_has_a_floor():
    folders = {path.name for path in RUST.iterdir() if path.is_dir()}
    assert folders == {*BELOW, "python"}


def test_every_folder_of_the_package_has_a_floor():
    folders = {path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/**/*.py")}
    assert folders == set(ABOVE)


@pytest.mark.parametrize("floor", BELOW)
def test_the_core_uses_what_is_below(floor):
    found = files(RUST / floor, "*.rs")
    allowed = {*BELOW[floor], floor, "Error", "Result"}
    seen = {(path, name) for path in found for name in used(path.read_text("utf-8"))}
    wrong = [f"{path.relative_to(ROOT)} uses {name or 'crate::{…}'}" for path, name in seen if name not in allowed]
    print(f"{len(found)} files of {floor}, {len(seen)} uses")
    assert seen
    assert not wrong, sorted(wrong)


@pytest.mark.parametrize("floor", ABOVE)
def test_the_package_imports_nothing_from_above(floor):
    found = files(PACKAGE / floor, "*.py")
    # A chart never reaches the core; elsewhere, a function may import what only it needs.
    at_once = floor != "plot"
    seen = [(path, name) for path in found for name in imported(ast.parse(path.read_text("utf-8")), at_once=at_once)]
    wrong = [f"{path.relative_to(ROOT)} imports {name}" for path, name in seen if name.split(".")[0] in ABOVE[floor]]
    print(f"{len(found)} files of {floor}, {len(seen)} imports")
    assert seen
    assert not wrong, wrong


def test_what_all_floors_share_knows_no_chart():
    shared = [path for path in sorted(PACKAGE.glob("*.py")) if path.stem not in FACE]
    seen = [(path, name) for path in shared for name in imported(ast.parse(path.read_text("utf-8")), at_once=False)]
    wrong = [f"{path.name} imports {name}" for path, name in seen if name.split(".")[0] in PAGES]
    print(f"{len(shared)} modules, {len(seen)} imports")
    assert seen
    assert not wrong, wrong


@pytest.mark.parametrize("module", OF_FRAMES)
def test_what_charts_and_notes_share_asks_no_corpus(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))
    seen = {name.split(".")[0] for name in imported(tree, at_once=False)}
    assert not seen & {"_coopsec", "_corpus", "_query"}


def test_only_the_binding_knows_python():
    found = [path for floor in BELOW for path in files(RUST / floor, "*.rs")]
    wrong = [
        str(path.relative_to(ROOT)) for path in found if re.search(r"\b(pyo3|arrow)\w*::", path.read_text("utf-8"))
    ]
    print(f"{len(found)} files")
    assert not wrong


def test_the_guard_sees_what_it_looks_for():
    assert used("use crate::query::Grid; // crate::python\n") == {"query"}
    assert used("use crate::{corpus, query};") == {None}
    code = "from coopsec import _coopsec\ndef f():\n    import coopsec.plot\n"
    assert list(imported(ast.parse(code), at_once=True)) == ["_coopsec"]
    assert list(imported(ast.parse(code), at_once=False)) == ["_coopsec", "plot"]
