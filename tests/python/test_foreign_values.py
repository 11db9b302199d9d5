"""Values of numpy and pandas are taken wherever those of Python are: truth values, numbers, days, paths."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")

TEXTS = pl.DataFrame(
    {
        "text": ["l'accord contre le terrorisme", "la drogue", "rien", "la drogue"],
        "date": ["2015-01-02", "2016-02-03", "2017-03-04", "2018-01-01"],
        "source": ["MAP", "EFE", "MAP", "EFE"],
    }
)
LEXICON = {"a": ["terroris*"], "b": ["drogue*"]}
HALVES = {"min_count": 1, "min_doc_freq": 1}


class Named:
    """A path of another library."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return str(self._path)


@pytest.fixture(scope="module")
def few() -> cs.Corpus:
    return cs.from_frame(TEXTS)


def test_truths_of_numpy(few: cs.Corpus, tmp_path: Path):
    yes, no = numpy.bool_(True), numpy.bool_(False)
    assert few.hits(LEXICON, rollup=yes).equals(few.hits(LEXICON, rollup=True))
    assert cs.tokenize("l'accord", elision=no).height == 1
    assert cs.from_frame(TEXTS, elision=no, progress=no).documents["n_tokens"].sum() == 9
    few.save(tmp_path / "index", texts=no, progress=no)
    with pytest.raises(cs.errors.SavedIndexError, match="without texts"):
        cs.open_corpus(tmp_path / "index").hits(LEXICON)
    table = few.themes(LEXICON, every="month")
    assert cs.trend(table, autocorrelation=no).equals(cs.trend(table, autocorrelation=False))


def test_truths_of_numpy_in_charts(few: cs.Corpus):
    pytest.importorskip("altair")
    table = few.themes(LEXICON, every="year")
    for name in ("dark", "intervals", "volume", "together"):
        ours, theirs = (cs.plot.timeline(table, **{name: value}) for value in (True, numpy.bool_(True)))
        plain, other = (re.sub("(picked|view)_[0-9a-f]+", "", chart.to_json()) for chart in (ours, theirs))
        assert plain == other, name
    assert cs.plot.timeline(table, notes=numpy.bool_(False)).to_json()


@pytest.mark.parametrize("whole", [numpy.int8, numpy.uint16, numpy.int64], ids=lambda kind: kind.__name__)
def test_numbers_of_numpy(few: cs.Corpus, whole: Any):
    two = whole(2)
    assert few.frequency(ngram=two, min_count=two, top=two).equals(few.frequency(ngram=2, min_count=2, top=2))
    assert few.kwic("la", two).equals(few.kwic("la", 2))
    assert few.sample(LEXICON, two, two).equals(few.sample(LEXICON, 2, 2))
    assert few.themes(LEXICON, confidence=numpy.float32(0.5)).equals(few.themes(LEXICON, confidence=0.5))
    assert few.collocations("la", two, min_count=whole(1)).equals(few.collocations("la", 2, min_count=1))
    assert len(cs.from_frame(TEXTS, threads=two)) == 4
    for ask in (lambda given: few.kwic("la", given), lambda given: few.themes(LEXICON, confidence=given)):
        with pytest.raises(TypeError, match=r"^(window|confidence) is (array|np\.)"):
            ask(numpy.array([1, 2]))
        with pytest.raises(TypeError, match=r"^(window|confidence) is (np\.)?True"):
            ask(numpy.bool_(True))


DAYS = [
    date(2017, 1, 1),
    datetime(2017, 1, 1, 12),
    "2017",
    pandas.Timestamp("2017-01-01 10:00", tz="Europe/Paris"),
    numpy.datetime64("2017-01-01"),
    numpy.datetime64("2017-01-01T10:00", "ns"),
]


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_days_of_a_report(few: cs.Corpus, tmp_path: Path, day: Any):
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    page = cs.report(few, LEXICON, tmp_path / "page.html", every="year", split=day)
    asked = cs.report(few, LEXICON, tmp_path / "asked.html", every="year", split="2017-01-01")
    assert page.read_text(encoding="utf-8") == asked.read_text(encoding="utf-8")


@pytest.mark.parametrize("day", [pandas.NaT, numpy.datetime64("NaT", "D"), float("nan")], ids=repr)
def test_no_day_is_no_day_of_a_report(few: cs.Corpus, tmp_path: Path, day: Any):
    pytest.importorskip("altair")
    with pytest.raises(TypeError, match=r"^split is .*: give a date"):
        cs.report(few, LEXICON, tmp_path / "page.html", every="year", split=day)


@pytest.mark.parametrize("day", [each for each in DAYS if not isinstance(each, str)], ids=repr)
def test_days_of_predicates(few: cs.Corpus, day: Any):
    assert len(few.filter(pl.col("date_start") >= day)) == 2
    assert few.keyness(pl.col("date_start") >= day, **HALVES).height


@pytest.mark.parametrize("zone", [None, "Europe/Paris"])
def test_days_of_events(few: cs.Corpus, zone: str | None):
    days = pandas.DatetimeIndex(["2017-01-01", "2016-06-01"]).tz_localize(zone)
    events = pandas.DataFrame({"date": days, "label": ["one", "other"]})
    plain = pl.DataFrame({"date": [date(2017, 1, 1), date(2016, 6, 1)], "label": ["one", "other"]})
    table = few.themes(LEXICON, every="year")
    assert cs.interrupted(table, events, window=1).equals(cs.interrupted(table, plain, window=1))
    late = events.assign(date=days + pandas.Timedelta(hours=3))
    for ask in (lambda given: cs.interrupted(table, given), lambda given: cs.plot.timeline(table, events=given)):
        with pytest.raises(cs.errors.ColumnError, match=r"column 'date' is Datetime.*expected Date; keep the day"):
            ask(late)
        with pytest.raises(cs.errors.ColumnError, match="a date is null"):
            ask(events.assign(date=[days[0], pandas.NaT]))


def test_paths_of_other_libraries(tmp_path: Path):
    (tmp_path / "a.txt").write_text("la drogue", encoding="utf-8")
    (tmp_path / "a.toml").write_text('[theme.b]\nfr = ["drogue*"]\n', encoding="utf-8")
    (tmp_path / "a.yaml").write_text("b: [drogue*]\n", encoding="utf-8")
    corpus = cs.read_corpus(Named(tmp_path / "a.txt"))
    corpus.save(Named(tmp_path / "index"))
    assert len(cs.open_corpus(Named(tmp_path / "index")).append(Named(tmp_path / "a.txt"))) == 2
    assert len(cs.build_index(Named(tmp_path / "a.txt"), Named(tmp_path / "built"))) == 1
    assert cs.count_terms(Named(tmp_path / "a.txt")).height == 2
    lexicon = cs.Lexicon.from_toml(Named(tmp_path / "a.toml"))
    corpus.hits(lexicon).write_csv(tmp_path / "gold.csv")
    assert cs.validate(corpus, Named(tmp_path / "gold.csv"), lexicon).scores["true_positive"].to_list() == [1]
    assert os.fspath(Named(tmp_path)) == str(tmp_path)
    pytest.importorskip("yaml")
    assert cs.Lexicon.from_yaml(Named(tmp_path / "a.yaml")).themes == ["b"]
    pytest.importorskip("vl_convert")
    chart = cs.plot.timeline(corpus.themes(lexicon, every="year"))
    assert cs.plot.save(chart, Named(tmp_path / "chart.svg")) == tmp_path / "chart.svg"
    assert cs.report(corpus, lexicon, Named(tmp_path / "page.html")) == tmp_path / "page.html"
