"""Cells of calendars and heat maps: their names, what signs in them mean, and whether the signs are legible."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from plot_frames import themes_frame

pytest.importorskip("altair")

from coopsec import plot
from coopsec.plot import palette

DAYS = themes_frame(["cyber"], 30, "day", undated=0)
NOTES = pl.DataFrame(
    {"theme": ["cyber", "cyber"], "period": [date(2003, 1, 2), date(2003, 1, 3)], "message": ["of one source"] * 2}
)


def subtitle(chart: Any) -> str:
    """The text under the title, on one line."""
    return " ".join(chart.to_dict()["title"]["subtitle"])


def cells(chart: Any, key: str) -> list[dict[str, Any]]:
    """Rows that are drawn as cells."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows if key in row]


def layers(part: Any) -> list[dict[str, Any]]:
    """All layers below a part of a chart."""
    return [part] + [each for key in ("concat", "layer") for below in part.get(key, ()) for each in layers(below)]


def contrast(first: str, second: str) -> float:
    """WCAG contrast of two colours."""

    def light(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((light(first), light(second)))
    return (lighter + 0.05) / (darker + 0.05)


def shade_of(ramp: list[str], shade: float) -> str:
    """Colour of a shade, as Vega interpolates it."""
    place = min(int(shade * 4), 3)
    part = shade * 4 - place
    pairs = [(int(ramp[place][at : at + 2], 16), int(ramp[place + 1][at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + part * (high - low)):02x}" for low, high in pairs)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("draw", [plot.calendar, plot.heatmap])
def test_a_sign_in_a_cell_can_be_read(draw: Any, dark: Any) -> None:
    spec = draw(DAYS, notes=NOTES, dark=dark).to_dict()
    signs = [each for each in layers(spec) if isinstance(each.get("mark"), dict) and each["mark"].get("text") == "!"]
    assert signs
    ink = signs[0]["encoding"]["color"]
    limits = [(float(each["test"].split()[2]), each["value"]) for each in ink["condition"]]
    assert [limit for limit, _ in limits] == sorted((limit for limit, _ in limits), reverse=True)
    for shade in (place / 100 for place in range(101)):
        used = next((value for limit, value in limits if shade > limit), ink["value"])
        assert contrast(used, shade_of(palette.ramp(dark=dark), shade)) >= 4.5, shade


def test_a_calendar_says_what_its_signs_are() -> None:
    assert "Signs (!): 2 values with a warning." in subtitle(plot.calendar(DAYS, notes=NOTES))
    assert "(!)" not in subtitle(plot.calendar(DAYS, notes=False))
    named = plot.calendar(DAYS, themes="cyber", notes=NOTES)
    assert cells(named, "weekday") == cells(plot.calendar(DAYS, notes=NOTES), "weekday")


def test_a_calendar_names_the_group_that_a_table_was_filtered_to() -> None:
    one = DAYS.with_columns(source=pl.lit("MAP"))
    assert plot.calendar(one).to_dict()["title"]["text"] == "Cyber – occurrences – MAP"
    assert plot.calendar(one, lang="fr").to_dict()["title"]["text"] == "Cyber – occurrences – MAP"


def test_a_calendar_says_how_its_table_was_counted() -> None:
    days = ["2018-03-01", "2018-03-02", "2018-03-02"]
    corpus = cs.from_frame(pl.DataFrame({"text": ["La paix revient dans la vallée."] * 3, "date": days}))
    table = corpus.themes({"peace": ["paix"]}, every="day", dedupe="story")
    assert "Only the first document of each story is counted." in subtitle(plot.calendar(table))


def test_documents_with_a_column_called_theme_have_a_calendar() -> None:
    rows = pl.DataFrame({"text": ["La paix."] * 2, "date": ["2018-03-01", "2018-03-03"], "theme": ["a", "b"]})
    documents = cs.from_frame(rows).documents
    assert "theme" in documents.columns
    plain = plot.calendar(documents.drop("theme"))
    assert plot.calendar(documents).to_dict() == plain.to_dict()
    dated = documents.with_columns(period=pl.col("date"), n_docs=1)
    assert plot.calendar(dated).to_dict() == plain.to_dict()


@pytest.mark.parametrize("dark", [False, True])
def test_no_number_of_pairs_is_lighter_than_zero(dark: Any) -> None:
    pairs = pl.DataFrame(
        {"left": "ES", "right": ["FR", "IT", "MA", "PT"], "theme": "cyber", "count": [0, 1, 4, 5], "doc_freq": 1}
    )
    drawn = cells(plot.heatmap(pairs, thin=5, dark=dark), "pair")
    assert [row["hits"] for row in drawn] == ["5", "4", "1"]  # pairs without an occurrence have no row
    two = pl.concat([pairs, pairs.with_columns(theme=pl.lit("migration"), count=pl.lit(1, pl.Int64))])
    strength = {}
    for row in cells(plot.heatmap(two, thin=5, dark=dark), "pair"):
        strength[int(row["hits"])] = row["shade"] * (palette.FAINT if row["weak"] else 1), row["weak"]
    ordered = [strength[hits] for hits in sorted(strength)]
    assert [weak for _, weak in ordered] == [True, True, True, False]
    assert all(first[0] < second[0] for first, second in pairwise(ordered))
    assert not any(row["weak"] for row in cells(plot.heatmap(two, thin=1), "pair"))
