"""Charts of the command line that Python draws in several steps."""

from __future__ import annotations

from pathlib import Path

import pytest

import coopsec as cs
from conftest import REPOSITORY
from test_cli import ask

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

CORPUS = str(REPOSITORY / "corpus")
TITLE = ">Occurrences per million words – {}<"


def drawn(path: Path, *options: str) -> str:
    ask("themes", CORPUS, "--every", "year", "--by", "lang", "--no-notes", *options, "-o", str(path))
    return path.read_text(encoding="utf-8")


def test_several_themes_that_are_divided_have_a_chart_each(tmp_path):
    asked = [argument for theme in ("cooperation", "terrorism", "migration") for argument in ("--theme", theme)]
    picture = drawn(tmp_path / "several.svg", *asked)
    for label in ("Cooperation", "Terrorism", "Migration and borders"):
        assert picture.count(TITLE.format(label)) == 1, label
    assert picture.count(">documents<") == 1  # the volume, below the last one


def test_one_theme_that_is_divided_has_its_own_name(tmp_path):
    picture = drawn(tmp_path / "one.svg", "--theme", "terrorism")
    assert TITLE.format("Terrorism") in picture


def test_groups_of_a_theme_are_named_by_that_theme():
    corpus = cs.read_corpus(CORPUS)
    table = corpus.themes({"peace": ["paix"], "war": ["guerre*"]}, every="year", by="lang")
    for theme in ("peace", "war"):
        assert cs.plot.timeline(table, themes=theme).to_dict()["title"]["text"].endswith(f"– {theme}")
    with pytest.raises(ValueError, match="themes: no theme 'wars' in the frame"):
        cs.plot.timeline(table, themes="wars")
