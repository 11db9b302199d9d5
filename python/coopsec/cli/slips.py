"""What may be meant by an operand that is not a file, or by an option that a command does not have."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from coopsec._frames import near_names

__all__ = ["instead_of", "told_by_option"]


def instead_of(unknown: Sequence[str], parser: argparse.ArgumentParser) -> str:
    """Say what to do about arguments that a command does not have."""
    options = [word.partition("=")[0].lstrip("-") for word in unknown if word.startswith("-")]
    if not options:
        return "write all that is not an option together, before the options"
    near = near_names(options[0], sorted(set(re.findall(r"--([a-z][a-z-]+)", parser.format_help()))))
    meant = f"did you mean {' or '.join(f'--{each}' for each in near)}? " if near else ""
    return f"{meant}{parser.prog} --help lists the options"


def told_by_option(error: FileNotFoundError, args: argparse.Namespace, themes: list[str]) -> FileNotFoundError:
    """Add to the error of a missing operand what it may have been meant as; `themes` are those of the lexicon."""
    named = str(error.filename)
    way = _option(named, args, themes) or _near_file(named) if named in args.path else ""
    return FileNotFoundError(error.errno, f"{error.strerror}{way}", error.filename) if way else error


def _option(named: str, args: argparse.Namespace, themes: list[str]) -> str:
    options = vars(args)
    value = shlex.quote(named)
    if "theme" in options and named in themes:
        return f"; a theme is given as --theme {value}"
    if "hub" in options and re.fullmatch("[A-Z]{2}", named):
        return f"; a country is given as --hub {value}"
    if len(args.path) > 1:
        for option in ("node", "term"):
            if option in options and not options[option]:
                return f"; a pattern is given as --{option} {value}"
    return ""


def _near_file(named: str) -> str:
    path = Path(named)
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except OSError:
        return ""
    near = near_names(path.name, beside)
    return f"; did you mean {' or '.join(shlex.quote(str(path.parent / name)) for name in near)}?" if near else ""
