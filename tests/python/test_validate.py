"""Hits compared with spans marked by hand."""

from __future__ import annotations

import random

import polars as pl
import pytest

import coopsec as cs
from conftest import REPOSITORY
from coopsec._validate import pair
from coopsec.errors import ColumnError

GOLD = REPOSITORY / "evaluation" / "gold" / "themes.csv"


@pytest.fixture
def corpus():
    texts = ["La drogue et la coke.", "Le terrorisme.", "La drogue."]
    return cs.from_frame(pl.DataFrame({"id": ["a", "b", "c"], "text": texts}), id="id")


LEXICON = {"drugs": ["drogue*"], "terrorism": ["terroris*"], "never": ["introuvable"]}


def gold(*rows):
    return pl.DataFrame(rows, schema=["doc_id", "theme", "start", "end"], orient="row")


def test_scores_and_errors(corpus):
    marked = gold(("a", "drugs", 3, 9), ("a", "drugs", 16, 20), ("b", "drugs", 3, 13))
    scores, errors = cs.validate(corpus, marked, LEXICON)
    assert scores.select("theme", "true_positive", "false_positive", "false_negative").rows() == [
        ("drugs", 1, 0, 2),
        ("never", 0, 0, 0),
        ("terrorism", 0, 1, 0),
    ]
    assert scores.select("precision", "recall", "f1").rows() == [
        (1.0, 1 / 3, 0.5),
        (None, None, None),
        (0.0, None, 0.0),
    ]
    assert scores.filter(pl.col("theme") == "never").select(pl.col("^.*_(low|high)$")).row(0) == (None,) * 4
    assert errors.rows() == [
        ("a", "drugs", "missed", 16, 20, "coke", None),
        ("b", "drugs", "missed", 3, 13, "terrorisme", None),
        ("b", "terrorism", "false", 3, 13, "terrorisme", "terroris*"),
    ]
    assert dict(errors.schema)["error"] == pl.Enum(["missed", "false"])


def test_overall_sums_the_counts(corpus):
    overall = cs.validate(corpus, gold(("a", "drugs", 3, 9), ("b", "drugs", 3, 13)), LEXICON).overall()
    assert overall.select("true_positive", "false_positive", "false_negative", "precision", "recall").rows() == [
        (1, 1, 1, 0.5, 0.5)
    ]
    # Newcombe (1998), table I, method 3: 81 of 263.
    low, high = cs._coopsec.wilson(81, 263, 0.95)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_documents_without_a_span_are_judged_where_they_are_named(corpus):
    marked = gold(("a", "drugs", 3, 9))
    assert cs.validate(corpus, marked, LEXICON).scores["false_positive"].sum() == 0
    assert cs.validate(corpus, marked, LEXICON, doc_ids=["a", "b", "c"]).scores["false_positive"].sum() == 2
    with pytest.raises(ValueError, match="leaves out 'a'"):
        cs.validate(corpus, marked, LEXICON, doc_ids=["b"])
    with pytest.raises(ValueError, match="doc_ids: the corpus has no document 'absent'"):
        cs.validate(corpus, marked, LEXICON, doc_ids=["a", "absent"])


def test_the_gold_of_the_project_as_a_file_and_as_a_frame(sample, builtin):
    from_file = cs.validate(sample, GOLD, builtin)
    from_frame = cs.validate(sample, pl.read_csv(GOLD), builtin)
    assert from_file.scores.equals(from_frame.scores)
    counts = from_file.scores.select(pl.sum("true_positive", "false_positive", "false_negative")).row(0)
    assert counts[0] + counts[2] == pl.read_csv(GOLD).height
    assert from_file.errors.height == counts[1] + counts[2]
    assert from_file.overall()["f1"][0] >= 0.9


@pytest.mark.parametrize(
    ("row", "error", "words"),
    [
        (("absent", "drugs", 1, 2), ValueError, "gold, row 1: the corpus has no document 'absent'"),
        (("a", "drug", 1, 2), ColumnError, r"gold, row 1: .*'drug'; there are drugs"),
        (("a", "drugs", 5, 5), ValueError, r"gold, row 1: 5 to 5 is not a span"),
        (("a", "drugs", 5, 500), ValueError, r"has 21 characters"),
    ],
)
def test_a_faulty_row_is_named(corpus, row, error, words):
    with pytest.raises(error, match=words):
        cs.validate(corpus, gold(("a", "drugs", 3, 9), row), LEXICON)


def test_a_faulty_table_is_named(corpus, tmp_path):
    with pytest.raises(ColumnError, match="gold: no column 'end'"):
        cs.validate(corpus, gold(("a", "drugs", 3, 9)).drop("end"), LEXICON)
    path = tmp_path / "gold.csv"
    path.write_text("doc_id;theme;start;end;text\na;drugs;3;9;drogues\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.csv, row 0: a has 'drogue' at 3, not 'drogues'"):
        cs.validate(corpus, path, LEXICON)
    path.write_text("doc_id;theme;start;end\na;drugs;trois;9\n", encoding="utf-8")
    with pytest.raises(ColumnError, match=r"gold\.csv, row 0: start is 'trois'"):
        cs.validate(corpus, path, LEXICON)
    with pytest.raises(ColumnError, match=r"gold, row 0: start is 3\.5"):
        cs.validate(corpus, gold(("a", "drugs", 3.5, 9.0)), LEXICON)
    assert cs.validate(corpus, gold(("a", "drugs", 3.0, 9.0)), LEXICON).scores["true_positive"].sum() == 1
    with pytest.raises(FileNotFoundError):
        cs.validate(corpus, tmp_path / "absent.csv", LEXICON)


def test_no_span_at_all(corpus):
    empty = pl.DataFrame(schema={"doc_id": pl.String, "theme": pl.String, "start": pl.Int64, "end": pl.Int64})
    scores, errors = cs.validate(corpus, empty, LEXICON)
    assert scores["f1"].null_count() == 3
    assert errors.height == 0


def best(gold, hits):
    """The largest number of pairs that any matching gives."""
    if not gold:
        return 0
    first, *rest = gold
    meets = [at for at, hit in enumerate(hits) if hit[0] < first[1] and first[0] < hit[1]]
    return max([best(rest, hits), *(1 + best(rest, hits[:at] + hits[at + 1 :]) for at in meets)])


def test_pairing_from_left_to_right_finds_as_many_as_any_choice():
    chance = random.Random(5)

    def spans():
        cuts = sorted(chance.sample(range(20), 2 * chance.randint(0, 4)))
        return list(zip(cuts[::2], cuts[1::2], strict=True))

    for _ in range(300):
        marked, hits = spans(), spans()
        right, missed, false = pair(marked, hits)
        assert right == best(marked, hits)
        assert (right + len(missed), right + len(false)) == (len(marked), len(hits))


def test_documents_that_were_numbers_may_be_named_by_numbers():
    corpus = cs.from_frame(pl.DataFrame({"doc_id": [7, 8], "text": ["drogue", "drogue"]}))
    gold = pl.DataFrame({"doc_id": [7], "theme": ["drugs"], "start": [0], "end": [6]})
    scores, _ = cs.validate(corpus, gold, {"drugs": ["drogue"]}, doc_ids=[7, 8])
    assert scores.select("true_positive", "false_positive").row(0) == (1, 1)
