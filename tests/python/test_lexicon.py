"""Lexicons from TOML, YAML and dictionaries."""

from __future__ import annotations

import copy
import pickle
import re

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import LexiconError, PatternError

THEMES = [
    "cooperation", "praise", "terrorism", "terrorism.foreign_fighters", "terrorism.financing", "radicalisation",
    "organised_crime", "organised_crime.drugs", "organised_crime.trafficking", "migration", "cyber", "espionage",
    "regional_threats", "maritime", "intelligence", "joint_operations", "police_judicial", "training", "major_events",
]  # fmt: skip

TOML = """
exclude = ["sécurité sociale"]
[meta]
title = "essai"
[classes]
le = ["", "le", "la", "les", "l'"]
[theme.terrorism]
label = "Terrorisme"
definition = "Actes et groupes"
kind = "threat"
fr = ["terroris*", "lutte contre {le} terrorisme"]
es = ["terroris*"]
[theme.terrorism.financing]
fr = ["financement ~2 terrorisme"]
exclude = ["financement public"]
[theme.security]
patterns = ["sécurité"]
"""


@pytest.fixture
def written(tmp_path):
    def write(name: str, text: str | bytes):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_the_built_in_lexicon(builtin):
    assert sorted(builtin.themes) == sorted(THEMES)
    assert all(
        builtin.themes.index(name.rsplit(".", 1)[0]) < builtin.themes.index(name) for name in THEMES if "." in name
    )
    assert cs.Lexicon.builtin().themes == builtin.themes
    with pytest.raises(LexiconError, match="security-cooperation"):
        cs.Lexicon.builtin("absent")


def test_a_built_in_lexicon_is_read_once_and_cannot_be_changed():
    one, two = cs.Lexicon.builtin("actors"), cs.Lexicon.builtin("actors")
    assert one._core is two._core
    before = one.hash
    one.themes.clear()
    one.select("country.MA")
    with pytest.raises(AttributeError):
        one._core.themes = None
    assert two.hash == before
    with pytest.raises(LexiconError, match=r"no built-in lexicon \['actors'\]"):
        cs.Lexicon.builtin(["actors"])


def test_the_built_in_actors(written):
    actors = cs.Lexicon.builtin("actors")
    assert {"country", "country.MA", "region.EU", "agency.DGSN"} <= set(actors.themes)
    assert cs.Lexicon.from_toml(written("actors.toml", actors.to_toml())) == actors
    assert 'country = "MA"' in actors.select("agency.DGSN").to_toml()


def test_toml_comes_back(written, builtin):
    lexicon = cs.Lexicon.from_toml(written("a.toml", TOML))
    assert lexicon.themes == ["terrorism", "terrorism.financing", "security"]
    again = cs.Lexicon.from_toml(written("b.toml", lexicon.to_toml()))
    assert again == lexicon
    assert hash(again) == hash(lexicon)
    assert cs.Lexicon.from_toml(str(written("c.toml", builtin.to_toml()))) == builtin
    assert lexicon != builtin


def test_nested_dictionaries_and_dotted_keys_mean_the_same():
    nested = cs.Lexicon.from_dict(
        {"a": {"patterns": ["un"], "b": {"patterns": ["deux"], "c": ["trois"]}}, "d": ["quatre"]}
    )
    dotted = cs.Lexicon.from_dict({"a": ["un"], "a.b": ["deux"], "a.b.c": ["trois"], "d": ["quatre"]})
    assert nested.themes == dotted.themes == ["a", "a.b", "a.b.c", "d"]
    assert nested == dotted


def test_quanteda_yaml(written):
    pytest.importorskip("yaml")
    path = written("a.yaml", "menace:\n  terrorisme: [terroris*]\n  NO: [on, yes]\nchiffres: [12, 2015-05-28]\n")
    lexicon = cs.Lexicon.from_yaml(path)
    assert lexicon.themes == ["menace", "menace.terrorisme", "menace.NO", "chiffres"]
    with pytest.raises(LexiconError, match=r"b\.yaml"):
        cs.Lexicon.from_yaml(written("b.yaml", "a: [b\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [terroris*]\nb: [c]\na: [drogue*]\n", r"a\.yaml, line 3: the key 'a' is used twice, first on line 1"),
        ("a:\n  b:\n    fr: [x]\n    fr: [y]\n", r"line 4: the key 'fr' is used twice, first on line 3"),
        ("a: [x]\nclasses: {pause: [un], 'pause': [deux]}\n", r"line 2: the key 'pause' is used twice"),
    ],
)
def test_a_key_that_is_twice_in_yaml_is_named_with_its_line(written, text, said):
    pytest.importorskip("yaml")
    with pytest.raises(LexiconError, match=said):
        cs.Lexicon.from_yaml(written("a.yaml", text))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "", r"a\.yaml: expected themes with lists of patterns, .* found nothing"),
        ("a.yaml", "- drogue*\n", r"a\.yaml: expected themes .* found a list"),
        ("a.yaml", "a: [b\n", r"a\.yaml: not valid YAML at line 2, column 1: [^\n]*"),
        ("a.yaml", "{}\n", r"a\.yaml: the file has no theme: expected themes .* such as `drugs: \[drogue\*\]`"),
        ("a.yaml", "exclude: [x]\n", r"a\.yaml: the file has no theme"),
        ("a.toml", "", r"a\.toml: the file has no theme: expected themes .* such as \[theme\.drugs\] with fr = "),
        ("a.toml", "# nothing\n[meta]\nname = 'x'\n", r"a\.toml: the file has no theme"),
        ("a.yaml.toml", "a: [b]\n", r"a\.yaml\.toml: not valid TOML at line 1"),
        ("a.toml", "theme = 3\n", r"a\.toml: theme: expected tables of themes, as \[theme\.NAME\], got integer 3"),
        ("a.toml", 'language = ["fr"]\n', r'a\.toml: unknown key "language"; expected one of .*a theme is written'),
        (
            "a.toml",
            "[meta]\naccents = 'fold'\n[theme.a]\nfr = ['x']\n",
            r'"accents" stands below \[meta\] and .* above the',
        ),
        ("a.toml", "[classes]\nexclude = ['y']\n[theme.a]\nfr = ['x']\n", r'"exclude" stands below \[classes\]'),
        ("a.toml", "[theme]\na = ['x']\naccents = 'fold'\n", r'"accents" stands below \[theme\]'),
        ("a.yaml", "accents: fold\na: [x]\n", r'a\.yaml: accents = "fold" is not a theme: only a lexicon in TOML can'),
        ("a.toml", "[theme.a]\nfr = ['x'\n", r"a\.toml: not valid TOML at line 2, column \d+: [^\n]*"),
    ],
)
def test_a_file_of_another_form_is_named_in_one_line(written, name, text, said):
    if name.endswith("yaml"):
        pytest.importorskip("yaml")
    read = cs.Lexicon.from_yaml if name.endswith("yaml") else cs.Lexicon.from_toml
    with pytest.raises(LexiconError) as caught:
        read(written(name, text))
    assert re.fullmatch(f".*{said}.*", str(caught.value))


@pytest.mark.parametrize("read", [cs.Lexicon.from_toml, cs.Lexicon.from_yaml])
@pytest.mark.parametrize("given", [3, None, {"a": ["x"]}])
def test_a_path_of_another_kind_is_named(read, given):
    with pytest.raises(TypeError, match=r"^path is .*: give the path of a file"):
        read(given)


def test_patterns_may_be_a_column():
    column = pl.Series(["terroris*", "drogue*"])
    wanted = cs.Lexicon.from_dict({"t": column.to_list()})
    assert cs.Lexicon.from_dict({"t": column}) == wanted
    assert cs.Lexicon.from_dict({"t": column.to_numpy()}) == wanted
    assert cs.Lexicon.from_dict({"t": (word for word in column)}) == wanted
    with pytest.raises(LexiconError, match='"t": expected a string'):
        cs.Lexicon.from_dict({"t": pl.Series([1.0])})


def test_a_lexicon_can_be_copied_and_sent_to_another_process(builtin):
    for again in (copy.deepcopy(builtin), pickle.loads(pickle.dumps(builtin))):
        assert again == builtin
        assert repr(again) == repr(builtin)


def test_selection_keeps_subtrees(builtin):
    assert builtin.select("terrorism").themes == THEMES[2:5]
    assert builtin.select("terrorism.financing", "cyber").themes.count("cyber") == 1
    with pytest.raises(LexiconError, match=r"'?terorism'?.*terrorism"):
        builtin.select("terorism")


@pytest.mark.parametrize("name", [["cyber"], 3])
def test_a_selection_is_of_names(builtin, name):
    with pytest.raises(TypeError, match=r"names of themes, as in select\(.*found "):
        builtin.select(name)


def test_a_selection_counts_as_the_whole(french, builtin):
    whole = dict(french.themes(builtin).select("theme", "count").rows())
    part = dict(french.themes(builtin.select("organised_crime")).select("theme", "count").rows())
    assert part == {theme: whole[theme] for theme in part}
    assert len(part) == 3


@pytest.mark.parametrize(
    ("themes", "theme", "pattern", "column"),
    [
        ({"t": ["a (b|c"]}, "t", "a (b|c", 3),
        ({"t": ["bon", "~4 a"]}, "t", "~4 a", 1),
        ({"t": {"u": ["é {absente}"]}}, "t.u", "é {absente}", 3),
        ({"t": ["😀 a ~4"]}, "t", "😀 a ~4", 5),
        ({"t": ["/(/"]}, "t", "/(/", None),
        ({"t": [""]}, "t", "", 1),
    ],
)
def test_a_wrong_pattern_names_theme_pattern_and_column(themes, theme, pattern, column):
    with pytest.raises(PatternError) as caught:
        cs.Lexicon.from_dict(themes)
    error = caught.value
    assert (error.theme, error.pattern) == (theme, pattern)
    assert isinstance(error.column, int)
    assert column is None or error.column == column
    assert theme in str(error)
    assert isinstance(error, cs.errors.CoopsecError)
    assert isinstance(error, ValueError)


def test_a_wrong_pattern_in_a_file_names_the_file(written):
    with pytest.raises(PatternError, match=r"faux\.toml") as caught:
        cs.Lexicon.from_toml(written("faux.toml", '[theme.t]\nfr = ["a (b"]\n'))
    assert caught.value.theme == "t"


@pytest.mark.parametrize("pattern", ["{tous} pays", "les {tous}", "(les {tous}|pays)"])
def test_a_class_without_patterns_is_told_where_it_is_used(pattern: str):
    with pytest.raises(PatternError, match='class "tous" has no pattern') as caught:
        cs.Lexicon.from_dict({"a": [pattern]}, classes={"tous": []})
    assert (caught.value.theme, caught.value.pattern, caught.value.column) == ("a", pattern, pattern.index("{") + 1)
    assert cs.Lexicon.from_dict({"a": ["pays"]}, classes={"tous": []}).themes == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "[theme.t\n",
        '[theme.t]\nfr = "un"\nzz = 3\n',
        "[theme.t]\nfr = [1]\n",
        '[theme.t]\ninconnu = ["a"]\n',
        '[themes.t]\nfr = ["a"]\n',
    ],
)
def test_a_malformed_file_is_named(written, text):
    with pytest.raises(LexiconError, match=r"faux\.toml"):
        cs.Lexicon.from_toml(written("faux.toml", text))


def test_a_file_that_is_no_utf_8_is_named(written):
    with pytest.raises(LexiconError, match=r"latin\.toml"):
        cs.Lexicon.from_toml(written("latin.toml", '[theme.t]\nfr = ["é"]\n'.encode("latin-1")))
    bom = written("bom.toml", "\ufeff" + TOML)
    assert "terrorism" in cs.Lexicon.from_toml(bom).themes


def test_a_missing_file_is_an_oserror():
    with pytest.raises(FileNotFoundError) as caught:
        cs.Lexicon.from_toml("absent.toml")
    assert caught.value.filename == "absent.toml"


@pytest.mark.parametrize("themes", [{"t": 3}, {"t": [3]}, {3: ["a"]}, {"": ["a"]}, {"t": None}, {"t": [["a"]]}])
def test_wrong_dictionaries_are_lexicon_errors(themes):
    with pytest.raises((LexiconError, TypeError)):
        cs.Lexicon.from_dict(themes)


@pytest.mark.parametrize(
    ("themes", "said"),
    [({"t": None}, '"t": '), ({"a": {"b": [1]}}, '"a.b": '), ({"t": b"x"}, '"t": '), ({"a": {1: ["x"]}}, '"a": '),
     ({"t": ["\ud800"]}, '"t": '), ({"t": {1, "x"}}, '"t": '), (None, "mapping of themes")],
)  # fmt: skip
def test_wrong_dictionaries_say_where(themes, said):
    with pytest.raises(LexiconError) as caught:
        cs.Lexicon.from_dict(themes)
    assert said in str(caught.value)


def test_exclusions_for_all_themes_are_lists_by_language_or_not():
    texts = pl.DataFrame(
        {"text": ["La drogue et la drogue douce.", "La droga y la droga blanda."], "lang": ["fr", "es"]}
    )
    corpus = cs.from_frame(texts)
    themes = {"t": ["drog*"]}
    count = lambda exclude: corpus.hits(cs.Lexicon.from_dict(themes, exclude=exclude)).height  # noqa: E731
    assert [count(()), count(["drogue douce"]), count({"es": ["droga blanda"], "patterns": ["drogue douce"]})] == [
        4,
        3,
        2,
    ]


@pytest.mark.parametrize("exclude", ["drogue", None, 1, [1], {"de": ["x"]}, {"fr": "x"}])
def test_wrong_exclusions_are_lexicon_errors(exclude, written):
    with pytest.raises(LexiconError, match="exclude"):
        cs.Lexicon.from_dict({"a": ["drogue"]}, exclude=exclude)


@pytest.mark.parametrize("exclude", ["terrorisme", "", "[[x]]", "{de: [x]}"])
def test_wrong_exclusions_of_yaml_are_lexicon_errors(exclude, written):
    with pytest.raises(LexiconError, match=r"faux\.yaml.*exclude"):
        cs.Lexicon.from_yaml(written("faux.yaml", f"exclude: {exclude}\na: [terror*]\n"))
    good = written("bon.yaml", "exclude: {fr: [terreur blanche]}\na: [terr*]\n")
    assert "terreur blanche" in cs.Lexicon.from_yaml(good).to_toml()


def test_themes_that_are_called_as_keys_are_written_whole(written):
    lexicon = cs.Lexicon.from_dict({"menace": {"fr": ["terroris*"], "sources": ["source*"], "notes": ["note*"]}})
    again = cs.Lexicon.from_toml(written("again.toml", lexicon.to_toml()))
    assert (again.themes, again) == (["menace", "menace.sources", "menace.notes"], lexicon)


def test_endless_depth_is_refused_without_a_crash():
    tree: dict[str, object] = {"t": ["a"]}
    for _ in range(900):
        tree = {"t": tree}
    with pytest.raises((LexiconError, RecursionError)):
        cs.Lexicon.from_dict(tree)
    with pytest.raises(PatternError):
        cs.Lexicon.from_dict({"t": ["(" * 100_000]})


def test_a_dictionary_that_holds_itself_is_an_ordinary_error():
    tree: dict[str, object] = {}
    tree["t"] = tree
    with pytest.raises((LexiconError, RecursionError, ValueError)):
        cs.Lexicon.from_dict(tree)


@pytest.mark.parametrize(
    "pattern",
    ["*" * 60, "(a|aa)" * 40, "/(a*)*b/", "/(x+x+)+y/", "a* " * 40, "/a{1000}{1000}/", "~100 ".join(["a "] * 12)],
)
def test_patterns_that_could_explode_do_not(pattern):
    corpus = cs.from_frame(pl.DataFrame({"text": ["a " * 2000 + "x" * 2000]}))
    try:
        corpus.hits({"t": [pattern]})
    except PatternError as error:
        assert error.theme == "t"  # noqa: PT017 - a clear refusal will do as well


def test_repr_tells_themes_and_patterns(builtin):
    assert "19 themes" in repr(builtin)


def test_a_file_of_the_other_kind_is_told_its_reader(written):
    with pytest.raises(LexiconError, match=r"a\.YML: read a \.YML file by Lexicon\.from_yaml$"):
        cs.Lexicon.from_toml(written("a.YML", "a: [b]\n"))
    with pytest.raises(LexiconError, match=r"a\.toml: read a \.toml file by Lexicon\.from_toml$"):
        cs.Lexicon.from_yaml(written("a.toml", "[theme.a]\n"))
