"""The truth tables of the Rust tests, checked through Python, with offsets in code points."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import LexiconError, PatternError

CASES = Path(__file__).resolve().parents[1] / "cases"


def rows(table: str, key: str = "case") -> list[Any]:
    found = tomllib.loads((CASES / f"{table}.toml").read_text(encoding="utf-8"))[key]
    assert found
    return [pytest.param(row, id=f"{number}-{row.get('name', '')}"[:60]) for number, row in enumerate(found)]


def one(text: str, **options: Any) -> cs.Corpus:
    return cs.from_frame(pl.DataFrame({"texte": [text]}), text="texte", **options)


@pytest.mark.parametrize("row", rows("tokens"))
def test_tokens(row):
    frame = cs.tokenize(
        row["text"],
        row.get("lang", "fr"),
        elision=row.get("elision", True),
        hyphens="split" if row.get("split_hyphens") else "keep",
    )
    assert frame["token"].to_list() == row["tokens"]
    assert [row["text"][start:end] for start, end in frame.select("start", "end").rows()] == row["tokens"]
    if "norms" in row:
        assert frame["norm"].to_list() == row["norms"]


@pytest.mark.parametrize("row", rows("sentences"))
def test_sentences(row):
    frame = cs.sentences(row["text"], row.get("lang", "fr"))
    assert [sentence.strip() for sentence in frame["sentence"]] == row["sentences"]


@pytest.mark.parametrize("row", rows("dates"))
def test_dates(row):
    found = cs.parse_date(row["text"], row.get("lang", "fr"))
    if row.get("none"):
        assert found is None
    else:
        expected = (row["start"], row.get("end", row["start"]), row.get("precision", "day"))
        assert found is not None
        assert (found.start, found.end, found.precision) == expected


def read_press(row: dict[str, Any], folder: Path) -> cs.Corpus:
    """Read a case as a file, or as a row if it has metadata."""
    roles = {"date": "given_date", "title": "given_title", "source": "given_source", "url": "url"}
    given = {role: row[key] for role, key in roles.items() if key in row}
    if given and ("filename" in row or row["text"].startswith("---")):
        pytest.skip("a row has no file name and no front matter")
    if given:
        frame = pl.DataFrame({"text": [row["text"]], **{role: [value] for role, value in given.items()}})
        return cs.from_frame(frame, lang=row.get("lang", "fr"))
    path = folder / row.get("filename", "texte.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(row["text"].encode())
    return cs.read_corpus(path, lang=row.get("lang", "fr"))


@pytest.mark.parametrize("row", rows("press"))
def test_press(row, tmp_path):
    corpus = read_press(row, tmp_path)
    found = corpus.documents.row(0, named=True)
    assert found["date_start"] == row.get("date")
    assert found["date_origin"] == row.get("origin", "none")
    assert found["date_precision"] == row.get("precision", "day" if "date" in row else "none")
    assert found["source"] == row.get("source", row.get("given_source"))
    assert found["rubric"] == row.get("rubric")
    assert found["title"] == row.get("title", row.get("given_title"))
    assert found["date_conflicts"] == row.get("conflicts", [])
    if "raw" in row:
        assert found["date_raw"] == row["raw"]
    assert set(row.get("warnings", [])) <= set(found["warnings"])
    assert corpus.text(found["doc_id"]) == row["text"]
    outside = [words.split(": ", 1)[1] for words in row.get("zones", []) if not words.startswith("title")]
    body = corpus.body(found["doc_id"])
    assert all(row["text"].count(words) > body.count(words) for words in outside)


def lexicon_of(row: dict[str, Any], folder: Path) -> cs.Lexicon:
    if "lexicon" in row:
        path = folder / "case.toml"
        path.write_text(row["lexicon"], encoding="utf-8")
        return cs.Lexicon.from_toml(path)
    return cs.Lexicon.from_dict({"t": row["patterns"]})


@pytest.mark.parametrize("row", rows("patterns") + rows("resolver"))
def test_patterns_and_their_resolution(row, tmp_path):
    corpus = one(row["text"], lang=row.get("lang", "fr"), hyphens=row.get("hyphens", "keep"))
    lexicon = lexicon_of(row, tmp_path)
    hits = corpus.hits(lexicon, nested_scope=row.get("scope", "theme"))
    if "rows" in row:
        assert [list(pair) for pair in hits.select("theme", "match").rows()] == row["rows"]
    else:
        assert hits["match"].to_list() == row["matches"]
    if "rollup" in row:
        all_rows = corpus.hits(lexicon, rollup=True, nested_scope=row.get("scope", "theme"))
        assert [list(pair) for pair in all_rows.select("theme", "match").rows()] == row["rollup"]
    assert [row["text"][start:end] for start, end in hits.select("start", "end").rows()] == hits["match"].to_list()


@pytest.mark.parametrize("row", rows("patterns", "refused"))
def test_refused_patterns(row, tmp_path):
    with pytest.raises(PatternError) as caught:
        lexicon_of(row, tmp_path)
    assert caught.value.theme == row.get("theme", "t")
    assert caught.value.column == row["column"]
    assert row["message"] in str(caught.value)


@pytest.mark.parametrize("row", rows("patterns", "malformed"))
def test_malformed_lexicons(row, tmp_path):
    with pytest.raises(LexiconError) as caught:
        lexicon_of(row, tmp_path)
    assert row["message"] in str(caught.value)


@pytest.mark.parametrize("row", rows("themes"))
def test_built_in_themes(row, builtin):
    found = one(row["text"], lang=row["lang"]).hits(builtin)
    order = found.with_columns(length=pl.col("end") - pl.col("start")).sort("start", "length", "theme")
    assert [list(pair) for pair in order.select("theme", "match").rows()] == row["expect"]


@pytest.mark.parametrize("row", rows("actors"))
def test_built_in_actors(row):
    found = one(row["text"], lang=row["lang"]).hits(cs.Lexicon.builtin("actors"))
    order = found.with_columns(length=pl.col("end") - pl.col("start")).sort("start", "length", "theme")
    assert [list(pair) for pair in order.select("theme", "match").rows()] == row["expect"]


@pytest.mark.parametrize("row", rows("decode", "decode"))
def test_decoding(row, tmp_path):
    if "declared" in row:
        pytest.skip("a text file declares no encoding")
    (tmp_path / "a.txt").write_bytes(bytes.fromhex(row["bytes"]))
    corpus = cs.read_corpus(tmp_path)
    assert corpus.text("a.txt") == row["text"]
    assert corpus.documents["encoding"].to_list() == [row["encoding"]]
    assert set(row.get("warnings", [])) <= set(corpus.documents["warnings"][0])


@pytest.mark.parametrize("row", rows("decode", "damage"))
def test_damage(row, tmp_path):
    (tmp_path / "a.txt").write_text(row["text"], encoding="utf-8")
    flagged = cs.read_corpus(tmp_path).documents["warnings"].list.len().sum() > 0
    assert flagged is row["flagged"]


@pytest.mark.parametrize("row", rows("html", "html"))
def test_pages(row, tmp_path):
    (tmp_path / "a.html").write_bytes(row["html"].encode())
    corpus = cs.read_corpus(tmp_path, lang="en")
    found = corpus.documents.row(0, named=True)
    assert corpus.text("a.html") == row["text"]
    if "title" in row:
        assert found["title"] == row["title"]
    if "source" in row:
        assert found["source"] == row["source"]
    if "lang" in row:
        assert found["lang"] == row["lang"][:2]
    if "date" in row:
        # The date of an update follows its label.
        assert found["date_start"].isoformat() in row["date"]
        assert found["date_origin"] == "metadata"
