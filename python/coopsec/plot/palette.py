"""One colour and one point shape for each series, the same in every chart.

Themes of the built-in lexicon have fixed ones (`themes.toml`). Other names take the remaining colours in code point
order of all names in the frame, so that selecting series does not change their colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from coopsec._words import words_beside

if TYPE_CHECKING:
    from coopsec._counted import Counted
    from coopsec._lexicon import Lexicon

__all__ = [
    "FAINT",
    "INKS",
    "Inks",
    "Style",
    "counted_labels",
    "is_known",
    "known_label",
    "known_order",
    "lexicon_labels",
    "numbers_on",
    "ramp",
    "signs_on",
    "styles",
]


# Opacity of cells with few documents: the darkest of them is lighter than the middle of the others.
FAINT = 0.3


@dataclass(frozen=True, slots=True)
class Style:
    """How one series looks."""

    color: str
    shape: str


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours of everything that is not a series."""

    text: str
    muted: str
    grid: str
    paper: str
    bar: str
    empty: str
    warn: str


INKS = {
    False: Inks(
        text="#222222", muted="#5f5f5f", grid="#e4e4e4", paper="#ffffff", bar="#9a9a9a", empty="#d9d9d9", warn="#b3261e"
    ),
    True: Inks(
        text="#ededed", muted="#b3b3b3", grid="#3b3b3b", paper="#1a1a1a", bar="#7d7d7d", empty="#3f3f3f", warn="#ff8a80"
    ),
}


_RAMPS = {
    False: ["#f4f8fb", "#c6dbec", "#7fb2d6", "#2f7fb8", "#08416f"],
    True: ["#1d2a35", "#1f4e73", "#2f7fb8", "#7fb2d6", "#e3f0fa"],
}


def ramp(*, dark: bool) -> list[str]:
    """Return the colours of cells, from zero to the largest value."""
    return _RAMPS[dark]


def numbers_on(*, dark: bool) -> tuple[float, str, str]:
    """Return a shade and two inks: up to it the first, and beyond it the second, has a contrast of at least 4.5."""
    return (0.48, "#ffffff", "#000000") if dark else (0.767, "#000000", "#ffffff")


def signs_on(*, dark: bool) -> float:
    """Return the shade up to which the ink of warnings has a contrast of at least 4.5 with its cell."""
    return 0.17 if dark else 0.25


def _table() -> dict[str, Any]:
    return words_beside(__package__, "themes.toml")


@cache
def _known() -> dict[str, dict[str, str]]:
    return {entry["name"]: entry for entry in _table()["theme"]}


def known_order(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Split names into those of the built-in lexicon, in its order, and the rest as given."""
    given = list(names)
    known = [name for name in _known() if name in set(given)]
    return known, [name for name in given if name not in _known()]


def is_known(name: str) -> bool:
    """Whether a theme is one of the built-in lexicon, with a fixed colour."""
    return name in _known()


def known_label(name: str, lang: str) -> str:
    """Return the label of a built-in theme, or else the name itself."""
    entry = _known().get(name)
    return entry[lang] if entry else name


def lexicon_labels(lexicon: Lexicon, lang: str) -> dict[str, str]:
    """Return the label of each theme of a lexicon, else that of the built-in theme of its name, else the name.

    The labels of built-in themes are translated.
    """
    own = lexicon.to_frame().select("theme", "label").rows()
    return {
        name: label if label and label != known_label(name, "en") else known_label(name, lang) for name, label in own
    }


def counted_labels(counted: Counted, lang: str) -> dict[str, str]:
    """Return the labels of the lexicon that a table was counted with, if it is remembered."""
    return {} if counted.lexicon is None else lexicon_labels(counted.lexicon, lang)


def styles(names: Sequence[str], *, dark: bool, colors: Mapping[str, str] | None) -> dict[str, Style]:
    """Choose colour and shape for all series of a frame."""
    own, known = _table()["own"], {name: _known()[name] for name in names if name in _known()}
    chosen = {
        name: Style(entry.get("dark", entry["color"]) if dark else entry["color"], entry["shape"])
        for name, entry in known.items()
    }
    taken, shapes = {style.color for style in chosen.values()}, own["shapes"]
    # Colours that no built-in theme has come first; once they are used up, another shape tells two series apart.
    inks = sorted(own["dark" if dark else "colors"], key=lambda ink: ink in taken)
    for slot, name in enumerate(sorted(set(names) - known.keys())):
        ink, used = inks[slot % len(inks)], set(chosen.values())
        offered = [Style(ink, shapes[(slot + turn) % len(shapes)]) for turn in range(len(shapes))]
        chosen[name] = next((style for style in offered if style not in used), offered[0])
    for name, color in (colors or {}).items():
        if name in chosen:
            chosen[name] = Style(color, chosen[name].shape)
    return chosen
