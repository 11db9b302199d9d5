"""Zip archives: their members, and the bytes of each."""

from __future__ import annotations

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from coopsec.errors import DecodeError

__all__ = ["Archive"]

# What zipfile and its decompressors raise on damaged bytes or an unsupported compression.
DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, OverflowError, KeyError,
    struct.error,
)  # fmt: skip
LONGEST_REASON = 120  # characters quoted of zipfile's message, which may contain bytes of a damaged archive
ENCRYPTED = 0x1  # flag bit of a member


class Member(NamedTuple):
    """What an archive says of a name in it."""

    copies: int  # members of this name, the last of which is read
    size: int  # of that one, in bytes, once unpacked


class Archive:
    """An archive that stays open from the first of its members that is read to the last.

    To open an archive, all its members are listed: to do so for each of them would take the square of their number.

    Raises
    ------
    OSError
        If the file cannot be read.
    DecodeError
        If it is not a whole archive.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._expected = 0
        self._opened: zipfile.ZipFile | None = None
        self.members: dict[str, Member] = {}
        with _damage_told(str(path), "not a valid zip archive"), zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.filename.endswith("/"):
                    before = self.members[info.filename].copies if info.filename in self.members else 0
                    self.members[info.filename] = Member(before + 1, info.file_size)

    def expect(self) -> None:
        """Say that one more member will be read."""
        self._expected += 1

    def read(self, member: str, origin: str) -> bytes:
        """Return the bytes of a member, which errors call `origin`.

        Raises
        ------
        OSError
            If the archive cannot be read.
        DecodeError
            If the member is damaged or encrypted.
        """
        try:
            with _damage_told(origin, "cannot be unpacked"):
                archive = self._opened = self._opened or zipfile.ZipFile(self._path)
                if archive.getinfo(member).flag_bits & ENCRYPTED:
                    raise DecodeError(
                        f"{origin}: is encrypted: unpack the archive with its password, and read the files"
                    )
                return archive.read(member)
        finally:
            self._expected -= 1
            if self._expected <= 0:
                self.close()

    def close(self) -> None:
        """Close the file; reading a member opens it again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


@contextmanager
def _damage_told(origin: str, what: str) -> Iterator[None]:
    """Turn errors inside an archive into a :class:`DecodeError` that names it."""
    try:
        yield
    except DecodeError:
        raise
    except DAMAGES as error:
        raise DecodeError(f"{origin}: {what}: {_short(error)}") from error
    except OSError as error:
        if error.errno not in {None, errno.EINVAL}:
            raise
        # From bz2, or from a central directory that points outside the file.
        raise DecodeError(f"{origin}: {what}: {_short(error)}") from error


def _short(error: Exception) -> str:
    said = str(error) or type(error).__name__
    return said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON]}…"
