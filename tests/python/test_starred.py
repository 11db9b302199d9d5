"""Texts behind starred lines, the form of IRaMuTeQ and Alceste: each is a document."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import coopsec as cs

CORPUS = """
**** *journal_Le_Matin *date_2015-05-28 *titre_Un_accord *pays_maroc
Rabat et Madrid coopèrent.
-*migration
Une patrouille commune.

**** *journal_La_Gazette *annee_2015 *mois_juin *pays_espagne *id_7
Les ministres se sont vus.

**** *journal_La_Gazette *pays_espagne
"""


@pytest.fixture
def starred(tmp_path: Path) -> Path:
    """Return a folder with three texts in a file whose name has a date, and a plain text."""
    (tmp_path / "2014-01-01.txt").write_text(CORPUS, encoding="utf-8")
    (tmp_path / "note.txt").write_text("Une note.", encoding="utf-8")
    return tmp_path


def test_each_text_is_a_document(starred: Path) -> None:
    corpus = cs.read_corpus(starred)
    first, last = date(2015, 6, 1), date(2015, 6, 30)
    wanted = ["doc_id", "date_start", "date_end", "date_origin", "title", "source", "pays", "id"]
    assert corpus.documents.select(wanted).rows() == [
        ("2014-01-01.txt#1", *[date(2015, 5, 28)] * 2, "metadata", "Un accord", "Le Matin", "maroc", None),
        ("2014-01-01.txt#2", first, last, "metadata", None, "La Gazette", "espagne", "7"),
        ("note.txt", None, None, "none", None, None, None, None),
    ]
    assert corpus.skipped.rows() == [(f"{starred / '2014-01-01.txt'}#3", "no title and no text in this article")]
    assert corpus.body("2014-01-01.txt#1") == "Rabat et Madrid coopèrent.\nUne patrouille commune."


def test_a_text_alone_may_be_dated_by_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "2014-01-01.txt").write_text("**** *pays_maroc\nUn accord.", encoding="utf-8")
    documents = cs.read_corpus(tmp_path).documents
    assert documents.select("doc_id", "date", "date_origin", "pays").rows() == [
        ("2014-01-01.txt", date(2014, 1, 1), "filename", "maroc")
    ]


def test_variables_divide_a_corpus(starred: Path) -> None:
    corpus = cs.read_corpus(starred).filter(pl.col("pays").is_not_null())
    by_pays = corpus.frequency(by="pays")
    assert dict(by_pays.group_by("pays").agg(pl.col("count").sum()).rows()) == {"maroc": 7, "espagne": 5}
    assert cs.count_terms(starred / "2014-01-01.txt", by="source", every="month").equals(
        corpus.frequency(by="source", every="month")
    )


def test_starred_lines_are_read_in_archives_and_other_encodings(starred: Path) -> None:
    whole = (starred / "2014-01-01.txt").read_text(encoding="utf-8")
    with zipfile.ZipFile(starred / "corpus.zip", "w") as archive:
        archive.writestr("a/corpus.txt", whole.encode("cp1252"))
    corpus = cs.read_corpus(starred / "corpus.zip")
    encoding = "windows-1252"
    assert corpus.documents.select("source", "encoding").rows() == [("Le Matin", encoding), ("La Gazette", encoding)]
    assert corpus.body(corpus.documents["doc_id"][0]).startswith("Rabat et Madrid coopèrent.")
