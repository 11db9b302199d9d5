"""The command line: the questions of the package, asked from a shell.

The numbers are those of Python, since it calls the same functions. Exit codes: 0 done, 1 the work failed (one line
says why), 2 wrong usage, 130 interrupted, 141 nobody reads the output any more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import polars as pl

from coopsec._found import WAY_ON
from coopsec.cli.messages import tell, told_warnings
from coopsec.cli.output import UsageError
from coopsec.cli.parser import build_parser, check_command
from coopsec.errors import CoopsecError, PatternError

__all__ = ["main"]

FAILED, INTERRUPTED, UNREAD = 1, 130, 141


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
    parser = build_parser()
    given = sys.argv[1:] if argv is None else argv
    if not given:
        parser.exit(2, parser.format_help())
    check_command(parser, given[0])
    args, unknown = parser.parse_known_args(given)
    if unknown:  # reported by the command, whose help lists the options
        is_option = any(word.startswith("-") for word in unknown)
        way = (
            f"{args.parser.prog} --help lists the options"
            if is_option
            else "write all that is not an option together, before the options"
        )
        args.parser.error(f"unrecognized arguments: {' '.join(unknown)}; {way}")
    try:
        with told_warnings():
            args.run(args)
        if sys.stdout is not None:  # None if closed, as by >&-
            sys.stdout.flush()
    except UsageError as error:
        args.parser.error(str(error))
    except PatternError as error:
        if error.theme is None:  # given on the command line rather than in a lexicon
            args.parser.error(str(error))
        tell(str(error))
        return FAILED
    except BrokenPipeError:
        _forget_output()
        return UNREAD
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
    except OSError as error:
        tell(_of_file(error) + _way_on(error))
        return FAILED
    except (CoopsecError, ValueError, ImportError, MemoryError, pl.exceptions.PolarsError) as error:
        tell((str(error) or type(error).__name__) + _way_on(error))
        return FAILED
    return 0


def _of_file(error: OSError) -> str:
    """Put the file name first, and leave out the error number."""
    if error.strerror is None:
        return str(error)
    return error.strerror if not error.filename else f"{os.fsdecode(error.filename)}: {error.strerror}"


def _way_on(error: Exception) -> str:
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
