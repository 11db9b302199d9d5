"""``count_terms``: one pass over any source gives the table of a corpus of the same documents."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec import _batches
from coopsec._tables import rows_of
from coopsec.cli import main
from coopsec.errors import ColumnError, DecodeError, PeriodError, SavedIndexError

SAMPLE = Path(__file__).parents[2] / "corpus"


ASKS = [
    {},
    {"every": "year"},
    {"every": "month", "top": 3},
    {"min_count": 4, "stopwords": ["Le", "la"]},
    {"by": "source"},
    {"every": "year", "by": ["page", "source"], "top": 2},
    {"ngram": 2, "every": "year"},
    {"ngram": 2, "by": "lang", "stopwords": ["de"]},
]


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_a_frame(small_press: pl.DataFrame, ask: dict[str, object], small_batches: None) -> None:
    assert_frame_equal(cs.count_terms(small_press, **ask), cs.from_frame(small_press).frequency(**ask))


@pytest.mark.parametrize("values", [[1.5, float("nan")], [float("nan"), 1.5], [float("nan"), float("nan")]])
def test_a_column_that_is_in_order_may_have_values_that_are_no_number(values: list[float]) -> None:
    pages = pl.Series("page", values)
    for page in (pages, pages.sort(descending=False), pages.sort(descending=True)):
        frame = pl.DataFrame({"text": ["Rabat.", "Madrid."], "page": page})
        expected = cs.from_frame(frame).frequency(by="page")
        assert expected.height == 2
        assert_frame_equal(cs.count_terms(frame, by="page"), expected)


def test_forms_of_one_norm_are_one_term_of_a_document() -> None:
    forms = [
        "L’ami",
        "l'ami",
        "É",
        "e\u0301",
        "É".lower(),
        "ﬁn",
        "FIN",
        "aujourd’hui",
        "Aujourd'hui",
        "straße",
        "STRASSE",
    ]
    long = [
        "anticonstitutionnellement",
        "ANTICONSTITUTIONNELLEMENT",
        "coopération-sécuritaire",
        "Coope\u0301ration-se\u0301curitaire",
    ]
    frame = pl.DataFrame({"text": [" ".join(forms + long), " ".join(reversed(forms + long)), "fin", " ".join(long)]})
    counted = cs.count_terms(frame)
    assert_frame_equal(counted, cs.from_frame(frame).frequency())
    rows = {
        term: (count, documents) for term, count, documents in counted.select("term", "count", "doc_freq").iter_rows()
    }
    assert rows["fin"] == (5, 3)
    assert rows["l'"] == rows["ami"] == rows["aujourd'hui"] == rows["strasse"] == (4, 2)
    assert rows["é"] == (6, 2)
    assert rows["anticonstitutionnellement"] == rows["coopération-sécuritaire"] == (6, 3)


@pytest.mark.parametrize("ask", ASKS[:5], ids=str)
def test_files(ask: dict[str, object], small_batches: None) -> None:
    expected = cs.read_corpus(SAMPLE).frequency(**ask)
    assert_frame_equal(cs.count_terms(SAMPLE, **ask), expected)
    assert_frame_equal(cs.count_terms([SAMPLE], threads=1, **ask), expected)


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_tables(small_press: pl.DataFrame, form: str, tmp_path: Path, small_batches: None) -> None:
    path = tmp_path / f"press.{form}"
    {"parquet": small_press.write_parquet, "csv": small_press.write_csv, "jsonl": small_press.write_ndjson}[form](path)
    (tmp_path / "note.txt").write_text("Un texte à part.", encoding="utf-8")
    for ask in ({"every": "year"}, {"by": "source"}):
        assert_frame_equal(cs.count_terms(tmp_path, **ask), cs.read_corpus(tmp_path).frequency(**ask))


def test_iterators_and_lazy_frames(small_press: pl.DataFrame, small_batches: None) -> None:
    asked: list[int] = []

    def parts() -> Iterator[pl.DataFrame]:
        for number, part in enumerate(small_press.iter_slices(11)):
            asked.append(number)
            yield part

    expected = cs.from_frame(small_press).frequency(every="year")
    assert_frame_equal(cs.count_terms(parts(), every="year"), expected)
    assert asked == list(range(6))
    assert_frame_equal(cs.count_terms(small_press.lazy().filter(pl.col("page") >= 0), every="year"), expected)
    assert_frame_equal(cs.count_terms(iter([small_press.to_arrow()]), every="year"), expected)


def test_nothing() -> None:
    empty = pl.DataFrame({"text": []}, schema={"text": pl.String})
    for ask in ({}, {"every": "year"}, {"by": "source"}):
        assert_frame_equal(cs.count_terms(empty, **ask), cs.from_frame(empty).frequency(**ask))
    assert cs.count_terms(iter([])).is_empty()


@pytest.mark.parametrize("at_once", [True, False])
def test_tables_by_a_column_of_theirs(tmp_path: Path, at_once: bool, request: pytest.FixtureRequest) -> None:
    if not at_once:
        request.getfixturevalue("small_batches")
    frame = pl.DataFrame({"text": ["Le Maroc", "La France"] * 9, "page": [1, 2] * 9})
    for name in ("a", "b"):
        frame.write_parquet(tmp_path / f"{name}.parquet")
    frame.clear().write_parquet(tmp_path / "none.parquet")
    for path in (tmp_path / "a.parquet", tmp_path, tmp_path / "none.parquet"):
        assert_frame_equal(cs.count_terms(path, by="page"), cs.read_corpus(path).frequency(by="page"))


def test_a_batch_without_the_column_is_of_unknown_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_batches, "BATCH_BYTES", 400)
    frames = [pl.DataFrame({"text": ["x"], "page": [1]}), pl.DataFrame({"text": ["r"]}), pl.DataFrame({"text": ["x"]})]
    for order in (frames, frames[::-1]):
        expected = cs.from_frame(pl.concat(order, how="diagonal")).frequency(by="page")
        assert_frame_equal(cs.count_terms(iter(order), by="page"), expected)
    for number, frame in enumerate(frames * 3):
        frame.write_parquet(tmp_path / f"{number}.parquet")
        (tmp_path / f"{number}.txt").write_text("Un texte à part. " * 9, encoding="utf-8")
        frame.write_ndjson(tmp_path / f"{number}.jsonl")
    assert_frame_equal(cs.count_terms(tmp_path, by="page"), cs.read_corpus(tmp_path).frequency(by="page"))
    with pytest.raises(ColumnError, match="no column 'pgae'; did you mean 'page'"):
        cs.count_terms(iter(frames), by="pgae")
    with pytest.raises(ColumnError, match="'page' is named twice"):
        cs.count_terms(iter(frames[::-1]), by=["page", "page"])


@pytest.mark.parametrize(
    "values",
    [
        [["a", "b"], [["b"], ["a", "é"]]],
        [["a"], [{"x": 1}, None]],
        [[1], [["b"], ["a"], ["b"]], ["a"]],
        [[["b"], None], ["a"]],
        [[None], ["a"], [[1]]],
    ],
    ids=str,
)
def test_batches_with_text_beside_lists_are_divided_as_a_corpus_is(tmp_path: Path, values: list[list[object]]) -> None:
    batches = [pl.DataFrame({"text": ["Le Maroc"] * len(part), "k": part}) for part in values]
    if values[0][0] == ["b"]:
        batches[0] = batches[0].with_columns(k=pl.lit(None, dtype=pl.List(pl.String)))
    for number, batch in enumerate(batches):
        batch.write_parquet(tmp_path / f"{number}.parquet")
    expected = read_quietly(cs.read_corpus, tmp_path).frequency(by="k")
    assert expected.schema["k"] == pl.String
    assert_frame_equal(read_quietly(cs.count_terms, tmp_path, by="k"), expected)
    assert_frame_equal(read_quietly(cs.count_terms, iter(batches), by="k"), expected)


def _and_no_more(batches: list[object]) -> Iterator[object]:
    yield from batches
    pytest.fail("more was read than the first batch")


@pytest.mark.parametrize("second", [["a"], [["a"]]])
def test_lists_are_told_at_the_first_batch_that_has_them(second: list[object]) -> None:
    first = pl.DataFrame({"text": ["Le Maroc"], "k": pl.Series([None] if second != ["a"] else [["a"]])})
    batches = [first, pl.DataFrame({"text": ["Le Maroc"], "k": second})]
    told = r"'k' holds List\(String\), which cannot be grouped by"
    with pytest.raises(ColumnError, match=told):
        cs.count_terms(_and_no_more(batches if second != ["a"] else batches[:1]), by="k")


def test_what_is_no_frame_among_batches_is_told() -> None:
    frame = pl.DataFrame({"text": ["Le Maroc"]})
    for batches in ([None, frame], [frame, None]):
        with pytest.raises(TypeError, match="found NoneType"):
            cs.count_terms(iter(batches))


def test_a_slip_in_a_name_is_told_at_the_first_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_batches, "BATCH_BYTES", 1)
    frame = pl.DataFrame({"text": ["Le Maroc", "La France"], "page": [1, 2]})
    with pytest.raises(ColumnError, match="no column 'pgae'; did you mean 'page'"):
        cs.count_terms(_and_no_more([frame]), by="pgae")
    # All of these have the same columns throughout, so no other name can appear later.
    frame.write_parquet(tmp_path / "a.parquet")
    asked = []
    monkeypatch.setattr(_batches, "rows_of", lambda *given, **more: asked.append(1) or rows_of(*given, **more))
    arrow = frame.to_arrow()
    for source in (frame, frame.lazy(), arrow, arrow.to_reader(max_chunksize=1), tmp_path / "a.parquet"):
        asked.clear()
        with pytest.raises(ColumnError, match=r"no column 'zzz'; there are .*page"):
            cs.count_terms(source, by="zzz")
        assert len(asked) == 1


def test_a_frame_without_rows_has_its_columns() -> None:
    empty = pl.DataFrame({"text": ["Le Maroc"], "page": [1]}).clear()
    expected = cs.from_frame(empty).frequency(by="page")
    assert expected.shape == (0, 7)
    for source in (empty, empty.lazy(), iter([empty, empty])):
        assert_frame_equal(cs.count_terms(source, by="page"), expected)


def test_a_language_column_of_some_tables_of_a_folder(tmp_path: Path, small_batches: None) -> None:
    frame = pl.DataFrame({"text": ["Le Maroc n'est", "El puerto"] * 9, "page": [1, 2] * 9, "langue": ["fr", "es"] * 9})
    press = tmp_path / "press"
    press.mkdir()
    (press / "b.txt").write_text("L'été. " * 200, encoding="utf-8")
    (press / "d.txt").write_text("L'été. " * 200, encoding="utf-8")
    frame.write_parquet(press / "c.parquet")
    for path in (press / "c.parquet", press):
        read = cs.read_corpus(path, lang="langue")
        for ask in ({}, {"ngram": 2}, {"by": "page"}, {"by": "lang"}):
            assert_frame_equal(cs.count_terms(path, lang="langue", **ask), read.frequency(**ask))
        built = cs.build_index(path, tmp_path / "index", lang="langue")
        assert_frame_equal(built.documents, read.documents)


@pytest.mark.parametrize("ask", [{}, {"ngram": 2}], ids=str)
def test_a_language_column_where_there_is_no_table(tmp_path: Path, ask: dict[str, object]) -> None:
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    for source in (tmp_path, iter([])):
        with pytest.raises(ValueError, match=r"lang is 'langue': neither one of .* since no table was read"):
            cs.count_terms(source, lang="langue", **ask)
    (tmp_path / "bad.jsonl").write_text("{oops", encoding="utf-8")
    with pytest.raises(ValueError, match="no table was read"):
        cs.count_terms(tmp_path, lang="langue", on_error="skip", **ask)


def test_progress_counts_all_batches(small_press: pl.DataFrame, small_batches: None) -> None:
    told: list[int] = []
    cs.count_terms(small_press, progress=told.append)
    assert told[-1] == 60
    assert told == sorted(told)

    def stop(count: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        cs.count_terms(small_press, progress=stop)


def test_errors(small_press: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(PeriodError):
        cs.count_terms(small_press, every="fortnight")
    with pytest.raises(ColumnError, match="story"):
        cs.count_terms(small_press, by="story")
    with pytest.raises(ColumnError, match="sorce"):
        cs.count_terms(small_press, by="sorce")
    with pytest.raises(ValueError, match="min_count is -1"):
        cs.count_terms(small_press, min_count=-1)
    with pytest.raises(ValueError, match="ngram is 0"):
        cs.count_terms(small_press, ngram=0)
    with pytest.raises(TypeError, match=r"iterator of frames|__arrow_c_stream__"):
        cs.count_terms(3)
    with pytest.raises(FileNotFoundError):
        cs.count_terms(tmp_path / "absent")
    bad = tmp_path / "bad.parquet"
    bad.write_bytes(b"PAR1 no parquet PAR1")
    with pytest.raises(DecodeError, match=r"bad\.parquet"):
        cs.count_terms(bad)
    (tmp_path / "good.txt").write_text("Un mot.", encoding="utf-8")
    assert cs.count_terms(tmp_path, on_error="skip")["term"].to_list() == ["mot", "un"]


class TestBuildIndex:
    """``build_index``: the index of a corpus that was never in memory as a whole."""

    def test_answers_as_the_corpus(self, small_press: pl.DataFrame, tmp_path: Path, small_batches: None) -> None:
        small_press.write_parquet(tmp_path / "press.parquet")
        read = cs.from_frame(small_press, source="source")
        built = cs.build_index(small_press, tmp_path / "index", source_column="source")
        opened = cs.open_corpus(tmp_path / "index")
        for corpus in (built, opened):
            assert_frame_equal(corpus.documents, read.documents)
            assert_frame_equal(corpus.frequency(every="year", by="page"), read.frequency(every="year", by="page"))
            assert_frame_equal(corpus.kwic("drogue"), read.kwic("drogue"))
            assert_frame_equal(corpus.themes({"t": ["drogue", "trafic"]}), read.themes({"t": ["drogue", "trafic"]}))
        segments = {path.name.split(".")[0] for path in (tmp_path / "index").glob("*.head")}
        assert len(segments) > 3
        files = cs.build_index(tmp_path / "press.parquet", tmp_path / "other")
        assert_frame_equal(files.frequency(), read.frequency())
        assert files.documents["doc_id"].to_list() == [f"press.parquet#{n}" for n in range(60)]

    def test_files_and_what_was_skipped(self, tmp_path: Path, small_batches: None) -> None:
        (tmp_path / "in").mkdir()
        for number in range(40):
            (tmp_path / "in" / f"{number}.txt").write_text(f"Le texte {number} dit {number % 5}.", encoding="utf-8")
        (tmp_path / "in" / "z.jsonl").write_text(json.dumps({"texte": "Une ligne."}) + "\n", encoding="utf-8")
        (tmp_path / "in" / "x.pdf").write_bytes(b"%PDF")
        read = cs.read_corpus(tmp_path / "in")
        built = cs.build_index(tmp_path / "in", tmp_path / "index")
        assert_frame_equal(built.documents, read.documents)
        assert_frame_equal(built.skipped, read.skipped)

    def test_a_slice_that_cannot_be_read_is_told(
        self, small_press: pl.DataFrame, tmp_path: Path, small_batches: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(_table: pl.LazyFrame) -> Iterator[pl.DataFrame]:
            yield small_press.head(7)
            raise pl.exceptions.ComputeError("the page is damaged")

        monkeypatch.setattr(_batches, "_slices", broken)
        small_press.write_parquet(tmp_path / "press.parquet")
        built = cs.build_index(tmp_path / "press.parquet", tmp_path / "index", on_error="skip")
        assert len(built) == 7
        assert built.skipped["reason"].to_list()[0].endswith("the page is damaged")

    @pytest.mark.parametrize("is_there", [True, False])
    def test_a_failure_leaves_the_folder_as_it_was(self, tmp_path: Path, is_there: bool) -> None:
        index = tmp_path / "index"
        if is_there:
            cs.from_frame(pl.DataFrame({"text": ["old one", "old two", "old three"]})).save(index)
        before = sorted(tmp_path.rglob("*"))

        def failing(good: int) -> Iterator[pl.DataFrame]:
            yield from [pl.DataFrame({"text": ["new"]})] * good
            raise RuntimeError("enough")

        for good in (0, 1, 2):
            with pytest.raises(RuntimeError, match="enough"):
                cs.build_index(failing(good), index)
            assert sorted(tmp_path.rglob("*")) == before
            if is_there:
                assert cs.open_corpus(index).text("1") == "old two"

    def test_an_index_is_replaced_when_the_new_one_is_whole(self, small_press: pl.DataFrame, tmp_path: Path) -> None:
        index = tmp_path / "index"
        cs.from_frame(pl.DataFrame({"text": ["old one", "old two"]})).save(index)
        opened = cs.open_corpus(index)

        def parts() -> Iterator[pl.DataFrame]:
            for part in small_press.iter_slices(20):
                assert len(cs.open_corpus(index)) == 2
                yield part
            with pytest.raises(SavedIndexError, match="another process is writing"):
                opened.append(pl.DataFrame({"text": ["meanwhile"]}))

        built = cs.build_index(parts(), index)
        assert len(built) == len(cs.open_corpus(index)) == 60
        assert opened.text("0") == "old one"
        kinds = [path.name.partition(".")[2] for path in index.iterdir()]
        assert sorted(set(kinds)) == ["", "columns", "head", "own.arrow", "skipped.arrow", "texts", "toml"]
        assert kinds.count("head") == 3
        assert kinds.count("toml") == 1
        assert main(["check", str(index)]) == 0
        assert len(built.append(pl.DataFrame({"text": ["Le port."], "doc_id": ["z"]}))) == 61
        assert len(cs.build_index(small_press, index)) == 60

    def test_what_a_kill_leaves_is_passed_by_and_swept(self, small_press: pl.DataFrame, tmp_path: Path) -> None:
        index = tmp_path / "index"
        work = (
            "import os, sys, polars as pl, coopsec as cs\n"
            "frame = pl.DataFrame({'text': ['new']})\n"
            "cs.build_index((frame if n < 2 else os._exit(9) for n in range(3)), sys.argv[1])\n"
        )
        for sweep in (lambda: cs.build_index(small_press, index), lambda: cs.from_frame(small_press).save(index)):
            done = subprocess.run([sys.executable, "-c", work, str(index)], timeout=60, check=False)
            assert done.returncode == 9
            assert len(list(index.glob("*.new"))) == 1
            sweep()
            assert not list(index.glob("*.new"))
            assert len(cs.open_corpus(index)) == 60

    def test_a_folder_of_somebody_else_is_refused(self, small_press: pl.DataFrame, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
        with pytest.raises(SavedIndexError, match=r"mine\.txt.*give a new or an empty folder"):
            cs.build_index(small_press, tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
        with pytest.raises(FileNotFoundError):
            cs.build_index(small_press, tmp_path / "no" / "such")

    def test_files_that_are_named_as_those_of_an_index_are_spared(self, tmp_path: Path) -> None:
        press, index = tmp_path / "press", tmp_path / "index"
        press.mkdir()
        for name in ("20151113.txt", "20151114.txt"):
            (press / name).write_text("Un texte.", encoding="utf-8")
        with pytest.raises(SavedIndexError, match=r"2015111\d\.txt.*give a new or an empty folder"):
            cs.build_index(press, press)
        assert {path.name for path in press.iterdir()} == {"20151113.txt", "20151114.txt"}
        built = cs.build_index(press, index)
        mine = [index / "20151113.txt", index / "20151114.new" / "notes.txt"]
        mine[1].parent.mkdir()
        for path in mine:
            path.write_text("mine", encoding="utf-8")
        for save in (lambda: built.save(index), lambda: cs.build_index(press, index)):
            save()
            assert all(path.read_text(encoding="utf-8") == "mine" for path in mine)
        assert len(cs.open_corpus(index)) == 2

    def test_a_name_with_brackets_is_no_pattern(self, tmp_path: Path) -> None:
        for name, text in [("a1.parquet", "un un un"), ("a[1].parquet", "deux")]:
            pl.DataFrame({"text": [text]}).write_parquet(tmp_path / name)
        expected = {"un": 3, "deux": 1}
        for table in (cs.count_terms(tmp_path), cs.build_index(tmp_path, tmp_path / "index").frequency()):
            assert dict(table.select("term", "count").rows()) == expected

    def test_an_index_within_the_folder_that_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
        built = cs.build_index(tmp_path, tmp_path / "index")
        assert built.documents["doc_id"].to_list() == ["a.txt"]
        assert built.skipped.is_empty()

    def test_nothing(self, tmp_path: Path) -> None:
        assert len(cs.build_index(iter([]), tmp_path / "index")) == 0
