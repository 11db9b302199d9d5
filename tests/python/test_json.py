"""Files of JSON: which articles are found in them, and what is said of those without."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import ColumnError, CoopsecError, CoopsecWarning, DecodeError, NoDocumentsError

ROWS = [
    {"titre": "Accord", "texte": "Rabat et Madrid coopèrent.", "date": "2017-08-29", "tags": ["a"], "page": 3},
    {"titre": "Visite", "texte": "Les ministres\nse sont vus.", "date": "2017-09", "tags": [], "page": None},
]
SHAPES = {
    "list": ROWS,
    "named": {"status": "ok", "totalResults": 2, "keys": ["a", "b"], "articles": ROWS},
    "deeper": {"response": {"status": "ok", "meta": {"n": 2}, "results": ROWS}},
}
NAMES = {"list": "", "named": "#articles", "deeper": "#response.results"}

# What a folder may hold beside the articles.
OTHERS: dict[str, Any] = {
    "package.json": {"name": "site", "files": ["a.js"], "scripts": {"test": "x"}, "contributors": [{"name": "A. B."}]},
    "carte.geojson.json": {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"nom": "x"}}]},
    "lexique.json": {"terrorisme": ["terroris*"], "drogue": ["cannabis", "cocaïne"]},
    "deux.json": {"nodes": [{"id": 1}], "links": [{"from": 1, "to": 2}]},
    "nombres.json": [1, 2, 3],
    "mot.json": "texte",
    "vide.json": {"status": "ok", "articles": []},
    "aucun.json": [],
    "objet.json": {},
    "contenu.json": {"content": {"text": "x"}, "body": 3, "title": "Réglages"},
}


def _write(path: Path, value: Any, **options: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, **options), encoding="utf-8")
    return path


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_articles_are_found_wherever_their_list_is(tmp_path, shape, indent):
    path = _write(tmp_path / "presse.json", SHAPES[shape], indent=indent)
    (tmp_path / "presse.jsonl").write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    corpus, of_lines = cs.read_corpus(path), cs.read_corpus(tmp_path / "presse.jsonl")
    varied = ["doc_id", "origin"]
    assert corpus.documents.drop(varied).equals(of_lines.documents.drop(varied))
    assert corpus.documents["doc_id"].to_list() == ["presse.json#0", "presse.json#1"]
    assert corpus.documents["origin"].to_list() == [f"{path}{NAMES[shape]}#{row}" for row in range(2)]
    assert corpus.text("presse.json#1") == ROWS[1]["texte"]
    assert corpus.documents["date"].to_list() == [date(2017, 8, 29), None]


def test_one_article_is_an_object(tmp_path):
    article = {"title": "Accord", "text": "Rabat coopère.", "authors": [{"name": "A. B."}], "images": [{"url": "x"}]}
    corpus = cs.read_corpus(_write(tmp_path / "a.json", article, indent=1))
    assert corpus.documents["doc_id"].to_list() == ["a.json#0"]
    assert corpus.documents["authors"].to_list() == [[{"name": "A. B."}]]
    given = cs.read_corpus(_write(tmp_path / "a.json", {"prose": "Rabat coopère.", "tags": [{"a": 1}]}), text="prose")
    assert given.text("a.json#0") == "Rabat coopère."


def test_json_lines_may_be_called_json(tmp_path):
    (tmp_path / "a.json").write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    assert cs.read_corpus(tmp_path).documents["page"].to_list() == [3, None]


def test_what_holds_no_articles_is_skipped_in_a_folder_and_refused_by_name(tmp_path):
    for name, value in OTHERS.items():
        _write(tmp_path / name, value)
    _write(tmp_path / "presse.json", ROWS)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(tmp_path / "package.json", "config.json")
        archive.write(tmp_path / "presse.json", "presse.json")
    for read in (cs.read_corpus, lambda path: cs.build_index(path, tmp_path.parent / f"{tmp_path.name}.index")):
        corpus = read(tmp_path)
        assert len(corpus) == 4
        skipped = {Path(origin).relative_to(tmp_path).as_posix(): reason for origin, reason in corpus.skipped.rows()}
        assert skipped.keys() == {*OTHERS, "z.zip/config.json"}
        assert all(reason.startswith("no articles in it: ") for reason in skipped.values())
        assert "a list of objects with a text was looked for" in skipped["lexique.json"]
        assert "the objects of the list 'features' have no column for the text" in skipped["carte.geojson.json"]
        assert "none of its lists of objects has a text (nodes, links)" in skipped["deux.json"]
    assert cs.count_terms(tmp_path).equals(cs.count_terms([tmp_path / "presse.json", tmp_path / "z.zip"]))
    for name in OTHERS:
        with pytest.raises(NoDocumentsError) as caught:
            cs.read_corpus(tmp_path / name)
        assert str(caught.value).startswith(f"{tmp_path / name}: no articles in it: ")
        assert cs.read_corpus(tmp_path / name, on_error="skip").skipped.height == 1


def test_several_lists_are_refused_by_name(tmp_path):
    path = _write(tmp_path / "a.json", {"articles": ROWS, "more": {"comments": [{"n": 1}]}})
    with pytest.raises(DecodeError, match=r"a\.json: holds 2 lists of objects.*: articles, more\.comments; keep one"):
        cs.read_corpus(tmp_path)
    path.write_text('{"articles": [{"text": "un"}], "articles": [{"text": "deux"}]}', encoding="utf-8")
    with pytest.raises(DecodeError, match="articles, articles"):
        cs.read_corpus(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_empty_lines(tmp_path, encoding):
    (tmp_path / "a.json").write_bytes(f"\r\n \t{json.dumps(ROWS, ensure_ascii=False, indent=1)}\r\n\n".encode(encoding))
    assert cs.read_corpus(tmp_path).text("a.json#0") == ROWS[0]["texte"]


def test_of_two_fields_of_one_name_the_same_is_read_as_in_json_lines(tmp_path):
    read = set()
    for name, form in (("a.jsonl", "{}"), ("a.json", "[{}]")):
        (tmp_path / name).write_text(form.replace("{}", '{"text": "un", "k": 1, "text": "deux"}'), encoding="utf-8")
        read.add(cs.read_corpus(tmp_path / name).text(f"{name}#0"))
    assert len(read) == 1


def test_mixtures_large_numbers_and_lone_surrogates_are_read_as_in_json_lines(tmp_path):
    rows = ['{"text": "un \\ud83d", "k": 12345678901234567890123, "m": [1]}', '{"text": "deux", "k": 0.5, "m": "x"}']
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "a.json").write_text("[" + ",\n".join(rows) + "]", encoding="utf-8")
    told, read = [], []
    for name in ("a.jsonl", "a.json"):
        with pytest.warns(CoopsecWarning) as caught:
            read.append(cs.read_corpus(tmp_path / name).documents.drop("doc_id", "origin"))
        told.append([str(each.message).removeprefix(f"{tmp_path / name}: ") for each in caught])
    assert read[0].equals(read[1])
    assert read[0]["k"].to_list() == ["12345678901234567890123", "0.5"]
    assert told[0] == told[1]
    assert len(told[0]) == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file is empty: a list of objects"),
        (" \n", "the file is empty: a list of objects"),
        ('[{"text": "un"}', "line 1, column 16 is not JSON: expected ',' or ']': the file may be cut off"),
        ('{"articles": [{"text": "un"}, {"te', "line 1, column 32 is not JSON: Unterminated string"),
        ('{"articles": [{"text": "un"}]', "expected ',' or '}': the file may be cut off"),
        ('{"articles"', "expected ':': the file may be cut off"),
        ('[{"text": "un"},\n]', "line 2, column 1 is not JSON: Expecting value"),
        ('[{"text": "un"}\n {"text": "deux"}]', "line 2, column 2 is not JSON: expected ',' or ']'"),
        ('{"a": 1,\n// une note\n"b": 2}', "line 2, column 1 is not JSON: expected a name in double quotes"),
        ('[{"text": "un"},\n {"text": "deux", "k": NaN}]', "the value in line 2 is not JSON: NaN is not allowed"),
        ('[{"text": "un"}, {"text": "deux\n"}]', "Invalid control character"),
        (f'[{{"text": "un", "k": 1{"0" * 5000}}}]', "the value in line 1 is not JSON: Exceeds the limit"),
        ('[{"text": "un"}, null]', "item 2 is not a JSON object"),
        ('[{"text": "un"}]\n[{"text": "deux"}]', "item 1 is not a JSON object"),
        ('[{"text": "un"}, {"text": "deux", "k": 1e999}]', "not a readable json table"),
        (f'[{{"text": "un", "k": {"[" * 70 + "]" * 70}}}]', "item 1 holds lists or objects that are nested"),
        (f'\n[{{"text": "un", "k": {"[" * 90_000 + "]" * 90_000}}}]', "line 2 holds lists or objects that are nested"),
        (f"{'{' + chr(34) + 'a' + chr(34) + ':'}" * 90, "line 1 holds lists or objects that are nested"),
        ('{"articles": [{"text": {"a": 1}}]}', "#articles: column 'text' holds Struct"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path, content, told):
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CoopsecError) as caught:
        cs.read_corpus(tmp_path)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)
    reason = cs.read_corpus(tmp_path, on_error="skip").skipped["reason"][0]
    assert str(tmp_path) not in reason


def test_columns_are_named_as_in_other_tables(tmp_path):
    _write(tmp_path / "a.json", {"docs": [{"prose": "Rabat coopère.", "jour": "2015-05-28", "canal": "MAP"}]})
    corpus = cs.read_corpus(tmp_path, text="prose", date="jour", source="canal")
    assert corpus.documents.select("date", "source").row(0) == (date(2015, 5, 28), "MAP")
    with pytest.raises(ColumnError, match=r"a\.json#docs: date: no column 'jours'; did you mean 'jour'"):
        cs.read_corpus(tmp_path, text="prose", date="jours")
    reason = cs.read_corpus(tmp_path).skipped["reason"][0]
    assert reason.endswith('name it: text="…" among prose, jour, canal')
    assert cs.count_terms(tmp_path, text="prose", date="jour", by=["canal"])["canal"].unique().to_list() == ["MAP"]


def test_names_of_apis_are_names_of_columns(tmp_path):
    article = {"fullText": "Rabat coopère.", "publishedAt": "2015-06-03T08:00:00Z", "mediaName": "MAP"}
    corpus = cs.read_corpus(_write(tmp_path / "a.json", [article]))
    assert corpus.documents.select("date", "source").row(0) == (date(2015, 6, 3), "MAP")


def test_titles_alone_are_read_if_they_are_named(tmp_path):
    path = _write(tmp_path / "contents.json", [{"title": "Un accord", "file": "a.txt"}])
    (tmp_path / "a.txt").write_text("Rabat coopère.", encoding="utf-8")
    corpus = cs.read_corpus(tmp_path)
    assert corpus.documents["doc_id"].to_list() == ["a.txt"]
    assert corpus.skipped["reason"][0].endswith('name it: text="…" among title, file')
    assert cs.read_corpus(path, text="title").text("contents.json#0") == "Un accord"


def test_a_row_without_text_is_skipped_as_in_json_lines(tmp_path):
    path = _write(tmp_path / "a.json", {"docs": [{"text": None, "k": 1}, {"text": "", "k": 2}, {"k": 3}]})
    corpus = cs.read_corpus(path)
    assert corpus.documents["k"].to_list() == [2]
    assert corpus.skipped.rows() == [(f"{path}#docs#{row}", "no text in this row") for row in (0, 2)]


def test_a_frame_written_as_json_is_read(tmp_path):
    frame = pl.DataFrame(ROWS)
    frame.write_json(tmp_path / "a.json")
    assert cs.read_corpus(tmp_path).documents["page"].to_list() == [3, None]
