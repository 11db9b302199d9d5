"""Reasons why files were skipped, in the language of a report."""

from __future__ import annotations

import os
import sys
import warnings
import zipfile
from pathlib import Path

import polars as pl
import pytest

import coopsec as cs
from coopsec._report_page.reasons import in_language


@pytest.fixture
def left_aside(tmp_path: Path) -> cs.Corpus:
    """A corpus beside one of each kind of file that is always skipped, and a damaged file."""
    folder = tmp_path / "press"
    (folder / ".hidden").mkdir(parents=True)
    (folder / "a.txt").write_text("La paix.", encoding="utf-8")
    for name in (".hidden.txt", "~$a.csv", "README.txt", "scan.pdf", "Makefile"):
        (folder / name).write_text("x", encoding="utf-8")
    for name, value in (
        ("package", '{"a": 1}'),
        ("map", '{"features": [{"id": 1}]}'),
        ("net", '{"a": [{}], "b": [{}]}'),
    ):
        (folder / f"{name}.json").write_text(value, encoding="utf-8")
    (folder / "settings.xml").write_text("<plist><a/></plist>", encoding="utf-8")
    (folder / "note.docx").write_text("x", encoding="utf-8")
    (folder / "empty.xml").write_text("x", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path, target_is_directory=True)
    (folder / "z.txt").symlink_to(folder / "a.txt")
    os.mkfifo(folder / "pipe.txt")
    pl.DataFrame({"text": ["La paix.", None]}).write_parquet(folder / "table.parquet")
    (folder / "bad.txt").write_bytes(b"%PDF-1.4 ...")
    with zipfile.ZipFile(folder / "old.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(2):
            archive.writestr("b.txt", "La paix.")
    return cs.read_corpus([folder, f"{folder}/lin*"], on_error="skip")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_every_reason_but_an_error_is_told_in_french(left_aside: cs.Corpus, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    reasons = left_aside.skipped["reason"].unique().to_list()
    assert [reason for reason in reasons if in_language(reason, "fr") == reason] == [
        reason for reason in reasons if "looks like a PDF" in reason
    ]
    assert all(in_language(reason, "en") == reason for reason in reasons)
    assert len(reasons) == 19
    page = cs.report(left_aside, {"peace": ["paix"]}, tmp_path / "page.html", lang="fr").read_text(encoding="utf-8")
    assert "fichier caché" in page
    assert "hidden file" not in page
    assert "format (sans extension) non pris en charge" in page
