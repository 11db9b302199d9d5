"""Places for the nodes of a network: the same for the same network, no chance in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

__all__ = ["Box", "circle", "free_side", "springs"]

Box = tuple[float, float, float, float]
"""Left, upper, right and lower end in pixels."""

_ROUNDS = 220


def circle(names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Put nodes on the unit circle, from the top clockwise."""
    turn = 2 * math.pi / max(1, len(names))
    return {name: (math.sin(place * turn), math.cos(place * turn)) for place, name in enumerate(names)}


def springs(names: Sequence[str], weights: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Put linked nodes near each other and all others apart, in the square from -1 to 1.

    Fruchterman and Reingold (1991), Graph drawing by force-directed placement, doi:10.1002/spe.4380211102, begun from a
    circle instead of at random. A link pulls by its weight, from 0 to 1.
    """
    if len(names) < 3:
        return {name: (-1.0 + 2 * place, 0.0) for place, name in enumerate(names)} if len(names) == 2 else circle(names)
    index = {name: place for place, name in enumerate(names)}
    # The spiral breaks the symmetry of the circle, in which opposite nodes would be held for ever.
    start = circle(names)
    x = [start[name][0] * (0.4 + 0.6 * place / len(names)) for place, name in enumerate(names)]
    y = [start[name][1] * (0.4 + 0.6 * place / len(names)) for place, name in enumerate(names)]
    ends = Counter(end for pair in weights for end in pair)
    # A point with many links would otherwise pull all of them onto itself.
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
    push_x, push_y = [-0.35 * each for each in x], [-0.35 * each for each in y]  # keeps lone parts in the frame
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


def free_side(boxes: Sequence[Box], taken: Sequence[Box], frame: tuple[float, float]) -> int:
    """Choose the box that covers least of what is there and of what lies outside of the frame, the first of equals."""

    def cost(box: Box) -> float:
        left, upper, right, lower = box
        outside = max(0.0, -left) + max(0.0, right - frame[0]) + max(0.0, -upper) + max(0.0, lower - frame[1])
        covered = sum(
            max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(lower, other[3]) - max(upper, other[1]))
            for other in taken
        )
        return covered + 100 * outside

    costs = [cost(box) for box in boxes]
    return costs.index(min(costs))
