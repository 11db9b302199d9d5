"""Pairs of countries: columns, every cell against the hits, and the passages behind each."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning, LexiconError, PeriodError
from expected import over_time, periods, schema, wilson
from expected_together import units_with

COLUMNS = {
    "left": pl.String, "right": pl.String, "count": pl.Int64, "doc_freq": pl.Int64, "doc_share": pl.Float64,
    "doc_share_low": pl.Float64, "doc_share_high": pl.Float64, "n_docs": pl.Int64, "n_units": pl.Int64,
}  # fmt: skip
THEMED = {"left": pl.String, "right": pl.String, "theme": pl.String} | COLUMNS
HITS = {
    "doc_id": pl.String, "date_start": pl.Date, "left": pl.String, "right": pl.String, "match_left": pl.String,
    "match_right": pl.String, "start": pl.Int64, "end": pl.Int64, "sentence": pl.String, "sentence_start": pl.Int64,
}  # fmt: skip
WITHIN = ["sentence", "paragraph", "document"]


@pytest.fixture(scope="module")
def actors() -> cs.Lexicon:
    return cs.Lexicon.builtin("actors")


@pytest.fixture(scope="module")
def countries(actors) -> dict[str, str]:
    """The country of each theme of the built-in actors, from the file."""
    import tomllib
    from importlib import resources

    root = tomllib.loads((resources.files("coopsec") / "lexicons" / "actors.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}

    def walk(table: dict[str, object], name: str, code: str | None) -> None:
        own = table.get("country")
        code = own if isinstance(own, str) else code
        if code is not None:
            found[name] = code
        for key, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{name}.{key}", code)

    for key, value in root["theme"].items():
        walk(value, key, None)
    return found


def quietly(ask, *args, **options) -> pl.DataFrame:
    return read_quietly(ask, *args, **options)


def test_columns(french, builtin):
    assert schema(french.dyads()) == COLUMNS
    assert french.dyads().columns == list(COLUMNS)
    table = french.dyads(hub="MA", themes=builtin, every="year", by="source")
    assert table.columns == list(over_time(THEMED, source=pl.String))
    assert schema(table) == over_time(THEMED, source=pl.String)
    assert schema(french.dyad_hits()) == HITS
    assert french.dyad_hits(themes=builtin).columns == [
        "doc_id", "date_start", "left", "right", "theme", "match_left", "match_right", "match_theme", "start", "end",
        "sentence", "sentence_start",
    ]  # fmt: skip


@pytest.mark.parametrize("within", ["sentence", "document"])
@pytest.mark.parametrize("themed", [False, True])
@pytest.mark.parametrize("hub", [None, "MA"])
def test_every_cell_is_what_the_hits_say(sample, builtin, actors, countries, within, themed, hub):
    table = quietly(sample.dyads, hub=hub, within=within, themes=builtin if themed else None, every="year")
    of = dict(zip(sample.documents["doc_id"], periods(sample, "year"), strict=True))
    with_country = units_with(sample.hits(actors), within, countries.get)
    with_theme = units_with(sample.hits(builtin, rollup=True), within, lambda theme: theme)
    listed = [
        pair
        for pair in combinations(sorted(with_country), 2)
        if with_country[pair[0]] & with_country[pair[1]] and hub in (None, *pair)
    ]
    themes = sorted(builtin.themes) if themed else [None]
    keys = ["left", "right", "theme"] if themed else ["left", "right", pl.lit(None).alias("theme")]
    rows = table.select("period", *keys, "count", "doc_freq", "n_docs", "doc_share", "doc_share_low").rows()
    days = table["period"].unique(maintain_order=True).to_list()
    assert [row[:4] for row in rows] == [(day, *pair, theme) for day in days for pair in listed for theme in themes]
    assert sum(row[4] for row in rows) > 100
    for period, left, right, theme, count, doc_freq, n_docs, share, low in rows:
        units = with_country[left] & with_country[right]
        units = units & with_theme[theme] if theme else units
        here = {unit for unit in units if of[unit[0]] == period}
        assert (count, doc_freq) == (len(here), len({unit[0] for unit in here}))
        assert n_docs <= sum(day == period for day in of.values())
        if n_docs:
            assert share == doc_freq / n_docs
            assert low == pytest.approx(wilson(doc_freq, n_docs)[0])
        else:
            assert (share, low) == (None, None)


@pytest.mark.parametrize("within", WITHIN)
@pytest.mark.parametrize("themed", [False, True])
def test_the_passages_of_every_cell_are_its_count(sample, builtin, within, themed):
    asked = {"within": within, "themes": builtin if themed else None}
    table = quietly(sample.dyads, every="quarter", **asked)
    listed = sample.dyad_hits(**asked)
    days = pl.DataFrame({"doc_id": sample.documents["doc_id"], "period": periods(sample, "quarter")})
    keys = ["period", "left", "right", *(["theme"] if themed else [])]
    passages = (
        listed.join(days, on="doc_id")
        .group_by(keys)
        .agg(pl.len().cast(pl.Int64).alias("count"), pl.col("doc_id").n_unique().cast(pl.Int64).alias("doc_freq"))
    )
    counted = table.filter(pl.col("count") > 0).select(*keys, "count", "doc_freq")
    assert listed.height == table["count"].sum() > 100
    assert_frame_equal(counted.sort(keys, nulls_last=True), passages.sort(keys, nulls_last=True))
    unit = {"sentence": ["sentence_start"], "document": [], "paragraph": ["start", "end"]}[within]
    assert listed.select("doc_id", *unit, *keys[1:]).is_unique().all()


@pytest.mark.parametrize("within", WITHIN)
def test_passages_stand_where_their_row_says(sample, builtin, within):
    for row in sample.dyad_hits(hub="MA", within=within, themes=builtin).iter_rows(named=True):
        text = sample.text(row["doc_id"])
        passage = text[row["start"] : row["end"]]
        matches = [row["match_left"], row["match_right"], row["match_theme"]]
        assert all(match in passage for match in matches)
        assert any(passage.startswith(match) for match in matches)
        assert any(passage.endswith(match) for match in matches)
        assert text[row["sentence_start"] :].startswith(row["sentence"])
        assert row["sentence_start"] <= row["start"]
        assert row["end"] <= row["sentence_start"] + len(row["sentence"])


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("La coopération maroco-française s'étend.", [("FR", "MA")]),
        ("Le comité franco-marocain se réunit.", [("FR", "MA")]),
        ("La DGSN et la Guardia Civil ont mené une opération.", [("ES", "MA")]),
        ("Europol soutient la DGSN.", []),
        ("Le Maroc salue la DGSN marocaine.", []),
        ("Le Maroc coopère. L'Espagne aussi.", []),
        ("Rabat et Madrid, avec la France, coopèrent.", [("ES", "FR"), ("ES", "MA"), ("FR", "MA")]),
    ],
)
def test_pairs_of_one_sentence(text, pairs):
    corpus = cs.from_frame(pl.DataFrame({"text": [text]}))
    assert corpus.dyads().select("left", "right").rows() == pairs
    assert corpus.dyads()["count"].to_list() == [1] * len(pairs)


def test_a_hub_keeps_its_pairs_and_changes_no_count(french):
    whole = french.dyads(every="year")
    with_hub = french.dyads(hub="MA", every="year")
    kept = whole.filter((pl.col("left") == "MA") | (pl.col("right") == "MA"))
    assert 0 < with_hub.height < whole.height
    assert_frame_equal(with_hub, kept)


def test_nothing_to_count(french, builtin):
    empty = french.filter(pl.lit(value=False))
    for asked in ({}, {"themes": builtin}, {"themes": builtin, "every": "year"}):
        assert empty.dyads(**asked).height == 0
        assert empty.dyads(**asked).schema == french.dyads(**asked).schema
    assert empty.dyad_hits(themes=builtin).schema == french.dyad_hits(themes=builtin).schema
    never = french.dyads(themes={"never": ["introuvable"]})
    assert never.height == french.dyads().height
    assert (never["count"].sum(), never["doc_share"].sum()) == (0, 0.0)
    assert french.dyads(themes={}).height == french.dyad_hits(themes={}).height == 0


def test_languages_without_a_pattern_leave_and_are_told():
    frame = pl.DataFrame({"text": ["Le Maroc et l'Espagne.", "Marruecos y España."], "lang": ["fr", "es"]})
    corpus = cs.from_frame(frame)
    with pytest.warns(CoopsecWarning, match=r"drugs \(1\)"):
        table = corpus.dyads(themes=cs.Lexicon.from_dict({"drugs": {"fr": ["drogue"]}}))
    assert table.select("n_docs", "n_units").row(0) == (1, 1)
    assert corpus.dyads().select("n_docs", "count").row(0) == (2, 2)


def test_a_match_is_of_the_country_of_its_own_theme():
    actors = cs.Lexicon.from_dict({
        "europe": {"country": "EU", "patterns": ["bruxelles"], "france": {"country": "FR", "patterns": ["paris"]}},
        "morocco": {"country": "MA", "patterns": ["rabat"]},
    })  # fmt: skip
    corpus = cs.from_frame(pl.DataFrame({"text": ["Paris et Rabat", "Bruxelles et Rabat"]}))
    found = corpus.dyads(hub=None, actors=actors).select("left", "right", "count")
    assert found.rows() == [("EU", "MA", 1), ("FR", "MA", 1)]


def test_wrong_arguments(french, themes):
    with pytest.raises(ValueError, match='did you mean "MA"'):
        french.dyads(hub="ma")
    with pytest.raises(ValueError, match="there are AD"):
        french.dyad_hits(hub="XX")
    for name, code in (("Maroc", "MA"), ("Spain", "ES"), ("États-Unis", "US"), ("المغرب", "MA"), ("DGSN", "MA")):
        for ask in (french.dyads, french.dyad_hits):
            with pytest.raises(ValueError, match=f"^hub is '{name}': give the code of its country, {code}$"):
                ask(hub=name)
    own = cs.Lexicon.from_dict({"kingdom": {"country": "MA", "fr": ["royaume chérifien"]}})
    with pytest.raises(ValueError, match=r"its country, MA$"):
        french.dyads(hub="Royaume chérifien", actors=own)
    with pytest.raises(ValueError, match="sentence, paragraph or document"):
        french.dyads(within="page")
    with pytest.raises(ValueError, match="confidence"):
        french.dyads(confidence=95)
    with pytest.raises(LexiconError, match="country"):
        french.dyads(actors=themes)
    with pytest.raises(PeriodError):
        french.dyads(every="fortnight")
    with pytest.raises(ColumnError, match="sorce"):
        french.dyads(by="sorce")
