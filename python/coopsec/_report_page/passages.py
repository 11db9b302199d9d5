"""The passages behind each count of a theme: all of them, or as many as the page says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coopsec._direction import spoken
from coopsec._period_names import period_name
from coopsec._periods import as_step
from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec.plot.documents import by_period

__all__ = ["Passages", "anchor", "read_passages", "section"]

_AROUND = 220
_LONGEST = 700

Cell = tuple[str, date | None]


def anchor(theme: int, period: int) -> str:
    """Return the anchor of a cell."""
    return f"c{theme}-{period}"


@dataclass(frozen=True)
class Passages:
    """The sentences of each cell as markup, with the number of hits in each."""

    cells: Mapping[Cell, list[tuple[Markup, int]]]
    hits: Mapping[Cell, int]
    cap: int

    def shown(self, cell: Cell) -> tuple[list[Markup], int]:
        """Return the sentences shown for a cell, spread evenly over all it has, and their number of hits."""
        found = self.cells.get(cell, [])
        kept = found if len(found) <= self.cap else [found[place * len(found) // self.cap] for place in range(self.cap)]
        return [each for each, _ in kept], sum(hits for _, hits in kept)


def read_passages(asked: Asked) -> Passages:
    """List all hits by cell of the table, and choose how many sentences per cell fit into the page."""
    placed = _placed(asked)
    hits: dict[Cell, int] = {}
    cells: dict[Cell, list[tuple[Markup, int]]] = {}
    facts = {row["doc_id"]: (_document(row, asked), row["lang"]) for row in _cited(placed, asked).iter_rows(named=True)}
    for row in placed.iter_rows(named=True):
        cell = (row["theme"], row["period"])
        hits[cell] = hits.get(cell, 0) + len(row["starts"])
        document, lang = facts[row["doc_id"]]
        cells.setdefault(cell, []).append((_sentence(row, document, lang), len(row["starts"])))
    return Passages(cells, hits, _cap(cells, asked))


def _placed(asked: Asked) -> pl.DataFrame:
    """Return one row per theme and sentence, with the offsets of its hits, by date and then in document order."""
    found = asked.corpus.hits(asked.lexicon, rollup=True, nested_scope=asked.options.nested_scope).with_row_index(
        "order"
    )
    facts = asked.documents.select("doc_id", "date_start", "date_end")
    dated = by_period(facts, asked.step)
    start = pl.col("start") - pl.col("sentence_start")
    return (
        found.group_by("doc_id", "theme", "sentence_start", maintain_order=True)
        .agg(
            pl.col("sentence").first(),
            pl.col("order").first(),
            starts=start,
            ends=pl.col("end") - pl.col("sentence_start"),
        )
        .join(dated.select("doc_id", "period", "date_start"), on="doc_id", how="left", maintain_order="left")
        .sort("date_start", "order", nulls_last=True)
    )


def _cited(placed: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    columns = ("doc_id", "date_start", "date_end", "date_precision", "date_origin", "title", "source", "lang")
    return asked.documents.select(columns).join(placed.select("doc_id").unique(), on="doc_id", how="semi")


def _document(row: Mapping[str, Any], asked: Asked) -> Markup:
    """Write date, title, source and name of a document."""
    when = tag("b", _date(row, asked), title=asked.words(f"origin_{row['date_origin']}") or None)
    title = None if row["title"] is None else tag("cite", row["title"], **spoken(row["lang"]) | {"dir": "auto"})
    where = " · ".join(str(each) for each in (row["source"], row["doc_id"]) if each is not None)
    return tag("p", when, " ", title, " ", tag("small", where, dir="auto"))


def _date(row: Mapping[str, Any], asked: Asked) -> str:
    words, start, end = asked.words, row["date_start"], row["date_end"]
    if start is None:
        return words("no_date")
    precision = str(row["date_precision"])
    if precision in ("day", "month", "quarter", "year"):
        return period_name(start, as_step(precision), words.lang)
    return f"{period_name(start, 'day', words.lang)} – {period_name(end, 'day', words.lang)}"


def _sentence(row: Mapping[str, Any], document: Markup, lang: str) -> Markup:
    """Write a sentence with its hits marked; of a very long one, only the part around them.

    Hits of one theme never overlap.
    """
    sentence: str = row["sentence"]
    first, last = min(row["starts"]), max(row["ends"])
    low = max(0, first - _AROUND) if len(sentence) > _LONGEST else 0
    high = min(len(sentence), last + _AROUND) if len(sentence) > _LONGEST else len(sentence)
    parts: list[object] = ["… " if low else ""]
    at = low
    for start, end in sorted(zip(row["starts"], row["ends"], strict=True)):
        parts += [sentence[at:start], tag("mark", sentence[start:end])]
        at = end
    parts += [sentence[at:high], " …" if high < len(sentence) else ""]
    return tag("li", document, tag("q", *parts, **spoken(lang)))


def _cap(cells: Mapping[Cell, list[tuple[Markup, int]]], asked: Asked) -> int:
    """Return the largest number of sentences per cell that keeps all cells together within the allowed size."""
    sizes = {cell: [len(each.encode()) for each, _ in found] for cell, found in cells.items()}

    def whole(cap: int) -> int:
        return sum(
            sum(found) if len(found) <= cap else sum(found[place * len(found) // cap] for place in range(cap))
            for found in sizes.values()
        )

    low, high = 1, asked.options.per_cell
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if whole(middle) <= asked.options.max_bytes else (low, middle - 1)
    return low


def section(asked: Asked, passages: Passages) -> Markup:
    """Lay out the passages by theme and period."""
    words, total = asked.words, sum(passages.hits.values())
    shown = sum(passages.shown(cell)[1] for cell in passages.cells)
    said = words.counted("passages_all", total) if total else words("passages_none")
    if shown < total:
        sentences = words.counted("n_sentences", passages.cap)
        said = words.counted("passages_some", shown, total=words.number(total), sentences=sentences)
    return Markup(
        tag("p", said)
        + tag("p", words("passages_how"), class_="note screen")
        + "".join(_theme(asked, passages, place, theme) for place, theme in enumerate(asked.themes))
    )


def _theme(asked: Asked, passages: Passages, place: int, theme: str) -> Markup:
    words = asked.words
    total = sum(passages.hits.get((theme, period), 0) for period in asked.periods)
    head = tag("summary", tag("h3", tag("bdi", asked.labels[theme]), f" ({words.number(total)})"))
    return tag("details", head, *_cells(asked, passages, place, theme), class_="theme", id=f"t{place}")


def _cells(asked: Asked, passages: Passages, place: int, theme: str) -> Iterator[Markup]:
    words = asked.words
    for column, period in enumerate(asked.periods):
        total = passages.hits.get((theme, period), 0)
        if not total:
            continue
        sentences, shown = passages.shown((theme, period))
        said = words.counted("hits_all", total)
        if shown < total:
            said = words.counted("hits_some", shown, total=words.number(total))
        # Apart from what follows, which a name written from right to left would reorder.
        when = words.chart("head", head=f", {asked.period_name(period)}", rest="")
        head = tag("h4", tag("bdi", asked.labels[theme]), when, tag("span", said))
        yield tag("section", head, tag("ol", *sentences), class_="cell", id=anchor(place, column), tabindex="-1")
