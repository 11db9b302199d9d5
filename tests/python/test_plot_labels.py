"""Charts name themes as their lexicon labels them, and not as another lexicon does."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

import coopsec as cs

pytest.importorskip("altair")  # charts are an extra
from coopsec import plot  # after the check that charts are installed
from coopsec.plot.palette import lexicon_labels  # the same

LEXICON = cs.Lexicon.from_dict(
    {
        "migration": {"fr": ["migra*"], "label": "Flux migratoires"},
        "cyber": ["cyber*"],
        "mer": {"fr": ["mer"], "label": "La mer"},
    }
)
TEXT = "La mer, la migration et la cybersécurité, en mer."
DAYS = ["2015-05-01", "2016-05-01", "2017-05-01"]
CORPUS = cs.from_frame(pl.DataFrame({"text": [TEXT] * 3, "date": DAYS, "source": ["MAP", "MAP", "AFP"]}))
OWN = ["Flux migratoires", "Cyber", "La mer"]  # the second has no label, and is called like a built-in theme

CHARTS: dict[str, Any] = {
    "timeline": lambda lexicon: plot.timeline(CORPUS.themes(lexicon, every="year"), notes=False),
    "small_multiples": lambda lexicon: plot.small_multiples(CORPUS.themes(lexicon, every="year"), notes=False),
    "heatmap": lambda lexicon: plot.heatmap(CORPUS.themes(lexicon, every="year"), notes=False),
    "stream": lambda lexicon: plot.stream(CORPUS.themes(lexicon, every="year"), notes=False),
    "dispersion": lambda lexicon: plot.dispersion(CORPUS.hits(lexicon), CORPUS.documents, notes=False),
    "network": lambda lexicon: plot.network(CORPUS.cooccurrence(lexicon), notes=False),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_charts_have_the_labels_of_the_lexicon(kind: str) -> None:
    written = json.dumps(CHARTS[kind](LEXICON).to_dict(), ensure_ascii=False)
    for label in OWN:
        assert label in written
    assert "Migration and borders" not in written


def test_columns_of_pairs_have_the_labels_of_the_lexicon() -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["Le Maroc et la France sur la migration."]}))
    written = json.dumps(plot.heatmap(corpus.dyads(themes=LEXICON), notes=False).to_dict(), ensure_ascii=False)
    assert "Flux migratoires" in written
    assert "Migration and borders" not in written


@pytest.mark.parametrize(("given", "said"), [(None, "Flux migratoires"), ({"migration": "Migrations"}, "Migrations")])
def test_the_theme_of_groups_has_the_label_of_the_lexicon_or_the_given_one(given: Any, said: str) -> None:
    table = CORPUS.themes(LEXICON, every="year", by="source")
    title = plot.timeline(table, themes="migration", labels=given, notes=False).to_dict()["title"]["text"]
    assert title.endswith(f" – {said}")


def test_warnings_have_the_labels_of_the_lexicon() -> None:
    many = cs.from_frame(pl.DataFrame({"text": ["La mer."] * 30, "date": ["2015-05-01"] * 30}))
    said = " ".join(plot.timeline(many.themes(LEXICON, every="year")).to_dict()["title"]["subtitle"])
    assert "La mer: in 100% of 30 documents" in said


def test_a_table_that_forgot_its_lexicon_has_the_labels_of_built_in_themes() -> None:
    table = CORPUS.themes(LEXICON, every="year").filter(pl.col("theme") != "cyber")
    written = json.dumps(plot.timeline(table, notes=False).to_dict(), ensure_ascii=False)
    assert "Migration and borders" in written


def test_built_in_themes_are_translated_and_others_keep_their_labels() -> None:
    assert lexicon_labels(LEXICON, "fr") == {"migration": "Flux migratoires", "cyber": "Cyber", "mer": "La mer"}
    assert lexicon_labels(cs.Lexicon.builtin().select("migration"), "fr") == {"migration": "Migration et frontières"}
