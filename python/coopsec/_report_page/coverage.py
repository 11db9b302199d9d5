"""What the corpus covers."""

from __future__ import annotations

from typing import Any

import polars as pl

from coopsec import plot
from coopsec._period_names import period_name
from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.picture import figure, picture
from coopsec._report_page.reasons import in_language
from coopsec._report_page.table import of_frame, rows_of

__all__ = ["section"]

_MOST_SKIPPED = 50


def section(asked: Asked) -> Markup:
    """Say what was read, what was not, and what time it covers."""
    words, facts = asked.words, asked.documents
    first = rows_of((words("measure"), words("value")), _summary(asked), caption=words("summary_caption"), numbers=2)
    drawn = picture(plot.coverage(facts, every=asked.step, lang=words.lang, width=900), "coverage")
    parts = [first, figure(drawn, words("coverage_caption"), _by_period(asked), words)]
    skipped = asked.corpus.skipped
    if skipped.height:
        caption = words.counted("skipped_caption", skipped.height)
        reasons = [in_language(reason, words.lang) for reason in skipped["reason"]]
        told = skipped.with_columns(pl.Series("reason", reasons, dtype=pl.String))
        parts.append(
            tag("details", tag("summary", caption), of_frame(told, words, caption=caption, most=_MOST_SKIPPED))
        )
    return Markup("".join(parts))


def _summary(asked: Asked) -> list[tuple[str, str]]:
    """Return what :meth:`Corpus.summary` says, in the language of the page."""
    words, facts, number = asked.words, asked.documents, asked.words.number
    known = facts.filter(pl.col("date_precision") != "none").group_by("date_precision").len().sort("date_precision")
    spoken = facts.group_by("lang").len().sort("len", "lang", descending=[True, False])
    days: tuple[Any, ...] = facts.select(pl.col("date_start").min(), pl.col("date_end").max()).row(0)
    # A span of one day is a single date.
    span = "–" if None in days else " – ".join(period_name(day, "day", words.lang) for day in dict.fromkeys(days))
    return [
        (words("documents"), number(facts.height)),
        (words("stories"), number(facts["story"].n_unique())),
        (words("tokens"), number(int(facts["n_tokens"].sum()))),
        (words("span"), span),
        (words("known"), ", ".join(f"{words.chart(f'date_{each}')} {number(n)}" for each, n in known.rows()) or "–"),
        (words("without_date"), number(facts["date_start"].null_count())),
        (words("sources"), number(facts["source"].drop_nulls().n_unique())),
        (words("languages"), ", ".join(f"{words(f'lang_{lang}')} {number(n)}" for lang, n in spoken.rows()) or "–"),
        (words("remarked"), number(facts.filter(pl.col("warnings").list.len() > 0).height)),
        (words("skipped"), number(asked.corpus.skipped.height)),
    ]


def _by_period(asked: Asked) -> Markup:
    words = asked.words
    rows = []
    for period in asked.periods:
        volume = asked.volume(period)
        numbers = (words.number(volume[each]) for each in ("documents", "n_tokens", "source"))
        rows.append((asked.period_name(period), *numbers))
    head = (words("period"), words("documents"), words("tokens"), words("sources"))
    return rows_of(head, rows, caption=words("coverage_caption"))
