"""How the numbers were computed, and what to be careful about."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.passages import Passages
from coopsec._report_page.table import rows_of
from coopsec._warnings import remarks_for
from coopsec.errors import CoopsecWarning

__all__ = ["cautions", "section"]

_MOST = 200


def section(asked: Asked, passages: Passages) -> Markup:
    """Say how the numbers were computed."""
    words = asked.words
    told = asked.corpus.methods(asked.lexicon, asked.step, lang=words.lang, nested_scope=asked.options.nested_scope)
    docs = words.chart.counted("n_docs", asked.options.thin)
    page = words("methods_page", docs=docs, sentences=words.counted("n_sentences", passages.cap))
    return Markup("".join(tag("p", part) for part in (*told.strip().split("\n\n"), page)))


def cautions(asked: Asked, said: Sequence[CoopsecWarning]) -> Markup:
    """List what a careful reader should know."""
    words, parts = asked.words, []
    flagged = asked.documents.filter(pl.col("warnings").list.len() > 0).height
    # Several sections may ask the same question and raise the same warning.
    told = list(dict.fromkeys(_told(each, asked) for each in said))
    told += [words.counted("flagged", flagged)] if flagged else []
    if told:
        parts.append(tag("ul", *(tag("li", each) for each in told)))
    found = remarks_for(asked.table, words.lang)
    if found.height:
        parts.append(_table(found, asked))
    return Markup("".join(parts) or tag("p", words("no_warnings")))


def _told(said: CoopsecWarning, asked: Asked) -> str:
    """Phrase a warning in the language of the page, with names instead of codes."""
    if said.kind is None:
        return str(said)
    names = asked.countries | asked.labels
    listed = ", ".join(f"{names.get(name, name)} ({asked.words.number(count)})" for name, count in said.counts)
    return asked.words(f"warned_{said.kind}", listed=listed)


def _table(found: pl.DataFrame, asked: Asked) -> Markup:
    words, shown = asked.words, found.head(_MOST)
    rows = [
        (
            words("all_themes") if row["theme"] is None else asked.labels.get(row["theme"], row["theme"]),
            words("all_periods") if row["period"] is None else asked.period_name(row["period"]),
            "–" if row["share"] is None else words.chart.percent(row["share"]),
            row["remark"][0].upper() + row["remark"][1:],  # it begins the sentence here
        )
        for row in shown.iter_rows(named=True)
    ]
    head = [words(key) for key in ("theme", "period", "share", "remark")]
    table = rows_of(head, rows, caption=words("warnings_caption"), numbers={2})
    if shown.height == found.height:
        return table
    more = words("rows_shown", shown=words.number(shown.height), total=words.number(found.height))
    return Markup(table + tag("p", more, class_="note"))
