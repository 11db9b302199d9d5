"""Dates that are the whole of a text: stated, never guessed."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopsec as cs

MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
]  # fmt: skip


def read(text: str, lang: str = "fr") -> tuple[str, str, str] | None:
    found = cs.parse_date(text, lang)
    return None if found is None else (found.start.isoformat(), found.end.isoformat(), found.precision)


def day(text: str) -> tuple[str, str, str]:
    return (text, text, "day")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2017-08", "fr", ("2017-08-01", "2017-08-31", "month")),
        ("2017-08-29", "fr", day("2017-08-29")),
        ("28 mai 2015", "fr", day("2015-05-28")),
        ("1er août 2014", "fr", day("2014-08-01")),
        ("12ème novembre 2014", "fr", day("2014-11-12")),
        ("12/11/2014", "fr", day("2014-11-12")),
        ("Lundi 16 Février 2015", "fr", day("2015-02-16")),
        ("lundi 16 fevrier 2015", "fr", day("2015-02-16")),
        ("16\u00a0FÉVRIER\u00a02015", "fr", day("2015-02-16")),
        ("mardi, 25 juin, 2019 à 14:23", "fr", day("2019-06-25")),
        ("Le 24/11/2025 à 09h51", "fr", day("2025-11-24")),
        ("mai 2015", "fr", ("2015-05-01", "2015-05-31", "month")),
        ("2015", "fr", ("2015-01-01", "2015-12-31", "year")),
        ("28 de mayo de 2015", "es", day("2015-05-28")),
        ("May 28, 2015", "en", day("2015-05-28")),
        ("28 May 2015", "en", day("2015-05-28")),
        ("18 دجنبر 2014", "ar", day("2014-12-18")),
        ("20 غشت 2014", "ar", day("2014-08-20")),
        ("3 شتنبر 2014", "ar", day("2014-09-03")),
        ("7 نونبر 2014", "ar", day("2014-11-07")),
        ("28 ماي 2015", "ar", day("2015-05-28")),
        ("30 يوليوز 2015", "ar", day("2015-07-30")),
        ("٢٨ مايو ٢٠١٥", "ar", day("2015-05-28")),
    ],
)
def test_what_states_a_date(text, lang, expected):
    assert read(text, lang) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "jeudi", "ce lundi", "10 novembre", "hier", "aujourd'hui", "30 février 2015", "31/04/2015",
        "2015-13-01", "29 février 2015", "0000-01-01", "0/0/2015", "10000-01-01", "12/11/14", "99/99/2015", "14:23",
        "Publication: Mis à jour:", "x", "le 28 mai", "\0", "2015-02-30",
        "Le Maroc et la France ont signé un accord le 28 mai 2015 à Paris",
    ],
)  # fmt: skip
def test_what_states_none(text):
    assert cs.parse_date(text) is None


def test_quarters():
    for text in ("2015-T3", "3e trimestre 2015", "troisième trimestre 2015"):
        assert read(text) == ("2015-07-01", "2015-09-30", "quarter"), text


def test_the_reading_is_a_plain_value():
    reading = cs.parse_date("28 mai 2015")
    assert isinstance(reading, cs.DateReading)
    assert [field.name for field in dataclasses.fields(reading)] == ["start", "end", "precision"]
    assert type(reading.start) is date
    assert reading == cs.parse_date("28/05/2015")
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.start = date(2000, 1, 1)


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_comes_back_in_every_spelling(day):
    name = MONTHS[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.day} {name} {day.year}",
        f"{day:%d/%m/%Y}",
        f"le {day.day} {name.upper()} {day.year}",
    ):
        reading = cs.parse_date(text)
        assert reading is not None, text
        assert (reading.start, reading.end, reading.precision) == (day, day, "day"), text


@given(year=st.integers(1900, 2100), month=st.integers(1, 12))
def test_months_end_on_their_last_day(year, month):
    reading = cs.parse_date(f"{MONTHS[month - 1]} {year}")
    assert reading == cs.parse_date(f"{year}-{month:02}")
    assert reading is not None
    assert reading.start == date(year, month, 1)
    assert (reading.end + timedelta(days=1)).day == 1
    assert reading.precision == "month"


@given(text=st.text(max_size=60), lang=st.sampled_from(["fr", "es", "en", "ar", "und"]))
def test_any_text_is_a_date_or_none(text, lang):
    reading = cs.parse_date(text, lang)
    assert reading is None or reading.start <= reading.end


def test_a_long_text_is_refused_at_once():
    for unit in ("1", "12 mai ", "\u0301", "2015-", "/", "\0", "é"):
        assert cs.parse_date(unit * 200_000) is None


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="xx"):
        cs.parse_date("28 mai 2015", "xx")
