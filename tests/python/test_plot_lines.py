"""Names and notes of several lines, including right-to-left scripts."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from plot_frames import themes_frame

pytest.importorskip("altair")

from coopsec import plot
from coopsec.plot.lines import broken, isolated

ARABIC = "التعاون الأمني بين المغرب وإسبانيا في مجال مكافحة الإرهاب والهجرة"
LEFT, RIGHT, END = "\u2066", "\u2067", "\u2069"


def test_lines_of_latin_script_are_left_as_they_are() -> None:
    assert broken("un deux trois", 7) == ["un deux", "trois"]
    assert broken("", 7) == [""]
    assert broken(" ", 7) == [""]


def test_a_single_line_needs_no_marks() -> None:
    assert broken("التعاون", 20) == ["التعاون"]


@pytest.mark.parametrize(("text", "mark"), [(ARABIC, RIGHT), (f"Warning: {ARABIC}", LEFT), (f"12 {ARABIC}", RIGHT)])
def test_each_line_of_arabic_is_ordered_by_itself(text: str, mark: str) -> None:
    lines = broken(text, 20)
    assert len(lines) > 1
    assert all(line.startswith(mark) and line.endswith(END) for line in lines)
    assert " ".join(line[1:-1] for line in lines) == text
    assert isolated([line[1:-1] for line in lines]) == lines


def test_titles_of_panels_notes_and_points_are_so_ordered() -> None:
    frame = themes_frame(["cyber"], 4, "year")
    panels = plot.small_multiples(frame, labels={"cyber": ARABIC}, width=200).to_dict()["concat"]
    titled = panels[0]["title"]["text"]
    assert len(titled) > 1
    assert all(line.startswith(RIGHT) for line in titled)
    notes = pl.DataFrame(
        {"theme": ["cyber"], "period": [None], "message": [ARABIC]}, schema_overrides={"period": pl.Date}
    )
    told: Any = plot.timeline(frame, notes=notes).to_dict()["title"]["subtitle"]
    assert len(told) > 1
    assert all(line.startswith(LEFT) and line.endswith(END) for line in told)
    pairs = pl.DataFrame({"left": [ARABIC], "right": ["b"], "count": [3]})
    rows = plot.network(pairs).to_dict()["datasets"].values()
    named = [row["name"] for each in rows for row in each if "name" in row]
    lines = max(named, key=len)
    assert len(lines) > 1
    assert all(line.startswith(RIGHT) for line in lines)


def test_a_network_of_long_names_shows_fewer_of_them() -> None:
    long = "un thème très long qui porte sur la coopération policière entre les deux rives "
    names = [f"{long}{number:03}" for number in range(40)]
    frame = pl.DataFrame({"left": names[:-1], "right": names[1:], "count": range(40, 1, -1)})
    said = " ".join(plot.network(frame).to_dict()["title"]["subtitle"])
    assert "Names: the 20 largest of 40 points." in said
    short = frame.with_columns(pl.col("left", "right").str.slice(-3))
    assert "Names" not in " ".join(plot.network(short).to_dict()["title"]["subtitle"])
