"""The commands about series: the same frames as in Python, and events from tables made by hand."""

from __future__ import annotations

import inspect
import io
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import coopsec as cs
from coopsec.cli import main
from test_cli import CORPUS, FRENCH, ask, assert_csv, failed


@pytest.mark.parametrize(
    ("command", "verb", "options"),
    [
        ("trend", cs.trend, {"value": "doc_share", "adjust": "bh", "seed": 7, "confidence": 0.9, "resamples": 99}),
        ("changes", cs.change_points, {"value": "doc_share", "min_size": 3, "level": 0.2, "seed": 7, "resamples": 39}),
        ("bursts", cs.bursts, {"s": 1.5, "gamma": 0.5}),
        ("seasonality", cs.seasonality, {"value": "doc_share", "confidence": 0.9, "seed": 7}),
    ],
)
def test_questions_about_series_are_the_frame_of_python(sample, builtin, command, verb, options):
    chosen = builtin.select("terrorism", "migration")
    frame = sample.filter(pl.col("lang") == "fr").themes(chosen, every="quarter")
    written = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    given = ask(
        command, CORPUS, "--theme", "terrorism", "--theme", "migration", "--every", "quarter", "--where", "lang=fr",
        "--keep-partial", *written,
    )  # fmt: skip
    assert_csv(given, verb(frame, partial="keep", **options))


@pytest.mark.parametrize(("command", "verb"), [("trend", cs.trend), ("changes", cs.change_points)])
def test_resamples_are_those_of_python(capsys, command, verb):
    usual = inspect.signature(verb).parameters["resamples"].default
    with pytest.raises(SystemExit):
        main([command, "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert re.search(rf"--resamples N resamples of each series; [^()]* \(default {usual}\)", words)


def test_a_level_for_many_themes_is_asked_for_as_advised():
    # docs/change_points.md recommends this for twenty themes.
    asked = ("changes", FRENCH, "--theme", "cyber", "--every", "year", "--level", "0.0025", "--resamples", "999")
    assert ask(*asked).startswith(b"theme,period,")


def test_events_are_read_from_a_file(sample, builtin, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("date,label\n2015-11-13,attacks in Paris\n2017-08-17,attack in Barcelona\n", encoding="utf-8")
    events = pl.read_csv(path, try_parse_dates=True)
    frame = sample.filter(pl.col("lang") == "fr").interrupted(builtin, events, window=1, every="year")
    given = ask("interrupted", CORPUS, "--events", str(path), "--window", "1", "--every", "year", "--where", "lang=fr")
    assert_csv(given, frame)


def test_the_sides_of_an_event_have_short_names(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("date,label\n2015-11-13,attacks in Paris\n", encoding="utf-8")
    given = [ask("interrupted", FRENCH, "--events", str(path), "--every", every) for every in ("quarter", "1q")]
    assert given[0] == given[1]


def asked_events(path: Path) -> pl.DataFrame:
    """Date and label of each event in a file, as the command reads them."""
    given = ask("interrupted", FRENCH, "--theme", "cyber", "--events", str(path), "--window", "1", "--every", "year")
    return pl.read_csv(io.BytesIO(given), infer_schema=False).select("date", "label")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.csv", "date;label\n2015-11-13;attentats à Paris\n2017-08-17;007\n".encode("cp1252")),
        ("events.tsv", "date\tlabel\n2015-11-13\tattentats à Paris\n2017-08-17\t007\n".encode("utf-16")),
        ("events.csv", "sep=;\r\nlabel;date\r\nattentats à Paris;13/11/2015\r\n007;17.8.2017\r\n".encode("utf-8-sig")),
    ],
)
def test_events_are_read_as_tables_made_by_hand_are(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert asked_events(path).rows() == [("2015-11-13", "attentats à Paris"), ("2017-08-17", "007")]


def test_labels_of_events_stay_as_they_are_written(tmp_path):
    path, table = tmp_path / "events.csv", tmp_path / "events.parquet"
    path.write_text("date,label\n2015-11-13,7.50\n2016-11-13,8\n", encoding="utf-8")
    assert asked_events(path)["label"].to_list() == ["7.50", "8"]
    days = pl.Series("date", [date(2015, 11, 13)])
    for written in (days, days.cast(pl.Datetime)):
        pl.DataFrame([written, pl.Series("label", ["Paris"])]).write_parquet(table)
        assert asked_events(table).rows() == [("2015-11-13", "Paris")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the table is empty"),
        ("date,lable\n2015-11-13,a\n", "no column 'label'; did you mean 'lable'"),
        ("date,label\n2015-11-13,a\nsoon,b\n", "row 1: date is 'soon': give a day, such as 2015-11-13"),
        ("date,label\n2015-11,a\n", "row 0: date is '2015-11': give a day"),
        ("date,label\n,a\n", "row 0: date is empty: give a day"),
    ],
)
def test_a_fault_in_events_names_the_file(capsys, tmp_path, content, words):
    path = tmp_path / "events.csv"
    path.write_text(content, encoding="utf-8")
    told = failed(capsys, "interrupted", FRENCH, "--events", str(path))
    assert told.startswith(str(path))
    assert words in told


@pytest.mark.parametrize("name", ["", "*.csv"])
def test_events_are_one_file(capsys, tmp_path, name):
    (tmp_path / "events.csv").write_text("date,label\n2015-11-13,a\n", encoding="utf-8")
    assert failed(capsys, "interrupted", FRENCH, "--events", str(tmp_path / name)).startswith(f"{tmp_path / name}: ")
