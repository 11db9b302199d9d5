"""Users' columns from several tables: the type that holds them all, or if there is none, text with a warning."""

from __future__ import annotations

import json
import warnings
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec import _batches
from coopsec.errors import CoopsecWarning

HALVES = {
    "integers": (pl.Series([10, 9], dtype=pl.Int32), pl.Series([1, 2]), pl.Int64),
    "signs": (pl.Series([1], dtype=pl.UInt64), pl.Series([-2]), pl.Int128),
    "floats": (pl.Series([10, 9]), pl.Series([1.5]), pl.Float64),
    "days": (pl.Series([date(2015, 1, 2)]), pl.Series([datetime(2015, 1, 1, 8)]), pl.Datetime("us")),
    "words": (pl.Series(["a"], dtype=pl.Enum(["a"])), pl.Series(["b"]), pl.String),
    "categories": (pl.Series(["a"], dtype=pl.Categorical), pl.Series(["b"], dtype=pl.Enum(["b"])), pl.String),
    "nothing known": (pl.Series([None], dtype=pl.String), pl.Series([3]), pl.Int64),
    "nothing at all": (pl.Series([None], dtype=pl.String), pl.Series([None], dtype=pl.Int64), pl.String),
    "no rows": (pl.Series([], dtype=pl.String), pl.Series([3]), pl.Int64),
    "empty lists": (pl.Series([["x"]]), pl.Series([[]], dtype=pl.List(pl.Null)), pl.List(pl.String)),
    "whole numbers that floats hold": (pl.Series([-(2**53), 2**53]), pl.Series([0.5]), pl.Float64),
    "lists of numbers": (pl.Series([[1]]), pl.Series([[1.5]]), pl.List(pl.Float64)),
    "fields": (pl.Series([{"a": 1}]), pl.Series([{"a": 2.5, "b": "x"}]), pl.Struct({"a": pl.Float64, "b": pl.String})),
}

# Values without a common type, and the text that they become.
APART: dict[str, tuple[pl.Series, pl.Series, list[str]]] = {
    "whole numbers that no float holds": (pl.Series([2**53 + 1]), pl.Series([0.5]), ["9007199254740993", "0.5"]),
    "number and word": (pl.Series([1]), pl.Series(["dix"]), ["1", "dix"]),
    "whole float and word": (pl.Series([1.0, 2.5]), pl.Series(["dix"]), ["1", "2.5", "dix"]),
    "number and day": (pl.Series([1]), pl.Series([date(2015, 1, 1)]), ["1", "2015-01-01"]),
    "midnight and word": (pl.Series([datetime(2015, 1, 1)]), pl.Series(["2015-01-01"]), ["2015-01-01"] * 2),
    "truth and number": (pl.Series([True]), pl.Series([1]), ["true", "1"]),
    "category and number": (pl.Series(["a"], dtype=pl.Categorical), pl.Series([1]), ["a", "1"]),
    "list and word": (pl.Series([["é"]]), pl.Series(["x"]), ['["é"]', "x"]),
    "lists of words and numbers": (pl.Series([["x"]]), pl.Series([[1]]), ['["x"]', "[1]"]),
    "fields and word": (pl.Series([{"a": 1}]), pl.Series(["x"]), ['{"a": 1}', "x"]),
    "span and number": (pl.Series([timedelta(days=1)]), pl.Series([1]), ["P1D", "1"]),
    "bytes and word": (pl.Series([b"\xff"]), pl.Series(["x"]), ["ff", "x"]),
}


def _table(values: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"text": ["Le Maroc"] * len(values), "date": ["2015"] * len(values), "k": values})


def _ways(first: pl.DataFrame, second: pl.DataFrame, folder: Path) -> dict[str, cs.Corpus]:
    """The corpus of two tables, combined in every possible way."""
    for name, table in (("a", first), ("b", second)):
        table.write_parquet(folder / f"{name}.parquet")
    cs.from_frame(first).save(folder / "index")
    cs.open_corpus(folder / "index").append(second)
    return {
        "read": cs.read_corpus([folder / "a.parquet", folder / "b.parquet"]),
        "appended": cs.from_frame(first).append(second),
        "saved": cs.open_corpus(folder / "index"),
        "built": cs.build_index(iter([first, second]), folder / "built"),
    }


@pytest.mark.parametrize("case", HALVES)
def test_a_type_that_holds_both_is_kept(case: str, tmp_path: Path) -> None:
    first, second, dtype = HALVES[case]
    for way, corpus in _ways(_table(first), _table(second), tmp_path).items():
        column = corpus.documents["k"]
        assert column.dtype == dtype, way
        assert len(column) == len(first) + len(second)
        assert column.null_count() == first.null_count() + second.null_count(), way


@pytest.mark.parametrize("case", APART)
def test_what_has_no_type_in_common_is_text_and_that_is_told(case: str, tmp_path: Path) -> None:
    first, second, text = APART[case]
    tables = (_table(first), _table(second))
    with pytest.warns(CoopsecWarning, match=r"column 'k' holds .* and .*; .* so it is read as text"):
        found = {way: corpus.documents["k"].to_list() for way, corpus in _ways(*tables, tmp_path).items()}
    assert found == dict.fromkeys(found, text)


@pytest.mark.parametrize("case", [name for name, (first, _, _) in HALVES.items() if not first.dtype.is_nested()])
def test_one_pass_takes_the_same_type(case: str) -> None:
    first, second, _ = HALVES[case]
    tables = [_table(first), _table(second)]
    expected = cs.from_frame(tables[0]).append(tables[1]).frequency(by="k")
    assert_frame_equal(cs.count_terms(iter(tables), by="k"), expected)


def test_types_are_told_and_do_not_depend_on_where_batches_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, value in enumerate([1, 1.5, "dix", 2.0, date(2015, 1, 1), datetime(2015, 1, 1)]):
        _table(pl.Series([value])).write_parquet(tmp_path / f"{number}.parquet")
    with pytest.warns(CoopsecWarning, match="'k' holds Int64, Float64, String, Date and Datetime"):
        expected = cs.read_corpus(tmp_path).frequency(by="k")
    assert expected["k"].to_list()[::2] == ["1", "1.5", "2", "2015-01-01", "dix"]
    for size in (1, 400, 1 << 20):
        monkeypatch.setattr(_batches, "BATCH_BYTES", size)
        assert_frame_equal(read_quietly(cs.count_terms, tmp_path, by="k"), expected)


@pytest.mark.parametrize(("second", "told"), [([], None), ("x", "String"), ([1], "Int64")])
def test_lists_of_one_file_beside_another(tmp_path: Path, second: Any, told: str | None) -> None:
    rows = {"a": {"text": "Le Maroc", "tags": ["x"]}, "b": {"text": "La France", "tags": second}}
    for name, row in rows.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        documents = cs.read_corpus(tmp_path, on_error="skip").documents
    assert documents.height == 2
    assert [told in str(each.message) for each in caught if told] == ([True] if told else [])
    assert documents["tags"].to_list() == (
        [["x"], []] if told is None else ['["x"]', second if second == "x" else "[1]"]
    )


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([{"x": 1}, [1], None, "é"], ['{"x": 1}', "[1]", None, "é"]),
        ([{"x": 1}, 3], ['{"x": 1}', "3"]),
        ([3, {"x": ["é"]}], ["3", '{"x": ["é"]}']),
        ([{"x": {"y": 1}}, {"x": [1]}], ['{"x": {"y": 1}}', '{"x": [1]}']),
        ([[[1]], [1]], ["[[1]]", "[1]"]),
        ([True, 12345678901234567890123], ["true", "12345678901234567890123"]),
        (["mot", ["été", 1], None], ["mot", '["été", 1]', None]),
        ([["mot"], "mot"], ['["mot"]', "mot"]),
        (["mot", {"x": 1}], ["mot", '{"x": 1}']),
        (["mot", 3, 2.5, True], ["mot", "3", "2.5", "true"]),
        (["1", 1], ["1", "1"]),
        ([[1], ["mot"]], ["[1]", '["mot"]']),
        ([{"x": 1}, {"x": "mot", "y": [2]}], ['{"x": 1}', '{"x": "mot", "y": [2]}']),
        ([[{"x": [1]}], [{"x": "mot"}]], ['[{"x": [1]}]', '[{"x": "mot"}]']),
        ([9007199254740993, 1.5], ["9007199254740993", "1.5"]),
        ([1, 10**50], ["1", str(10**50)]),
    ],
)
def test_lines_of_one_file_whose_values_no_type_holds(tmp_path: Path, values: list[Any], texts: list[str]) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": "Le Maroc coopère.", "k": number, "m": value} for number, value in enumerate(values)]
    rows.append({"text": "Rabat.", "m": None, "o": [1]})
    rows.append({"text": "Rabat.", "m": None, "o": {"x": 1}})
    path.write_text("\n\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        documents = cs.read_corpus(path).documents
    assert documents["m"].to_list() == [*texts, None, None]
    assert documents["o"].to_list() == [*[None] * len(texts), "[1]", '{"x": 1}']
    assert documents["k"].to_list() == [*range(len(texts)), None, None]
    told = [str(warning.message) for warning in caught]
    assert [text.split("' mixes")[0] for text in told] == [f"{path}: column 'm", f"{path}: column 'o"]


@pytest.mark.parametrize(
    "values",
    [
        ["[MAP]", "{x}", "2015", "true"],
        [["2015"], ["a", None], []],
        [{"x": "[1]"}, {"y": ["1"]}],
        [1e300, 2.5, 3],
        [9007199254740993, 3],
    ],
)
def test_lines_whose_values_only_look_as_if_they_were_mixed(tmp_path: Path, values: list[Any]) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": "Le Maroc coopère.", "m": value} for value in values]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        documents = cs.read_corpus(path).documents
    if isinstance(values[0], dict):
        assert documents["m"].struct.unnest().rows() == [("[1]", None), (None, ["1"])]
    else:
        assert documents["m"].to_list() == values


def test_front_matter_beside_a_column_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Le Maroc", "tags": ["x"], "page": 1, "k": null}\n', encoding="utf-8")
    (tmp_path / "b.md").write_text("---\ntags: y\npage: 2\nk: z\n---\nLa France", encoding="utf-8")
    with pytest.warns(CoopsecWarning) as caught:
        documents = cs.read_corpus(tmp_path).documents
    assert documents.select("tags", "page", "k").rows() == [('["x"]', "1", None), ("y", "2", "z")]
    assert sorted(str(each.message).split(" ", 2)[1] for each in caught) == ["'page'", "'tags'"]
