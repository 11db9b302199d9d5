"""The saved index: same frames, appended documents, refused damage, and what a kill or a full disk leaves behind."""

from __future__ import annotations

import copy
import errno
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import coopsec as cs
from conftest import read_quietly
from coopsec.cli import main
from coopsec.errors import ColumnError, SavedIndexError

MORE = pl.DataFrame(
    {
        "key": ["a", "z"],
        "texte": ["Le terrorisme et la drogue.", "Coopération sans fin."],
        "parution": ["2016-03-01", "2016-04"],
        "journal": ["MAP", "EFE"],
        "page": ["9", "dix"],
        "rubrique2": [None, "monde"],
    }
)
ROLES = {"text": "texte", "date": "parution", "id": "key", "source": "journal"}


def frames(corpus: cs.Corpus, themes: cs.Lexicon) -> list[pl.DataFrame]:
    """The answers to the questions."""
    return [
        read_quietly(lambda: corpus.documents),
        corpus.themes(themes, every="quarter", by="source"),
        corpus.hits(themes, rollup=True),
        corpus.kwic("(terrorisme|drogue)", window=3),
        corpus.frequency(every="year", by="page"),
        corpus.frequency(ngram=2),
        corpus.keyness(pl.col("doc_id") < "c", min_count=1, min_doc_freq=1),
        corpus.dtm(),
        corpus.skipped,
    ]


def assert_same(corpus: cs.Corpus, expected: cs.Corpus, themes: cs.Lexicon) -> None:
    for found, frame in zip(frames(corpus, themes), frames(expected, themes), strict=True):
        assert_frame_equal(found, frame)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "press.coopsec"


def test_an_opened_corpus_answers_as_the_one_that_was_saved(press: cs.Corpus, themes: cs.Lexicon, folder: Path) -> None:
    press.save(folder)
    opened = cs.open_corpus(folder)
    assert len(opened) == len(press)
    assert_same(opened, press, themes)
    assert opened.text("b") == press.text("b")
    assert opened.body("b") == press.body("b")
    assert str(folder) in repr(opened)
    assert str(folder) not in repr(press)


def test_the_sample_corpus_with_its_fields_and_what_was_skipped(
    sample: cs.Corpus, builtin: cs.Lexicon, folder: Path
) -> None:
    sample.save(str(folder))
    opened = cs.open_corpus(str(folder), threads=1)
    assert_frame_equal(opened.documents, sample.documents)
    assert_frame_equal(opened.skipped, sample.skipped)
    assert sample.skipped.height
    assert_frame_equal(read_quietly(opened.themes, builtin, "year"), read_quietly(sample.themes, builtin, "year"))
    assert_frame_equal(opened.hits(builtin), sample.hits(builtin))


def test_appending_gives_what_reading_at_once_gives(
    press_frame: pl.DataFrame, themes: cs.Lexicon, folder: Path
) -> None:
    whole = cs.from_frame(pl.concat([press_frame.cast({"page": pl.String}), MORE], how="diagonal"), **ROLES)
    # Rows are numbered within their frame.
    origins = whole.documents["origin"].to_list()
    for opened in (False, True):
        corpus = cs.from_frame(press_frame, **ROLES)
        if opened:
            corpus.save(folder)
            corpus = cs.open_corpus(folder)
        view = corpus.filter(pl.col("source") == "MAP")
        before = frames(view, themes)
        assert read_quietly(corpus.append, MORE, **ROLES) is corpus
        assert origins[-2:] == ["frame#8", "frame#9"]
        for found, frame in zip(frames(corpus, themes), frames(whole, themes), strict=True):
            without = [name for name in ("origin",) if name in frame.columns]
            assert_frame_equal(found.drop(without), frame.drop(without))
        assert corpus.documents["warnings"][8].to_list() == [
            'identity: "a" is already taken, so this document is "a~2"'
        ]
        for found, frame in zip(frames(view, themes), before, strict=True):
            assert_frame_equal(found, frame)
        if opened:
            assert_same(cs.open_corpus(folder), corpus, themes)
            corpus.save(folder)  # its own folder, as one segment
            assert_same(corpus, cs.open_corpus(folder), themes)
            assert len(corpus.append(MORE.head(0), **ROLES)) == 10


def test_files_are_appended_with_what_was_skipped(tmp_path: Path, folder: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for place, name, text in (
        (first, "a.md", "---\nsujet: un\n---\nLe terrorisme recule."),
        (second, "b.md", "---\nauteur: x\nsujet: deux\n---\nLa coopération avance."),
    ):
        place.mkdir()
        (place / name).write_text(text, encoding="utf-8")
        (place / "image.png").write_bytes(b"\x89PNG")
    cs.read_corpus(first).save(folder)
    corpus = cs.open_corpus(folder).append(second)
    whole = cs.read_corpus([first, second])
    assert_frame_equal(corpus.documents, whole.documents)
    assert_frame_equal(corpus.skipped, whole.skipped)
    assert corpus.documents["sujet"].to_list() == ["un", "deux"]


def test_a_view_keeps_the_numbers_of_its_stories_though_nobody_asked_for_them(folder: Path) -> None:
    texts = ["La mer est calme.", "Le port est fermé.", "La loi est votée."]
    view = cs.from_frame(pl.DataFrame({"text": texts, "part": [1, 2, 2]})).filter(pl.col("part") == 2)
    view.save(folder)
    assert cs.open_corpus(folder).documents["story"].to_list() == view.documents["story"].to_list() == [1, 2]


def test_a_view_is_saved_as_a_corpus_of_its_own(press: cs.Corpus, themes: cs.Lexicon, folder: Path) -> None:
    view = press.filter(pl.col("source") == "MAP")
    view.save(folder)
    assert_same(cs.open_corpus(folder), view, themes)
    with pytest.raises(ValueError, match="a view"):
        view.append(MORE, **ROLES)


def test_nothing_is_appended_to_a_view_even_of_all_documents(folder: Path) -> None:
    cs.from_frame(pl.DataFrame({"text": ["Le port."]})).save(folder)
    corpus = cs.open_corpus(folder)
    with pytest.raises(ValueError, match="append to the whole corpus"):
        corpus.filter(pl.col("n_tokens") > 0).append(pl.DataFrame({"text": ["La mer."]}))
    assert len(cs.open_corpus(folder)) == len(corpus) == 1


def test_a_corpus_is_copied_but_not_pickled(press: cs.Corpus) -> None:
    with pytest.raises(TypeError, match=r"corpus\.save\(folder\).*open_corpus\(folder\)"):
        pickle.dumps(press)
    view = press.filter(pl.col("source") == "MAP")
    assert_frame_equal(copy.copy(view).documents, view.documents)
    with pytest.raises(ValueError, match="a view"):
        copy.copy(view).append(MORE, **ROLES)


def test_a_deep_copy_is_a_corpus_of_its_own(press: cs.Corpus) -> None:
    before = press.documents
    twin = copy.deepcopy({"press": press})["press"]
    assert_frame_equal(twin.documents, before)
    twin.append(pl.DataFrame({"text": ["La mer."]}))
    assert len(twin) == len(press) + 1 == before.height + 1


def test_options_are_those_of_the_index(folder: Path) -> None:
    frame = pl.DataFrame({"text": ["l'Espagne porte-parole"]})
    cs.from_frame(frame, elision=False, hyphens="split").save(folder)
    corpus = cs.open_corpus(folder).append(frame)
    assert corpus.documents["n_tokens"].to_list() == [3, 3]


def test_without_texts(press: cs.Corpus, themes: cs.Lexicon, folder: Path) -> None:
    press.save(folder, texts=False)
    opened = cs.open_corpus(folder)
    assert_frame_equal(opened.themes(themes, "year"), press.themes(themes, "year"))
    assert_frame_equal(opened.documents, press.documents)
    for ask in (
        lambda: opened.kwic("terrorisme"),
        lambda: opened.hits(themes),
        lambda: opened.text("a"),
        lambda: opened.body("a"),
        lambda: opened.themes({"exact": ["=Le"]}),
        lambda: opened.cooccurrence(themes, within="paragraph"),
        lambda: opened.dyads(within="paragraph"),
        lambda: opened.sample(themes, 2, seed=1),
    ):
        with pytest.raises(SavedIndexError, match="saved without texts"):
            ask()
    with pytest.raises(SavedIndexError, match="without texts, which exact forms such as =Le are looked up in: leave"):
        opened.themes({"exact": ["=Le", "la"]})
    events = pl.DataFrame({"date": [date(2016, 1, 1)], "label": ["new year"]})
    there, here = (each.interrupted(themes, events, window=2, every="year") for each in (opened, press))
    assert_frame_equal(there, here)
    assert here["n_before"].sum() > 0


def test_an_index_without_texts_is_saved_without_them(press: cs.Corpus, themes: cs.Lexicon, tmp_path: Path) -> None:
    press.save(tmp_path / "a", texts=False)
    opened = cs.open_corpus(tmp_path / "a")
    for corpus in (opened, opened.filter(pl.col("source") == "MAP")):
        with pytest.raises(SavedIndexError, match=r"a: it was saved without texts.*save\(path, texts=False\)"):
            corpus.save(tmp_path / "b")
        corpus.save(tmp_path / "b", texts=False)
        assert_frame_equal(cs.open_corpus(tmp_path / "b").themes(themes), corpus.themes(themes))


def test_an_empty_corpus(folder: Path) -> None:
    empty = cs.from_frame(pl.DataFrame({"text": []}, schema={"text": pl.String}))
    empty.save(folder)
    opened = cs.open_corpus(folder)
    assert_frame_equal(opened.documents, empty.documents)
    assert len(opened.append(pl.DataFrame({"text": ["Un mot."]}))) == 1


def test_opening_lists_no_documents(press: cs.Corpus, folder: Path) -> None:
    press.save(folder)
    opened = cs.open_corpus(folder)
    opened.themes({"t": ["terroris*"]}, "year")
    opened.kwic("terrorisme")
    assert opened._documents is None
    assert opened._own_columns is None


def test_objects_cannot_be_saved(folder: Path) -> None:
    frame = pl.DataFrame({"text": ["Un mot."]}).with_columns(pl.Series("thing", [object()], dtype=pl.Object))
    with pytest.raises(ColumnError, match="thing"):
        cs.from_frame(frame).save(folder)
    assert not folder.exists()


def test_what_cannot_be_opened_is_named(tmp_path: Path, press: cs.Corpus, folder: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        cs.open_corpus(folder)
    assert missing.value.filename == str(folder)
    with pytest.raises(SavedIndexError, match="no saved index"):
        cs.open_corpus(tmp_path)
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SavedIndexError, match=r"mine\.txt"):
        press.save(tmp_path)
    with pytest.raises(NotADirectoryError):
        cs.open_corpus(tmp_path / "mine.txt")
    (tmp_path / "mine.txt").rename(tmp_path / "20151113.txt")  # a number, like files of an index
    with pytest.raises(SavedIndexError, match=r"20151113\.txt"):
        press.save(tmp_path)
    with pytest.raises(FileNotFoundError):
        press.save(tmp_path / "no" / "such")
    press.save(folder)
    with pytest.raises(SavedIndexError, match="open_corpus"):
        cs.read_corpus(folder)


def use_all(folder: Path, themes: cs.Lexicon) -> tuple[pl.DataFrame, ...]:
    opened = cs.open_corpus(folder)
    return opened.documents, opened.skipped, opened.hits(themes)


def test_damage_is_refused_by_name_and_never_counted(press: cs.Corpus, themes: cs.Lexicon, folder: Path) -> None:
    press.save(folder)
    expected = press.themes(themes)
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        if not content:
            continue
        for place in random.Random(7).sample(range(len(content)), min(20, len(content))):
            path.write_bytes(content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :])
            with pytest.raises(SavedIndexError, match=path.name):
                use_all(folder, themes)
        path.write_bytes(content)
    assert_frame_equal(cs.open_corpus(folder).themes(themes), expected)


def test_check_names_what_is_damaged(press: cs.Corpus, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    press.save(folder)
    assert main(["check", str(folder)]) == 0
    listed = pl.read_csv(capsys.readouterr().out.encode())
    assert set(listed["file"]) == {path.name for path in folder.iterdir()} - {"CURRENT", "lock"}
    assert listed["bytes"].to_list() == [(folder / name).stat().st_size for name in listed["file"]]
    texts = next(folder.glob("*.texts"))
    content = bytearray(texts.read_bytes())
    content[-1] ^= 1
    texts.write_bytes(content)
    assert main(["check", str(folder)]) == 1
    assert texts.name in capsys.readouterr().err


def test_commands_take_an_index(press: cs.Corpus, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    press.save(folder)
    assert main(["kwic", "terrorisme", str(folder), "--since", "2016"]) == 0
    found = pl.read_csv(capsys.readouterr().out.encode())
    assert found["doc_id"].to_list() == ["g", "h"]
    with pytest.raises(SystemExit) as stopped:
        main(["summary", str(folder), "--hyphens", "split"])
    assert stopped.value.code == 2
    assert "--hyphens" in capsys.readouterr().err
    assert main(["summary", str(folder), str(folder)]) == 1
    assert "open_corpus" in capsys.readouterr().err


SAVE = """
import sys, polars as pl, coopsec as cs
folder, count = sys.argv[1], int(sys.argv[2])
corpus = cs.from_frame(pl.DataFrame({"text": [f"Le mot{n} du terrorisme. " * 40 for n in range(count)]}))
print("ready", flush=True)
sys.stdin.readline()
while True:
    corpus.save(folder)
    if len(sys.argv) < 4:
        break
"""


def saver(folder: Path, count: int, *more: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SAVE, str(folder), str(count), *more]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process: subprocess.Popen[str] = subprocess.Popen(command, **pipes, **options)  # type: ignore[call-overload]
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def count_of(folder: Path) -> int:
    """The number of documents, after checking that all answer."""
    corpus = cs.open_corpus(folder)
    assert corpus.kwic("terrorisme").height == 40 * len(corpus)
    return len(corpus)


def small(count: int) -> cs.Corpus:
    return cs.from_frame(pl.DataFrame({"text": [f"Le mot{n} du terrorisme. " * 40 for n in range(count)]}))


def test_a_kill_leaves_the_old_or_the_new_generation(folder: Path) -> None:
    small(3).save(folder)
    seen = set()
    for number in range(12):
        process = saver(folder, 300, "again")
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(random.Random(number).uniform(0.0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen.add(count_of(folder))
        if number % 4 == 3:
            small(3).save(folder)
    assert seen <= {3, 300}
    small(3).save(folder)  # sweeps up, and the lock of a killed process is no obstacle
    assert count_of(folder) == 3
    assert len(list(folder.iterdir())) == len({"CURRENT", "lock", "toml", "head", "columns", "texts", "own", "skipped"})


@pytest.mark.skipif(sys.platform == "win32", reason="limits are those of Unix")
def test_a_full_disk_leaves_the_old_generation(folder: Path) -> None:
    small(3).save(folder)
    before = {path.name for path in folder.iterdir()}

    def limit() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    process = saver(folder, 2000, preexec_fn=limit)
    _, told = process.communicate("\n")
    assert process.returncode == 1
    assert "File too large" in told
    assert str(folder) in told
    assert {path.name for path in folder.iterdir()} == before
    assert count_of(folder) == 3


def test_two_writers(folder: Path) -> None:
    small(3).save(folder)
    first, second = (saver(folder, count, "again") for count in (200, 201))
    for process in (first, second):
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    deadline = time.monotonic() + 60
    while first.poll() is None and second.poll() is None and time.monotonic() < deadline:
        assert count_of(folder) in {3, 200, 201}
    loser, winner = (first, second) if first.poll() is not None else (second, first)
    winner.kill()
    winner.communicate()
    _, told = loser.communicate()
    assert "another process is writing" in told
    assert count_of(folder) in {3, 200, 201}


def test_an_index_that_others_changed_is_not_appended_to(press: cs.Corpus, folder: Path) -> None:
    press.save(folder)
    one, other = cs.open_corpus(folder), cs.open_corpus(folder)
    one.append(MORE, **ROLES)
    with pytest.raises(SavedIndexError, match="open it again"):
        other.append(MORE, **ROLES)
    assert len(other) == len(press)
    assert len(cs.open_corpus(folder)) == len(press) + 2


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nobody keeps root from writing")
def test_a_folder_that_cannot_be_written_to(press: cs.Corpus, folder: Path) -> None:
    press.save(folder)
    folder.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            press.save(folder)
        assert len(cs.open_corpus(folder)) == len(press)
    finally:
        folder.chmod(0o700)


def test_a_file_is_no_saved_index(tmp_path):
    path = tmp_path / "press.csv"
    path.write_text("text\nun\n", encoding="utf-8")
    with pytest.raises(NotADirectoryError, match=r"read documents with coopsec\.read_corpus") as caught:
        cs.open_corpus(path)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOTDIR, str(path))


@pytest.mark.parametrize(
    "name", ["press.csv", "press.parquet", "press.CSV.gz", "press.html", "press.zip", "press.json"]
)
def test_a_name_of_a_file_is_no_folder_for_an_index(press: cs.Corpus, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for save in (press.save, lambda place: cs.build_index(MORE, place, text="texte")):
        with pytest.raises(ValueError, match=r"an index is a folder, and \.\w+ is .*documents\.write_parquet"):
            save(path)
    assert not list(tmp_path.iterdir())
    path.write_text("text", encoding="utf-8")
    with pytest.raises(NotADirectoryError, match="is a file, and an index is a folder"):
        press.save(path)
    assert path.read_text(encoding="utf-8") == "text"
    path.unlink()
    path.mkdir()  # whoever makes a folder of that name means it
    press.save(path)
    assert len(cs.open_corpus(path)) == len(press)


def test_an_index_is_not_saved_in_a_folder_that_is_not_there(press: cs.Corpus, tmp_path: Path) -> None:
    path = tmp_path / "absent" / "press"
    for save in (press.save, lambda place: cs.build_index(MORE, place, text="texte")):
        with pytest.raises(FileNotFoundError, match="absent to save in is not there") as caught:
            save(path)
        assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, str(path))


@pytest.mark.parametrize("name", ["press.coopsec", "press", "press.2015", "a.b.c"])
def test_other_names_are_folders_for_an_index(press: cs.Corpus, tmp_path: Path, name: str) -> None:
    press.save(tmp_path / name)
    assert len(cs.open_corpus(tmp_path / name)) == len(press)


def test_only_unfinished_indexes_are_swept(tmp_path):
    corpus, folder = cs.from_frame(pl.DataFrame({"text": ["a b"]})), tmp_path / "press.coopsec"
    corpus.save(folder)
    for kept in ("notes.new", "000008.new", "000007.new"):
        (folder / kept).mkdir()
    (folder / "000008.new" / "notes.txt").touch()
    (folder / "000007.new" / "000007.toml").touch()
    corpus.save(folder)
    assert sorted(path.name for path in folder.glob("*.new")) == ["000008.new", "notes.new"]
