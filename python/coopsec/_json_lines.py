"""JSON Lines as frames."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import polars as pl

from coopsec._warn import warn
from coopsec.errors import DecodeError

__all__ = ["read_lines"]

# Escapes of surrogates in JSON: a pair, which is one sign, or one alone, which is none. Backslashes before it come in
# pairs, each of which is a backslash of the text.
SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def read_lines(text: str, where: str) -> pl.DataFrame:
    """Read JSON Lines. A field whose values no type holds, as objects and lists, becomes text, with a warning."""
    text = _without_lone_surrogates(text, where)
    try:
        return _frame_of_lines(text)
    except pl.exceptions.PolarsError as error:
        rows = _objects(text, where, error)
        mixed = [name for name in dict.fromkeys(chain.from_iterable(rows)) if _is_mixed(name, rows)]
        if not mixed:
            raise
    for name in mixed:
        warn(
            f"{where}: column {name!r} holds values of different kinds, which no type holds: it is text now, lists and "
            "objects as JSON; give it one kind to keep that",
        )
    return _frame_of_lines(_lines_of([row | _as_texts(row, mixed) for row in rows]))


def _frame_of_lines(text: str) -> pl.DataFrame:
    return pl.read_ndjson(io.BytesIO(text.encode()), infer_schema_length=None)


def _lines_of(rows: Iterable[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _objects(text: str, where: str, cause: Exception) -> list[dict[str, Any]]:
    """Read the lines one by one, and name that which is no object."""
    rows = []
    # A line ends at a line feed alone: JSON may hold the other signs that end lines.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.strip(), parse_constant=_refuse_constant)
        except ValueError as fault:
            raise DecodeError(f"{where}: line {number} is no JSON: {fault}") from cause
        if not isinstance(value, dict):
            raise DecodeError(f'{where}: line {number} is no JSON object, such as {{"text": "…"}}') from cause
        rows.append(value)
    return rows


def _is_mixed(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether no type holds the values of a field."""
    kinds = {type(row[name]) for row in rows if row.get(name) is not None}
    if len(kinds) < 2 and not kinds & {dict, list}:
        return False
    try:
        _frame_of_lines(_lines_of({name: row.get(name)} for row in rows))
    except pl.exceptions.PolarsError:
        return True
    return False


def _as_texts(row: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
    values = {name: row[name] for name in names if row.get(name) is not None}
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in values.items()
    }


def _without_lone_surrogates(text: str, where: str) -> str:
    """Replace, with a warning, surrogates without their other half, of which polars makes U+0000 or an error."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    alone: list[int] = []

    def whole(escape: re.Match[str]) -> str:
        if escape[2]:
            return escape[0]
        alone.append(escape.start())
        return rf"{escape[1]}\ufffd"

    replaced = SURROGATES.sub(whole, text)
    if alone:
        line = text.count("\n", 0, alone[0]) + 1
        told = (
            f"1 surrogate in line {line} had no other half and was"
            if len(alone) == 1
            else f"{len(alone)} surrogates, the first in line {line}, had no other half and were"
        )
        warn(f"{where}: decoding: {told} replaced by U+FFFD")
    return replaced


def _refuse_constant(name: str) -> None:
    raise ValueError(f"it has no {name}, which Python writes for a number that is none: write null")
