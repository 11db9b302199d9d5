"""Rows of tables as documents: which column is the text, which the date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from coopsec._date_columns import doubt_no_date
from coopsec._date_numbers import doubt_dates
from coopsec._frames import free_name, near_names, plain_floats
from coopsec._own_columns import check_depth
from coopsec._warn import warn
from coopsec.errors import ColumnError

# Common names of the columns in press archives and crawls, best first; compared by `plain_name`.
COMMON = {
    "text": (
        "text", "texte", "texto", "body", "content", "contenu", "contenido", "corps", "cuerpo", "article",
        "full text", "fulltext", "texte integral", "texte complet", "النص", "المحتوى",
    ),
    "date": (
        "date", "publish date", "publication date", "date publication", "date parution", "pub date", "pubdate",
        "published", "published at", "parution", "mise en ligne", "datetime", "fecha",
        "fecha publicacion", "التاريخ", "تاريخ النشر",
    ),
    "title": (
        "title", "titre", "headline", "titulo", "titular", "titre article", "article title", "titulo articulo",
        "العنوان",
    ),
    "lang": ("lang", "language", "langue", "idioma", "اللغة"),
    "source": (
        "source", "media name", "media", "journal", "newspaper", "outlet", "publisher", "fuente", "medio", "periodico",
        "المصدر",
    ),
    "url": ("url", "link", "lien", "permalink", "enlace"),
    "id": ("doc id",),
}  # fmt: skip

# Where a word begins within a name such as `publishedAt`, as APIs write it.
WORD_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Words that are ignored: `Date de publication` is `date publication`.
SMALL = {"de", "du", "des", "d", "la", "le", "l", "of", "the", "del"}

# Types without one obvious form as text; an extension type is, for example, a pandas period.
NO_TEXT = (pl.Duration, pl.Object, pl.BaseExtension)


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of columns that the user gave; for None, common names are tried."""

    text: str | Sequence[str] | None = None
    date: str | None = None
    id: str | None = None
    title: str | None = None
    lang: str | None = None
    source: str | None = None
    source_argument: str = "source"  # what the argument is called that names the source

    def __post_init__(self) -> None:
        for role in ("date", "id", "title", "source"):
            name = getattr(self, role)
            if name is not None and not isinstance(name, str):
                raise TypeError(f"{self._argument(role)} is {name!r}: give the name of a column")
        texts = self.text if isinstance(self.text, Iterable) else [self.text]
        if self.text is not None and not all(isinstance(name, str) for name in texts):
            raise TypeError(f"text is {self.text!r}: give the name of a column, or a list of names")

    def resolve(self, columns: Sequence[str], where: str) -> dict[str, list[str]]:
        """Find the columns of each role.

        Raises
        ------
        ColumnError
            If a given column is missing, or no column looks like the text.
        """
        if not columns:
            raise ColumnError(f"{where}: the table has no columns")
        given = {
            "date": self.date,
            "id": self.id,
            "title": self.title,
            "lang": self.lang,
            "source": self.source,
        }
        asked = [("text", name) for name in self._text_columns()]
        asked += [(role, name) for role, name in given.items() if name is not None]
        for role, name in asked:
            if name not in columns:
                near = " or ".join(map(repr, near_names(name, columns)))
                way = f"did you mean {near}?" if near else f"there are {', '.join(columns)}"
                hint = " (a language is one of fr, es, en, ar, und, auto)" if role == "lang" else ""
                raise ColumnError(f"{where}: {self._argument(role)}: no column {name!r}{hint}; {way}")
        named = [name for _, name in asked]
        found = {role: [name] for role, name in given.items() if name is not None}
        found["text"] = self._text_columns() or _look_for("text", columns, named)
        if not found["text"]:
            # In a table of headlines, the title is all the text there is.
            found["text"] = found.pop("title", []) or _look_for("title", columns, named)
        if not found["text"]:
            raise ColumnError(f'{where}: no column looks like the text; name it: text="…" among {", ".join(columns)}')
        taken = [*named, *found["text"]]
        for role in ("date", "id", "title", "lang", "source", "url"):
            if role not in found:
                found[role] = _look_for(role, columns, taken)
        return found

    def has_text(self, columns: Sequence[str]) -> bool:
        """Whether some column holds the text."""
        if self.text is not None:
            return any(name in columns for name in self._text_columns())
        return bool(_look_for("text", columns, ()))

    def has_text_or_title(self, columns: Sequence[str]) -> bool:
        """Whether some column holds the text, or the title that is all the text there is."""
        return self.has_text(columns) or (self.text is None and bool(_look_for("title", columns, ())))

    def _argument(self, role: str) -> str:
        return self.source_argument if role == "source" else role

    def _text_columns(self) -> list[str]:
        if self.text is None:
            return []
        return [self.text] if isinstance(self.text, str) else list(self.text)


def plain_name(name: str) -> str:
    """Reduce a column name to lower case, without accents, punctuation and small words."""
    letters = unicodedata.normalize("NFD", WORD_WITHIN.sub(" ", name).casefold())
    words = re.findall(r"\w+", "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("_", " "))
    return " ".join(word for word in words if word not in SMALL)


def role_of(name: str) -> str | None:
    """Role of a column of that name, as which it is read where nothing else is said."""
    return next((role for role, names in COMMON.items() if plain_name(name) in names), None)


def _look_for(role: str, columns: Sequence[str], taken: Sequence[str]) -> list[str]:
    free = {plain_name(name): name for name in reversed(columns) if name not in taken}
    return next(([free[name]] for name in COMMON[role] if name in free), [])


@dataclass(frozen=True, slots=True)
class Rows:
    """The documents of a table: what the core reads, the user's own columns, and the rows without text."""

    drafts: pl.DataFrame  # row UInt64; text, id, title, … String, if present; date may be Date too
    own: pl.DataFrame  # one row per draft
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
        What precedes the row number in the id of a row.
    encoding
        Encoding of the file, if it was a text file.
    first
        Number of the first row, if the frame is part of a table.
    """
    columns = roles.resolve(frame.columns, where)
    check_depth(frame, where)
    _doubt_titles(frame, columns, where)
    for name in columns["date"]:
        doubt_dates(frame.get_column(name), where)
    if not columns["date"] and not columns["url"]:  # an address may state the day
        read = {name for names in columns.values() for name in names}
        doubt_no_date(frame, {plain_name(name): name for name in frame.columns if name not in read}, where)
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
    """Return the rows that have a text, and the numbers of the others."""
    if any(not frame.get_column(name).null_count() for name in texts):
        return frame, []
    missing = pl.all_horizontal(pl.col(name).is_null() for name in texts)
    return frame.filter(~missing), frame.filter(missing).get_column(row).to_list()


def _doubt_titles(frame: pl.DataFrame, columns: dict[str, list[str]], where: str) -> None:
    """Warn if titles are taken as the text although another column holds far more."""
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
    # The core writes dates as text itself, in parallel.
    if role == "date" and frame.schema[names[0]] == pl.Date:
        return pl.col(names[0])
    # Years and ids in a column with gaps: pandas turns them into floats.
    is_float = role != "text" and frame.schema[names[0]].is_float()
    text = plain_floats(pl.col(names[0])) if is_float else _as_text(names, frame, where)
    return pl.when(text != "").then(text) if role == "id" else text  # an empty id counts as none


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
    if len(columns) == 1:
        return columns[0]
    # A blank line between joined columns ends a sentence; none is added for an empty column.
    filled = [pl.when(column != "").then(column) for column in columns]
    return pl.concat_str(filled, separator="\n\n", ignore_nulls=True)
