"""Failures are ordinary exceptions of documented classes; interrupts and forks work."""

from __future__ import annotations

import inspect
import math
import os
import pickle
import signal
import subprocess
import sys
import time
from datetime import date

import polars as pl
import pytest

import coopsec as cs
from coopsec import errors
from series_frames import counted


def test_the_family():
    assert issubclass(errors.CoopsecError, Exception)
    for name in ("PatternError", "LexiconError", "PeriodError", "DecodeError", "ColumnError", "InternalError"):
        kind = getattr(errors, name)
        assert issubclass(kind, errors.CoopsecError), name
        assert issubclass(kind, ValueError) is (name != "InternalError"), name
    assert issubclass(errors.CoopsecWarning, Warning)


def test_a_pattern_error_survives_pickling():
    with pytest.raises(errors.PatternError) as caught:
        cs.Lexicon.from_dict({"t": ["(a"]})
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.theme, copy.pattern, copy.column) == (str(caught.value), "t", "(a", caught.value.column)


def test_lone_surrogates_are_ordinary_exceptions(press):
    bad = "a\ud800"
    asks = [
        lambda: press.kwic(bad),
        lambda: press.hits({"t": [bad]}),
        lambda: press.hits({bad: ["a"]}),
        lambda: press.frequency(stopwords=[bad]),
        lambda: press.frequency(every=bad),
        lambda: press.frequency(by=bad),
        lambda: press.themes({"t": ["a"]}, nested_scope=bad),
        lambda: press.text(bad),
        lambda: cs.read_corpus(bad),
        lambda: cs.from_frame(pl.DataFrame({"text": ["a"]}), lang=bad),
        lambda: cs.Lexicon.builtin(bad),
        lambda: cs.Lexicon.from_dict({"t": ["a"]}).select(bad),
    ]
    for ask in asks:
        with pytest.raises((ValueError, KeyError, OSError, errors.CoopsecError)):
            ask()


def test_wrong_types_are_type_errors(press):
    asks = [
        lambda: press.kwic(3),
        lambda: press.frequency(every=3),
        lambda: press.frequency(ngram="2"),
        lambda: press.frequency(top=2.5),
    ]
    for ask in asks:
        with pytest.raises((TypeError, ValueError)):
            ask()


TABLE = counted([3, 5, 4, 6, 8, 7, 9, 12, 11, 13, 15, 14])
EVENT = pl.DataFrame({"date": [date(2000, 7, 1)], "label": ["event"]})
CODED = pl.DataFrame({"theme": ["a"], "code": ["1"]})
GOLD = pl.DataFrame({"doc_id": ["a"], "theme": ["t"], "start": [0], "end": [2]})
WORDS = {"t": ["terroris*"]}
# A wrong call, its error, and how the message begins.
SLIPS = [
    (lambda press: press.sample(WORDS, None, seed=1), TypeError, "n is None"),
    (lambda _: cs.validate(3, GOLD, WORDS), TypeError, "corpus: expected a Corpus"),
    (lambda press: cs.validate(press, GOLD, WORDS, doc_ids=3), TypeError, "doc_ids is 3"),
    (lambda press: cs.validate(press, GOLD, WORDS, doc_ids="a"), TypeError, "doc_ids is the string 'a'"),
    (lambda _: cs.interrupted(TABLE, EVENT, window=2**63), ValueError, "window is 9223372036854775808"),
    (lambda _: cs.interrupted(TABLE, 3), TypeError, "events: expected a table"),
    *((lambda _, ask=ask, slip=slip: ask(TABLE, seed=slip), TypeError, f"seed is {slip!r}")
      for ask in (cs.trend, cs.change_points, cs.seasonality) for slip in ("a", None, True, 1.5)),
    *((lambda _, ask=ask, slip=slip: ask(TABLE, resamples=slip), TypeError, f"resamples is {slip!r}")
      for ask in (cs.trend, cs.change_points, cs.seasonality) for slip in ("a", None)),
    # So many fitted no memory, and ended the interpreter.
    *((lambda _, ask=ask: ask(TABLE, resamples=2**32 - 1), ValueError, "resamples is 4294967295: give .* to 1000000")
      for ask in (cs.trend, cs.change_points, cs.seasonality)),
    (lambda press: press.themes(WORDS, interval="bca", resamples=2**32 - 1), ValueError, "resamples is 4294967295"),
    (lambda _: cs.trend(TABLE, autocorrelation="x"), TypeError, "autocorrelation is 'x'"),
    (lambda _: cs.trend(TABLE, threads=True), TypeError, "threads is True"),
    (lambda press: press.frequency(stopwords=3), TypeError, "stopwords is 3"),
    (lambda press: press.frequency(ngram=True), TypeError, "ngram is True"),
    (lambda press: press.frequency(top=True), TypeError, "top is True"),
    (lambda press: press.themes(WORDS, dedupe=3), TypeError, "dedupe is 3"),
    (lambda press: press.themes(WORDS, cluster=3), TypeError, "cluster is 3"),
    (lambda press: press.themes(WORDS, cluster=None), TypeError, "cluster is None"),
    (lambda press: press.dispersion(parts=3), TypeError, "parts is 3"),
    (lambda press: press.dispersion(parts=None), TypeError, "parts is None"),
    (lambda press: press.dispersion(3), TypeError, "terms_or_lexicon is 3"),
    (lambda press: press.dispersion(nested_scope="key"), ValueError, "nested_scope is 'key'"),
    (lambda press: press.keyness(pl.col("source") == "MAP", extra=3), TypeError, "extra is 3"),
    (lambda press: press.keyness(pl.col("source") == "MAP", extra=None), TypeError, "extra is None"),
    (lambda press: press.collocations("terroris*", window=0), ValueError, "window is 0"),
    (lambda press: press.methods(WORDS, seed=math.nan), TypeError, "seed is nan"),
    (lambda press: press.methods(WORDS, seed="a"), TypeError, "seed is 'a'"),
    (lambda _: cs.precision(CODED, correct=3), TypeError, "correct is 3"),
    (lambda _: cs.precision(CODED, correct=[]), ValueError, r"correct is \[\]: give at least one code"),
    (lambda _: cs.precision(CODED, correct=""), ValueError, "correct is '': give at least one code"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "kind", "said"), SLIPS, ids=[f"{at}-{said}" for at, (_, _, said) in enumerate(SLIPS)])
def test_a_slip_is_told_by_the_name_of_the_argument(press, ask, kind, said):
    with pytest.raises(kind, match=f"^{said}"):
        ask(press)


def test_options_are_keyword_only():
    for call in (cs.read_corpus, cs.from_frame):
        kinds = [parameter.kind for parameter in inspect.signature(call).parameters.values()]
        assert kinds[1:] == [inspect.Parameter.KEYWORD_ONLY] * (len(kinds) - 1)


WORK = """
import signal, sys
import polars as pl
import coopsec as cs

signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where tests run in the background
text = "La coopération sécuritaire entre le Maroc et l'Espagne s'est renforcée, dit-on. " * 250
frame = pl.DataFrame({"text": [text] * 12000})
cs.from_frame(frame, progress=lambda done: print(done, flush=True) if done else None)
print("over", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_reading_within_a_second():
    with subprocess.Popen(
        [sys.executable, "-c", WORK], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert int(process.stdout.readline()) > 0
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, err = process.communicate(timeout=30)
        took = time.monotonic() - began
    assert "over" not in out, "the work was over before it was interrupted"
    assert "KeyboardInterrupt" in err
    assert "panicked" not in err
    assert took < 1.5


MEMORY = """
import resource, sys
import polars as pl
import coopsec as cs

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

frame = pl.DataFrame({"text": [f"mot{number % 977} un deux trois" for number in range(50_000)]})
cs.from_frame(frame.head(1000))
before = peak()
cs.from_frame(frame)
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the module resource")
def test_memory_is_linear_in_the_number_of_documents():
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < 250_000_000


FORK = """
import os, select, sys, warnings
warnings.simplefilter("ignore")
import polars as pl
import coopsec as cs

frame = pl.DataFrame({"text": ["la coopération", "le terrorisme"] * 200, "date": ["2015-05-28", "2016"] * 200})
corpus = cs.from_frame(frame)
lexicon = cs.Lexicon.from_dict({"t": ["la"]})
asks = {
    "hits": lambda: corpus.hits(lexicon).height,
    "kwic": lambda: corpus.kwic("la").height,
    "dtm": lambda: corpus.dtm().height,
    "frequency": lambda: corpus.frequency(every="year").height,
    "themes": lambda: corpus.themes(lexicon, every="year").height,
    "tokenize": lambda: cs.tokenize("la coopération").height,
}
ask = asks[sys.argv[1]]
expected = ask()
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    try:
        os.write(writer, str(ask()).encode())
    finally:
        os._exit(0)
ready, _, _ = select.select([reader], [], [], 5)
print(os.read(reader, 1000).decode() if ready else "no answer in 5 seconds", expected, sep="|")
if not ready:
    os.kill(child, 9)
os.waitpid(child, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize("question", ["hits", "kwic", "dtm", "frequency", "themes", "tokenize"])
def test_a_forked_child_answers(question):
    done = subprocess.run(
        [sys.executable, "-c", FORK, question], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found, expected = done.stdout.strip().split("|")
    assert found == expected, done.stderr


POOL = """
import multiprocessing, warnings
warnings.simplefilter("ignore")
import polars as pl
import coopsec as cs

corpus = cs.from_frame(pl.DataFrame({"text": ["la coopération", "le terrorisme"] * 200}))
corpus.frequency()

def ask(pattern):
    return corpus.kwic(pattern).height

if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map_async(ask, ["la", "terroris*", "absent"]).get(20))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_pool_of_forked_workers_answers():
    done = subprocess.run([sys.executable, "-c", POOL], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "[200, 200, 0]", done.stderr


THREADS = """
import threading
import polars as pl
import coopsec as cs

corpus = cs.from_frame(pl.DataFrame({"text": ["la coopération", "le terrorisme"] * 200}))
heights = []
threads = [threading.Thread(target=lambda: heights.append(corpus.hits({"t": ["la"]}).height)) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(heights)
"""


def test_python_threads_may_ask_at_once():
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == repr([200] * 8), done.stderr


# A missing module, a call that needs it, and its package; each runs in its own process.
OPTIONAL = [
    ("scipy", "cs.from_frame(pl.DataFrame({'text': ['a']})).to_scipy()", "scipy"),
    ("anywidget", "cs.from_frame(pl.DataFrame({'text': ['a']})).explore({'a': ['a']})", "anywidget"),
    ("yaml", "cs.Lexicon.from_yaml(sys.argv[1])", "pyyaml"),
]


@pytest.mark.parametrize(("module", "call", "package"), OPTIONAL, ids=[module for module, _, _ in OPTIONAL])
def test_what_is_not_installed_is_named_by_what_installs_it(module, call, package, tmp_path):
    """The message gives a name that exists whether or not this package is on an index."""
    lexicon = tmp_path / "mine.yaml"
    lexicon.write_text("a: [a]", encoding="utf-8")
    code = (
        f"import sys; sys.path[:0] = sys.argv[2:]; sys.modules[{module!r}] = None\n"
        f"import coopsec as cs, polars as pl\ntry: {call}\nexcept ImportError as error: print(error)\n"
    )
    command = [sys.executable, "-c", code, str(lexicon), *sys.path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith(f": pip install {package}\n")


SCOPES = {"nested_scope": "theme or lexicon"}


@pytest.mark.parametrize(
    ("ask", "wrong"),
    [
        (
            "frequency",
            {"every": "day, week", "by": "a column", "min_count": "a whole number", "ngram": "a whole number"},
        ),
        ("themes", {"every": "day, week", "interval": "score, normal", "confidence": "a number", **SCOPES}),
        ("themes", {"by": "a column", "standardise": "a column", "dedupe": "a string", "cluster": "a string"}),
        ("cooccurrence", {"every": "day, week", "within": "sentence, paragraph", **SCOPES}),
        ("dyads", {"every": "day, week", "within": "sentence, paragraph", "hub": '"MA"', **SCOPES}),
        ("dyad_hits", {"within": "sentence, paragraph", "hub": '"MA"', **SCOPES}),
        ("hits", {"rollup": "True or False", **SCOPES}),
        ("keyness", {"unit": "tokens or docs", "measure": "g2 or chi2", "adjust": "holm", "prior": "a number"}),
        ("keyness_over_time", {"every": "day, week", "against": "rest or previous", "correction": "williams"}),
        ("collocations", {"node": "a string"}),
        ("dispersion", {"parts": "a string"}),
        ("kwic", {"pattern": "a string"}),
        ("composition", {"every": "day, week", "standardise": "a column"}),
    ],
)
def test_an_argument_of_another_kind_is_named_with_what_it_may_be(french, ask, wrong):
    needed = {
        "themes": {"lexicon": {"a": ["drogue*"]}}, "keyness": {"target": pl.col("source") == "MAP"},
        "keyness_over_time": {"every": "year"}, "kwic": {"pattern": "drogue*"}, "dispersion": {"terms_or_lexicon": "a"},
    }  # fmt: skip
    needed |= dict.fromkeys(("hits", "cooccurrence", "composition"), needed["themes"])
    for name, allowed in wrong.items():
        for given in (object(), None) if allowed.startswith("a whole") else (object(),):
            with pytest.raises((TypeError, cs.errors.PeriodError)) as caught:
                getattr(french, ask)(**{**needed.get(ask, {}), name: given})
            said = str(caught.value)
            assert said.startswith(name)
            assert repr(given) in said
            assert allowed in said


@pytest.mark.parametrize("name", ["hyphens", "elision", "lang", "text"])
def test_an_argument_of_a_text_is_named(name):
    with pytest.raises((TypeError, ValueError), match=rf"^{name} is \[\]: "):
        cs.tokenize(**{"text": "a", name: []})


def test_a_name_of_a_document_that_was_a_number_is_text():
    corpus = cs.from_frame(pl.DataFrame({"doc_id": [7], "text": ["a"]}))
    assert corpus.text("7") == "a"
    with pytest.raises(KeyError, match="no document 7: write '7'"):
        corpus.text(7)
