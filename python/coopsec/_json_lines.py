"""Objects of JSON as frames, one a line."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import polars as pl

from coopsec._own_columns import DEEPEST, EXACT
from coopsec._warn import warn
from coopsec.errors import DecodeError

__all__ = ["STRICTLY", "read_lines", "read_objects", "too_deep", "without_lone_surrogates"]

# Escaped surrogates in JSON: a pair, which is one character, or a lone one, which stands for nothing. An even number of
# backslashes may come before, each pair a backslash of the text.
SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)

# Brackets and strings of JSON, even a string that does not end; in a string, brackets are text.
BRACKETS = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*+(?:"|\\?$)')

# Sets of kinds that a single type can hold; a float cannot hold a large integer.
Kind = type | str
Place = tuple[str, ...]  # names that lead to a value; "" for the items of a list
HELD: tuple[set[Kind], ...] = ({str}, {bool}, {list}, {dict}, {int, float}, {int, "large"})


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not allowed in JSON: write null")


STRICTLY: dict[str, Any] = {"parse_constant": _refuse_constant}  # options of json, which accepts NaN otherwise

LARGEST = 1 << 127  # polars' integers are below it

# Text that was probably something else in JSON: a list, an object, a number or a boolean.
NO_WORDS = r"^(?:[\[{]|-?[0-9][0-9.eE+-]*$|(?:true|false)$)"


def read_lines(text: str, where: str) -> pl.DataFrame:
    """Read JSON Lines."""
    if not text.strip():
        raise DecodeError(f'{where}: the table is empty: a line with an object such as {{"text": "…"}} was expected')
    return read_objects(without_lone_surrogates(_with_line_feeds(text), where), where)


def read_objects(text: str, where: str, unit: str = "line") -> pl.DataFrame:
    """Read one object a line. A field with values that no single type holds becomes text, with a warning.

    Parameters
    ----------
    text
        The objects, with surrogates in pairs only.
    where
        Name of the table in errors.
    unit
        What errors call a line.
    """
    _check_depth(text, where, unit)
    try:
        frame = _frame_of_lines(text)
    except pl.exceptions.PolarsError as error:
        mixed = _mixed_fields(_objects(text, where, unit, error), None)
        if not mixed:
            raise
    else:
        doubtful = [column.name for column in frame.get_columns() if _may_be_mixed(column)]
        mixed = _mixed_fields(_objects(text, where, unit), doubtful) if doubtful else []
        if not mixed:
            return frame
    for name in mixed:
        warn(
            f"{where}: column {name!r} mixes values that have no common type, so it is read as text, with lists and "
            "objects as JSON: give all its values one type to avoid this",
        )
    return _frame_of_lines("\n".join(_as_json(row | _as_texts(row, mixed)) for row in _objects(text, where, unit)))


def _with_line_feeds(text: str) -> str:
    """Use line feeds if all lines end with carriage returns: no JSON value contains a raw one."""
    return text if "\n" in text.rstrip() else text.replace("\r", "\n")


def _check_depth(text: str, where: str, unit: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        # Most lines are one flat object, which is told much faster than its brackets are counted.
        flat = "[" not in line and line.find("{", 1) < 0
        if not flat and line.count("[") + line.count("{") > DEEPEST and _is_deep(line):
            raise too_deep(f"{unit} {number}", where)


def _is_deep(line: str) -> bool:
    """Whether the brackets of a line, but for those in strings, are nested too deeply."""
    depth = 0
    for bracket in BRACKETS.findall(line):
        depth += bracket in ("[", "{")
        depth -= bracket in ("]", "}")
        if depth > DEEPEST:
            return True
    return False


def too_deep(place: str, where: str) -> DecodeError:
    """Say that a value is nested too deeply."""
    return DecodeError(
        f"{where}: {place} holds lists or objects that are nested more than {DEEPEST} deep: "
        "leave out the field with them"
    )


def _frame_of_lines(text: str) -> pl.DataFrame:
    return pl.read_ndjson(io.BytesIO(text.encode()), infer_schema_length=None)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _objects(text: str, where: str, unit: str, cause: Exception | None = None) -> Iterator[dict[str, Any]]:
    """Read the lines one by one; an error names the first that is not an object."""
    # Split at line feeds only: JSON may contain the other characters that str.splitlines splits at.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.strip(), **STRICTLY)
        except ValueError as fault:
            raise DecodeError(f"{where}: {unit} {number} is not JSON: {_told(fault, line)}") from cause
        except RecursionError:
            raise too_deep(f"{unit} {number}", where) from cause
        if not isinstance(value, dict):
            raise DecodeError(f'{where}: {unit} {number} is not a JSON object, such as {{"text": "…"}}') from cause
        yield value


def _told(fault: ValueError, line: str) -> str:
    """Say what is wrong in a line, and in which column; json would count its own lines."""
    if not isinstance(fault, json.JSONDecodeError):
        return str(fault)
    return f"{fault.msg}: column {len(line) - len(line.lstrip()) + fault.colno}"


def _may_be_mixed(column: pl.Series) -> bool:
    """Whether polars may have merged several kinds of values: anything into text, large integers into floats."""
    return any(
        leaf.str.contains(NO_WORDS).any() if leaf.dtype == pl.String else bool((leaf.abs() >= EXACT).any())
        for leaf in _leaves(column)
        if leaf.dtype == pl.String or leaf.dtype.is_float()
    )


def _leaves(column: pl.Series) -> Iterator[pl.Series]:
    """Yield the values of a column, descending into lists and structs."""
    if isinstance(column.dtype, pl.List):
        yield from _leaves(column.explode())
    elif isinstance(column.dtype, pl.Struct):
        for field in column.struct.unnest().get_columns():
            yield from _leaves(field)
    else:
        yield column


def _mixed_fields(rows: Iterable[dict[str, Any]], names: Collection[str] | None) -> list[str]:
    """Find the fields, among those named or all, whose values no single type holds."""
    kinds: dict[Place, set[Kind]] = {}
    for row in rows:
        for name in row if names is None else names:
            for place, kind in _kinds_within(row.get(name), (name,)):
                kinds.setdefault(place, set()).add(kind)
    mixed = (place[0] for place, met in kinds.items() if not any(met <= held for held in HELD))
    return list(dict.fromkeys(mixed))


def _kinds_within(value: Any, place: Place) -> Iterator[tuple[Place, Kind]]:
    """Yield the kinds of a value and of the values within it, except null."""
    waiting = [(value, place)]
    while waiting:
        value, place = waiting.pop()
        if value is not None:
            yield place, _kind_of(value)
        if isinstance(value, list):
            waiting.extend((each, (*place, "")) for each in value)
        elif isinstance(value, dict):
            waiting.extend((each, (*place, name)) for name, each in value.items())


def _kind_of(value: Any) -> Kind:
    if type(value) is not int or -EXACT <= value <= EXACT:
        return type(value)
    return "large" if -LARGEST <= value < LARGEST else "too large"


def _as_texts(row: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
    values = {name: row[name] for name in names if row.get(name) is not None}
    return {name: value if isinstance(value, str) else _as_json(value) for name, value in values.items()}


def without_lone_surrogates(text: str, where: str) -> str:
    """Replace lone surrogates, with a warning: polars turns them into U+0000 or an error."""
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
