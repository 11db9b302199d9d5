"""Word tokens compared with Universal Dependencies, and UAX #29 with its own test.

The comparison is of exact spans of tokens that contain a letter or a digit. A multi-word token (`au`, `du`) counts as
written. The gold is used as it is, even where it departs from the rules here: English EWT splits `al-Qaeda` at the
hyphen, while coopsec keeps it whole, which counts as an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import peers
from conllu import Span, Treebank, read
from material import require
from scores import Score, share
from table import Row, Target

import coopsec as cs

TARGETS = {"fr": 0.995, "es": 0.99, "en": 0.98}
# Unicode White_Space, which plain tokens leave out.
WHITE_SPACE = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(c) for c in range(0x2000, 0x200B)
}

Tokenizer = Callable[[str, str], list[Span]]


def coopsec_tokens(text: str, lang: str) -> list[Span]:
    """Return the spans of the tokens."""
    return cs.tokenize(text, lang).select("start", "end").rows()


def uax_29_tokens(text: str, _lang: str) -> list[Span]:
    """Return the spans of the words of UAX #29 alone."""
    return coopsec_tokens(text, "und")


PEERS: dict[str, Tokenizer] = {
    "UAX #29": uax_29_tokens,
    "spaCy": peers.spacy_tokens,
    "scikit-learn": peers.scikit_learn_tokens,
}


def rows(shared: Path, asked: peers.Peers, confusions: int) -> tuple[list[Row], list[str]]:
    """Return the rows of all treebanks, and their confusions."""
    found, notes = [], []
    for path in sorted(require(shared / "data" / "ud").glob("*-ud-*.conllu")):
        treebank = read(path)
        score = compare(treebank, coopsec_tokens)
        row = Row(
            f"UD {treebank.name}",
            "word tokens, F1",
            score.f1,
            score.gold,
            Target(TARGETS[treebank.lang]),
            {name: asked.figure(name, partial(_f1, treebank, work)) for name, work in PEERS.items()},
        )
        found.append(row)
        if confusions:
            notes.append(score.report(f"{row.set}, word tokens", confusions))
    return [*found, _word_break_test(shared)], notes


def compare(treebank: Treebank, tokenizer: Tokenizer) -> Score:
    """Return the score of a tokenizer on a treebank."""
    score = Score()
    for sentence in treebank.sentences:
        text = sentence.text
        gold = _words(text, sentence.tokens)
        ours = _words(text, tokenizer(text, treebank.lang))
        score.add(gold, ours)
        for start, end in gold - ours:
            touching = sorted(span for span in ours if span[0] < end and span[1] > start)
            shown = " ".join(text[first:last] for first, last in touching)
            score.confusions[f"gold {text[start:end]} | found {shown}"] += 1
    return score


def _f1(treebank: Treebank, tokenizer: Tokenizer) -> float:
    return compare(treebank, tokenizer).f1


def _words(text: str, spans: list[Span]) -> set[Span]:
    return {(start, end) for start, end in spans if any(sign.isalnum() for sign in text[start:end])}


def _word_break_test(shared: Path) -> Row:
    """Run the official test, leaving out segments of white space, which are not tokens."""
    path = next(require(shared / "data" / "unicode17").glob("WordBreakTest*.txt"))
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        marks = line.split("#")[0].strip()
        if marks:
            segments = marks.strip("÷ ").split("÷")
            cases.append(["".join(chr(int(sign, 16)) for sign in part.replace("×", " ").split()) for part in segments])
    right = [cs.tokenize("".join(case), "und")["token"].to_list() == _visible(case) for case in cases]
    return Row(path.stem, "und: cases passed", share(right), len(cases), Target(1.0))


def _visible(segments: list[str]) -> list[str]:
    return [segment for segment in segments if not set(segment) <= WHITE_SPACE]
