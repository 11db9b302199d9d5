"""Charts as files that open anywhere, offline."""

from __future__ import annotations

import html
import io
import json
import os
from pathlib import Path
from typing import Any

from coopsec._index import as_text
from coopsec._whole import check_target, whole
from coopsec.plot.arguments import checked
from coopsec.plot.backend import require

__all__ = ["save"]

_PAGE = """<!DOCTYPE html>
<html> <head> <meta charset="utf-8"> <meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title> <style>body {{ margin: 1.5rem; background: {background}; }}</style>
<script>{library}</script> </head> <body> <div id="chart"></div> <script> const spec = {spec}; const options
= {{renderer: "svg", actions: {{export: true, source: false, compiled: false, editor: false}}}};
vegaEmbed("#chart", spec, options).catch(console.error); </script> </body> </html>
"""


@checked
def save(
    chart: Any,
    path: str | os.PathLike[str],
    *,
    scale: float = 2.0,
    ppi: float | None = None,
    background: str | None = None,
) -> Path:
    """Write a chart to a file; the extension chooses the format.

    `.html` is one page with everything in it (about 1 MB, mostly the drawing library): it opens from disk and loads
    nothing. `.svg`, `.png` and `.pdf` are drawn here, without a browser. The file is written completely or not at all.

    Parameters
    ----------
    chart
        Any Altair chart.
    path
        File to write; an existing one is replaced.
    scale
        Pixels of a PNG for each pixel of the chart.
    ppi
        Pixels per inch of a PNG (72 if not given); 300 prints well.
    background
        Colour behind the chart, or "transparent". Default: that of the chart, else white.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ImportError
        If the extra `plot` is missing.
    OSError
        If the folder does not exist, or the file cannot be written.
    TypeError, ValueError
        For what is not a chart, or an ending that no format has.

    Examples
    --------
    >>> import coopsec as cs, pathlib, tempfile
    >>> chart = cs.plot.coverage(cs.read_corpus("corpus/").documents)
    >>> cs.plot.save(chart, pathlib.Path(tempfile.mkdtemp()) / "coverage.svg").name
    'coverage.svg'
    """
    target = Path(as_text(path, "the path of a file to write, such as chart.svg"))
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        ending = repr(target.suffix) if target.suffix else "a name without ending"
        raise ValueError(f"{target}: a chart is saved as {', '.join(_WRITERS)}, not as {ending}")
    check_target(target)
    if not hasattr(chart, "to_dict") or not hasattr(chart, "save"):
        raise TypeError(f"chart is {chart!r}: give a chart, as coopsec.plot or Altair draws it")
    require("altair")
    require("vl_convert")
    drawn = chart if background is None else chart.properties(background=background)
    content = write(drawn, scale, ppi)
    with whole(target) as out:
        out.write(content)
    return target


def _html(chart: Any, scale: float, ppi: float | None) -> bytes:
    spec = json.loads(_drawn(chart, "json"))
    version = "_".join(require("altair").SCHEMA_VERSION.split(".")[:2])
    page = _PAGE.format(
        title=html.escape(_title(spec)),
        background=html.escape(spec.get("background", "white")),
        library=require("vl_convert").javascript_bundle(vl_version=version),
        # Corpus text may contain "</script>", which must be escaped.
        spec=json.dumps(spec).replace("<", "\\u003c"),
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
    if kind in ("svg", "json"):
        text = io.StringIO()
        chart.save(text, format=kind, **options)
        return text.getvalue().encode()
    picture = io.BytesIO()
    chart.save(picture, format=kind, **options)
    return picture.getvalue()


_WRITERS = {".html": _html, ".svg": _svg, ".png": _png, ".pdf": _pdf}
