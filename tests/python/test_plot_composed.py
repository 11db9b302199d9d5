"""Concatenated and layered charts keep their colours, shapes and legends."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from plot_frames import themes_frame

pytest.importorskip("altair")
vl_convert = pytest.importorskip("vl_convert")

from coopsec import plot  # noqa: E402
from coopsec.plot import palette  # noqa: E402

FRAME = themes_frame(["terrorism", "migration", "cyber", "maritime"], 8, "year", mean_docs=60)


def drawn(chart: Any) -> str:
    """The picture as SVG, in lower case, as Vega writes colours."""
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg.lower()


def ink(theme: str) -> str:
    return palette.styles([theme], dark=False, colors=None)[theme].color.lower()


@pytest.mark.parametrize("volume", [True, False])
@pytest.mark.parametrize("put", [lambda a, b: a | b, lambda a, b: a & b])
def test_a_theme_keeps_its_colour_beside_others(put: Any, volume: Any) -> None:
    left = plot.timeline(FRAME, themes=["terrorism", "migration"], volume=volume)
    right = plot.timeline(FRAME, themes=["cyber", "maritime"], volume=volume)
    svg = drawn(put(left, right))
    for theme in ("terrorism", "migration", "cyber", "maritime"):
        # Areas are filled, lines are stroked.
        assert f'fill="{ink(theme)}"' in svg
        assert f'stroke="{ink(theme)}"' in svg


def test_a_theme_keeps_its_colour_upon_others() -> None:
    svg = drawn(
        plot.timeline(FRAME, themes="cyber", volume=False) + plot.timeline(FRAME, themes="migration", volume=False)
    )
    assert all(f'stroke="{ink(theme)}"' in svg for theme in ("cyber", "migration"))


KINDS = {
    "timeline": lambda: plot.timeline(FRAME, themes=["terrorism", "migration"]),
    "panels": lambda: plot.small_multiples(FRAME, themes=["terrorism", "migration"]),
    "heatmap": lambda: plot.heatmap(FRAME),
    "stream": lambda: plot.stream(FRAME),
    "keyness": lambda: plot.keyness(cs.from_frame(TEXTS).keyness(pl.col("source") == "a")),
    "coverage": lambda: plot.coverage(cs.from_frame(TEXTS).documents),
}
TEXTS = pl.DataFrame(
    {
        "text": ["La paix et la mer."] * 3 + ["La guerre et la terre."] * 3,
        "source": list("aaabbb"),
        "date": ["2018"] * 6,
    }
)


def fills(chart: Any) -> set[str]:
    """Colours of areas and points."""
    return {part.split('"')[0] for part in drawn(chart).split('fill="')[1:]}


@pytest.mark.parametrize(("one", "other"), list(combinations(KINDS, 2)))
def test_kinds_keep_their_colours_beside_each_other(one: str, other: str) -> None:
    first, second = KINDS[one](), KINDS[other]()
    assert fills(first | second) == fills(first) | fills(second)


def test_panels_stay_together_beside_another_chart() -> None:
    panels, other = KINDS["panels"](), KINDS["heatmap"]()
    spec = (panels | other | KINDS["keyness"]()).to_dict()
    assert [len(part.get("concat", ())) for part in spec["hconcat"]] == [3, 0, 0]
    assert spec["hconcat"][0]["title"]["text"] == panels.to_dict()["title"]["text"]


def test_one_layer_of_a_chart_has_the_legend() -> None:
    spec = plot.timeline(FRAME, themes=["cyber", "maritime"], volume=False).to_dict()
    legends = [layer["encoding"]["color"].get("legend") for layer in spec["layer"] if "color" in layer["encoding"]]
    assert len([legend for legend in legends if legend]) == 1


def test_the_legend_stands_above_all_that_is_above_the_frame() -> None:
    events = pl.DataFrame({"date": [FRAME["period"][4]], "label": ["an event"]})
    notes = pl.DataFrame({"theme": ["cyber"], "period": [FRAME["period"][4]], "message": ["of one source"]})

    def offset(**options: Any) -> float:
        spec = plot.timeline(FRAME, themes=["cyber", "maritime"], volume=False, **options).to_dict()
        colors = [layer["encoding"]["color"] for layer in spec["layer"] if "color" in layer["encoding"]]
        return next(float(color["legend"]["offset"]) for color in colors if color.get("legend"))

    plain, signed = offset(notes=False), offset(notes=notes)
    assert 20 < plain < signed < offset(notes=notes, events=events)


def test_a_click_in_one_legend_chooses_in_one_chart() -> None:
    # Vega reacts to clicks on all legends of the same field.
    left, right = (plot.timeline(FRAME, themes=pair) for pair in (["terrorism", "migration"], ["cyber", "maritime"]))
    spec = (left | right).to_dict()
    legends = {
        layer["encoding"]["color"]["field"]
        for chart in spec["hconcat"]
        for layer in chart["vconcat"][0]["layer"]
        if layer["encoding"].get("color", {}).get("legend")
    }
    assert legends == {each["name"] for each in spec["params"]}
    assert len(legends) == 2
    assert [each["select"]["fields"] for each in spec["params"]] == [[each["name"]] for each in spec["params"]]


@pytest.mark.parametrize("put", [lambda a, b: a | b, lambda a, b: a & b])
@pytest.mark.parametrize("first", KINDS)
def test_dark_charts_can_be_put_together(first: str, put: Any) -> None:
    dark, light = plot.heatmap(FRAME, dark=True), KINDS[first]()
    page = dark.to_dict()["background"]
    for chart in (put(light, dark), put(dark, light), put(put(dark, light), dark)):
        spec = chart.to_dict()
        assert spec["background"] == page
        assert json.dumps(spec).count('"background"') == 1
    assert dark.to_dict()["background"] == page
    assert "background" not in put(light, plot.heatmap(FRAME)).to_dict()
