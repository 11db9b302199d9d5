"""Slips in a command: a message of one line says what may be meant."""

from __future__ import annotations

import contextlib
import errno
import io
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
        (["themes", CORPUS, "--evry", "year"], "; did you mean --every? coopsec themes --help lists the options"),
        (["themes", CORPUS, "--evry=year"], "; did you mean --every? coopsec themes --help lists the options"),
        (["themes", CORPUS, "--zzz", "year"], "--zzz year; coopsec themes --help lists the options"),
        (["dates", CORPUS, "--where", "n_tokens>>3"], "column 'n_tokens' holds numbers, and '>3' is none"),
        (
            ["dates", CORPUS, "--since", "2020", "--until", "2019"],
            "--since 2020-01-01 is after --until 2019-12-31: no date is between them",
        ),
        (
            ["interrupted", CORPUS, "--events", "2015-11-13"],
            "give a file, a table with the columns date and label, not a date",
        ),
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


def test_help_of_a_command_is_asked_for_in_two_ways(capsys):
    shown = []
    for words in (["help", "kwic"], ["kwic", "--help"]):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert shown[0].startswith("usage: coopsec kwic PATTERN")
    assert said(capsys, "help", "kwicc").endswith("; did you mean kwic?")


def test_a_pattern_that_the_locale_cannot_read_is_wrong_usage(capsys):
    """As Python gets it from a terminal in another encoding: bytes that stand for no characters."""
    told = said(capsys, "kwic", "coop\udcc3\udca9ration", CORPUS)
    assert told.endswith("not text in the encoding of this terminal: set LC_ALL=C.UTF-8, or another UTF-8 locale")
    assert "coop\\udcc3\\udca9ration" in told


def test_an_error_of_writing_names_the_file_that_was_asked_for(capsys, monkeypatch, tmp_path):
    """It named the hidden draft beside it, which nobody had heard of."""

    usual = Path.open

    def full(self, mode="r", *args, **options):
        if "x" in mode:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return usual(self, mode, *args, **options)

    monkeypatch.setattr(Path, "open", full)
    target = tmp_path / "themes.csv"
    assert main(["themes", CORPUS, "--theme", "cyber", "-o", str(target), "--no-progress"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"coopsec: {target}: No space left on device"


def test_a_disk_that_fills_up_while_writing_is_told_with_the_file(capsys, monkeypatch, tmp_path):
    """Of a write, the system tells no name."""

    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    usual = Path.open
    monkeypatch.setattr(
        Path, "open", lambda self, mode="r", **rest: Full() if "x" in mode else usual(self, mode, **rest)
    )
    target = tmp_path / "themes.csv"
    assert main(["themes", CORPUS, "--theme", "cyber", "-o", str(target), "--no-progress"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"coopsec: {target}: No space left on device"
