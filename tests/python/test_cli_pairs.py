"""The commands about co-occurrence and dispersion: the same frames as in Python, usage, and the terminal."""

from __future__ import annotations

import pytest

import coopsec as cs
from coopsec.cli.output import TABLES
from test_cli import ask, assert_csv, failed, refused, table


@pytest.fixture(scope="module")
def saved(sample, tmp_path_factory) -> str:
    """The sample corpus, read once for all commands."""
    folder = tmp_path_factory.mktemp("corpus") / "index"
    sample.save(folder)
    return str(folder)


@pytest.fixture(scope="module")
def stop(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("words") / "stop.txt"
    path.write_text("de\nla # article\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def actors(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("actors") / "actors.toml"
    path.write_text(ACTORS, encoding="utf-8")
    return str(path)


ACTORS = """
[theme.morocco]
country = "MA"
patterns = ["maroc*", "rabat"]
[theme.spain]
country = "ES"
patterns = ["espagn*", "madrid"]
"""


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ([], {}),
        (["--size", "3", "--min-count", "4"], {"size": 3, "min_count": 4}),
        (["--node", "coopération*", "--window", "2"], {"node": "coopération*", "window": 2}),
    ],
)
def test_collocations_are_the_frame_of_python(sample, saved, stop, options, asked):
    frame = sample.collocations(**asked)
    assert frame.height > 0
    assert_csv(ask("collocations", saved, *options), frame)
    stopped = sample.collocations(**asked, stopwords=["de", "la"])
    assert 0 < stopped.height < frame.height
    assert_csv(ask("collocations", saved, *options, "--stopwords", stop), stopped)


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ([], {}),
        (["--within", "paragraph", "--every", "year", "--nested-scope", "lexicon"],
         {"within": "paragraph", "every": "year", "nested_scope": "lexicon"}),
        (["--within", "document", "--by", "lang"], {"within": "document", "by": "lang"}),
    ],
)  # fmt: skip
def test_cooccurrence_is_the_frame_of_python(sample, saved, builtin, options, asked):
    frame = sample.cooccurrence(builtin, **asked)
    assert frame["count"].sum() > 0
    assert_csv(ask("cooccurrence", saved, *options), frame)


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--hub", "MA", "--within", "document", "--every", "year", "--confidence", "0.8"],
         {"hub": "MA", "within": "document", "every": "year", "confidence": 0.8}),
        (["--by", "lang"], {"by": "lang"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("theme", [None, "terrorism"])
def test_dyads_are_the_frame_of_python(sample, saved, builtin, options, asked, theme):
    themes = None if theme is None else builtin.select(theme)
    frame = sample.dyads(themes=themes, **asked)
    assert frame["count"].sum() > 0
    assert_csv(ask("dyads", saved, *options, *([] if theme is None else ["--theme", theme])), frame)


@pytest.mark.parametrize("theme", [None, "terrorism"])
def test_the_passages_of_dyads_are_the_frame_of_python(sample, saved, builtin, theme):
    options = [] if theme is None else ["--lexicon", "security-cooperation", "--theme", theme]
    themes = None if theme is None else builtin.select(theme)
    frame = sample.dyad_hits("MA", "document", themes)
    assert frame.height > 0
    assert_csv(ask("dyads", saved, "--hub", "MA", "--within", "document", "--passages", *options), frame)


def test_dyads_take_actors_of_ones_own(sample, saved, actors):
    own = cs.Lexicon.from_toml(actors)
    frame = sample.dyads(actors=own)
    assert frame.select("left", "right").rows() == [("ES", "MA")]
    assert_csv(ask("dyads", saved, "--actors", actors), frame)
    assert_csv(ask("dyads", saved, "--actors", actors, "--passages"), sample.dyad_hits(actors=own))


@pytest.mark.parametrize(
    ("options", "terms"),
    [
        (["--term", "terroris*", "--term", "sécurité"], ["terroris*", "sécurité"]),
        (["--all-terms", "--min-count", "5"], None),
    ],
)
def test_dispersion_of_terms_is_the_frame_of_python(sample, saved, options, terms):
    frame = sample.dispersion(terms, parts="source", min_count=5 if terms is None else 1)
    assert frame.height > 0
    assert_csv(ask("dispersion", saved, *options, "--parts", "source"), frame)


def test_dispersion_of_themes_is_the_frame_of_python(sample, saved, builtin):
    assert_csv(ask("dispersion", saved), sample.dispersion(builtin))
    frame = sample.dispersion(builtin.select("migration"), nested_scope="lexicon")
    assert_csv(ask("dispersion", saved, "--theme", "migration", "--nested-scope", "lexicon"), frame)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["collocations", "--node", "paix", "--size", "3"], "--size is for words side by side"),
        (["collocations", "--size", "6"], "--size: invalid choice:"),
        (["dispersion", "--term", "paix", "--all-terms"], "exclude each other"),
        (["dyads", "--passages", "--every", "year"], "leave out --every and --by"),
        (["cooccurrence", "-o", "out.svg"], f"cooccurrence has no chart; its result is written as {', '.join(TABLES)}"),
    ],
)
def test_options_that_do_not_fit_end_with_2(capsys, saved, args, words):
    assert words in refused(capsys, args[0], saved, *args[1:])


def test_what_is_unknown_ends_with_1(capsys, saved):
    assert "--actors none: no such file" in failed(capsys, "dyads", saved, "--actors", "none")
    assert "did you mean 'source'" in failed(capsys, "dispersion", saved, "--parts", "sourc")


@pytest.mark.parametrize(
    "args",
    [
        ["collocations", "--node", "sécurité"],
        ["cooccurrence"],
        ["dispersion"],
        ["dyads", "--theme", "terrorism"],
        ["dyads", "--hub", "MA", "--passages"],
        ["dyads", "--hub", "MA", "--passages", "--long"],
    ],
)
def test_pairs_in_a_terminal_fit_it(saved, args):
    lines = table(args[0], saved, *args[1:], width=100)
    assert len(lines) > 3
    assert max(map(len, lines)) <= 100


def test_a_passage_is_shown_from_one_country_to_the_other(sample, saved):
    row = sample.dyad_hits("MA").row(0, named=True)
    begin = row["start"] - row["sentence_start"]
    passage = row["sentence"][begin : row["end"] - row["sentence_start"]]
    shown = table("dyads", saved, "--hub", "MA", "--passages", "--rows", "1", width=900)
    assert shown[0] == f"{row['doc_id']}  {row['date_start'] or ''}".rstrip()
    assert passage.split("\n")[0] in shown[1]
