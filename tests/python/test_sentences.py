"""Sentences and their offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopsec as cs
from expected import SENTENCES, schema

LANGS = ["fr", "es", "en", "ar", "und"]


def sentences(text: str, lang: str = "fr") -> list[str]:
    return [sentence.strip() for sentence in cs.sentences(text, lang)["sentence"]]


@pytest.mark.parametrize("text", ["", "\n", "Une phrase. Une autre."])
def test_columns_are_the_stated_ones(text):
    frame = cs.sentences(text)
    assert frame.columns == list(SENTENCES)
    assert schema(frame) == SENTENCES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Maroc coopère. L'Espagne aussi.", 2),
        ("M. Valls arrive. Il repart.", 2),
        ("Mme Dupont et le Dr Martin parlent. Ils partent.", 2),
        ("Voir art. 12 et p. 5 du texte. Fin.", 2),
        ("Selon J. Martin, tout va bien. Oui.", 2),
        ("Des pays, des agences, etc. sont là. Fin.", 2),
        ("Titre sans point\n\nCorps du texte.", 2),
        ("Quoi ? Rien ! Bon.", 3),
        ("Une phrase seule", 1),
        ("Le taux est de 7.5 points. Fin.", 2),
    ],
)
def test_french_sentences(text, expected):
    assert len(sentences(text)) == expected


def test_a_blank_line_always_ends_a_sentence():
    for blank in ("\n\n", "\r\n\r\n", "\n \n", "\n\t\n"):
        assert sentences(f"premier{blank}second") == ["premier", "second"]


def test_other_languages():
    assert len(sentences("El Sr. Pérez llega. Se va.", "es")) == 2
    assert len(sentences("Mr. Smith and Dr. Jones came. They left.", "en")) == 2
    assert len(sentences("وصل الوزير. غادر الوفد؟ نعم.", "ar")) == 3


@given(text=st.text(), lang=st.sampled_from(LANGS))
def test_sentences_slice_back_and_lose_nothing(text, lang):
    frame = cs.sentences(text, lang)
    at = 0
    for sentence, start, end in frame.rows():
        assert at <= start < end
        assert text[start:end] == sentence
        assert not any(sign.isalnum() for sign in text[at:start])
        at = end
    assert not any(sign.isalnum() for sign in text[at:])


@given(text=st.text(alphabet="aB. !?\n\r\t«»\u00a0😀…)\u0301M", max_size=80))
def test_no_token_lies_across_two_sentences(text):
    spans = cs.sentences(text).select("start", "end").rows()
    for start, end in cs.tokenize(text).select("start", "end").rows():
        assert sum(first <= start and end <= last for first, last in spans) == 1


@pytest.mark.parametrize("sign", [".", "a. ", "\n", "\u0301", "M. ", "\0", "?!"])
def test_a_long_text_is_read_in_linear_time(sign):
    text = sign * (100_000 // len(sign))
    rows = cs.sentences(text).head(20).rows()
    assert all(text[start:end] == sentence for sentence, start, end in rows)
