"""An index that is built within the folder of another, and takes its place in one step when it is whole."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from coopsec._index import POINTER, PathLike, is_index
from coopsec.errors import SavedIndexError

LOCK = "lock"
# A file of an index, with the generation that wrote it. Others may name their files by numbers too, as 20151113.txt.
NUMBERED = re.compile(r"(\d{6,})\.(toml|head|columns|texts|stories|.+\.arrow)")
UNFINISHED = re.compile(r"\d{6,}\.new")  # a folder that such files are written to


@contextmanager
def replacing(path: PathLike) -> Iterator[Path]:
    """Give a folder to build an index in, which then takes the place of the one in `path`.

    After a failure all is as it was. The folder lies in `path`, so that files keep their file system, and is named as
    files of an index are: who saves there passes it by if a kill leaves it behind.

    Raises
    ------
    SavedIndexError
        Where the folder holds files of somebody else's, or another process writes to it.
    """
    folder = Path(path)
    _refuse_foreign(folder)
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    try:
        with _locked(folder):
            _sweep_unfinished(folder)
            # Files of the new index have numbers that no file has, so that they can be moved beside those of the old.
            number = 1 + max((_number(name) for name in _names(folder)), default=0)
            unfinished = folder / f"{number:06}.new"
            unfinished.mkdir()
            try:
                (unfinished / f"{number:06}.toml").touch()  # a number that is taken, until there is another file
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
    """Remove what a killed process had begun to build in a folder, unless another process builds there now."""
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
            with suppress(OSError):  # what cannot be removed is left to the next writer
                (folder / name).unlink()


def _number(name: str) -> int:
    """Give the generation that wrote a file, 0 for one that is none of an index."""
    match = NUMBERED.fullmatch(name)
    return int(match[1]) if match else 0


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _unfinished(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.new") if _is_unfinished(path)]


def _is_unfinished(path: Path) -> bool:
    """Whether a folder is such, and nobody else keeps a file in it."""
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
    """Hold the lock that saving takes, of the system, which ends with the process."""
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
    """Make the names in a folder last; only Unix lets a folder be opened."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
