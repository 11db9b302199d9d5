"""The report: its numbers, its passages, its escaping, and the requirements of a page."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

import itertools

from coopsec import _frames, errors
from coopsec._report_page import markup, passages
from coopsec._report_page.words import PageWords
from coopsec.cli import main
from coopsec.plot.countries import country_names
from coopsec.plot.palette import known_label
from report_pages import Page, write

HOSTILE = "</script><script>alert(1)</script>\u2028<img src=x onerror=alert(2)> \" ' & \u202e"


@pytest.fixture(scope="module")
def whole(sample: cs.Corpus, builtin: cs.Lexicon, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(sample, builtin, tmp_path_factory.mktemp("whole"), every="year", lang="fr")


@pytest.fixture(scope="module")
def page(whole: str) -> Page:
    return Page(whole)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A corpus and a lexicon that try to break out of the page."""
    sentence = f"Le terrorisme {HOSTILE} menace."
    frame = pl.DataFrame(
        {
            "doc_id": [f"{HOSTILE}{place}" for place in range(4)],
            "title": [f"Titre {HOSTILE}"] * 4,
            "source": [f"Source {HOSTILE}"] * 4,
            "text": [sentence, "Le terrorisme recule.", "Terrorisme, terrorisme.", "Rien."],
            "date": ["2015-01-05", "2015-06-05", "2016-01-05", "2016-03-01"],
        }
    )
    lexicon = {f"theme {HOSTILE}": ["terrorisme"]}
    events = pl.DataFrame({"date": [date(2015, 3, 1)], "label": [HOSTILE]})
    corpus = cs.from_frame(frame, text=["title", "text"])
    page = write(corpus, lexicon, tmp_path_factory.mktemp("hostile"), title=HOSTILE, every="year", events=events)
    return page, sentence


# Numbers and passages


def test_every_cell_has_as_many_passages_as_its_number(page: Page, sample: cs.Corpus, builtin: cs.Lexicon) -> None:
    table = sample.themes(builtin, every="year")
    periods = table["period"].unique(maintain_order=True).to_list()
    counts = {
        passages.anchor(builtin.themes.index(row["theme"]), periods.index(row["period"])): row["count"]
        for row in table.iter_rows(named=True)
        if row["count"]
    }
    assert dict(page.marks()) == counts
    links = {
        each["attrs"]["href"][1:]: int(each["text"])
        for each in page.all("a")
        if any(outer["attrs"].get("class") == "grid" for outer in each["inside"])
    }
    assert links == counts
    assert sum(counts.values()) == table["count"].sum() == sample.hits(builtin, rollup=True).height


def test_passages_are_the_sentences_of_the_hits(page: Page, sample: cs.Corpus, builtin: cs.Lexicon) -> None:
    shown = {each["text"] for each in page.all("q")}
    assert shown == set(sample.hits(builtin)["sentence"])
    hit = sample.hits(builtin, rollup=True)
    matches = Counter(hit["match"])
    assert Counter(each["text"] for each in page.all("mark")) == matches


def test_nested_matches_count_as_asked(tmp_path: Path) -> None:
    text = ["Une coopération policière, puis une coopération."]
    corpus = cs.from_frame(pl.DataFrame({"text": text, "date": ["2015-01-05"]}))
    lexicon = {"cooperation": ["coopération"], "police": ["coopération policière"]}
    marks = [
        Counter(each["text"] for each in Page(write(corpus, lexicon, tmp_path, **options)).all("mark"))
        for options in ({}, {"nested_scope": "theme"}, {"nested_scope": "lexicon"})
    ]
    assert marks[0] == marks[1] == {"coopération": 2, "coopération policière": 1}
    assert marks[2] == {"coopération": 1, "coopération policière": 1}
    drawn = corpus.sample(lexicon, 9, seed=1, nested_scope="lexicon")
    assert drawn["match"].to_list() == ["coopération policière", "coopération"]


def test_what_is_beyond_the_cap_is_counted_and_said(sample: cs.Corpus, builtin: cs.Lexicon, tmp_path: Path) -> None:
    themes = builtin.select("terrorism", "cyber")
    page = Page(write(sample, themes, tmp_path, every="year", per_cell=2))
    marks, total = page.marks(), 0
    for name, cell in page.cells().items():
        heading = next(each["text"] for each in page.all("h4") if cell in each["inside"])
        some = re.search(r"showing (\d+) of (\d+) occurrences", heading)
        said = re.search(r"(\d+) occurrences?$", heading)
        shown, whole = map(int, some.groups()) if some else 2 * [int(said[1])] if said else (0, 0)
        assert shown == marks[name] <= whole
        total += whole
        sentences = [each for each in page.all("li") if cell in each["inside"]]
        assert len(sentences) <= 2
    assert total == sample.hits(themes, rollup=True).height > sum(marks.values())
    assert f"{sum(marks.values())} of the {total} occurrences" in page.all("section", id="passages")[0]["text"]


def test_shown_passages_are_spread_over_the_cell() -> None:
    cell = ("t", date(2015, 1, 1))
    many = passages.Passages({cell: [(markup.text(place), 1) for place in range(100)]}, {cell: 100}, cap=4)
    assert many.shown(cell) == (["0", "25", "50", "75"], 4)


def test_the_size_is_kept(sample: cs.Corpus, builtin: cs.Lexicon, tmp_path: Path) -> None:
    themes = builtin.select("terrorism")
    sizes = [len(write(sample, themes, tmp_path, every="year", max_bytes=most)) for most in (10**7, 20_000)]
    assert sizes[0] > sizes[1]
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    inside = sum(len(each["text"].encode()) for each in page.all("section", class_="cell"))
    assert 0 < inside < 20_000


def test_long_sentences_keep_their_hits(tmp_path: Path) -> None:
    text = "mot " * 600 + "terrorisme " + "mot " * 600
    corpus = cs.from_frame(pl.DataFrame({"text": [text], "date": ["2015-01-01"]}))
    page = Page(write(corpus, {"t": ["terrorisme"]}, tmp_path))
    (quote,) = page.all("q")
    assert quote["text"].startswith("… ")
    assert quote["text"].endswith(" …")
    assert len(quote["text"]) < 700
    assert [each["text"] for each in page.all("mark")] == ["terrorisme"]


# Escapes


def test_hostile_text_stays_text(hostile: tuple[str, str]) -> None:
    text, sentence = hostile
    page = Page(text)
    assert len(page.all("script")) == 1
    assert len(page.all("style")) == 1
    assert not page.all("img")
    assert not [each for each in page.elements for name in each["attrs"] if name.startswith("on")]
    shown = {each["text"] for each in page.all("q")}
    assert any(sentence in each for each in shown)
    assert "Titre </script><script>alert(1)</script>" in {each["text"] for each in page.all("cite")}
    assert page.all("h1")[0]["text"] == HOSTILE
    label = "theme " + HOSTILE.replace("\u2028", " ")  # a label is on one line
    assert any(each["text"].startswith(label) for each in page.all("h3"))


def test_markup_escapes_values_and_attributes_once() -> None:
    assert markup.tag("a", "<b>", markup.tag("i", "&"), title='"x"', hidden=True, id=None) == (
        '<a title="&quot;x&quot;" hidden>&lt;b&gt;<i>&amp;</i></a>'
    )
    assert markup.text("a\x00b\ud800\x1b") == "a\ufffdb\ufffd\ufffd"


def test_only_its_own_script_may_run(whole: str) -> None:
    import base64
    import hashlib

    page = Page(whole)
    policy = next(each["attrs"]["content"] for each in page.all("meta") if "http-equiv" in each["attrs"])
    (script,) = page.all("script")
    digest = base64.b64encode(hashlib.sha256(script["text"].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


# A page


def test_nothing_leaves_the_page(page: Page, whole: str) -> None:
    names = {each["attrs"]["id"] for each in page.elements if "id" in each["attrs"]}
    for each in page.elements:
        for name in ("src", "href", "xlink:href", "action", "data", "srcset"):
            address = each["attrs"].get(name)
            assert address is None or (address.startswith("#") and address[1:] in names), (each["tag"], address)
    assert set(re.findall(r"https?://[^\"'\s<)]+", whole)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\((?!#)", whole)


def test_names_are_unique(page: Page) -> None:
    names = Counter(each["attrs"]["id"] for each in page.elements if "id" in each["attrs"])
    assert not [name for name, times in names.items() if times > 1]


def test_every_reader_finds_a_way(page: Page) -> None:
    assert page.all("html")[0]["attrs"]["lang"] == "fr"
    levels = [int(each["tag"][1]) for each in page.elements if re.fullmatch(r"h\d", each["tag"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    pictures = page.all("svg")
    assert len(pictures) >= 4
    assert all(each["attrs"]["role"] == "img" and len(each["attrs"]["aria-label"]) > 10 for each in pictures)
    for picture in pictures:  # the numbers are in a table of the same section
        section = next(outer for outer in reversed(picture["inside"]) if outer["tag"] == "section")
        assert any(section in table["inside"] for table in page.all("table"))
    assert all(each["attrs"].get("scope") in ("col", "row") for each in page.all("th"))
    assert all(any(table in each["inside"] for each in page.all("caption")) for table in page.all("table"))


def test_quotes_tell_their_language_and_direction(tmp_path: Path) -> None:
    texts = ["BCIJ الإرهاب خطر.", "Le terrorisme recule.", "Terrorisme !"]
    frame = pl.DataFrame({"text": texts, "date": ["2015-03-01"] * 3, "lang": ["ar", "fr", "und"], "title": ["A"] * 3})
    corpus = cs.from_frame(frame, lang="lang", title="title")
    page = Page(write(corpus, {"t": ["الإرهاب", "terrorisme"]}, tmp_path))
    told = {each["text"]: (each["attrs"]["lang"], each["attrs"]["dir"]) for each in page.all("q")}
    assert told == dict(zip(texts, [("ar", "rtl"), ("fr", "auto"), ("", "auto")], strict=True))
    assert [each["attrs"]["lang"] for each in page.all("cite")] == ["ar", "fr", ""]


def test_inks_can_be_read(whole: str) -> None:
    inks = dict(re.findall(r"--(\w+): (#\w+);", whole))

    def light(ink: str) -> float:
        digits = ink[1:] if len(ink) == 7 else "".join(2 * each for each in ink[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for name, ground in (("ink", "paper"), ("muted", "paper"), ("link", "paper"), ("ink", "mark")):
        low, high = sorted((light(inks[name]), light(inks[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, name


def test_the_same_corpus_gives_the_same_page(press: cs.Corpus, themes: cs.Lexicon, tmp_path: Path) -> None:
    first = write(press, themes, tmp_path, every="month")
    assert first == write(press, themes, tmp_path, every="month")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


# Edges


def test_undated_documents_have_their_column(press: cs.Corpus, themes: cs.Lexicon, tmp_path: Path) -> None:
    page = Page(write(press, themes, tmp_path, every="month"))
    assert sum(page.marks().values()) == press.hits(themes, rollup=True).height
    assert any("undated or too coarse" in each["text"] for each in page.all("th"))


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("day", [None, "2015-01-01"])
def test_hardly_any_documents_make_a_page(rows: int, day: str | None, tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": ["Le terrorisme."], "date": [day]}, schema={"text": pl.String, "date": pl.String})
    corpus = cs.from_frame(frame.head(rows))
    page = Page(write(corpus, {"t": ["terrorisme"], "none": ["introuvable"]}, tmp_path))
    assert sum(page.marks().values()) == rows
    assert page.all("section", id="methods")


@pytest.mark.parametrize(("days", "periods"), [(["2015-03", "2015-04"], 2), (["2015", "2016"], 2), (["2015"], 1)])
def test_periods_are_not_finer_than_the_dates(days: list[str], periods: int, tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue."] * len(days), "date": days}))
    assert len(Page(write(corpus, {"drugs": ["drogue"]}, tmp_path)).cells()) == periods


def test_an_empty_corpus_has_words_in_every_section(tmp_path: Path) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    corpus = cs.read_corpus(folder)
    page = Page(cs.report(corpus, {"peace": ["paix"]}, tmp_path / "r.html", lang="fr").read_text(encoding="utf-8"))
    said = [each["text"] for each in page.all("p") if each["text"] == "Il n’y a aucun document."]
    assert len(said) == 4  # over time, by period, words, change points


def test_dates_that_no_period_holds_are_told(tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue."], "date": ["2015-03"]}))
    text = write(corpus, {"drugs": ["drogue"]}, tmp_path, every="day")
    assert text.count("No date falls within a single period (by day), so nothing can be shown over time.") == 2


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["1 document, 1 theme. ", "1 document, 2 words.", "The one occurrence", "<span>1 occurrence<"]),
        ("fr", ["1 document, 1 thème. ", "1 document, 2 mots.", "L’unique occurrence", "<span>1 occurrence<"]),
    ],
)
def test_phrases_agree_with_their_number(lang: Any, said: list[str], tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue."], "date": ["2015-03-01"]}))
    text = write(corpus, {"drugs": ["drogue"]}, tmp_path, lang=lang)
    assert [each for each in said if each not in text] == []


def test_where_all_themes_are_silent_none_is_said_to_be_steady(tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue."] * 2, "date": ["2015-03-01", "2016-03-01"]}))
    said = Page(write(corpus, {"drugs": ["drogue"]}, tmp_path, every="year")).all("section", id="changes")[0]["text"]
    assert "Too few periods or documents" in said
    assert "No theme changes" not in said


@pytest.mark.parametrize(("lang", "said"), [("en", "up to 1 sentence"), ("fr", "jusqu’à 1 phrase")])
def test_limits_and_days_of_one_are_said_as_one(lang: Any, said: str, tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue. Une drogue."] * 2, "date": ["2015-03-02"] * 2}))
    text = write(corpus, {"drugs": ["drogue"]}, tmp_path, lang=lang, per_cell=1, thin=1)
    assert {"en": ">2 Mar 2015<", "fr": ">2 mars 2015<"}[lang] in text
    assert len(re.findall(rf"{said}\b", text, re.IGNORECASE)) == 2
    assert {"en": "fewer than 1 document ", "fr": "moins de 1 document "}[lang] in text


def test_the_origin_of_a_date_is_said_in_the_language_of_the_page(page: Page) -> None:
    told = {each["attrs"]["title"] for each in page.all("b") if "title" in each["attrs"]}
    assert "d’après l’en-tête" in told
    assert all(each.startswith("d’après ") for each in told)


def test_paper_is_not_asked_to_be_clicked(page: Page) -> None:
    (how,) = [each for each in page.all("p", class_="screen") if "Choisissez un nombre" in each["text"]]
    assert "tiret" not in how["text"]


def test_the_language_of_the_words_is_named(page: Page) -> None:
    assert "Mots des documents (langue\xa0: français), depuis le" in page.all("section", id="keyness")[0]["text"]


def test_a_table_without_hits_says_so(tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La mer."], "date": ["2015-03-01"]}))
    assert "The table has no occurrences." in write(corpus, {"drugs": ["drogue"]}, tmp_path)


def test_a_theme_without_patterns_for_the_languages_of_a_period_is_no_zero(tmp_path: Path) -> None:
    texts = ["Le terrorisme recule.", "El terrorismo en España.", "La pluie."]
    days = ["2015-03-01", "2016-03-01", "2017-03-01"]
    corpus = cs.from_frame(pl.DataFrame({"text": texts, "date": days, "lang": ["fr", "es", "fr"]}), lang="lang")
    page = Page(write(corpus, {"french": {"fr": ["terrorisme"]}}, tmp_path, every="year"))
    (grid,) = page.all("div", class_="grid")
    cells = [each for each in page.all("td", class_="n") if grid in each["inside"]]
    assert [each["text"] for each in cells] == ["1", "–", "0", "1", "1", "1"]
    dash = next(each for each in page.all("span") if cells[1] in each["inside"])
    assert dash["attrs"]["title"] == "no documents in which the theme can be counted"


def test_themes_have_the_labels_of_the_lexicon_in_every_section(tmp_path: Path) -> None:
    days = [f"{2010 + place // 3}-05-01" for place in range(24)]
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue va du Maroc en Espagne."] * 24, "date": days}))
    lexicon = {
        "own": {"label": "Drogues & trafics", "patterns": ["drogue"]},
        "cyber": {"label": "Attaques", "patterns": ["y"]},
    }
    page = Page(write(corpus, lexicon, tmp_path, every="year", lang="fr"))
    for name in ("timelines", "cells", "dyads", "changes", "passages", "warnings"):
        said = page.all("section", id=name)[0]["text"]
        assert "Drogues & trafics" in said, name
        assert not re.search(r"\bown\b", said), name
    for name in ("timelines", "cells"):  # the charts have the name and the warning
        drawn = "".join(each["text"] for each in page.all("text") if page.all("section", id=name)[0] in each["inside"])
        assert drawn.count("Drogues & trafics") >= 2
        assert "Attaques" in drawn  # its own label, though it is called like a built-in theme
        assert "Cyber" not in drawn


def test_what_was_warned_about_stands_in_the_page(sample: cs.Corpus, tmp_path: Path) -> None:
    lexicon = {"drugs": {"fr": ["drogue*"]}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = Page(write(sample, lexicon, tmp_path, every="year"))
    assert "are not in its denominators: drugs" in page.all("section", id="warnings")[0]["text"]


def test_warnings_are_told_in_the_language_of_the_page_by_names(tmp_path: Path) -> None:
    texts = ["La drogue va du Maroc en Espagne.", "تتعاون الرباط", "Die Drogen und Marokko."]
    frame = pl.DataFrame({"text": texts, "date": ["2015-03-01"] * 3, "lang": ["fr", "ar", "und"]})
    corpus = cs.from_frame(frame, lang="lang")
    page = Page(write(corpus, {"own": {"label": "Drogues", "fr": ["drogue"]}}, tmp_path, every="year", lang="fr"))
    said = page.all("section", id="warnings")[0]["text"]
    assert "ont quitté ses dénominateurs\xa0: Drogues (2)." in said
    assert re.search(r"un pays ou un thème .*\bMaroc \(1\)", said)
    assert "denominators" not in said


def test_columns_are_headed_in_the_language_of_the_page(page: Page) -> None:
    heads = {
        name: [
            each["text"] for each in page.all("th", scope="col") if page.all("section", id=name)[0] in each["inside"]
        ]
        for name in ("coverage", "keyness")
    }
    assert {"Fichier ou ligne", "Raison"} <= set(heads["coverage"])
    assert heads["keyness"][:2] == ["Mot", "Occurrences, cible"]
    assert not [each for each in heads["keyness"] if "_" in each]


def test_every_kind_of_warning_has_its_words() -> None:
    for kind, what in _frames.UNCOVERED.items():
        assert f"without patterns for {what} are not in" in PageWords("en")(f"warned_{kind}", listed="")
        assert "dénominateurs" in PageWords("fr")(f"warned_{kind}", listed="")
    untold = errors.CoopsecWarning("of a kind of its own")
    assert (untold.kind, untold.counts) == (None, ())


@pytest.mark.parametrize(("lang", "pair"), [("en", "Morocco – United States"), ("fr", "Maroc – États-Unis")])
def test_countries_are_named(lang: Any, pair: str, tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["La drogue, le Maroc et les États-Unis."], "date": ["2015-03-01"]}))
    page = Page(write(corpus, {"drugs": ["drogue"]}, tmp_path, every="year", lang=lang))
    (section,) = page.all("section", id="dyads")
    assert len([each for each in page.all("th", scope="row") if each["text"] == pair]) == 2
    drawn = " ".join(each["text"] for each in page.all("text") if section in each["inside"])
    assert all(name in drawn for name in pair.split(" – "))
    assert not re.search(r"\b(MA|US)\b", section["text"])


def test_every_country_of_the_actors_has_a_french_name() -> None:
    french, english = country_names("fr"), country_names("en")
    assert list(french) == list(english)
    assert (french["DE"], english["DE"]) == ("Allemagne", "Germany")
    assert len(set(french.values())) == len(french) > 100
    assert not [name for name in french.values() if "'" in name]


def test_all_that_a_reader_should_know_has_its_section(sample: cs.Corpus, builtin: cs.Lexicon, tmp_path: Path) -> None:
    page = Page(write(sample, builtin, tmp_path, every="year"))
    said = {name: page.all("section", id=name)[0]["text"] for name in ("dyads", "changes", "methods", "warnings")}
    table = sample.themes(builtin, every="year")
    told = {each["text"] for each in page.all("tr")}
    for row in cs.warnings_for(table).iter_rows(named=True):
        year = "all" if row["period"] is None else str(row["period"].year)
        remark = row["message"].partition(": ")[2]
        remark = remark[0].upper() + remark[1:]
        assert f"{known_label(row['theme'], 'en')}{year}{100 * row['share']:.1f}%{remark}" in told
    for count in sample.dyads()["count"].top_k(5):
        assert f"{count:,}" in said["dyads"]
    for row in cs.change_points(table, resamples=999).drop_nulls("period").iter_rows(named=True):
        assert f"{row['support']:.3f}" in said["changes"]
    assert " ".join(sample.methods(builtin, "year").split()) in " ".join(said["methods"].split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"path": "r.pdf"}, r"\.html"),
        ({"path": "no/r.html"}, r"folder .*no does not exist: create it first: '.*no/r\.html'"),
        ({"per_cell": 0}, "per_cell is 0: give 1 or more"),
        ({"per_cell": "a"}, "per_cell is 'a': give a whole number"),
        ({"per_cell": float("nan")}, "per_cell is nan: give a whole number"),
        ({"max_bytes": "a"}, "max_bytes is 'a': give a whole number"),
        ({"max_bytes": -1}, "max_bytes is -1: give 1 or more"),
        ({"max_bytes": float("nan")}, "max_bytes is nan: give a whole number"),
        ({"thin": "a"}, "thin is 'a': give a whole number"),
        ({"title": 3}, "title is 3: give a string"),
        ({"every": ""}, "every='': expected day"),
        ({"hub": 3}, "hub is 3: give a string"),
        ({"events": 3}, "events: expected a table"),
        ({"lang": "de"}, "expected 'en' or 'fr'"),
        ({"split": "soon"}, "split is 'soon': give a date, or text such as 2018"),
        ({"split": 2018}, "split is 2018: give a date"),
    ],
)
def test_wrong_choices_are_named(press: cs.Corpus, tmp_path: Path, options: dict[str, Any], said: str) -> None:
    path = tmp_path / options.pop("path", "r.html")
    with pytest.raises((ValueError, TypeError, OSError), match=said):
        cs.report(press, {"t": ["terrorisme"]}, path, **options)
    assert not path.exists()


def test_a_day_may_be_text(press: cs.Corpus, themes: cs.Lexicon, tmp_path: Path) -> None:
    written = [write(press, themes, tmp_path, split=day) for day in (date(2015, 5, 1), "2015-05", "2015-05-01")]
    assert written[0] == written[1] == written[2]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "is dated since 1 Jan 2050; the dates range from "), ("fr", "n’est daté depuis le 1er janv. 2050")],
)
def test_a_split_beside_the_span_is_told_with_the_span(
    press: cs.Corpus, themes: cs.Lexicon, tmp_path: Path, lang: str, said: str
) -> None:
    page = write(press, themes, tmp_path, split="2050", lang=lang)
    assert said in page.replace("\u202f", " ")


def test_both_languages_say_the_same_things() -> None:
    import tomllib

    table = tomllib.loads((Path(markup.__file__).parent / "words.toml").read_text(encoding="utf-8"))
    assert table["en"].keys() == table["fr"].keys()
    for key, phrase in table["en"].items():
        assert sorted(re.findall(r"{(\w+)", str(phrase))) == sorted(re.findall(r"{(\w+)", str(table["fr"][key]))), key


# Command line


def test_the_command_writes_the_same_page(sample_folder: Path, tmp_path: Path, capsys: Any) -> None:
    target = tmp_path / "r.html"
    options = ["--every", "year", "--theme", "cyber", "--report-lang", "fr", "--heading", "Cyber", "--no-progress"]
    options += ["--nested-scope", "lexicon"]
    assert main(["report", str(sample_folder), "-o", str(target), *options]) == 0
    assert f"wrote {target}" in capsys.readouterr().err
    lexicon = cs.Lexicon.builtin().select("cyber")
    corpus = cs.read_corpus(sample_folder)
    assert target.read_text(encoding="utf-8") == write(
        corpus, lexicon, tmp_path, every="year", lang="fr", title="Cyber", nested_scope="lexicon"
    )


def test_the_command_refuses_other_files(sample_folder: Path, tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", str(sample_folder), "-o", str(tmp_path / "r.csv")])
    assert ended.value.code == 2
    assert ".html" in capsys.readouterr().err
