"""What is known about each document: dates and zones of real and sample press."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

import coopsec as cs
from conftest import read_quietly
from expected import DOCUMENTS, SKIPPED, schema


def one(text: str, **options: object) -> dict[str, object]:
    return cs.from_frame(pl.DataFrame({"text": [text]}), **options).documents.row(0, named=True)


def test_the_sample_corpus_is_as_its_manifest_says(sample, manifest):
    documents = {row["doc_id"]: row for row in sample.documents.rows(named=True)}
    assert sorted(documents) == sorted(entry["path"] for entry in manifest)
    wrong = []
    for entry in manifest:
        row = documents[entry["path"]]
        for key in ("date_start", "date_end"):
            found = row[key].isoformat() if row[key] else None
            if found != entry.get(key):
                wrong.append((entry["path"], key, entry.get(key), found))
        for key in ("date_precision", "date_origin", "source", "encoding", "lang", "rubric"):
            if row[key] != entry.get(key):
                wrong.append((entry["path"], key, entry.get(key), row[key]))
        if "title" in entry and row["title"] != entry["title"]:
            wrong.append((entry["path"], "title", entry["title"], row["title"]))
        if entry.get("conflict") and not row["date_conflicts"]:
            wrong.append((entry["path"], "date_conflicts", "some", []))
    assert wrong == []


def test_stories_of_the_sample(sample, manifest):
    story = dict(sample.documents.select("doc_id", "story").rows())
    pairs = {entry["path"]: entry["same_story_as"] for entry in manifest if "same_story_as" in entry}
    assert pairs
    for one_path, other in pairs.items():
        assert story[one_path] == story[other]
    assert len(set(story.values())) == len(story) - len(pairs)


def test_the_readme_of_the_sample_is_told_as_skipped(sample):
    assert schema(sample.skipped) == SKIPPED
    assert {origin.rsplit("/")[-1] for origin in sample.skipped["origin"]} == {"README.md", "manifest.toml"}


def test_columns_of_documents(sample, press):
    for corpus in (sample, press):
        documents = corpus.documents
        assert documents.columns[: len(DOCUMENTS)] == list(DOCUMENTS)
        assert {name: documents.schema[name] for name in DOCUMENTS} == DOCUMENTS
        for name in (
            "doc_id",
            "date_precision",
            "date_origin",
            "date_conflicts",
            "lang",
            "origin",
            "warnings",
            "story",
        ):
            assert documents[name].null_count() == 0, name


def test_date_is_set_where_the_precision_is_day(sample):
    for row in sample.documents.rows(named=True):
        if row["date_precision"] == "day":
            assert row["date"] == row["date_start"] == row["date_end"]
        else:
            assert row["date"] is None
        if row["date_precision"] == "none":
            assert (row["date_start"], row["date_end"], row["date_origin"], row["date_raw"]) == (
                None,
                None,
                "none",
                None,
            )
        else:
            assert row["date_start"] <= row["date_end"]
            assert row["date_raw"]


def test_counts_of_documents_agree_with_their_text(sample):
    per_document = dict(sample.dtm().group_by("doc_id").agg(pl.col("count").sum()).rows())
    for doc_id, n_chars, n_tokens, n_sentences in sample.documents.select(
        "doc_id", "n_chars", "n_tokens", "n_sentences"
    ).rows():
        assert len(sample.text(doc_id)) == n_chars
        assert per_document[doc_id] == n_tokens
        assert n_sentences >= 1
        assert sample.body(doc_id)


def test_an_unknown_document_is_named(sample):
    for ask in (sample.text, sample.body):
        with pytest.raises(KeyError, match=r"absent\.txt"):
            ask("absent.txt")


def test_repr_says_what_was_read(sample, manifest):
    shown = repr(sample)
    for word in ("documents", str(len(manifest)), "tokens", "2003", "2025", "undated", "fr", "ar", "skipped"):
        assert word in shown, word
        assert word in sample._repr_html_(), word
    assert len(sample) == len(manifest)


def test_columns_stay_apart_where_the_page_has_no_style_for_tables(sample, builtin):
    lists = sample, builtin, builtin.audit(sample)
    for row in re.findall("<tr>.*?</tr>", "".join(each._repr_html_() for each in lists)):
        *before, _ = re.findall("<t[hd][^>]*>", row)
        assert all("padding-right:1em" in cell for cell in before), row


def test_seeds(seeds):
    documents = seeds.documents.sort("doc_id")
    months = documents.head(3)
    assert months["date_start"].to_list() == [date(2017, 8, 1), date(2020, 11, 1), date(2018, 12, 1)]
    assert months["date_end"].to_list() == [date(2017, 8, 31), date(2020, 11, 30), date(2018, 12, 31)]
    assert documents["date_precision"].to_list() == ["month"] * 3 + ["none", "day"]
    assert documents["date_origin"].to_list() == ["header"] * 3 + ["none", "line"]
    assert documents["date"].to_list() == [None] * 4 + [date(2015, 5, 28)]
    assert documents["source"].to_list() == [None] * 4 + ["MAP"]
    assert seeds.skipped.height == 0


def test_every_count_of_the_seeds_equals_its_hits(seeds, builtin):
    table = read_quietly(seeds.themes, builtin, every="month")
    assert table["count"].sum() > 30
    hits = seeds.hits(builtin, rollup=True)
    assert dict(hits.group_by("theme").len().rows()) == dict(
        table.group_by("theme").agg(pl.col("count").sum()).filter(pl.col("count") > 0).rows()
    )


def test_spain_is_found_behind_its_article_in_the_seeds(seeds):
    assert seeds.frequency().filter(pl.col("term") == "espagne")["count"].to_list() == [8]


def test_wikinews_is_dated_by_its_datelines(wikinews):
    documents = wikinews.documents
    assert documents.height == 100
    undated = documents.filter(pl.col("date_precision") == "none")
    assert undated["doc_id"].to_list() == ["45513.html"]
    dated = documents.filter(pl.col("date_precision") != "none")
    assert dated["date_origin"].unique().to_list() == ["dateline"]
    assert dated["date"].dt.year().unique().to_list() == [2012]
    assert documents["title"].null_count() == 0
    assert wikinews.skipped.height == 0


@pytest.mark.parametrize(("name", "size"), [("el_watan", 9658), ("realites", 23042)])
def test_press_titles_load_with_their_dates(request, shared, name, size):
    corpus = request.getfixturevalue(name)
    file = {"el_watan": "fr_DZA_elwata_geo.tsv", "realites": "fr_TUN_realit.tsv"}[name]
    raw = [line.split("\t") for line in (shared / "press_titles" / file).read_text(encoding="utf-8").splitlines()[1:]]
    assert len(raw) == size
    documents = corpus.documents
    assert documents.height == size
    assert corpus.skipped.height == 0
    assert [day.isoformat() for day in documents["date"]] == [line[2] for line in raw]
    assert documents["date_origin"].unique().to_list() == ["metadata"]
    assert documents["source"].to_list() == [line[1] for line in raw]


def test_media_cloud_dates_with_and_without_microseconds(shared):
    path = shared / "press_titles" / "mediacloud_export_fr_TUN_presse.csv"
    table = pl.read_csv(path, infer_schema=False, n_rows=300)
    documents = cs.from_frame(table).documents
    assert [day.isoformat() for day in documents["date"]] == [stamp[:10] for stamp in table["publish_date"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" date 2017-08 S'il y a un domaine, c'est celui-là.", ("2017-08-01", "month", "header")),
        (" date 2025-11-25 \nLe texte est long.", ("2025-11-25", "day", "header")),
        ("Rabat, 28 mai 2015 (MAP) - Le Maroc coopère avec l'Espagne.", ("2015-05-28", "day", "dateline")),
        ("Le texte est long.\nIl est clair.\n28 mai 2015\nSource : MAP", ("2015-05-28", "day", "line")),
        ("4 août 2018 - 15h20 - Monde\nUn titre\nLe texte est long.", ("2018-08-04", "day", "line")),
        ("05/12/2019 Libé\nLe texte est long.", ("2019-12-05", "day", "line")),
        ("Titre\nPublié le 12/11/2016 à 09h51\nLe texte est long.", ("2016-11-12", "day", "label")),
        ("25 Janvier 2018\nÀ 20:24\nUn titre\nLe texte est long.", ("2018-01-25", "day", "line")),
        ("Le 28 mai 2015, le Maroc et la France ont signé un accord.", (None, "none", "none")),
        ("Le ministre s'est entretenu jeudi à Rabat. Le 10 novembre, il ira à Paris.", (None, "none", "none")),
        ("Rabat, 22 nov (EFE).- La policía detuvo a dos personas.", (None, "none", "none")),
        ("Publication: Mis à jour:\nLe texte est long.", (None, "none", "none")),
        ("Rabat, 30 février 2015 (MAP) - Le Maroc coopère.", (None, "none", "none")),
    ],
)
def test_dates_are_stated_never_guessed(text, expected):
    row = one(text)
    start = row["date_start"].isoformat() if row["date_start"] else None
    assert (start, row["date_precision"], row["date_origin"]) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_title_and_body_are_counted(end):
    lines = [" date 2017-08-29 © Copyright : DR", "", "Rabat, 29 août 2017 (MAP) - Le corps compte.", "Source : MAP"]
    text = end.join(lines)
    corpus = cs.from_frame(pl.DataFrame({"text": [text]}))
    assert corpus.text("0") == text
    assert corpus.documents["n_tokens"].to_list() == [3]
    assert sorted(corpus.frequency()["term"]) == ["compte", "corps", "le"]
    assert corpus.body("0").strip() == "Le corps compte."


def test_prose_without_such_lines_is_all_body():
    text = "Le Maroc et l'Espagne coopèrent.\n\nIls luttent contre le crime. Source de fierté, cela continue."
    corpus = cs.from_frame(pl.DataFrame({"text": [text]}))
    assert corpus.body("0").strip() == text


def test_a_weekday_that_contradicts_its_date_is_a_conflict():
    assert one("Rabat, lundi 17 février 2015 (MAP) - Le Maroc coopère.")["date_conflicts"] != []
    assert one("Rabat, mardi 17 février 2015 (MAP) - Le Maroc coopère.")["date_conflicts"] == []


def test_front_matter_of_files(tmp_path):
    (tmp_path / "a.txt").write_text(
        "---\ntitle: Un titre\ndate: 2015-05-28\nlang: es\nsource: EFE\nauteur: X\n---\nTexto del día.",
        encoding="utf-8",
    )
    row = cs.read_corpus(tmp_path).documents.row(0, named=True)
    assert (row["title"], row["date"], row["lang"], row["source"], row["auteur"]) == (
        "Un titre", date(2015, 5, 28), "es", "EFE", "X",
    )  # fmt: skip
    assert row["date_origin"] == "metadata"


def test_a_date_in_the_path_comes_last(tmp_path):
    (tmp_path / "2016-11-12_sommet.txt").write_text("Le texte est long.", encoding="utf-8")
    (tmp_path / "2011-q3_forum.txt").write_text("Le texte est long.", encoding="utf-8")
    documents = cs.read_corpus(tmp_path).documents.sort("doc_id")
    assert documents["date_origin"].to_list() == ["filename"] * 2
    assert documents["date_precision"].to_list() == ["quarter", "day"]


def test_a_url_column_dates_a_row():
    frame = pl.DataFrame({"text": ["Le texte."], "url": ["https://www.example.org/2017/08/29/titre.html"]})
    row = cs.from_frame(frame).documents.row(0, named=True)
    assert (row["date"], row["date_origin"]) == (date(2017, 8, 29), "url")


def test_a_wrong_column_is_told_without_finding_stories(monkeypatch):
    corpus = cs.read_corpus("corpus/")
    monkeypatch.setattr("coopsec._corpus._coopsec.stories", lambda *_, **__: pytest.fail("stories were looked for"))
    for by in ("newspaper", ["source", "newspaper"]):
        with pytest.raises(cs.errors.ColumnError, match="by: no column 'newspaper'"):
            corpus.frequency(by=by)
    assert corpus.frequency(by="source", top=1).height > 0
