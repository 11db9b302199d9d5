"""No two colours of charts look alike, to readers with normal colour vision or without one kind of cone.

Dichromacy is simulated as in Machado, Oliveira and Fernandes (2009), at full severity. Distances are Euclidean in OKLab
(Ottosson 2020), times a hundred: about 2 is just visible for areas side by side.
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Sequence
from importlib import resources

import pytest

import coopsec as cs

pytest.importorskip("altair")
from coopsec.plot import palette  # charts are an extra

Matrix = tuple[tuple[float, float, float], ...]

SEEN: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(each * part for each, part in zip(row, vector, strict=True)) for row in matrix]


def oklab(color: str, sight: str) -> list[float]:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    seen = [min(1.0, max(0.0, each)) for each in times(SEEN[sight], light)]
    return times(TO_LAB, [math.cbrt(each) for each in times(TO_CONES, seen)])


def apart(one: str, other: str) -> float:
    """The smallest distance of two colours in any kind of sight."""
    return min(100 * math.dist(oklab(one, sight), oklab(other, sight)) for sight in SEEN)


def colors(*, dark: bool) -> list[str]:
    """All colours of series: of the built-in themes, and of names of the user's own."""
    styles = palette.styles(cs.Lexicon.builtin().themes, dark=dark, colors=None)
    return list(dict.fromkeys([*(style.color for style in styles.values()), *own(dark=dark)]))


def own(*, dark: bool) -> list[str]:
    table = tomllib.loads(resources.files("coopsec.plot").joinpath("themes.toml").read_text(encoding="utf-8"))
    return list(table["own"]["dark" if dark else "colors"])


def test_distances_are_those_of_oklab() -> None:
    assert oklab("#FFFFFF", "normal") == pytest.approx([1, 0, 0], abs=1e-4)
    assert oklab("#FF0000", "normal") == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)
    assert apart("#777777", "#777777") == 0
    assert apart("#882255", "#4D4D4D") < 2  # a red that looks grey without the cones of green


@pytest.mark.parametrize("dark", [False, True])
def test_no_two_colours_look_alike(dark: bool) -> None:
    pairs = [(apart(one, other), one, other) for one, other in itertools.combinations(colors(dark=dark), 2)]
    assert len(pairs) > 200
    assert min(pairs) >= (4.0, ""), min(pairs)


@pytest.mark.parametrize(("dark", "least"), [(False, 7.5), (True, 5.0)])
def test_the_first_seven_of_ones_own_are_further_apart(dark: bool, least: float) -> None:
    pairs = [(apart(one, other), one, other) for one, other in itertools.combinations(own(dark=dark)[:7], 2)]
    assert min(pairs) >= (least, ""), min(pairs)
