"""Charts that show themselves in a notebook without network, whatever the front end.

Altair's default renderer loads its library from the network, and the other ones are switched on for all charts of a
session. The charts of this package therefore bring what they need: an interactive page part for front ends that run
scripts, with a picture inside it for those that do not (saved notebooks, untrusted ones), and the picture alone for
converters. Who has enabled a renderer of Altair gets that one.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import zlib
from collections.abc import Callable, Collection, Mapping
from functools import cache, cached_property, wraps
from typing import Any, ParamSpec, TypeVar

from coopsec.plot.backend import require

__all__ = ["displayed", "picture", "showing"]

P = ParamSpec("P")
C = TypeVar("C")

# What makes another chart of this one; the other one shall show itself likewise.
_PUTTING_TOGETHER = ("__add__", "__and__", "__or__")
_MAKERS = (*_PUTTING_TOGETHER, "facet", "repeat")
_PICTURE_SCALE = 1.5

# Without a library in the page the picture stays. The library is unpacked once a page.
_PART = """<div class="coopsec-chart" role="img" aria-label="{told}"><img alt="{told}" width="{width}" \
src="data:image/png;base64,{picture}"></div>
<script>
(() => {{
  const here = document.currentScript, place = here && here.previousElementSibling;
  if (!place || typeof DecompressionStream === "undefined") return;
  const library = "{library}", spec = {spec};
  const load = async () => {{
    const bytes = Uint8Array.from(atob(library), (sign) => sign.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Function(await new Response(plain).text() + "; return window.vegaEmbed;")();
  }};
  const options = {{renderer: "svg", actions: {{export: true, source: false, compiled: false, editor: false}}}};
  globalThis.coopsecVega ??= load();
  globalThis.coopsecVega.then(async (embed) => {{
    const drawn = document.createElement("div");
    await embed(drawn, spec, options);
    place.removeAttribute("role");
    place.replaceChildren(drawn);
  }}).catch((error) => console.warn("coopsec: the chart stays a picture", error));
}})();
</script>"""


def displayed(draw: Callable[P, C]) -> Callable[P, C]:
    """Make the charts of a public function show themselves; a decorator."""

    @wraps(draw)
    def drawn(*args: P.args, **options: P.kwargs) -> C:
        chart: C = showing(draw(*args, **options))
        return chart

    return drawn


def showing(chart: Any) -> Any:
    """Give a chart of Altair that shows itself without network; all else is as before.

    What is made of it by ``|``, ``&``, ``+``, ``facet``, ``repeat`` and by every method that returns a changed copy
    shows itself too. ``altair.layer`` and its kin make charts of Altair's own.
    """
    made = _shown(chart.__class__)
    copy = made.__new__(made)
    # As Altair itself copies: a chart is its arguments.
    object.__setattr__(copy, "_args", chart._args)
    object.__setattr__(copy, "_kwds", dict(chart._kwds))
    return copy


@cache
def _shown(kind: Any) -> Any:
    if getattr(kind, "_coopsec_shows", False):
        return kind
    members: dict[str, Any] = {"_coopsec_shows": True, "_repr_mimebundle_": _mimebundle, "__module__": kind.__module__}
    for maker in _MAKERS:
        if hasattr(kind, maker):
            method = getattr(kind, maker)
            members[maker] = _passing_on(_on_one_page(method) if maker in _PUTTING_TOGETHER else method)
    if issubclass(kind, require("altair").ConcatChart):
        members["__or__"] = _passing_on(_on_one_page(_beside))
    return type(kind.__name__, (kind,), members)


def _beside(self: Any, other: Any) -> Any:
    """Put a chart beside panels as a whole: Altair would make it one of them, under their title."""
    return require("altair").hconcat(self, other)


def _on_one_page(put: Callable[..., Any]) -> Callable[..., Any]:
    """Give a composition the page of its parts, which Altair lets them not have within it."""

    def together(one: Any, other: Any) -> Any:
        page = _page(one) or _page(other)
        chart = put(_without_page(one), _without_page(other))
        return chart if page is None else chart.properties(background=page)

    together.__name__, together.__doc__ = put.__name__, put.__doc__
    return together


def _page(chart: Any) -> str | None:
    """Background of a chart, where it has one."""
    page = getattr(chart, "_kwds", {}).get("background")
    return page if isinstance(page, str) else None


def _without_page(chart: Any) -> Any:
    """Leave the background of a chart out, as for a composition."""
    if _page(chart) is None:
        return chart
    bare = chart.copy(deep=False)
    bare.background = require("altair").Undefined
    return bare


def _passing_on(method: Callable[..., Any]) -> Callable[..., Any]:
    def made(self: Any, *args: Any, **options: Any) -> Any:
        return showing(method(self, *args, **options))

    made.__name__, made.__doc__ = method.__name__, method.__doc__
    return made


def _mimebundle(
    self: Any, include: Collection[str] | None = None, exclude: Collection[str] | None = None, **options: Any
) -> Any:
    """Show the chart as a front end wants it; `include` and `exclude` as IPython gives them."""
    if require("altair").renderers.active != "default":
        return super(type(self), self)._repr_mimebundle_(include, exclude, **options)
    seen = _Seen(self)
    wanted: dict[str, Callable[[], str]] = {
        "text/plain": lambda: seen.told or repr(type(self)),
        "text/html": seen.part,
        "image/png": lambda: base64.b64encode(seen.picture).decode(),
    }
    kinds = [kind for kind in wanted if (not include or kind in include) and kind not in (exclude or ())]
    return {kind: wanted[kind]() for kind in kinds}


class _Seen:
    """A chart in the forms of which a front end takes one; what is dear of them is made once.

    Altair checks a chart of twenty panels for a second when it writes it, and it takes twice that to draw it.
    """

    def __init__(self, chart: Any) -> None:
        self.spec: Mapping[str, Any] = chart.to_dict()

    @property
    def told(self) -> str:
        return str(self.spec.get("description", ""))

    @cached_property
    def picture(self) -> bytes:
        return _drawn(self.spec)

    def part(self) -> str:
        """The part of a page, with the picture inside."""
        return _PART.format(
            told=html.escape(self.told),
            width=round(int.from_bytes(self.picture[16:20], "big") / _PICTURE_SCALE),  # a PNG begins with its size
            picture=base64.b64encode(self.picture).decode(),
            library=_library(),
            # Text of a corpus can hold "</script>": as an escape it stays text.
            spec=json.dumps(self.spec, ensure_ascii=False).replace("<", "\\u003c"),
        )


def picture(chart: Any) -> bytes:
    """Draw a chart as a PNG, without a browser."""
    return _drawn(chart.to_dict())


def _drawn(spec: Mapping[str, Any]) -> bytes:
    draw = require("vl_convert").vegalite_to_png
    png: bytes = draw(spec, vl_version=_version(), scale=_PICTURE_SCALE)
    return _repacked(png)


def _repacked(png: bytes) -> bytes:
    """Pack the pixels of a PNG with more care: less than half the size, and notebooks keep it."""
    head, pixels, at = bytearray(png[:8]), bytearray(), 8
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        kind, body = png[at + 4 : at + 8], png[at + 8 : end - 4]
        if kind == b"IDAT":
            pixels += body
        elif kind != b"IEND":
            head += png[at:end]
        at = end
    packed = zlib.compress(zlib.decompress(bytes(pixels)), 9)
    return bytes(head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


@cache
def _library() -> str:
    """Vega, Vega-Lite and Vega-Embed, packed: a third of their size."""
    bundle: str = require("vl_convert").javascript_bundle(vl_version=_version())
    return base64.b64encode(gzip.compress(bundle.encode(), mtime=0)).decode()


@cache
def _version() -> str:
    return "_".join(require("altair").SCHEMA_VERSION.split(".")[:2])
