"""Archives are opened as often as they must be, and no member counts as the whole archive."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

import coopsec as cs
from coopsec import _archive, _batches
from coopsec._intake import Intake

MEMBERS = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an archive between two texts."""
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(MEMBERS):
            archive.writestr(f"{number:02}.txt", f"Le mot{number}. " * 100)
        archive.writestr("table.csv", "text\nUn.\n")
    for name in ("a", "c", "d"):
        (tmp_path / f"{name}.txt").write_text("Le port.", encoding="utf-8")
    return tmp_path


class Counting(zipfile.ZipFile):
    opened = 0
    closed = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        Counting.opened += 1

    def close(self) -> None:
        Counting.closed += self.fp is not None
        super().close()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> type[Counting]:
    monkeypatch.setattr(_archive.zipfile, "ZipFile", Counting)
    Counting.opened = Counting.closed = 0
    return Counting


def test_an_archive_is_opened_to_list_and_to_read(folder: Path, counting: type[Counting]) -> None:
    corpus = cs.read_corpus(folder)
    assert len(corpus) == MEMBERS + 4
    assert (counting.opened, counting.closed) == (2, 2)


def test_a_damaged_member_does_not_keep_it_open(folder: Path, counting: type[Counting]) -> None:
    content = (folder / "b.zip").read_bytes()
    at = content.index(b"07.txt") + 10
    (folder / "b.zip").write_bytes(content[:at] + b"\xff\xff\xff" + content[at + 3 :])
    corpus = cs.read_corpus(folder, on_error="skip")
    assert corpus.skipped["origin"].to_list() == [f"{folder}/b.zip/07.txt"]
    assert len(corpus) == MEMBERS + 3
    assert (counting.opened, counting.closed) == (2, 2)


def test_texts_on_either_side_of_an_archive_are_read_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []
    add_paths = Intake._add_paths

    def told(self: Intake, files: list[Any]) -> None:
        read.append([file.name for file in files])
        add_paths(self, files)

    monkeypatch.setattr(Intake, "_add_paths", told)
    cs.read_corpus(folder)
    assert read == [["a.txt"], ["c.txt", "d.txt"]]


def test_a_batch_is_as_large_as_its_members(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = cs.read_corpus(folder).frequency()
    made: list[Intake] = []
    batches = _batches._of_files

    def told(*args: Any) -> Any:
        for intake in batches(*args):
            made.append(intake)
            yield intake

    monkeypatch.setattr(_batches, "_of_files", told)
    monkeypatch.setattr(_batches, "BATCH_BYTES", 5_000)
    assert cs.count_terms(folder).equals(expected)
    # Thirty members of about 950 bytes each, six to a batch.
    assert 5 <= len(made) <= 7
