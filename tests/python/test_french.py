"""Whatever readers of French see follows French typography: curly apostrophes, no-break spaces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import coopsec as cs
from coopsec import _warnings

PACKAGE = Path(cs.__file__).parent
TABLES = ("plot/words.toml", "explore/words.toml", "_report_page/words.toml", "_query/methods.toml")
# A straight apostrophe, high punctuation after a plain space or none, a quotation mark beside a plain space.
WRONG = re.compile(r"\w'\w|[ \w)»}][;:!?](?=\s|$)| [»]|« |[^\xa0]»|«[^\xa0]")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@pytest.mark.parametrize("name", TABLES)
def test_words_are_set_as_french_is_printed(name: str) -> None:
    said = list(strings(tomllib.loads((PACKAGE / name).read_text(encoding="utf-8"))["fr"]))
    assert len(said) > 20
    assert [each for each in said if WRONG.search(each)] == []


def test_remarks_are_set_as_french_is_printed() -> None:
    said = [*(each["fr"] for each in _warnings._REMARKS.values()), _warnings._WORDS["fr"]["colon"]]
    assert [each for each in said if WRONG.search(each)] == []


def test_labels_of_themes_have_no_straight_apostrophe() -> None:
    table = tomllib.loads((PACKAGE / "plot/themes.toml").read_text(encoding="utf-8"))
    labels = [each["fr"] for each in table["theme"]]
    assert len(labels) > 15
    assert [each for each in labels if WRONG.search(each)] == []


@pytest.mark.parametrize("text", ["l'an", "un : deux", "un ; deux", "Quoi ?", "non!", "« oui »", "«oui»", "ceci: cela"])
def test_the_check_sees_what_is_wrong(text: str) -> None:
    assert WRONG.search(text)


@pytest.mark.parametrize("text", ["l’an", "un\xa0: deux", "un\u202f; deux", "«\xa0oui\xa0»", "Signe (!)", "12:30"])
def test_the_check_lets_pass_what_is_right(text: str) -> None:
    assert not WRONG.search(text)
