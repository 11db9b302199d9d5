"""The command line: the questions of the package, asked from a shell.

The numbers are those of Python, since it calls the same functions. Exit codes: 0 done, 1 the work failed (one line
says why), 2 wrong usage, 130 interrupted, 141 nobody reads the output any more.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import polars as pl

from coopsec._found import WAY_ON
from coopsec.cli.messages import tell, told_warnings
from coopsec.cli.output import UsageError
from coopsec.cli.parser import asked_for, build_parser
from coopsec.cli.slips import instead_of
from coopsec.errors import CoopsecError, PatternError

__all__ = ["main"]

FAILED, INTERRUPTED, UNREAD = 1, 130, 141

# What a user can meet; anything else is a fault of coopsec, and shows where it arose.
_EXPECTED = (
    *(UsageError, CoopsecError, KeyboardInterrupt),
    *(OSError, ValueError, ImportError, MemoryError, pl.exceptions.PolarsError),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv
        Arguments; those of the process if None.

    Returns
    -------
    int
        Exit code. Wrong usage raises :class:`SystemExit` with 2, as argparse does.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a character that the terminal cannot show must not stop the work
            stream.reconfigure(errors="backslashreplace")
    args = _arguments(sys.argv[1:] if argv is None else argv)
    try:
        with told_warnings():
            args.run(args)
        if sys.stdout is not None:  # None if closed, as by >&-
            sys.stdout.flush()
    except _EXPECTED as error:
        return _ended_by(error, args.parser)
    return 0


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; the command reports those it does not have, since its help lists the options."""
    parser = build_parser()
    if not given:
        parser.exit(2, parser.format_help())
    args, unknown = parser.parse_known_args(asked_for(parser, given))
    if unknown:
        args.parser.error(f"unrecognized arguments: {' '.join(unknown)}; {instead_of(unknown, args.parser)}")
    return args


def _ended_by(error: BaseException, parser: argparse.ArgumentParser) -> int:
    """Say in one line why the work did not end well, and return the exit code; wrong usage ends here, with code 2."""
    if isinstance(error, UsageError) or (isinstance(error, PatternError) and error.theme is None):
        parser.error(str(error))  # a pattern without a theme was given on the command line rather than in a lexicon
    if isinstance(error, UnicodeEncodeError):
        shown = error.object.encode("utf-8", "backslashreplace").decode()
        parser.error(f"{shown}: not text in the encoding of this terminal: set LC_ALL=C.UTF-8, or another UTF-8 locale")
    if isinstance(error, BrokenPipeError):
        _forget_output()
        return UNREAD
    if isinstance(error, KeyboardInterrupt):
        tell("interrupted")
        return INTERRUPTED
    told = _of_file(error) if isinstance(error, OSError) else str(error) or type(error).__name__
    tell(told + _way_on(error))
    return FAILED


def _of_file(error: OSError) -> str:
    """Put the file name first, and leave out the error number."""
    if error.strerror is None:
        return str(error)
    return error.strerror if not error.filename else f"{os.fsdecode(error.filename)}: {error.strerror}"


def _way_on(error: BaseException) -> str:
    """Name the option that skips the error, if there is one."""
    is_of_reading = WAY_ON in getattr(error, "__notes__", ())
    return "; --on-error skip lists it and reads the rest" if is_of_reading else ""


def _forget_output() -> None:
    """Redirect standard output to nowhere, so that the final flush of the interpreter does not fail again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # no file descriptor behind the stream
        return
