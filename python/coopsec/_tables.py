"""Rows of tables as documents: which column is the text, which the date."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import polars as pl

from coopsec import _coopsec
from coopsec._found import FoundFile, format_of
from coopsec._frames import free_name
from coopsec._own_columns import EXACT
from coopsec._warn import warn
from coopsec.errors import ColumnError, DecodeError

# Names that press archives, crawlers and colleagues give to the columns, best first; compared by `plain_name`.
COMMON = {
    "text": (
        "text", "texte", "texto", "body", "content", "contenu", "contenido", "corps", "cuerpo", "article",
        "full text", "fulltext", "texte integral", "texte complet", "النص",
    ),
    "date": (
        "date", "publish date", "publication date", "date publication", "date parution", "pub date", "pubdate",
        "published", "published at", "parution", "mise en ligne", "datetime", "fecha",
        "fecha publicacion", "التاريخ",
    ),
    "title": ("title", "titre", "headline", "titulo", "titular", "العنوان"),
    "lang": ("lang", "language", "langue", "idioma"),
    "source": ("source", "media name", "media", "journal", "newspaper", "outlet", "publisher", "fuente"),
    "url": ("url", "link", "lien", "permalink", "enlace"),
    "id": ("doc id",),
}  # fmt: skip

# Small words between the others: `Date de publication` is `date publication`.
SMALL = {"de", "du", "des", "d", "la", "le", "l", "of", "the", "del"}

# Types whose values nobody writes in one way; an extension is, for example, a period of pandas.
NO_TEXT = (pl.Duration, pl.Object, pl.BaseExtension)

# What separates fields; of two that fit as well the first is taken, since prose holds commas.
SEPARATORS = ("\t", ";", "|", ",")
SAMPLE, SAMPLE_ROWS = 100_000, 20  # signs and rows of a table that tell its separator

# Carriage returns without a line feed, in runs: old Macintosh programs end lines so, and new ones cells within a field.
LONE_RETURNS = re.compile(r"(?<!\r)\r++(?!\n)")

# Escapes of surrogates in JSON: a pair, which is one sign, or one alone, which is none. Backslashes before it come in
# pairs, each of which is a backslash of the text.
SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of columns that the user gave; None is looked for by common names."""

    text: str | Sequence[str] | None = None
    date: str | None = None
    id: str | None = None
    title: str | None = None
    lang: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        for role in ("date", "id", "title", "lang", "source"):
            name = getattr(self, role)
            if name is not None and not isinstance(name, str):
                language = "a language or " if role == "lang" else ""
                raise TypeError(f"{role} is {name!r}: give {language}the name of a column")
        texts = self.text if isinstance(self.text, Iterable) else [self.text]
        if self.text is not None and not all(isinstance(name, str) for name in texts):
            raise TypeError(f"text is {self.text!r}: give the name of a column, or a list of names")

    def resolve(self, columns: Sequence[str], where: str) -> dict[str, list[str]]:
        """Find the columns of each role.

        Raises
        ------
        ColumnError
            Where a given column is missing, or no column looks like the text.
        """
        given = {
            "date": self.date,
            "id": self.id,
            "title": self.title,
            "lang": self.lang,
            "source": self.source,
        }
        named = [name for name in given.values() if name is not None] + self._text_columns()
        for name in named:
            if name not in columns:
                near = difflib.get_close_matches(name, columns, n=3) or columns
                hint = " (a language is one of fr, es, en, ar, und, auto)" if name == self.lang else ""
                raise ColumnError(f"{where}: no column {name!r}{hint}; there are {', '.join(near)}")
        found = {role: [name] for role, name in given.items() if name is not None}
        found["text"] = self._text_columns() or _look_for("text", columns, named)
        if not found["text"]:
            # A table of headlines: the title is all the text there is.
            found["text"] = found.pop("title", []) or _look_for("title", columns, named)
        if not found["text"]:
            raise ColumnError(f'{where}: no column looks like the text; name it: text="…" among {", ".join(columns)}')
        taken = [*named, *found["text"]]
        for role in ("date", "id", "title", "lang", "source", "url"):
            if role not in found:
                found[role] = _look_for(role, columns, taken)
        return found

    def _text_columns(self) -> list[str]:
        if self.text is None:
            return []
        return [self.text] if isinstance(self.text, str) else list(self.text)


def plain_name(name: str) -> str:
    """Write a column name without case, accents, marks and small words."""
    letters = unicodedata.normalize("NFD", name.casefold())
    words = re.findall(r"\w+", "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("_", " "))
    return " ".join(word for word in words if word not in SMALL)


def _look_for(role: str, columns: Sequence[str], taken: Sequence[str]) -> list[str]:
    free = {plain_name(name): name for name in reversed(columns) if name not in taken}
    return next(([free[name]] for name in COMMON[role] if name in free), [])


@dataclass(frozen=True, slots=True)
class Rows:
    """Documents of a table: what the core reads, the user's own columns, and the rows without text."""

    drafts: pl.DataFrame  # row: UInt64; those that there are of text, id, title, …: String; date: also Date
    own: pl.DataFrame  # as many rows
    skipped: list[tuple[str, str]]
    where: str
    prefix: str
    encoding: str | None


def rows_of(
    frame: pl.DataFrame, roles: Roles, *, where: str, prefix: str, encoding: str | None = None, first: int = 0
) -> Rows:
    """Turn a frame into documents.

    Parameters
    ----------
    frame
        The table.
    roles
        Columns that the user named.
    where
        Name of the table in origins and errors.
    prefix
        What comes before the row number in the identity of a row.
    encoding
        Encoding of the file, where it was one of text.
    first
        Number of the first row, where the frame is a part of a table.
    """
    columns = roles.resolve(frame.columns, where)
    _doubt_titles(frame, columns, where)
    row = free_name("row", frame.columns)
    kept, empty = _with_text(frame.with_row_index(row, offset=first), row, columns["text"])
    roles_of_core = ("text", "id", "date", "title", "lang", "source", "url")
    drafts = kept.select(
        pl.col(row).cast(pl.UInt64).alias("row"),
        *(_for_core(role, columns[role], kept, where).alias(role) for role in roles_of_core if columns[role]),
    )
    used = {name for role, names in columns.items() if role != "url" for name in names}
    own = kept.select(name for name in frame.columns if name not in used)
    skipped = [(f"{where}#{number}", "no text in this row") for number in empty]
    return Rows(drafts, own, skipped, where, prefix, encoding)


def _with_text(frame: pl.DataFrame, row: str, texts: list[str]) -> tuple[pl.DataFrame, list[int]]:
    """Give the rows that have a text, and the numbers of the others."""
    if any(not frame.get_column(name).null_count() for name in texts):
        return frame, []
    missing = pl.all_horizontal(pl.col(name).is_null() for name in texts)
    return frame.filter(~missing), frame.filter(missing).get_column(row).to_list()


def _doubt_titles(frame: pl.DataFrame, columns: dict[str, list[str]], where: str) -> None:
    """Warn where titles are taken as the text although another column holds more."""
    text = columns["text"]
    if len(text) != 1 or plain_name(text[0]) not in COMMON["title"]:
        return
    lengths = frame.select(pl.col(pl.String).str.len_chars().sum())
    longer = [column.name for column in lengths if (column[0] or 0) > 2 * (lengths[text[0]][0] or 0)]
    if longer:
        warn(
            f"{where}: {text[0]!r} is taken as the text, but {longer[0]!r} holds more: name the column, text=…",
        )


def _for_core(role: str, names: list[str], frame: pl.DataFrame, where: str) -> pl.Expr:
    # The core writes days as text on the threads that read the rows.
    is_day = role == "date" and frame.schema[names[0]] == pl.Date
    return pl.col(names[0]) if is_day else _as_text(names, frame, where)


def _as_text(names: list[str], frame: pl.DataFrame, where: str) -> pl.Expr:
    columns = []
    for name in names:
        dtype = frame.schema[name]
        column = pl.col(name)
        if dtype == pl.Binary:
            raise ColumnError(f"{where}: column {name!r} holds bytes, not text: decode it first")
        if dtype.is_nested() or isinstance(dtype, NO_TEXT):
            raise ColumnError(
                f"{where}: column {name!r} holds {dtype}, where text, numbers or dates are expected: "
                "turn it into strings first"
            )
        if isinstance(dtype, pl.Datetime):
            column = column.dt.to_string("%Y-%m-%d %H:%M:%S")
        elif dtype == pl.Date:
            column = column.dt.to_string("%Y-%m-%d")
        else:
            column = column.cast(pl.String)
        columns.append(column)
    # A blank line between joined columns, so that a sentence ends there.
    return columns[0] if len(columns) == 1 else pl.concat_str(columns, separator="\n\n", ignore_nulls=True)


def read_table(file: FoundFile, roles: Roles) -> Rows:
    """Read the rows of a table file; polars reads its format.

    Raises
    ------
    DecodeError
        Where polars cannot read it, with what polars said.
    ColumnError
        Where a column is missing.
    """
    name = file.member or file.path.name
    suffix = format_of(name)
    encoding = None
    try:
        if suffix == ".parquet":
            frame = pl.read_parquet(io.BytesIO(_coopsec.decompress(name, file.read())))
        else:
            text, encoding, noticed = _coopsec.decode(name, file.read())
            for notice in noticed:
                warn(f"{file.origin}: {notice}")
            frame = (
                read_lines(text, file.origin)
                if suffix != ".csv" and suffix != ".tsv"
                else read_separated(text, "\t" if suffix == ".tsv" else None, file.origin)
            )
    except pl.exceptions.PolarsError as error:
        raise unreadable(file, error) from error
    return rows_of(frame, roles, where=file.origin, prefix=f"{file.name}#", encoding=encoding)


def unreadable(file: FoundFile, error: pl.exceptions.PolarsError) -> DecodeError:
    """Say what polars found wrong with a table."""
    said = str(error).split("\n", 1)[0]
    if "more fields" in said:
        said = "a row has more fields than the first line has names: put quotation marks around fields with separators"
    return DecodeError(f"{file.origin}: not a readable {file.format[1:]} table: {said}")


def read_lines(text: str, where: str) -> pl.DataFrame:
    """Read JSON Lines. A field whose values no type holds, as objects and lists, becomes text, with a warning."""
    text = _without_lone_surrogates(text, where)
    try:
        return _frame_of_lines(text)
    except pl.exceptions.PolarsError as error:
        rows = _objects(text, where, error)
        mixed = [name for name in dict.fromkeys(chain.from_iterable(rows)) if _is_mixed(name, rows)]
        if not mixed:
            raise
    for name in mixed:
        warn(
            f"{where}: column {name!r} holds values of different kinds, which no type holds: it is text now, lists and "
            "objects as JSON; give it one kind to keep that",
        )
    return _frame_of_lines(_lines_of([row | _as_texts(row, mixed) for row in rows]))


def _frame_of_lines(text: str) -> pl.DataFrame:
    return pl.read_ndjson(io.BytesIO(text.encode()), infer_schema_length=None)


def _lines_of(rows: Iterable[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _objects(text: str, where: str, cause: Exception) -> list[dict[str, Any]]:
    """Read the lines one by one, and name that which is no object."""
    rows = []
    # A line ends at a line feed alone: JSON may hold the other signs that end lines.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.strip(), parse_constant=_refuse_constant)
        except ValueError as fault:
            raise DecodeError(f"{where}: line {number} is no JSON: {fault}") from cause
        if not isinstance(value, dict):
            raise DecodeError(f'{where}: line {number} is no JSON object, such as {{"text": "…"}}') from cause
        rows.append(value)
    return rows


def _is_mixed(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether no type holds the values of a field."""
    kinds = {type(row[name]) for row in rows if row.get(name) is not None}
    if len(kinds) < 2 and not kinds & {dict, list}:
        return False
    try:
        _frame_of_lines(_lines_of({name: row.get(name)} for row in rows))
    except pl.exceptions.PolarsError:
        return True
    return False


def _as_texts(row: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
    values = {name: row[name] for name in names if row.get(name) is not None}
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in values.items()
    }


def _without_lone_surrogates(text: str, where: str) -> str:
    """Replace, with a warning, surrogates without their other half, of which polars makes U+0000 or an error."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    alone: list[int] = []

    def whole(escape: re.Match[str]) -> str:
        if escape[2]:
            return escape[0]
        alone.append(escape.start())
        return rf"{escape[1]}\ufffd"

    replaced = SURROGATES.sub(whole, text)
    if alone:
        line = text.count("\n", 0, alone[0]) + 1
        told = (
            f"1 surrogate in line {line} had no other half and was"
            if len(alone) == 1
            else f"{len(alone)} surrogates, the first in line {line}, had no other half and were"
        )
        warn(f"{where}: decoding: {told} replaced by U+FFFD")
    return replaced


def _refuse_constant(name: str) -> None:
    raise ValueError(f"it has no {name}, which Python writes for a number that is none: write null")


def read_separated(text: str, separator: str | None, where: str, *, typed: bool = True) -> pl.DataFrame:
    """Read values separated by commas, semicolons, tabs or bars; the first line names the columns.

    What is written as numbers are becomes numbers, or stays text where the columns are not to be `typed`.
    """
    told_lines = 0
    if _first_line_end(text) == "\r":
        text = _with_line_feeds(text)
    if text.startswith("sep="):  # what spreadsheets write to tell the separator
        told_lines = 1
        told, text = text.split("\n", 1) if "\n" in text else (text, "")
        separator = told[4:5] or separator
    if not text.strip():
        raise DecodeError(f"{where}: the table is empty: a first line with column names was expected")
    separator = separator or _separator_of(text)
    quote = _quote_of(text, separator)
    if _returns_end_rows(text, separator, quote):
        text = _with_line_feeds(text)
    try:
        frame = pl.read_csv(io.BytesIO(text.encode()), separator=separator, quote_char=quote, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        if "more fields" in str(error) and (long := _long_row(text, separator, quote)) is not None:
            line, count, names = long
            raise DecodeError(
                f"{where}: line {line + told_lines} has {count} fields, where the first line has {names} names: "
                "put quotation marks around fields with separators"
            ) from error
        raise
    return frame.with_columns(_typed(column) for column in frame.get_columns()) if typed else frame


def _quote_of(text: str, separator: str) -> str | None:
    # In tab-separated files a lone quotation mark is text; a field that is quoted begins with one.
    return '"' if separator != "\t" or '\t"' in text or text.startswith('"') else None


def _separator_of(text: str) -> str:
    """Find the separator by which the most of the first rows have as many fields as there are names, two at least."""
    sample = text[:SAMPLE]
    fits = {separator: _fit(sample, separator, is_cut=len(text) > SAMPLE) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: fits[separator])
    return best if fits[best][1] > 1 else ","


def _fit(sample: str, separator: str, *, is_cut: bool) -> tuple[float, int]:
    """Give the share of rows that have as many fields as there are names by a separator, and the number of names."""
    read = islice(_rows_of_csv(sample, separator, _quote_of(sample, separator)), SAMPLE_ROWS + 1)
    header, *rows = [row for _, row in read if row] or [[]]
    if is_cut and len(rows) < SAMPLE_ROWS:
        rows = rows[:-1]  # the sample ends within it
    if len(header) < 2:
        return 0.0, 0
    return sum(len(row) == len(header) for row in rows) / max(len(rows), 1), len(header)


def _first_line_end(text: str) -> str:
    end = re.search(r"\r\n|\r+\n|\r|\n", text.lstrip("\r\n"))
    return end[0] if end else ""


def _with_line_feeds(text: str) -> str:
    return LONE_RETURNS.sub(lambda run: "\n" * len(run[0]), text)


def _returns_end_rows(text: str, separator: str, quote: str | None) -> bool:
    """Whether rows have as many fields as there are names where carriage returns alone end rows too.

    Where they do not, such a sign is part of a field: polars writes fields that hold it without quotation marks.
    """
    if text.count("\r") == text.count("\r\n"):
        return False
    try:
        widths = {len(row) for _, row in _rows_of_csv(text, separator, quote) if row}
    except csv.Error:  # of fields that are too long for it
        return False
    return len(widths) == 1 and widths != {1}


def _rows_of_csv(text: str, separator: str, quote: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give the rows, each with the line on which it begins."""
    rows = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_NONE if quote is None else csv.QUOTE_MINIMAL,
    )
    line = 1
    for row in rows:
        yield line, row
        line = rows.line_num + 1


def _long_row(text: str, separator: str, quote: str | None) -> tuple[int, int, int] | None:
    """Find the first row with more fields than there are names: its line, and the numbers of fields and names."""
    names = 0
    try:
        for line, row in _rows_of_csv(text, separator, quote):
            names = names or len(row)
            if len(row) > names:
                return line, len(row), names
    except csv.Error:  # of fields that are too long for it
        pass
    return None


def _typed(column: pl.Series) -> pl.Series:
    """Take a column as numbers where it is written as numbers are, and nothing is lost: ``007`` stays text.

    So do whole numbers that no type of 64 bits holds, such as long identities: a float would be another number.
    """
    for whole in (pl.Int64, pl.UInt64):
        integers = column.cast(whole, strict=False)
        if integers.cast(pl.String).equals(column):
            return integers if integers.null_count() < len(column) else column
    floats = column.cast(pl.Float64, strict=False)
    plain = column.str.contains(r"^-?(0|[1-9]\d*)\.\d+$|^-?(0|[1-9]\d*)$").fill_null(value=True).all()
    if not plain or floats.null_count() > column.null_count():
        return column
    low, high = floats.min(), floats.max()
    exact = isinstance(low, float) and isinstance(high, float) and low > -EXACT and high < EXACT
    return floats if exact else column
