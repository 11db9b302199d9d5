"""Charts: what a frame becomes, and what a saved chart contains."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

import coopsec as cs
from coopsec._period_names import period_name
from coopsec._periods import infer_step
from coopsec.errors import ColumnError
from plot_frames import BUILTIN, SCHEMA, themes_frame

alt = pytest.importorskip("altair")
pytest.importorskip("vl_convert")

from coopsec import plot  # noqa: E402
from coopsec.plot import palette  # noqa: E402
from coopsec.plot import periods as cal  # noqa: E402
from coopsec.plot.words import Words  # noqa: E402

THREE = ["terrorism", "intelligence", "migration"]


def points(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """All points in a chart, from its data sets."""
    return [row for rows in spec["datasets"].values() for row in rows if "middle" in row]


def bars(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """All periods of the strip, each once."""
    return next(list(rows) for rows in spec["datasets"].values() if rows and "documents" in rows[0])


def subtitle(spec: dict[str, Any]) -> str:
    """The text under the title, on one line."""
    return " ".join(spec["title"]["subtitle"])


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The innermost layers, in drawing order."""
    inner = spec.get("layer") or spec.get("vconcat") or spec.get("concat") or []
    return [spec] if not inner else [leaf for each in inner for leaf in layers(each)]


def quarters(*n_docs: int, theme: str = "terrorism", count: int = 2) -> pl.DataFrame:
    """A frame of one theme with the given documents in each quarter of 2015 and after."""
    days = cal.calendar(date(2015, 1, 1), date(2035, 1, 1), "quarter")
    rows = []
    for day, n in zip(days, n_docs, strict=False):
        rate = count / (n * 250) * 1e6 if n else None
        row = {
            "period": day,
            "theme": theme,
            "count": count if n else 0,
            "doc_freq": min(n, count),
            "n_docs": n,
        }
        row |= {"n_tokens": n * 250, "per_million": rate, "partial": False}
        if rate is not None and n > 1:
            row |= {"per_million_low": rate * 0.5, "per_million_high": rate * 1.5}
        rows.append(row)
    return pl.DataFrame(rows, schema=SCHEMA)


# Shape


def test_few_series_are_one_chart_above_a_strip() -> None:
    chart = plot.timeline(themes_frame(THREE, 40, "quarter"))
    spec = chart.to_dict()
    assert isinstance(chart, alt.VConcatChart)
    assert len(spec["vconcat"]) == 2
    assert len(points(spec)) == 3 * 40
    assert len(bars(spec)) == 40


def test_many_series_are_panels_and_say_whose_scale() -> None:
    spec = plot.timeline(themes_frame(BUILTIN, 12, "quarter")).to_dict()
    assert len(spec["concat"]) == len(BUILTIN) + 1
    assert "own vertical scale" in subtitle(spec)
    assert len(points(spec)) == len(BUILTIN) * 12


def test_same_scale_gives_all_panels_one_domain() -> None:
    frame = themes_frame(BUILTIN[:6], 12, "quarter")

    def tops(same_scale: bool) -> set[float]:
        spec = plot.small_multiples(frame, same_scale=same_scale, volume=False).to_dict()
        found = [
            leaf["encoding"]["y"] for leaf in layers(spec) if leaf["encoding"].get("y", {}).get("field") == "value"
        ]
        return {y["scale"]["domain"][1] for y in found if "scale" in y}

    assert len(tops(same_scale=True)) == 1
    assert len(tops(same_scale=False)) > 3


def test_dense_series_become_panels_unless_asked_together() -> None:
    frame = themes_frame(THREE, 200, "month")
    assert "concat" in plot.timeline(frame).to_dict()
    assert "vconcat" in plot.timeline(frame, together=True).to_dict()
    assert "vconcat" in plot.timeline(frame, themes=THREE[:2]).to_dict()


def test_without_strip_it_is_a_layer_chart_that_takes_more_layers() -> None:
    chart = plot.timeline(themes_frame(THREE, 12, "month"), volume=False)
    rule = alt.Chart(alt.InlineData(values=[{"day": "2003-05-16T00:00:00"}])).mark_rule().encode(x="day:T")
    assert isinstance(chart, alt.LayerChart)
    assert (chart + rule).to_dict()["layer"][-1]["mark"]["type"] == "rule"
    assert len((chart | plot.timeline(quarters(9, 9))).to_dict()["hconcat"]) == 2


def test_same_call_gives_the_same_specification() -> None:
    frame = themes_frame(THREE, 12, "month")
    assert plot.timeline(frame).to_json() == plot.timeline(frame).to_json()


def test_a_click_in_the_legend_picks_series() -> None:
    spec = plot.timeline(themes_frame(THREE, 12, "month")).to_dict()
    (choice,) = spec["params"]
    assert (choice["bind"], choice["select"]["fields"]) == ("legend", [choice["name"]])
    dimmed = [leaf for leaf in layers(spec) if "condition" in leaf["encoding"].get("opacity", {})]
    assert {leaf["mark"]["type"] for leaf in dimmed} >= {"line", "point", "area"}
    assert "params" not in plot.timeline(themes_frame(THREE[:1], 12, "month")).to_dict()


# Missing, zero, weak


def test_an_empty_period_is_a_gap_and_not_zero() -> None:
    spec = plot.timeline(quarters(9, 9, 0, 9, 9)).to_dict()
    drawn = points(spec)
    assert [row["period"] for row in drawn] == ["2015-01-01", "2015-04-01", "2015-10-01", "2016-01-01"]
    assert [row["run"] == drawn[0]["run"] for row in drawn] == [True, True, False, False]
    assert [row["band"] == drawn[0]["band"] for row in drawn] == [True, True, False, False]
    assert not any("next_value" in row for row in drawn)
    assert [row["documents"] for row in bars(spec)] == [9, 9, 0, 9, 9]
    assert "no value, not zero" in subtitle(spec)


def test_zero_is_a_point_on_the_baseline() -> None:
    spec = plot.timeline(quarters(9, 9, 9, count=0)).to_dict()
    assert [row["value"] for row in points(spec)] == [0, 0, 0]
    assert "not zero" not in subtitle(spec)


@pytest.mark.parametrize("value", ["count", "doc_freq"])
def test_counts_of_empty_periods_are_missing_too(value: Any) -> None:
    spec = plot.timeline(quarters(9, 0, 9), value=value).to_dict()
    assert [row["period"] for row in points(spec)] == ["2015-01-01", "2015-07-01"]


def test_a_period_that_is_not_in_the_frame_is_a_gap() -> None:
    frame = quarters(9, 9, 9, 9, 9).filter(pl.col("period") != date(2015, 7, 1))
    drawn = points(plot.timeline(frame).to_dict())
    assert drawn[1]["run"] != drawn[2]["run"]


def test_thin_and_partial_periods_are_weak() -> None:
    frame = quarters(9, 9, 4, 9, 5).with_columns(partial=pl.col("period") == date(2015, 1, 1))
    spec = plot.timeline(frame).to_dict()
    drawn = points(spec)
    assert [row["weak"] for row in drawn] == [True, False, True, False, False]
    assert ["run" in row for row in drawn] == [False, True, False, True, True]
    assert ["next_value" in row for row in drawn] == [True, True, True, False, False]
    assert [row["note"] for row in drawn[:3]] == ["partial period", "–", "fewer than 5 documents"]
    assert "fewer than 5 documents" in subtitle(spec)
    by_filter = {leaf["transform"][0]["filter"]: leaf for leaf in layers(spec) if "transform" in leaf}
    solid, hollow = by_filter["!datum.weak"], by_filter["datum.weak && !datum.above"]
    opacity = [leaf["encoding"]["opacity"]["value"] for leaf in (hollow, solid)]
    assert opacity[0] < opacity[1]
    assert solid["mark"]["filled"]
    assert hollow["mark"]["fill"] == "#ffffff"


@pytest.mark.parametrize(("most", "ticks"), [(1, [0, 1]), (2, [0, 1, 2]), (43, [0, 10, 20, 30, 40])])
@pytest.mark.parametrize("value", ["count", "doc_freq"])
def test_axes_of_whole_things_have_whole_ticks(value: Any, most: int, ticks: list[int]) -> None:
    frame = quarters(60, 60, count=most)
    axes = [leaf["encoding"]["y"].get("axis") or {} for leaf in layers(plot.timeline(frame, value=value).to_dict())
            if leaf["encoding"].get("y", {}).get("field") == "value"]  # fmt: skip
    told = [axis["values"] for axis in axes if "values" in axis]
    assert told
    assert all(each == ticks for each in told)


def test_thin_is_for_the_user_to_say() -> None:
    assert not any(row["weak"] for row in points(plot.timeline(quarters(2, 3, 4), thin=2).to_dict()))


def test_a_wild_thin_period_does_not_set_the_scale_and_stays_visible() -> None:
    spec = plot.timeline(quarters(40, 40, 1, 40)).to_dict()
    drawn = points(spec)
    assert [row.get("above", False) for row in drawn] == [False, False, True, False]
    top = next(y["scale"]["domain"][1] for leaf in layers(spec) if "scale" in (y := leaf["encoding"].get("y", {})))
    assert drawn[0]["high"] < top < drawn[2]["value"]
    assert "Open arrow" in subtitle(spec)


def test_limits_that_are_null_leave_the_band_and_not_the_point() -> None:
    frame = quarters(9, 9, 9).with_columns(
        pl.when(pl.col("period") == date(2015, 4, 1))
        .then(None)
        .otherwise(pl.col("per_million_high"))
        .alias("per_million_high")
    )
    drawn = points(plot.timeline(frame).to_dict())
    assert ["high" in row for row in drawn] == [True, False, True]
    assert len({row["run"] for row in drawn}) == 1


@pytest.mark.parametrize(
    ("n", "said"), [(0, None), (1, "1 undated"), (3, "3 undated or too coarse documents not shown")]
)
def test_undated_documents_are_told_and_not_drawn(n: int, said: str | None) -> None:
    spec = plot.timeline(themes_frame(THREE, 8, "year", undated=n)).to_dict()
    assert len(points(spec)) == 3 * 8
    assert said in subtitle(spec) if said else "undated" not in subtitle(spec)


# Heat map


def test_heat_map_has_a_cell_for_each_theme_and_period(tmp_path: Path) -> None:
    frame = themes_frame(BUILTIN, 12, "quarter", empty=0.2, thin=0.2)
    chart = plot.heatmap(frame)
    spec = chart.to_dict()
    cells = points(spec)
    assert len(cells) == len(BUILTIN) * 12
    counts = frame.filter(pl.col("period").is_not_null(), pl.col("n_docs") > 0)["count"]
    assert sorted(int(cell["hits"].replace(",", "")) for cell in cells if cell["hits"]) == sorted(counts)
    assert {cell["shade"] is None for cell in cells if not cell["hits"]} == {True}
    assert "no value, not zero" in subtitle(spec)
    assert plot.save(chart, tmp_path / "heat.svg").stat().st_size > 5000


def test_heat_map_of_relative_rows_reaches_the_darkest_in_each() -> None:
    cells = points(plot.heatmap(themes_frame(THREE, 30, "month"), relative=True).to_dict())
    for series in {cell["series"] for cell in cells}:
        assert max(cell["shade"] for cell in cells if cell["series"] == series) == 1


@pytest.mark.parametrize(("relative", "shades"), [(False, {1, 0.5, 0.25}), (True, {1, 0.5})])
def test_heat_map_of_thin_periods_alone_is_shaded_by_all_of_them(relative: bool, shades: set[float]) -> None:
    frame = pl.concat([quarters(2, 4), quarters(2, 4, theme="cyber", count=1)])
    spec = plot.heatmap(frame, relative=relative).to_dict()
    assert {cell["shade"] for cell in points(spec)} == shades
    assert ("0 to 4,000" in subtitle(spec)) is not relative


def test_heat_map_shades_a_row_with_hits_in_thin_periods_alone_by_them() -> None:
    firm, thin = quarters(10, 2, 4), quarters(10, 2, 4, theme="cyber")
    zero = thin.with_columns(pl.when(pl.col("n_docs") == 10).then(0.0).otherwise("per_million").alias("per_million"))
    cells = points(plot.heatmap(pl.concat([firm, zero]), relative=True).to_dict())
    assert [cell["shade"] for cell in cells if cell["series"] == "Cyber"] == [0, 1, 0.5]


def test_heat_map_has_a_key_of_cells_that_were_not_counted() -> None:
    frame = themes_frame(["terrorism", "cyber"], 6, "year", undated=0)
    lost = (pl.col("theme") == "cyber") & (pl.col("period") == date(2005, 1, 1))
    rates = [each for each in frame.columns if each.startswith(("per_million", "doc_share"))]
    counted = frame.with_columns(
        *(pl.when(lost).then(0).otherwise(pl.col(each)).alias(each) for each in ("count", "doc_freq", "n_docs")),
        *(pl.when(lost).then(None).otherwise(pl.col(each)).alias(each) for each in rates),
    )
    key = "Grey: not counted (no value, not zero)."
    keys = [" ".join(plot.heatmap(each, notes=False).to_dict()["title"]["subtitle"]) for each in (counted, frame)]
    assert [key in each for each in keys] == [True, False]


@pytest.mark.parametrize(
    ("top", "said"),
    [
        (0.0453, "de 0 à 0,045."),
        (7.25, "de 0 à 7,3."),
        (11674.3, "de 0 à 11\u202f674."),
        (0.0, "Aucune valeur ne dépasse zéro."),
    ],
)
def test_heat_map_names_its_darkest_colour_in_digits_that_signify(top: float, said: str) -> None:
    frame = quarters(9, 9).with_columns(per_million=pl.lit(top))
    assert said in subtitle(plot.heatmap(frame, lang="fr").to_dict())


def test_heat_map_leaves_out_numbers_that_do_not_fit() -> None:
    few, many = (plot.heatmap(themes_frame(THREE, n, "month")).to_dict() for n in (10, 200))
    assert [sum(leaf["mark"]["type"] == "text" for leaf in layers(spec)) for spec in (few, many)] == [1, 0]


# Terms, groups, choices


def test_a_term_that_is_not_listed_in_a_period_with_documents_is_zero() -> None:
    day = [date(2015, 1, 1), date(2016, 1, 1), date(2017, 1, 1), date(2017, 1, 1)]
    frame = pl.DataFrame(
        {
            "period": day,
            "term": ["rabat", None, "rabat", "paris"],
            "count": [5, 0, 7, 2],
            "doc_freq": [3, 0, 4, 1],
        }
    ).with_columns(
        per_million=pl.col("count") * 10.0,
        n_docs=pl.Series([9, 0, 8, 8]),
        n_tokens=pl.Series([900, 0, 800, 800]),
    )
    drawn = {(row["series"], row["period"][:4]): row["value"] for row in points(plot.timeline(frame).to_dict())}
    assert drawn == {
        ("rabat", "2015"): 50,
        ("rabat", "2017"): 70,
        ("paris", "2015"): 0,
        ("paris", "2017"): 20,
    }


def test_one_theme_by_source_has_a_line_for_each_source() -> None:
    frame = pl.concat(
        [
            quarters(9, 9).with_columns(source=pl.lit("MAP")),
            quarters(4, 8).with_columns(source=pl.lit("Le360")),
        ]
    )
    spec = plot.timeline(frame).to_dict()
    assert {row["series"] for row in points(spec)} == {"MAP", "Le360"}
    assert [row["documents"] for row in bars(spec)] == [13, 17]
    assert "Terrorism" in spec["title"]["text"]


STANDARD = {
    "themes": lambda corpus, themes: corpus.themes(themes, every="year", standardise="source"),
    "composition": lambda corpus, themes: corpus.composition(themes, every="year").filter(basis="standardised"),
}


@pytest.mark.parametrize("draw", [plot.timeline, plot.small_multiples, plot.heatmap, plot.stream])
@pytest.mark.parametrize("ask", STANDARD.values(), ids=STANDARD)
def test_what_a_standard_covers_divides_no_chart(sample: cs.Corpus, draw: Any, ask: Any) -> None:
    table = ask(sample, {"migration": ["migra*"], "cyber": ["cyber*"]})
    assert table["standard_covered"].n_unique() > 2
    spec = draw(table, notes=False).to_dict()
    names = {row["series"] for rows in spec["datasets"].values() for row in rows if row.get("series")}
    assert names == {"Migration and borders", "Cyber"}


def test_several_themes_by_source_say_how_to_filter() -> None:
    frame = pl.concat(
        [quarters(9, 9, theme=theme).with_columns(source=pl.lit(s)) for theme in THREE for s in ("a", "b")]
    )
    with pytest.raises(ValueError, match=r"frame\.filter\(pl\.col\('source'\) == 'a'\)"):
        plot.timeline(frame)
    assert points(plot.timeline(frame, themes="migration").to_dict())
    assert len(points(plot.timeline(frame.filter(pl.col("source") == "a")).to_dict())) == 6


def test_colour_and_shape_stay_with_the_theme() -> None:
    frame = themes_frame([*THREE, "own theme", "another"], 8, "year")

    def colours(**options: Any) -> dict[str, str]:
        spec = plot.timeline(frame, **options).to_dict()
        scale = next(leaf["encoding"]["color"]["scale"] for leaf in layers(spec) if "color" in leaf["encoding"])
        return dict(zip(scale["domain"], scale["range"], strict=True))

    everything = colours()
    assert len(set(everything.values())) == 5
    assert colours(themes=["own theme", "migration"]) == {
        "own theme": everything["own theme"],
        "Migration and borders": everything["Migration and borders"],
    }
    assert colours(themes=["migration"], colors={"migration": "#123456"}) == {"Migration and borders": "#123456"}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("many", [1, 40])
def test_own_themes_beside_all_built_in_ones_look_like_no_other(many: int, dark: bool) -> None:
    names = [*cs.Lexicon.builtin().themes, *(f"own{place}" for place in range(many))]
    styles = palette.styles(names, dark=dark, colors=None)
    assert len(set(styles.values())) == len(names)
    colors = {styles[name].color for name in names[:-many]}
    assert many > 3 or styles["own0"].color not in colors  # streams and heat maps have no shapes
    assert plot.timeline(themes_frame(names[:25], 3, "year"), dark=dark, max_series=3).to_dict()


def test_themes_of_the_built_in_lexicon_have_its_labels() -> None:
    labels = dict(cs.Lexicon.builtin().to_frame().select("theme", "label").rows())
    assert {theme: palette.known_label(theme, "en") for theme in labels} == labels


@pytest.mark.parametrize("kind", [plot.timeline, plot.small_multiples, plot.heatmap, plot.stream])
def test_a_word_that_is_called_like_a_theme_keeps_its_name_and_its_place(kind: Any) -> None:
    rows = {"text": ["La mer, la mer, la migration."] * 3, "date": ["2015", "2016", "2017"]}
    frame = cs.from_frame(pl.DataFrame(rows)).frequency(every="year", top=3)
    spec = kind(frame, lang="fr").to_dict()
    assert spec["description"].endswith("la, mer, migration.")
    assert "Migration et" not in json.dumps(spec, ensure_ascii=False)


def test_a_calendar_names_a_word_as_it_is() -> None:
    days = cs.from_frame(pl.DataFrame({"text": ["La migration."], "date": ["2015-06-03"]})).frequency(every="day")
    title = plot.calendar(days, themes="migration", every="day").to_dict()["title"]["text"]
    assert title == "migration – occurrences"


def test_a_source_that_is_called_like_a_theme_keeps_its_name() -> None:
    rows = {"text": ["La mer."] * 4, "date": ["2015", "2016"] * 2, "source": ["cyber"] * 2 + ["MAP"] * 2}
    lexicon = cs.Lexicon.builtin().select("maritime", "cyber")
    frame = cs.from_frame(pl.DataFrame(rows)).themes(lexicon, every="year", by="source")
    spec = plot.timeline(frame, themes="maritime").to_dict()
    assert {row["series"] for row in points(spec)} == {"cyber", "MAP"}
    assert spec["title"]["text"].endswith(" – Maritime security")
    one = plot.timeline(frame.filter(pl.col("source") == "cyber"), themes="maritime").to_dict()
    assert one["title"]["text"].endswith(" – cyber")


def test_the_busiest_series_are_kept_and_the_rest_is_told() -> None:
    frame = themes_frame([f"t{place:03}" for place in range(60)], 6, "year")
    totals = frame.group_by("theme").agg(pl.col("count").sum()).sort("count", "theme", descending=[True, False])
    spec = plot.timeline(frame, max_series=4).to_dict()
    assert {row["series"] for row in points(spec)} == set(totals["theme"].head(4))
    assert "4 of 60 series" in subtitle(spec)


# Words


def test_french_words_numbers_and_periods() -> None:
    spec = plot.timeline(themes_frame(THREE, 4, "quarter", mean_docs=4000), lang="fr").to_dict()
    text = json.dumps(spec, ensure_ascii=False)
    assert "T1 2003" in text
    assert "Renseignement" in text
    assert "aucun" not in subtitle(spec)
    assert re.search(r"\d\u202f\d{3},\d \[", text)


@pytest.mark.parametrize(
    ("step", "en", "fr"),
    [
        ("day", "3 Aug 2015", "3 août 2015"),
        ("week", "2015 W32", "S32 2015"),
        ("month", "Aug 2015", "août 2015"),
        ("quarter", "2015 Q3", "T3 2015"),
        ("year", "2015", "2015"),
    ],
)
def test_names_of_periods(step: Any, en: str, fr: str) -> None:
    day = date(2015, 8, 3)
    assert period_name(day, step, "en") == en
    assert period_name(day, step, "fr") == fr


@pytest.mark.parametrize("step", ["day", "week", "month", "quarter", "year", "decade"])
def test_step_is_inferred_from_two_periods_on(step: Any) -> None:
    first = date(2010, 1, 4) if step == "week" else date(2010, 1, 1)
    for many in (2, 3, 40):
        days = [first]
        while len(days) < many:
            days.append(cal.next_start(days[-1], step))
        assert infer_step(days) == step
        assert cal.calendar(days[0], days[-1], step) == days


@pytest.mark.parametrize("draw", [plot.timeline, plot.heatmap, plot.stream, plot.small_multiples])
def test_of_one_period_alone_no_size_is_said_but_the_one_that_is_told(draw: Any) -> None:
    for lang, begun, told in [
        ("en", "One period from 1 Jan 2015 on", "By quarter, 2015 Q1"),
        ("fr", "Une période à partir du 1er janv. 2015", "Par trimestre, T1 2015"),
    ]:
        for every, said in (None, begun), ("quarter", told):
            spec = draw(quarters(9), lang=lang, every=every).to_dict()
            assert f"{said}; 9 documents" in subtitle(spec).replace("\u202f", "")
            assert said[1:] in spec["description"]


def test_one_period_alone_is_named_by_its_day_or_as_told() -> None:
    assert "1 Jan 2015" in subtitle(plot.timeline(quarters(9)).to_dict())
    assert "2015 Q1" in subtitle(plot.timeline(quarters(9), every="1q").to_dict())


@pytest.mark.parametrize("width", [200, 700, 1400])
@pytest.mark.parametrize(("step", "many"), [("day", 3), ("day", 400), ("week", 90), ("month", 200), ("year", 120)])
def test_tick_labels_fit(step: Any, many: int, width: int) -> None:
    days = [date(1990, 1, 1)]
    while len(days) < many:
        days.append(cal.next_start(days[-1], step))
    marks = cal.ticks(days, step, width, Words("fr"))
    assert marks
    assert sum(6 * len(label) for _, label in marks) < width


def test_a_span_of_ten_thousand_years_has_ticks() -> None:
    days = cal.calendar(date(1, 1, 1), date(9990, 1, 1), "decade")
    assert [label for _, label in cal.ticks(days, "decade", 720, Words("en"))][:2] == ["1000s", "2000s"]
    assert len(cal.ticks(days, "decade", 120, Words("en"))) == 1


# Edges


def test_a_frame_without_rows_says_no_data(tmp_path: Path) -> None:
    for frame in (pl.DataFrame(schema=SCHEMA), quarters(9).with_columns(period=pl.lit(None, dtype=pl.Date))):
        chart = plot.timeline(frame, lang="fr")
        assert "Aucune donnée" in str(chart.to_dict())
        assert plot.save(chart, tmp_path / "none.svg").stat().st_size > 500


def test_thousands_of_points_need_no_setting() -> None:
    frame = themes_frame([f"t{place:02}" for place in range(20)], 1000, "week", mean_docs=6)
    before = alt.data_transformers.active, alt.data_transformers.options
    spec = plot.timeline(frame, together=True, max_series=20).to_dict()
    assert len(points(spec)) == 20_000
    assert (alt.data_transformers.active, alt.data_transformers.options) == before


@pytest.mark.parametrize("column", ["period", "theme", "count", "n_docs", "per_million"])
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(ColumnError, match=repr(column)):
        plot.timeline(quarters(9, 9).drop(column))


def test_a_period_of_another_type_is_named() -> None:
    with pytest.raises(ColumnError, match=r"String, expected Date .*try_parse_dates=True.*to_date"):
        plot.timeline(quarters(9, 9).with_columns(pl.col("period").cast(pl.String)))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"value": "rate"}, "per_million, doc_share"),
        ({"themes": ["tourism"]}, "no theme 'tourism'"),
        ({"lang": "de"}, "'en' or 'fr'"),
        ({"every": "fortnight"}, "day, week, month"),
        ({"every": "year"}, "2015-04-01 does not begin a period of year"),
    ],
)
def test_wrong_choices_name_the_right_ones(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plot.timeline(quarters(9, 9), **options)


def test_lazy_and_arrow_frames_are_taken_and_others_refused() -> None:
    assert points(plot.timeline(quarters(9, 9).lazy()).to_dict())
    with pytest.raises(TypeError, match=r"^frame: .* found list"):
        plot.timeline([1, 2])


# Saving


class Tags(HTMLParser):
    """Tags of a page as a browser sees them: nothing inside a script is a tag."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("ending", "start"),
    [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>")],
)
def test_save_writes_each_kind(tmp_path: Path, ending: str, start: bytes) -> None:
    target = tmp_path / f"chart.{ending.upper() if ending == 'png' else ending}"
    target.write_text("old")
    assert plot.save(plot.timeline(quarters(9, 0, 9, 2)), target) == target
    assert target.read_bytes().startswith(start)
    assert [each.name for each in tmp_path.iterdir()] == [target.name]


def test_saved_page_loads_nothing(tmp_path: Path) -> None:
    frame = themes_frame(["terrorism", "</script><script src='https://example.org/x.js'>"], 6, "year")
    page = plot.save(plot.timeline(frame, title="<b>A & B</b>"), tmp_path / "chart.html").read_text(encoding="utf-8")
    assert "<title>&lt;b&gt;A &amp; B&lt;/b&gt;</title>" in page
    tags = Tags()
    tags.feed(page)
    assert [tag for tag, _ in tags.seen].count("script") == 2
    links = [found[key] or "" for _, found in tags.seen for key in ("src", "href", "srcset", "data") if key in found]
    assert [link.partition(",")[0] for link in links] == ["data:image/png;base64"]
    assert not re.search(r"@import|url\(\s*['\"]?https?:|\bimport\s*\(?\s*['\"]https?:|\bfrom\s*['\"]https?:", page)
    assert "</script><script" not in page


def test_unknown_endings_are_refused_before_drawing(tmp_path: Path) -> None:
    for wrong in ("chart.jpeg", "chart"):
        with pytest.raises(ValueError, match=r"\.html, \.svg, \.png, \.pdf"):
            plot.save(object(), tmp_path / wrong)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told_before_drawing(tmp_path: Path) -> None:
    for target, said in (
        (tmp_path / "no" / "x.png", "folder .*no does not exist: create it first"),
        (tmp_path, "a chart is"),
    ):
        with pytest.raises((OSError, ValueError), match=said) as caught:
            plot.save(None, target)
        assert str(target) in str(caught.value)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "chart.svg"
    target.write_text("old")
    with pytest.raises(TypeError, match="chart is"):
        plot.save(object(), target)
    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        plot.save(alt.Chart("a chart without marks"), target)
    assert target.read_text() == "old"
    with pytest.raises(FileNotFoundError):
        plot.save(plot.timeline(quarters(9, 9)), tmp_path / "nowhere" / "chart.svg")
    assert [each.name for each in tmp_path.iterdir()] == ["chart.svg"]


def test_png_grows_with_scale_and_ppi(tmp_path: Path) -> None:
    chart = plot.timeline(quarters(9, 9, 9), width=200, height=100)

    def wide(**options: float) -> int:
        return int.from_bytes(plot.save(chart, tmp_path / "c.png", **options).read_bytes()[16:20], "big")

    small = wide(scale=1)
    assert abs(wide(scale=3) - 3 * small) <= 3
    assert wide(scale=1, ppi=144) >= 2 * small - 2


def test_a_background_is_put_behind(tmp_path: Path) -> None:
    chart = plot.timeline(quarters(9, 9), dark=True)
    assert 'fill="#1a1a1a"' in plot.save(chart, tmp_path / "c.svg").read_text()
    assert 'fill="#1a1a1a"' not in plot.save(chart, tmp_path / "c.svg", background="transparent").read_text()[:300]


@pytest.mark.skipif(os.name == "nt", reason="no TZ variable")
def test_pictures_are_the_same_in_all_time_zones(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from coopsec import plot; from plot_frames import themes_frame\n"
        "plot.save(plot.timeline(themes_frame(['cyber'], 9, 'month')), sys.argv[1])"
    )
    labels, places = [], []
    for zone in ("UTC", "America/Los_Angeles", "Pacific/Auckland"):
        target = tmp_path / "zone.svg"
        command = [sys.executable, "-c", code, str(target), *sys.path]
        subprocess.run(command, check=True, env=os.environ | {"TZ": zone})
        picture = target.read_text()
        labels.append(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
        places.append([float(found) for found in re.findall(r"translate\(([\d.]+),", picture)])
    assert labels[0] == labels[1] == labels[2]
    assert "Sep 2003" in labels[0]
    # A day of 23 or 25 hours shifts what follows by a tenth of a pixel, and ticks are on whole pixels.
    for other in places[1:]:
        assert max(abs(a - b) for a, b in zip(places[0], other, strict=True)) <= 1


# The extra


def test_without_altair_the_message_names_the_extra() -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; sys.modules['altair'] = None\n"
        "from coopsec import plot\nimport polars as pl, datetime\n"
        "from plot_frames import themes_frame\n"
        "try: plot.timeline(themes_frame(['cyber'], 4, 'year'))\n"
        "except ImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *sys.path], capture_output=True, text=True, check=True)
    assert "pip install altair vl-convert-python" in done.stdout


def test_importing_plot_does_not_import_altair() -> None:
    code = "import sys; sys.path[:0] = sys.argv[1:]; import coopsec.plot; print('altair' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *sys.path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_both_languages_say_the_same_things() -> None:
    table = tomllib.loads((Path(plot.__file__).parent / "words.toml").read_text(encoding="utf-8"))
    assert table["en"].keys() == table["fr"].keys()
    for key, phrase in table["en"].items():
        if key not in ("month", "months"):
            assert sorted(re.findall(r"{(\w+)", str(phrase))) == sorted(re.findall(r"{(\w+)", str(table["fr"][key])))


def test_a_saved_page_says_its_language_and_shows_a_picture_without_scripts(tmp_path: Path) -> None:
    frame = themes_frame(["terrorism", "migration"], 6, "year")
    french, english = plot.timeline(frame, lang="fr"), plot.heatmap(frame)
    page = plot.save(french, tmp_path / "chart.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "<title>Occurrences par million de mots</title>" in page
    (picture,) = re.findall(r'<img alt="([^"]*)" width="\d+" src="data:image/png;base64,([^"]+)">', page)
    assert picture[0] == french.to_dict()["description"].replace("'", "&#x27;")
    assert base64.b64decode(picture[1]).startswith(b"\x89PNG")
    both = plot.save(french | english, tmp_path / "both.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in both
    assert "<title>Occurrences par million de mots | Occurrences per million words (colour)" in both
    own = alt.Chart(pl.DataFrame({"a": [1]})).mark_point().encode(x="a:Q")
    assert "<html>" in plot.save(own, tmp_path / "own.html").read_text(encoding="utf-8")


def test_a_saved_drawing_has_one_title_and_description(tmp_path: Path) -> None:
    chart = plot.timeline(themes_frame(["a\x00 & <b>", "migration"], 6, "year"), lang="fr")
    root = ElementTree.parse(plot.save(chart, tmp_path / "chart.svg")).getroot()
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "fr"
    said = [(each.tag.rpartition("}")[2], each.text) for each in root[:2]]
    assert said == [("title", "Occurrences par million de mots"), ("desc", chart.to_dict()["description"])]
    assert not [each for each in root.iter("{http://www.w3.org/2000/svg}path") if "aria-label" in each.attrib]
    many = alt.Chart(pl.DataFrame({"a": range(6000)})).mark_point().encode(x="a:Q")
    assert plot.save(many, tmp_path / "many.svg").stat().st_size
