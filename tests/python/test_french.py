"""Whatever readers of French see follows French typography: curly apostrophes, no-break spaces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import coopsec as cs

PACKAGE = Path(cs.__file__).parent
TABLES = (
    *("plot/words.toml", "explore/words.toml", "_report_page/words.toml", "_query/methods.toml", "_period_names.toml"),
    *("_warnings.toml", "_report_page/reasons.toml"),
)
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


def french(table: dict[str, Any]) -> Any:
    """The French of a file of words, or of a list of sentences in both languages."""
    return table["fr"] if "fr" in table else [each["fr"] for listed in table.values() for each in listed]


@pytest.mark.parametrize("name", TABLES)
def test_words_are_set_as_french_is_printed(name: str) -> None:
    said = list(strings(french(tomllib.loads((PACKAGE / name).read_text(encoding="utf-8")))))
    assert len(said) > 8
    assert [each for each in said if WRONG.search(each)] == []


def test_labels_of_themes_have_no_straight_apostrophe() -> None:
    labels = french({"theme": tomllib.loads((PACKAGE / "plot/themes.toml").read_text(encoding="utf-8"))["theme"]})
    assert len(labels) > 15
    assert [each for each in labels if WRONG.search(each)] == []


@pytest.mark.parametrize("text", ["l'an", "un : deux", "un ; deux", "Quoi ?", "non!", "« oui »", "«oui»", "ceci: cela"])
def test_the_check_sees_what_is_wrong(text: str) -> None:
    assert WRONG.search(text)


@pytest.mark.parametrize("text", ["l’an", "un\xa0: deux", "un\u202f; deux", "«\xa0oui\xa0»", "Signe (!)", "12:30"])
def test_the_check_lets_pass_what_is_right(text: str) -> None:
    assert not WRONG.search(text)
