"""Shared fixtures, each read once: the sample corpus, the material beside the repository, small frames."""

from __future__ import annotations

import os
import tomllib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

import coopsec as cs
from coopsec import _batches

REPOSITORY = Path(__file__).resolve().parents[2]
BESIDE = REPOSITORY.parent / "shared"

settings.register_profile("coopsec", deadline=None, max_examples=50, derandomize=True, database=None)
settings.load_profile("coopsec")


def beside(part: str) -> Path:
    """A folder beside the repository; without it, the test is skipped, or fails if the folder is required."""
    path = BESIDE / part
    if not path.exists():
        if os.environ.get("COOPSEC_REQUIRE_SHARED") == "1":
            pytest.fail(f"{path} is required")
        pytest.skip(f"{path} is absent")
    return path


def read_quietly(read: Callable[..., cs.Corpus], *args: Any, **options: Any) -> cs.Corpus:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cs.errors.CoopsecWarning)
        return read(*args, **options)


@pytest.fixture(scope="session")
def cases() -> Path:
    return REPOSITORY / "tests" / "cases"


@pytest.fixture(scope="session")
def shared() -> Path:
    return beside("data")


@pytest.fixture(scope="session")
def seeds() -> cs.Corpus:
    return cs.read_corpus(beside("seeds"))


@pytest.fixture(scope="session")
def wikinews() -> cs.Corpus:
    return cs.read_corpus(beside("data") / "wikinews_fr" / "documents")


@pytest.fixture(scope="session")
def el_watan() -> cs.Corpus:
    return cs.read_corpus(beside("data") / "press_titles" / "fr_DZA_elwata_geo.tsv")


@pytest.fixture(scope="session")
def realites() -> cs.Corpus:
    return cs.read_corpus(beside("data") / "press_titles" / "fr_TUN_realit.tsv")


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    return REPOSITORY / "corpus"


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> cs.Corpus:
    return cs.read_corpus(sample_folder)


@pytest.fixture(scope="session")
def french(sample: cs.Corpus) -> cs.Corpus:
    return sample.filter(pl.col("lang") == "fr")


@pytest.fixture(scope="session")
def manifest(sample_folder: Path) -> list[dict[str, Any]]:
    return tomllib.loads((sample_folder / "manifest.toml").read_text(encoding="utf-8"))["document"]


@pytest.fixture(scope="session")
def builtin() -> cs.Lexicon:
    return cs.Lexicon.builtin("security-cooperation")


PRESS = pl.DataFrame(
    {
        "key": ["a", "b", "c", "d", "e", "f", "g", "h"],
        "texte": [
            "La coopération contre le terrorisme. Le terrorisme recule.",
            "Coopération et renseignement, renseignement et coopération.",
            "Rien à signaler ici.",
            "Le terrorisme, la drogue, la drogue.",
            "Une coopération sans date.",
            "Le trimestre du renseignement.",
            "Coopération, coopération et terrorisme, dit-on.",
            "L'année entière du terrorisme.",
        ],
        "parution": ["2015-01-31", "2015-02-10", "2015-02-11", "2015-05-01", None, "2015-T3", "2016-01", "2016"],
        "journal": ["MAP", "AFP", "MAP", "AFP", "MAP", None, "MAP", None],
        "page": [1, 2, 3, 4, 5, 6, 7, 8],
    }
)


@pytest.fixture(scope="session")
def press_frame() -> pl.DataFrame:
    """Dates of every precision, an undated document, empty months, a null group."""
    return PRESS


@pytest.fixture(scope="session")
def press(press_frame: pl.DataFrame) -> cs.Corpus:
    return cs.from_frame(press_frame, text="texte", date="parution", id="key", source="journal")


@pytest.fixture(scope="session")
def themes() -> cs.Lexicon:
    return cs.Lexicon.from_dict(
        {
            "cooperation": ["coopération*"],
            "threat": {"terrorism": ["terroris*"], "drugs": ["drogue*"], "patterns": ["menace*"]},
            "intelligence": ["renseignement*"],
            "never": ["introuvable"],
        }
    )


@pytest.fixture
def small_press() -> pl.DataFrame:
    """Sixty small documents with dates, sources and a column of the user's own; some dates and sources are missing."""
    words = ["Le Maroc", "l’Espagne coopère", "la drogue", "Le port de Tanger", "un trafic de drogue"]
    return pl.DataFrame(
        {
            "text": [f"{words[n % 5]} et {words[n % 3]}. {words[n % 4]} {n % 7}." for n in range(60)],
            "date": [f"20{10 + n % 4}-{1 + n % 12:02}" if n % 9 else None for n in range(60)],
            "source": [["MAP", "EFE", None][n % 3] for n in range(60)],
            "page": [n % 2 for n in range(60)],
        }
    )


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one-pass counting take a few documents at a time."""
    monkeypatch.setattr(_batches, "BATCH_BYTES", 600)
    monkeypatch.setattr(_batches, "FIRST_ROWS", 7)
