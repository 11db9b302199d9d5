"""Which countries are named together, and about what."""

from __future__ import annotations

import polars as pl

from coopsec import plot
from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.picture import figure, picture
from coopsec._report_page.table import rows_of
from coopsec.plot.pairs import titles_of

__all__ = ["section"]

_MOST = 20


def section(asked: Asked) -> Markup:
    """Draw the pairs of actors as a network, and by theme."""
    words, hub = asked.words, asked.options.hub
    scope = asked.options.nested_scope
    pairs = asked.corpus.dyads(hub=hub, within="sentence", nested_scope=scope)
    if not pairs.filter(pl.col("count") > 0).height:
        return tag("p", words("no_dyads"))
    by_theme = asked.corpus.dyads(hub=hub, within="sentence", themes=asked.lexicon, nested_scope=scope)
    names = {code: asked.countries[code] for code in _codes(pairs) if code in asked.countries}
    network = picture(plot.network(pairs, labels=names, lang=words.lang, top=40, width=760), "network")
    cells = picture(
        plot.heatmap(
            by_theme,
            labels=names | {theme: asked.labels[theme] for theme in by_theme["theme"].unique()},
            lang=words.lang,
            max_series=_MOST,
            thin=asked.options.thin,
            width=860,
        ),
        "dyads",
    )
    return Markup(
        figure(network, words("network_caption"), _pairs(pairs, asked), words)
        + figure(cells, words("dyads_caption"), _by_theme(by_theme, asked), words)
    )


def _codes(pairs: pl.DataFrame) -> list[str]:
    return sorted({*pairs["left"], *pairs["right"]})


def _pairs(pairs: pl.DataFrame, asked: Asked) -> Markup:
    words = asked.words
    shown = pairs.filter(pl.col("count") > 0).sort("count", "left", "right", descending=[True, False, False]).head(40)
    ends = shown.select("left", "right").rows()
    titles = titles_of(ends, {code: asked.countries.get(code, code) for code in _codes(pairs)})
    rows = [
        (titles[left, right], words.number(count), words.number(documents))
        for left, right, count, documents in shown.select("left", "right", "count", "doc_freq").iter_rows()
    ]
    head = (words("pair"), words("sentences_with_both"), words("documents"))
    return rows_of(head, rows, caption=words("network_caption"))


def _by_theme(cells: pl.DataFrame, asked: Asked) -> Markup:
    words = asked.words
    found = {(row["left"], row["right"], row["theme"]): row["count"] for row in cells.iter_rows(named=True)}
    totals = cells.group_by("left", "right").agg(pl.col("count").sum()).filter(pl.col("count") > 0)
    order = totals.sort("count", "left", "right", descending=[True, False, False]).select("left", "right").head(_MOST)
    titles = titles_of(order.rows(), {code: asked.countries.get(code, code) for code in _codes(cells)})
    themes = [theme for theme in asked.themes if theme in set(cells["theme"])]
    rows = [
        (titles[left, right], *(words.number(found[left, right, theme]) for theme in themes))
        for left, right in order.iter_rows()
    ]
    return rows_of([words("pair"), *(asked.labels[theme] for theme in themes)], rows, caption=words("dyads_caption"))
