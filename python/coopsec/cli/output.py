"""Where a result goes: a table in a terminal, CSV into a pipe, or files by their suffix."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from coopsec._found import find
from coopsec._whole import check_target, whole
from coopsec.cli.messages import tell
from coopsec.errors import CoopsecError

__all__ = ["CHARTS", "TABLES", "Result", "UsageError", "View", "check_outputs", "deliver", "show", "standard_output"]

CHARTS = (".html", ".svg", ".png", ".pdf")
TABLES = (".csv", ".parquet", ".json", ".jsonl")

# Arguments that name a single file to read, besides the paths of documents.
_FILES_READ = ("file", "gold", "coded", "coded_a", "coded_b", "events", "lexicon", "stopwords")

_ROWS_AT_ONCE = 20_000
_PLAIN_WIDTH = 120  # width of a table outside a terminal


View = Callable[[int, int | None], list[str]]  # (width, most rows) → lines for a terminal


class UsageError(Exception):
    """Options that do not fit together."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result, and the ways to show it."""

    frame: pl.DataFrame
    view: View
    chart: Callable[[], Any] | None = None


def check_outputs(args: argparse.Namespace, *, charts: bool) -> bool:
    """Refuse, before any work, files that cannot be written.

    Returns
    -------
    bool
        Whether a chart is asked for.
    """
    asked = False
    for path in args.output:
        suffix = path.suffix.lower()
        allowed = TABLES + CHARTS if charts else TABLES
        if suffix in CHARTS and not charts:
            raise UsageError(f"-o {path}: {args.command} has no chart; its result is written as {', '.join(TABLES)}")
        if suffix not in allowed:
            raise UsageError(f"-o {path}: unknown suffix {suffix or '(none)'}; use {', '.join(allowed)}")
        asked = asked or suffix in CHARTS
        check_target(path)
    _spare_what_is_read(args)
    return asked


def _spare_what_is_read(args: argparse.Namespace) -> None:
    """Refuse to write over a file that the command reads."""
    for path in args.output:
        if path.exists() and _is_read(path, args):
            raise UsageError(
                f"-o {path}: this command reads the file, and would overwrite it: give the result another name"
            )


def _is_read(path: Path, args: argparse.Namespace) -> bool:
    named = (Path(name) for option in _FILES_READ if (name := getattr(args, option, None)) is not None)
    if any(file.is_file() and path.samefile(file) for file in named):
        return True
    documents = getattr(args, "path", [])
    try:
        return find(documents, skip_errors=True).holds(path)
    except (CoopsecError, OSError):  # reading will report it; or a saved index, whose files have other suffixes
        return False


def deliver(result: Result, args: argparse.Namespace) -> None:
    """Write the files that were asked for, or show the result if there are none."""
    for path in args.output:
        if path.suffix.lower() in CHARTS:
            _write_chart(result, path)
        else:
            _write_table(result.frame, path)
        tell(f"wrote {path}")
    if args.format or not args.output:
        show(result, args)


def show(result: Result, args: argparse.Namespace) -> None:
    """Write the result to standard output."""
    try:
        _show(result, args, standard_output())
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:  # such as a full disk behind the redirection of the shell
            error.filename = "standard output"
        raise


def _show(result: Result, args: argparse.Namespace, out: TextIO) -> None:
    form = args.format or ("table" if out.isatty() else "csv")
    if form != "table":
        for piece in _pieces(result.frame, form):
            _put(piece)
        return
    width = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns
    out.write(_drawable("\n".join(result.view(width, args.rows or None))) + "\n")
    out.flush()


def standard_output() -> TextIO:
    """Return standard output, or raise an error if the shell closed it."""
    if sys.stdout is None:
        raise CoopsecError("standard output is closed, so the result cannot be written")
    return sys.stdout


def _drawable(text: str) -> str:
    """Replace lines and marks that the encoding of the terminal lacks."""
    try:
        "─…–".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate({ord("─"): "-", ord("…"): "~", ord("–"): "-"})
    return text


def _put(piece: bytes) -> None:
    """Write UTF-8 whatever the locale, so that a pipe gets what a file gets."""
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(piece.decode())
    else:
        raw.write(piece)
        raw.flush()


def _pieces(frame: pl.DataFrame, form: str) -> Iterator[bytes]:
    """Serialise rows piece by piece, so that ``| head`` stops the work early."""
    if form == "json":
        yield (frame.write_json() + "\n").encode()
        return
    if form == "csv":
        flat = _flat(frame)
        for begin in range(0, max(flat.height, 1), _ROWS_AT_ONCE):
            yield flat[begin : begin + _ROWS_AT_ONCE].write_csv(include_header=begin == 0).encode()
        return
    for begin in range(0, frame.height, _ROWS_AT_ONCE):
        yield frame[begin : begin + _ROWS_AT_ONCE].write_ndjson().encode()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Join the values of list columns, which CSV does not have."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(
        pl.col(name).list.eval(pl.element().cast(pl.String)).list.join(" | ").replace("", None) for name in lists
    )


def _write_table(frame: pl.DataFrame, path: Path) -> None:
    suffix = path.suffix.lower()
    with whole(path) as out:
        if suffix == ".parquet":
            content = io.BytesIO()
            frame.write_parquet(content)
            out.write(content.getbuffer())
        else:
            for piece in _pieces(frame, suffix[1:]):
                out.write(piece)


def _write_chart(result: Result, path: Path) -> None:
    from coopsec import plot

    if result.chart is None:
        raise UsageError(f"-o {path}: a chart needs --every")
    plot.save(result.chart(), path)
