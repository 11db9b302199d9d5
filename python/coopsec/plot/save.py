"""Charts as files that open anywhere, offline."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
from pathlib import Path
from typing import Any

from coopsec._index import as_text
from coopsec._whole import check_target, whole
from coopsec.plot.arguments import checked
from coopsec.plot.backend import require
from coopsec.plot.display import drawn, version, width_of
from coopsec.plot.spoken import description_of, lang_of, title_of

__all__ = ["save"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")  # not allowed in XML

# The picture is what readers of mail and previews show, which run no script.
_PAGE = """<!DOCTYPE html>
<html{lang}> <head> <meta charset="utf-8"> <meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title> <style>body {{ margin: 1.5rem; background: {background}; }} img {{ max-width: 100%; }}</style>
<script>{library}</script> </head> <body> <div id="chart"><img alt="{told}" width="{width}" \
src="data:image/png;base64,{picture}"></div> <script> const spec = {spec}; const options
= {{renderer: "svg", actions: {{export: true, source: false, compiled: false, editor: false}}}};
const drawn = document.createElement("div"); vegaEmbed(drawn, spec, options)
.then(() => document.getElementById("chart").replaceChildren(drawn)).catch(console.error); </script> </body> </html>
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
    nothing. Where no script is run, as in a reader of mail, it shows a picture. `.svg`, `.png` and `.pdf` are drawn
    here, without a browser. The file is written completely or not at all.

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
    painted = chart if background is None else chart.properties(background=background)
    content = write(painted, scale, ppi)
    with whole(target) as out:
        out.write(content)
    return target


def _html(chart: Any, scale: float, ppi: float | None) -> bytes:
    spec, lang = _spec(chart), lang_of(chart)
    png = drawn(spec)
    page = _PAGE.format(
        lang=f' lang="{lang}"' if lang else "",
        title=html.escape(title_of(spec) or "coopsec"),
        told=html.escape(description_of(spec)),
        background=html.escape(spec.get("background", "white")),
        width=width_of(png),
        picture=base64.b64encode(png).decode(),
        library=require("vl_convert").javascript_bundle(vl_version=version()),
        # Corpus text may contain "</script>", which must be escaped.
        spec=json.dumps(spec).replace("<", "\\u003c"),
    )
    return page.encode()


def _svg(chart: Any, scale: float, ppi: float | None) -> bytes:
    """Draw a chart as one picture with a title and a description, not one for each mark, which doubles its size."""
    spec, own = _spec(chart), require("altair").renderers.options.get("embed_options", {})
    silent = {**spec, "config": {**spec.get("config", {}), "aria": False}}
    svg: str = require("vl_convert").vegalite_to_svg(
        silent,
        vl_version=version(),
        format_locale=own.get("formatLocale"),
        time_format_locale=own.get("timeFormatLocale"),
    )
    said = {"title": title_of(spec), "desc": description_of(spec)}
    heads = "".join(f"<{tag}>{html.escape(_CONTROL.sub(' ', text))}</{tag}>" for tag, text in said.items() if text)
    lang = lang_of(chart)
    named = f' role="img" xml:lang="{lang}"' if lang else ' role="img"'
    start, rest = svg.split(">", 1)
    return f"{start}{named}>{heads}{rest}".encode()


def _png(chart: Any, scale: float, ppi: float | None) -> bytes:
    return _drawn(chart, "png", scale_factor=scale, **({} if ppi is None else {"ppi": ppi}))


def _pdf(chart: Any, scale: float, ppi: float | None) -> bytes:
    return _drawn(chart, "pdf")


def _spec(chart: Any) -> dict[str, Any]:
    """Return the specification of a chart, however many rows its data has."""
    text = io.StringIO()
    chart.save(text, format="json")
    spec: dict[str, Any] = json.loads(text.getvalue())
    return spec


def _drawn(chart: Any, kind: str, **options: Any) -> bytes:
    picture = io.BytesIO()
    chart.save(picture, format=kind, **options)
    return picture.getvalue()


_WRITERS = {".html": _html, ".svg": _svg, ".png": _png, ".pdf": _pdf}
