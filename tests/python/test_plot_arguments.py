"""Arguments of charts: mistakes are named before anything is drawn."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import ColumnError, CoopsecWarning
from plot_frames import DAYS, HITS, PAIRS, PAPERS, TABLE, TERMS

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

from coopsec import plot

CHARTS: dict[str, Any] = {
    "timeline": lambda **more: plot.timeline(TABLE, **more),
    "small_multiples": lambda **more: plot.small_multiples(TABLE, **more),
    "heatmap": lambda **more: plot.heatmap(TABLE, **more),
    "dyads": lambda **more: plot.heatmap(PAIRS, **more),
    "stream": lambda **more: plot.stream(TABLE, **more),
    "calendar": lambda **more: plot.calendar(DAYS, **more),
    "keyness": lambda **more: plot.keyness(TERMS, **more),
    "dispersion": lambda **more: plot.dispersion(HITS, PAPERS, **more),
    "network": lambda **more: plot.network(PAIRS, theme="migration", **more),
    "coverage": lambda **more: plot.coverage(PAPERS, **more),
}
PIXELS = [
    (0, "is 0: give 1 pixel or more"),
    (-1, "is -1: give 1 pixel or more"),
    (math.nan, "is nan: give a finite number"),
    ("a", "is 'a': give a number"),
    (None, "is None: give a number"),
]
NOT_WHOLE = [(math.nan, "give a whole number"), ("a", "give a whole number")]
FROM_0 = [*NOT_WHOLE, (-1, "is -1: give 0 or more")]
FROM_1 = [*NOT_WHOLE, (-1, "is -1: give 1 or more"), (0, "is 0: give 1 or more")]
SWITCH = [("x", "is 'x': give True or False")]
TEXT = [(3, "is 3: give a string")]
BY_NAME = [(3, "is 3: give a dictionary"), ({"migration": 3}, "give a dictionary of texts")]
WRONG: dict[str, list[tuple[Any, str]]] = {
    **dict.fromkeys(("width", "height", "row_height", "panel_height", "cell"), PIXELS),
    **dict.fromkeys(("thin", "min_count", "sources"), FROM_0),
    **dict.fromkeys(("top", "max_series", "columns"), FROM_1),
    **dict.fromkeys(("dark", "intervals", "volume", "together", "same_scale", "relative"), SWITCH),
    **dict.fromkeys(("title", "lang", "theme", "target", "reference"), TEXT),
    **dict.fromkeys(("labels", "colors"), BY_NAME),
    "themes": [([], "is empty"), (3, "is 3: give a name"), ([3], "holds 3: give a name")],
    "every": [("", "day, week, month"), (3, "day, week, month")],
    "value": [("rate", "expected one of per_million, doc_share")],
    "events": [(3, "expected a table with columns date")],
    "notes": [(True, "is True: give a table")],
}
TAKEN = {
    "timeline": "value themes labels colors lang title width height every intervals volume together thin max_series "
    "dark events notes",
    "small_multiples": "value themes labels colors lang title width columns panel_height same_scale every intervals "
    "volume thin max_series dark events notes",
    "heatmap": "value themes labels lang title width row_height relative every thin max_series dark notes",
    "dyads": "value themes labels lang title width row_height relative thin max_series dark notes",
    "stream": "value themes labels colors lang title width height every volume thin max_series dark events notes",
    "calendar": "value labels lang title cell columns thin dark notes",
    "keyness": "top target reference lang title width row_height intervals dark notes",
    "dispersion": "themes labels colors lang title width panel_height every max_series dark notes",
    "network": "top min_count labels lang title width height dark notes",
    "coverage": "every sources lang title width height dark notes",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in TAKEN.items() for name in names.split()])
def test_wrong_arguments_are_named(kind: str, name: str) -> None:
    for value, said in WRONG[name]:
        if value is None and name == "panel_height" and kind == "small_multiples":
            continue  # the height is chosen
        with pytest.raises((ValueError, TypeError), match=f"^{name}.*{said}"):
            CHARTS[kind](**{name: value})


def test_wrong_arguments_are_named_where_the_table_needs_none() -> None:
    with pytest.raises(ValueError, match="value='rate': expected one of"):
        plot.calendar(PAPERS, value="rate")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="themes is"):
        plot.calendar(DAYS, themes=["terrorism"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="theme is 3"):
        plot.network(PAIRS, theme=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"scale": -1}, "scale is -1: give a number above 0"),
        ({"scale": math.nan}, "scale is nan"),
        ({"scale": "a"}, "scale is 'a'"),
        ({"ppi": -1}, "ppi is -1: give a number above 0"),
        ({"ppi": math.nan}, "ppi is nan"),
        ({"background": 3}, "background is 3"),
    ],
)
def test_wrong_arguments_of_save_are_named(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises((ValueError, TypeError), match=said):
        plot.save(plot.keyness(TERMS), tmp_path / "x.png", **options)
    with pytest.raises(TypeError, match="chart is 3: give a chart"):
        plot.save(3, tmp_path / "x.png")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", [kind for kind, names in TAKEN.items() if "labels" in names])
def test_labels_for_nothing_are_told(kind: str) -> None:
    with pytest.warns(
        CoopsecWarning, match=r"labels: the table has no 'migrations'; did you mean 'migration'\?|no 'migr"
    ):
        CHARTS[kind](labels={"migrations": "Migration"})


@pytest.mark.parametrize("kind", [kind for kind, names in TAKEN.items() if "colors" in names])
def test_colours_for_nothing_are_told(kind: str) -> None:
    with pytest.warns(CoopsecWarning, match="colors: the table has no 'migrations'"):
        CHARTS[kind](colors={"migrations": "#000000", "migration": "#ffffff"})


def test_labels_of_what_is_there_and_not_drawn_are_no_slip() -> None:
    given = {"migration": "M", "terrorism": "T"}
    plot.timeline(TABLE, themes="terrorism", labels=given, colors={"migration": "#000000"})
    plot.timeline(TABLE.with_columns(source=pl.lit("MAP")), labels={"MAP": "Agence"})
    plot.timeline(frame=TABLE.lazy(), labels=given)
    plot.timeline(TABLE.head(0), labels=given)


def test_too_much_that_is_asked_of_pairs_is_told() -> None:
    def said(lang: Any = "en", **more: Any) -> str:
        return " ".join(plot.network(PAIRS, theme="migration", lang=lang, **more).to_dict()["title"]["subtitle"])

    assert said(min_count=1000) == "No pair occurs 1,000 times or more."
    assert said("fr", min_count=1000) == "Aucune paire n’est attestée au moins 1\u202f000 fois."
    assert "at most" in said(min_count=0)


@pytest.mark.parametrize(("frame", "hits"), [(TABLE, "occurrences"), (PAIRS, "co-occurrences")])
def test_a_heat_map_says_once_what_colours_and_numbers_are(frame: pl.DataFrame, hits: str) -> None:
    for relative in (False, True):
        spec = plot.heatmap(frame, value="count", relative=relative, notes=False).to_dict()
        said = " ".join(spec["title"]["subtitle"])
        assert f"Colour and numbers: {hits}," in said
        assert said.count("occurrences,") == 1
        assert "Numbers:" not in said


def test_a_report_has_labels_for_what_it_draws_alone(sample: cs.Corpus, tmp_path: Path) -> None:
    themes = {"migration": ["migra*"]}
    text = cs.report(sample, themes, tmp_path / "r.html", every="year").read_text(encoding="utf-8")
    assert "the table has no" not in text


def test_events_whose_days_are_text_are_told_the_way_to_days():
    events = pl.DataFrame({"date": ["2015-11-13"], "label": ["attack"]})
    table = cs.from_frame(pl.DataFrame({"text": ["un"], "date": ["2015"]})).themes({"a": ["un"]}, every="year")
    with pytest.raises(ColumnError, match=r"^events: column 'date' is String.*try_parse_dates.*to_datetime"):
        cs.plot.timeline(table, events=events)
