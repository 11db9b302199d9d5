"""What charts look like once they are drawn: places in the SVG, and marks that keep within their values."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

from plot_frames import themes_frame

pytest.importorskip("altair")  # charts are an extra
vl_convert = pytest.importorskip("vl_convert")

from coopsec import plot  # noqa: E402 # after the check that charts are installed


def texts_of(chart: Any) -> Iterator[tuple[str, float, ET.Element]]:
    """Each text of the picture, with its height from the top and its element."""

    def within(element: ET.Element, top: float) -> Iterator[tuple[str, float, ET.Element]]:
        if moved := re.match(r"translate\([-\d.]+,\s*([-\d.]+)\)", element.get("transform", "")):
            top += float(moved[1])
        if element.tag.endswith("}text"):
            yield "".join(element.itertext()), top, element
        for child in element:
            yield from within(child, top)

    return within(ET.fromstring(vl_convert.vegalite_to_svg(chart.to_json())), 0.0)


def test_titles_of_panels_in_a_row_stand_at_one_height() -> None:
    """Whatever is above the frame of a panel: nothing, a label of its axis, a sign, or the number of an event."""
    themes = ["terrorism", "migration", "cyber"]
    frame = themes_frame(themes, 4, "year", empty=0, thin=0).with_columns(partial=pl.lit(value=False))
    peaks = {"terrorism": 96.0, "migration": 70.0, "cyber": 70.0}  # 100 is right at the edge of a frame up to 96 * 1.05
    frame = frame.with_columns(per_million=pl.col("theme").replace_strict(peaks, return_dtype=pl.Float64))
    notes = pl.DataFrame({"theme": ["migration"], "period": [frame["period"][1]], "message": ["Doubtful."]})
    events = pl.DataFrame({"date": [frame["period"][2]], "label": ["Madrid"]})
    for options in ({"notes": False}, {"notes": notes}, {"notes": notes, "events": events}):
        chart = plot.small_multiples(frame, columns=2, intervals=False, **options)
        heights = {text: top for text, top, mark in texts_of(chart) if mark.get("font-size") == "12px"}
        assert heights["Terrorism"] == heights["Migration and borders"], options
        assert heights["Cyber"] == heights["Documents"], options


@pytest.mark.parametrize("kind", [plot.timeline, plot.stream])
def test_corners_of_lines_do_not_reach_beyond_their_values(kind: Any) -> None:
    """A pointed corner of a line that falls steeply to zero ended below the axis."""
    spec = str(kind(themes_frame(["terrorism", "migration"], 12, "month", mean_docs=400)).to_dict())
    marks = re.findall(r"\{'type': '(?:line|area)'[^}]*\}", spec)
    stroked = [mark for mark in marks if "'line'" in mark or "'stroke'" in mark]
    assert stroked
    assert all("'strokeJoin': 'round'" in mark for mark in stroked)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "No value is above zero."), ("fr", "Aucune valeur ne dépasse zéro.")]
)
def test_a_heat_map_of_zeros_names_no_largest_value(lang: Any, said: str) -> None:
    frame = themes_frame(["terrorism"], 3, "year", mean_docs=60).with_columns(
        pl.lit(0).alias("count"), pl.lit(0.0).alias("per_million")
    )
    subtitle = " ".join(plot.heatmap(frame, lang=lang).to_dict()["title"]["subtitle"])
    assert said in subtitle
    assert "1.0" not in subtitle
    assert "1,0" not in subtitle


def test_a_calendar_of_zeros_names_no_largest_value() -> None:
    row = {"theme": "migration", "count": 0, "doc_freq": 0, "per_million": 0.0, "n_docs": 2, "n_tokens": 400}
    days = pl.date_range(date(2015, 6, 2), date(2015, 6, 5), "1d", eager=True)
    frame = pl.DataFrame([{"period": day, **row} for day in days])
    subtitle = " ".join(plot.calendar(frame, value="per_million").to_dict()["title"]["subtitle"])
    assert "No value is above zero." in subtitle
    assert "0 to" not in subtitle


@pytest.mark.parametrize("many", [6, 240])
def test_strokes_of_weak_cells_leave_most_of_the_cell_free(many: int) -> None:
    """In narrow cells they reached from top to bottom, and hid the colours."""
    days = pl.date_range(date(2001, 1, 1), date(2022, 1, 1), "1mo", eager=True).head(many)
    row = {"theme": "migration", "count": 1, "doc_freq": 1, "per_million": 9.0, "n_docs": 2, "n_tokens": 400}
    frame = pl.DataFrame([{"period": day, **row} for day in days])
    layers = plot.heatmap(frame).to_dict()["layer"]
    stroke = next(layer["encoding"] for layer in layers if layer["mark"]["type"] == "rule")
    assert (stroke["y"]["bandPosition"], stroke["y2"]["bandPosition"]) == (0.3, 0.04)
