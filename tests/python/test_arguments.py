"""Every argument of every public function: a value that it cannot take is refused by its name.

The functions and their arguments are found by inspection, so that a new one is asked for its wrong values.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import coopsec as cs
from plot_frames import DAYS, HITS, PAIRS, PAPERS, TABLE, TERMS
from series_frames import counted

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

LEXICON = {"a": ["terroris*"], "b": ["drogue*"]}
FRAME = pl.DataFrame({"text": ["Le terrorisme et la drogue"], "date": ["2015"], "source": ["MAP"]})
EVENTS = pl.DataFrame({"date": [date(2000, 7, 1)], "label": ["event"]})
CODED = pl.DataFrame({"doc_id": ["a"], "theme": ["a"], "start": [0], "end": [1], "code": ["1"]})
OVER_TIME = {"every": "year", "min_docs": 1, "min_count": 1, "min_doc_freq": 1}

WHOLE = ["a", True, 1.5, math.nan, -1, 2**70, [1], None]
FROM_1 = [*WHOLE, 0]
REAL = ["a", True, math.nan, math.inf, -1, [1], None]
SHARE = [*REAL, 0, 1, 95]
PIXELS = [*REAL, 0, 10**30]
FLAG = ["yes", 1, 0, None, [True]]
WORD = ["zz", "", 3, None, ["zz"]]
COLUMN = ["no such column", 3, True, ["text"]]
COLUMNS = ["no such column", 3, True, ["text", 3]]
TABLES = [3, None, object()]
THEMES = [3, "a", None, ["a"]]
HALF = "\ud800"  # half a character, as Python puts in place of a byte that is not in the encoding of a terminal
TEXT = [3, None, ["a"], b"a", HALF]

# Wrong values by argument. None is no wrong value where it is the default.
WRONG: dict[str, list[Any]] = {
    **dict.fromkeys(("window", "min_doc_freq", "min_count", "min_docs", "top", "thin", "sources", "n", "seed"), WHOLE),
    **dict.fromkeys(
        ("size", "ngram", "min_size", "resamples", "threads", "columns", "max_series", "per_cell", "max_bytes"), FROM_1
    ),
    **dict.fromkeys(("confidence", "level"), SHARE),
    **dict.fromkeys(("constant", "prior", "s", "gamma"), REAL),
    **dict.fromkeys(("width", "height", "row_height", "panel_height", "cell", "scale", "ppi"), PIXELS),
    **dict.fromkeys(("elision", "rollup", "texts", "autocorrelation", "relative", "same_scale", "dark"), FLAG),
    **dict.fromkeys(("intervals", "volume", "together"), FLAG),
    **dict.fromkeys(("hyphens", "on_error", "nested_scope", "within", "interval", "unit", "measure"), WORD),
    **dict.fromkeys(("correction", "adjust", "extra", "against", "partial", "value", "layout", "every"), WORD),
    **dict.fromkeys(("date", "id", "source_column", "dedupe", "cluster", "parts"), COLUMN),
    **dict.fromkeys(("by", "standardise"), COLUMNS),
    **dict.fromkeys(("frame", "gold", "coded", "coded_a", "coded_b", "documents", "more"), TABLES),
    **dict.fromkeys(("lexicon", "actors"), THEMES),
    **dict.fromkeys(("pattern", "doc_id", "title", "background", "target", "reference", "node"), TEXT),
    "text": [3, None],
    "lang": ["zz", "", 3, None, ["fr"]],
    "hub": ["MAR", "zz", 3, ["MA"], HALF],
    "path": [3, None, "", "a\0b", HALF],
    "chart": [3, None],
    "corpus": [3, None, FRAME],
    "events": [3, "a"],
    "hits": [3, None],
    "notes": [3, True],
    "labels": [3, ["a"], {"a": 3}],
    "colors": [3, ["a"], {"a": 3}],
    "themes": [3, "no such theme", [3]],
    "theme": [3, "no such theme"],
    "stopwords": ["la", 3, ["la", 3], b"la", [HALF]],
    "terms_or_lexicon": [3, ["a", 3], b"a", HALF, [HALF]],
    "doc_ids": [3, "a", ["no such document"]],
    "correct": [3, [], "", b"1"],
    "progress": ["yes", 3],
    "split": ["hier", 3, math.nan],
    "exclude": [3, [3]],
    "classes": [3, "a", 0],
    "name": ["no such lexicon", 3, None],
}
# What an argument of this name takes in one function and not in another, and where its wrong values differ.
DIFFERENT: dict[str, list[Any]] = {
    "Corpus.sample.seed": ["a", True, 1.5, None],
    "Corpus.methods.interval": ["zz", "", 3, None],
    "Corpus.keyness.target": ["a", 3, None, [True]],
    "Corpus.keyness.reference": ["a", 3, [True]],
    "Corpus.keyness_over_time.every": WORD,
    "Corpus.keyness_over_time.top": ["a", True, 1.5, -1, 2**70, 0],
    "Corpus.append.source": COLUMN,
    "Corpus.dyads.themes": [3, "a", ["a"]],
    "Corpus.dyad_hits.themes": [3, "a", ["a"]],
    "Corpus.frequency.ngram": FROM_1,
    "Corpus.themes.cluster": [*COLUMN, None],
    "Lexicon.from_dict.themes": [3, None, "a", ["a"]],
    "Lexicon.audit.window": FROM_1,
    "Lexicon.audit.min_count": FROM_1,
    "Lexicon.report.corpus": [3, FRAME],
    "read_corpus.source": [3, ["source"]],
    "read_corpus.text": [3, ["text", 3]],
    "read_corpus.date": [3, ["date"]],
    "read_corpus.id": [3, ["id"]],
    "read_corpus.title": [3, ["title"]],
    "from_frame.text": COLUMNS,
    "from_frame.source": COLUMN,
    **{f"{verb}.text": COLUMNS for verb in ("Corpus.append", "build_index", "count_terms", "count_themes")},
    **{
        f"{verb}.title": COLUMN
        for verb in ("Corpus.append", "build_index", "count_terms", "count_themes", "from_frame")
    },
    **{f"{verb}.source": [3, None, {"text": ["a"]}] for verb in ("build_index", "count_terms", "count_themes")},
    "interrupted.window": FROM_1,
    "Corpus.interrupted.window": FROM_1,
    "plot.keyness.top": FROM_1,
    "plot.network.top": FROM_1,
}
# The documents that a question is asked about, and what makes the rest of a call right.
NEEDED: dict[str, dict[str, Any]] = {
    "Corpus.append": {"more": FRAME},
    "Corpus.body": {"doc_id": "a"},
    "Corpus.text": {"doc_id": "a"},
    "Corpus.interrupted": {"events": EVENTS},
    "Corpus.keyness": {"target": pl.col("source") == "MAP"},
    "Corpus.keyness_over_time": OVER_TIME,
    "Corpus.kwic": {"pattern": "drogue*"},
    "Corpus.sample": {"hits": LEXICON, "n": 1, "seed": 1},
    "Lexicon.from_dict": {"themes": LEXICON},
    "agreement": {"coded_a": CODED, "coded_b": CODED},
    "precision": {"coded": CODED},
    "build_index": {"source": FRAME},
    "count_terms": {"source": FRAME},
    "count_themes": {"source": FRAME},
    "from_frame": {"frame": FRAME},
    "validate": {"gold": pl.DataFrame({"doc_id": ["0"], "theme": ["a"], "start": [0], "end": [2]})},
    "interrupted": {"events": EVENTS},
    "report": {"every": "year"},
    "warnings_for": {"frame": TABLE},
    "parse_date": {"text": "2015"},
    "sentences": {"text": "2015"},
    "tokenize": {"text": "2015"},
    "plot.timeline": {"frame": TABLE},
    "plot.small_multiples": {"frame": TABLE},
    "plot.heatmap": {"frame": TABLE},
    "plot.stream": {"frame": TABLE},
    "plot.calendar": {"frame": DAYS},
    "plot.keyness": {"frame": TERMS},
    "plot.dispersion": {"hits": HITS, "documents": PAPERS},
    "plot.network": {"frame": PAIRS, "theme": "migration"},
    "plot.coverage": {"documents": PAPERS},
}


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in cs.__all__:
        if name not in ("plot", "report") and inspect.isfunction(getattr(cs, name)):
            yield name, getattr(cs, name)
    yield "report", cs.report
    yield from ((f"plot.{name}", getattr(cs.plot, name)) for name in cs.plot.__all__)
    for kind in (cs.Corpus, cs.Lexicon):
        for name, method in inspect.getmembers(kind, callable):
            if not name.startswith("_"):
                yield f"{kind.__name__}.{name}", method


def arguments() -> list[Any]:
    return list(_arguments())


def _arguments() -> Iterator[Any]:
    for name, function in public_functions():
        for argument in inspect.signature(function).parameters.values():
            if argument.name != "self" and argument.kind not in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
                yield pytest.param(name, argument, id=f"{name}-{argument.name}")


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Call a public function by its name, with what it needs besides the arguments given."""
    folder: Path = tmp_path_factory.mktemp("arguments")
    few = cs.from_frame(pl.concat([FRAME, FRAME.with_columns(source=pl.lit("EFE"))]))
    few.save(folder / "index")
    lexicon = cs.Lexicon.from_dict(LEXICON)
    shared = {
        "corpus": few, "lexicon": LEXICON, "path": folder / "new", "frame": counted([3, 5, 4, 6, 8, 7, 9, 12, 11, 13]),
        "chart": cs.plot.keyness(TERMS),
    }  # fmt: skip
    (folder / "a.txt").write_text("Le terrorisme", encoding="utf-8")
    paths = {
        "report": folder / "page.html", "plot.save": folder / "chart.svg", "open_corpus": folder / "index",
        "read_corpus": folder / "a.txt",
    }  # fmt: skip

    def ask(name: str, **given: Any) -> Any:
        owner, _, verb = name.rpartition(".")
        function = getattr({"": cs, "plot": cs.plot, "Corpus": few, "Lexicon": lexicon}[owner], verb)
        taken = inspect.signature(function).parameters
        needed = {key: value for key, value in shared.items() if key in taken and taken[key].default is inspect._empty}
        if name in paths:
            needed["path"] = paths[name]
        return function(**{**needed, **NEEDED.get(name, {}), **given})

    return ask


@pytest.mark.filterwarnings("ignore::coopsec.errors.CoopsecWarning")
@pytest.mark.parametrize(("name", "argument"), arguments())
def test_a_value_that_an_argument_cannot_take_is_refused_by_name(
    call: Callable[..., Any], name: str, argument: inspect.Parameter
) -> None:
    if name == "Corpus.explore":
        pytest.importorskip("anywidget")
    key = f"{name}.{argument.name}"
    for wrong in DIFFERENT.get(key, WRONG.get(argument.name, [])):
        if wrong is None and argument.default is None:
            continue
        with pytest.raises((TypeError, ValueError, OSError, KeyError)) as caught:
            call(name, **{argument.name: wrong})
        assert re.search(rf"\b{argument.name}\b", str(caught.value)[:80]), f"{wrong!r}: {caught.value}"
        advised = re.search(r"give (\d+) or more$", str(caught.value))
        if advised:
            call(name, **{argument.name: int(advised[1])})
    assert key in DIFFERENT or argument.name in WRONG, "say which values this argument cannot take"


# What an argument means does not depend on the verb, so neither does the error for a wrong value.
ALIKE = (
    "nested_scope", "on_error", "hyphens", "elision", "confidence", "threads", "partial", "cluster", "min_doc_freq",
    "progress",
)  # fmt: skip


@pytest.mark.parametrize("name", ALIKE)
def test_all_verbs_refuse_a_wrong_value_in_the_same_words(call: Callable[..., Any], name: str) -> None:
    verbs = [verb for verb, function in public_functions() if name in inspect.signature(function).parameters]
    for wrong in WRONG.get(name, COLUMN):
        told: dict[tuple[type, str], list[str]] = {}
        for verb in verbs:
            if wrong is None and inspect.signature(dict(public_functions())[verb]).parameters[name].default is None:
                continue
            with pytest.raises((TypeError, ValueError)) as caught:
                call(verb, **{name: wrong})
            told.setdefault((caught.type, str(caught.value)), []).append(verb)
        assert len(told) < 2, told


@pytest.mark.parametrize("verb", ["Corpus.kwic", "Corpus.cooccurrence", "Corpus.dyads", "Corpus.dyad_hits"])
@pytest.mark.parametrize(("wrong", "kind"), [(3, TypeError), ("page", ValueError)])
def test_a_unit_that_is_no_word_is_of_the_wrong_type(
    call: Callable[..., Any], verb: str, wrong: object, kind: type[Exception]
) -> None:
    with pytest.raises(
        kind, match=f"^within is {wrong!r}: use sentence, (paragraph )?or document|sentence or document"
    ):
        call(verb, within=wrong)
