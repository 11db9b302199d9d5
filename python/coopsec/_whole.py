"""Files that are written completely or not at all."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["check_target", "whole"]


def check_target(path: Path) -> None:
    """Raise an :class:`OSError` for a file that cannot be written, before the work of making its content."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"the folder {path.parent} does not exist: create it first", str(path))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder, not a file to write", str(path))


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing so that readers never see half of it; a failure leaves the old one."""
    check_target(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as out:
            yield out
        draft.replace(path)
    except OSError as error:
        # The user knows the file, not its draft; of a full disk, the system names no file at all.
        if error.filename in (None, str(draft)):
            error.filename, error.filename2 = str(path), None
        raise
    finally:
        draft.unlink(missing_ok=True)
