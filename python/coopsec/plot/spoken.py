"""What a chart says to those who do not see it: its language, title and description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["description_of", "lang_of", "title_of"]

_PARTS = ("hconcat", "vconcat", "concat", "layer")


def lang_of(chart: Any) -> str:
    """Return the language of a chart of this package, and "" for any other."""
    return str(getattr(type(chart), "_coopsec_lang", ""))


def title_of(spec: Mapping[str, Any]) -> str:
    """Return the title of a chart; where charts stand together without one, their titles."""
    title = _title(spec)
    return title or " | ".join(dict.fromkeys(filter(None, map(title_of, _parts(spec)))))


def description_of(spec: Mapping[str, Any]) -> str:
    """Return the description of a chart; where charts stand together, all of theirs."""
    # A chart that is put below another may have become one of its panels, so a description of the whole says not all.
    said = [str(spec.get("description", "")), *map(description_of, _parts(spec))]
    return " ".join(dict.fromkeys(filter(None, said)))


def _parts(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part for key in _PARTS for part in spec.get(key, ())]


def _title(spec: Mapping[str, Any]) -> str:
    title = spec.get("title") or ""
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(map(str, text)) if isinstance(text, list) else str(text)
