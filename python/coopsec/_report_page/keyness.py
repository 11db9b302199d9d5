"""Words that distinguish an earlier part from a later one."""

from __future__ import annotations

from datetime import date

import polars as pl

from coopsec import plot
from coopsec._period_names import period_name
from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.picture import figure, picture
from coopsec._report_page.table import of_frame
from coopsec.plot.documents import by_period

__all__ = ["section"]

_TOP = 15


def section(asked: Asked) -> Markup:
    """Compare the documents of one language before and after a day."""
    words, facts = asked.words, asked.documents
    dated = facts.filter(pl.col("date_start").is_not_null())
    if not dated.height:
        return tag("p", asked.why_no_course)
    ranked = dated.group_by("lang").agg(pl.len().alias("documents")).sort("documents", "lang", descending=[True, False])
    lang = ranked["lang"][0]
    day = asked.options.split or _middle(dated.filter(pl.col("lang") == lang), asked)
    if day is None:
        return tag("p", words("no_split"))
    later = (pl.col("date_start") >= day) & (pl.col("lang") == lang)
    earlier = (pl.col("date_end") < day) & (pl.col("lang") == lang)
    when = period_name(day, "day", words.lang)
    sides = (words("since", day=when), words("before", day=when))
    for side, mask in zip(sides, (later, earlier), strict=True):
        if not facts.filter(mask).height:
            return tag("p", _one_side(side, dated.filter(pl.col("lang") == lang), lang, asked))
    frame = asked.corpus.keyness(later, earlier)
    chart = plot.keyness(frame, top=_TOP, target=sides[0], reference=sides[1], lang=words.lang, width=520)
    shown = pl.concat(
        [frame.filter(pl.col("log_ratio") > 0).head(_TOP), frame.filter(pl.col("log_ratio") < 0).tail(_TOP)]
    )
    caption = words("keyness_caption", later=sides[0], earlier=sides[1], lang=words(f"lang_{lang}"))
    said = words("keyness_split", day=when) if asked.options.split is None else ""
    return Markup(
        (tag("p", said) if said else "")
        + figure(picture(chart, "keyness"), caption, of_frame(shown, words, caption=caption), words)
    )


def _one_side(side: str, dated: pl.DataFrame, lang: str, asked: Asked) -> str:
    """Say that no document is on a side, and between which days there are some."""
    words = asked.words
    if asked.options.split is None:
        return words("no_split")
    first, last = dated.select(pl.min("date_start"), pl.max("date_end")).row(0)
    span = {name: period_name(day, "day", words.lang) for name, day in (("first", first), ("last", last))}
    return words("one_side", side=side, lang=words(f"lang_{lang}"), **span)


def _middle(dated: pl.DataFrame, asked: Asked) -> date | None:
    """Return the first day of the period that best divides the words into two halves."""
    placed = by_period(dated.select("date_start", "date_end", "n_tokens"), asked.step).drop_nulls("period")
    counted = placed.group_by("period").agg(pl.col("n_tokens").sum()).sort("period")
    if counted.height < 2:
        return None
    before = counted.with_columns(part=(pl.col("n_tokens").cum_sum() - pl.col("n_tokens")) / pl.col("n_tokens").sum())
    found: date = before[1:].sort((pl.col("part") - 0.5).abs(), "period")["period"][0]
    return found
