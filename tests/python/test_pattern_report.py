"""What patterns can match: words, reach, shadows; and faults of a lexicon in each of its forms."""

from __future__ import annotations

import json
import tomllib

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import LexiconError, PatternError

COLUMNS = {
    "theme": pl.String,
    "lang": pl.String,
    "pattern": pl.String,
    "excludes": pl.Boolean,
    "n_types": pl.Int64,
    "can_match": pl.Boolean,
    "reason": pl.Enum(["never in this language", "not in this corpus"]),
    "missing": pl.List(pl.String),
    "shadowed_by": pl.String,
}
TOML = """
exclude = ["rien ~2 tout"]
[theme.t]
fr = ["terroris*", "terrorisme", "/l'état/", "introuvable", "crime ~3 absent"]
es = ["terroris*"]
[theme.t.u]
patterns = ["=MAP"]
exclude = ["MAP locale"]
"""


@pytest.fixture
def lexicon(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TOML, encoding="utf-8")
    return cs.Lexicon.from_toml(path)


@pytest.fixture
def corpus():
    texts = ["Le terrorisme et le crime, dit la MAP.", "Des terroristes.", "El terrorismo."]
    return cs.from_frame(pl.DataFrame({"text": texts, "lang": ["fr", "fr", "es"]}))


def test_every_pattern_and_language_has_a_row(lexicon, corpus):
    report = lexicon.report(corpus)
    assert dict(report.schema) == COLUMNS
    french = report.filter(pl.col("lang") == "fr").drop("lang").rows()
    never, absent = "never in this language", "not in this corpus"
    assert french == [
        ("t", "terroris*", False, 2, True, None, [], None),
        ("t", "terrorisme", False, 1, True, None, [], "terroris*"),
        ("t", "/l'état/", False, 0, False, never, ["/l'état/"], None),
        ("t", "introuvable", False, 0, False, absent, ["introuvable"], None),
        ("t", "crime ~3 absent", False, 1, False, absent, ["absent"], None),
        ("t.u", "=MAP", False, 1, True, None, [], None),
        ("t.u", "MAP locale", True, 1, False, absent, ["locale"], None),
        (None, "rien ~2 tout", True, 0, False, absent, ["rien", "tout"], None),
    ]
    spanish = report.filter(pl.col("lang") == "es").select("pattern", "n_types").rows()
    assert spanish == [("terroris*", 1), ("=MAP", 0), ("MAP locale", 0), ("rien ~2 tout", 0)]


def test_a_view_is_reported_on_alone(lexicon, corpus):
    second = lexicon.report(corpus.filter(pl.Series([False, True, False])))
    assert second.filter(pl.col("can_match"))["pattern"].to_list() == ["terroris*"]
    assert second.select("pattern", "n_types").row(0) == ("terroris*", 1)


def test_without_a_corpus_only_never_is_told(lexicon):
    report = lexicon.report()
    assert dict(report.schema) == COLUMNS
    assert set(report["lang"]) == {"fr", "es"}
    assert report["n_types"].null_count() == report.height
    dead = report.filter(~pl.col("can_match"))
    assert dead.select("lang", "pattern", "reason").rows() == [("fr", "/l'état/", "never in this language")]
    assert cs.Lexicon.from_dict({"a": ["b"]}).report()["lang"].to_list() == ["fr"]
    assert cs.Lexicon.from_dict({}).report().height == 0


@pytest.mark.parametrize("name", ["security-cooperation", "actors"])
def test_no_pattern_of_a_built_in_lexicon_is_cut_otherwise_in_its_language(name):
    report = cs.Lexicon.builtin(name).report()
    assert set(report["lang"]) == {"fr", "es", "en", "ar"}
    assert report.filter(~pl.col("can_match")).rows() == []


def test_what_matches_is_never_reported_as_impossible(sample, builtin):
    report = builtin.report(sample)
    matched = set(sample.hits(builtin)["pattern"])
    assert matched
    possible = set(report.filter("can_match")["pattern"])
    assert matched <= possible


@pytest.mark.parametrize("wrong", ["x", cs.Lexicon.from_dict({})])
def test_what_is_no_corpus_is_named(lexicon, wrong):
    for ask in lexicon.report, lexicon.audit:
        with pytest.raises(TypeError, match=f"expected a Corpus, .*, found {type(wrong).__name__}"):
            ask(wrong)


def test_an_empty_corpus_has_an_empty_report(lexicon, corpus):
    assert dict(lexicon.report(corpus.filter(pl.lit(value=False))).schema) == COLUMNS


def test_name_version_and_hash(lexicon, builtin, tmp_path):
    assert (builtin.name, builtin.version) == ("security-cooperation", "0.2.0")
    assert lexicon.name.endswith("mine.toml")
    assert lexicon.version is None
    assert len(lexicon.hash) == 64
    again = tmp_path / "again.toml"
    again.write_text(lexicon.to_toml(), encoding="utf-8")
    assert cs.Lexicon.from_toml(again).hash == lexicon.hash
    assert lexicon.select("t.u").hash != lexicon.hash


# A wrong pattern, and the column where reading stopped. Every form gets the classes.
CLASSES = {"a": ["x {b}"], "b": ["{a}"]}
FAULTS = [
    ("", 1, "empty pattern"),
    ("~3 mot", 1, "gap at an end"),
    ("mot ~3", 5, "gap at an end"),
    ("mot {absente}", 5, "absente"),
    ("mot (un|deux", 5, "unclosed group"),
    (r"/(\w{200}){200}/", 1, "takes more than 1048576 bytes"),
    ("/(/", 1, "unclosed group"),
]


def forms(themes, classes, folder):
    """The same lexicon as a dictionary, in TOML and in YAML."""
    toml, yaml = folder / "faulty.toml", folder / "faulty.yaml"
    names = {name: {"patterns": patterns} for name, patterns in themes.items()}
    lines = [f"[theme.{name}]\npatterns = {json.dumps(each['patterns'])}" for name, each in names.items()]
    lines += ["[classes]", *(f"{name} = {json.dumps(values)}" for name, values in classes.items())]
    toml.write_text("\n".join(lines), encoding="utf-8")
    assert tomllib.loads(toml.read_text(encoding="utf-8"))
    yaml.write_text(json.dumps({**themes, "classes": classes}), encoding="utf-8")  # JSON is YAML
    return {
        "Lexicon.from_dict": lambda: cs.Lexicon.from_dict(themes, classes=classes),
        "faulty.toml": lambda: cs.Lexicon.from_toml(toml),
        "faulty.yaml": lambda: cs.Lexicon.from_yaml(yaml),
    }


@pytest.mark.parametrize("form", ["Lexicon.from_dict", "faulty.toml", "faulty.yaml"])
@pytest.mark.parametrize(("pattern", "column", "words"), FAULTS, ids=lambda value: str(value)[:20])
def test_a_faulty_pattern_names_file_theme_pattern_and_column(tmp_path, form, pattern, column, words):
    pytest.importorskip("yaml")
    read = forms({"bon": ["mot"], "mauvais": ["mot", pattern]}, {}, tmp_path)[form]
    with pytest.raises(PatternError) as caught:
        read()
    error = caught.value
    assert (error.theme, error.pattern, error.column) == ("mauvais", pattern, column)
    told = str(error)
    assert form in told
    assert "mauvais" in told
    assert f"column {column}:" in told
    assert words in told


@pytest.mark.parametrize("form", ["Lexicon.from_dict", "faulty.toml", "faulty.yaml"])
def test_classes_in_a_circle_name_file_class_and_column(tmp_path, form):
    pytest.importorskip("yaml")
    with pytest.raises(PatternError, match=r"\{a\} -> \{b\} -> \{a\}") as caught:
        forms({"t": ["mot"]}, CLASSES, tmp_path)[form]()
    assert form in str(caught.value)
    assert (caught.value.theme, caught.value.pattern, caught.value.column) == ("classes.a", "x {b}", 3)


def test_an_unknown_key_names_file_theme_and_key(tmp_path):
    toml = tmp_path / "faulty.toml"
    toml.write_text('[theme.t]\nfrr = ["mot"]\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r'faulty\.toml: theme "t", key "frr": unknown key; did you mean "fr"\?'):
        cs.Lexicon.from_toml(toml)
    with pytest.raises(LexiconError, match=r'from_dict: theme "t", key "pattern": unknown key'):
        cs.Lexicon.from_dict({"t": {"pattern": ["mot"]}})
    yaml = pytest.importorskip("yaml")
    assert yaml
    path = tmp_path / "faulty.yaml"
    path.write_text("t:\n  excludes: [mot]\n  patterns: [a]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r'faulty\.yaml: theme "t", key "excludes": unknown key'):
        cs.Lexicon.from_yaml(path)
