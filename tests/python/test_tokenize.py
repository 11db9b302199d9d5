"""Words, norms, kinds and offsets of one text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopsec as cs
from expected import KINDS, TOKENS, schema

LANGS = ["fr", "es", "en", "ar", "und"]


def tokens(text: str, lang: str = "fr", **options: object) -> list[str]:
    return cs.tokenize(text, lang, **options)["token"].to_list()


def norms(text: str, lang: str = "fr", **options: object) -> list[str]:
    return cs.tokenize(text, lang, **options)["norm"].to_list()


@pytest.mark.parametrize("text", ["", " ", "L'Espagne et le Maroc coopèrent."])
def test_columns_are_the_stated_ones(text):
    frame = cs.tokenize(text)
    assert schema(frame) == TOKENS
    assert frame.columns == list(TOKENS)
    assert frame["kind"].dtype == KINDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'efficacité", ["l'", "efficacité"]),
        ("L’Espagne", ["L’", "Espagne"]),
        ("qu'on", ["qu'", "on"]),
        ("jusqu'à", ["jusqu'", "à"]),
        ("lorsqu'elle puisqu'il quoiqu'on", ["lorsqu'", "elle", "puisqu'", "il", "quoiqu'", "on"]),
        ("presqu'au", ["presqu'", "au"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("Aujourd’hui", ["Aujourd’hui"]),
        ("prud'hommes prud'homme", ["prud'hommes", "prud'homme"]),
        ("quelqu'un quelqu'une", ["quelqu'un", "quelqu'une"]),
        ("presqu'île", ["presqu'île"]),
        ("porte-parole cyber-sécurité Saint-Denis", ["porte-parole", "cyber-sécurité", "Saint-Denis"]),
        ("sahélo-saharienne", ["sahélo-saharienne"]),
        ("lit-on", ["lit", "-on"]),
        ("a-t-il", ["a", "-t-il"]),
        ("est-ce", ["est", "-ce"]),
        ("donne-le-moi", ["donne", "-le", "-moi"]),
        ("24h", ["24", "h"]),
        ("20h30", ["20", "h", "30"]),
        ("1 500 hommes", ["1 500", "hommes"]),
        ("10\u202f000 et 10\u00a0000", ["10\u202f000", "et", "10\u00a0000"]),
        ("7,5", ["7,5"]),
        ("12ème", ["12ème"]),
        ("covid-19 F-16 Al-Qaïda", ["covid-19", "F-16", "Al-Qaïda"]),
        ("mot\u202f!", ["mot", "!"]),
        ("trafic d'armes", ["trafic", "d'", "armes"]),
    ],
)
def test_french_words(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://www.map.ma/fr/2017/08/29/", "url"),
        ("dgsn@gov.ma", "email"),
        ("#Sécurité", "hashtag"),
        ("@dgsn_maroc", "mention"),
        ("U.E.", "word"),
        ("sécurité", "word"),
        ("1 500", "number"),
        ("7,5", "number"),
        (",", "punctuation"),
        ("«", "punctuation"),
        ("€", "symbol"),
        ("😀", "symbol"),
    ],
)
def test_kinds(text, kind):
    frame = cs.tokenize(text)
    assert frame["token"].to_list() == [text]
    assert frame["kind"].to_list() == [kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’ l' lʼ l′", ["l'", "l'", "l'", "l'"]),
        ("coo\u00adpération", ["coopération"]),
        ("sé\u2060curité sé\u200dcurité sé\ufeffcurité", ["sécurité", "sécurité", "sécurité"]),
        ("E\u0301TAT", ["état"]),
        ("porte\u2010parole porte\u2011parole", ["porte-parole", "porte-parole"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("10\u00a0000", ["10 000"]),
        ("ŒUVRE Œuvre", ["œuvre", "œuvre"]),
    ],
)
def test_norms(text, expected):
    assert [norm for norm in norms(text) if norm != "'"] == expected


def test_arabic_norm_drops_tatweel_and_harakat_and_folds_letters():
    assert norms("التعـــاون", "ar") == norms("التعاون", "ar")
    assert norms("تَعَاوُن", "ar") == norms("تعاون", "ar")
    assert norms("الأمن", "ar") == norms("الامن", "ar")
    assert norms("إفريقيا", "ar") == norms("افريقيا", "ar")


def test_english_and_spanish_words():
    assert tokens("don't Morocco's cross-border", "en") == ["don't", "Morocco's", "cross-border"]
    assert tokens("lucha hispano-marroquí", "es") == ["lucha", "hispano-marroquí"]


def test_options():
    assert tokens("l'efficacité", elision=False) == ["l'efficacité"]
    assert tokens("cyber-sécurité", hyphens="split") in (["cyber", "-", "sécurité"], ["cyber", "sécurité"])


@pytest.mark.parametrize("options", [{"lang": "xx"}, {"lang": ""}, {"hyphens": "cut"}])
def test_wrong_options_are_named(options):
    with pytest.raises(ValueError, match=next(iter(options.values())) or "lang"):
        cs.tokenize("mot", **options)


def test_offsets_count_code_points():
    text = "😀 L'𝔘nion 🇲🇦 européenne — مكافحة الإرهاب e\u0301té"
    for lang in LANGS:
        for token, start, end in cs.tokenize(text, lang).select("token", "start", "end").rows():
            assert text[start:end] == token


@given(text=st.text(), lang=st.sampled_from(LANGS), elision=st.booleans(), hyphens=st.sampled_from(["keep", "split"]))
def test_tokens_and_gaps_rebuild_any_text(text, lang, elision, hyphens):
    frame = cs.tokenize(text, lang, elision=elision, hyphens=hyphens)
    rebuilt, at = "", 0
    for token, start, end in frame.select("token", "start", "end").rows():
        assert at <= start < end
        assert text[start:end] == token
        gap = text[at:start]
        assert not any(unicodedata.category(sign)[0] in "LNPS" for sign in gap), (gap, "is lost")
        rebuilt += gap + token
        at = end
    assert rebuilt + text[at:] == text
    assert not any(unicodedata.category(sign)[0] in "LNPS" for sign in text[at:])
    assert frame["norm"].null_count() == 0


@given(text=st.text(alphabet="aàéLldqu'’-. ,1259\u00a0\u202f\u00adh#@/:😀\u0301\nعال", max_size=60))
def test_tokens_and_gaps_rebuild_texts_of_tricky_signs(text):
    for lang in LANGS:
        frame = cs.tokenize(text, lang)
        assert [text[start:end] for start, end in frame.select("start", "end").rows()] == frame["token"].to_list()
        assert "".join(frame["token"]).replace(" ", "") == "".join(
            text[start:end] for start, end in frame.select("start", "end").rows()
        ).replace(" ", "")


def _break_tests(path: Path) -> list[tuple[str, list[str]]]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = line.split("#")[0].strip()
        if case:
            parts = [[chr(int(code, 16)) for code in part.split() if code != "×"] for part in case.split("÷")]
            if any("\ud800" <= sign <= "\udfff" for part in parts for sign in part):
                continue
            words = ["".join(part) for part in parts if part]
            found.append(("".join(words), words))
    return found


def test_und_is_the_official_word_break(shared):
    path = next((shared / "unicode17").rglob("WordBreakTest*.txt"))
    cases = _break_tests(path)
    assert len(cases) > 1500
    for text, words in cases:
        frame = cs.tokenize(text, "und")
        found = frame["token"].to_list()
        kept = [word for word in words if word.strip() and any(sign.isalnum() for sign in word)]
        assert [token for token in found if any(sign.isalnum() for sign in token)] == kept
        spans = frame.select("start", "end").rows()
        ends, at = set(), 0
        for word in words:
            at += len(word)
            ends.add(at)
        assert all(end in ends and (start == 0 or start in ends) for start, end in spans)


@pytest.mark.parametrize(
    "sign", ["a", "'", "-", "\u0301", "\0", "😀", "1", ".", " ", "ـ", "\u200d", "l'", "@", "#", "http://"]
)
def test_a_long_text_of_one_sign_is_read_in_linear_time(sign):
    text = sign * (100_000 // len(sign))
    frame = cs.tokenize(text)
    assert all(text[start:end] == token for token, start, end in frame.head(50).select("token", "start", "end").rows())


def test_nul_and_controls_are_no_trouble():
    assert tokens("a\0b \x1b c")[0][0] == "a"
    assert tokens("\0\0\0") in ([], ["\0"] * 3, ["\0\0\0"])


def test_a_lone_surrogate_raises_an_ordinary_exception():
    for ask in (cs.tokenize, cs.sentences, cs.parse_date):
        with pytest.raises(UnicodeEncodeError, match=r"in position 6: text holds half a character: decode"):
            ask("avant \ud800 après")


@pytest.mark.parametrize("wrong", [None, 3, b"octets", ["liste"]])
def test_what_is_no_text_is_refused(wrong):
    with pytest.raises(TypeError):
        cs.tokenize(wrong)


@pytest.mark.parametrize("lang", ["fr-FR", "fr_MA", "FR", "français", "french"])
def test_a_language_has_many_names(lang: str):
    assert cs.tokenize("l'accord", lang=lang).equals(cs.tokenize("l'accord", lang="fr"))
    with pytest.raises(ValueError, match="use fr, es, en, ar or und"):
        cs.tokenize("l'accord", lang=f"x{lang}")
