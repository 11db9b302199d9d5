"""Colours of cells, of the numbers in them, and of their warning signs."""

from __future__ import annotations

from typing import Any

from coopsec.plot.backend import alt
from coopsec.plot.palette import FAINT, numbers_on, ramp, signs_on
from coopsec.plot.paper import Paper

__all__ = ["number_ink", "shading", "sign_ink"]


def shading(paper: Paper) -> dict[str, Any]:
    """Return the encodings of a cell: its colour by the field `shade` from 0 to 1, pale if it is `weak`."""
    scale = alt.Scale(domain=[0, 0.25, 0.5, 0.75, 1], range=ramp(dark=paper.dark))
    return {
        "color": alt.Color("shade:Q", scale=scale, legend=None),
        "opacity": alt.condition("datum.weak", alt.value(FAINT), alt.value(1)),
    }


def number_ink(paper: Paper) -> Any:
    """Return the colour of a number, by the field `shade` of its cell."""
    limit, on_faint, on_deep = numbers_on(dark=paper.dark)
    return alt.condition(f"datum.shade > {limit} && !datum.weak", alt.value(on_deep), alt.value(on_faint))


def sign_ink(paper: Paper) -> Any:
    """Return the colour of a warning sign: that of warnings if it is legible on the cell, else that of numbers."""
    limit, on_faint, on_deep = numbers_on(dark=paper.dark)
    deep = alt.when(f"datum.shade > {limit} && !datum.weak").then(alt.value(on_deep))
    middle = deep.when(f"datum.shade > {signs_on(dark=paper.dark)} && !datum.weak").then(alt.value(on_faint))
    return middle.otherwise(alt.value(paper.inks.warn))
