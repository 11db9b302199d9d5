"""How a browser is told the language of a text: its `lang` and `dir` in HTML."""

from __future__ import annotations

__all__ = ["spoken"]

_LEFTWARDS = frozenset({"ar"})


def spoken(lang: str) -> dict[str, str]:
    """Return the attributes `lang` and `dir` of a text in a language of a corpus; `und` is unknown."""
    # An Arabic sentence may begin with a name in Latin letters, which would mislead "auto".
    return {"lang": "" if lang == "und" else lang, "dir": "rtl" if lang in _LEFTWARDS else "auto"}
