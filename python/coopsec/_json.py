"""A JSON file of articles as a frame: a list of objects, an object with such a list inside, or one article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from coopsec._json_lines import STRICTLY, read_objects, too_deep, without_lone_surrogates
from coopsec._own_columns import DEEPEST
from coopsec._tables import Roles
from coopsec.errors import DecodeError, NoDocumentsError

__all__ = ["read_json"]

SPACE = re.compile(r"[ \t\r\n]*")
LOOKED_FOR = "a list of objects with a text was looked for, an object with such a list, or one with a text itself"


class Objects(NamedTuple):
    """Objects as they are written, and the names that lead to their list."""

    name: str
    written: list[str]


def read_json(text: str, where: str, roles: Roles) -> tuple[str, pl.DataFrame]:
    """Read the articles of a JSON file, one a row; their list has a name if it stands in an object.

    Each article is read as it is written, as if it were a line of JSON Lines.

    Raises
    ------
    NoDocumentsError
        If it holds something else.
    DecodeError
        If it is not JSON, or it is not clear which of its lists holds the articles.
    """
    found = _articles(_Scanner(without_lone_surrogates(text, where), where), where, roles)
    lines = "\n".join(item.replace("\r", " ").replace("\n", " ") for item in found.written)
    frame = read_objects(lines, f"{where}#{found.name}" if found.name else where, "item")
    # A list of titles is more often a table of contents than a corpus.
    if not roles.has_text(frame.columns):
        held = f"the list {found.name!r}" if found.name else "its list"
        raise NoDocumentsError(
            f'{where}: no articles in it: the objects of {held} have no column for the text; name it: text="…" among '
            f"{', '.join(frame.columns) or 'none'}"
        )
    return found.name, frame


def _articles(scanner: _Scanner, where: str, roles: Roles) -> Objects:
    values = scanner.values()
    if not values:
        raise DecodeError(f'{where}: the file is empty: a list of objects such as [{{"text": "…"}}] was expected')
    if len(values) > 1 or roles.has_text(scanner.texts):  # JSON Lines under another name, or a single article
        return Objects("", values)
    if not scanner.lists:
        raise NoDocumentsError(f"{where}: no articles in it: {LOOKED_FOR}")
    if len(scanner.lists) > 1:
        names = ", ".join(name for name, _ in scanner.lists)
        if not any(roles.has_text(_names_of(objects)) for _, objects in scanner.lists):
            raise NoDocumentsError(f"{where}: no articles in it: none of its lists of objects has a text ({names})")
        raise DecodeError(
            f"{where}: holds {len(scanner.lists)} lists of objects, and any may be the articles: {names}; keep one of "
            "them, or write each into a file of its own"
        )
    return scanner.lists[0]


def _names_of(objects: Sequence[str]) -> list[str]:
    """Return the names in the first of some objects."""
    return list(json.loads(next(item for item in objects if item.startswith("{"))))


class _Scanner:
    """Passes over JSON once, and keeps of its values where they stand, not what they are."""

    def __init__(self, text: str, where: str) -> None:
        self._text = text
        self._where = where
        self._at = 0
        self._decoder = json.JSONDecoder(**STRICTLY)
        self.lists: list[Objects] = []  # of objects, whatever objects they stand in
        self.texts: list[str] = []  # names in the outermost object whose values are strings

    def values(self) -> list[str]:
        """Return the outermost values, of which JSON has one.

        Raises
        ------
        DecodeError
            At the first place that is not JSON.
        """
        values: list[str] = []
        try:
            while sign := self._sign():
                start = self._at
                if sign == "[" and not values:
                    self._list(())
                elif sign == "{" and not values:
                    self._object(())
                else:
                    self._value()
                values.append(self._text[start : self._at])
        except json.JSONDecodeError as fault:
            cut = ": the file may be cut off" if fault.pos >= len(self._text.rstrip()) else ""
            raise DecodeError(
                f"{self._where}: line {fault.lineno}, column {fault.colno} is not JSON: {fault.msg}{cut}"
            ) from fault
        except DecodeError:
            raise
        except ValueError as fault:  # a number that is none, or has thousands of digits
            line = self._text.count("\n", 0, self._at) + 1
            raise DecodeError(f"{self._where}: the value in line {line} is not JSON: {fault}") from fault
        except RecursionError:
            raise self._too_deep() from None
        return values

    def _sign(self) -> str:
        """Return the next character that is not a space, and stand before it."""
        space = SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._text[self._at : self._at + 1]

    def _value(self) -> object:
        value: object
        value, self._at = self._decoder.raw_decode(self._text, self._at)
        return value

    def _each(self, close: str) -> Iterator[None]:
        """Stand before each entry of a list or object in turn, which the caller then reads."""
        self._at += 1
        sign = self._sign()
        while sign != close:
            yield
            sign = self._sign()
            if sign not in (",", close) or not sign:
                raise self._expected(f"',' or '{close}'")
            if sign == ",":
                self._at += 1
                self._sign()
        self._at += 1

    def _list(self, path: tuple[str, ...]) -> None:
        items = []
        for _ in self._each("]"):
            start = self._at
            self._value()
            items.append(self._text[start : self._at])
        if any(item.startswith("{") for item in items):
            self.lists.append(Objects(".".join(path), items))

    def _object(self, path: tuple[str, ...]) -> None:
        if len(path) == DEEPEST:
            raise self._too_deep()
        for _ in self._each("}"):
            if self._sign() != '"':
                raise self._expected("a name in double quotes")
            name = str(self._value())
            if self._sign() != ":":
                raise self._expected("':'")
            self._at += 1
            match self._sign():
                case "[":
                    self._list((*path, name))
                case "{":
                    self._object((*path, name))
                case sign:
                    if sign == '"' and not path:
                        self.texts.append(name)
                    self._value()

    def _expected(self, what: str) -> json.JSONDecodeError:
        return json.JSONDecodeError(f"expected {what}", self._text, self._at)

    def _too_deep(self) -> DecodeError:
        return too_deep(f"line {self._text.count(chr(10), 0, self._at) + 1}", self._where)
