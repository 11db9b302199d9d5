"""Charts as files that open anywhere, without network."""

from __future__ import annotations

import html
import io
import os
import secrets
from pathlib import Path
from typing import Any

from coopsec.plot.backend import require

__all__ = ["save"]

_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ margin: 1.5rem; background: {background}; }}</style>
</head>
<body>
{chart}
</body>
</html>
"""
_ACTIONS = {"export": True, "source": False, "compiled": False, "editor": False}


def save(
    chart: Any,
    path: str | os.PathLike[str],
    *,
    scale: float = 2.0,
    ppi: float | None = None,
    background: str | None = None,
) -> Path:
    """Write a chart to a file; the ending of its name says how."""
    target = Path(path)
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        raise ValueError(f"{target.name}: a chart is saved as {', '.join(_WRITERS)}, not as {target.suffix or 'a name without ending'!r}")
    require("altair")
    require("vl_convert")
    drawn = chart if background is None else chart.properties(background=background)
    _replace(target, write(drawn, scale, ppi))
    return target


def _html(chart: Any, scale: float, ppi: float | None) -> bytes:
    spec = chart.to_dict()
    body = chart.to_html(inline=True, fullhtml=False, embed_options={"actions": _ACTIONS, "renderer": "svg"})
    page = _PAGE.format(
        title=html.escape(_title(spec)), background=html.escape(spec.get("background", "white")), chart=body
    )
    return page.encode()


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def _svg(chart: Any, scale: float, ppi: float | None) -> bytes:
    return _drawn(chart, "svg")


def _png(chart: Any, scale: float, ppi: float | None) -> bytes:
    return _drawn(chart, "png", scale_factor=scale, **({} if ppi is None else {"ppi": ppi}))


def _pdf(chart: Any, scale: float, ppi: float | None) -> bytes:
    return _drawn(chart, "pdf")


def _drawn(chart: Any, kind: str, **options: Any) -> bytes:
    if kind == "svg":
        text = io.StringIO()
        chart.save(text, format=kind, **options)
        return text.getvalue().encode()
    picture = io.BytesIO()
    chart.save(picture, format=kind, **options)
    return picture.getvalue()


_WRITERS = {".html": _html, ".svg": _svg, ".png": _png, ".pdf": _pdf}


def _replace(target: Path, content: bytes) -> None:
    """Put the whole file in place at once: a reader never sees half of it, a failure leaves the old one."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as out:
            out.write(content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
