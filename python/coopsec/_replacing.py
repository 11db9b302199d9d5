"""Building an index inside the folder of another, and replacing that one in a single step when complete."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from coopsec._formats import ARCHIVES, TABLES, TEXTS, format_of
from coopsec._index import POINTER, PathLike, as_text, is_index
from coopsec.errors import SavedIndexError

LOCK = "lock"
# A file of an index, named by its generation. Users' files may have numeric names too, such as 20151113.txt.
NUMBERED = re.compile(r"(\d{6,})\.(toml|head|columns|texts|stories|.+\.arrow)")
UNFINISHED = re.compile(r"\d{6,}\.new")  # the folder that a new index is built in
# Endings of files that hold data, a page or a picture; an index is a folder.
OF_FILES = TEXTS | TABLES | ARCHIVES | {".arrow", ".feather", ".pkl", ".svg", ".png", ".pdf"}


def as_index_folder(path: PathLike) -> str:
    """Return the folder for an index; a new one that is named like a file is an error, as a table may be meant."""
    folder = as_text(path, "a folder for the index")
    suffix = format_of(folder)
    if suffix in OF_FILES and not Path(folder).exists():
        raise ValueError(
            f"{folder}: an index is a folder, and {suffix} is the ending of a file: use {Path(folder).stem}.coopsec, "
            "or write the table of documents by corpus.documents.write_parquet (for .csv, without its columns of lists)"
        )
    if Path(folder).is_file():
        raise NotADirectoryError(errno.ENOTDIR, "is a file, and an index is a folder: give another name", folder)
    above = Path(folder).absolute().parent
    if not above.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"the folder {above} to save in is not there", folder)
    return folder


@contextmanager
def replacing(path: PathLike) -> Iterator[Path]:
    """Yield a folder to build an index in, which then replaces the one in `path`.

    A failure leaves everything as it was. The folder lies inside `path`, on the same file system, and is named like
    the files of an index, so that saving is not stopped by one that a killed process left behind.

    Raises
    ------
    SavedIndexError
        If the folder contains foreign files, or another process is writing to it.
    """
    folder = Path(path)
    _refuse_foreign(folder)
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    try:
        with _locked(folder):
            _sweep_unfinished(folder)
            # The new index gets unused numbers, so that its files can be moved in beside the old ones.
            number = 1 + max((_number(name) for name in _names(folder)), default=0)
            unfinished = folder / f"{number:06}.new"
            unfinished.mkdir()
            try:
                (unfinished / f"{number:06}.toml").touch()  # reserves the number until there is a real file
                yield unfinished
                _publish(unfinished, folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    except BaseException:
        if is_new and not is_index(folder):
            with suppress(OSError):
                (folder / LOCK).unlink(missing_ok=True)
                folder.rmdir()
        raise


def sweep(path: PathLike) -> None:
    """Remove what a killed process left half-built in a folder, unless another process is building there now."""
    folder = Path(path)
    if any(_unfinished(folder)):
        with suppress(SavedIndexError), _locked(folder):
            _sweep_unfinished(folder)


def _publish(unfinished: Path, folder: Path) -> None:
    names = {name for name in _names(unfinished) if _number(name)}
    for name in names:
        (unfinished / name).rename(folder / name)
    _sync(folder)
    (unfinished / POINTER).replace(folder / POINTER)
    _sync(folder)
    for name in _names(folder):
        if _number(name) and name not in names:
            with suppress(OSError):  # the next writer will try again
                (folder / name).unlink()


def _number(name: str) -> int:
    """Return the generation that wrote a file, or 0 if it is not a file of an index."""
    match = NUMBERED.fullmatch(name)
    return int(match[1]) if match else 0


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _unfinished(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.new") if _is_unfinished(path)]


def _is_unfinished(path: Path) -> bool:
    """Whether a folder is an unfinished index, without foreign files."""
    return (
        UNFINISHED.fullmatch(path.name) is not None
        and path.is_dir()
        and not path.is_symlink()
        and all(_is_ours(name) for name in _names(path))
    )


def _is_ours(name: str) -> bool:
    return _number(name) > 0 or name in {LOCK, POINTER, f"{POINTER}.next"}


def _sweep_unfinished(folder: Path) -> None:
    for path in _unfinished(folder):
        shutil.rmtree(path, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    if not folder.is_dir() or is_index(folder):
        return
    for name in _names(folder):
        if not _is_ours(name) and not _is_unfinished(folder / name):
            raise SavedIndexError(
                f"{folder}: the folder is not a saved index and already holds {name!r}: give a new or an empty folder"
            )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock that saving takes; the operating system releases it when the process ends."""
    with (folder / LOCK).open("ab") as file:
        try:
            _lock(file)
        except (BlockingIOError, PermissionError) as error:
            raise SavedIndexError(
                f"{folder}: another process is writing to this index: try again when it is done"
            ) from error
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sync(folder: Path) -> None:
    """Flush the names in a folder to disk; only Unix lets a folder be opened."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
