"""Charts beyond lines: streams, keyness, dispersion, networks, coverage, calendars, dyads, events, warnings."""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec._period_names import period_name
from coopsec.errors import ColumnError, PeriodError
from plot_frames import BUILTIN, themes_frame

alt = pytest.importorskip("altair")
pytest.importorskip("vl_convert")

import importlib  # noqa: E402

from coopsec import plot  # noqa: E402
from coopsec.plot import heading, layout, palette  # noqa: E402

keyness_module = importlib.import_module("coopsec.plot.keyness")  # the package exports the function of that name

THREE = ["terrorism", "intelligence", "migration"]
EVENTS = pl.DataFrame({"date": [date(2004, 3, 11), date(1999, 1, 1)], "label": ["Madrid", "before"]})
NOTES = pl.DataFrame(
    {
        "kind": ["one_source", "ubiquitous", "one_story"],
        "theme": ["terrorism", None, "maritime"],
        "period": [date(2004, 1, 1), None, date(2004, 1, 1)],
        "share": [0.9, 0.95, 0.8],
        "message": ["one source has all of it", "found by this theme.", "not drawn"],
    }
)


def rows_with(spec: dict[str, Any], *keys: str) -> list[dict[str, Any]]:
    """Rows of the first data set that has these columns."""
    return next(list(rows) for rows in spec["datasets"].values() if rows and set(keys) <= set(rows[0]))


def subtitle(spec: dict[str, Any]) -> str:
    return " ".join(spec["title"]["subtitle"])


def documents(*days: tuple[str, str | None, str | None], source: str | None = "MAP") -> pl.DataFrame:
    """A frame like `corpus.documents`, from name, first and last day."""
    return pl.DataFrame(
        [
            {
                "doc_id": name,
                "date_start": None if start is None else date.fromisoformat(start),
                "date_end": None if end is None else date.fromisoformat(end),
                "date_precision": "none" if start is None else "day" if start == end else "month",
                "source": source,
                "n_chars": 100,
                "n_tokens": 20,
            }
            for name, start, end in days
        ],
        schema={
            "doc_id": pl.String, "date_start": pl.Date, "date_end": pl.Date, "date_precision": pl.String,
            "source": pl.String, "n_chars": pl.Int64, "n_tokens": pl.Int64,
        },
    )  # fmt: skip


PAPERS = documents(
    ("a", "2015-01-05", "2015-01-05"),
    ("b", "2015-01-05", "2015-01-05"),
    ("c", "2015-02-01", "2015-02-28"),
    ("d", "2015-04-09", "2015-04-09"),
    ("e", None, None),
)


def pairs(**more: Any) -> pl.DataFrame:
    rng = random.Random(3)
    rows = [
        {"left": left, "right": right, "count": rng.randint(0, 9), "npmi": round(rng.uniform(-0.4, 0.6), 2)} | more
        for left, right in itertools.combinations(["DE", "ES", "FR", "MA", "US"], 2)
    ]
    return pl.DataFrame(rows)


def keyness_frame(n: int = 40) -> pl.DataFrame:
    rows = []
    for place in range(n):
        ratio = 4 * (1 - 2 * place / (n - 1)) + 0.01
        spread = 0.5 + place % 5
        rows.append(
            {"term": f"w{place:02}", "count_target": 40 - place, "count_reference": place, "log_ratio": ratio}
            | {"log_ratio_low": ratio - spread, "log_ratio_high": ratio + spread}
        )
    return pl.DataFrame(rows)


# Stream


def test_a_stream_is_as_thick_as_its_values_and_stacks_no_child_upon_its_parent() -> None:
    frame = themes_frame(["terrorism", "terrorism.financing", "cyber"], 8, "year")
    corners = rows_with(plot.stream(frame).to_dict(), "lower", "upper")
    areas = [row for row in corners if row["moment"][5:7] == "07"]  # the middles: edges may be interpolated
    assert {row["series"] for row in areas} == {"Terrorism", "Cyber"}
    rates = {
        (row["theme"], row["period"].year): row["per_million"]
        for row in frame.filter(pl.col("period").is_not_null()).iter_rows(named=True)
    }
    for row in areas:
        theme = row["series"].lower()
        assert math.isclose(row["upper"] - row["lower"], rates[theme, int(row["at"])], abs_tol=0.01)
    for moment in {row["moment"] for row in areas}:
        here = sorted((row["lower"], row["upper"]) for row in areas if row["moment"] == moment)
        assert math.isclose(here[0][0], -here[-1][1], abs_tol=0.01)
        assert math.isclose(here[0][1], here[1][0], abs_tol=0.01)


def test_a_stream_breaks_where_there_are_no_documents() -> None:
    frame = themes_frame(["cyber"], 12, "month", empty=0.3, seed=2)
    empty = frame.filter(pl.col("period").is_not_null(), pl.col("n_docs") == 0).height
    assert empty
    spec = plot.stream(frame).to_dict()
    assert len({row["at"] for row in rows_with(spec, "lower")}) == 12 - empty
    assert len({row["area"] for row in rows_with(spec, "lower")}) > 1
    assert "not zero" in subtitle(spec)


@pytest.mark.parametrize(
    ("factor", "value", "said"),
    [
        (1e-4, "per_million", "bar at the left: 0.2 per million words"),
        (1, "per_million", "bar at the left: 2,000 per million words"),
        (1, "count", "bar at the left: 20 occurrences"),
        (0, "per_million", "No value is above zero: the stream has no thickness."),
    ],
)
def test_the_bar_of_a_stream_is_within_it(factor: float, value: Any, said: str) -> None:
    frame = themes_frame(BUILTIN, 10, "year").with_columns(pl.col("per_million") * factor)
    spec = plot.stream(frame, value=value, volume=False).to_dict()
    assert said in subtitle(spec)
    (high,) = [
        layer["encoding"]["y2"]["value"] for layer in spec["layer"] if layer["encoding"].get("x") == {"value": -8}
    ] or [320]
    assert (high == 320) == (factor == 0)
    assert 160 < high <= 320


def test_names_that_a_cut_would_make_equal_keep_both_ends() -> None:
    names = ["Cyber", *(f"{'Coopération policière et judiciaire ' * 2}{place}" for place in range(12))]
    assert heading.told_apart(["Cyber", "Coopération policière et judiciaire " * 2], 240) == {"labelLimit": 240}
    short = json.loads(heading.told_apart(names, 240)["labelExpr"].removesuffix(")[datum.label]")[1:])
    assert len(set(short.values())) == len(names)
    assert max(map(len, short.values())) <= 240 / 6.4
    assert short["Cyber"] == "Cyber"
    alike = [f"{'a' * 40}{place}{'b' * 40}" for place in range(3)]
    assert heading.told_apart(alike, 240) == {"labelLimit": 0}
    labels = dict(zip(BUILTIN[:10], names, strict=False))
    for draw in (plot.heatmap, plot.stream):
        assert "…" in json.dumps(
            draw(themes_frame(BUILTIN[:10], 4, "year"), labels=labels).to_dict(), ensure_ascii=False
        )


def legend_of(spec: Any) -> dict[str, Any] | None:
    """The first legend in a specification."""
    if isinstance(spec, dict) and isinstance(spec.get("legend"), dict):
        return dict(spec["legend"])
    parts = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    return next(filter(None, map(legend_of, parts)), None)


AGENCIES = [f"Agence marocaine de presse, service international de {each}" for each in ("Rabat", "Madrid")]
PAPERS_OF_AGENCIES = pl.concat([PAPERS.with_columns(source=pl.lit(name)) for name in AGENCIES])


@pytest.mark.parametrize(
    "draw",
    [
        lambda width: plot.coverage(PAPERS_OF_AGENCIES, width=width),
        lambda width: plot.timeline(themes_frame(AGENCIES, 4, "year"), width=width),
        lambda width: plot.stream(themes_frame(AGENCIES, 4, "year"), width=width),
    ],
    ids=["coverage", "timeline", "stream"],
)
def test_names_in_a_legend_above_are_whole_or_can_be_told_apart(draw: Any) -> None:
    wide, narrow = legend_of(draw(540).to_dict()), legend_of(draw(240).to_dict())
    assert wide is not None
    assert wide["labelLimit"] >= 6 * max(map(len, AGENCIES))
    assert narrow is not None
    shown = json.loads(narrow["labelExpr"].removesuffix(")[datum.label]")[1:])
    assert len({shown[name] for name in AGENCIES}) == 2
    assert max(map(len, shown.values())) <= 200 / 6.4


def test_titles_of_panels_are_no_wider_than_their_panels() -> None:
    labels = {each: f"Coopération policière et judiciaire {each}" for each in THREE}
    spec = plot.small_multiples(themes_frame(THREE, 4, "year"), labels=labels, columns=3).to_dict()
    titles = [panel["title"]["text"] for panel in spec["concat"] if isinstance(panel["title"]["text"], list)]
    assert len(titles) == 3
    assert max(len(line) for lines in titles for line in lines) * 7 <= 190


def test_without_hits_a_chart_of_their_places_says_so() -> None:
    hits = pl.DataFrame(schema={"doc_id": pl.String, "theme": pl.String, "start": pl.Int64})
    for lang, said in ("en", "There are no hits."), ("fr", "Aucune occurrence."):
        assert subtitle(plot.dispersion(hits, PAPERS, lang=lang).to_dict()) == said
    lost = pl.DataFrame({"doc_id": ["e"], "theme": ["t"], "start": [3]})
    assert subtitle(plot.dispersion(lost, PAPERS).to_dict()) == "No hit is in a dated document."


def test_spans_and_limits_of_one_are_said_as_one() -> None:
    spec = plot.timeline(themes_frame(THREE, 4, "decade", start=date(1990, 1, 1), thin=1), lang="fr", thin=1).to_dict()
    assert "des années 1990 aux années 2020" in subtitle(spec)
    assert "moins de 1 document." in subtitle(spec)
    days = documents(("a", "2015-03-21", "2015-03-21"))
    assert subtitle(plot.calendar(days, lang="fr").to_dict()).startswith("21 mars 2015\u202f; 1 document.")


def test_a_stream_refuses_what_does_not_add_up() -> None:
    frame = themes_frame(["terrorism", "terrorism.financing"], 4, "year")
    with pytest.raises(ValueError, match="per_million or count"):
        plot.stream(frame, value="doc_share")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="part of its parent"):
        plot.stream(frame, themes=["terrorism", "terrorism.financing"])


# Keyness


def test_keyness_draws_both_ends_with_their_intervals() -> None:
    frame = keyness_frame()
    spec = plot.keyness(frame, top=5, target="since 2018", reference="before").to_dict()
    bars = rows_with(spec, "times")
    assert [row["term"] for row in bars] == [*frame["term"].head(5), *frame["term"].tail(5)]
    assert {row["side"] for row in bars} == {"target", "reference"}
    assert bars[0]["low"] == frame["log_ratio_low"][0]
    assert bars[0]["times"] == "16×"
    assert "10 of 40 terms" in subtitle(spec)
    drawn = {row["text"] for row in itertools.chain(*spec["datasets"].values()) if set(row) == {"text"}}
    assert drawn == {"since 2018 →", "← before", "n"}


def test_keyness_is_pale_where_the_side_is_open() -> None:
    spec = plot.keyness(keyness_frame(), top=20).to_dict()
    for row in rows_with(spec, "times"):
        assert row["pale"] == (row["low"] <= 0 <= row["high"])
    assert "leaves open" in subtitle(spec)
    assert "Lines" not in subtitle(plot.keyness(keyness_frame(), intervals=False).to_dict())


def test_keyness_of_several_periods_says_how_to_filter() -> None:
    frame = pl.concat([keyness_frame(4).with_columns(period=pl.date(year, 1, 1)) for year in (2015, 2016)])
    with pytest.raises(ValueError, match="filter"):
        plot.keyness(frame)
    assert "no term" in plot.keyness(keyness_frame().head(0)).to_json().lower()


# Dispersion


def test_hits_stand_at_their_date_and_place() -> None:
    hits = pl.DataFrame({"doc_id": ["a", "c", "e"], "theme": ["cyber"] * 3, "start": [10, 50, 0]})
    spec = plot.dispersion(hits, PAPERS).to_dict()
    drawn = rows_with(spec, "moment", "place")
    assert [(row["document"], row["place"]) for row in drawn] == [("a", 0.1), ("c", 0.5)]
    assert drawn[1]["moment"].startswith("2015-02-15")
    assert "1 hit in an undated document" in subtitle(spec)
    y = next(leaf["encoding"]["y"] for leaf in spec["vconcat"][0]["layer"] if "y" in leaf["encoding"])
    assert y["scale"]["reverse"]


def test_many_hits_are_counted_in_cells_and_none_is_lost() -> None:
    rng = random.Random(1)
    hits = pl.DataFrame(
        {
            "doc_id": rng.choices(["a", "b", "d"], k=2000),
            "theme": ["cyber"] * 2000,
            "start": rng.choices(range(100), k=2000),
        }
    )
    cells = rows_with(plot.dispersion(hits, PAPERS).to_dict(), "shade", "below")
    assert sum(int(row["hits"].replace(",", "")) for row in cells) == 2000


def test_hits_of_another_corpus_are_refused() -> None:
    hits = pl.DataFrame({"doc_id": ["z"], "theme": ["cyber"], "start": [1]})
    with pytest.raises(ValueError, match=r"'z'.*corpus\.documents"):
        plot.dispersion(hits, PAPERS)
    with pytest.raises(ColumnError, match=r"'start'.*corpus\.hits"):
        plot.dispersion(hits.drop("start"), PAPERS)
    with pytest.raises(ColumnError, match=r"'n_chars'.*corpus\.documents"):
        plot.dispersion(hits, PAPERS.drop("n_chars"))


# Network


@pytest.mark.parametrize("kind", ["springs", "circle"])
def test_a_network_is_the_same_twice_and_keeps_its_points_apart(kind: Any) -> None:
    frame = pairs()
    first, second = (plot.network(frame, layout=kind).to_dict() for _ in range(2))
    assert first == second
    nodes = rows_with(first, "label", "area")
    places = [(row["x"], row["y"]) for row in nodes]
    assert all(-1.001 <= each <= 1.001 for place in places for each in place)
    assert min(math.dist(one, other) for one, other in itertools.combinations(places, 2)) > 0.1


def test_a_pair_that_never_occurs_has_no_line() -> None:
    frame = pairs()
    lines = rows_with(plot.network(frame).to_dict(), "x2", "pair")
    assert len(lines) == frame.filter(pl.col("count") > 0).height < frame.height
    assert {row["pair"] for row in lines if row["rare"]} == {
        f"{row['left']} – {row['right']}"
        for row in frame.filter((pl.col("npmi") < 0) & (pl.col("count") > 0)).to_dicts()
    }
    assert max(row["width"] for row in lines) == 9.0
    assert "No pair" in plot.network(frame.with_columns(count=0)).to_json()


def test_pairs_of_several_periods_are_added_and_of_several_themes_refused() -> None:
    years = pl.concat([pairs(period=date(year, 1, 1)) for year in (2015, 2016)])
    hits = {row["pair"]: row["hits"] for row in rows_with(plot.network(years).to_dict(), "pair")}
    once = {row["pair"]: row["hits"] for row in rows_with(plot.network(pairs()).to_dict(), "pair")}
    assert hits == {pair: str(2 * int(count)) for pair, count in once.items()}
    themes = pl.concat([pairs(theme=theme) for theme in THREE])
    with pytest.raises(ValueError, match="theme='intelligence'"):
        plot.network(themes)
    assert "Terrorism" in plot.network(themes, theme="terrorism").to_dict()["title"]["text"]
    with pytest.raises(ValueError, match="no theme 'cyber'"):
        plot.network(themes, theme="cyber")


def test_a_network_of_many_points_names_the_largest_and_says_so() -> None:
    names = [f"name {number:03}" for number in range(120)]
    frame = pl.DataFrame({"left": names[:-1], "right": names[1:], "count": range(119, 0, -1)})
    for ring in ("springs", "circle"):
        spec = plot.network(frame, top=200, layout=ring).to_dict()  # type: ignore[arg-type]
        assert "Names: the 40 largest of 120 points." in subtitle(spec)
        assert {row["name"][0] for row in rows_with(spec, "name")} == {*names[1:41]}
        assert {row["label"] for row in rows_with(spec, "area")} == {*names}
    few = plot.network(frame.head(30)).to_dict()
    assert "Names" not in subtitle(few)
    assert len({row["name"][0] for row in rows_with(few, "name")}) == 31


SOURCES = pl.DataFrame(
    {
        "text": ["Le Maroc et l'Espagne."] * 5 + ["Le Maroc et la France."] * 3,
        "source": ["A", "B", "B", "C", "A", "A", "A", "A"],
    }
)


def test_pairs_of_several_groups_are_added() -> None:
    corpus, maroc = cs.from_frame(SOURCES), {"t": ["maroc"]}
    whole, parts = (corpus.dyads(themes=maroc, by=by) for by in (None, "source"))
    cells = {row["pair"]: row["hits"] for row in rows_with(plot.heatmap(parts).to_dict(), "pair", "shade")}
    assert cells == {"Morocco – Spain": "5", "Morocco – France": "3"}
    for draw in (plot.heatmap, plot.network):
        added, plain = draw(parts).to_dict(), draw(whole).to_dict()
        assert "Occurrences added up over source." in subtitle(added)
        assert "added up" not in subtitle(plain)
        assert added | {"title": None} == plain | {"title": None}
    years = parts.with_columns(period=date(2015, 1, 1)).vstack(parts.with_columns(period=date(2016, 1, 1)))
    assert "additionnées sur\xa0: source, périodes." in subtitle(plot.network(years, lang="fr").to_dict())
    one = parts.filter(pl.col("source") == "B")
    assert rows_with(plot.heatmap(one, value="doc_share").to_dict(), "pair", "shade")[0]["hits"] == "2"
    with pytest.raises(ValueError, match="several values of source cannot be added"):
        plot.heatmap(parts, value="doc_share")


def test_together_by_group_is_one_line_without_npmi() -> None:
    corpus = cs.from_frame(SOURCES)
    found = corpus.cooccurrence({"ma": ["maroc"], "es": ["espagne"], "fr": ["france"]}, by="source")
    lines = rows_with(plot.network(found).to_dict(), "x2", "pair")
    assert {(row["pair"], row["hits"], row["npmi"]) for row in lines} == {("ma – es", "5", "–"), ("ma – fr", "3", "–")}
    with pytest.raises(ValueError, match="several rows with the same left, right"):
        plot.network(pl.concat([pairs(), pairs()]))


def test_springs_pull_linked_points_together() -> None:
    names = [f"n{place}" for place in range(8)]
    inside = {(a, b): 1.0 for half in (names[:4], names[4:]) for a, b in itertools.combinations(half, 2)}
    places = layout.springs(names, inside | {("n3", "n4"): 0.1})

    def mean(links: Any) -> float:
        found = [math.dist(places[a], places[b]) for a, b in links]
        return sum(found) / len(found)

    assert mean(inside) < 0.6 * mean(itertools.product(names[:4], names[4:]))


def test_points_are_pushed_off_each_other() -> None:
    places = {"a": (0.0, 0.0), "b": (0.0, 0.0), "c": (0.01, 0.0), "far": (-1.0, 1.0)}
    found = layout.apart(places, dict.fromkeys(places, 5.0), (100.0, 50.0), 20.0)
    pixels = [(x * 100, y * 50) for x, y in found.values()]
    assert min(math.dist(one, other) for one, other in itertools.combinations(pixels, 2)) > 29
    assert found["far"] == places["far"]
    assert found == layout.apart(places, dict.fromkeys(places, 5.0), (100.0, 50.0), 20.0)


def net(names: list[str]) -> pl.DataFrame:
    """A net whose first points have many links."""
    rng = random.Random(5)
    links = {(names[min(rng.randrange(4), at - 1)], names[at]) for at in range(1, len(names))}
    links |= {(one, other) for one, other in itertools.combinations(names, 2) if rng.random() < 0.04}
    rows = [{"left": left, "right": right, "count": rng.randint(1, 60)} for left, right in sorted(links)]
    return pl.DataFrame(rows)


LONG = [f"{place:02} Direction générale de la sécurité extérieure" for place in range(22)]
SHORT = [f"Pays {place:02}" for place in range(30)]


@pytest.mark.parametrize("kind", ["springs", "circle"])
@pytest.mark.parametrize("names", [LONG, SHORT], ids=["long", "short"])
def test_names_of_a_network_cover_neither_names_nor_points(names: list[str], kind: Any) -> None:
    spec = plot.network(net(names), layout=kind).to_dict()
    size = (spec["width"], spec["height"])
    discs = [(*in_pixels(spec, row, size), math.sqrt(row["area"] / math.pi)) for row in rows_with(spec, "area")]
    boxes = name_boxes(spec, size)
    assert len(boxes) == len(discs) == len(names)
    assert not [pair for pair in itertools.combinations(boxes, 2) if touch(*pair)]
    for (left, upper, right, lower), (x, y, radius) in itertools.product(boxes, discs):
        assert math.dist((x, y), (min(max(x, left), right), min(max(y, upper), lower))) > radius


def in_pixels(spec: dict[str, Any], row: dict[str, Any], size: tuple[float, float]) -> tuple[float, float]:
    encoding = spec["layer"][-1]["encoding"]
    (left, right), (low, high) = (encoding[each]["scale"]["domain"] for each in "xy")
    return (row["x"] - left) / (right - left) * size[0], (high - row["y"]) / (high - low) * size[1]


def name_boxes(spec: dict[str, Any], size: tuple[float, float]) -> list[tuple[float, float, float, float]]:
    """Boxes around names, with the average width of Arial at 11 pixels."""
    boxes = []
    for row in rows_with(spec, "name"):
        x, y = in_pixels(spec, row, size)
        wide = 5.2 * max(map(len, row["name"]))
        left = x + row["dx"] - {"left": 0, "center": wide / 2, "right": wide}[row["align"]]
        upper = y + row["dy"] - 6
        boxes.append((left, upper, left + wide, upper + 13 * (len(row["name"]) - 1) + 12))
    return boxes


def touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_name_that_stands_off_is_tied_to_its_point() -> None:
    spec = plot.network(net(LONG)).to_dict()
    ties = next(rows for rows in spec["datasets"].values() if set(rows[0]) == {"x", "y", "x2", "y2"})
    places = {(row["x"], row["y"]) for row in rows_with(spec, "name")}
    assert 0 < len(ties) < len(LONG)
    assert {(row["x"], row["y"]) for row in ties} <= places


# Coverage and calendar


def test_coverage_counts_each_document_once() -> None:
    spec = plot.coverage(PAPERS, every="month").to_dict()
    bars = rows_with(spec, "series", "from")
    assert sum(row["to"] - row["from"] for row in bars) == 4
    known = rows_with(spec, "known")
    assert [row["known"] for row in known] == ["day: 3", "month: 1", "undated: 1"]
    assert "1 undated" in subtitle(spec)
    assert "not zero" in subtitle(spec)
    assert [row["at"] for row in rows_with(spec, "at", "note")] == ["Mar 2015"]


def dated(*texts: str) -> pl.DataFrame:
    """`corpus.documents` of documents with these dates."""
    return cs.from_frame(pl.DataFrame({"text": ["attaque ici"] * len(texts), "date": texts})).documents


@pytest.mark.parametrize(
    ("texts", "step"),
    [
        (["2015-03", "2015-04"], "month"),
        (["2015-03"], "month"),
        (["2015-T1", "2015-T2"], "quarter"),
        ([str(year) for year in range(2010, 2020)], "year"),
        (["2015"], "year"),
        (["2015-03-01", "2015-03-02", "2015"], "week"),
    ],
)
def test_periods_of_coverage_are_not_finer_than_the_dates(texts: list[str], step: str) -> None:
    assert f"By {step}." in subtitle(plot.coverage(dated(*texts)).to_dict())


def test_dates_that_no_period_holds_are_told() -> None:
    spec = plot.coverage(dated("2015-03", "2015-04"), every="day").to_dict()
    assert "No date falls within a single period (by day). 2 undated or too coarse" in subtitle(spec)
    assert [row["known"] for row in rows_with(spec, "known")] == ["month: 2"]
    apart = dated("2019-12-20 - 2020-01-12")  # fits no period of any size
    assert "No date falls within a single period" in subtitle(plot.coverage(apart).to_dict())


def test_coverage_puts_rare_sources_together() -> None:
    days = [(f"d{place}", f"2015-01-{place + 1:02}", f"2015-01-{place + 1:02}") for place in range(20)]
    frame = documents(*days).with_columns(source=pl.Series([f"s{min(place, 9)}" for place in range(20)]))
    spec = plot.coverage(frame, sources=3).to_dict()
    names = {row["series"] for row in rows_with(spec, "series", "from")}
    assert names == {"s9", "s0", "s1", "7 other sources"}
    scale = spec["vconcat"][0]["layer"][1]["encoding"]["color"]["scale"]
    inks = dict(zip(scale["domain"], scale["range"], strict=True))
    assert len(set(inks.values())) == len(names)
    assert inks["7 other sources"] == palette.INKS[False].muted


def test_sources_named_like_our_labels_stay_apart() -> None:
    own = ["source not stated", "2 other sources", "", "c", "d"]
    days = [(f"d{place}", f"2015-01-{place + 1:02}", f"2015-01-{place + 1:02}") for place in range(11)]
    frame = documents(*days).with_columns(source=pl.Series([*own[:3] * 2, *own[:2], "c", "d", None]))
    spec = plot.coverage(frame, sources=3).to_dict()
    scale = spec["vconcat"][0]["layer"][1]["encoding"]["color"]["scale"]
    quoted = ["'2 other sources'", "'source not stated'", "''"]
    assert scale["domain"] == [*quoted, "2 other sources", "source not stated"]


def test_no_group_of_a_chart_is_blank_or_merges_with_missing_ones() -> None:
    one = themes_frame(["cyber"], 4, "year")
    groups = pl.concat([one.with_columns(source=pl.lit(each, dtype=pl.String)) for each in ("–", "", None)])
    found = {row["series"] for row in rows_with(plot.timeline(groups).to_dict(), "series")}
    assert found == {"'–'", "''", "source not stated"}
    fixed = plot.timeline(one.with_columns(source=pl.lit("–"))).to_dict()
    assert json.dumps(fixed["title"]["text"], ensure_ascii=False).endswith('– –"')
    assert plot.timeline(one.with_columns(theme=pl.lit(" "))).to_dict()["title"]["text"].startswith("' ' – ")


def test_more_periods_than_a_chart_can_show_are_refused() -> None:
    ages = documents(("a", "0001-01-01", "0001-01-01"), ("b", "9999-12-31", "9999-12-31"))
    assert "By decade." in subtitle(plot.coverage(ages).to_dict())
    with pytest.raises(
        PeriodError, match="more than 100,000 periods of day from 0001-01-01 to 9999-12-31: give a longer"
    ):
        plot.coverage(ages, every="day")


def test_a_calendar_shows_zero_and_missing_apart() -> None:
    frame = themes_frame(["cyber"], 40, "day", empty=0.3, zeros=True, undated=0)
    cells = [row for rows in plot.calendar(frame).to_dict()["datasets"].values() for row in rows if "weekday" in row]
    assert len(cells) == 40
    empty = frame.filter(pl.col("n_docs") == 0, pl.col("period").is_not_null()).height
    assert sum(row["shade"] is None for row in cells) == empty
    assert {row["shade"] for row in cells} == {None, 0}


def test_a_calendar_of_documents_counts_days() -> None:
    spec = plot.calendar(PAPERS).to_dict()
    cells = [row for rows in spec["datasets"].values() for row in rows if "weekday" in row]
    assert len(cells) == (date(2015, 4, 9) - date(2015, 1, 5)).days + 1
    assert {row["at"]: row["amount"] for row in cells if row["shade"]} == {"5 Jan 2015": "2", "9 Apr 2015": "1"}
    assert "2 undated or too coarse" in subtitle(spec)


def test_days_stand_under_their_weekday() -> None:
    cells = [row for rows in plot.calendar(PAPERS).to_dict()["datasets"].values() for row in rows if "weekday" in row]
    day = date(2015, 1, 5)
    for row in cells:
        assert row["weekday"] == day.weekday()
        assert row["week"] == (day - date(2014, 12, 29)).days // 7
        day += timedelta(days=1)


def test_a_calendar_draws_one_theme_by_day() -> None:
    with pytest.raises(ValueError, match="choose it with themes="):
        plot.calendar(themes_frame(THREE, 30, "day"))
    with pytest.raises(ValueError, match="too many"):
        plot.calendar(documents(("a", "1900-01-01", "1900-01-01"), ("b", "2000-01-01", "2000-01-01")))


@pytest.mark.parametrize("step", ["week", "month", "quarter", "year", "decade"])
def test_a_calendar_refuses_periods_that_are_no_days(step: Any) -> None:
    start = date(2010, 1, 4) if step == "week" else date(2010, 1, 1)
    with pytest.raises(ValueError, match=f"every='{step}': count with every='day'"):
        plot.calendar(themes_frame(["cyber"], 3, step, start=start))
    assert plot.calendar(themes_frame(["cyber"], 3, "day")).to_dict()["concat"]


@pytest.mark.parametrize("start", [date(2010, 1, 4), date(2010, 2, 1)])
def test_a_calendar_of_one_period_that_may_be_longer_than_a_day_wants_its_size(start: date) -> None:
    one = themes_frame(["cyber"], 1, "day", start=start)
    with pytest.raises(ValueError, match=f"the only period of the frame, {start}, may be longer"):
        plot.calendar(one)
    assert plot.calendar(one, every="day").to_dict()["concat"]
    assert plot.calendar(themes_frame(["cyber"], 1, "day", start=date(2010, 1, 5))).to_dict()["concat"]


def test_a_calendar_draws_days_that_are_a_week_apart_where_they_are_said_to_be_days() -> None:
    mondays = themes_frame(["cyber"], 30, "day", start=date(2010, 1, 4)).filter(pl.col("period").dt.weekday() == 1)
    with pytest.raises(ValueError, match="give every='day' if its periods are days"):
        plot.calendar(mondays)
    assert plot.calendar(mondays, every="day").to_dict()["concat"]


def test_charts_know_the_periods_that_a_table_was_counted_with() -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La paix."] * 2, "date": ["2018-01-01"] * 2}))
    asked = {"peace": ["paix"]}
    assert plot.calendar(corpus.themes(asked, every="day")).to_dict()["concat"]
    with pytest.raises(ValueError, match="like one of every='month': count with every='day'"):
        plot.calendar(corpus.themes(asked, every="month"))
    assert subtitle(plot.timeline(corpus.themes(asked, every="month")).to_dict()).startswith("By month, Jan 2018;")


def test_a_calendar_of_groups_says_how_to_filter() -> None:
    frame = themes_frame(["cyber"], 9, "day")
    with pytest.raises(ValueError, match="counted by 'source'"):
        plot.calendar(pl.concat([frame.with_columns(source=pl.lit(name)) for name in "ab"]))


# Dyads in cells


def dyads() -> pl.DataFrame:
    frame = pl.concat([pairs(theme=theme, doc_freq=1, doc_share=0.1, n_docs=9, n_units=90) for theme in THREE])
    return frame.filter(~((pl.col("left") == "DE") & (pl.col("theme") == "migration")))


def test_dyads_have_a_cell_for_each_theme() -> None:
    codes = {code: code for code in {*dyads()["left"], *dyads()["right"]}}
    spec = plot.heatmap(dyads(), labels=codes).to_dict()
    cells = rows_with(spec, "pair", "shade")
    drawn = dyads().group_by("left", "right").agg(pl.col("count").sum()).filter(pl.col("count") > 0).height
    assert len(cells) == drawn * 3
    counted = {(f"{row['left']} – {row['right']}", row["theme"]): row["count"] for row in dyads().to_dicts()}
    themes = {"Terrorism": "terrorism", "Intelligence": "intelligence", "Migration and borders": "migration"}
    for cell in cells:
        count = counted.get((cell["pair"], themes[cell["theme"]]))
        assert cell["hits"] == ("" if count is None else str(count))
        assert (cell["shade"] is None) == (count is None)
        assert cell["weak"] == (count is not None and 0 < count < 5)
    assert "Pale: a number below 5" in subtitle(spec)
    assert "not zero" in subtitle(spec)


def test_dyads_have_no_rates() -> None:
    with pytest.raises(ValueError, match="doc_share"):
        plot.heatmap(dyads(), value="per_million")
    years = pl.concat([dyads().with_columns(period=pl.date(year, 1, 1)) for year in (2015, 2016)])
    with pytest.raises(ValueError, match="cannot be added"):
        plot.heatmap(years, value="doc_share")
    with pytest.raises(ColumnError, match=r"'theme'.*corpus\.dyads"):
        plot.heatmap(pairs())


# Events and warnings


@pytest.mark.parametrize("draw", [plot.timeline, plot.stream, plot.small_multiples])
def test_events_are_lines_and_those_outside_are_told(draw: Any) -> None:
    spec = draw(themes_frame(THREE, 12, "quarter"), events=EVENTS).to_dict()
    assert rows_with(spec, "named")[0]["day"] == "2004-03-11T00:00:00"
    assert "1 event outside" in subtitle(spec)
    assert ("Madrid" in subtitle(spec)) == (draw is plot.small_multiples)
    with pytest.raises(ColumnError, match=r"^events: no column 'label'"):
        draw(themes_frame(THREE, 12, "quarter"), events=EVENTS.drop("label"))


def test_names_of_events_do_not_overlap() -> None:
    close = pl.DataFrame({"date": [date(2004, 3, day) for day in (1, 2, 3)], "label": ["a long name"] * 3})
    spec = plot.timeline(themes_frame(THREE, 12, "quarter"), events=close).to_dict()
    texts = [leaf for leaf in spec["vconcat"][0]["layer"] if leaf["encoding"].get("text", {}).get("field") == "label"]
    assert len({leaf["encoding"]["y"]["value"] for leaf in texts}) == 3


@pytest.mark.parametrize("draw", [plot.timeline, plot.stream, plot.small_multiples, plot.heatmap])
def test_warnings_are_said_and_marked_where_they_belong(draw: Any) -> None:
    spec = draw(themes_frame(THREE, 12, "quarter"), notes=NOTES).to_dict()
    assert "Warning: found by this theme." in subtitle(spec)
    assert "a period with a warning" in subtitle(spec)
    signs = [row for rows in spec["datasets"].values() for row in rows if row.get("warning")]
    assert [row["at"] for row in signs] == ["2004 Q1"]
    assert signs[0]["warning"] == "one source has all of it"


def test_warnings_name_themes_as_the_chart_does(sample: cs.Corpus) -> None:
    labels = {"own": "Maroc et Espagne"}
    table = sample.themes({"own": ["de", "la", "el", "the"]}, every="year")
    for draw in (plot.timeline, plot.small_multiples, plot.heatmap, plot.stream):
        assert "Warning: Maroc et Espagne: in " in subtitle(draw(table, labels=labels).to_dict()), draw


def test_a_frame_of_warnings_is_checked() -> None:
    with pytest.raises(ColumnError, match=r"'message'.*warnings_for"):
        plot.timeline(themes_frame(THREE, 4, "year"), notes=NOTES.drop("message"))
    assert "Warning" not in subtitle(plot.timeline(themes_frame(THREE, 4, "year"), notes=False).to_dict())


# What is above the frame, and what is legible


def luminance(color: tuple[float, ...]) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rgb(color: str) -> tuple[float, ...]:
    return tuple(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))


@pytest.mark.parametrize("dark", [False, True])
def test_words_and_numbers_have_the_contrast_that_they_need(dark: bool) -> None:
    inks = palette.INKS[dark]
    for ink in (inks.text, inks.muted, inks.warn, *keyness_module._NAMES[dark]):
        assert contrast(rgb(ink), rgb(inks.paper)) >= 4.5
    limit, faint, deep = palette.numbers_on(dark=dark)
    corners = [rgb(color) for color in palette.ramp(dark=dark)]
    for step in range(401):
        shade = step / 400
        at = min(3, int(shade * 4))
        part = shade * 4 - at
        cell = tuple(a + (b - a) * part for a, b in zip(corners[at], corners[at + 1], strict=True))
        assert contrast(rgb(deep if shade > limit else faint), cell) >= 4.5, shade


def test_names_of_sides_stand_whole_one_above_the_other_where_they_are_long() -> None:
    sides = {"target": "depuis le 1er janvier 2020", "reference": "avant le 1er janvier 2020"}
    for width, rows in ((240, 2), (700, 1)):
        spec = plot.keyness(keyness_frame(), width=width, **sides).to_dict()
        leaves = [leaf for leaf in spec["layer"] if leaf["encoding"].get("text", {}).get("field") == "text"]
        texts = {spec["datasets"][leaf["data"]["name"]][0]["text"]: leaf["encoding"]["y"]["value"] for leaf in leaves}
        assert texts.keys() == {"depuis le 1er janvier 2020 →", "← avant le 1er janvier 2020", "n"}
        assert len(set(texts.values())) == rows


def test_a_title_is_no_wider_than_its_chart() -> None:
    frame = themes_frame(["migration"], 3, "year")
    narrow = plot.timeline(frame, lang="fr", width=300).to_dict()["title"]["text"]
    assert " ".join(narrow) == plot.timeline(frame, lang="fr").to_dict()["title"]["text"]
    assert max(map(len, narrow)) <= 300 / 8


def test_a_legend_has_as_many_columns_as_fit() -> None:
    assert heading.columns_of(["Formation et expertise"], 400) == 2
    assert heading.columns_of(["x" * 200], 400) == 1


def test_long_names_around_a_small_circle_are_folded() -> None:
    """In one line, they would make the picture twice as wide as it was asked for."""
    long = "Direction générale de la surveillance du territoire national"
    for points, lines in ((6, 3), (30, 1)):
        rows = {"left": [long] * points, "right": [f"{long} {at}" for at in range(points)], "count": [3] * points}
        spec = plot.network(pl.DataFrame(rows), layout="circle").to_dict()
        names = [
            name for rows in spec["datasets"].values() for row in rows if isinstance(name := row.get("name"), list)
        ]
        assert names
        assert all(len(name) == lines for name in names)


def test_names_around_a_circle_do_not_cover_each_other() -> None:
    names = sorted(entry for entry in palette._known())
    rows = [{"left": left, "right": right, "count": 3} for left, right in itertools.pairwise([*names, names[0]])]
    spec = plot.network(pl.DataFrame(rows), layout="circle", width=400, height=480).to_dict()
    boxes = name_boxes(spec, (400, 480))
    assert len(boxes) == len(names)
    assert not [pair for pair in itertools.combinations(boxes, 2) if touch(*pair)]


def test_the_first_of_a_month_is_written_as_in_french() -> None:
    assert period_name(date(2020, 1, 1), "day", "fr") == "1er janv. 2020"
    assert period_name(date(2020, 1, 2), "day", "fr") == "2 janv. 2020"
    assert period_name(date(2020, 1, 1), "day", "en") == "1 Jan 2020"


# All kinds

SNAPSHOTS = Path(__file__).parent / "snapshots"

DRAWN: dict[str, Any] = {
    "timeline": lambda **more: plot.timeline(themes_frame(THREE, 4, "year", thin=0.3), events=EVENTS, **more),
    "small_multiples": lambda **more: plot.small_multiples(themes_frame(BUILTIN[:2], 3, "year"), notes=NOTES, **more),
    "heatmap": lambda **more: plot.heatmap(themes_frame(THREE, 3, "month"), **more),
    "dyads": lambda **more: plot.heatmap(dyads(), **more),
    "stream": lambda **more: plot.stream(themes_frame(THREE, 4, "year"), **more),
    "keyness": lambda **more: plot.keyness(keyness_frame(6), **more),
    "network": lambda **more: plot.network(pairs(), **more),
    "coverage": lambda **more: plot.coverage(PAPERS, every="month", **more),
    "calendar": lambda **more: plot.calendar(PAPERS.head(2), **more),
    "dispersion": lambda **more: plot.dispersion(
        pl.DataFrame({"doc_id": ["a", "c", "e"], "theme": ["cyber"] * 3, "start": [10, 50, 0]}), PAPERS, **more
    ),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_specifications_are_as_they_were(kind: str) -> None:
    """`make snapshots` rewrites them, once the pictures have been looked at."""
    spec = DRAWN[kind]().to_dict()
    plain = {key: spec[key] for key in sorted(spec) if key not in ("$schema", "config")}  # vary with Altair's version
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    kept = SNAPSHOTS / f"{kind}.json"
    if os.environ.get("COOPSEC_SNAPSHOTS") == "write":
        kept.write_text(text, encoding="utf-8")
    assert kept.is_file(), f"{kept} is not there: make snapshots"
    assert _without_numbers_of_views(text) == _without_numbers_of_views(kept.read_text(encoding="utf-8"))


def _without_numbers_of_views(text: str) -> object:
    """A specification; versions of Altair number the views of a chart differently."""
    return json.loads(re.sub(r'"(view_[0-9a-f]{16})_\d+"', r'"\1"', text))


def test_every_snapshot_is_of_a_kind() -> None:
    assert {kept.stem for kept in SNAPSHOTS.glob("*.json")} == set(DRAWN)


@pytest.mark.parametrize("kind", DRAWN)
def test_all_kinds_speak_french_and_know_dark_pages(kind: str) -> None:
    light, dark = DRAWN[kind]().to_dict(), DRAWN[kind](lang="fr", dark=True).to_dict()
    assert dark["background"] == "#1a1a1a"
    assert "background" not in light
    assert light["title"]["subtitle"] != dark["title"]["subtitle"]
    assert light["description"]


@pytest.mark.parametrize("kind", DRAWN)
def test_all_kinds_can_be_put_beside_and_below_others(kind: str) -> None:
    other = plot.keyness(keyness_frame(3))
    beside = (DRAWN[kind]() | other).to_dict()
    assert rows_with(beside, "times")
    assert len((DRAWN[kind]() & other).to_dict()["vconcat"]) >= 2


def choices(spec: dict[str, Any]) -> list[str]:
    """Names of the selections in the legends of a chart."""
    return [each["name"] for each in spec["params"]]


def test_the_legend_of_a_chart_chooses_there_alone(tmp_path: Path) -> None:
    frame = themes_frame(THREE, 4, "year")
    above = plot.timeline(frame)
    below = plot.timeline(frame, volume=False)
    other = plot.timeline(frame, themes=THREE[:2], volume=False)
    spec = ((above | plot.heatmap(frame)) & below & other).to_dict()
    assert len(set(choices(spec))) == 3
    assert choices(spec) == [*choices(above.to_dict()), *choices(below.to_dict()), *choices(other.to_dict())]
    charts = {
        "concat": (above | other) & below,
        "layer": below + other,
        "titled": below & plot.timeline(frame, volume=False, title="t"),
    }
    for name, chart in charts.items():
        assert plot.save(chart, tmp_path / f"{name}.svg").stat().st_size > 1000


def test_the_same_chart_is_written_the_same_twice() -> None:
    frame = themes_frame(["b own", "a own", *THREE], 4, "year")
    first, second = (plot.timeline(frame, together=True, every="year").to_dict() for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("draw", "call"),
    [
        (plot.stream, r"corpus\.themes"),
        (plot.heatmap, r"corpus\.themes"),
        (plot.small_multiples, r"corpus\.themes"),
        (plot.keyness, r"corpus\.keyness"),
        (plot.network, r"corpus\.dyads"),
        (plot.coverage, r"corpus\.documents"),
    ],
)
def test_a_wrong_frame_names_the_column_and_the_right_call(draw: Any, call: str) -> None:
    with pytest.raises(ColumnError, match=rf"no column '\w+'.*{call}"):
        draw(pl.DataFrame({"period": [date(2015, 1, 1)], "other": [1]}))


HITS = pl.DataFrame({"doc_id": ["a"], "theme": ["cyber"], "start": [10]})
YEARS = themes_frame(THREE, 4, "year")


@pytest.mark.parametrize(
    ("draw", "frame", "column"),
    [
        (plot.timeline, YEARS, "count"),
        (plot.heatmap, YEARS, "n_tokens"),
        (plot.stream, YEARS, "doc_freq"),
        (plot.keyness, keyness_frame(4), "count_target"),
        (plot.network, pairs(), "count"),
        (plot.coverage, PAPERS, "n_tokens"),
        (lambda frame: plot.dispersion(frame, PAPERS), HITS, "start"),
        (lambda frame: plot.dispersion(HITS, frame), PAPERS, "n_chars"),
    ],
)
def test_counts_that_are_null_or_text_are_named(draw: Any, frame: pl.DataFrame, column: str) -> None:
    nothing = pl.when(pl.int_range(pl.len()) > 0).then(pl.col(column))
    with pytest.raises(ColumnError, match=f"column '{column}' has a null, expected numbers as in .*corpus"):
        draw(frame.with_columns(nothing))
    with pytest.raises(ColumnError, match=f"column '{column}' is String, expected numbers"):
        draw(frame.with_columns(pl.col(column).cast(pl.String)))


def test_rates_that_are_text_are_named() -> None:
    for draw, frame, column in (
        (plot.timeline, YEARS, "per_million"),
        (plot.keyness, keyness_frame(4), "log_ratio_low"),
        (plot.keyness, keyness_frame(4).with_columns(p_adjusted=0.5), "p_adjusted"),
    ):
        with pytest.raises(ColumnError, match=f"column '{column}' is String, expected numbers"):
            draw(frame.with_columns(pl.col(column).cast(pl.String)))


def test_columns_without_a_value_have_no_type_of_their_own() -> None:
    """A table of pandas or pyarrow may say nothing of the type of a column that is all null."""
    for draw in (plot.timeline, plot.heatmap, plot.stream, plot.calendar):
        assert "No data" in draw(YEARS.head(1).with_columns(period=pl.lit(None))).to_json()
    bare = PAPERS.with_columns(
        pl.lit(None).alias(name) for name in ("date_start", "date_end", "date_precision", "source")
    )
    for draw in (plot.coverage, plot.calendar):
        assert draw(bare).to_dict()


def test_half_a_date_is_told_by_document() -> None:
    with pytest.raises(ColumnError, match="document 'a' has one of date_start and date_end"):
        plot.coverage(PAPERS.with_columns(date_end=pl.lit(None, dtype=pl.Date)))


def test_hits_may_be_categories_as_pandas_has_them() -> None:
    hits, papers = (frame.with_columns(pl.col(pl.String).cast(pl.Categorical)) for frame in (HITS, PAPERS))
    assert plot.dispersion(hits, papers).to_json() == plot.dispersion(HITS, PAPERS).to_json()


def midnights(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame as it comes back from pandas, with midnights for days."""
    days = pl.selectors.date()
    return frame.with_columns(days.cast(pl.Datetime("ms")))


@pytest.mark.parametrize("draw", [plot.timeline, plot.heatmap, plot.stream, plot.small_multiples])
def test_days_that_pandas_wrote_as_midnights_are_days(draw: Any) -> None:
    table = themes_frame(THREE, 8, "year")
    there, back = ({"notes": turn(NOTES)} for turn in (pl.DataFrame, midnights))
    if draw is not plot.heatmap:
        there["events"], back["events"] = EVENTS, midnights(EVENTS)
    assert draw(midnights(table), **back).to_dict() == draw(table, **there).to_dict()
    with pytest.raises(ColumnError, match="'period' is Datetime"):
        draw(midnights(table).with_columns(pl.col("period").dt.offset_by("3h")))


def test_documents_that_pandas_wrote_are_documents() -> None:
    assert plot.coverage(midnights(PAPERS)).to_dict() == plot.coverage(PAPERS).to_dict()
    assert plot.calendar(midnights(PAPERS)).to_dict() == plot.calendar(PAPERS).to_dict()


def test_frames_draw_themselves() -> None:
    frame = themes_frame(THREE, 4, "year")
    for kind in ("timeline", "small_multiples", "heatmap", "stream"):
        drawn = getattr(frame.coopsec, kind)(lang="fr")
        assert drawn.to_json() == getattr(plot, kind)(frame, lang="fr").to_json()
    assert keyness_frame().coopsec.keyness().to_json() == plot.keyness(keyness_frame()).to_json()
    assert pairs().coopsec.network().to_json() == plot.network(pairs()).to_json()
    assert PAPERS.coopsec.coverage().to_json() == plot.coverage(PAPERS).to_json()
    assert PAPERS.coopsec.calendar().to_json() == plot.calendar(PAPERS).to_json()
    hits = pl.DataFrame({"doc_id": ["a"], "theme": ["cyber"], "start": [10]})
    assert hits.coopsec.dispersion(PAPERS).to_json() == plot.dispersion(hits, PAPERS).to_json()


def test_the_sample_corpus_draws_every_kind(sample: cs.Corpus, builtin: cs.Lexicon) -> None:
    corpus, lexicon = sample, builtin
    facts, hits = corpus.documents, corpus.hits(lexicon)
    specs = [
        plot.coverage(facts).to_dict(),
        plot.dispersion(hits, facts).to_dict(),
        plot.calendar(corpus.themes(lexicon.select("cyber"), every="day")).to_dict(),
        plot.keyness(corpus.keyness(pl.col("lang") == "es")).to_dict(),
        plot.stream(corpus.themes(lexicon, every="year")).to_dict(),
    ]
    assert all(json.dumps(spec) for spec in specs)
    dated = hits.join(facts.select("doc_id", undated=pl.col("date_start").is_null()), on="doc_id")
    shown = [row for rows in specs[1]["datasets"].values() for row in rows if "percent" in row]
    most = dated["theme"].value_counts().sort("count", "theme", descending=[True, False])["theme"].head(8)
    assert len(shown) == dated.filter(~pl.col("undated"), pl.col("theme").is_in(most.implode())).height


@pytest.mark.parametrize("name", ["a\u2028b", "a\nb\x00", 'it\'s "so" \\ </script>', "a\u202eb"])
def test_names_of_any_kind_can_be_drawn(name: str, tmp_path: Path) -> None:
    themes = themes_frame([name, "cyber"], 3, "year")
    frame = pairs(theme=name, doc_freq=1, doc_share=0.1, n_docs=9).with_columns(left=pl.lit(name))
    papers = PAPERS.with_columns(source=pl.lit(name), doc_id=pl.col("doc_id") + name)
    hits = pl.DataFrame({"doc_id": [f"a{name}"], "theme": [name], "start": [10]})
    events = EVENTS.with_columns(label=pl.lit(name))
    drawn = [
        plot.timeline(themes, events=events),
        plot.heatmap(themes),
        plot.stream(themes),
        plot.keyness(keyness_frame(3).with_columns(term=pl.col("term") + name), target=name),
        plot.network(frame.drop("theme").unique(["left", "right"])),
        plot.heatmap(frame.unique(["left", "right"])),
        plot.coverage(papers),
        plot.dispersion(hits, papers),
    ]
    for chart in drawn:
        assert plot.save(chart, tmp_path / "c.svg").stat().st_size > 1000
