"""Messages besides the result: one line each, on standard error."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from coopsec._heard import heard

__all__ = ["tell", "told_warnings"]


def tell(message: str) -> None:
    """Write one line to standard error, if there is one."""
    if sys.stderr is None:
        return
    sys.stderr.write(f"coopsec: {' '.join(message.split())}\n")
    sys.stderr.flush()


def told_warnings() -> AbstractContextManager[None]:
    """Show each warning of coopsec as one line, and others as Python does."""
    return heard(lambda warning: tell(f"warning: {warning}"))
