"""Charts reflect how their tables were counted: bases of a composition, groups, units, levels of intervals."""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec._counted import counted_of
from coopsec.explore.model import Tables

pytest.importorskip("altair")

from coopsec import plot

MIGRATION = {"migration": ["migra*"]}
BEFORE = (pl.col("date_end") < pl.date(2018, 1, 1)).fill_null(value=False)


def subtitle(chart: Any) -> str:
    """The text under the title, on one line."""
    return " ".join(chart.to_dict()["title"]["subtitle"])


def rows_with(chart: Any, *keys: str) -> list[dict[str, Any]]:
    """Rows of the first data set that has these columns."""
    return next(list(rows) for rows in chart.to_dict()["datasets"].values() if rows and set(keys) <= set(rows[0]))


def strip(chart: Any) -> list[int]:
    """Documents per period, as the strip shows them."""
    return [row["documents"] for row in rows_with(chart, "documents")]


@pytest.mark.parametrize("draw", [plot.timeline, plot.small_multiples])
def test_a_composition_counts_each_document_once(sample: cs.Corpus, draw: Any) -> None:
    plain, table = (ask(MIGRATION, every="year") for ask in (sample.themes, sample.composition))
    assert strip(draw(table)) == strip(draw(plain))
    assert subtitle(draw(table)).startswith(subtitle(draw(plain)).split(" Bands")[0].split(" Each")[0])
    two = table.filter(pl.col("basis") != "raw")
    assert strip(draw(two)) == strip(draw(plain))


def test_a_stream_stacks_no_bases_of_the_same_documents(sample: cs.Corpus) -> None:
    table = sample.composition(MIGRATION, every="year")
    with pytest.raises(
        ValueError, match=r"bases raw, standardised, deduped.*frame\.filter\(pl\.col\('basis'\) == 'raw'\)"
    ):
        plot.stream(table)
    assert strip(plot.stream(table.filter(pl.col("basis") == "deduped")))


CONFIDENCE = {0.95: "95% intervals", 0.9: "90% intervals", 0.995: "99.5% intervals"}


@pytest.mark.parametrize("confidence", CONFIDENCE)
def test_charts_name_the_level_of_their_intervals(sample: cs.Corpus, confidence: float) -> None:
    said = f"{CONFIDENCE[confidence]}."
    for ask in (sample.themes, sample.composition):
        table = ask(MIGRATION, every="year", confidence=confidence)
        assert f"Bands and bars: {said}" in subtitle(plot.timeline(table))
        assert "Bands and bars: intervals." in subtitle(plot.timeline(table.clone()))
    counted = cs.count_themes("corpus/", MIGRATION, every="year", confidence=confidence)
    assert f"Bands and bars: {said}" in subtitle(plot.timeline(counted))
    terms = sample.keyness(pl.col("lang") == "fr", confidence=confidence)
    assert f"Lines: {said}" in subtitle(plot.keyness(terms))
    assert "Lines: intervals." in subtitle(plot.keyness(terms.clone()))


def test_charts_say_that_rates_are_standardised(sample: cs.Corpus) -> None:
    table = sample.themes(MIGRATION, every="year", standardise="source")
    there = table.filter(pl.col("n_docs") > 0, pl.col("period").is_not_null())
    least = math.floor(100 * min(there["standard_covered"]))
    for draw in (plot.timeline, plot.heatmap, plot.stream):
        said = f"rates of a fixed mix of documents, of which a period holds {least}% or more."
        assert f"Standardised by source: {said}" in subtitle(draw(table))
        assert f"Standardised: {said}" in subtitle(draw(table.clone()))
        assert "Standardised" not in subtitle(draw(table, value="count"))
    assert "Standardised by source" in subtitle(plot.timeline(sample.composition(MIGRATION, every="year")))
    assert "Standardised" not in subtitle(plot.timeline(sample.themes(MIGRATION, every="year")))


def test_charts_say_that_reprints_are_left_out(sample: cs.Corpus) -> None:
    said = "Only the first document"
    assert f"{said} of each story" in subtitle(plot.timeline(sample.themes(MIGRATION, every="year", dedupe="story")))
    assert f"{said} with each value of title" in subtitle(
        plot.timeline(sample.themes(MIGRATION, every="year", dedupe="title"))
    )
    assert said not in subtitle(plot.timeline(sample.composition(MIGRATION, every="year")))


def test_the_explorer_and_the_report_name_the_level_of_their_intervals(sample: cs.Corpus, tmp_path: Path) -> None:
    table = Tables(sample, cs.Lexicon.from_dict(MIGRATION)).table("year")
    assert counted_of(table).confidence == 0.95
    words = tomllib.loads(resources.files("coopsec.explore").joinpath("words.toml").read_text(encoding="utf-8"))
    assert "95% interval" in words["en"]["key"]
    assert "intervalle à 95\xa0%" in words["fr"]["key"]
    page = tmp_path / "page.html"
    cs.report(sample, MIGRATION, page)
    assert "per million words with their 95% intervals" in page.read_text(encoding="utf-8")


def test_panels_of_groups_have_no_sign_of_all_together(sample: cs.Corpus) -> None:
    table = sample.themes(cs.Lexicon.builtin().select("migration"), every="year", by="source")
    marks = cs.warnings_for(table)["period"].drop_nulls().n_unique()
    assert marks
    panels, cells, one = plot.timeline(table), plot.heatmap(table), plot.timeline(table, together=True)
    for chart in (panels, cells):
        assert f"{marks} periods with a warning about all together are not marked." in subtitle(chart)
        assert "(!)" not in subtitle(chart)
    assert "'text': '!'" not in str(panels.to_dict())
    assert not any(row["warning"] for row in rows_with(cells, "warning"))
    assert f"Signs (!): {marks} values with a warning." in subtitle(one)
    assert "'text': '!'" in str(one.to_dict())


def test_periods_without_documents_of_a_group_are_grey_in_its_panel(sample: cs.Corpus) -> None:
    table = sample.themes(MIGRATION, every="year", by="source")
    spec = plot.timeline(table).to_dict()
    assert "Grey: no documents" in " ".join(spec["title"]["subtitle"])
    periods = table["period"].n_unique() - 1
    gaps = 0
    for panel in spec["concat"][:-1]:
        points = spec["datasets"][panel["data"]["name"]]
        grey = spec["datasets"][panel["layer"][0]["data"]["name"]]
        assert len(grey) == periods - len(points)
        gaps += periods - len(points)
    assert gaps > 0


def test_keyness_is_pale_where_the_adjusted_p_says_little(sample: cs.Corpus) -> None:
    table = sample.keyness(BEFORE)
    told = dict(table.select("term", "p_adjusted").rows())
    chart = plot.keyness(table)
    bars = rows_with(chart, "times")
    assert {row["pale"] for row in bars if told[row["term"]] >= 0.05} == {True}
    assert "Pale: p adjusted for all terms is 0.05 or more, or" in subtitle(chart)
    assert {row["p"] for row in bars if told[row["term"]] == 1} == {"1.000"}
    clear = table.with_columns(p_adjusted=pl.lit(0.001), log_ratio_low=pl.col("log_ratio"), log_ratio_high="log_ratio")
    assert {row["pale"] for row in rows_with(plot.keyness(clear), "times")} == {False}


def test_keyness_of_documents_shows_documents(sample: cs.Corpus) -> None:
    table = sample.keyness(BEFORE, unit="docs")
    chart = plot.keyness(table)
    first = rows_with(chart, "times")[0]
    assert first["target"] == str(table["doc_freq_target"][0]) != str(table["count_target"][0])
    assert "numbers: documents on each side" in subtitle(chart)


UNITS = {"sentence": "sentences with both", "paragraph": "paragraphs with both", "document": "documents with both"}


@pytest.mark.parametrize("within", UNITS)
def test_charts_of_pairs_name_what_they_count(sample: cs.Corpus, within: Any) -> None:
    lexicon = cs.Lexicon.builtin().select("migration", "cooperation")
    pairs, met = sample.dyads(within=within, themes=lexicon), sample.cooccurrence(lexicon, within=within)
    for draw, table in ((plot.heatmap, pairs), (plot.network, met)):
        assert f": {UNITS[within]}, " in subtitle(draw(table))
        assert ": co-occurrences, " in subtitle(draw(table.clone()))
        assert "unités communes" in subtitle(draw(table.clone(), lang="fr"))
    shades = subtitle(plot.heatmap(pairs, value="doc_freq"))
    assert shades.startswith("Colour: documents with both, 0 to ")
    assert f"Numbers: {UNITS[within]}." in shades


def test_charts_of_dyads_name_countries_the_hub_first(sample: cs.Corpus) -> None:
    lexicon = cs.Lexicon.builtin().select("migration", "cooperation")
    table = sample.dyads(hub="MA", themes=lexicon)
    rows = {row["pair"] for row in rows_with(plot.heatmap(table, lang="fr"), "pair")}
    assert {"Maroc – Espagne", "Maroc – France"} <= rows
    assert {row.partition(" – ")[0] for row in rows} == {"Maroc"}
    lines = {row["pair"] for row in rows_with(plot.network(sample.dyads(hub="MA")), "pair")}
    assert {"Morocco – Spain", "Morocco – France"} <= lines
    own = plot.heatmap(table, labels={"ES": "España"})
    assert "Morocco – España" in {row["pair"] for row in rows_with(own, "pair")}
    everyone = rows_with(plot.network(sample.dyads()), "pair")
    assert {"France – Morocco", "Spain – Morocco"} <= {row["pair"] for row in everyone}


def test_bases_and_missing_values_have_words(sample: cs.Corpus) -> None:
    table = sample.composition(MIGRATION, every="year")

    def names(chart: Any) -> set[str]:
        return {row["series"] for row in rows_with(chart, "series", "n_docs")}

    assert names(plot.timeline(table)) == {"raw", "standardised", "deduped"}
    assert names(plot.timeline(table, lang="fr")) == {"brut", "standardisé", "dédoublonné"}
    assert "Brut" in names(plot.timeline(table, lang="fr", labels={"raw": "Brut"}))
    one = plot.timeline(table.filter(pl.col("basis") == "raw"), lang="fr")
    assert one.to_dict()["title"]["text"].endswith(" – brut")
    sources = sample.themes(MIGRATION, every="year", by="source")
    assert "source not stated" in names(plot.timeline(sources, together=True))
    unstated = plot.timeline(sources.filter(pl.col("source").is_null()), lang="fr")
    assert unstated.to_dict()["title"]["text"].endswith(" – source non indiquée")
    rubrics = sources.rename({"source": "rubric"})
    assert "not stated" in names(plot.timeline(rubrics, together=True))


def test_a_heat_map_is_titled_by_what_its_cells_print(sample: cs.Corpus) -> None:
    def title(**options: Any) -> str:
        text = plot.heatmap(table, **options).to_dict()["title"]["text"]
        return text if isinstance(text, str) else " ".join(text)

    table = sample.themes(cs.Lexicon.builtin(), every="year")
    assert title() == "Occurrences per million words (colour) and occurrences (numbers)"
    assert title(lang="fr", value="doc_share") == "Part des documents (couleur) et occurrences (nombres)"
    assert title(value="count") == "Occurrences"
    assert title(width=120) == "Occurrences per million words"  # no room for numbers
    assert title(title="Own") == "Own"


def test_charts_of_points_say_what_their_size_is(sample: cs.Corpus) -> None:
    table = sample.themes(MIGRATION, every="year")
    assert "Larger points: more documents." in subtitle(plot.timeline(table))
    assert "Larger points" not in subtitle(plot.stream(table)) + subtitle(plot.heatmap(table))


def test_a_stream_is_pale_where_it_is_weak(sample: cs.Corpus) -> None:
    table = sample.themes({"a": ["migra*"], "b": ["terroris*"]}, every="year")
    weak = {
        str(day.year): partial or n_docs < 5
        for day, partial, n_docs in table.drop_nulls("period").select("period", "partial", "n_docs").iter_rows()
    }
    chart = plot.stream(table)
    corners = rows_with(chart, "area")
    assert {row["at"]: row["weak"] for row in corners} == weak
    areas: dict[str, list[dict[str, Any]]] = {}
    for row in corners:
        areas.setdefault(row["area"], []).append(row)
    assert all(len({row["weak"] for row in area}) == 1 for area in areas.values())
    ends = [
        (left[-1], right[0])
        for left, right in itertools.pairwise(areas.values())
        if left[-1]["moment"] == right[0]["moment"]
    ]
    assert len(ends) == len(areas) - 2 > 2
    assert all((left["lower"], left["upper"]) == (right["lower"], right["upper"]) for left, right in ends)
    assert "Pale: partial period or fewer than 5 documents." in subtitle(chart)


def test_a_stream_of_themes_says_that_they_overlap(sample: cs.Corpus) -> None:
    table = sample.themes({"a": ["migra*"], "b": ["terroris*"]}, every="year")
    assert "Themes overlap: a passage may count in several." in subtitle(plot.stream(table))
    assert "overlap" not in subtitle(plot.stream(table, themes="a"))


@pytest.mark.parametrize("draw", [plot.timeline, plot.small_multiples])
def test_an_interval_that_says_nothing_flattens_no_curve(sample: cs.Corpus, draw: Any) -> None:
    table = sample.themes(MIGRATION, every="year")
    wide = pl.when(pl.col("period") == pl.date(2016, 1, 1)).then(1e6).otherwise("per_million_high")
    chart = draw(table.with_columns(per_million_high=wide))
    points = rows_with(chart, "middle")
    firm = [row["value"] for row in points if row["n_docs"] >= 5]
    tops = [float(top) for top in re.findall(r"'domain': \[0, ([0-9.]+)\], 'nice'", str(chart.to_dict()))]
    assert max(firm) < max(tops) < 5 * max(firm)
    assert "2016" in {row["at"] for row in points if row.get("cut")}
    assert "Short bar at the top: an interval that goes beyond the frame." in subtitle(chart)
    assert "'stroke'" in str(chart.to_dict())
    none = draw(table, intervals=False)
    assert "Short bar" not in subtitle(none)
    assert not [row for row in rows_with(none, "middle") if row.get("cut")]


def groups_of_themes() -> pl.DataFrame:
    """One theme by source: b has no documents in 2018, and far more words than a in 2019."""
    texts = ["La paix revient.", "La paix.", "La guerre et la mer et la terre et la paix."]
    rows = pl.DataFrame({"text": texts, "date": ["2018", "2019", "2019"], "source": ["a", "a", "b"]})
    return cs.from_frame(rows).themes({"peace": ["paix"]}, every="year", by="source")


def test_a_stream_of_groups_is_as_thick_as_the_rate_of_all_of_them() -> None:
    table = groups_of_themes()
    chart = plot.stream(table)
    assert "For each group: its occurrences per million words of all groups together." in subtitle(chart)
    thick: dict[str, set[float]] = {}
    for row in rows_with(chart, "lower", "upper"):
        thick.setdefault(f"{row['series']} {row['at']}", set()).add(round(row["upper"] - row["lower"], 1))
    assert thick == {
        "a 2018": {round(1e6 / 3, 1)}, "b 2018": {0.0}, "a 2019": {round(1e6 / 13, 1)}, "b 2019": {round(1e6 / 13, 1)},
    }  # fmt: skip
    assert "all groups" not in subtitle(plot.stream(table, value="count"))
    assert "all groups" not in subtitle(plot.stream(table.filter(pl.col("source") == "a")))


def test_a_stream_refuses_rates_of_groups_whose_words_are_not_all_known() -> None:
    rows = pl.DataFrame(
        {"text": ["La paix."] * 2 + ["La mer."], "date": ["2018", "2019", "2019"], "source": ["a", "a", "b"]}
    )
    corpus = cs.from_frame(rows)
    observed = corpus.frequency(every="year", by="source")
    with pytest.raises(ValueError, match="count with top="):
        plot.stream(observed, themes="paix")
    assert plot.stream(observed, themes="paix", value="count").to_dict()
    assert plot.stream(corpus.frequency(every="year", by="source", top=3), themes="paix").to_dict()


def test_a_table_may_be_divided_by_a_column_called_term_or_theme() -> None:
    rows = pl.DataFrame({"text": ["La paix."] * 4, "date": ["2018", "2019"] * 2, "own": ["a", "a", "b", "b"]})
    themes = cs.from_frame(rows.rename({"own": "term"})).themes({"peace": ["paix"]}, every="year", by="term")
    terms = cs.from_frame(rows.rename({"own": "theme"})).frequency(every="year", by="theme", top=1)
    for table, title in ((themes, "peace"), (terms, terms["term"][0])):
        chart = plot.timeline(table).to_dict()
        assert {row["series"] for rows in chart["datasets"].values() for row in rows if "series" in row} == {"a", "b"}
        assert chart["title"]["text"].endswith(title)


def test_pairs_may_be_categories_as_pandas_has_them(sample: cs.Corpus) -> None:
    pairs = sample.cooccurrence({"a": ["maroc"], "b": ["espagne"], "c": ["france"]})
    table = pairs.with_columns(pl.col("left", "right").cast(pl.Categorical))
    assert plot.network(table).to_dict() == plot.network(pairs.clone()).to_dict()
