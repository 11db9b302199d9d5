"""The command line: the same numbers as in Python, files by suffix, exit codes, and what a terminal shows."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from coopsec.cli import commands, main
from coopsec.cli.table import clip, lines_of, numbers, plain, sheet_of, width_of

ROOT = Path(__file__).resolve().parents[2]
CORPUS = str(ROOT / "corpus")
FRENCH = str(ROOT / "corpus" / "fr")
LEXICON = "security-cooperation"


def run(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a shell does, with its output piped."""
    command = [sys.executable, "-m", "coopsec", *args]
    return subprocess.run(
        command, input=stdin, capture_output=True, env={**os.environ, **env}, check=False, timeout=120
    )


def ask(*args: str, stdin: bytes = b"", width: int = 80, encoding: str = "utf-8") -> bytes:
    """Run the command in process, check that it succeeds, and return its output."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr(sys, "stdout", out)
        patch.setenv("COLUMNS", str(width))
        assert main(args) == 0
    return out.detach().getvalue()


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Run a wrong command in process, and return the last line of the message."""
    with pytest.raises(SystemExit) as stopped:
        main(args)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.strip().splitlines()[-1]


def failed(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Run work that must fail, in process, and return the line that says why."""
    assert main(args) == 1
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line for line in err.splitlines() if "skipped" not in line]
    assert len(lines) == 1, err
    assert lines[0].startswith("coopsec: ")
    return lines[0].removeprefix("coopsec: ")


def test_what_is_written_wrongly_in_the_command_is_wrong_usage(capsys):
    assert "unclosed group" in refused(capsys, "kwic", "(a", CORPUS)
    told = refused(capsys, "kwic", CORPUS, "la paix")
    assert told.endswith(f": the pattern comes first, as in coopsec kwic 'la paix' {shlex.quote(CORPUS)}")
    assert "unclosed group" in refused(capsys, "dispersion", CORPUS, "--term", "(a")
    assert "is a folder: give one text" in refused(capsys, "tokens", CORPUS)
    assert "--theme selects from a lexicon" in refused(capsys, "dispersion", CORPUS, "--all-terms", "--theme", "cyber")
    assert "--theme selects from a lexicon" in refused(capsys, "dispersion", CORPUS, "--term", "a", "--theme", "cyber")


@pytest.mark.parametrize("lexicon", ['exclude = ["(a"]\n[theme.t]\nfr = ["x"]', '[theme.t]\nfr = ["(a"]'])
def test_a_wrong_pattern_of_a_file_is_a_failure(tmp_path, capsys, lexicon):
    path = tmp_path / "own.toml"
    path.write_text(lexicon, encoding="utf-8")
    assert "own.toml" in failed(capsys, "themes", CORPUS, "--lexicon", str(path))


def assert_csv(given: bytes, frame: pl.DataFrame) -> None:
    """Assert that the CSV reads back as the frame, with numbers exact to the last bit."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    flat = frame.with_columns(pl.col(name).list.join(" | ").replace("", None) for name in lists)
    found = pl.read_csv(io.BytesIO(given), schema=flat.schema)
    assert found.height == frame.height
    assert_frame_equal(found, flat, check_exact=True)


@pytest.fixture(scope="module")
def corpus() -> cs.Corpus:
    return cs.read_corpus(CORPUS)


@pytest.fixture(scope="module")
def lexicon() -> cs.Lexicon:
    return cs.Lexicon.builtin(LEXICON)


def test_themes_on_a_pipe_are_the_frame_of_python(corpus, lexicon):
    frame = corpus.themes(lexicon, every="quarter")
    assert frame["count"].sum() > 0
    done = run("themes", CORPUS, "--every", "quarter")
    assert done.returncode == 0
    assert_csv(done.stdout, frame)


def test_themes_with_every_option_are_the_frame_of_python(corpus, lexicon):
    frame = corpus.filter(pl.col("lang") != "ar").themes(
        lexicon.select("terrorism", "migration"),
        every="decade",
        by=["lang", "date_precision"],
        confidence=0.8,
        nested_scope="lexicon",
    )
    given = ask(
        "themes", CORPUS, "--theme", "terrorism", "--theme", "migration", "--every", "10y", "--by", "lang",
        "--by", "date_precision", "--confidence", "0.8", "--nested-scope", "lexicon", "--where", "lang!=ar",
    )  # fmt: skip
    assert_csv(given, frame)


def test_terms_are_the_frame_of_python(corpus, tmp_path):
    stop = tmp_path / "stop.txt"
    stop.write_text("# articles\nla\nles # plural\n\nl'\n#maroc\n", encoding="utf-8")
    frame = corpus.frequency("year", "lang", ngram=2, min_count=3, top=20, stopwords=["la", "les", "l'", "#maroc"])
    given = ask(
        "terms", CORPUS, "--every", "year", "--by", "lang", "--ngram", "2", "--min-count", "3", "--top", "20",
        "--stopwords", str(stop),
    )  # fmt: skip
    assert_csv(given, frame)


@pytest.mark.parametrize("rollup", [False, True])
def test_hits_are_the_frame_of_python(corpus, lexicon, rollup):
    frame = corpus.hits(lexicon, rollup=rollup)
    assert_csv(ask("hits", CORPUS, *(["--rollup"] if rollup else [])), frame)
    frame = corpus.hits(lexicon, rollup=rollup, nested_scope="lexicon")
    assert_csv(ask("hits", CORPUS, "--nested-scope", "lexicon", *(["--rollup"] if rollup else [])), frame)


def test_kwic_is_the_frame_of_python(corpus):
    frame = corpus.kwic("échange* ~4 renseignement*", window=3, within="document")
    given = ask("kwic", "échange* ~4 renseignement*", CORPUS, "--window", "3", "--within", "document")
    assert frame.height > 5
    assert_csv(given, frame)


def test_intervals_and_composition_are_those_of_python(corpus, lexicon):
    themes = lexicon.select("migration")
    given = ask(
        "themes",
        CORPUS,
        "--theme",
        "migration",
        "--every",
        "year",
        "--interval",
        "bca",
        "--seed",
        "3",
        "--cluster",
        "source",
    )
    frame = corpus.themes(themes, every="year", interval="bca", seed=3, cluster="source")
    assert_csv(given, frame)
    given = ask(
        "themes", CORPUS, "--theme", "migration", "--every", "year", "--standardise", "source", "--dedupe", "story"
    )
    assert_csv(given, corpus.themes(themes, every="year", standardise="source", dedupe="story"))


def test_the_help_fits_the_terminal():
    given = run("--help", COLUMNS="60").stdout.decode()
    _, _, end = given.partition("press/ stands for")
    assert len(end) > 100
    assert all(len(line) <= 60 for line in end.splitlines())
    assert "  coopsec themes press/ --every year --theme terrorism -o terrorism.html\n" in given  # to be copied


def test_dates_say_why_a_column_is_not_read(tmp_path):
    (tmp_path / "a.csv").write_text("date,text\n14 mars 19,Rabat.\n", encoding="utf-8")
    given = ask("dates", str(tmp_path / "a.csv")).decode()
    assert "14 mars 19" in given
    assert "cannot be read as a date" in given


def test_keyness_takes_measures(corpus):
    given = ask(
        "keyness", CORPUS, "--target", "lang=es", "--unit", "docs", "--measure", "chi2", "--correction", "yates",
        "--adjust", "bh", "--extra", "log_odds", "--extra", "percent_diff",
    )  # fmt: skip
    frame = corpus.keyness(
        pl.col("lang") == "es",
        unit="docs",
        measure="chi2",
        correction="yates",
        adjust="bh",
        extra=["log_odds", "percent_diff"],
    )
    assert_csv(given, frame)


def test_keyness_takes_target_and_reference(corpus):
    dated = corpus.filter(pl.col("date_start").is_not_null())
    frame = dated.keyness(pl.col("date_start") >= date(2018, 1, 1), pl.col("date_end") < date(2011, 1, 1), min_count=4)
    given = ask("keyness", CORPUS, "--target", "date_start>=2018", "--reference", "date_end<=2010", "--min-count", "4")
    assert_csv(given, frame)


def test_keyness_compares_with_the_rest_and_tells_the_warning_in_one_line(corpus):
    done = run("keyness", CORPUS, "--target", "date_start>=2018")
    with pytest.warns(cs.errors.CoopsecWarning) as told:
        frame = corpus.keyness(pl.col("date_start") >= date(2018, 1, 1))
    assert_csv(done.stdout, frame)
    lines = done.stderr.decode().splitlines()
    assert f"coopsec: warning: {told[0].message}" in lines
    assert all(line.startswith("coopsec: ") for line in lines)


def test_dates_list_every_document(corpus):
    columns = [
        "doc_id", "date_start", "date_end", "date_precision", "date_origin", "date_raw", "date_conflicts", "warnings",
    ]  # fmt: skip
    frame = corpus.documents.select(columns)
    assert frame["date_conflicts"].list.len().sum() > 0
    assert_csv(ask("dates", CORPUS), frame)


def test_summary_and_the_list_of_the_skipped(corpus):
    assert_csv(ask("summary", CORPUS), corpus.summary())
    skipped = ask("summary", CORPUS, "--skipped")
    assert b"README.md" in skipped
    assert_csv(skipped, corpus.skipped)


def test_a_text_in_the_place_of_its_file_is_told_where_it_is_read_from(capsys):
    said = failed(capsys, "tokens", "L'Espagne")
    assert "L'Espagne: No such file or directory; to give the text itself, use standard input" in said


def test_an_option_that_a_command_does_not_have_is_told_by_that_command(capsys):
    said = refused(capsys, "methods", CORPUS, "--report-lang", "fr")
    assert said.startswith("coopsec methods: error: unrecognized arguments: --report-lang fr; coopsec methods --help")


def test_tokens_of_a_file_and_of_standard_input(tmp_path):
    text = "L’Espagne lit-on à 20h30 : œuvre"
    frame = cs.tokenize(text)
    assert_csv(ask("tokens", stdin=text.encode()), frame)
    assert_csv(ask("tokens", "-", stdin=text.encode()), frame)
    path = tmp_path / "text.txt"
    path.write_bytes(text.encode("cp1252"))
    assert_csv(ask("tokens", str(path)), frame)
    whole = cs.tokenize(text, "und")
    assert whole.height != frame.height
    assert_csv(ask("tokens", str(path), "--lang", "und"), whole)
    split = cs.tokenize("porte-parole de l'État", elision=False, hyphens="split")
    assert_csv(ask("tokens", "--no-elision", "--hyphens", "split", stdin="porte-parole de l'État".encode()), split)


def test_reading_options_reach_the_reader(tmp_path):
    table = tmp_path / "press.csv"
    table.write_text(
        "nr,head,words,day,paper\n7,Titre,Le terrorisme recule.,2016-02-01,X\n8,Autre,La douane.,2017-02-01,Y\n",
        encoding="utf-8",
    )
    given = ask(
        "dates", str(table), "--text", "head", "--text", "words", "--date", "day", "--id", "nr", "--source", "paper",
        "--where", "source=X", "--threads", "1", "--no-progress",
    )  # fmt: skip
    assert given.splitlines()[1].startswith(b"7,2016-02-01,2016-02-01,day,metadata,")
    assert len(given.splitlines()) == 2


@pytest.mark.parametrize(
    ("options", "predicate"),
    [
        (["--where", "lang=es", "--where", "lang=ar"], pl.col("lang").is_in(["es", "ar"])),
        (["--where", "lang=fr", "--where", "n_tokens>180"], (pl.col("lang") == "fr") & (pl.col("n_tokens") > 180)),
        (["--where", "date_raw="], pl.col("date_raw").is_null()),
        (["--where", "date_raw!="], pl.col("date_raw").is_not_null()),
        (["--where", "date_start=2015"], pl.col("date_start").dt.year() == 2015),
        (["--where", "date_start>2015"], pl.col("date_start") >= date(2016, 1, 1)),
        (["--where", "date_start<2015-03"], pl.col("date_start") < date(2015, 3, 1)),
        (["--since", "2014-05", "--until", "2016"],
         pl.col("date_start").ge(date(2014, 5, 1)) & pl.col("date_end").le(date(2016, 12, 31))),
        (["--where", "date_precision!=day"], pl.col("date_precision") != "day"),
    ],
)  # fmt: skip
def test_conditions_choose_documents(corpus, options, predicate):
    chosen = corpus.documents.filter(predicate)["doc_id"].to_list()
    assert 0 < len(chosen) < len(corpus)
    given = ask("dates", CORPUS, *options, "--format", "jsonl")
    assert [json.loads(line)["doc_id"] for line in given.splitlines()] == chosen


def test_a_lexicon_of_ones_own(corpus, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[theme.fight]\nfr = ["terroris*"]\n', encoding="utf-8")
    frame = corpus.filter(pl.col("lang") == "fr").themes({"fight": {"fr": ["terroris*"]}})
    given = ask("themes", CORPUS, "--lexicon", str(path), "--where", "lang=fr")
    assert_csv(given, frame)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".json", ".jsonl"])
def test_tables_are_written_by_suffix(corpus, tmp_path, suffix):
    frame = corpus.themes(cs.Lexicon.builtin(LEXICON), every="year")
    path = tmp_path / f"out{suffix}"
    done = run("themes", CORPUS, "--every", "year", "-o", str(path))
    assert (done.returncode, done.stdout) == (0, b"")
    assert f"coopsec: wrote {path}" in done.stderr.decode().splitlines()
    if suffix == ".csv":
        assert_csv(path.read_bytes(), frame)
    elif suffix == ".parquet":
        assert_frame_equal(pl.read_parquet(path), frame, check_exact=True)
    else:
        text = path.read_text(encoding="utf-8")
        rows = json.loads(text) if suffix == ".json" else [json.loads(line) for line in text.splitlines()]
        assert [row["count"] for row in rows] == frame["count"].to_list()
        assert rows[0]["period"] == "2003-01-01"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("suffix", "start"), [(".html", b"<!DOCTYPE html>"), (".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF")]
)
def test_charts_are_written_by_suffix(tmp_path, suffix, start):
    pytest.importorskip("vl_convert")
    path = tmp_path / f"out{suffix}"
    ask("themes", FRENCH, "--every", "year", "--theme", "terrorism", "-o", str(path))
    assert path.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_and_charts_at_once(tmp_path):
    pytest.importorskip("vl_convert")
    page, rows = tmp_path / "out.html", tmp_path / "out.csv"
    shown = ask("terms", FRENCH, "--every", "year", "--top", "2", "-o", str(page), "-o", str(rows), "--format", "csv")
    assert rows.read_bytes() == shown
    assert page.stat().st_size > 100_000


def test_a_chart_of_one_theme_over_groups(tmp_path):
    pytest.importorskip("vl_convert")
    path = tmp_path / "out.svg"
    command = ("themes", CORPUS, "--every", "decade", "--by", "lang", "--theme", "terrorism")
    ask(*command, "-o", str(path), "--chart-lang", "fr", "--value", "doc_share")
    assert ">es<" in path.read_text(encoding="utf-8")


def test_a_lexicon_of_one_theme_needs_no_theme_named_for_a_chart_of_its_groups(tmp_path):
    pytest.importorskip("vl_convert")
    lexicon, path = tmp_path / "one.toml", tmp_path / "out.svg"
    lexicon.write_text('[theme.drugs]\npatterns = ["drogue*", "droga*"]\n', encoding="utf-8")
    assert main(["themes", CORPUS, "--lexicon", str(lexicon), "--every", "year", "--by", "lang", "-o", str(path)]) == 0
    assert "drugs" in path.read_text(encoding="utf-8")


def test_a_chart_of_standardised_themes(tmp_path):
    pytest.importorskip("vl_convert")
    path = tmp_path / "out.svg"
    two = ("--theme", "migration", "--theme", "cyber")
    ask("themes", CORPUS, *two, "--every", "year", "--standardise", "source", "-o", str(path))
    assert ">Cyber<" in path.read_text(encoding="utf-8")


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch, capsys):
    path = tmp_path / "out.parquet"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    assert failed(capsys, "summary", CORPUS, "-o", str(path)) == f"{path}: No space left on device"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["themes", CORPUS, "--every", "fortnight"], "invalid choice: 'fortnight'"),
        (["themes", CORPUS, "--confidence", "95"], "'95' is not between 0 and 1"),
        (["themes", CORPUS, "--confidence", "nan"], "'nan' is not between 0 and 1"),
        (["themes", CORPUS, "-o", "out.xlsx"], "unknown suffix .xlsx; use .csv"),
        (["themes", CORPUS, "-o", "out"], "unknown suffix (none)"),
        (["themes", CORPUS, "-o", "out.html"], "a chart needs --every"),
        (
            ["themes", CORPUS, "--every", "year", "--by", "lang", "-o", "o.svg"],
            "19: choose up to 8, such as --theme coop",
        ),
        (["terms", CORPUS, "--every", "year", "--by", "lang", "-o", "o.svg"], "leave out --by"),
        (["hits", CORPUS, "-o", "out.png"], "hits has no chart"),
        (["dates", CORPUS, "-o", "out.html"], "dates has no chart"),
        (["kwic", "paix"], "required: PATH"),
        (["kwic", "paix", CORPUS, "--window", "0"], "0 is too small"),
        (["terms", CORPUS, "--top", "-3"], "'-3' is not a whole number"),
        (["keyness", CORPUS], "required: --target"),
        (["keyness", CORPUS, "--target", "date_start"], "is not a condition: write COLUMN=VALUE"),
        (["dates", CORPUS, "--since", "hier"], "'hier' is not a date: write 2018"),
        (["dates", CORPUS, "--on-error", "ignore"], "invalid choice: 'ignore'"),
        (["tokens", "--lang", "xx"], "invalid choice: 'xx'"),
        (["count", CORPUS], "invalid choice: 'count'"),
        ([], "options of a command."),
    ],
)
def test_wrong_usage_ends_with_2(capsys, args, words):
    assert words in refused(capsys, *args)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["themes", "no/such/folder"], "no/such/folder: No such file or directory"),
        (["themes", "no/*.txt"], "no/*.txt: no file matches"),
        (["themes", CORPUS, "--lexicon", "none.toml"], "none.toml: No such file or directory"),
        (["themes", CORPUS, "--lexicon", "none"], "--lexicon none: no such file, and no built-in lexicon 'none'"),
        (["themes", CORPUS, "--theme", "terorism"], 'there is no theme "terorism"'),
        (["themes", CORPUS, "--by", "sourc"], "did you mean 'source'"),
        (
            ["themes", CORPUS, "-o", "no/such/out.csv"],
            "no/such/out.csv: the folder no/such does not exist: create it first",
        ),
        (["dates", CORPUS, "--where", "sourc=MAP"], "--where: no column 'sourc'; did you mean 'source'"),
        (["dates", CORPUS, "--where", "n_tokens>many"], "--where n_tokens>many: column 'n_tokens' holds numbers"),
        (["dates", CORPUS, "--where", "date_start>soon"], "'soon' is not a date"),
        (["dates", CORPUS, "--where", "warnings=x"], "holds lists"),
        (["keyness", CORPUS, "--target", "lang=de"], "--target lang=de: no document meets it"),
        (["terms", CORPUS, "--stopwords", "none.txt"], "none.txt: No such file or directory"),
        (["tokens", "none.txt"], "none.txt: No such file or directory"),
    ],
)
def test_work_that_fails_ends_with_1_and_one_line(capsys, args, words):
    assert words in failed(capsys, *args)


def test_failure_of_the_process_has_no_traceback():
    done = run("kwic", "paix", "not there")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Traceback" not in done.stderr


@pytest.fixture
def damaged(tmp_path) -> Path:
    """A folder with a document and a table that cannot be read."""
    (tmp_path / "good.txt").write_text("La coopération avance.", encoding="utf-8")
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    return tmp_path


def test_a_bad_file_stops_or_is_skipped(capsys, damaged):
    told = failed(capsys, "summary", str(damaged))
    assert "bad.parquet: not a readable parquet table" in told
    assert told.endswith("; --on-error skip lists it and reads the rest")
    assert "--on-error" not in failed(capsys, "summary", str(damaged / "absent.txt"))
    assert main(["dates", str(damaged), "--on-error", "skip"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[1].startswith("good.txt,")
    assert err == f"coopsec: 1 file or row skipped: see coopsec summary {damaged} --on-error skip\n"


def test_no_document_is_an_empty_table_and_a_warning(capsys, tmp_path):
    assert main(["themes", str(tmp_path), "--every", "year"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("period,theme,count,")
    assert len(out.splitlines()) == 1
    assert err == "coopsec: warning: no document was found\n"
    for command in (["themes"], ["themes", "--every", "year"], ["hits"], ["terms"], ["dates"]):
        assert main([command[0], str(tmp_path), *command[1:], "--format", "table"]) == 0


def test_version_and_help(capsys):
    for option, words in (("--version", f"coopsec {cs.__version__}"), ("--help", "themes press/ --every quarter")):
        with pytest.raises(SystemExit) as stopped:
            main([option])
        assert stopped.value.code == 0
        assert words in capsys.readouterr().out


def test_each_file_of_commands_is_a_command_that_explains_itself(capsys):
    files = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^    ([a-z]+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == files
    for verb in listed:
        with pytest.raises(SystemExit) as stopped:
            main([verb, "--help"])
        assert stopped.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: coopsec {verb} ")


def table(*args: str, width: int = 80) -> list[str]:
    """Lines of a table as shown in a terminal of that width."""
    return ask(*args, "--format", "table", width=width).decode().splitlines()


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize(
    "args",
    [
        ["summary", CORPUS],
        ["themes", CORPUS],
        ["themes", CORPUS, "--every", "month"],
        ["themes", CORPUS, "--every", "year", "--by", "lang"],
        ["themes", CORPUS, "--long", "--every", "year"],
        ["terms", CORPUS, "--top", "9", "--every", "week"],
        ["hits", CORPUS],
        ["hits", CORPUS, "--long"],
        ["kwic", "coopération", CORPUS],
        ["keyness", CORPUS, "--target", "lang=es"],
        ["dates", CORPUS],
    ],
)
def test_tables_fit_the_terminal(args: Sequence[str], width: int):
    lines = table(*args, width=width)
    assert len(lines) > 5
    assert max(map(width_of, lines)) <= width


def test_a_table_over_time_shows_the_counts_of_the_frame(corpus, lexicon):
    lines = table("themes", CORPUS, "--every", "decade", "--theme", "migration", "--value", "count", width=120)
    counts = corpus.themes(lexicon.select("migration"), every="decade").rows(named=True)
    names = ["2000s*", "2010s", "2020s*", "(none)"]
    expected = [[name, f"{row['n_docs']:,}", str(row["count"])] for name, row in zip(names, counts, strict=True)]
    assert [line.split() for line in lines[2:6]] == expected


def test_a_table_over_time_keeps_missing_and_empty_groups_apart(tmp_path):
    rows = {"text": ["drogue", "drogue drogue"], "date": ["2015-01-01"] * 2, "desk": [None, ""]}
    pl.DataFrame(rows).write_parquet(tmp_path / "press.parquet")
    (tmp_path / "drugs.toml").write_text('[theme.drugs]\nfr = ["drogue*"]\n', encoding="utf-8")
    asked = ("themes", str(tmp_path / "press.parquet"), "--lexicon", str(tmp_path / "drugs.toml"))
    shown = ask(
        *asked, "--every", "year", "--by", "desk", "--value", "count", "--format", "table", "--no-notes"
    ).decode()
    counts = [line.split()[-1] for line in shown.splitlines() if line.startswith("2015")]
    assert sorted(counts) == ["1", "2"]


def test_rows_are_cut_only_where_said(corpus):
    more = len(corpus) - 3
    three, every = (table("dates", CORPUS, "--rows", rows, width=300) for rows in ("3", "0"))
    assert three[-2:] == ["", f"… {more} more rows: --rows 0 shows all, -o FILE.csv writes all"]
    assert len(every) == len(three) - 2 + more


def test_cells_are_one_line_and_steer_no_terminal():
    assert plain("a\nb\x1b[31mc\u2028d") == "a b [31mc d"
    assert plain(["x", None]) == "x | "
    assert (width_of("é"), width_of("e\u0301"), width_of("東京")) == (1, 1, 4)
    assert clip("coopération", 5) == "coop…"
    assert clip("coopération", 5, at_start=True) == "…tion"
    assert clip("paix", 4) == "paix"


def test_numbers_have_the_digits_that_their_size_asks_for():
    assert numbers([1234.56, 0.5, None]) == ["1,235", "0", ""]
    assert numbers([12.345, 1.0]) == ["12.35", "1.00"]
    assert numbers([0.5, 0.00001]) == ["0.500", "1.0e-05"]
    assert numbers([3, 0]) == ["3", "0"]


def test_blocks_repeat_the_keys():
    frame = pl.DataFrame({"doc_id": ["a"], **{f"column_{n}": ["x" * 20] for n in range(4)}})
    lines = lines_of(sheet_of(frame, 1, None), 50)
    assert [line.split()[0] for line in lines if "x" in line] == ["a", "a"]
    assert max(map(len, lines)) <= 50


@pytest.mark.parametrize(
    ("command", "out"),
    [
        (["dates", "presse.csv"], "presse.csv"),
        (["dates", "."], "presse.csv"),
        (["dates", "*.csv"], "./presse.csv"),
        (["summary", "lien.csv"], "presse.csv"),
        (["summary", "presse.csv"], "lien.csv"),
        (["report", "."], "page.html"),
        (["themes", ".", "--every", "year"], "page.html"),
        (["tokens", "presse.csv"], "presse.csv"),
        (["precision", "presse.csv"], "presse.csv"),
        (["agreement", "presse.csv", "autre.csv"], "autre.csv"),
        (["validate", "autre.csv", "presse.csv"], "autre.csv"),
        (["interrupted", "presse.csv", "--events", "autre.csv"], "autre.csv"),
    ],
)
def test_a_result_is_not_written_over_what_is_read(tmp_path, monkeypatch, capsys, command, out):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "presse.csv").write_text("texte,date\nLe Maroc coopère.,2015\n", encoding="utf-8")
    (tmp_path / "autre.csv").write_text("texte\nUn.\n", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>Une page.</p>", encoding="utf-8")
    (tmp_path / "lien.csv").symlink_to("presse.csv")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert "this command reads the file, and would overwrite it" in refused(capsys, *command, "-o", out)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_empty_path_is_told_also_in_the_folder_of_an_index(corpus, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    told = "the path is empty (is a shell variable unset?): give the path of a file or folder"
    assert failed(capsys, "summary", "") == told
    corpus.save(tmp_path)
    assert failed(capsys, "summary", "") == told
    assert failed(capsys, "check", "") == told
    with pytest.raises(FileNotFoundError, match="the path is empty"):
        cs.open_corpus("")


def test_an_old_result_in_a_folder_that_is_not_read_is_replaced(tmp_path):
    (tmp_path / "presse").mkdir()
    (tmp_path / "presse" / "a.txt").write_text("Le Maroc coopère.", encoding="utf-8")
    (tmp_path / "dates.csv").write_text("old", encoding="utf-8")
    ask("dates", str(tmp_path / "presse"), "-o", str(tmp_path / "dates.csv"))
    assert (tmp_path / "dates.csv").read_text(encoding="utf-8") != "old"


def test_output_that_nobody_reads_ends_quietly():
    command = [sys.executable, "-m", "coopsec", "hits", CORPUS, "--rollup"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read().decode()
        assert process.wait(timeout=120) == 141
    assert "Traceback" not in told
    assert "BrokenPipe" not in told


def run_closed(*args: str, closed: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command from a shell that closes one of its streams, as with ``>&-``."""
    script = f'exec "$@" {closed}'
    command = ["sh", "-c", script, "sh", sys.executable, "-m", "coopsec", *args]
    return subprocess.run(command, capture_output=True, check=False, timeout=120)


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
def test_a_closed_output_is_told_in_one_line_unless_files_were_asked_for(tmp_path):
    told = b"coopsec: standard output is closed, so the result cannot be written\n"
    for args in (["kwic", "terrorisme", FRENCH], ["summary", FRENCH, "--format", "table"], ["methods", FRENCH]):
        done = run_closed(*args, closed=">&-")
        assert (done.returncode, done.stderr) == (1, told)
    path = tmp_path / "out.csv"
    done = run_closed("themes", FRENCH, "--no-notes", "-o", str(path), closed=">&-")
    assert (done.returncode, done.stderr.decode()) == (0, f"coopsec: wrote {path}\n")
    assert path.read_bytes() == ask("themes", FRENCH)


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
def test_other_closed_streams_end_no_work():
    done = run_closed("themes", FRENCH, "--progress", closed="2>&-")
    assert (done.returncode, done.stdout) == (0, ask("themes", FRENCH))
    done = run_closed("tokens", closed="<&-")
    told = b"coopsec: standard input is closed, so no text can be read from it: name a file\n"
    assert (done.returncode, done.stderr) == (1, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_a_failure():
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "coopsec", "summary", CORPUS]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (1, b"coopsec: standard output: No space left on device\n")


def test_an_interrupt_ends_with_130(monkeypatch, capsys):
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coopsec.cli.inputs.read_corpus", interrupt)
    assert main(["summary", CORPUS]) == 130
    assert capsys.readouterr().err == "coopsec: interrupted\n"


def test_an_encoding_without_the_letters_loses_nothing():
    plainly = ask("kwic", "تبادل", CORPUS)
    assert "تبادل" in plainly.decode()
    assert ask("kwic", "تبادل", CORPUS, encoding="ascii") == plainly
    shown = run("dates", CORPUS, "--rows", "2", "--format", "table", PYTHONIOENCODING="ascii")
    assert shown.returncode == 0
    assert b"---" in shown.stdout
    assert b"\\u0662\\u0660" in shown.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_gets_a_table():
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coopsec", "themes", CORPUS, "--every", "decade", "--theme", "migration"]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "90"}):
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:  # the other side is closed
            pass
    os.close(ours)
    lines = shown.decode().splitlines()
    assert lines[0].split() == ["period", "n_docs", "migration"]
    assert lines[2].startswith("2000s*")


def test_long_paths_keep_their_ends():
    """Cut at the end, all files of one folder looked the same."""
    skipped = pl.DataFrame({"origin": [f"/a/very/long/folder/of/press/{name}" for name in ("README.md", "b.toml")]})
    lines = lines_of(sheet_of(skipped, 1, None), 30)
    assert [line.strip() for line in lines[2:4]] == ["…/of/press/README.md", "…der/of/press/b.toml"]
