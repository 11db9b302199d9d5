"""Workbooks: which sheets are read, in which line their names are, and what is said of the rest."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning, DecodeError, NoDocumentsError

pytest.importorskip("fastexcel")
xlsxwriter = pytest.importorskip("xlsxwriter")

NAMES = ("texte", "date", "page", "cle", "vu")
ROWS = [
    ("Rabat et Madrid coopèrent.", date(2015, 5, 28), 3, "007", True),
    (None, date(2015, 6, 1), 4, "8", False),
    ("Les ministres se sont vus.\nHier.", date(2016, 1, 2), None, "9", None),
]


def _workbook(sheets: dict[str, list[tuple[Any, ...]]], finish: Callable[[Any], object] | None = None) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is not None:
                    sheet.write(number, column, value)
    if finish is not None:
        finish(book)
    book.close()
    return content.getvalue()


def _ods(lines: list[tuple[str, ...]]) -> bytes:
    rows = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell {cell}</table:table-cell>' for cell in line)}</table:table-row>"
        for line in lines
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Feuille1">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return content.getvalue()


def test_a_sheet_is_a_table(tmp_path):
    path = tmp_path / "presse.xlsx"
    path.write_bytes(_workbook({"Feuil1": [NAMES, *ROWS], "Feuil2": []}))
    corpus = cs.read_corpus(tmp_path)
    documents = corpus.documents
    assert documents["doc_id"].to_list() == [f"presse.xlsx#{row}" for row in range(3)]
    assert documents["origin"].to_list() == [f"{path}#Feuil1#{row}" for row in range(3)]
    assert documents["date"].to_list() == [row[1] for row in ROWS]
    assert documents.select("page", "cle", "vu").rows() == [row[2:] for row in ROWS]
    assert [corpus.text(doc_id) for doc_id in documents["doc_id"]] == [row[0] or "" for row in ROWS]
    assert corpus.skipped.is_empty()
    assert documents.schema["page"] == pl.Int64
    assert cs.count_terms(path).equals(cs.count_terms(pl.DataFrame({"text": [row[0] or "" for row in ROWS]})))


@pytest.mark.parametrize("name", ["a.xlsm", "a.XLSX", "a.xlsx.gz", "z.zip"])
def test_other_endings(tmp_path, name):
    content = _workbook({"Feuil1": [NAMES, *ROWS]})
    if name == "z.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a.xlsx", content)
    else:
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    assert cs.read_corpus(tmp_path).documents["page"].to_list() == [3, 4, None]


def test_a_sheet_of_libreoffice(tmp_path):
    (tmp_path / "a.ods").write_bytes(
        _ods([
            ('office:value-type="string"><text:p>texte</text:p>', 'office:value-type="string"><text:p>jour</text:p>'),
            (
                'office:value-type="string"><text:p>Rabat coopère.</text:p>',
                'office:value-type="date" office:date-value="2015-05-28"><text:p>28/05/15</text:p>',
            ),
        ])
    )  # fmt: skip
    corpus = cs.read_corpus(tmp_path, date="jour")
    assert (corpus.text("a.ods#0"), corpus.documents["date"][0]) == ("Rabat coopère.", date(2015, 5, 28))


def test_names_may_stand_below_a_title(tmp_path):
    top = [(None,), ("Corpus de presse", None, "état : mai"), ()]
    (tmp_path / "a.xlsx").write_bytes(_workbook({"Feuil1": [*top, NAMES, *ROWS, (), ("Fin",)]}))
    corpus = cs.read_corpus(tmp_path)
    assert corpus.documents["doc_id"].to_list() == [f"a.xlsx#{row}" for row in (0, 1, 2, 4)]
    assert corpus.documents["page"].to_list() == [3, 4, None, None]
    assert corpus.skipped["reason"].to_list() == ["no text in this row"]
    renamed = [tuple({"texte": "prose"}.get(name, name) for name in NAMES), *ROWS]
    (tmp_path / "a.xlsx").write_bytes(_workbook({"Feuil1": [*top, *renamed]}))
    assert len(cs.read_corpus(tmp_path, text="prose")) == 3


def test_sheets_with_a_text_are_read_in_order_and_ids_tell_them(tmp_path):
    sheets = {"2016": [NAMES, *ROWS], "Légende": [("code", "sens"), (1, "oui")], "2015": [("text",), ("Fin.",)]}
    path = tmp_path / "a.xlsx"
    hide = ("text",), ("Caché.",)
    path.write_bytes(_workbook(sheets | {"x": [*hide]}, lambda book: book.get_worksheet_by_name("x").hide()))
    corpus = cs.read_corpus(tmp_path)
    assert corpus.documents["doc_id"].to_list() == ["a.xlsx#2016#0", "a.xlsx#2016#1", "a.xlsx#2016#2", "a.xlsx#2015#0"]
    assert corpus.skipped.rows() == [
        (f"{path}#Légende", "no column for the text is named in the first 20 lines of this sheet"),
        (f"{path}#x", "hidden sheet"),
    ]
    assert set(cs.count_terms(path, by=["page"])["page"]) == {3, None}
    assert cs.build_index(path, tmp_path / "index").documents["page"].to_list() == [3, 4, None, None]


def test_a_workbook_without_texts_is_skipped_in_a_folder_and_refused_by_name(tmp_path):
    path = tmp_path / "a.xlsx"
    for sheets in ({"Feuil1": [("code", "sens"), (1, "oui")]}, {"Feuil1": []}):
        path.write_bytes(_workbook(sheets))
        assert cs.read_corpus(tmp_path).skipped["reason"][0].startswith("no articles in it: no sheet names a column")
        with pytest.raises(NoDocumentsError, match=r"a\.xlsx: no articles in it"):
            cs.read_corpus(path)
    path.write_bytes(_workbook({"Feuil1": [NAMES, *ROWS]}))
    with pytest.raises(ColumnError, match=r"a\.xlsx#Feuil1: date: no column 'dates'; did you mean 'date'"):
        cs.read_corpus(path, date="dates")


def test_values_far_below_decide_on_types_too(tmp_path):
    lines = [("texte", "n"), *(("Un.", number) for number in range(1500)), ("Un.", "mille"), ("Un.", 2.5)]
    (tmp_path / "a.xlsx").write_bytes(_workbook({"Feuil1": lines}))
    assert cs.read_corpus(tmp_path).documents["n"].to_list() == [*map(str, range(1500)), "mille", "2.5"]


@pytest.mark.filterwarnings("ignore:.*no column is taken as the date")
def test_faults_formulas_merged_cells_and_times(tmp_path):
    def more(book: Any) -> None:
        sheet = book.get_worksheet_by_name("Feuil1")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 0, '="a"&"b"', None, "ab")
        sheet.merge_range(1, 2, 2, 2, "MAP")

    lines = [("texte", "n", "source", None, "moment"), ("un", None, None, None, datetime(2015, 5, 28, 10, 30)), ()]
    (tmp_path / "a.xlsx").write_bytes(_workbook({"Feuil1": lines}, more))
    corpus = cs.read_corpus(tmp_path)
    assert [corpus.text(f"a.xlsx#{row}") for row in range(2)] == ["un", "ab"]
    assert corpus.documents["source"].to_list() == ["MAP", None]
    assert corpus.documents["moment"].to_list() == [datetime(2015, 5, 28, 10, 30), None]
    assert corpus.documents.columns[-2:] == ["n", "moment"]


def test_columns_of_one_name_are_told(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(_workbook({"Feuil1": [("texte", "k", "k"), ("un", 1, 2)]}))
    with pytest.warns(CoopsecWarning, match=r"a\.xlsx#Feuil1: 2 columns are named 'k'.* the next becomes k_1"):
        corpus = cs.read_corpus(tmp_path)
    assert corpus.documents.select("k", "k_1").rows() == [(1, 2)]


def test_what_is_no_workbook_is_skipped_in_a_folder(tmp_path):
    path: Path = tmp_path / "a.xlsx"
    for content in (b"", b"text,k\nun,1\n"):
        path.write_bytes(content)
        assert cs.read_corpus(tmp_path).skipped.rows() == [(str(path), "no articles in it: it is not a workbook")]
        with pytest.raises(NoDocumentsError, match="it is not a workbook"):
            cs.read_corpus(path)


def test_a_workbook_with_a_password_is_told(tmp_path):
    path: Path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 600)
    with pytest.raises(DecodeError) as caught:
        cs.read_corpus(tmp_path)
    assert str(caught.value).startswith(f"{path}: not a readable workbook: ")
    assert cs.read_corpus(tmp_path, on_error="skip").skipped["origin"].to_list() == [str(path)]


def test_a_damaged_workbook_is_told(tmp_path):
    content = _workbook({"Feuil1": [NAMES, *ROWS]})
    path: Path = tmp_path / "a.xlsx"
    for length in range(97, len(content), 97):
        path.write_bytes(content[:length])
        with pytest.raises(DecodeError, match=r"a\.xlsx: not a readable workbook: "):
            cs.read_corpus(tmp_path)
    for at in range(0, len(content), 61):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        corpus = read_quietly(cs.read_corpus, tmp_path, on_error="skip")
        assert len(corpus) + corpus.skipped.height


def test_without_the_package_workbooks_are_skipped_with_the_way_to_it(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(_workbook({"Feuil1": [NAMES, *ROWS]}))
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", "a.xlsx")
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    reasons = cs.read_corpus(tmp_path).skipped["reason"].to_list()
    assert reasons == ['workbooks need fastexcel: pip install "coopsec[excel]"'] * 2
    with pytest.raises(ImportError, match=r'a\.xlsx: workbooks need fastexcel: pip install "coopsec\[excel\]"'):
        cs.read_corpus(tmp_path / "a.xlsx")
    assert cs.read_corpus(tmp_path / "a.xlsx", on_error="skip").skipped["reason"].to_list() == reasons[:1]
