"""What a chart says to those who do not see it: its language, title and description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["description_of", "lang_of", "title_of"]

_PARTS = ("hconcat", "vconcat", "concat", "layer")


def lang_of(chart: Any) -> str:
    """Return the language of a chart of this package, and "" for any other."""
    return str(getattr(type(chart), "_coopsec_lang", ""))


def title_of(spec: Mapping[str, Any]) -> str:
    """Return the title of a chart; where charts stand together, their titles."""
    return " | ".join(_said(spec, _title))


def description_of(spec: Mapping[str, Any]) -> str:
    """Return the description of a chart; where charts stand together, their descriptions."""
    return " ".join(_said(spec, lambda part: str(part.get("description", ""))))


def _title(spec: Mapping[str, Any]) -> str:
    title = spec.get("title") or ""
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(map(str, text)) if isinstance(text, list) else str(text)


def _said(spec: Mapping[str, Any], own: Callable[[Mapping[str, Any]], str]) -> list[str]:
    """Return what a chart says itself, or else what its parts say, each once."""
    said = own(spec)
    if said:
        return [said]
    parts = [part for key in _PARTS for part in spec.get(key, ())]
    return list(dict.fromkeys(each for part in parts for each in _said(part, own)))
