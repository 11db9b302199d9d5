"""Numbers in words are rounded as readers do by hand: a half goes up, not to the even neighbour."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

__all__ = ["half_up", "separated", "whole_percent"]

_EXACT = 1e15  # from it on a float has no halves


def half_up(value: float, digits: int) -> str:
    """Write a number with so many decimals and commas between thousands."""
    if not abs(value) < _EXACT:
        return f"{value:,.{digits}f}"
    # By its shortest form: 0.145 lies below the half in binary, and is one all the same.
    exact = Decimal(repr(float(value)))
    return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}"


def separated(number: str, *, thousands: str, decimal: str = ".") -> str:
    """Put the separators of a language in the place of those of English."""
    swapped: dict[str, str | int | None] = {",": thousands, ".": decimal}
    return number.translate(str.maketrans(swapped))


def whole_percent(share: float) -> str:
    """Write a share in whole per cent, without the sign: 100 only for all, and 0 only for nothing."""
    shown = half_up(round(100 * share, 9), 0)
    if shown == "100" and share < 1:
        return "99"
    return "1" if shown == "0" and share > 0 else shown
