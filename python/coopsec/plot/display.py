"""Charts that display offline in a notebook, whatever the front end.

Altair's default renderer loads its library from the network, and enabling another one affects all charts of a session.
The charts of this package therefore bring what they need: interactive HTML for front ends that run scripts, with a
picture inside it for those that do not (saved or untrusted notebooks), and the picture alone for converters. marimo
runs no scripts but has a drawing library of its own, so it gets a plain chart. If the user has enabled a renderer of
Altair, that one is used.
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
from coopsec.plot.spoken import description_of, lang_of

__all__ = ["displayed", "drawn", "picture", "showing", "version", "width_of"]

P = ParamSpec("P")
C = TypeVar("C")

# Methods that make a new chart, which must display in the same way.
_PUTTING_TOGETHER = ("__add__", "__and__", "__or__")
_MAKERS = (*_PUTTING_TOGETHER, "facet", "repeat")
_PICTURE_SCALE = 1.5

# If the library does not load, the picture stays. The library is unpacked once per page.
_PART = """<div class="coopsec-chart"{lang} role="img" aria-label="{told}"><img alt="{told}" width="{width}" \
src="data:image/png;base64,{picture}"></div>
<script>
(() => {{
  let place = document.currentScript;
  // VS Code runs a copy of the script, which stands behind the script itself.
  while (place && !place.classList.contains("coopsec-chart")) place = place.previousElementSibling;
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
    for (const name of ["role", "aria-label"]) place.removeAttribute(name);  // the drawing has its own
    place.replaceChildren(drawn);
  }}).catch((error) => console.warn("coopsec: the chart stays a picture", error));
}})();
</script>"""


def displayed(draw: Callable[P, C]) -> Callable[P, C]:
    """Decorate a public function so that its charts display offline."""

    @wraps(draw)
    def shown(*args: P.args, **options: P.kwargs) -> C:
        chart: C = showing(draw(*args, **options), str(options.get("lang", "en")))
        return chart

    return shown


def showing(chart: Any, lang: str = "") -> Any:
    """Return an Altair chart that displays offline and knows its language, and is otherwise unchanged.

    Charts made from it with ``|``, ``&``, ``+``, ``facet``, ``repeat`` or any method that returns a changed copy do so
    too. ``altair.layer`` and similar functions make plain Altair charts.
    """
    return _as(_shown(chart.__class__, lang), chart)


def _as(kind: Any, chart: Any) -> Any:
    """Return a copy of a chart as one of another class."""
    copy = kind.__new__(kind)
    # This is how Altair itself copies: a chart is its arguments.
    object.__setattr__(copy, "_args", chart._args)
    object.__setattr__(copy, "_kwds", dict(chart._kwds))
    return copy


def _plain(kind: Any, chart: Any) -> Any:
    """Return a plain Altair chart that keeps its colours: a dark theme of marimo would change only some of them."""
    plain = _as(kind, chart)
    if _page(chart) is None:
        plain.background = "white"
    plain.usermeta = {"embedOptions": {"theme": ""}}
    return plain


@cache
def _shown(kind: Any, lang: str) -> Any:
    if getattr(kind, "_coopsec_shows", False):
        return kind
    members: dict[str, Any] = {
        "_coopsec_shows": True,
        "_coopsec_lang": lang,
        "_repr_mimebundle_": _mimebundle,
        "_display_": lambda self: _plain(kind, self),  # asked for by marimo
        "__module__": kind.__module__,
    }
    for maker in _MAKERS:
        if hasattr(kind, maker):
            method = getattr(kind, maker)
            members[maker] = _passing_on(_on_one_page(method) if maker in _PUTTING_TOGETHER else method)
    if issubclass(kind, require("altair").ConcatChart):
        members["__or__"] = _passing_on(_on_one_page(_beside))
    return type(kind.__name__, (kind,), members)


def _beside(self: Any, other: Any) -> Any:
    """Put a chart beside panels as a whole: Altair would make it one of the panels, under their title."""
    return require("altair").hconcat(self, other)


def _on_one_page(put: Callable[..., Any]) -> Callable[..., Any]:
    """Give a composition the background of its parts, which Altair does not allow inside it."""

    def together(one: Any, other: Any) -> Any:
        page = _page(one) or _page(other)
        chart = put(_without_page(one), _without_page(other))
        return chart if page is None else chart.properties(background=page)

    together.__name__, together.__doc__ = put.__name__, put.__doc__
    return together


def _page(chart: Any) -> str | None:
    """Return the background of a chart, if it has one."""
    page = getattr(chart, "_kwds", {}).get("background")
    return page if isinstance(page, str) else None


def _without_page(chart: Any) -> Any:
    """Return a chart without its background, for use in a composition."""
    if _page(chart) is None:
        return chart
    bare = chart.copy(deep=False)
    bare.background = require("altair").Undefined
    return bare


def _passing_on(method: Callable[..., Any]) -> Callable[..., Any]:
    def made(self: Any, *args: Any, **options: Any) -> Any:
        return showing(method(self, *args, **options), lang_of(self))

    made.__name__, made.__doc__ = method.__name__, method.__doc__
    return made


def _mimebundle(
    self: Any, include: Collection[str] | None = None, exclude: Collection[str] | None = None, **options: Any
) -> Any:
    """Return the forms of a chart that a front end can choose from; `include` and `exclude` come from IPython."""
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
    """A chart in the forms that a front end can choose from; the expensive ones are made only once.

    For a chart of twenty panels, Altair takes a second to validate the specification, and drawing takes twice that.
    """

    def __init__(self, chart: Any) -> None:
        self.spec: Mapping[str, Any] = chart.to_dict()
        self.told = description_of(self.spec)
        self._lang = lang_of(chart)

    @cached_property
    def picture(self) -> bytes:
        return drawn(self.spec)

    def part(self) -> str:
        """Return the HTML, with the picture inside."""
        return _PART.format(
            told=html.escape(self.told),
            lang=f' lang="{self._lang}"' if self._lang else "",
            width=width_of(self.picture),
            picture=base64.b64encode(self.picture).decode(),
            library=_library(),
            # Corpus text may contain "</script>", which must be escaped.
            spec=json.dumps(self.spec, ensure_ascii=False).replace("<", "\\u003c"),
        )


def picture(chart: Any) -> bytes:
    """Draw a chart as a PNG, without a browser."""
    return drawn(chart.to_dict())


def width_of(png: bytes) -> int:
    """Return the width at which such a picture is shown."""
    return round(int.from_bytes(png[16:20], "big") / _PICTURE_SCALE)  # the width in the PNG header


def drawn(spec: Mapping[str, Any]) -> bytes:
    """Draw a specification as a PNG, without a browser."""
    draw = require("vl_convert").vegalite_to_png
    png: bytes = draw(spec, vl_version=version(), scale=_PICTURE_SCALE)
    return _repacked(png)


def _repacked(png: bytes) -> bytes:
    """Recompress the pixels of a PNG to less than half the size, since notebooks store it."""
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
    """Return Vega, Vega-Lite and Vega-Embed, compressed to a third of their size."""
    bundle: str = require("vl_convert").javascript_bundle(vl_version=version())
    return base64.b64encode(gzip.compress(bundle.encode(), mtime=0)).decode()


@cache
def version() -> str:
    """Return the version of Vega-Lite that Altair writes for, as the drawing library names it."""
    return "_".join(require("altair").SCHEMA_VERSION.split(".")[:2])
