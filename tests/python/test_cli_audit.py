"""The commands about the quality of a lexicon: the same frames as in Python, and the notes on a table of themes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import coopsec as cs
from conftest import REPOSITORY
from test_cli import ask, assert_csv, failed, refused

LEXICON = """
[theme.terrorism]
patterns = ["terroris*", "terrorisme", "introuvable"]
[theme.drugs]
patterns = ["drogue*", "cocaïne"]
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("lexicon") / "mine.toml"
    path.write_text(LEXICON, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def lexicon(written) -> cs.Lexicon:
    return cs.Lexicon.from_toml(written)


FRENCH = str(REPOSITORY / "corpus" / "fr")


@pytest.fixture(scope="module")
def corpus() -> cs.Corpus:
    return cs.read_corpus(FRENCH)


@pytest.mark.parametrize("part", ["patterns", "contributions", "dominant", "dead", "near-misses"])
def test_audit_gives_each_of_its_frames(corpus, lexicon, written, part):
    frame = getattr(lexicon.audit(corpus, "year", top=2), part.replace("-", "_"))
    given = ask("audit", FRENCH, "--lexicon", written, "--every", "year", "--top", "2", "--part", part)
    assert frame.height > 0
    assert_csv(given, frame.with_columns(pl.col(pl.Enum).cast(pl.String)))


def test_validate_gives_scores_or_errors_and_tells_the_sum(capsys, tmp_path, lexicon, written):
    path = tmp_path / "gold.csv"
    corpus = cs.read_corpus(REPOSITORY / "corpus")
    marked = pl.read_csv(REPOSITORY / "evaluation" / "gold" / "themes.csv")
    marked.filter(pl.col("theme") == "terrorism").write_csv(path)
    scores, errors = cs.validate(corpus, path, lexicon)
    every = str(REPOSITORY / "corpus")
    assert_csv(ask("validate", str(path), every, "--lexicon", written), scores)
    told = capsys.readouterr().err
    assert "all themes: precision " in told
    given = ask("validate", str(path), every, "--lexicon", written, "--errors")
    assert_csv(given, errors.with_columns(pl.col("error").cast(pl.String)))


def test_sample_is_coded_and_judged(tmp_path, corpus, lexicon, written):
    drawn = corpus.sample(lexicon, 3, seed=4, by="theme")
    given = ask("sample", FRENCH, "--lexicon", written, "--seed", "4", "-n", "3", "--by", "theme")
    assert_csv(given, drawn)
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    for path, codes in zip(paths, (["oui", "non", "oui"] * 2, ["oui"] * 6), strict=True):
        drawn.with_columns(pl.Series("code", codes)).write_csv(path)
    assert_csv(ask("precision", paths[0]), cs.precision(paths[0]))
    assert_csv(ask("precision", paths[0], "--confidence", "0.8"), cs.precision(paths[0], confidence=0.8))
    assert_csv(ask("precision", paths[0], "--correct", "non"), cs.precision(paths[0], correct=["non"]))
    assert_csv(ask("agreement", *paths), cs.agreement(*paths))
    assert_csv(ask("agreement", *paths, "--by", "theme"), cs.agreement(*paths, by="theme"))


def test_a_sample_needs_a_seed(capsys):
    assert "--seed" in refused(capsys, "sample", FRENCH)


def test_warnings_and_methods(corpus, lexicon, written):
    frame = corpus.warnings(lexicon, "year", lang="fr")
    assert frame.height > 0
    given = ask("warnings", FRENCH, "--lexicon", written, "--every", "year", "--message-lang", "fr")
    assert_csv(given, frame.with_columns(pl.col("kind").cast(pl.String)))
    options = ["--lexicon", written, "--every", "year", "--seed", "3", "--message-lang", "fr"]
    text = ask("methods", FRENCH, *options).decode()
    assert text == corpus.methods(lexicon, "year", seed=3, lang="fr") + "\n"
    counted = ["--interval", "normal", "--cluster", "story", "--standardise", "source", "--dedupe", "story"]
    text = ask("methods", FRENCH, *options, *counted).decode()
    how = {"interval": "normal", "cluster": "story", "standardise": "source", "dedupe": "story"}
    assert text == corpus.methods(lexicon, "year", seed=3, lang="fr", **how) + "\n"


def test_themes_tell_what_a_reader_should_know(capsys, corpus, lexicon, written):
    messages = corpus.warnings(lexicon, "year")["message"].to_list()
    table = ask("themes", FRENCH, "--lexicon", written, "--every", "year")
    notes = [line for line in capsys.readouterr().err.splitlines() if line.startswith("coopsec: note: ")]
    assert notes[: len(messages)] == [f"coopsec: note: {message}" for message in messages[:8]]
    silent = ask("themes", FRENCH, "--lexicon", written, "--every", "year", "--no-notes")
    assert silent == table
    assert "note:" not in capsys.readouterr().err


def test_faults_are_told_in_one_line(capsys, tmp_path, written):
    path = Path(tmp_path, "gold.csv")
    path.write_text("doc_id,theme,start,end\nabsent,drugs,1,2\n", encoding="utf-8")
    assert "absent" in failed(capsys, "validate", str(path), FRENCH, "--lexicon", written)
    assert "no column 'code'" in failed(capsys, "precision", str(path))
