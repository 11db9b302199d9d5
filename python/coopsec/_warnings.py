"""What a careful reader of a table of themes should know: how the corpus was retrieved, and whose hits they are.

This module knows frames, not the core. The corpus behind a table, if remembered (:mod:`coopsec._counted`), is asked
only when somebody wants the warnings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import polars as pl

from coopsec._arguments import check_texts
from coopsec._counted import ask_of, counted_of, of_one_basis
from coopsec._frames import as_frame, way_to_days, with_days
from coopsec._period_names import period_name
from coopsec._periods import as_step, infer_step
from coopsec._rounding import separated, whole_percent
from coopsec._words import words_beside
from coopsec.errors import ColumnError

__all__ = [
    "EVERYWHERE",
    "LARGEST",
    "NOT_CHECKED",
    "Concentration",
    "from_columns",
    "remarks_for",
    "warnings_for",
]

# A theme with at least this share of at least so many documents shows how they were retrieved.
EVERYWHERE, LEAST_DOCS = 0.9, 20
# One source or story is worth a warning with more than this share of at least so many hits.
LARGEST, LEAST_HITS = 0.5, 5

UBIQUITOUS, ONE_SOURCE, ONE_STORY, NOT_CHECKED = "ubiquitous", "one_source", "one_story", "not_checked"
ONE_DOCUMENT = "one_document"  # remark on a story with a single document
KINDS = pl.Enum([UBIQUITOUS, ONE_SOURCE, ONE_STORY, NOT_CHECKED])
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": KINDS,
    "theme": pl.String,
    "period": pl.Date,
    "share": pl.Float64,
    "remark": pl.String,
}


class Concentration(NamedTuple):
    """The largest source or story of a theme, in a period or, without one, in the whole corpus."""

    kind: str
    theme: str
    period: date | None
    name: str  # the source, or a document of the story
    documents: int  # number in the story; 0 for a source
    part: int
    total: int


def warnings_for(frame: pl.DataFrame, *, lang: str = "en") -> pl.DataFrame:
    """Say what a reader of a table of themes should know before drawing it.

    Parameters
    ----------
    frame
        What :meth:`Corpus.themes` returned, while the corpus it was asked of still exists. For other tables with a
        column theme (filtered, or read from a file) it says what their columns show, and a row ``not_checked`` names
        what they do not.
    lang
        Language of the messages: ``"en"`` or ``"fr"``.

    Returns
    -------
    polars.DataFrame
        kind Enum, theme String, period Date (null: the whole table), share Float64, message String, by kind, theme and
        period, the whole table first:

        - ``ubiquitous``: the theme is in at least 90% of at least 20 documents. A corpus that was retrieved by a word
          has it in nearly every document, and its share then says how the corpus was made.
        - ``one_source``: one source has more than half of at least 5 hits, where the corpus has several sources.
        - ``one_story``: one story (documents that repeat each other, or a single one) has more than half of at least 5
          hits. A period with a single document gets neither of the two, since it cannot be otherwise.
        - ``not_checked``: this table does not show sources and stories.

        Tables grouped by a column are judged as if they were not; of a composition, the raw rows are judged.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> words = ["Le terrorisme recule."] * 6 + ["La mer est calme."] * 3
    >>> rows = pl.DataFrame({"text": words, "date": ["2015-05-01"] * 9, "source": ["MAP"] * 5 + ["AFP"] * 4})
    >>> corpus = cs.from_frame(rows)
    >>> table = corpus.themes({"terrorism": ["terroris*"]}, every="year")
    >>> cs.warnings_for(table).filter(pl.col("kind") == "one_source").select("share", "message").row(-1)
    (0.8333333333333334, 'terrorism, 2015: the source MAP has 83% of the 6 hits.')
    """
    remarks = remarks_for(frame, lang)
    named = _period_namer(frame, lang)
    messages = [
        _message(kind, theme, period, remark, named, lang)
        for kind, theme, period, remark in remarks.select("kind", "theme", "period", "remark").rows()
    ]
    return remarks.drop("remark").with_columns(message=pl.Series(messages, dtype=pl.String))


def _message(
    kind: str, theme: str | None, period: date | None, remark: str, named: Callable[[date], str], lang: str
) -> str:
    """Put theme and period before a remark; only sources and stories have a period."""
    if theme is None:
        return remark
    words = _words(lang)
    when = words["whole"] if period is None else named(period)
    head = f"{theme}, {when}" if kind in (ONE_SOURCE, ONE_STORY) else theme
    return words["head"].format(head=head, remark=remark)


def _words(lang: str) -> dict[str, str]:
    """Return the sentences of a language: those that follow a theme and period, by kind, and what joins them."""
    return words_beside(__package__, "_warnings.toml")[lang]  # type: ignore[no-any-return] # TOML has no types


def _period_namer(frame: pl.DataFrame, lang: str) -> Callable[[date], str]:
    """Return a function that names the periods of a table as charts do."""
    frame = as_frame(frame)
    every, frame = counted_of(frame).every, _with_days(frame)
    days = frame.get_column("period").drop_nulls().unique().sort().to_list() if "period" in frame.columns else []
    step = as_step(every) if every else infer_step(days)
    return lambda day: period_name(day, step, lang)


def check_lang(lang: str) -> None:
    """Raise an error for a language that messages are not written in."""
    check_texts(lang=lang)
    known = words_beside(__package__, "_warnings.toml")
    if lang not in known:
        raise ValueError(f"lang is {lang!r}: use {' or '.join(map(repr, known))}")


def remarks_for(frame: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Return the rows of :func:`warnings_for` with a remark, without theme and period, in place of the message."""
    check_lang(lang)
    frame = as_frame(frame)
    for name in sorted({"count", "doc_freq", "n_docs"} & set(frame.columns)):
        if not frame.schema[name].is_numeric():
            raise ColumnError(
                f"column {name!r} is {frame.schema[name]}, expected numbers as corpus.themes(…) gives them"
            )
    ask = ask_of(frame)
    found: list[Concentration] | None = None if ask is None else ask()
    frame = of_one_basis(_with_days(frame))
    rows = _ubiquitous(frame, lang)
    if found is None:
        found, is_whole = from_columns(frame)
        if not is_whole:
            rows.append((NOT_CHECKED, None, None, None, _words(lang)[NOT_CHECKED]))
    alone = _cells_of_one_document(frame)
    large = [one for one in found if one.total >= LEAST_HITS and one.part > LARGEST * one.total]
    rows += [_told(one, lang) for one in large if (one.theme, one.period) not in alone]
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return table.sort("kind", "theme", "period", nulls_last=[False, True, False])


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table with days as periods: in a table from a file they are text, in one of pandas times."""
    if frame.schema.get("period") == pl.String:
        return frame.with_columns(pl.col("period").str.to_date(strict=False))
    frame = with_days(frame, "period")
    if frame.schema.get("period", pl.Date) not in (pl.Date, pl.Null):
        days = frame.schema["period"]
        raise ColumnError(f"column 'period' is {days}, expected Date (the first day of each period){way_to_days(days)}")
    return frame


def _cells_of_one_document(frame: pl.DataFrame) -> set[tuple[str, object]]:
    """Return the cells (period None: the whole corpus) with one document, which trivially has all hits."""
    if not {"theme", "n_docs"} <= set(frame.columns):
        return set()
    cells: set[tuple[str, object]] = {
        (theme, None) for theme, n in frame.group_by("theme").agg(pl.sum("n_docs")).rows() if n == 1
    }
    if "period" in frame.columns:
        dated = frame.drop_nulls("period").group_by("theme", "period").agg(pl.sum("n_docs"))
        cells |= {(theme, period) for theme, period, n in dated.rows() if n == 1}
    return cells


def _ubiquitous(frame: pl.DataFrame, lang: str) -> list[tuple[object, ...]]:
    if not {"theme", "doc_freq", "n_docs"} <= set(frame.columns):
        return []
    sums = frame.group_by("theme", maintain_order=True).agg(pl.sum("doc_freq", "n_docs"))
    share = pl.col("doc_freq") / pl.col("n_docs")
    found = sums.filter(pl.col("n_docs") >= LEAST_DOCS, share >= EVERYWHERE).select("theme", share, "n_docs")
    told = _words(lang)[UBIQUITOUS]
    return [
        (UBIQUITOUS, theme, None, part, told.format(share=_percent(part, lang), n=_number(n, lang)))
        for theme, part, n in found.rows()
    ]


def from_columns(frame: pl.DataFrame) -> tuple[list[Concentration], bool]:
    """Return the largest sources according to the columns of a table, and whether there is nothing else to check."""
    if not {"theme", "count"} <= set(frame.columns):
        return [], "theme" not in frame.columns
    if "source" not in frame.columns:
        return [], False
    found: list[Concentration] = []
    if frame.get_column("source").n_unique() > 1:
        levels = [["theme"], ["theme", "period"]] if "period" in frame.columns else [["theme"]]
        for keys in levels:
            sums = frame.group_by([*keys, "source"]).agg(pl.sum("count").alias("part"))
            totals = sums.with_columns(pl.sum("part").over(keys).alias("total")).drop_nulls()
            largest = totals.sort(["part", "source"], descending=[True, False]).group_by(keys).first().sort(keys)
            found += [
                Concentration(ONE_SOURCE, row["theme"], row.get("period"), row["source"], 0, row["part"], row["total"])
                for row in largest.iter_rows(named=True)
            ]
    return found, False


def _told(one: Concentration, lang: str) -> tuple[object, ...]:
    share = one.part / one.total
    told = ONE_DOCUMENT if one.kind == ONE_STORY and one.documents == 1 else one.kind
    docs, n = _number(one.documents, lang), _number(one.total, lang)
    remark = _words(lang)[told].format(name=one.name, docs=docs, share=_percent(share, lang), n=n)
    return one.kind, one.theme, one.period, share, remark


def _percent(share: float, lang: str) -> str:
    return f"{whole_percent(share)}{_words(lang)['percent']}"


def _number(number: int, lang: str) -> str:
    return separated(f"{number:,}", thousands=_words(lang)["thousands"])
