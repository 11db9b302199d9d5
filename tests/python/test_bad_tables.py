"""Tables that cannot be read are reported with their file, and the line if there is one."""

from __future__ import annotations

import json

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import CoopsecError, DecodeError


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", '{"text": {"a": 1}}\n', "column 'text' holds Struct"),
        (
            "a.jsonl",
            '{"text": "un\u2028deux"}\n\n{"text": "trois", "k": NaN}\n',
            "line 3 is not JSON: NaN is not allowed in JSON",
        ),
        ("a.jsonl", '{"text": "un"}\n[1]\n', "line 2 is not a JSON object"),
        ("a.jsonl", '{"text": "un"}\n\nnull\n', "line 3 is not a JSON object"),
        ("a.jsonl", '{"text": "un"}\r{"text": "deux"}\r{oops\r', "line 3 is not JSON: Expecting property name"),
        ("a.jsonl", '{"text": "un"}\n  {"text": oui}\n', "line 2 is not JSON: Expecting value: column 12"),
        ("a.jsonl", f'{{"text": "un"}}\n{{"text": "deux", "k": {"[" * 9_000 + "]" * 9_000}}}\n', "line 2 holds lists"),
        ("a.jsonl", f'{{"text": "un", "k": {"[" * 64 + "]" * 64}}}\n', "line 1 holds lists or objects that are nested"),
        ("a.jsonl", "", "the table is empty: a line with an object"),
        ("a.jsonl", "\n \r\n", "the table is empty: a line with an object"),
        ("a.jsonl", "{}\n{}\n", "the table has no columns"),
        ("a.csv", 'text,k\n"un",1\n"de\nux,2\ntrois,3\n', "the quotation mark that opens in line 3 is never closed"),
        ("a.csv", 'sep=,\ntext,k\nun,"1\n', "the quotation mark that opens in line 3 is never closed"),
        ("a.csv", 'text,k\n"un\ndeux",1\ntrois,2,3\n', "line 4 has 3 fields, but the first line has 2 names"),
        ("a.csv", "sep=;\ntext;k\nun;1\ndeux;2;3;4\n", "line 4 has 4 fields, but the first line has 2 names"),
        ("a.tsv", 'text\tk\nun "x\t1\ndeux\t2\t3\n', "line 3 has 3 fields, but the first line has 2 names"),
        ("a.csv", f"text,k\n{'x' * 140_000},1\nun,2,3\n", "a row has more fields than the first line has names"),
    ],
)
def test_a_table_that_cannot_be_read_names_file_and_line(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CoopsecError) as caught:
        cs.read_corpus(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
    assert told in str(caught.value)
    assert "line 1 column" not in str(caught.value)


def test_brackets_that_are_not_too_deep_are_read(tmp_path):
    texts = ["[" * 500, '\\"[{' * 300, "x"]
    kept = [[[["a"]]], [[["b"] * 40] * 40], json.loads("[" * 63 + "]" * 63)]
    for place, (text, value) in enumerate(zip(texts, kept, strict=True)):
        (tmp_path / f"{place}.jsonl").write_text(json.dumps({"text": text, f"k{place}": value}), encoding="utf-8")
    assert [cs.read_corpus(tmp_path).text(f"{place}.jsonl#0") for place in range(3)] == texts


def test_a_panic_of_polars_is_an_error_that_names_the_file(tmp_path, monkeypatch):
    # As for some damaged files: "called `Result::unwrap()` on an `Err` value".
    def panic(*_args, **_options):
        raise pl.exceptions.PanicException("assertion failed: offset + length <= self.length")

    path = tmp_path / "a.parquet"
    pl.DataFrame({"doc_id": ["a"], "theme": ["t"], "start": [0], "end": [1], "code": ["1"]}).write_parquet(path)
    monkeypatch.setattr(pl, "read_parquet", panic)
    monkeypatch.setattr(pl.LazyFrame, "collect", panic)  # of a scan, in slices
    for ask in (cs.read_corpus, cs.count_terms, cs.precision):
        with pytest.raises(DecodeError, match=r"a\.parquet: not a readable .*table: assertion failed"):
            ask(path)
    assert cs.read_corpus(path, on_error="skip").skipped["reason"][0].startswith("not a readable parquet table")
