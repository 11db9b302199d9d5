"""`corpus.explore`: the passages behind every point are those that it counts."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.explore.model import SORTS, STEPS, Place, Tables
from coopsec.plot.documents import period_of

# ipykernel raises these once per process, when a widget is made outside a kernel.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ipywidgets")

# A parent with its own patterns, matches nested in longer ones, exclusions of a parent, of a child and of all.
NESTED: dict[str, Any] = {
    "threat": {
        "patterns": ["menace*", "cellule*"],
        "exclude": ["cellule* dormante*"],
        "terrorism": {"patterns": ["terroris*", "cellule* terroriste*", "attentat*"], "exclude": ["antiterrorisme"]},
        "drugs": ["drogue*", "trafic* de (drogue*|stupéfiants)", "cocaïne", "cannabis"],
    },
    "trafficking": ["trafic*", "trafic* de stupéfiants"],
    "never": ["introuvable"],
}


def cells(table: pl.DataFrame) -> list[tuple[str, date | None, int]]:
    return table.select("theme", "period", "count").rows()


def nested(*, folds: list[str] | None = None) -> cs.Lexicon:
    return cs.Lexicon.from_dict(NESTED, exclude=folds or ["lutte contre {le} terrorisme"])


@pytest.fixture(scope="module")
def tables(sample, builtin) -> Tables:
    return Tables(sample, builtin)


@pytest.mark.parametrize("every", ["year", "decade"])
def test_every_cell_of_the_sample_has_as_many_passages_as_it_counts(tables, every):
    found = {
        cell: tables.passages(Place(cell[0], cell[1], cell[1], every)).hits.height
        for cell in cells(tables.table(every))
    }
    assert any(period is None and count for (_, period, _), count in found.items())
    assert [cell for cell, height in found.items() if height != cell[2]] == []


@pytest.mark.parametrize("every", STEPS)
def test_the_row_without_period_and_some_cells_of_every_period_size(tables, every):
    table = tables.table(every).filter(pl.col("period").is_null() | (pl.col("count") >= 3))
    assert table.filter(pl.col("period").is_null()).height
    chosen = [*cells(table.filter(pl.col("period").is_null())), *cells(table.sort("count", descending=True).head(25))]
    for theme, period, count in chosen:
        assert tables.passages(Place(theme, period, period, every)).hits.height == count


@pytest.mark.parametrize("scope", ["theme", "lexicon"])
def test_cells_of_nested_themes_with_exclusions(sample, scope):
    tables = Tables(sample, nested(), nested_scope=scope)
    counted = cells(tables.table("year"))
    assert sum(count for theme, _, count in counted if theme == "threat") > 0
    for theme, period, count in counted:
        assert tables.passages(Place(theme, period, period, "year")).hits.height == count, (theme, period)


def test_a_run_of_periods_has_the_sum_of_its_cells(tables):
    table = tables.table("month").filter(theme="terrorism")
    first, last = date(2014, 3, 1), date(2016, 9, 1)
    whole = table.filter(pl.col("period").is_between(first, last))["count"].sum()
    place = Place("terrorism", first, last, "month")
    assert tables.passages(place).hits.height == whole > 0
    # A year does not fit a range of months, although it lies between two of them.
    assert (
        tables.corpus.filter(pl.col("date_start") >= first, pl.col("date_end") < date(2016, 10, 1))
        .hits(tables.lexicon, rollup=True)
        .filter(theme="terrorism")
        .height
        >= whole
    )


@pytest.mark.parametrize("every", STEPS)
def test_periods_are_those_of_the_core(tables, sample, every):
    table = tables.table(every)
    own = sample.documents.select(period_of(every).alias("period")).group_by("period").len()
    told = table.filter(theme="migration").select("period", "n_docs").filter(pl.col("n_docs") > 0)
    joined = told.join(own, on="period", how="full", nulls_equal=True)
    assert joined.filter(pl.col("len").cast(pl.Int64) != pl.col("n_docs")).rows() == []
    assert joined.height == told.height
    assert tables.n_periods(every) == table["period"].drop_nulls().n_unique()


def test_decades_and_weeks_begin_where_the_calendar_does():
    corpus = read_quietly(cs.from_frame, pl.DataFrame({"text": ["Un.", "Deux."], "date": ["0004-05-06", "9999-12-31"]}))
    tables = Tables(corpus, cs.Lexicon.from_dict({"one": ["un"], "two": ["deux"]}))
    for every in ("decade", "year"):
        for theme, period, count in cells(tables.table(every).filter(pl.col("count") > 0)):
            assert period is not None
            assert tables.passages(Place(theme, period, period, every)).hits.height == count, every


@pytest.mark.parametrize(
    "place",
    [
        Place("terrorism", date(2015, 1, 1), date(2015, 1, 1), "year"),
        Place("terrorism", date(2014, 3, 1), date(2016, 9, 1), "month"),
        Place("terrorism", date(2014, 3, 1), date(2016, 9, 1), "day"),
        Place("terrorism", date(2010, 1, 1), date(2020, 1, 1), "decade"),
        *(Place("terrorism", None, None, every) for every in STEPS),
        Place("migration", date(2015, 8, 31), date(2015, 8, 31), "week"),
    ],
    ids=str,
)
def test_the_call_gives_the_same_frame(tables, place):
    names: dict[str, Any] = {"corpus": tables.corpus, "lexicon": tables.lexicon}
    exec(tables.code(place), names)
    assert_frame_equal(names["passages"], tables.passages(place).hits)


def test_rows_hold_the_match_in_its_sentence(tables):
    passages = tables.passages(Place("intelligence", date(2015, 1, 1), date(2015, 1, 1), "year"))
    rows = passages.page("document", descending=False, first=0, most=100)
    assert len(rows) == passages.hits.height > 5
    for row, (sentence, match) in zip(rows, passages.hits.select("sentence", "match").rows(), strict=True):
        assert row.left + row.match + row.right == sentence
        assert row.match == match
        assert tables.corpus.text(row.doc_id)[row.start : row.end] == match


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_hold_every_passage_once(tables, sort, descending):
    passages = tables.passages(Place("terrorism", date(2015, 1, 1), date(2015, 1, 1), "year"))
    pages = [passages.page(sort, descending=descending, first=first, most=7) for first in range(0, 70, 7)]
    assert sorted(row.number for page in pages for row in page) == list(range(passages.hits.height))


def test_sorted_by_date_nulls_last(tables):
    passages = tables.passages(Place("terrorism", None, None, "year"))
    dates = [row.document["date_start"] for row in passages.page("date", descending=True, first=0, most=99)]
    assert dates == sorted((day for day in dates if day), reverse=True) + [None] * dates.count(None)
    with pytest.raises(ValueError, match="expected one of date, document"):
        passages.page("size", descending=False, first=0, most=1)


def test_copies_of_a_story_are_counted(sample_folder):
    text = (sample_folder / "fr" / "saint-denis-piste-marocaine.txt").read_text(encoding="utf-8")
    other = (sample_folder / "fr" / "sejourne-avenir.txt").read_text(encoding="utf-8")
    frame = pl.DataFrame(
        {"text": [text, other, text, text], "date": ["2015-11-20", "2015-11-20", "2015-11-21", "2016-01-02"]}
    )
    tables = Tables(cs.from_frame(frame), cs.Lexicon.from_dict({"any": ["le", "la"]}))
    passages = tables.passages(Place("any", date(2015, 1, 1), date(2015, 1, 1), "year"))
    rows = passages.page("document", descending=False, first=0, most=999)
    assert {row.doc_id: row.copies for row in rows} == {"0": 1, "1": 0, "2": 1}
    assert passages.n_stories == 2


def test_the_whole_text_in_pieces(tables, sample):
    name = tables.passages(Place("terrorism", date(2015, 1, 1), date(2015, 1, 1), "year")).hits["doc_id"][0]
    pieces = tables.pieces(name, "terrorism")
    assert "".join(piece for piece, _ in pieces) == sample.text(name)
    found = sample.filter(pl.col("doc_id") == name).hits(tables.lexicon, rollup=True).filter(theme="terrorism")
    assert [piece for piece, matched in pieces if matched] == found["match"].to_list()


def test_an_unknown_theme_is_named(tables):
    with pytest.raises(ValueError, match="no theme 'terorism'"):
        tables.passages(Place("terorism", None, None, "year"))


# -- The widget: what the browser asks for and is told.


@pytest.fixture
def explorer(sample, builtin):
    pytest.importorskip("anywidget")
    return sample.explore(builtin, every="year", themes=["terrorism", "terrorism.financing", "cyber"])


def test_a_string_is_one_theme(sample, builtin):
    pytest.importorskip("anywidget")
    assert sample.explore(builtin, themes="cyber")._choice["themes"] == ["cyber"]
    with pytest.raises(TypeError, match=r"^themes is 3"):
        sample.explore(builtin, themes=3)


def test_points_are_the_table(explorer):
    for theme in explorer._chart["themes"]:
        rows = explorer.table.filter(pl.col("theme") == theme["name"], pl.col("period").is_not_null())
        assert [point[3:6] for point in theme["points"]] == [
            list(row) for row in rows.select("count", "doc_freq", "n_docs").rows()
        ]
        assert [point[0] for point in theme["points"]] == rows["per_million"].to_list()
    assert [period["start"] for period in explorer._chart["periods"]] == sorted(
        explorer.table["period"].drop_nulls().unique().cast(pl.String)
    )


def test_a_period_without_documents_has_no_value(press, themes):
    explorer = read_quietly(press.explore, themes, every="month", value="count")
    points = dict(
        zip([p["name"] for p in explorer._chart["periods"]], explorer._chart["themes"][0]["points"], strict=True)
    )
    assert points["Mar 2015"][0] is None
    assert points["May 2015"][0] == 0


def test_a_wish_for_passages_is_answered(explorer):
    place = {"theme": "terrorism", "first": "2015-01-01", "last": "2015-01-01", "every": "year"}
    explorer._place = {**place, "sort": "source", "descending": True, "page": 1}
    count = explorer.table.filter(theme="terrorism", period=date(2015, 1, 1))["count"].item()
    page = explorer._page
    assert page["total"] == count == explorer.passages.height
    assert page["first"] == 20
    assert len(page["rows"]) == count - 20
    assert page["code"] == explorer.code
    json.dumps(page)


def test_reading_by_code_is_a_click(explorer):
    frame = explorer.read("cyber", date(2021, 1, 1))
    assert frame.height == explorer._page["total"]
    assert (
        explorer.read("cyber", None).height
        == explorer.table.filter(pl.col("theme") == "cyber", pl.col("period").is_null())["count"].item()
    )
    assert (
        explorer.read("cyber", date(2003, 1, 1), date(2025, 1, 1)).height
        == explorer.table.filter(pl.col("theme") == "cyber", pl.col("period").is_not_null())["count"].sum()
    )
    for day in (date(2021, 2, 1), "2021-02-01"):
        with pytest.raises(ValueError, match="no period begins on 2021-02-01"):
            explorer.read("cyber", day)
    assert explorer.read("cyber", "2021-01-01").equals(frame)
    assert explorer.read("cyber", "2021", "2022").height >= frame.height
    for begin in ("2022", None):
        with pytest.raises(ValueError, match=r"last is 2021-01-01, but period is "):
            explorer.read("cyber", begin, "2021")
    with pytest.raises(ValueError, match="last is 'soon': give a date, or text such as 2018"):
        explorer.read("cyber", "2021", "soon")


def test_nothing_is_shown_before_the_first_click(explorer):
    with pytest.raises(ValueError, match="click a point"):
        _ = explorer.passages


def test_failures_are_told_to_the_browser(explorer):
    explorer._reading = {"doc_id": "nowhere.txt", "theme": "cyber"}
    assert "nowhere.txt" in explorer._document["error"]
    explorer._reading = {}
    assert explorer._document == {}


def test_choosing_draws_again(explorer):
    explorer._choice = {"every": "quarter", "value": "doc_share", "themes": ["migration"]}
    assert explorer._chart["every"] == "quarter"
    assert [theme["name"] for theme in explorer._chart["themes"]] == ["migration"]
    explorer._choice = {"every": "quarter", "value": "doc_share", "themes": []}
    assert explorer._chart["themes"] == []
    assert explorer.picture() is None


def test_dates_are_written_as_exactly_as_they_are_known(press, themes):
    explorer = read_quietly(press.explore, themes, every="year", lang="fr")
    explorer.read("cooperation", None)
    assert {row["when"] for row in explorer._page["rows"]} == {"sans date"}
    explorer.read("intelligence", date(2015, 1, 1))
    assert {row["when"] for row in explorer._page["rows"]} == {"10 févr. 2015", "T3 2015"}
    assert all("«\xa0renseignement\xa0»" in row["cite"] for row in explorer._page["rows"])


def test_a_bundle_has_the_view_a_picture_and_words(explorer):
    bundle, _ = explorer._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert bundle["image/png"].startswith("iVBOR")
    assert bundle["text/plain"] == "<coopsec explorer: terrorism, terrorism.financing, cyber by year>"


def test_the_picture_of_a_saved_notebook_is_as_large_as_a_chart(explorer, monkeypatch):
    shown: list[dict[str, Any]] = []
    display = pytest.importorskip("IPython.display")
    monkeypatch.setattr(display, "display", lambda data, **_: shown.append(data))
    explorer._ipython_display_()
    still = shown[-1]
    pixels = int.from_bytes(base64.b64decode(still["image/png"])[16:20], "big")
    assert f'width="{round(pixels / 1.5)}"' in still["text/html"]


def test_the_picture_has_the_labels_of_the_explorer(sample, monkeypatch):
    pytest.importorskip("anywidget")
    pytest.importorskip("vl_convert")
    drawn = []
    monkeypatch.setattr("coopsec.plot.display.picture", lambda chart: drawn.append(chart.to_dict()["description"]))
    lexicon = {
        "own": {"label": "Les drogues", "patterns": ["drogue*"]},
        "cyber": {"label": "Attaques", "patterns": ["cyber*"]},
    }
    explorer = sample.explore(lexicon, every="year")
    explorer.picture()
    assert [each["label"] for each in explorer._lexicon] == ["Les drogues", "Attaques"]
    assert "Les drogues" in drawn[0]
    assert "Attaques" in drawn[0]


@pytest.mark.parametrize(
    ("documents", "lang", "found", "story"),
    [
        (["Une drogue, la drogue."], "fr", "2 passages dans 1 document, 1 récit", "récit 0"),
        (["Une drogue, la drogue."], "en", "2 passages in 1 document, 1 story", "story 0"),
        (["La drogue."], "fr", "1 passage", "récit 0"),
        (["La drogue va du Maroc en Espagne."] * 2, "fr", "2 passages dans 2 documents, 1 récit", "récit 0, 1 autre"),
        (["Rien."], "fr", "Aucun passage\xa0: le thème est absent ici.", None),
    ],
)
def test_phrases_agree_with_their_numbers(documents, lang, found, story):
    pytest.importorskip("anywidget")
    corpus = cs.from_frame(pl.DataFrame({"text": documents, "date": ["2015-05-01"] * len(documents)}))
    explorer = corpus.explore({"drugs": ["drogue"]}, every="year", lang=lang)
    explorer.read("drugs", "2015")
    assert explorer._page["found"] == found
    assert [row["story"].startswith(story) for row in explorer._page["rows"]] == [True] * len(explorer._page["rows"])


@pytest.mark.parametrize("documents", [[], ["Rien."]])
def test_nothing_to_explore(documents):
    corpus = read_quietly(cs.from_frame, pl.DataFrame({"text": documents}, schema={"text": pl.String}))
    explorer = corpus.explore({"a": ["rien"]})
    assert explorer._chart["periods"] == []
    if documents:
        assert explorer.read("a", None).height == 1


def test_languages_say_the_same_things():
    from coopsec.explore.drawing import words_of

    assert words_of("en").keys() == words_of("fr").keys()
    with pytest.raises(ValueError, match="lang='de': expected 'en' or 'fr'"):
        words_of("de")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_key_has_a_place_for_what_is_above_the_frame(lang):
    from coopsec.explore.drawing import words_of
    from coopsec.plot.words import words_for

    words = words_of(lang)
    assert words["above"] == words_for(lang)("above")
    assert ". {above}" in words["key"]


def test_the_browser_is_told_only_words_that_it_has():
    import re

    from coopsec.explore.drawing import words_of
    from coopsec.explore.widget import script as joined

    script = joined()
    used = set(re.findall(r"words\.(\w+)", script)) - {"thousands", "decimal", "percent"}
    assert used <= words_of("en").keys()
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|https?://(?!www\.w3\.org/2000/svg)", script)


def test_the_script_is_made_of_all_its_parts():
    from importlib import resources

    from coopsec.explore.widget import PARTS, Explorer, script

    folder = resources.files("coopsec.explore") / "js"
    assert sorted(f"{part}.js" for part in PARTS) == sorted(each.name for each in folder.iterdir())
    for part in PARTS:
        text = (folder / f"{part}.js").read_text(encoding="utf-8")
        assert text in script()
        assert text.count("\n") < 250
    assert script().count("export default") == 1
    assert Explorer._esm is not None
