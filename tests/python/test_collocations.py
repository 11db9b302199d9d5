"""Collocations: columns, published numbers, and every row against loops over the tokens of real sentences."""

from __future__ import annotations

import math
from collections import Counter

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import PatternError
from expected import schema
from expected_together import npmi, signed_g2, token_sentences

COLUMNS = {
    "node": pl.String, "collocate": pl.String, "count": pl.Int64, "expected": pl.Float64, "g2": pl.Float64,
    "mi": pl.Float64, "npmi": pl.Float64, "log_dice": pl.Float64, "t_score": pl.Float64,
    "delta_p_collocate": pl.Float64, "delta_p_node": pl.Float64, "lambda": pl.Float64, "z": pl.Float64,
}  # fmt: skip


@pytest.fixture(scope="module")
def bodies(french) -> cs.Corpus:
    """The counted parts of real reports, as texts that are all body."""
    texts = [french.body(doc_id) for doc_id in french.documents["doc_id"]]
    corpus = cs.from_frame(pl.DataFrame({"text": texts}))
    assert corpus.documents["n_tokens"].sum() > 30_000
    # A line may be taken for a title or for a zone around the body; then the two readings differ.
    whole = [corpus.body(doc_id).split() == corpus.text(doc_id).split() for doc_id in corpus.documents["doc_id"]]
    return corpus.filter(pl.Series(whole))


@pytest.fixture(scope="module")
def sentences(bodies) -> list[list[tuple[str, bool]]]:
    return list(token_sentences(bodies))


def test_the_twin_sees_the_tokens_of_the_corpus(bodies, sentences):
    assert sum(counted for sentence in sentences for _, counted in sentence) == bodies.documents["n_tokens"].sum()
    assert bodies.documents["n_tokens"].sum() > 20_000


def test_columns(press):
    for asked in ({}, {"node": "coopération"}, {"size": 3}):
        assert schema(press.collocations(**asked)) == COLUMNS
        assert press.collocations(**asked).columns == list(COLUMNS)
        empty = press.filter(pl.lit(value=False)).collocations(**asked)
        assert (empty.height, schema(empty)) == (0, COLUMNS)


def test_published_numbers_of_quanteda():
    corpus = cs.from_frame(pl.DataFrame({"text": ["a b c a b d e b d a b"]}), lang="und")
    first = corpus.collocations().row(0, named=True)
    assert (first["node"], first["collocate"], first["count"]) == ("a", "b", 3)
    assert first["lambda"] == pytest.approx(3.412247, abs=5e-7)
    assert first["z"] == pytest.approx(1.936083, abs=5e-7)


def measures(joint: int, left: int, right: int, total: int, node: int) -> list[float | None]:
    """The measures from expected to delta P, in the order of the columns."""
    expected = left * right / total
    elsewhere = [
        joint / of - (other - joint) / (total - of) if of < total else None
        for of, other in ((left, right), (right, left))
    ]
    return [
        expected,
        signed_g2(joint, left, right, total),
        math.log2(joint / expected),
        npmi(joint, left, right, total),
        14 + math.log2(2 * joint / (node + right)),
        (joint - expected) / math.sqrt(joint),
        *elsewhere,
    ]


def check(row: dict[str, object], joint: int, left: int, right: int, total: int, node: int) -> None:
    names = list(COLUMNS)[3:11]
    expected = measures(joint, left, right, total, node)
    assert row["count"] == joint
    for name, value in zip(names, expected, strict=True):
        assert row[name] == (None if value is None else pytest.approx(value, rel=1e-7, abs=1e-7)), (name, row)


@pytest.mark.parametrize("window", [1, 5])
@pytest.mark.parametrize("nodes", [("coopération",), ("maroc", "marocaine", "marocain"), ("de",)])
def test_words_near_a_node(bodies, sentences, nodes, window):
    table = bodies.collocations(f"({'|'.join(nodes)})", window, min_count=1)
    near, all_words, matches = Counter(), Counter(), 0
    for sentence in sentences:
        places = [at for at, (norm, _) in enumerate(sentence) if norm in nodes]
        matches += len(places)
        for at, (norm, counted) in enumerate(sentence):
            if counted and at not in places:
                all_words[norm] += 1
                near[norm] += any(abs(at - place) <= window for place in places)
    near = +near
    assert dict(table.select("collocate", "count").rows()) == dict(near)
    for row in table.iter_rows(named=True):
        word = row["collocate"]
        check(row, near[word], near.total(), all_words[word], all_words.total(), matches)


@pytest.mark.parametrize("size", [2, 3])
def test_words_side_by_side(bodies, sentences, size):
    table = bodies.collocations(size=size)
    runs = Counter(
        tuple(norm for norm, _ in run)
        for sentence in sentences
        for run in (sentence[at : at + size] for at in range(len(sentence) - size + 1))
        if all(counted for _, counted in run)
    )
    begins, ends = Counter(), Counter()
    for run, count in runs.items():
        begins[run[:-1]] += count
        ends[run[-1]] += count
    frequent = {run for run, count in runs.items() if count > 1}
    rows = {(*row["node"].split(" "), row["collocate"]): row for row in table.iter_rows(named=True)}
    assert set(rows) == frequent
    for run, row in rows.items():
        check(row, runs[run], begins[run[:-1]], ends[run[-1]], runs.total(), begins[run[:-1]])
    listed = pl.DataFrame(
        [(*run, count) for run, count in runs.items()], schema=[*map(str, range(size)), "n"], orient="row"
    )
    for run in sorted(frequent)[::25]:
        # A cell says which words of a run are those of this one. Loops over all runs would take half a minute.
        cell = pl.sum_horizontal((pl.col(str(at)) == word).cast(pl.Int64) * 2**at for at, word in enumerate(run))
        cells = Counter(dict(listed.group_by(cell=cell).agg(pl.sum("n")).rows()))
        smooth = [cells[cell] + 0.5 for cell in range(2**size)]
        signs = [(-1) ** (size - cell.bit_count()) for cell in range(2**size)]
        value = sum(sign * math.log(count) for sign, count in zip(signs, smooth, strict=True))
        assert rows[run]["lambda"] == pytest.approx(value, abs=1e-9)
        assert rows[run]["z"] == pytest.approx(value / math.sqrt(sum(1 / count for count in smooth)), abs=1e-9)


def test_g2_is_that_of_scipy(bodies):
    stats = pytest.importorskip("scipy.stats")
    runs = bodies.frequency(ngram=2)
    total = runs["count"].sum()
    begins, ends = Counter(), Counter()
    for run, count in runs.select("term", "count").rows():
        begins[run.split(" ")[0]] += count
        ends[run.split(" ")[1]] += count
    for left, right, joint, found in bodies.collocations().select("node", "collocate", "count", "g2").rows()[::7]:
        a, b = begins[left], ends[right]
        cells = [[joint, a - joint], [b - joint, total - a - b + joint]]
        expected = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert abs(found) == pytest.approx(expected, rel=1e-6)


def test_order_floor_and_stopwords(french):
    table = french.collocations("coopération", min_count=3)
    assert table["count"].min() >= 3
    keys = [(-g2, -count, word) for g2, count, word in table.select("g2", "count", "collocate").rows()]
    assert keys == sorted(keys)
    without = french.collocations("coopération", min_count=3, stopwords=["De", "la"])
    kept = table.filter(~pl.col("collocate").is_in(["de", "la"]))
    assert without.equals(kept)
    assert without.height < table.height
    pairs = french.collocations(stopwords=["de"])
    assert not pairs.select((pl.col("node") == "de") | (pl.col("collocate") == "de")).to_series().any()
    both = pairs.join(french.collocations(), on=["node", "collocate"])
    assert both.height == pairs.height
    assert both["expected"].equals(both["expected_right"].rename("expected"))


def test_words_that_are_never_near_are_not_listed():
    corpus = cs.from_frame(pl.DataFrame({"text": ["échange de renseignements", "trafic de drogue"]}))
    assert corpus.collocations("échange", min_count=0)["collocate"].to_list() == ["renseignements", "de"]


def test_numbers_are_finite_or_null(sample):
    for asked in ({"min_count": 1}, {"min_count": 1, "size": 4}, {"node": "*", "min_count": 1}, {"node": "le"}):
        table = sample.collocations(**asked)
        for name in list(COLUMNS)[3:]:
            assert table[name].drop_nulls().is_finite().all(), name


def test_one_pair_alone_has_nulls_where_nothing_can_be_said():
    row = cs.from_frame(pl.DataFrame({"text": ["drogue trafic"]})).collocations(min_count=1).row(0, named=True)
    assert (row["count"], row["expected"], row["g2"], row["mi"]) == (1, 1.0, 0.0, 0.0)
    assert (row["npmi"], row["delta_p_collocate"], row["delta_p_node"]) == (None, None, None)


def test_wrong_arguments(press):
    with pytest.raises(PatternError, match="column"):
        press.collocations("(coopération")
    with pytest.raises(ValueError, match="from 2 to 5"):
        press.collocations(size=9)
    with pytest.raises(ValueError, match="leave out size or the node"):
        press.collocations("coopération", size=3)
    with pytest.raises(ValueError, match="window is -1"):
        press.collocations("coopération", window=-1)
    with pytest.raises(TypeError, match="stopwords"):
        press.collocations(stopwords="de")
