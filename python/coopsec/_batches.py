"""Sources that may be larger than memory, read one batch of documents at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import polars as pl

from coopsec._formats import TEXTS
from coopsec._found import FoundFile, find
from coopsec._intake import Intake, as_polars, check_language_column
from coopsec._tables import rows_of

BATCH_BYTES = 1 << 27  # approximate size of a batch in memory
FIRST_ROWS = 4096  # rows in the first slice, before their size is known

NewIntake = Callable[[], Intake]


def batches(source: Any, new: NewIntake) -> Iterator[Intake]:
    """Take documents from files or frames, about :data:`BATCH_BYTES` at a time.

    Parameters
    ----------
    source
        What :func:`coopsec.read_corpus` or :func:`coopsec.from_frame` reads, or an iterator of frames (Arrow batches,
        polars frames, …), which is asked for one frame at a time.
    new
        A function that makes an empty intake.

    Yields
    ------
    Intake
        The non-empty intakes, or a single empty one if there is nothing to read.
    """
    is_nothing, tables, lang = True, 0, new().roles.lang
    for intake in _batches(source, new):
        tables += intake.tables
        if not intake.is_empty:
            is_nothing = False
            yield intake
    check_language_column(lang, tables)
    if is_nothing:
        yield new()


def _batches(source: Any, new: NewIntake) -> Iterator[Intake]:
    if isinstance(source, str | bytes | os.PathLike):
        yield from _of_files([source], new)
    elif isinstance(source, pl.LazyFrame):
        yield from _of_frames(_slices(source), new)
    elif isinstance(source, pl.DataFrame) or _is_table(source):
        yield from _of_frames([source], new)
    elif isinstance(source, Iterable) and not isinstance(source, Mapping):
        yield from _of_items(iter(source), new)
    else:
        as_polars(source, "source")  # raises an error that says what is expected


def _is_table(source: object) -> bool:
    # An Arrow batch reader has a stream too, but it would hand over all batches at once.
    # The series of older pandas only have `to_frame`; they are refused like other series.
    is_column_or_table = hasattr(source, "__arrow_c_stream__") or hasattr(source, "to_frame")
    return is_column_or_table and not hasattr(source, "__next__")


def _of_items(items: Iterator[Any], new: NewIntake) -> Iterator[Intake]:
    """Read paths or frames, whichever the first item is."""
    for first in items:
        if isinstance(first, str | bytes | os.PathLike):
            yield from _of_files([first, *items], new)
        else:
            yield from _of_frames(chain([first], items), new)


def _of_frames(frames: Iterable[Any], new: NewIntake) -> Iterator[Intake]:
    first = 0
    for frame in frames:
        table = as_polars(frame, "source")
        # Even without rows, a frame has columns to check.
        for part in table.iter_slices(_height(table)) if table.height else [table]:
            intake = _intake_of(part, new(), "frame", "", first)
            intake.is_of_frames = True
            yield intake
            first += part.height


def _intake_of(frame: pl.DataFrame, intake: Intake, where: str, prefix: str, first: int) -> Intake:
    intake.add_rows(rows_of(frame, intake.roles, where=where, prefix=prefix, first=first))
    return intake


def _height(frame: pl.DataFrame) -> int:
    """Return the number of rows that make a batch, if the rest are like those of the frame."""
    return max(1, frame.height * BATCH_BYTES // max(int(frame.estimated_size()), 1))


def _slices(table: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Collect a table in slices of about a batch; a table without rows gives one empty slice with its columns."""
    at, height = 0, FIRST_ROWS
    while True:
        part = table.slice(at, height).collect()
        if part.height or not at:
            yield part
        if part.height < height:
            return
        at, height = at + height, _height(part)


def _of_files(paths: list[Any], new: NewIntake) -> Iterator[Intake]:
    intake, size = new(), 0
    found = find(paths[0] if len(paths) == 1 else paths, "source", skip_errors=intake.on_error == "skip")
    intake.skipped.extend(found.skipped)
    # Report a slip now rather than after hours of work; whether the tables can be read is only known later.
    check_language_column(intake.roles.lang, sum(file.format not in TEXTS | {""} for file in found.files))
    texts: list[FoundFile] = []
    for file in found.files:
        if file.format in TEXTS | {""}:
            texts.append(file)
            size += file.size()
        else:
            intake.add_texts(texts)
            texts = []
            # polars slices a file whose name is Unicode; any other is read whole.
            if file.format == ".parquet" and file.path.suffix == ".parquet" and file.origin == str(file.path):
                yield intake
                yield from _of_parquet(file, new)
                intake, size = new(), 0
            else:
                intake.add_table(file)
                size += file.size()
        if size >= BATCH_BYTES:
            intake.add_texts(texts)
            yield intake
            intake, size, texts = new(), 0, []
    intake.add_texts(texts)
    yield intake


def _of_parquet(file: FoundFile, new: NewIntake) -> Iterator[Intake]:
    first, is_over = 0, False
    slices = _slices(pl.scan_parquet(file.path, glob=False))
    while not is_over:
        intake, is_over = new(), True
        with intake.table_errors(file):  # so that the intake that asked for a slice reports its errors
            part = next(slices, None)
            if part is not None:
                _intake_of(part, intake, file.origin, f"{file.name}#", first)
                first, is_over = first + part.height, False
        yield intake
