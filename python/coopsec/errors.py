"""Exceptions for what can go wrong, and a warning for what deserves a look.

Every message names the file, row, pattern or column, and says what was expected and what to do. File errors are
:class:`OSError` with ``errno`` and ``filename``.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "ColumnError",
    "CoopsecError",
    "CoopsecWarning",
    "DecodeError",
    "InternalError",
    "LexiconError",
    "NoDocumentsError",
    "PatternError",
    "PeriodError",
    "SavedIndexError",
]


class CoopsecError(Exception):
    """Base class of the errors of this package."""


class PatternError(CoopsecError, ValueError):
    """A pattern that cannot be read.

    Attributes
    ----------
    theme, pattern : str or None
        The theme that the pattern belongs to, and the pattern itself.
    column : int or None
        Character of the pattern, from 1, where reading stopped.
    """

    def __init__(
        self, message: str, theme: str | None = None, pattern: str | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.theme = theme
        self.pattern = pattern
        self.column = column


class LexiconError(CoopsecError, ValueError):
    """A lexicon whose structure is wrong: an unknown key, class or theme, a wrong type."""


class PeriodError(CoopsecError, ValueError):
    """A period size that does not exist."""


class DecodeError(CoopsecError, ValueError):
    """A file that is not text, or of a format that is not read."""


class NoDocumentsError(DecodeError):
    """A file of a format that is read, with something else in it than documents. In a folder, it is skipped."""


class ColumnError(CoopsecError, ValueError):
    """A column that is missing or of the wrong type."""


class SavedIndexError(CoopsecError, ValueError):
    """A saved index that is damaged, of another version, or being written by another process."""


class InternalError(CoopsecError):
    """A failure inside the core: a bug, please report it."""


class CoopsecWarning(UserWarning):
    """Something that a careful reader of the result should know.

    If documents left denominators, `kind` says which, and `counts` how many documents by name.
    """

    def __init__(self, message: str = "", *, kind: str | None = None, counts: Sequence[tuple[str, int]] = ()) -> None:
        super().__init__(message)
        self.kind = kind
        self.counts = tuple(counts)
