"""What the explorer sends to the browser: plain values, already in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import polars as pl

from coopsec._direction import spoken
from coopsec._period_names import period_name
from coopsec._periods import as_step
from coopsec._plural import agreeing
from coopsec._words import words_beside
from coopsec.explore.model import Passages, Place, Row, Tables
from coopsec.plot.palette import lexicon_labels, styles
from coopsec.plot.periods import next_start
from coopsec.plot.words import Words, words_for

__all__ = ["THIN", "chart_of", "lexicon_of", "page_of", "span_of", "words_of"]

THIN = 5  # periods with fewer documents have weak points
_AROUND = 400  # characters of a sentence on either side of a match


@cache
def words_of(lang: str) -> dict[str, Any]:
    """Return the words of the explorer, and those of charts that it needs."""
    table = words_beside(__package__, "words.toml")
    charts = words_for(lang)  # raises an error that lists the languages
    units = {f"unit_{value}": charts(value) for value in ("per_million", "doc_share", "count", "doc_freq")}
    signs = {"decimal": charts.number(0.5, 1)[1], "thousands": charts.number(1000)[1], "percent": charts.percent(0)[3:]}
    told = {each: charts(each) for each in ("above", "no_documents")}
    return {**table[lang], **units, **signs, **told, "thin": THIN}


def lexicon_of(tables: Tables, lang: str) -> list[dict[str, Any]]:
    """Return name, label, depth, colours and shape of each theme, with parents right before their children."""
    labels = lexicon_labels(tables.lexicon, lang)
    names = list(labels)
    light, dark = styles(names, dark=False, colors=None), styles(names, dark=True, colors=None)
    return [
        {
            "name": each,
            "label": label,
            "depth": each.count("."),
            "color": light[each].color,
            "dark": dark[each].color,
            "shape": light[each].shape,
        }
        for each, label in labels.items()
    ]


def chart_of(tables: Tables, every: str, value: str, themes: list[str], lang: str) -> dict[str, Any]:
    """Return the periods, and the points of some themes."""
    step, words, table = as_step(every), words_for(lang), tables.table(every)
    dated = table.filter(pl.col("period").is_not_null())
    periods = dated.group_by("period").agg(pl.col("n_docs", "n_tokens").max(), pl.col("partial").any()).sort("period")
    lost = table.filter(pl.col("period").is_null())
    return {
        "every": step,
        "value": value,
        "periods": [
            {
                "start": start.isoformat(),
                "end": next_start(start, step).isoformat(),
                "name": period_name(start, step, words.lang),
                "docs": n_docs,
                "tokens": n_tokens,
                "partial": partial,
            }
            for start, n_docs, n_tokens, partial in periods.rows()
        ],
        "lost": int(lost.select(pl.col("n_docs").max()).item() or 0),
        "themes": [
            {
                "name": each,
                "points": _points(dated, each, value),
                "lost": next(iter(_points(lost, each, value)), None),
            }
            for each in themes
        ],
    }


def _points(table: pl.DataFrame, theme: str, value: str) -> list[list[float | int | None]]:
    """Return value, limits, count, documents with a hit and documents; the value is null without documents."""
    bounds = [f"{value}_low", f"{value}_high"]
    limits = [pl.col(each) if each in table.columns else pl.lit(None, dtype=pl.Float64).alias(each) for each in bounds]
    shown = pl.when(pl.col("n_docs") > 0).then(pl.col(value)).alias("value")
    rows = table.filter(pl.col("theme") == theme).sort("period").select(shown, *limits, "count", "doc_freq", "n_docs")
    return [list(row) for row in rows.rows()]


def span_of(place: Place, lang: str) -> str:
    """Return the name of the periods of a place."""
    if place.first is None or place.last is None:
        return str(words_of(lang)["nowhere"])
    names = dict.fromkeys(period_name(each, place.step, words_for(lang).lang) for each in (place.first, place.last))
    return " – ".join(names)


def page_of(passages: Passages, rows: list[Row], lang: str) -> dict[str, Any]:
    """Return the rows of a page of passages, and how many passages there are in all."""
    words, said = words_for(lang), words_of(lang)
    return {
        "total": passages.hits.height,
        "found": _found(passages, words, said),
        "rows": [_told(row, words, said) for row in rows],
    }


def _found(passages: Passages, words: Words, said: dict[str, Any]) -> str:
    """Say how many passages there are, from how many documents and stories."""
    total = passages.hits.height
    if not total:
        return str(said["found_none"])
    counted = _counted(words, said["n_passages"], total)
    if total == 1:
        return counted
    stories = _counted(words, said["n_stories"], passages.n_stories)
    documents = words.counted("n_docs", passages.n_documents)
    return str(said["found"].format(passages=counted, documents=documents, stories=stories))


def _counted(words: Words, forms: list[str], number: int) -> str:
    return agreeing(forms, number, words.lang).format(n=words.number(number))


def _told(row: Row, words: Words, said: dict[str, Any]) -> dict[str, Any]:
    document = row.document
    when = _when(document, words, said)
    precision, origin = said[f"precision_{document['date_precision']}"], said[f"origin_{document['date_origin']}"]
    return {
        "left": row.left if len(row.left) <= _AROUND else "…" + row.left[-_AROUND:],
        "match": row.match,
        "right": row.right if len(row.right) <= _AROUND else row.right[:_AROUND] + "…",
        "pattern": row.pattern,
        "doc_id": row.doc_id,
        "start": row.start,
        "when": when,
        "how": f"{precision}, {origin}" if origin else precision,
        "raw": document["date_raw"],
        "title": document["title"],
        "source": document["source"],
        **spoken(document["lang"]),
        "story": _story(row, words, said),
        "cite": _citation(row, when, said),
    }


def _story(row: Row, words: Words, said: dict[str, Any]) -> str:
    named = str(said["story"].format(n=row.document["story"]))
    return f"{named}, {_counted(words, said['copies'], row.copies)}" if row.copies else named


def _when(document: dict[str, Any], words: Words, said: dict[str, Any]) -> str:
    """Write a date as precisely as it is known."""
    start, end, precision = document["date_start"], document["date_end"], document["date_precision"]
    if not isinstance(start, date):
        return str(said["undated"])
    if precision == "interval":
        return f"{period_name(start, 'day', words.lang)} – {period_name(end, 'day', words.lang)}"
    return period_name(start, precision, words.lang)


def _citation(row: Row, when: str, said: dict[str, Any]) -> str:
    title = row.document["title"]
    parts = [
        row.document["source"] or said["no_source"],
        said["quote"].format(text=title) if title else None,
        when,
        f"{row.doc_id}, {row.start}–{row.end}",
        said["quote"].format(text=" ".join(row.match.split())),
    ]
    return ", ".join(str(part) for part in parts if part)
