"""How far long work is, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

Callback = Callable[[int], object]

PATIENCE = 1.0  # seconds before anything is shown


class Progress:
    """A line that counts documents; shown when the work lasts and somebody watches."""

    def __init__(self, wanted: bool | Callback | None, total: int | None) -> None:
        self._total = total
        self._began = time.monotonic()
        self._shown = False
        self._patience = 0.0 if wanted is True else PATIENCE
        self.callback: Callback | None = None
        if callable(wanted):
            self.callback = wanted
        elif wanted or (wanted is None and _watched()):
            self.callback = self._show

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\n")

    def behind(self, done: int) -> Callback | None:
        """Tell of documents that come after so many others."""
        callback = self.callback
        return None if callback is None else lambda count: callback(done + count)

    def _show(self, done: int) -> None:
        if time.monotonic() - self._began >= self._patience:
            self._shown = True
            of = "" if self._total is None else f" of {self._total:,}"
            sys.stderr.write(f"\rcoopsec: {done:,}{of} documents")
            sys.stderr.flush()


def _watched() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules
