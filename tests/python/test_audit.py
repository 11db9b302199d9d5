"""An audit breaks down the counts of a lexicon, and finds what it misses."""

from __future__ import annotations

import math

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs


@pytest.mark.parametrize("every", [None, "month", "year"])
@pytest.mark.parametrize("scope", ["theme", "lexicon"])
def test_contributions_are_the_hits_counted(press, themes, every, scope):
    found = themes.audit(press, every, nested_scope=scope).contributions
    hits = press.hits(themes, rollup=True, nested_scope=scope)
    keys = ["theme", "pattern"]
    counted = found.group_by(keys).agg(pl.sum("count")).sort(keys)
    expected = hits.group_by(keys).agg(pl.len().cast(pl.Int64).alias("count")).sort(keys)
    assert_frame_equal(counted, expected)
    table = press.themes(themes, every, nested_scope=scope).filter(pl.col("count") > 0)
    periods = ["period", "theme"] if every else ["theme"]
    sums = found.group_by(periods).agg(pl.sum("count"), pl.sum("share"))
    joined = table.join(sums, on=periods, nulls_equal=True)
    assert joined.height == table.height > 0
    assert (joined["count"] == joined["count_right"]).all()
    assert ((joined["share"] - 1).abs() < 1e-12).all()
    assert found.columns == [*(["period"] if every else []), *found.columns[-7:]]


def test_doc_freq_counts_documents(press, themes):
    found = themes.audit(press).contributions
    hits = press.hits(themes, rollup=True)
    expected = hits.group_by("theme", "pattern").agg(pl.col("doc_id").n_unique().cast(pl.Int64).alias("doc_freq"))
    assert_frame_equal(
        found.select("theme", "pattern", "doc_freq").sort("theme", "pattern"), expected.sort("theme", "pattern")
    )


def test_patterns_have_their_own_hits_and_dead_ones_a_reason():
    lexicon = cs.Lexicon.from_dict(
        {"t": {"patterns": ["a*", "abc", "rien", "/l'or/", "bc de"], "u": ["de"]}}, exclude=["zz"]
    )
    corpus = cs.from_frame(pl.DataFrame({"text": ["abc ax de abc", "de bc"]}))
    found = lexicon.audit(corpus)
    rows = found.patterns.select("theme", "pattern", "count", "doc_freq", "share").rows()
    assert rows == [
        ("t", "a*", 3, 1, 0.6),
        ("t", "abc", 0, 0, 0.0),
        ("t", "rien", 0, 0, 0.0),
        ("t", "/l'or/", 0, 0, 0.0),
        ("t", "bc de", 0, 0, 0.0),
        ("t.u", "de", 2, 2, 1.0),
        (None, "zz", None, None, None),
    ]
    assert found.dead.select("pattern", "reason", "shadowed_by").rows() == [
        ("abc", "shadowed", "a*"),
        ("rien", "not in this corpus", None),
        ("/l'or/", "never in this language", None),
        ("bc de", "no match of its own", None),
    ]
    assert found.dominant.rows() == [("t", "a*", 3, 5, 0.6), ("t.u", "de", 2, 2, 1.0)]


def test_a_pattern_of_two_languages_is_dominant_by_its_sum():
    rows = {"text": ["map", "map", "autre"], "lang": ["fr", "es", "fr"]}
    found = cs.Lexicon.from_dict({"t": ["map", "autre"]}).audit(cs.from_frame(pl.DataFrame(rows)))
    assert found.contributions.select("lang", "pattern", "share").rows() == [
        ("fr", "map", 1 / 3),
        ("fr", "autre", 1 / 3),
        ("es", "map", 1 / 3),
    ]
    assert found.dominant.rows() == [("t", "map", 2, 3, 2 / 3)]


def test_neighbours_follow_the_formula():
    near, far = "le terrorisme du cartel. ", "une mer calme et un ciel clair. "
    corpus = cs.from_frame(pl.DataFrame({"text": [(near + far) * 2, near + far + "Le cartel. " + far * 30]}))
    found = cs.Lexicon.from_dict({"t": ["terrorisme"]}).audit(corpus).near_misses
    assert found.select("theme", "lang", "kind", "term", "like").rows() == [("t", "fr", "neighbour", "cartel", None)]
    row = found.row(0, named=True)
    tokens = corpus.documents["n_tokens"].sum()
    windows = 3 * 3  # le, du, cartel beside each hit; dots are not counted
    assert (row["count"], row["near"], row["doc_freq"]) == (4, 3, 2)
    assert row["expected"] == pytest.approx(4 * windows / tokens)
    cells = [(3, 4, windows), (1, 4, tokens - windows), (6, tokens - 4, windows)]
    cells.append((tokens - windows - 1, tokens - 4, tokens - windows))
    assert row["g2"] == pytest.approx(2 * sum(k * math.log(k * tokens / (of * size)) for k, of, size in cells))


def test_a_window_ends_with_the_sentence_and_does_not_look_into_hits():
    text = "Le cartel. Le terrorisme. Le cartel et la terreur rouge. "
    corpus = cs.from_frame(pl.DataFrame({"text": [text * 4, text * 4]}))
    lexicon = cs.Lexicon.from_dict({"t": ["terrorisme", "cartel ~2 /terreur/"]})
    near = lexicon.audit(corpus, min_count=1).near_misses.filter(pl.col("kind") == "neighbour")
    assert near["term"].to_list() == ["rouge"]


def test_kin_begin_alike_and_are_named_by_no_pattern():
    text = "radicalisation radicaliser radicalisé radis contre contrebande. "
    corpus = cs.from_frame(pl.DataFrame({"text": [text, text, text]}))
    lexicon = cs.Lexicon.from_dict({"t": ["radicalisation", "contre"], "u": ["radicalisé"]})
    kin = lexicon.audit(corpus).near_misses.filter(pl.col("kind") == "kin")
    assert kin.select("theme", "term", "like", "count", "doc_freq").rows() == [
        ("t", "radicaliser", "radicalisation", 3, 3),
        ("u", "radicaliser", "radicalisé", 3, 3),
    ]


def test_near_misses_are_at_most_so_many_and_need_their_count(french):
    lexicon = cs.Lexicon.from_dict({"t": ["terroris*"]})
    all_of_them = lexicon.audit(french).near_misses
    assert all_of_them.height > 3
    assert_frame_equal(lexicon.audit(french, top=3).near_misses, all_of_them.head(3))
    rare = lexicon.audit(french, min_count=10).near_misses
    assert 0 < rare.height < all_of_them.height
    assert rare["near"].min() >= 10
    for name in ("window", "min_count"):
        with pytest.raises(ValueError, match=f"{name} is 0: give 1 or more"):
            lexicon.audit(french, **{name: 0})


def test_audits_do_not_depend_on_threads_or_the_order_of_documents(sample_folder, builtin):
    one = builtin.audit(cs.read_corpus(sample_folder, threads=1), "year")
    two = builtin.audit(cs.read_corpus(sample_folder, threads=2), "year")
    for name in ("patterns", "contributions", "dominant", "dead", "near_misses"):
        assert_frame_equal(getattr(one, name), getattr(two, name))


@pytest.mark.parametrize("texts", [[], ["Un seul texte sur le terrorisme."], ["Rien.", "Rien."]])
def test_small_corpora_give_empty_frames_of_the_same_schema(texts, french, builtin):
    corpus = cs.from_frame(pl.DataFrame({"text": texts}, schema={"text": pl.String}))
    small, large = builtin.audit(corpus, "year"), builtin.audit(french, "year")
    for name in ("patterns", "contributions", "dominant", "dead", "near_misses"):
        frame = getattr(small, name)
        assert frame.schema == getattr(large, name).schema
        floats = frame.select(pl.selectors.float().is_nan().any())
        assert not any(floats.row(0)) if floats.width and frame.height else True


@pytest.mark.parametrize("name", ["window", "min_count", "top"])
def test_wrong_numbers_are_named(french, themes, name):
    least = "0 or more" if name == "top" else "1 or more"
    for wrong, kind, way in (-1, ValueError, least), (2.5, TypeError, "a whole number"):
        with pytest.raises(kind, match=f"{name} is {wrong}: give {way}"):
            themes.audit(french, **{name: wrong})


def test_an_audit_shows_itself(french, builtin):
    found = builtin.audit(french)
    assert "in 19 themes" in repr(found)
    assert "cyber (cyber* " in repr(found)
    assert "<b>coopsec.Audit</b></caption>" in found._repr_html_()
    assert "&lt;" not in cs.Lexicon.from_dict({"a": ["b"]}).audit(french)._repr_html_()
