"""A table whose dates nobody reads says which column they are in."""

from __future__ import annotations

import warnings
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import CoopsecWarning

DAYS: dict[str, list[Any]] = {
    "text": ["14/03/2019", "3 juin 2019"],
    "Date": [date(2019, 3, 14), None],
    "Datetime": [datetime(2019, 3, 14, 9, 30), None],
}


def table(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({"texte": ["Rabat et Madrid coopèrent.", "Les ministres se sont vus."], **columns})


@pytest.mark.parametrize("kind", DAYS)
def test_a_column_of_days_is_named(kind: str) -> None:
    frame = table(publi=DAYS[kind])
    with pytest.warns(
        CoopsecWarning, match=r"^frame: no column is taken as the date, but 'publi' holds dates: .*date='publi'$"
    ):
        cs.from_frame(frame)
    assert cs.from_frame(frame, date="publi").documents["date"][0] == date(2019, 3, 14)


def test_parts_of_a_day_are_put_together() -> None:
    frame = table(jour=[14, 2], mois=[3, 4], Année=[2019, 2019])
    with pytest.warns(
        CoopsecWarning, match=r"make one of them, frame\.with_columns\(date=pl\.date\('Année', 'mois', 'jour'\)\)"
    ):
        cs.from_frame(frame)
    made = cs.from_frame(frame.with_columns(date=pl.date("Année", "mois", "jour")))
    assert made.documents["date"].to_list() == [date(2019, 3, 14), date(2019, 4, 2)]


def test_a_column_of_years_is_named() -> None:
    with pytest.warns(CoopsecWarning, match=r"'year' seems to hold years: name it, date='year'$"):
        cs.from_frame(table(year=[2019, 2020]))


@pytest.mark.parametrize(
    "columns",
    [
        {"date": ["hier", "2019"], "publi": DAYS["text"]},  # it has a date column
        {"url": ["https://example.org/2019/03/14/a", None], "publi": DAYS["text"]},
        {"page": ["3", "14"], "note": ["vu le 14/03/2019", "mars"]},
        {"jour": ["lundi", "jeudi"]},
        {"vide": [None, None]},
        {"vide": pl.Series([None, None], dtype=pl.Date)},
    ],
)
def test_other_tables_say_nothing(columns: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cs.from_frame(table(**columns))


def test_a_french_heading_of_titles_is_found() -> None:
    frame = table(**{"Titre de l'article": ["Accord", "Visite"]})
    assert cs.from_frame(frame).documents["title"].to_list() == ["Accord", "Visite"]
