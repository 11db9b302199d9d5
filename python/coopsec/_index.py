"""Saved indexes: recognising one, and the tables stored beside its documents."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_path
from coopsec._own_columns import stack
from coopsec.errors import ColumnError

SKIPPED = {"origin": pl.String, "reason": pl.String}

OWN_FILE = "own.arrow"  # the users' own columns, for the documents of a segment
SKIPPED_FILE = "skipped.arrow"
POINTER = "CURRENT"
WORD = b"coopsec-index "

PathLike = str | os.PathLike[str]


def as_text(path: PathLike | bytes, wanted: str = "the path of a file or folder", argument: str = "path") -> str:
    """Return a path as a string; an empty one is an error, since it would mean the current folder."""
    check_path(path, wanted, argument)
    text = with_home(path)
    if not text:
        said = f"the path is empty (is a shell variable unset?): give {wanted}"
        raise FileNotFoundError(errno.ENOENT, said, text)
    if "\0" in text:
        raise ValueError(f"{argument} is {text!r}: a file name cannot hold a NUL byte: give {wanted}")
    try:
        os.fsencode(text)
    except UnicodeEncodeError as error:
        error.reason = f"{argument} holds half a character: give {wanted}"
        raise
    return text


def with_home(path: PathLike | bytes) -> str:
    """Expand a leading ``~``, as a shell and polars do, if there is such a user."""
    return os.path.expanduser(os.fsdecode(path))  # noqa: PTH111 - pathlib raises if there is no such user


def is_index(path: PathLike) -> bool:
    """Whether a path is the folder of a saved index."""
    place = with_home(path)
    if not place:
        return False
    try:
        with (Path(place) / POINTER).open("rb") as pointer:
            return pointer.read(len(WORD)) == WORD
    except OSError:
        return False


def files_of(own: pl.DataFrame, skipped: pl.DataFrame) -> list[tuple[str, bytes]]:
    """Serialise the tables stored beside the documents, by file name."""
    return [(OWN_FILE, _as_bytes(own)), (SKIPPED_FILE, _as_bytes(skipped))]


def own_of(core: _coopsec.Corpus) -> pl.DataFrame:
    """Read the users' own columns from all segments."""
    return stack([(_as_frame(content), count) for count, content in _coopsec.attached(core, OWN_FILE)])


def skipped_of(core: _coopsec.Corpus) -> pl.DataFrame:
    """Read what was skipped when the segments were built."""
    parts = [_as_frame(content) for _, content in _coopsec.attached(core, SKIPPED_FILE) if content is not None]
    return pl.concat([pl.DataFrame(schema=SKIPPED), *parts])


def _as_bytes(frame: pl.DataFrame) -> bytes:
    objects = [name for name, dtype in frame.schema.items() if dtype == pl.Object]
    if objects:
        raise ColumnError(f"columns {', '.join(objects)} hold Python objects, which cannot be saved: cast or drop them")
    content = io.BytesIO()
    frame.write_ipc(content, compression="zstd")
    return content.getvalue()


def _as_frame(content: bytes | None) -> pl.DataFrame:
    return pl.DataFrame() if content is None else pl.read_ipc(io.BytesIO(content))
