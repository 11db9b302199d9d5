"""Every match behind the counts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import coopsec as cs
from expected import HITS, assert_slices, bytes_held, schema


def corpus_of(*texts: str, **options: object) -> cs.Corpus:
    return cs.from_frame(pl.DataFrame({"text": list(texts)}), **options)


def matches(text: str, *patterns: str, **options: object) -> list[str]:
    return corpus_of(text, **options).hits({"t": list(patterns)})["match"].to_list()


def test_columns(press, themes):
    for frame in (press.hits(themes), press.hits(themes, rollup=True), press.hits({"t": ["absent"]})):
        assert frame.columns == list(HITS)
        assert schema(frame) == HITS
    assert press.hits({"t": ["absent"]}).height == 0
    assert press.filter(pl.lit(value=False)).hits(themes).height == 0


def test_offsets_and_sentences_slice_back(sample, builtin):
    hits = sample.hits(builtin, rollup=True)
    assert hits.height > 300
    assert_slices(sample, hits, "match")
    for doc_id, sentence, sentence_start, start, end in hits.select(
        "doc_id", "sentence", "sentence_start", "start", "end"
    ).rows():
        assert sample.text(doc_id)[sentence_start : sentence_start + len(sentence)] == sentence
        assert sentence_start <= start
        assert end <= sentence_start + len(sentence)


def test_offsets_of_press_titles_and_wikinews(wikinews, el_watan, builtin):
    for corpus in (wikinews, el_watan):
        hits = corpus.hits(builtin)
        assert hits.height > 20
        assert_slices(corpus, hits, "match")


def test_offsets_count_code_points_after_astral_signs():
    text = "😀😀 𝔘 🇲🇦 مكافحة الإرهاب e\u0301te\u0301 : la coopération 😀, la coo\u00adpération."
    hits = corpus_of(text).hits({"t": ["coopération"]})
    assert [text[start:end] for start, end in hits.select("start", "end").rows()] == [
        "coopération",
        "coo\u00adpération",
    ]
    assert hits["match"].to_list() == ["coopération", "coo\u00adpération"]
    assert hits["sentence_start"].to_list() == [0, 0]


def test_order_is_that_of_documents_and_places(sample, builtin):
    hits = sample.hits(builtin)
    order = {doc_id: place for place, doc_id in enumerate(sample.documents["doc_id"])}
    keys = [(order[doc_id], start) for doc_id, start in hits.select("doc_id", "start").rows()]
    assert keys == sorted(keys)
    dates = dict(sample.documents.select("doc_id", "date_start").rows())
    assert [dates[doc_id] for doc_id in hits["doc_id"]] == hits["date_start"].to_list()


def test_rollup_only_adds_rows_of_ancestors(sample, builtin):
    own, all_rows = sample.hits(builtin), sample.hits(builtin, rollup=True)
    added = all_rows.join(own, on=["doc_id", "theme", "pattern", "start", "end"], how="anti")
    assert own.height + added.height == all_rows.height
    parents = {name.rsplit(".", 1)[0] for name in builtin.themes if "." in name}
    assert set(added["theme"]) <= parents
    assert added.height > 0


def test_every_pattern_is_one_of_the_lexicon():
    corpus = corpus_of("La coopération et le terrorisme.")
    hits = corpus.hits({"a": ["coop*", "terroris*"], "b": {"c": ["=La"]}})
    assert hits.select("theme", "pattern", "match").rows() == [
        ("b.c", "=La", "La"), ("a", "coop*", "coopération"), ("a", "terroris*", "terrorisme"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "patterns", "expected"),
    [
        ("Le TERRORISME", ["terrorisme"], ["TERRORISME"]),
        ("la coopération, la cooperation", ["coop?ration"], ["coopération", "cooperation"]),
        ("le crime organisé", ["crime organisé"], ["crime organisé"]),
        ("échange de renseignements", ["(échange|partage) de renseignement*"], ["échange de renseignements"]),
        (
            "échange rapide et sûr de renseignements",
            ["échange ~4 renseignement*"],
            ["échange rapide et sûr de renseignements"],
        ),
        ("échange un deux trois quatre cinq renseignements", ["échange ~4 renseignement*"], []),
        ("échange. Le renseignement", ["échange ~4 renseignement*"], []),
        ("radicalisé radicalisation radicalisme", ["/radicalis(é|ée|és|ées|ation)/"], ["radicalisé", "radicalisation"]),
        ("MAP map", ["=MAP"], ["MAP"]),
        (
            "cybersécurité cyber sécurité cyber-sécurité",
            ["cyber-sécurité"],
            ["cybersécurité", "cyber sécurité", "cyber-sécurité"],
        ),
        ("cyber-sécurité", ["cyber sécurité"], []),
        ("trafic d'armes, trafic d’armes", ["trafic d'armes"], ["trafic d'armes", "trafic d’armes"]),
        ("crime, organisé", ["crime organisé"], []),
        ("l’Espagne", ["espagne"], ["Espagne"]),
        ("100 % et 50 €", ["100 %"], ["100 %"]),
    ],
)
def test_the_pattern_language(text, patterns, expected):
    assert matches(text, *patterns) == expected


def test_classes_and_exclusions():
    lexicon = cs.Lexicon.from_dict(
        {"t": ["lutte contre {le} terrorisme"], "s": ["sécurité"]},
        exclude=["sécurité sociale"],
        classes={"le": ["", "le", "la", "les", "l'"]},
    )
    corpus = corpus_of("lutte contre le terrorisme, lutte contre terrorisme ; sécurité sociale, sécurité")
    hits = corpus.hits(lexicon)
    assert hits["match"].to_list() == ["lutte contre le terrorisme", "lutte contre terrorisme", "sécurité"]


def test_arabic_clitics_are_handled():
    assert matches("مكافحة الإرهاب وللإرهاب والارهاب", "إرهاب", lang="ar") != []
    assert len(matches("بالإرهاب والإرهاب للإرهاب إرهاب", "إرهاب", lang="ar")) == 4


def test_longest_then_leftmost_and_no_token_twice_in_a_theme():
    assert matches("a b c d e", "a b", "d e", "b c d") == ["b c d"]
    assert matches("a a a", "a a") == ["a a"]


@pytest.mark.parametrize("other", ["aide*", "(aide|don)", "/aid./", "=aide", "a*"])
def test_of_patterns_that_match_the_same_words_the_first_is_named(other):
    corpus = cs.from_frame(pl.DataFrame({"text": ["aide militaire"]}))
    for patterns in ([f"{other} militaire", "aide militaire"], ["aide militaire", f"{other} militaire"]):
        assert corpus.hits({"t": patterns})["pattern"].to_list() == patterns[:1]


def test_zones_hold_no_hits():
    text = "Rabat, 28 mai 2015 (MAP) - Le Maroc coopère avec la MAP.\nSource : MAP"
    hits = corpus_of(text).hits({"t": ["=MAP"]})
    assert hits.select("start", "end").rows() == [(text.index("MAP."), text.index("MAP.") + 3)]


@given(
    words=st.lists(
        st.sampled_from(["a", "b", "😀", "e\u0301", "لا", ",", ".", "\r\n", "\n\n", "l'", "\u00ad", "\0"]), max_size=20
    ),
    lang=st.sampled_from(["fr", "ar", "und"]),
)
def test_hits_slice_back_in_any_text(words, lang):
    text = " ".join(words)
    corpus = corpus_of(text, lang=lang)
    hits = corpus.hits({"t": ["a ~3 b", "é", "😀", "لا", "(a|) a"], "u": ["/.*/"]}, rollup=True)
    assert [text[start:end] for start, end in hits.select("start", "end").rows()] == hits["match"].to_list()
    for sentence, start in hits.select("sentence", "sentence_start").rows():
        assert text[start : start + len(sentence)] == sentence


def test_a_lexicon_and_its_dictionary_are_the_same(press):
    given = {"t": ["terroris*"]}
    assert_frame_equal(press.hits(given), press.hits(cs.Lexicon.from_dict(given)))


def test_a_sentence_with_many_matches_is_kept_once():
    # A scanned page may lack full stops. Repeated for each match, this sentence would take 40 MB.
    text = "la drogue et le port " * 1_000
    hits = corpus_of(text).hits({"t": ["drogue", "port"]})
    assert hits["sentence"].n_unique() == 1
    assert hits.height == 2_000
    assert bytes_held(hits["sentence"]) < 1_000_000
