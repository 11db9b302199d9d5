"""Reports as a browser reads them, for the tests of their sections."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import coopsec as cs

__all__ = ["Page", "write"]

VOID = {"meta", "br"}


class Page(HTMLParser):
    """A page as a browser reads it: elements with their attributes, text and ancestors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[dict[str, Any]] = []
        self._open: list[dict[str, Any]] = []
        self.feed(text)
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "attrs": dict(attrs), "text": "", "inside": list(self._open)}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append({"tag": tag, "attrs": dict(attrs), "text": "", "inside": list(self._open)})

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element["text"] += data

    def all(self, tag: str, **attrs: str) -> list[dict[str, Any]]:
        wanted = {key.rstrip("_"): value for key, value in attrs.items()}
        return [each for each in self.elements if each["tag"] == tag and wanted.items() <= each["attrs"].items()]

    def cells(self) -> dict[str, dict[str, Any]]:
        """Sections with the passages of a cell, by id."""
        return {each["attrs"]["id"]: each for each in self.all("section", class_="cell")}

    def marks(self) -> Counter[str]:
        """Number of marked hits in each cell."""
        cells = set(self.cells())
        return Counter(
            outer["attrs"]["id"]
            for each in self.all("mark")
            for outer in each["inside"]
            if outer["attrs"].get("id") in cells
        )

    def rows(self, section: str) -> list[list[str]]:
        """Text of the cells of each row of the tables of a section."""
        within = self.all("section", id=section)[0]
        lines = [each for each in self.all("tr") if within in each["inside"]]
        cells = [each for each in self.elements if each["tag"] in ("th", "td")]
        return [[cell["text"] for cell in cells if cell["inside"][-1] is line] for line in lines]

    def said(self, section: str) -> str:
        """All text of a section."""
        return str(self.all("section", id=section)[0]["text"])


def write(corpus: cs.Corpus, lexicon: Any, folder: Path, **options: Any) -> str:
    return cs.report(corpus, lexicon, folder / "report.html", **options).read_text(encoding="utf-8")
