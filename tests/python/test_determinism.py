"""The same input gives the same frames, whatever the threads, file order, locale or time zone."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly

QUESTIONS: dict[str, Callable[[cs.Corpus, cs.Lexicon], pl.DataFrame]] = {
    "documents": lambda corpus, _: corpus.documents,
    "frequency": lambda corpus, _: corpus.frequency(every="month"),
    "ngrams": lambda corpus, _: corpus.frequency(every="year", by="source", ngram=2),
    "themes": lambda corpus, lexicon: read_quietly(corpus.themes, lexicon, every="quarter", by="lang"),
    "hits": lambda corpus, lexicon: corpus.hits(lexicon, rollup=True),
    "kwic": lambda corpus, _: corpus.kwic("(coopération|sécurité) ~3 (maroc|espagne)"),
    "keyness": lambda corpus, _: read_quietly(corpus.keyness, pl.col("lang") == "fr"),
    "dtm": lambda corpus, _: corpus.dtm(),
    "cooccurrence": lambda corpus, lexicon: read_quietly(corpus.cooccurrence, lexicon, "paragraph", every="year"),
    "dyads": lambda corpus, lexicon: read_quietly(corpus.dyads, themes=lexicon, every="year"),
    "dyad_hits": lambda corpus, lexicon: corpus.dyad_hits(hub="MA", within="document", themes=lexicon),
    "collocations": lambda corpus, _: corpus.collocations("coopération"),
    "expressions": lambda corpus, _: corpus.collocations(size=3),
    "dispersion": lambda corpus, lexicon: read_quietly(corpus.dispersion, lexicon, parts="source"),
    "dispersion of terms": lambda corpus, _: corpus.dispersion(),
}


@pytest.fixture(scope="module")
def by_threads(sample_folder) -> dict[int | None, cs.Corpus]:
    return {threads: cs.read_corpus(sample_folder, threads=threads) for threads in (1, 2, 5, None)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_threads_change_nothing(by_threads, builtin, question):
    answers = [QUESTIONS[question](corpus, builtin) for corpus in by_threads.values()]
    assert answers[0].height > 0
    for other in answers[1:]:
        assert_frame_equal(answers[0], other, check_exact=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_asking_again_gives_the_same(sample, builtin, question):
    ask = QUESTIONS[question]
    assert_frame_equal(ask(sample, builtin), ask(sample, builtin), check_exact=True)


@pytest.fixture(scope="module")
def shuffled(sample_folder) -> cs.Corpus:
    files = sorted(
        path
        for path in sample_folder.rglob("*")
        if path.suffix in {".txt", ".md", ".html", ".gz"} and path.stem != "README"
    )
    random.Random(7).shuffle(files)
    return cs.read_corpus(files)


@pytest.mark.parametrize(
    "question", ["frequency", "ngrams", "themes", "keyness", "cooccurrence", "dyads", "collocations", "expressions"]
)
def test_the_order_of_files_changes_nothing(sample, shuffled, builtin, question):
    ask = QUESTIONS[question]
    assert shuffled.documents.height == sample.documents.height
    assert_frame_equal(ask(sample, builtin), ask(shuffled, builtin))


def test_stories_do_not_depend_on_the_order(sample, shuffled):
    groups = []
    for corpus in (sample, shuffled):
        documents = corpus.documents.with_columns(pl.col("origin").str.split("/").list.last())
        groups.append({tuple(sorted(names)) for names in documents.group_by("story").agg("origin")["origin"].to_list()})
    assert groups[0] == groups[1]


ASK = """
import hashlib, sys, warnings
warnings.simplefilter("ignore")
import coopsec as cs
corpus = cs.read_corpus(sys.argv[1])
lexicon = cs.Lexicon.builtin("security-cooperation")
frames = [corpus.documents.drop("origin"), corpus.frequency(every="month")]
frames += [corpus.themes(lexicon, every="week"), corpus.hits(lexicon)]
print(hashlib.sha256("".join(frame.write_json() for frame in frames).encode()).hexdigest())
"""


def test_locale_time_zone_and_hash_seed_change_nothing(sample_folder):
    digests = set()
    for settings in (
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "RAYON_NUM_THREADS": "3"},
    ):
        done = subprocess.run(
            [sys.executable, "-c", ASK, str(sample_folder)],
            capture_output=True, text=True, timeout=60, check=True, env=os.environ | settings,
        )  # fmt: skip
        digests.add(done.stdout.strip())
    assert len(digests) == 1
    assert len(digests.pop()) == hashlib.sha256().digest_size * 2


def test_the_order_of_a_set_does_not_matter(tmp_path):
    names = [f"{letter}.txt" for letter in "hgfedcba"]
    for name in names:
        (tmp_path / name).write_text("la paix", encoding="utf-8")
    corpus = cs.read_corpus({tmp_path / name for name in names})
    assert corpus.documents["doc_id"].to_list() == sorted(names)
    by = {"lang", "source", "doc_id", "encoding", "title", "rubric"}
    assert corpus.frequency(by=by).columns[: len(by)] == sorted(by)
