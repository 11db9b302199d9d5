"""Charts inside the page: SVG without a library, with links, and a description for screen readers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from coopsec._report_page.markup import Markup, tag, text
from coopsec.plot.backend import require

__all__ = ["figure", "picture"]

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_LINKED = re.compile(r"url\(#([^)]*)\)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def picture(chart: Any, name: str) -> Markup:
    """Draw a chart as SVG; `name` keeps its element ids apart from those of other pictures in the page."""
    spec = chart.to_dict(validate=False)  # already validated when the chart was made
    spec["config"] = {**spec.get("config", {}), "aria": False}
    version = ".".join(require("altair").SCHEMA_VERSION.lstrip("v").split(".")[:2])
    drawn = require("vl_convert").vegalite_to_svg(json.dumps(spec), vl_version=version)
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(_FORBIDDEN.sub("\ufffd", drawn))
    # The drawing library numbers ids across all charts of a process; restart at 0 in each.
    named = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    names = {each: f"{name}-{place}" for place, each in enumerate(named)}
    for element in root.iter():
        _clean(element, names)
    width = root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.attrib |= {"role": "img", "aria-label": str(spec.get("description", "")), "style": f"max-width:{width}px"}
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _clean(element: ElementTree.Element, names: Mapping[str, str]) -> None:
    """Make ids unique, and keep links within the page and out of the tab order: the table has the same links."""
    found = element.attrib
    for key in [key for key in found if key == "role" or key.startswith("aria-")]:
        del found[key]
    if "id" in found:
        found["id"] = names[found["id"]]
    for key, value in found.items():
        address = _LINKED.fullmatch(value)
        if address:
            found[key] = f"url(#{names[address[1]]})"
    link = found.pop(f"{{{_XLINK}}}href", None)
    if link is not None and "#" in link:  # marks without an address are wrapped in links too
        found |= {"href": "#" + link.rpartition("#")[2], "tabindex": "-1"}


def figure(drawn: Markup, caption: object, table: Markup | None, words: Any) -> Markup:
    """Put a picture above a table of its numbers."""
    behind = None if table is None else tag("details", tag("summary", words("behind")), table)
    return tag("figure", tag("div", drawn, class_="picture"), tag("figcaption", text(caption)), behind)
