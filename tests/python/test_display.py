"""Charts display without network, and nobody's settings are changed."""

from __future__ import annotations

import base64
import gzip
import inspect
import json
import re
import struct
import subprocess
import sys
import zlib

import altair as alt
import pytest

import coopsec as cs
from coopsec.plot.display import picture, showing


@pytest.fixture(scope="module")
def table(sample):
    return sample.themes({"terrorism": ["terroris*"], "migration": ["migra*"]}, every="year")


@pytest.fixture(scope="module")
def charts(table):
    return {
        "timeline": cs.plot.timeline(table),
        "layers": cs.plot.timeline(table, volume=False),
        "heatmap": cs.plot.heatmap(table),
        "small_multiples": cs.plot.small_multiples(table),
        "nothing": cs.plot.timeline(table.head(0)),
    }


def bundle(chart, **options):
    return chart._repr_mimebundle_(**options)


@pytest.mark.parametrize("name", ["timeline", "layers", "heatmap", "small_multiples", "nothing"])
def test_every_chart_brings_page_picture_and_words(charts, name):
    shown = bundle(charts[name])
    assert set(shown) == {"text/html", "image/png", "text/plain"}
    assert shown["text/plain"]
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG\r\n")
    assert shown["image/png"] in shown["text/html"]


def test_a_chart_that_is_shown_is_written_and_drawn_once(charts, monkeypatch):
    """With twenty panels, each takes a second or two, for which a notebook has to wait."""
    import vl_convert

    chart, done = charts["timeline"], []

    def counted(name, act):
        return lambda *args, **options: done.append(name) or act(*args, **options)

    monkeypatch.setattr(vl_convert, "vegalite_to_png", counted("drawn", vl_convert.vegalite_to_png))
    monkeypatch.setattr(alt.VConcatChart, "to_dict", counted("written", chart.to_dict))
    bundle(chart)
    assert sorted(done) == ["drawn", "written"]


def test_every_public_function_gives_charts_that_show_themselves():
    """A new function needs the decorator `displayed`."""
    drawing = [name for name in cs.plot.__all__ if name != "save"]
    assert len(drawing) >= 3
    assert [name for name in drawing if getattr(cs.plot, name) is inspect.unwrap(getattr(cs.plot, name))] == []


def test_charts_are_those_of_altair(charts):
    assert isinstance(charts["timeline"], alt.VConcatChart)
    assert isinstance(charts["layers"], alt.LayerChart)
    assert repr(charts["layers"]).startswith("alt.LayerChart")


def test_what_is_composed_shows_itself(table, charts):
    line, heat = charts["layers"], charts["heatmap"]
    for made in (line | heat, line & heat, heat + heat, (line | heat) & heat, line.properties(width=300), line.copy()):
        assert "image/png" in bundle(made), type(made)
    assert (line | heat).to_dict() == alt.hconcat(line, heat).to_dict()


def test_only_what_is_asked_for_is_drawn(charts):
    assert set(bundle(charts["heatmap"], include={"text/plain"})) == {"text/plain"}
    assert set(bundle(charts["heatmap"], exclude={"text/html"})) == {"text/plain", "image/png"}


def test_a_renderer_that_the_user_enabled_is_kept(charts):
    with alt.renderers.enable("json"):
        shown = bundle(charts["layers"])
    data = shown[0] if isinstance(shown, tuple) else shown
    assert "application/json" in data


def test_language_and_words_of_what_is_composed_are_those_of_its_parts(table):
    french, other = cs.plot.timeline(table, lang="fr"), cs.plot.stream(table, value="count", lang="fr")
    assert '<div class="coopsec-chart" lang="fr" role="img"' in bundle(french)["text/html"]
    both = bundle(french & other, include={"text/plain", "text/html"})
    assert ' lang="fr" ' in both["text/html"]
    assert both["text/plain"] == f"{french.to_dict()['description']} {other.to_dict()['description']}"


def test_marimo_draws_a_plain_chart_in_its_own_colours(table, charts):
    """It runs no scripts of an output, and would lay its dark theme over half of the colours."""
    dark = cs.plot.timeline(table, dark=True)
    for chart, page in (
        (charts["timeline"], "white"),
        (charts["layers"] | charts["heatmap"], "white"),
        (dark, "#1a1a1a"),
    ):
        plain = chart._display_()
        assert not hasattr(plain, "_display_"), "it would be asked again for ever"
        spec, before = plain.to_dict(), chart.to_dict()
        assert spec.pop("usermeta") == {"embedOptions": {"theme": ""}}
        assert spec.pop("background") == page
        before.pop("background", None)
        assert spec == before


def test_settings_of_altair_stay_as_they_were():
    tell = "import altair as alt; print(alt.renderers.active, alt.data_transformers.active, alt.theme.active)"
    with_it, without = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for code in (f"import coopsec.plot; {tell}", tell)
    )
    assert with_it.stdout == without.stdout != ""


def test_the_page_part_loads_nothing(charts):
    part = bundle(charts["timeline"])["text/html"]
    library = re.search(r'library = "([^"]+)"', part)
    assert library is not None
    assert b"vegaEmbed" in gzip.decompress(base64.b64decode(library[1]))
    outside = part.replace(library[1], "")
    # The URL of the schema is only a name, which nothing fetches.
    assert set(re.findall(r"https?://[^\"\s]+", outside)) <= {alt.SCHEMA_URL}
    assert 'src="http' not in outside


def test_text_cannot_leave_the_script(sample):
    evil = '</script><script>alert("1")</script>'
    part = bundle(cs.plot.timeline(sample.themes({evil: ["terroris*"]}, every="year"), title=evil))["text/html"]
    assert part.count("</script>") == 1
    assert evil not in part


def pixels(png: bytes) -> bytes:
    found, at = b"", 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + body) == struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0]
        found += body if kind == b"IDAT" else b""
        at += 12 + size
    return zlib.decompress(found)


def test_packing_a_picture_changes_no_pixel(charts):
    import vl_convert

    chart, vega_lite = charts["heatmap"], ".".join(alt.SCHEMA_VERSION.split(".")[:2])
    plain = vl_convert.vegalite_to_png(chart.to_dict(), vl_version=vega_lite, scale=1.5)
    packed = picture(chart)
    assert pixels(packed) == pixels(plain)
    assert len(packed) < 0.7 * len(plain)


def test_showing_twice_is_showing_once(charts):
    assert type(showing(charts["layers"])) is type(charts["layers"])
    assert json.dumps(showing(charts["layers"]).to_dict()) == json.dumps(charts["layers"].to_dict())
