"""``count_themes``: one pass over any source gives the table of a corpus of the same documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.errors import ColumnError, CoopsecWarning, DecodeError, PatternError, PeriodError

SAMPLE = Path(__file__).parents[2] / "corpus"
THEMES = {
    "drugs": ["drogue*", "trafic", "trafic de drogue*"],
    "cooperation": {"abroad": ["coop?re*", "l'Espagne"], "neighbours": ["Maroc ~3 Espagne"]},
    "never": ["xyz"],
}


ASKS: list[dict[str, Any]] = [
    {},
    {"every": "year"},
    {"every": "month", "confidence": 0.8, "interval": "normal"},
    {"nested_scope": "lexicon"},
    {"by": "source"},
    {"every": "year", "by": ["page", "source"]},
]


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_a_frame(small_press: pl.DataFrame, ask: dict[str, Any], small_batches: None) -> None:
    expected = cs.from_frame(small_press).themes(THEMES, **ask)
    assert expected["count"].sum() > 50
    assert_frame_equal(cs.count_themes(small_press, THEMES, **ask), expected, check_exact=True)


def test_a_batch_without_the_column_is_of_unknown_value(small_press: pl.DataFrame) -> None:
    parts = [small_press.head(40), small_press.tail(20).drop("page")]
    expected = cs.from_frame(pl.concat(parts, how="diagonal")).themes(THEMES, by="page")
    assert_frame_equal(cs.count_themes(iter(parts), THEMES, by="page"), expected, check_exact=True)


@pytest.mark.filterwarnings("ignore::coopsec.errors.CoopsecWarning")
@pytest.mark.parametrize("lang", ["fr", "auto"])
@pytest.mark.parametrize("ask", [{}, {"every": "year"}, {"by": ["lang", "source"]}], ids=str)
def test_files_and_the_lexicon_of_the_house(ask: dict[str, Any], lang: str) -> None:
    lexicon = cs.Lexicon.builtin("security-cooperation")
    expected = cs.read_corpus(SAMPLE, lang=lang).themes(lexicon, **ask)
    for threads in (1, 2):
        counted = cs.count_themes([SAMPLE], lexicon, lang=lang, threads=threads, **ask)
        assert_frame_equal(counted, expected, check_exact=True)


def test_rules_of_words_are_those_that_were_asked_for(small_press: pl.DataFrame) -> None:
    small_press = small_press.with_columns(
        pl.lit("L’arc-en-ciel, l'eau. Cyber sécurité : cyber-sécurité").alias("text")
    )
    lexicon = {"bow": ["arc-en-ciel", "l'eau"], "cyber": ["cyber-sécurité", "en"]}
    for rules in ({"elision": False}, {"hyphens": "split"}, {"elision": False, "hyphens": "split"}):
        expected = cs.from_frame(small_press, **rules).themes(lexicon)
        assert_frame_equal(cs.count_themes(small_press, lexicon, **rules), expected, check_exact=True)


def test_iterators_lazy_frames_and_tables(small_press: pl.DataFrame, tmp_path: Path, small_batches: None) -> None:
    asked: list[int] = []

    def parts() -> Iterator[pl.DataFrame]:
        for number, part in enumerate(small_press.iter_slices(11)):
            asked.append(number)
            yield part

    expected = cs.from_frame(small_press).themes(THEMES, every="year")
    assert_frame_equal(cs.count_themes(parts(), THEMES, every="year"), expected)
    assert asked == list(range(6))
    assert_frame_equal(cs.count_themes(small_press.lazy().filter(pl.col("page") >= 0), THEMES, every="year"), expected)
    assert_frame_equal(cs.count_themes(iter([small_press.to_arrow()]), THEMES, every="year"), expected)
    small_press.write_parquet(tmp_path / "press.parquet")
    assert_frame_equal(cs.count_themes(tmp_path, THEMES, every="year"), expected)


def test_languages_without_a_pattern_leave_the_denominators(small_press: pl.DataFrame, tmp_path: Path) -> None:
    small_press = small_press.with_columns(pl.Series("lang", ["fr", "ar", "es"] * 20))
    path = tmp_path / "lexicon.toml"
    path.write_text("theme.drugs.fr = ['drogue*']\ntheme.drugs.es = ['drogue*']\ntheme.all.patterns = ['Maroc']\n")
    lexicon = cs.Lexicon.from_toml(path)
    with pytest.warns(CoopsecWarning) as expected_warnings:
        expected = cs.from_frame(small_press, lang="lang").themes(lexicon, every="year")
    with pytest.warns(CoopsecWarning) as found_warnings:
        found = cs.count_themes(small_press, lexicon, every="year", lang="lang")
    assert_frame_equal(found, expected, check_exact=True)
    assert [str(warning.message) for warning in found_warnings] == [str(w.message) for w in expected_warnings]
    drugs = found.filter(pl.col("theme") == "drugs")
    assert 0 < drugs["n_docs"].sum() < found.filter(pl.col("theme") == "all")["n_docs"].sum()


def test_whose_hits_they_are_is_not_told(small_press: pl.DataFrame) -> None:
    told = cs.warnings_for(cs.count_themes(small_press, THEMES))
    assert "not_checked" in told["kind"].to_list()


def test_nothing() -> None:
    empty = pl.DataFrame({"text": []}, schema={"text": pl.String})
    for ask in ({}, {"every": "year"}, {"by": "source"}):
        assert_frame_equal(cs.count_themes(empty, THEMES, **ask), cs.from_frame(empty).themes(THEMES, **ask))
        assert_frame_equal(cs.count_themes(empty, {}, **ask), cs.from_frame(empty).themes({}, **ask))
    assert cs.count_themes(iter([]), THEMES)["count"].sum() == 0


def test_progress_counts_all_batches(small_press: pl.DataFrame, small_batches: None) -> None:
    told: list[int] = []
    cs.count_themes(small_press, THEMES, progress=told.append)
    assert told[-1] == 60
    assert told == sorted(told)

    def stop(count: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        cs.count_themes(small_press, THEMES, progress=stop)


def test_errors(small_press: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(PeriodError):
        cs.count_themes(small_press, THEMES, every="fortnight")
    with pytest.raises(ColumnError, match=r"themes\(by=.story.\)"):
        cs.count_themes(small_press, THEMES, by="story")
    with pytest.raises(ColumnError, match="sorce"):
        cs.count_themes(small_press, THEMES, by="sorce")
    with pytest.raises(ColumnError, match="theme"):
        cs.count_themes(small_press.with_columns(theme=pl.lit(1)), THEMES, by="theme")
    with pytest.raises(PatternError, match=r"drugs.*\(drogue"):
        cs.count_themes(small_press, {"drugs": ["(drogue"]})
    with pytest.raises(ValueError, match="use a corpus"):
        cs.count_themes(small_press, THEMES, interval="bca")
    with pytest.raises(ValueError, match="confidence"):
        cs.count_themes(small_press, THEMES, confidence=2)
    bad = tmp_path / "bad.parquet"
    bad.write_bytes(b"PAR1 no parquet PAR1")
    with pytest.raises(DecodeError, match=r"bad\.parquet"):
        cs.count_themes(bad, THEMES)
    (tmp_path / "good.txt").write_text("Une drogue.", encoding="utf-8")
    counted = cs.count_themes(tmp_path, {"drugs": ["drogue"]}, on_error="skip")
    assert counted.select("count", "n_tokens").row(0) == (1, 2)
