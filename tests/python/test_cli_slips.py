"""Slips in a command: a message of one line says what may be meant."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from coopsec.cli import main

CORPUS = str(Path(__file__).parents[2] / "corpus")


def said(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """What a command says that does not do its work."""
    with contextlib.suppress(SystemExit):
        main(args)
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("args", "way"),
    [
        (["collocations", CORPUS, "coopération*"], "no file matches; a pattern is given as --node 'coopération*'"),
        (["dispersion", CORPUS, "drogue"], "; a pattern is given as --term drogue"),
        (["themes", CORPUS, "terrorism.financing"], "; a theme is given as --theme terrorism.financing"),
        (["dyads", CORPUS, "MA"], "; a country is given as --hub MA"),
        (["themes", CORPUS[:-2] + "su"], f"; did you mean {CORPUS}?"),
        (["themes", CORPUS, "--every", "year", CORPUS], "write all that is not an option together, before the options"),
        (["themes", CORPUS, "--evry", "year"], "coopsec themes --help lists the options"),
        (["themes", CORPUS, "--confidence", "0,95"], "'0,95' is not a number: write it with a point, such as 0.95"),
        (["themes", CORPUS, "--confidence", "95"], "'95' is not between 0 and 1"),
        (["Theme", CORPUS], "invalid choice: 'Theme'; did you mean themes or terms?"),
    ],
)
def test_an_operand_in_the_place_of_an_option_is_told_the_option(capsys, args, way):
    assert said(capsys, *args).endswith(way)


def test_a_pattern_with_stars_behind_the_path_is_told_the_order(capsys):
    assert "the pattern comes first, as in coopsec kwic 'drogue*' " in said(capsys, "kwic", CORPUS, "drogue*")


@pytest.mark.parametrize(
    ("args", "way"),
    [
        (["keyness", "--target", "source=map"], "no document meets it; did you mean source=MAP?"),
        (["keyness", "--target", "date_start>=2050"], "; date_start goes from 2003-06-01 to 2025-12-19"),
        (["keyness", "--target", "lang=de"], "--target lang=de: no document meets it"),
        (["summary", "--where", "source=map"], "no document meets the conditions; did you mean source=MAP?"),
        (["summary", "--until", "1990"], "; date_start goes from 2003-06-01 to 2025-12-19"),
    ],
)
def test_conditions_that_nothing_meets_are_told_what_there_is(capsys, args, way):
    assert said(capsys, args[0], CORPUS, *args[1:]).endswith(way)


def test_the_word_help_shows_the_help(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["help"])
    assert ended.value.code == 0
    assert "collocations" in capsys.readouterr().out
