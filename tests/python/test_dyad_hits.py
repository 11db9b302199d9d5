"""Passages of dyads: which of several matches are shown, and in which order. `test_dyads.py` checks the counts."""

from __future__ import annotations

import polars as pl

import coopsec as cs
from expected import bytes_held


def corpus_of(*texts: str) -> cs.Corpus:
    return cs.from_frame(pl.DataFrame({"text": texts}))


def test_the_matches_that_lie_closest_together_are_shown():
    text = "La France, dit-on, et le Maroc, avec le Portugal, puis la France avec le Maroc contre la drogue."
    row = corpus_of(text).dyad_hits(hub="MA", themes={"drugs": ["drogue"]}).filter(left="FR").row(0, named=True)
    assert text[row["start"] : row["end"]] == "France avec le Maroc contre la drogue"


def test_a_word_for_two_countries_is_both_matches():
    text = "Un accord maroco-espagnol. Le Maroc signe."
    row = corpus_of(text).dyad_hits().row(0, named=True)
    assert (row["match_left"], row["match_right"]) == ("maroco-espagnol", "maroco-espagnol")
    assert text[row["start"] : row["end"]] == "maroco-espagnol"


def test_a_passage_within_a_document_goes_from_sentence_to_sentence():
    text = "Le Maroc signe. Il pleut. L'Espagne signe. Il vente."
    row = corpus_of(text).dyad_hits(within="document").row(0, named=True)
    assert row["sentence"] == "Le Maroc signe. Il pleut. L'Espagne signe."
    assert text[row["start"] : row["end"]] == "Maroc signe. Il pleut. L'Espagne"


def test_rows_come_by_document_unit_pair_and_theme():
    texts = ["Le Maroc et l'Espagne. La France et le Maroc, la drogue, le port.", "Le Maroc et la France, le port."]
    rows = corpus_of(*texts).dyad_hits(themes={"port": ["port"], "drugs": ["drogue"]})
    assert rows.select("doc_id", "left", "right", "theme").rows() == [
        ("0", "FR", "MA", "drugs"),
        ("0", "FR", "MA", "port"),
        ("1", "FR", "MA", "port"),
    ]
    bare = corpus_of(*texts).dyad_hits().select("doc_id", "left", "right").rows()
    assert bare == [("0", "ES", "MA"), ("0", "FR", "MA"), ("1", "FR", "MA")]


def test_a_sentence_with_many_themes_is_kept_once():
    text = "Le Maroc et l'Espagne " + "signent " * 1_000 + "ici."
    themes = {f"t{number}": ["signent"] for number in range(200)}
    passages = corpus_of(text).dyad_hits(themes=themes)
    assert passages.height == 200
    assert passages["sentence"].unique().to_list() == [text]
    assert bytes_held(passages["sentence"]) < 20 * len(text)
