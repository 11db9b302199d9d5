"""Names beside the points of a network, placed where they cover least, and tied to their points if farther off.

Nothing is random: the same points and names give the same places.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["HIGH", "Box", "Line", "Named", "Spot", "area_of", "folded", "placed", "tie"]

Line = tuple[float, float, float, float]
"""The two ends (x, y, x, y), in pixels."""

HIGH = 13.0
"""Height of a line of text in pixels."""

_SIGN, _CAPITAL = 5.4, 2.0  # pixels per character, and extra for a capital
_LONGEST = 24  # characters in a line
_BESIDE = 3.0  # pixels between a point and its name
_OFF = (0.0, 10.0, 22.0, 36.0, 54.0)  # additional distances to try
_ROUNDS = 4
# Costs of a place, in pixels of distance from the point: hardly anything is worse than names that overlap.
_COVERS, _COVERED, _CUT, _TIED, _OUTSIDE, _CROSSED = 300.0, 4.0, 60.0, 8.0, 100.0, 0.15

# Angles in degrees, in the order in which they are tried.
_ANYWHERE = (90, 270, 0, 180, 45, 135, 315, 225, 70, 110, 250, 290, 20, 160, 340, 200)


class Box(NamedTuple):
    """A rectangle in pixels, with y pointing down."""

    left: float
    upper: float
    right: float
    lower: float


@dataclass(frozen=True, slots=True)
class Named:
    """A point and its name, already split into lines."""

    x: float
    y: float
    radius: float
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name goes: the offset from its point to the middle, or the aligned end, of its first line."""

    dx: float
    dy: float
    align: Literal["left", "center", "right"]
    box: Box
    off: float


@dataclass(frozen=True, slots=True)
class _Offer:
    """A place, its cost apart from other names, and the line that ties it to its point."""

    cost: float
    spot: Spot
    tied: Line | None


def folded(label: str) -> list[str]:
    """Break a long name into lines of about the same length."""
    if len(label) <= _LONGEST:
        return [label]
    rows = math.ceil(len(label) / _LONGEST)
    wide = max(math.ceil(len(label) / rows) + 3, _LONGEST // 2)
    return textwrap.wrap(label, wide, break_long_words=False) or [label]  # wrapping only spaces gives no lines


def area_of(lines: Sequence[str]) -> float:
    """Return the area of a name in square pixels."""
    wide, high = _extent(lines)
    return wide * high


def _extent(lines: Sequence[str]) -> tuple[float, float]:
    """Return the width and height of a name in pixels."""
    return max(_SIGN * len(line) + _CAPITAL * sum(map(str.isupper, line)) for line in lines), HIGH * len(lines)


def placed(
    points: Sequence[Named], lines: Sequence[Line], size: tuple[float, float], *, named: int, around: bool
) -> list[Spot]:
    """Place the names of the first `named` points in order, and repeat until no name finds a better place.

    `around` puts names outside the ring that the points form, where they may widen the picture.
    """
    discs = [_about(each) for each in points]
    offered = []
    for own, point in enumerate(points[:named]):
        spots = _spots(point, _outward(point, size) if around else _ANYWHERE)
        costs = [_beyond(spot, size) for spot in spots] if not around else [0.0] * len(spots)
        offered.append(_offers(point, spots, costs, discs[:own] + discs[own + 1 :], lines))
    chosen: list[_Offer | None] = [None] * len(offered)
    for _ in range(_ROUNDS):
        before = list(chosen)
        for own, offers in enumerate(offered):
            chosen[own] = _best(offers, [each for at, each in enumerate(chosen) if each is not None and at != own])
        if chosen == before:
            break
    return [each.spot for each in chosen if each is not None]


def tie(point: Named, spot: Spot) -> Line | None:
    """Return the line from a point to a name farther off, or None if the name is right beside it."""
    if not spot.off:
        return None
    x = min(max(point.x, spot.box.left), spot.box.right)
    y = min(max(point.y, spot.box.upper), spot.box.lower)
    return point.x, point.y, x, y


def _about(point: Named) -> Box:
    return Box(point.x - point.radius, point.y - point.radius, point.x + point.radius, point.y + point.radius)


def _outward(point: Named, size: tuple[float, float]) -> Sequence[float]:
    """Return the directions that lead out of the ring around the middle of the frame."""
    across, up = point.x - size[0] / 2, size[1] / 2 - point.y
    side, upright = (0.0 if across > 0 else 180.0), (90.0 if up > 0 else 270.0)
    if abs(across) > 0.12 * size[0]:
        return [side]
    return [upright, side]


def _spots(point: Named, ways: Sequence[float]) -> list[Spot]:
    wide, high = _extent(point.lines)
    return [_spot(point, math.radians(way), off, wide, high) for off in _OFF for way in ways]


def _spot(point: Named, way: float, off: float, wide: float, high: float) -> Spot:
    across, up = math.cos(way), math.sin(way)
    reach = point.radius + _BESIDE + off
    dx, dy = reach * across, -(reach + high / 2) * up
    align: Literal["left", "center", "right"] = "center" if abs(across) < 0.3 else "left" if across > 0 else "right"
    left = point.x + dx - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    upper = point.y + dy - high / 2
    first = dy - (high - HIGH) / 2
    return Spot(round(dx, 1), round(first, 1), align, Box(left, upper, left + wide, upper + high), off)


def _beyond(spot: Spot, size: tuple[float, float]) -> float:
    """Return the cost of the part of a name outside the frame."""
    box = spot.box
    across = max(0.0, -box.left) + max(0.0, box.right - size[0])
    return _OUTSIDE * (across + max(0.0, -box.upper) + max(0.0, box.lower - size[1]))


def _offers(
    point: Named, spots: Sequence[Spot], costs: Sequence[float], discs: Sequence[Box], lines: Sequence[Line]
) -> list[_Offer]:
    """Add to the costs of places those of covering points and lines, and sort by cost."""
    offers = []
    for spot, cost in zip(spots, costs, strict=True):
        tied = tie(point, spot)
        cost += (_TIED + spot.off if tied else 0.0) + sum(_overlap(spot.box, disc) for disc in discs)
        cost += _CROSSED * sum(_inside(line, spot.box) for line in lines)
        cost += _COVERS * sum(1 for disc in discs if tied and _inside(tied, disc))
        offers.append(_Offer(cost, spot, tied))
    return sorted(offers, key=lambda offer: offer.cost)


def _best(offers: Sequence[_Offer], others: Sequence[_Offer]) -> _Offer:
    """Choose the cheapest place given those of the other names; the first wins a tie."""
    best, least = offers[0], math.inf
    for offer in offers:
        if offer.cost >= least:
            break
        cost = offer.cost
        for other in others:
            cost += _beside(offer, other)
            if cost >= least:
                break
        if cost < least:
            best, least = offer, cost
    return best


def _beside(one: _Offer, other: _Offer) -> float:
    """Return the cost of two names that overlap, or that are crossed by each other's ties."""
    cut = (one.tied and _inside(one.tied, other.spot.box)) or (other.tied and _inside(other.tied, one.spot.box))
    return _overlap(one.spot.box, other.spot.box) + (_CUT if cut else 0.0)


def _overlap(one: Box, other: Box) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.lower, other.lower) - max(one.upper, other.upper)
    return _COVERS + _COVERED * across * down if across > 0 and down > 0 else 0.0


def _inside(line: Line, box: Box) -> float:
    """Return the length in pixels of a line inside a box, by the Liang-Barsky algorithm."""
    x, y, x2, y2 = line
    if max(x, x2) <= box.left or min(x, x2) >= box.right or max(y, y2) <= box.upper or min(y, y2) >= box.lower:
        return 0.0
    first, last = 0.0, 1.0
    for start, step, low, high in ((x, x2 - x, box.left, box.right), (y, y2 - y, box.upper, box.lower)):
        if step:
            near, far = sorted(((low - start) / step, (high - start) / step))
            first, last = max(first, near), min(last, far)
    return max(0.0, last - first) * math.hypot(x2 - x, y2 - y)
