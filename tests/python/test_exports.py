"""Exports of press databases: each article of a page is a document."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import coopsec as cs
from coopsec.cli import main

EMPTY = '<article><header><span class="DocPublicationName">Le Soir</span></header><footer>©</footer></article>'


def _europresse(number: int, facts: str = "Monde, mercredi 3 juin 2015 512 mots, p. 4") -> str:
    """Return an article of Europresse, with everything around it."""
    return (
        '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Quotidien, no. 812'
        f'</span></div><div class="rdp__DocHeader"><span class="DocHeader">{facts}</span></div>'
        '<div class="titreArticle"><p class="sm-margin-bottomNews">DOSSIER</p>'
        f'<p class="titreArticleVisu rdp__articletitle">Un accord, {number}'
        '</p></div><p class="sm-margin-bottomNews">Claire Petit</p></header><section><div class="DocText clearfix">'
        '<div class="docOcurrContainer"><p>Rabat et <mark>Madrid</mark> coopèrent.</p><p>Les ministres se sont vus.</p>'
        "</div></div></section><aside>Note(s)</aside><footer><small>© 2015 Le Quotidien. Tous droits réservés.</small>"
        f'<div class="publiC-lblNodoc">news·20150603·QU·{number}</div></footer></article>'
    )


def _factiva(lang: str, date_of: str, name_of_lang: str) -> str:
    """Return an article of Factiva, in lettered rows."""
    rows = {
        "HD": f"<b class='{lang}Headline'>Rabat y Madrid</b>",
        "WC": "295 mots",
        "PD": date_of,
        "SN": "El Diario",
        "LA": name_of_lang,
        "TD": f'<p class="articleParagraph {lang}articleParagraph">Los ministros cooperan.</p>',
        "AN": "Document DIARIO0020150603eb630001r",
    }
    cells = "".join(f'<tr><td class="index"><b>{key}</b>&nbsp;</td><td>{cell}</td></tr>' for key, cell in rows.items())
    return f'<div class="article {lang}Article"><table>{cells}</table></div>'


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return a folder with an export of three articles, the second of which is empty, and a plain text."""
    page = _europresse(1) + EMPTY + _europresse(3, "Politique, p. 3")
    (tmp_path / "2014-01-01.html").write_text(page, encoding="utf-8")
    (tmp_path / "note.txt").write_text("Une note.", encoding="utf-8")
    return tmp_path


def test_each_article_is_a_document(export: Path) -> None:
    corpus = cs.read_corpus(export)
    wanted = ["doc_id", "date", "date_origin", "title", "source", "rubric", "author", "document_number"]
    named = ("Le Quotidien", "Monde", "Claire Petit", "news·20150603·QU·1")
    source, rubric, author, number = named
    assert corpus.documents.select(wanted).rows() == [
        ("2014-01-01.html#1", date(2015, 6, 3), "metadata", "Un accord, 1", source, rubric, author, number),
        ("2014-01-01.html#3", None, "none", "Un accord, 3", source, None, author, "news·20150603·QU·3"),
        ("note.txt", None, "none", None, None, None, None, None),
    ]
    assert corpus.documents["warnings"][1].to_list() == ['date: the export states none in "Politique, p. 3"']
    assert corpus.documents["origin"][0] == str(export / "2014-01-01.html#1")
    assert corpus.body("2014-01-01.html#1") == (
        "Un accord, 1\n\nRabat et Madrid coopèrent.\n\nLes ministres se sont vus."
    )
    assert corpus.skipped.rows() == [
        (str(export / "2014-01-01.html#2"), "no title and no text in this article"),
    ]


def test_the_language_is_that_of_the_article(tmp_path: Path) -> None:
    page = _factiva("es", "3 junio 2015", "Espagnol") + _factiva("de", "9 Januar 1993", "Allemand")
    (tmp_path / "factiva.html").write_text(page, encoding="utf-8")
    documents = cs.read_corpus(tmp_path / "factiva.html").documents
    assert documents.select("doc_id", "lang", "date", "source").rows() == [
        ("factiva.html#1", "es", date(2015, 6, 3), "El Diario"),
        ("factiva.html#2", "fr", None, "El Diario"),
    ]
    assert documents["warnings"].to_list() == [
        [],
        [
            'language: "de" is not one of fr, es, en, ar, und',
            'date: "9 Januar 1993" in the metadata cannot be read as a date',
        ],
    ]


def test_a_page_with_one_article_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "seul.html").write_text(_europresse(1), encoding="utf-8")
    documents = cs.read_corpus(tmp_path).documents
    assert documents.select("doc_id", "source").rows() == [("seul.html", "Le Quotidien")]


def test_articles_in_an_archive_are_read_as_in_a_folder(export: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = tmp_path_factory.mktemp("zip") / "presse.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(export.iterdir()):
            packed.write(path, path.name)
    corpus = cs.read_corpus(archive)
    assert corpus.documents["doc_id"].to_list() == [
        "presse.zip/2014-01-01.html#1",
        "presse.zip/2014-01-01.html#3",
        "presse.zip/note.txt",
    ]
    assert corpus.skipped["origin"].to_list() == [f"{archive}/2014-01-01.html#2"]


def test_every_way_of_reading_counts_the_same_articles(export: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    corpus = cs.read_corpus(export)
    by = ["source"]
    assert cs.count_terms(export).equals(corpus.frequency())
    assert cs.count_terms(export, by=by).equals(corpus.frequency(by=by))
    built = cs.build_index(export, tmp_path_factory.mktemp("index"))
    assert built.documents.equals(corpus.documents)
    assert built.skipped.equals(corpus.skipped)
    more = tmp_path_factory.mktemp("more") / "suite.html"
    more.write_text(_europresse(7) + EMPTY, encoding="utf-8")
    built.append(more)
    assert built.documents["doc_id"].to_list()[-1] == "suite.html#1"
    assert built.documents["document_number"].to_list()[-1] == "news·20150603·QU·7"
    assert built.skipped["origin"].to_list()[-1] == f"{more}#2"


def test_progress_counts_articles(export: Path) -> None:
    told: list[int] = []
    cs.read_corpus(export, progress=told.append)
    assert told[-1] == 3


def test_an_unreadable_file_beside_an_export_is_skipped_alone(export: Path) -> None:
    (export / "a.txt").write_bytes(b"%PDF-1.4 ...")
    corpus = cs.read_corpus(export, on_error="skip")
    assert len(corpus) == 3
    assert sorted(Path(origin).name for origin in corpus.skipped["origin"]) == ["2014-01-01.html#2", "a.txt"]


def test_the_command_line_sees_articles(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dates", str(export)]) == 0
    table = pl.read_csv(capsys.readouterr().out.encode())
    assert table["doc_id"].to_list() == ["2014-01-01.html#1", "2014-01-01.html#3", "note.txt"]


def _word(*paragraphs: str) -> bytes:
    """Return a Word document."""
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document><w:body>{body}</w:body></w:document>")
    return held.getvalue()


def test_word_and_xml_are_read_wherever_they_stand(tmp_path: Path) -> None:
    source = "<c><text date='2015-05-28' pays='maroc'>Un.</text><text date='2015-06' pays='espagne'>Deux.</text></c>"
    uni = (
        "Un accord",
        "Le Matin",
        "3 juin 2015 mercredi",
        "Length: 2 words",
        "Body",
        "Rabat et Madrid.",
        "End of Document",
    )
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("note.docx", _word("Rabat, 28 mai 2015 (MAP) - Le port.", "Fin."))
        archive.writestr("corpus.xml.gz", gzip.compress(source.encode()))
    (tmp_path / "b.docx").write_bytes(_word(*uni, *uni))
    corpus = cs.read_corpus(tmp_path)
    assert corpus.documents.select("doc_id", "date_raw", "title", "source", "pays").rows() == [
        ("a.zip/corpus.xml.gz#1", "2015-05-28", None, None, "maroc"),
        ("a.zip/corpus.xml.gz#2", "2015-06", None, None, "espagne"),
        ("a.zip/note.docx", "28 mai 2015", None, "MAP", None),
        ("b.docx#1", "3 juin 2015", "Un accord", "Le Matin", None),
        ("b.docx#2", "3 juin 2015", "Un accord", "Le Matin", None),
    ]
    assert corpus.body("b.docx#2") == "Un accord\n\nRabat et Madrid."
    assert cs.count_terms(tmp_path).equals(corpus.frequency())


def test_other_xml_is_skipped_in_a_folder_and_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un.", encoding="utf-8")
    settings = tmp_path / "settings.xml"
    settings.write_text("<plist/>", encoding="utf-8")
    said = "no articles in it: its root is <plist>; of XML, coopsec reads Factiva, Reuters, TEI, TXM, RSS and Atom"
    assert cs.read_corpus(tmp_path).skipped.rows() == [(str(settings), said)]
    with pytest.raises(cs.errors.NoDocumentsError, match="its root is <plist>"):
        cs.read_corpus(settings)


def test_what_is_no_word_document_is_skipped_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"Rien.")
    corpus = cs.read_corpus(tmp_path)
    assert corpus.skipped["reason"][0] == "no articles in it: it is not a Word document"
    whole = _word("Le port de Tanger s’agrandit. " * 9)
    at = whole.index(b"word/document.xml") + 30
    (tmp_path / "a.docx").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    with pytest.raises(cs.errors.DecodeError, match=r"a\.docx: is not a whole Word document"):
        cs.read_corpus(tmp_path)
