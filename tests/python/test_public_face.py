"""The contract of the public face: names, order and types of columns, order of rows, empty results, no NaN.

The columns are written out here, so that any change of the public face shows up as one.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from coopsec._namespace import Namespace
from coopsec.errors import ColumnError, CoopsecWarning
from series_frames import counted

S, N, F, D, B, L = pl.String(), pl.Int64(), pl.Float64(), pl.Date(), pl.Boolean(), pl.List(pl.String())
PRECISION = pl.Enum(["day", "month", "quarter", "year", "interval", "none"])
ORIGIN = pl.Enum(["metadata", "header", "label", "dateline", "line", "url", "filename", "none"])
KIND = pl.Enum(["word", "number", "punctuation", "symbol", "url", "email", "hashtag", "mention"])
LEXICON = {
    "cooperation": ["coopération*"],
    "threat": {"terrorism": ["terroris*"], "drugs": ["drogue*"]},
    "never": ["xyz"],
}
EVENTS = pl.DataFrame({"date": [date(2015, 3, 1)], "label": ["summit"]})

Columns = dict[str, pl.DataType]


def columns(dtype: pl.DataType, names: str) -> Columns:
    return dict.fromkeys(names.split(), dtype)


DOCUMENTS = (
    columns(S, "doc_id") | columns(D, "date date_start date_end")
    | {"date_precision": PRECISION, "date_origin": ORIGIN, "date_raw": S, "date_conflicts": L}
    | columns(S, "title source rubric lang origin encoding") | columns(N, "n_chars n_tokens n_sentences story")
    | {"warnings": L}
)  # fmt: skip
SIZES = columns(N, "n_docs n_tokens")
FREQUENCY = columns(S, "term") | columns(N, "count doc_freq") | columns(F, "per_million") | SIZES
THEMES = (
    columns(S, "theme") | columns(N, "count doc_freq")
    | columns(F, "per_million per_million_low per_million_high doc_share doc_share_low doc_share_high") | SIZES
)  # fmt: skip
HITS = {"doc_id": S, "date_start": D, "theme": S, "pattern": S, "match": S, "start": N, "end": N, "sentence": S} | {
    "sentence_start": N
}
KWIC = {"doc_id": S, "date_start": D, "left": S, "keyword": S, "right": S, "start": N, "end": N}
KEYNESS = (
    columns(S, "term") | columns(N, "count_target count_reference")
    | columns(F, "per_million_target per_million_reference") | columns(N, "doc_freq_target doc_freq_reference")
    | columns(F, "log_ratio log_ratio_low log_ratio_high g2 p p_adjusted")
)  # fmt: skip
COLLOCATIONS = columns(S, "node collocate") | columns(N, "count") | columns(F, "expected g2 mi npmi log_dice t_score")
DISPERSION = columns(N, "count range") | columns(F, "dp dp_norm juilland_d largest_doc_share")
COOCCURRENCE = columns(S, "left right") | columns(N, "count") | columns(F, "expected npmi g2") | columns(N, "n_units")
DYADS = (
    columns(S, "left right theme") | columns(N, "count doc_freq")
    | columns(F, "doc_share doc_share_low doc_share_high") | columns(N, "n_docs n_units")
)  # fmt: skip
TREND = columns(S, "theme") | columns(N, "n_periods") | columns(F, "tau p p_adjusted slope slope_low slope_high")
CHANGE_POINTS = {"theme": S, "period": D} | columns(F, "rate_before rate_after ratio support")
BURSTS = {"theme": S, "start": D, "end": D, "weight": F}
VALIDATION = (
    columns(S, "theme") | columns(N, "true_positive false_positive false_negative") | columns(F, "precision recall f1")
)

Ask = Callable[[cs.Corpus], pl.DataFrame]
PERIOD, PARTIAL = {"period": D}, {"partial": B}
FACE: dict[str, tuple[Ask, Columns]] = {
    "documents": (lambda c: c.documents, DOCUMENTS),
    "skipped": (lambda c: c.skipped, columns(S, "origin reason")),
    "frequency": (lambda c: c.frequency(), FREQUENCY),
    "frequency over time": (
        lambda c: c.frequency(every="month", by="source", top=5),
        PERIOD | {"source": S} | FREQUENCY | PARTIAL,
    ),
    "themes": (lambda c: c.themes(LEXICON), THEMES),
    "themes over time": (lambda c: c.themes(LEXICON, every="quarter"), PERIOD | THEMES | PARTIAL),
    "themes by two": (
        lambda c: c.themes(LEXICON, every="year", by=["source", "lang"]),
        PERIOD | columns(S, "source lang") | THEMES | PARTIAL,
    ),
    "hits": (lambda c: c.hits(LEXICON), HITS),
    "hits rolled up": (lambda c: c.hits(LEXICON, rollup=True), HITS),
    "kwic": (lambda c: c.kwic("terroris*", window=8), KWIC),
    "keyness": (
        lambda c: c.keyness(target=pl.col("date_start") >= date(2015, 3, 1), min_count=1, min_doc_freq=1),
        KEYNESS,
    ),
    "keyness over time": (
        lambda c: c.keyness_over_time(every="year", min_docs=1, min_count=1, min_doc_freq=1),
        PERIOD | KEYNESS,
    ),
    "collocations": (lambda c: c.collocations("coopération", window=5, min_count=1), COLLOCATIONS),
    "collocations side by side": (lambda c: c.collocations(min_count=1), COLLOCATIONS),
    "dispersion of themes": (lambda c: c.dispersion(LEXICON), columns(S, "theme") | DISPERSION),
    "dispersion of terms": (lambda c: c.dispersion(["terroris*"]), columns(S, "term") | DISPERSION),
    "dispersion of all": (lambda c: c.dispersion(), columns(S, "term") | DISPERSION),
    "cooccurrence": (lambda c: c.cooccurrence(LEXICON, within="sentence"), COOCCURRENCE),
    "cooccurrence over time": (lambda c: c.cooccurrence(LEXICON, every="year"), PERIOD | COOCCURRENCE | PARTIAL),
    "dtm": (lambda c: c.dtm(), {"doc_id": S, "term": S, "count": N}),
    "dyads": (
        lambda c: c.dyads(hub="MA", within="sentence", themes=LEXICON, every="year"),
        PERIOD | DYADS | PARTIAL,
    ),
    "trend": (lambda c: cs.trend(c.themes(LEXICON, every="month")), TREND),
    "change_points": (lambda c: cs.change_points(c.themes(LEXICON, every="month")), CHANGE_POINTS),
    "bursts": (lambda c: cs.bursts(c.themes(LEXICON, every="month")), BURSTS),
    "trend of terms": (
        lambda c: cs.trend(c.frequency(every="month", top=3)),
        {"term" if name == "theme" else name: dtype for name, dtype in TREND.items()},
    ),
    "seasonality": (lambda c: cs.seasonality(c.themes(LEXICON, every="month")), {"theme": S, "season": N, "index": F}),
    "interrupted": (lambda c: c.interrupted(LEXICON, EVENTS), {"date": D, "label": S, "theme": S, "rate_before": F}),
    "composition": (lambda c: c.composition(LEXICON, every="year"), PERIOD),
    "validate": (lambda c: cs.validate(c, _gold(c), LEXICON)[0], VALIDATION),
    "misses": (lambda c: cs.validate(c, _gold(c), LEXICON)[1], {"doc_id": S, "theme": S}),
    "warnings": (lambda c: c.warnings(LEXICON, every="year"), {"kind": pl.Enum}),  # type: ignore[dict-item]
    "sample": (lambda c: c.sample(c.hits(LEXICON), 3, seed=1), HITS),
}
OPEN_ENDED = {"warnings"}


def _gold(corpus: cs.Corpus) -> pl.DataFrame:
    return corpus.hits(LEXICON).select("doc_id", "theme", "start", "end")


@pytest.fixture(scope="module")
def corpora(press: cs.Corpus) -> dict[str, cs.Corpus]:
    return dict(_corpora(press))


def _corpora(press: cs.Corpus) -> Iterator[tuple[str, cs.Corpus]]:
    def of(texts: list[str], dates: list[str | None]) -> cs.Corpus:
        return cs.from_frame(
            pl.DataFrame({"text": texts, "date": dates}, schema={"text": pl.String, "date": pl.String})
        )

    said = "La coopération du Maroc et de la France contre le terrorisme."
    yield "press", press
    yield "none of it", press.filter(pl.lit(value=False))
    yield "empty", of([], [])
    yield "one", of([said], ["2015-01-02"])
    yield "four", of([said, "Rien.", said, "Drogue."], ["2015-01-02", "2015-04-02", "2016-04-02", "2017-04-02"])
    yield "undated", of([said, "Rien ici."], [None, None])
    yield "without words", of(["", "  "], ["2015-01-02", "2016-01-02"])
    yield "one period", of([said, "Rien ici.", "La drogue."], ["2015-01-02"] * 3)
    yield "empty periods", of([said, said], ["1990-01-02", "2015-01-02"])
    yield "all alike", of([said] * 30, [f"20{year:02}-05-05" for year in range(30)])
    yield "no hits", of(["Il pleut sur le port."] * 30, [f"20{year:02}-05-05" for year in range(30)])


def _ask(ask: Ask, corpus: cs.Corpus) -> pl.DataFrame:
    """Ask, with every warning except coopsec's own turned into an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", CoopsecWarning)
        return ask(corpus)


def assert_finite(frame: pl.DataFrame) -> None:
    for column in frame.get_columns():
        if column.dtype.is_float():
            assert column.is_finite().fill_null(value=True).all(), column.name


def assert_face(frame: pl.DataFrame, expected: Columns) -> None:
    assert list(frame.schema.items())[: len(expected)] == list(expected.items())
    assert_finite(frame)


@pytest.mark.parametrize("name", [name for name in FACE if name not in OPEN_ENDED])
def test_columns_of_each_frame_lead_as_documented(name: str, press: cs.Corpus):
    ask, expected = FACE[name]
    assert_face(_ask(ask, press), expected)


@pytest.mark.parametrize("name", FACE)
def test_every_corpus_gives_the_same_schema_and_no_nan(name: str, press: cs.Corpus, corpora: dict[str, cs.Corpus]):
    ask, _ = FACE[name]
    schema = _ask(ask, press).schema
    rows = 0
    own = {column: dtype for column, dtype in press.documents.schema.items() if column not in DOCUMENTS}
    for which, corpus in corpora.items():
        try:
            frame = _ask(ask, corpus)
        except ValueError as error:
            # If one side of a comparison has no documents, there is nothing to return; the message says which side.
            if name == "keyness" and "holds none of the" in str(error):
                continue
            raise
        given = {column: dtype for column, dtype in frame.schema.items() if column not in own}
        assert given == {column: dtype for column, dtype in schema.items() if column not in own}, which
        assert_finite(frame)
        rows += frame.height
    assert rows or name in {"skipped", "misses"}


def test_frames_are_sorted(press: cs.Corpus):
    themes = press.themes(LEXICON, every="month", by="source")
    assert themes.equals(themes.sort("period", "source", "theme", nulls_last=True))
    terms = press.frequency(every="month")
    assert terms.equals(terms.sort("period", "count", "term", descending=[False, True, False], nulls_last=True))
    pairs = press.cooccurrence(LEXICON, every="year")
    assert pairs.equals(pairs.sort("period", "left", "right", nulls_last=True))
    assert (pairs["left"] < pairs["right"]).all()
    spread = press.dispersion(LEXICON)
    assert spread.equals(spread.sort("theme"))
    near = press.collocations(min_count=1)
    keys = ["g2", "count", "node", "collocate"]
    assert near.equals(near.sort(keys, descending=[True, True, False, False]))
    scores, _ = cs.validate(press, _gold(press), LEXICON)
    assert scores.equals(scores.sort("theme"))
    dyads = press.dyads(themes=LEXICON, every="year")
    assert dyads.equals(dyads.sort("period", "left", "right", "theme", nulls_last=True))
    order = {doc_id: place for place, doc_id in enumerate(press.documents["doc_id"])}
    places = [(order[doc_id], start) for doc_id, start in press.hits(LEXICON).select("doc_id", "start").rows()]
    assert places == sorted(places)


# Arguments that may be positional, in this order; all others are keyword-only.
BY_PLACE: dict[Callable[..., Any], str] = {
    cs.Corpus.frequency: "every by ngram min_count top stopwords",
    cs.Corpus.themes: "lexicon every by confidence",
    cs.Corpus.hits: "lexicon rollup",
    cs.Corpus.kwic: "pattern window",
    cs.Corpus.keyness: "target reference",
    cs.Corpus.collocations: "node window",
    cs.Corpus.dispersion: "terms_or_lexicon",
    cs.Corpus.cooccurrence: "lexicon within every by",
    cs.count_terms: "source every by",
    cs.validate: "corpus gold lexicon",
    cs.report: "corpus lexicon path",
    cs.tokenize: "text lang",
    cs.sentences: "text lang",
    cs.parse_date: "text lang",
}


@pytest.mark.parametrize("verb", BY_PLACE, ids=lambda verb: verb.__name__)
def test_arguments_by_place_are_those_of_the_design_in_its_order(verb: Callable[..., Any]):
    parameters = [each for each in inspect.signature(verb).parameters.values() if each.name != "self"]
    by_place = [each.name for each in parameters if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert by_place == BY_PLACE[verb].split()


def test_arguments_by_place_mean_what_they_mean_by_name(press: cs.Corpus):
    words = ["de"]
    assert press.frequency("year", "source", 2, 1, 9, words).equals(
        press.frequency(every="year", by="source", ngram=2, min_count=1, top=9, stopwords=words)
    )
    assert press.themes(LEXICON, "year", "source", 0.8).equals(
        press.themes(LEXICON, every="year", by="source", confidence=0.8)
    )
    assert press.hits(LEXICON, True).equals(press.hits(LEXICON, rollup=True))


def test_text_functions():
    kinds = {"token": S, "norm": S, "kind": KIND, "start": N, "end": N}
    parts = {"sentence": S, "start": N, "end": N}
    for text in ("", "Le Maroc, ce soir."):
        assert dict(cs.tokenize(text, lang="fr").schema) == kinds
        assert dict(cs.sentences(text, lang="fr").schema) == parts
    assert cs.parse_date("rien", lang="fr") is None
    reading = cs.parse_date("3 mars 2015", lang="fr")
    assert reading is not None
    assert (reading.start, reading.end, reading.precision) == (date(2015, 3, 3), date(2015, 3, 3), "day")


def test_frames_over_time_are_citizens_of_polars(press: cs.Corpus):
    table = press.themes(LEXICON, every="month")
    for verb in ("trend", "change_points", "bursts"):
        assert getattr(table.coopsec, verb)().equals(getattr(cs, verb)(table))
        assert getattr(cs, verb)(table.lazy()).equals(getattr(cs, verb)(table))
        assert getattr(cs, verb)(table.to_arrow()).equals(getattr(cs, verb)(table))
    assert table.coopsec.timeline().to_dict()


def test_midnights_are_days_and_hours_are_not():
    table = counted([3, 5, 4, 8, 9, 7, 12, 11])
    as_pandas_writes_it = table.with_columns(pl.col("period").cast(pl.Datetime("ns")))
    assert cs.trend(as_pandas_writes_it).equals(cs.trend(table))
    assert cs.interrupted(table, EVENTS.with_columns(pl.col("date").cast(pl.Datetime("ms")))).equals(
        cs.interrupted(table, EVENTS)
    )
    with pytest.raises(ColumnError, match="expected Date"):
        cs.trend(as_pandas_writes_it.with_columns(pl.col("period") + pl.duration(hours=1)))


def test_validation_is_a_pair(press: cs.Corpus):
    scores, errors = cs.validate(press, _gold(press).head(2), LEXICON, doc_ids=press.documents["doc_id"].to_list())
    assert scores["true_positive"].sum() == 2
    assert errors.height == scores["false_positive"].sum() > 0


INF, NAN = float("inf"), float("nan")
TABLE = counted([3, 5, 4, 8, 9, 7, 12, 11])
WRONG: dict[str, tuple[Callable[[cs.Corpus], Any], type[Exception], str]] = {
    "endless exposure": (lambda _: cs.trend(TABLE.with_columns(n_tokens=pl.lit(INF))), ColumnError, "n_tokens of"),
    "no exposure": (lambda _: cs.trend(TABLE.with_columns(n_tokens=pl.lit(NAN))), ColumnError, "n_tokens of"),
    "more than all": (lambda _: cs.bursts(TABLE.with_columns(doc_freq=pl.lit(99))), ColumnError, "99, more than"),
    "seed of trend": (lambda _: cs.trend(TABLE, seed=2**64), ValueError, "seed is"),
    "seed of changes": (lambda _: cs.change_points(TABLE, seed=2**70), ValueError, "seed is"),
    "seed of seasons": (lambda _: cs.seasonality(TABLE, seed=2**70), ValueError, "seed is"),
    "resamples": (lambda _: cs.trend(TABLE, resamples=2**70), ValueError, "resamples is"),
    "events": (lambda _: cs.interrupted(TABLE, "events.csv"), TypeError, "date .Date. and label"),
    "far window": (lambda c: c.interrupted(LEXICON, EVENTS, window=2**40, every="year"), ValueError, "window is"),
    "kwic window": (lambda c: c.kwic("a", window=2**70), ValueError, "window is"),
    "kwic window below": (lambda c: c.kwic("a", window=-1), ValueError, "window is -1"),
    "collocations window": (lambda c: c.collocations("a", window=2**70), ValueError, "window is"),
    "by a number": (lambda c: c.themes(LEXICON, by=3), TypeError, "name of a column"),
    "parts": (lambda c: c.dispersion(LEXICON, parts="sorce"), ColumnError, "parts: no column 'sorce'"),
    "no target": (lambda c: c.keyness(None), TypeError, "target is None"),
    "text as truth": (lambda c: c.keyness(pl.col("source")), TypeError, "'source' is String, expected Boolean"),
    "numbers as truth": (lambda c: c.filter(pl.col("n_tokens")), TypeError, "'n_tokens' is Int64, expected Boolean"),
    "warnings of nothing": (lambda _: cs.warnings_for(None), TypeError, "expected a polars.DataFrame"),
    "warnings of text": (
        lambda _: cs.warnings_for(TABLE.with_columns(pl.col("n_docs").cast(pl.String))), ColumnError, "'n_docs' is",
    ),
    "audit of a path": (lambda _: cs.Lexicon.from_dict(LEXICON).audit("corpus/"), TypeError, "expected a Corpus"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_errors_name_what_is_wrong(name: str, press: cs.Corpus):
    ask, error, words = WRONG[name]
    with pytest.raises(error, match=words):
        ask(press)


OWNERS = {"coopsec": cs, "Corpus": cs.Corpus, "Lexicon": cs.Lexicon, "plot": cs.plot, "of frames": Namespace}


@pytest.mark.parametrize("owner", OWNERS.values(), ids=OWNERS)
def test_docstrings_name_the_arguments_of_the_signature(owner: Any) -> None:
    wrong = {}
    for name, function in inspect.getmembers(owner, inspect.isroutine):
        if name.startswith("_") or name not in getattr(owner, "__all__", dir(owner)):
            continue
        taken = set(inspect.signature(function).parameters) - {"self", "cls"}
        _, _, section = (inspect.getdoc(function) or "").partition("Parameters\n----------\n")
        lines = section.partition("\n\n")[0].splitlines()
        told = {word.strip("* ") for line in lines if line[:1].strip() for word in line.partition(":")[0].split(",")}
        if taken and taken != told:
            wrong[name] = taken ^ told
    assert not wrong
