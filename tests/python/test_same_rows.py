"""The same rows give the same corpus, whatever table they are written in."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopsec as cs

WORDS = st.text(alphabet="aéç'’ -.,;:\"\n\t|œ😀0١ت", min_size=1, max_size=30).map(lambda text: f"x{text}x")
ROWS = st.lists(
    st.fixed_dictionaries({
        "texte": WORDS,
        "date": st.dates().map(str) | st.just("mai 2016"),
        "titre": WORDS,
        "n": st.integers(-(2**40), 2**40),
        "part": st.integers(-1000, 1000).map(lambda number: number + 0.5),
        "cle": st.sampled_from(["007", "1e5", "true", "=1+1", "x"]),
    }),
    min_size=1,
    max_size=6,
)  # fmt: skip


def _write(rows: list[dict[str, Any]], folder: Path) -> list[Path]:
    frame = pl.DataFrame(rows)
    lines = [json.dumps(row) for row in rows]
    texts = {
        "a.jsonl": "\n".join(lines),
        "list.json": f"[{','.join(lines)}]",
        "named.json": json.dumps({"n": 2, "articles": rows, "tags": ["x"]}, indent=2, ensure_ascii=False),
        "lines.json": "\n".join(lines),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    frame.write_csv(folder / "a.csv", quote_style="always")
    frame.write_parquet(folder / "a.parquet")
    return [*(folder / name for name in texts), folder / "a.csv", folder / "a.parquet"]


def _workbook(rows: list[dict[str, Any]], path: Path) -> Path:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("fastexcel")
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    names = list(rows[0])
    for number, line in enumerate([names, *([row[name] for name in names] for row in rows)]):
        sheet.write_row(number, 0, line)
    book.close()
    return path


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_the_same_rows_are_the_same_corpus_in_every_format(rows):
    with tempfile.TemporaryDirectory() as folder:
        paths = _write(rows, Path(folder))
        paths.append(_workbook(rows, Path(folder) / "a.xlsx"))
        expected = _said(paths[0])
        for path in paths[1:]:
            texts, documents, terms = _said(path)
            assert texts == expected[0], path.name
            assert documents.equals(expected[1]), path.name
            assert terms.equals(expected[2]), path.name


def _said(path: Path) -> tuple[list[str], pl.DataFrame, pl.DataFrame]:
    corpus = cs.read_corpus(path)
    texts = [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]]
    return texts, corpus.documents.drop("doc_id", "origin", "encoding"), cs.count_terms(path, by=["n"])
