"""``coopsec tokens``: split one text into tokens."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from pathlib import Path

from coopsec import _coopsec
from coopsec._text import tokenize
from coopsec.cli import arguments
from coopsec.cli.messages import tell
from coopsec.cli.output import Result, UsageError, check_outputs, deliver
from coopsec.cli.views import as_is
from coopsec.errors import CoopsecError

__all__ = ["add", "run"]


def add(adding: arguments.Adding) -> None:
    """Add the command."""
    parser = arguments.command(adding, run, "split one text into tokens", "[FILE]")
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="file with one text; - or nothing for standard input"
    )
    asked = parser.add_argument_group("reading")
    asked.add_argument("--lang", choices=("fr", "es", "en", "ar", "und"), default="fr", help="language (default fr)")
    arguments.cutting(asked)
    arguments.output(parser)


def run(args: argparse.Namespace) -> None:
    """Run the command."""
    check_outputs(args, charts=False)
    if Path(args.file).is_dir():
        raise UsageError(f"{args.file} is a folder: give one text, as a file or on standard input")
    frame = tokenize(_text(args.file), args.lang, elision=args.elision, hyphens=args.hyphens)
    deliver(Result(frame, as_is(frame, "token")), args)


def _text(name: str) -> str:
    """Read the text of a file or of standard input, decoded like those of a corpus."""
    if name == "-" and sys.stdin is None:
        raise CoopsecError("standard input is closed, so no text can be read from it: name a file")
    if name != "-" and not Path(name).exists():
        why = f"{os.strerror(errno.ENOENT)}; to give the text itself, use standard input: echo '…' | coopsec tokens"
        raise FileNotFoundError(errno.ENOENT, why, name)
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    shown = "standard input" if name == "-" else name
    text: str
    text, _encoding, remarks = _coopsec.decode(shown, _coopsec.decompress(shown, content))
    for remark in remarks:
        tell(f"warning: {shown}: {remark}")
    return text
