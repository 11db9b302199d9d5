"""The documentation: its examples run, and its links lead somewhere."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import coopsec
from conftest import REPOSITORY
from coopsec._tables import COMMON

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
README = REPOSITORY / "README.md"
PAGES = sorted((REPOSITORY / "docs").glob("*.md"))
LINKED = [README, REPOSITORY / "ARCHITECTURE.md", *PAGES]
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)|<img[^>]*\bsrc=\"([^\"]+)\"")


def blocks(page: Path, language: str) -> str:
    """The lines of a page inside fences of a language; others are blanked, so that line numbers stay the same."""
    lines, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        fence = line.strip().startswith("```")
        if fence:
            inside = not inside and line.strip() == f"```{language}"
        lines.append(line if inside and not fence else "")
    return "\n".join(lines) + "\n"


def examples_of(page: Path) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(blocks(page, "python"), {}, page.name, str(page), 0)


def modules() -> list[str]:
    """Every module of the package except the one that runs when imported."""
    found = pkgutil.walk_packages(coopsec.__path__, "coopsec.")
    return ["coopsec", *(info.name for info in found if info.name != "coopsec.__main__")]


def docstrings() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder()
    found = [test for name in modules() for test in finder.find(importlib.import_module(name), name)]
    return [test for test in found if test.examples]


def run(test: doctest.DocTest, folder: pytest.MonkeyPatch) -> None:
    assert test.examples
    folder.chdir(REPOSITORY)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    runner.run(test, out=report.append)
    assert runner.tries == len(test.examples)
    assert not runner.failures, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_of_pages(page, monkeypatch):
    run(examples_of(page), monkeypatch)


def shown_commands(page: Path) -> list[str]:
    """The command lines of a page that read the sample corpus, in code blocks and in sentences."""
    lines = [line.partition(" #")[0] for line in blocks(page, "sh").splitlines()]
    lines += re.findall(r"`(coopsec [^`]+)`", page.read_text(encoding="utf-8"))
    return [line for line in lines if line.startswith("coopsec ") and "corpus/" in line]


SHOWN = [(page.name, line) for page in [README, *PAGES] for line in shown_commands(page)]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the material of a fresh clone."""
    shutil.copytree(REPOSITORY / "corpus", tmp_path / "corpus")
    return tmp_path


def test_the_python_of_the_readme_runs_as_a_script(clone):
    code = blocks(README, "python")
    assert "cs.read_corpus(" in code
    command = [sys.executable, "-X", "utf8", "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=clone, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_shows_commands_that_read_what_a_clone_has():
    shown = [line for line in blocks(README, "sh").splitlines() if line.startswith("coopsec ")]
    assert len(shown) == sum(page == README.name for page, _ in SHOWN) > 0


@pytest.mark.parametrize(("page", "line"), SHOWN)
def test_shown_commands_work_as_they_stand(page, line, clone):
    command = [sys.executable, "-X", "utf8", "-m", "coopsec", *shlex.split(line)[1:]]
    done = subprocess.run(command, cwd=clone, capture_output=True, check=False, timeout=120)
    assert (done.returncode, bool(done.stdout) or " -o " in line) == (0, True), done.stderr.decode()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_example_stands_outside_the_blocks(page):
    """A prompt in a block not marked as Python would never run."""
    prompts = sum(line.lstrip().startswith(">>>") for line in page.read_text(encoding="utf-8").splitlines())
    assert prompts == len(examples_of(page).examples)


@pytest.mark.parametrize("test", docstrings(), ids=lambda test: test.name)
def test_examples_of_docstrings(test, monkeypatch):
    run(test, monkeypatch)


def test_public_functions_have_examples():
    found = {test.name.rsplit(".", 1)[-1] for test in docstrings()}
    functions = {
        name
        for where in (coopsec, importlib.import_module("coopsec.plot"))
        for name in where.__all__
        if inspect.isfunction(getattr(where, name))
    }
    questions = {name for name, each in inspect.getmembers(coopsec.Corpus, inspect.isfunction) if name[0] != "_"}
    assert len(functions) > 20
    assert functions | questions <= found | {"body", "summary"}


@pytest.mark.parametrize("name", modules())
def test_no_prompt_of_a_docstring_is_hidden_in_a_line(name):
    """A prompt in the middle of a line looks like an example, but is not run."""
    tests = doctest.DocTestFinder(exclude_empty=False).find(importlib.import_module(name), name)
    hidden = [test.name for test in tests if re.search(r"^[^\n>]*\S[^\n>]*>>> ", test.docstring or "", re.MULTILINE)]
    assert hidden == []


def table(name: str, header: str) -> list[list[str]]:
    """Cells of the table with this first line."""
    lines = (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8").splitlines()
    after = lines[lines.index(header) + 2 :]
    rows = after[: next(at for at, line in enumerate([*after, ""]) if not line.startswith("|"))]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("row", table("text", "| rule | text | tokens |"), ids=lambda row: row[0])
def test_the_table_of_french_tokens_is_true(row):
    _, texts, tokens = row
    given = [text for text in quoted(texts) if text != ":"]
    given = [f"{given[0]}\u202f:"] if "U+202F" in texts else given
    expected = [text.lower() for text in given] if tokens == "the same" else quoted(tokens)
    assert [norm for text in given for norm in coopsec.tokenize(text)["norm"]] == expected


@pytest.mark.parametrize("row", table("dates", "| form | example | read as |"), ids=lambda row: row[0])
def test_the_table_of_date_forms_is_true(row):
    _, examples, precision = row
    for text in quoted(examples):
        readings = [coopsec.parse_date(text, lang=lang) for lang in ("fr", "es", "en", "ar")]
        assert precision in {reading.precision for reading in readings if reading}, text


def test_the_table_of_column_names_is_that_of_the_reader():
    listed = {role: names.split(", ") for role, names in table("reading", "| role | names looked for |")}
    assert listed == {role: list(names) for role, names in COMMON.items()}


def test_the_table_of_the_built_in_lexicon_is_that_of_the_lexicon():
    listed = table("lexicons", "| theme | label | kind |")
    themes = coopsec.Lexicon.builtin().to_frame().select("theme", "label", "kind").rows()
    assert listed == [[f"`{theme}`", label, kind] for theme, label, kind in themes]


@pytest.mark.parametrize("name", ["security-cooperation", "actors"])
def test_the_sizes_of_the_built_in_lexicons_are_true(name):
    page = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8")
    size = int(coopsec.Lexicon.builtin(name).to_frame()["n_patterns"].sum())
    assert re.search(rf"the {size:,}(?: patterns)? of (?:the built-in )?`{name}`", page)


def links(page: Path) -> list[str]:
    found = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]
    return [link.split("#")[0] for link in found if not re.match(r"[a-z]+:|#", link)]


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_links_lead_to_files(page):
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


def test_links_are_found():
    assert all(links(page) for page in PAGES)
