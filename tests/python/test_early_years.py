"""Documents of the years 1 to 99: the first decade begins with year 1, and no year is read as 19xx."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec import plot
from coopsec._periods import infer_step
from coopsec._series._calendar import Calendar

DECADES = [date(1, 1, 1), date(10, 1, 1), date(20, 1, 1), date(30, 1, 1)]
PEACE = {"peace": ["paix"]}


@pytest.fixture(scope="module")
def early() -> cs.Corpus:
    days = [date(3, 5, 1), date(7, 6, 1), date(15, 5, 1), date(35, 2, 1)] * 6
    return cs.from_frame(pl.DataFrame({"text": ["La paix."] * len(days), "date": days}))


CHARTS: dict[str, Callable[[cs.Corpus], Any]] = {
    "remembered": lambda c: plot.timeline(c.themes(PEACE, every="decade")),
    "inferred": lambda c: plot.timeline(c.themes(PEACE, every="decade").clone()),
    "by year": lambda c: plot.timeline(c.themes(PEACE, every="year")),
    "heat map": lambda c: plot.heatmap(c.themes(PEACE, every="decade")),
    "coverage": lambda c: plot.coverage(c.documents, every="decade"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_charts_of_early_years_keep_to_their_frame(name: str, early: cs.Corpus) -> None:
    convert = pytest.importorskip("vl_convert")
    svg = convert.vegalite_to_svg(CHARTS[name](early).to_dict())
    width = re.search(r'width="([\d.]+)"', svg)
    assert width is not None
    assert float(width[1]) < 900
    if name != "by year":
        assert all(f">{label}<" in svg for label in ("1s", "10s", "20s", "30s"))


def test_a_report_by_decade_of_early_years_is_written(early: cs.Corpus, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    assert cs.report(early, PEACE, tmp_path / "early.html", every="decade").stat().st_size > 0


def test_the_first_decade_has_a_place_and_a_day() -> None:
    assert infer_step(DECADES) == "decade"
    calendar = Calendar(DECADES[0], "decade")
    places = pl.DataFrame({"period": DECADES}).select(calendar.place(pl.col("period"))).to_series().to_list()
    assert [calendar.day(place) for place in places] == DECADES
