"""Bytes to text: files in the encoding of their folder, and articles re-encoded without a declaration.

The gold is what Python decodes with the codec, without a byte order mark. WHATWG reads ISO-8859-1 as windows-1252,
which only differs where ISO-8859-1 has control characters.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import peers
from material import SAMPLE, require
from scores import share
from table import Row, Target

import coopsec as cs

FOLDERS = {
    "UTF-16": "utf-16",
    "UTF-16BE": "utf-16-be",
    "UTF-16LE": "utf-16-le",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "windows-1256-arabic": "cp1256",
}
# Those of charset_normalizer come with a copy in UTF-8.
FILES = {
    "sample-arabic.txt": "utf-8",
    "sample-arabic-1.txt": "cp1256",
    "sample-english.bom.txt": "utf-8-sig",
    "sample-french.txt": "utf-8",
    "sample-french-1.txt": "cp1252",
    "sample-spanish.txt": "utf-8",
}
WRITTEN = {"fr": ("cp1252", "iso8859-15", "mac-roman", "utf-16-le", "utf-16-be"), "ar": ("cp1256", "utf-16-le")}
DECLARATION = re.compile(r"\s*<meta charset=[^>]*>")

Case = tuple[bytes, str]


def rows(shared: Path, asked: peers.Peers, _confusions: int) -> tuple[list[Row], list[str]]:
    """Return the rows of real files and of re-encoded articles."""
    encodings = require(shared / "data" / "encodings")
    articles = [
        DECLARATION.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(require(shared / "data" / "wikinews_fr" / "documents").glob("*.html"))
    ]
    arabic = [path.read_text(encoding="utf-8") for path in sorted((SAMPLE / "ar").glob("*.txt"))]
    written = [case for text in articles for case in _written(text, "fr")]
    written += [case for text in arabic for case in _written(text, "ar")]
    return [
        _row("encodings", _files(encodings), asked),
        _row("articles in 8-bit and UTF-16 without mark", written, asked),
    ], []


def _row(name: str, cases: list[Case], asked: peers.Peers) -> Row:
    def peer(column: str, decode: Callable[[bytes], str | None]) -> peers.Figure:
        return asked.figure(column, lambda: share(_same(decode(data), text) for data, text in cases))

    figures = {
        "charset-normalizer": peer("charset-normalizer", peers.charset_normalizer_text),
        "chardet": peer("chardet", peers.chardet_text),
    }
    right = share(_same(found, text) for found, (_, text) in zip(_read(cases), cases, strict=True))
    return Row(name, "files decoded right", right, len(cases), Target(1.0), figures)


def _same(found: str | None, text: str) -> bool:
    return found is not None and found.removeprefix("\ufeff") == text


def _read(cases: list[Case]) -> list[str]:
    """Read files with these bytes into a corpus, and return their texts."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (data, _) in enumerate(cases):
            Path(folder, f"{number:05}.txt").write_bytes(data)
        corpus = cs.read_corpus(folder, progress=False)
        return [corpus.text(f"{number:05}.txt") for number in range(len(cases))]


def _files(folder: Path) -> list[Case]:
    cases = []
    for name, codec in FOLDERS.items():
        cases += [_decoded(path.read_bytes(), codec) for path in sorted((folder / "chardet" / name).iterdir())]
    return cases + [_decoded((folder / "charset_normalizer" / name).read_bytes(), FILES[name]) for name in FILES]


def _decoded(data: bytes, codec: str) -> Case:
    return data, data.decode(codec).removeprefix("\ufeff")


def _written(text: str, lang: str) -> list[Case]:
    """Encode a text in every encoding that has its letters, unless it is plain ASCII."""
    cases = []
    for codec in WRITTEN[lang]:
        try:
            data = text.encode(codec)
        except UnicodeEncodeError:
            continue
        if not text.isascii():
            cases.append((data, text))
    return cases
