"""Arguments of charts and the report: each name means the same everywhere, and is checked before any work."""

from __future__ import annotations

import difflib
import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from numbers import Real
from typing import Any, ParamSpec, TypeVar

import polars as pl

from coopsec._arguments import check_texts, check_truths, is_truth
from coopsec._events import read_events
from coopsec._frames import as_frame, as_whole, check_numbers
from coopsec._periods import as_step
from coopsec._warn import warn
from coopsec.plot.frames import VALUES

__all__ = ["checked"]

# A picture beyond these would not fit in memory.
MOST_PIXELS, MOST_SCALE, MOST_PPI = 20_000, 20, 1200

P = ParamSpec("P")
C = TypeVar("C")


def checked(draw: Callable[P, C]) -> Callable[P, C]:
    """Decorate a public function to check its keyword arguments, and warn of labels and colours for unknown names."""
    defaults = {name: each.default for name, each in inspect.signature(draw).parameters.items()}
    source = next(iter(defaults))

    @wraps(draw)
    def taken(*args: P.args, **options: P.kwargs) -> C:
        for name, value in options.items():
            left_out = value is None and defaults.get(name, value) is None
            if name in _CHECKS and not left_out:
                _CHECKS[name](name, value)
        for name in ("labels", "colors"):
            given: Any = options.get(name)
            if given:
                _warn_of_strangers(as_frame(args[0] if args else options[source]), name, given)
        return draw(*args, **options)

    return taken


def _text(name: str, value: object) -> None:
    check_texts(**{name: value})


def _value(name: str, value: object) -> None:
    if value not in VALUES:
        raise ValueError(f"{name}={value!r}: expected one of {', '.join(VALUES)}")


def _from_0(name: str, value: Any) -> None:
    check_numbers(**{name: as_whole(value, name)})


def _from_1(name: str, value: Any) -> None:
    check_numbers(1, **{name: as_whole(value, name)})


def _pixels(name: str, value: object) -> None:
    if _number(name, value) < 1:
        raise ValueError(f"{name} is {value}: give 1 pixel or more")
    _up_to(MOST_PIXELS, name, value)


def _above_0(name: str, value: object) -> None:
    if _number(name, value) <= 0:
        raise ValueError(f"{name} is {value}: give a number above 0")
    _up_to(MOST_PPI if name == "ppi" else MOST_SCALE, name, value)


def _up_to(most: int, name: str, value: Any) -> None:
    if value > most:
        raise ValueError(f"{name} is {value}: give a number up to {most:,}")


def _number(name: str, value: object) -> float:
    if not isinstance(value, Real) or is_truth(value):
        raise TypeError(f"{name} is {value!r}: give a number")
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}: give a finite number")
    return float(value)


def _switch(name: str, value: object) -> None:
    check_truths(**{name: value})


def _names(name: str, value: object) -> None:
    if isinstance(value, str):
        return
    if not isinstance(value, Iterable) or isinstance(value, Iterator):
        raise TypeError(f"{name} is {value!r}: give a name, or a list of names")
    names = list(value)
    if not names:
        raise ValueError(f"{name} is empty: name at least one, or leave it out for all")
    for each in names:
        if not isinstance(each, str):
            raise TypeError(f"{name} holds {each!r}: give a name, or a list of names")


def _by_name(name: str, value: object) -> None:
    texts = isinstance(value, Mapping) and all(isinstance(each, str) for pair in value.items() for each in pair)
    if not texts:
        raise TypeError(f"{name} is {value!r}: give a dictionary of texts by name")


def _step(name: str, value: Any) -> None:
    as_step(value)


def _table(name: str, value: object) -> None:
    if not isinstance(value, pl.LazyFrame) and not hasattr(value, "__arrow_c_stream__"):
        raise TypeError(f"{name} is {value!r}: give a table")


def _events(_name: str, value: object) -> None:
    read_events(value)


def _notes(name: str, value: object) -> None:
    if not is_truth(value) or value:
        _table(name, value)


_CHECKS: Mapping[str, Callable[[str, Any], None]] = {
    "value": _value,
    "every": _step,
    "themes": _names,
    **dict.fromkeys(("labels", "colors"), _by_name),
    **dict.fromkeys(("title", "lang", "theme", "target", "reference", "hub", "background"), _text),
    **dict.fromkeys(("width", "height", "row_height", "panel_height", "cell"), _pixels),
    **dict.fromkeys(("scale", "ppi"), _above_0),
    **dict.fromkeys(("thin", "min_count", "sources"), _from_0),
    **dict.fromkeys(("top", "max_series", "columns", "per_cell", "max_bytes"), _from_1),
    **dict.fromkeys(("dark", "intervals", "volume", "together", "same_scale", "relative"), _switch),
    "events": _events,
    "notes": _notes,
}


def _warn_of_strangers(frame: pl.DataFrame, argument: str, given: Mapping[str, str]) -> None:
    """Warn of names that a table does not contain, unless it has no rows.

    It is not an error, since one dictionary may serve the tables of several lexicons.
    """
    there = {str(value) for column in frame if not column.dtype.is_float() for value in column.unique()}
    for name in given if frame.height else ():
        if name not in there:
            near = difflib.get_close_matches(name, there, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            warn(f"{argument}: the table has no {name!r}{hint}")
