"""Progress of long work: a line on standard error, or a bar in a notebook with tqdm."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from coopsec._arguments import is_truth

Callback = Callable[[int], object]

PATIENCE = 1.0  # seconds before anything is shown


class Progress:
    """Counts documents; shown if the work takes a while and somebody is watching."""

    def __init__(self, wanted: bool | Callback | None, total: int | None) -> None:
        if wanted is not None and not is_truth(wanted) and not callable(wanted):
            raise TypeError(
                f"progress is {wanted!r}: give True, False, None, or a callable that takes the number of documents done"
            )
        self._total = total
        self._began = time.monotonic()
        self._line: Line | Bar | None = None
        self._patience = 0.0 if is_truth(wanted) and wanted else PATIENCE
        self.callback: Callback | None = None
        if callable(wanted):
            self.callback = wanted
        elif sys.stderr is not None and (wanted or (wanted is None and _watched())):
            self.callback = self._show

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.end()

    def behind(self, done: int) -> Callback | None:
        """Return a callback for documents that follow `done` others."""
        callback = self.callback
        return None if callback is None else lambda count: callback(done + count)

    def _show(self, done: int) -> None:
        if time.monotonic() - self._began < self._patience:
            return
        if self._line is None:
            self._line = _bar(self._total) or Line(self._total)
        self._line.tell(done)


class Line:
    """A line of a terminal that is rewritten in place."""

    def __init__(self, total: int | None) -> None:
        self._of = "" if total is None else f" of {total:,}"

    def tell(self, done: int) -> None:
        """Say how many documents are done."""
        sys.stderr.write(f"\rcoopsec: {done:,}{self._of} documents")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        sys.stderr.write("\n")


class Bar:
    """A bar of tqdm."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._done = 0  # the bar that marimo puts in place of tqdm's cannot be asked

    def tell(self, done: int) -> None:
        """Say how many documents are done."""
        self._bar.update(done - self._done)
        self._done = done

    def end(self) -> None:
        """Leave the bar as it is: full, or wherever the work stopped."""
        self._bar.close()


def _bar(total: int | None) -> Bar | None:
    """Make a bar if this is a notebook and tqdm is installed."""
    if not _in_notebook():
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tqdm warns if it can only write text
            from tqdm.auto import tqdm
    except ImportError:
        return None
    return Bar(tqdm(total=total, desc="coopsec", unit=" documents", mininterval=0))


def _in_notebook() -> bool:
    shell, marimo = sys.modules.get("IPython"), sys.modules.get("marimo")
    if marimo is not None and marimo.running_in_notebook():
        return True
    return shell is not None and hasattr(shell.get_ipython(), "kernel")


def _watched() -> bool:
    return sys.stderr.isatty() or _in_notebook()
