"""Layouts of networks, without randomness: the same network always looks the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

__all__ = ["apart", "circle", "springs"]

_ROUNDS = 220
_PUSHES = 80


def circle(names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Put nodes on the unit circle, clockwise from the top."""
    turn = 2 * math.pi / max(1, len(names))
    return {name: (math.sin(place * turn), math.cos(place * turn)) for place, name in enumerate(names)}


def springs(names: Sequence[str], weights: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Put linked nodes near each other and all others apart, in the square from -1 to 1.

    Fruchterman and Reingold (1991), Graph drawing by force-directed placement, doi:10.1002/spe.4380211102, started from
    a circle instead of at random. A link pulls in proportion to its weight, from 0 to 1.
    """
    if len(names) < 3:
        return {name: (-1.0 + 2 * place, 0.0) for place, name in enumerate(names)} if len(names) == 2 else circle(names)
    index = {name: place for place, name in enumerate(names)}
    # A spiral breaks the symmetry of the circle, which would hold opposite nodes apart for ever.
    start = circle(names)
    x = [start[name][0] * (0.4 + 0.6 * place / len(names)) for place, name in enumerate(names)]
    y = [start[name][1] * (0.4 + 0.6 * place / len(names)) for place, name in enumerate(names)]
    ends = Counter(end for pair in weights for end in pair)
    # Otherwise a node with many links would pull all its neighbours onto itself.
    links = [
        (index[left], index[right], (0.4 + 1.6 * weight) / math.sqrt(ends[left] * ends[right]))
        for (left, right), weight in sorted(weights.items())
    ]
    ideal = 1.6 / math.sqrt(len(names))
    for turn in range(_ROUNDS):
        _move(x, y, links, ideal, heat=0.18 * (1 - turn / _ROUNDS) + 0.002)
    return _squared(names, x, y)


def _move(x: list[float], y: list[float], links: list[tuple[int, int, float]], ideal: float, *, heat: float) -> None:
    """Move all nodes once, by `heat` at most."""
    many = len(x)
    push_x, push_y = [-0.35 * each for each in x], [-0.35 * each for each in y]  # keeps isolated parts in the frame
    for a in range(many):
        for b in range(a + 1, many):
            across, up = x[a] - x[b], y[a] - y[b]
            square = max(across * across + up * up, 1e-4)
            force = ideal * ideal / square
            push_x[a] += across * force
            push_y[a] += up * force
            push_x[b] -= across * force
            push_y[b] -= up * force
    for a, b, weight in links:
        across, up = x[a] - x[b], y[a] - y[b]
        force = weight * math.hypot(across, up) / ideal
        push_x[a] -= across * force
        push_y[a] -= up * force
        push_x[b] += across * force
        push_y[b] += up * force
    for place in range(many):
        length = math.hypot(push_x[place], push_y[place]) or 1.0
        step = min(length, heat) / length
        x[place] += push_x[place] * step
        y[place] += push_y[place] * step


def _squared(names: Sequence[str], x: list[float], y: list[float]) -> dict[str, tuple[float, float]]:
    def spread(values: list[float]) -> list[float]:
        low, high = min(values), max(values)
        return [2 * (each - low) / ((high - low) or 1.0) - 1 for each in values]

    return {name: (round(a, 4), round(b, 4)) for name, a, b in zip(names, spread(x), spread(y), strict=True)}


def apart(
    places: Mapping[str, tuple[float, float]], radii: Mapping[str, float], unit: tuple[float, float], gap: float
) -> dict[str, tuple[float, float]]:
    """Push points apart until there are `gap` pixels between them, within the square from -1 to 1.

    `unit` is the size in pixels of a step of 1 in either direction.
    """
    names = sorted(places)
    x = [places[name][0] * unit[0] for name in names]
    y = [places[name][1] * unit[1] for name in names]
    for _ in range(_PUSHES):
        moved = False
        for a, b in combinations(range(len(names)), 2):
            needed = radii[names[a]] + radii[names[b]] + gap
            across, up = x[a] - x[b], y[a] - y[b]
            distance = math.hypot(across, up)
            if distance >= needed - 0.1:
                continue
            # Points at the same place have no direction between them, so choose one.
            across, up = (across / distance, up / distance) if distance else (math.cos(a), math.sin(a))
            push, moved = (needed - distance) / 2, True
            for point, sign in ((a, 1), (b, -1)):
                x[point] = min(max(x[point] + sign * push * across, -unit[0]), unit[0])
                y[point] = min(max(y[point] + sign * push * up, -unit[1]), unit[1])
        if not moved:
            break
    return {name: (round(x[at] / unit[0], 4), round(y[at] / unit[1], 4)) for at, name in enumerate(names)}
