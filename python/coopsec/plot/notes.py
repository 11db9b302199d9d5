"""The notes under the title of charts of series: what is drawn, what is not, and what weak marks mean."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coopsec.plot.frames import Series
from coopsec.plot.heading import marked, when
from coopsec.plot.look import Look
from coopsec.plot.points import Reach
from coopsec.plot.words import Words

__all__ = ["how_counted", "level_of", "notes_of"]


def notes_of(
    series: Series,
    look: Look,
    reaches: Sequence[Reach],
    *,
    scale: str | None,
    cells: str | None = None,
    stacked: bool = False,
) -> list[str]:
    """Say what is drawn, what is not, and what weak marks mean."""
    words, drawn = look.words, series.rows.drop_nulls("value")
    return [
        *_shown(series, words),
        *how_counted(series, look.value, look.words),
        *([words(scale)] if scale else []),
        *_intervals(series, look, reaches),
        *([cells] if cells else []),
        *([words("point_size")] if reaches and drawn["n_docs"].n_unique() > 1 else []),
        *_weak(series, look, "cell_weak" if cells else "stream_weak" if stacked else "weak"),
        *([words("above")] if any(reach.above for reach in reaches) else []),
        *_missing(series, words, panels=scale is not None, cells=cells is not None),
        *(look.events.listed(look) if scale else look.events.beyond(look)),
        *_warned(series, look, alone=scale is not None or cells is not None),
    ]


def level_of(words: Words, confidence: float | None) -> str:
    """Name the intervals, with their level if known."""
    if confidence is None:
        return words("intervals")
    digits = len(f"{100 * confidence:.6g}".partition(".")[2])
    return words("intervals_at", level=words.percent(confidence, digits))


def _shown(series: Series, words: Words) -> list[str]:
    span = words("span", when=when(series, words), docs=words.counted("n_docs", series.documents))
    notes = [span[0].upper() + span[1:]]
    shown = len(series.names)
    if shown < series.available:
        notes.append(words("more", shown=shown, total=words.number(series.available)))
    if series.undated:
        notes.append(words.counted("undated", series.undated))
    return notes


def how_counted(series: Series, value: str, words: Words) -> list[str]:
    """Say if rates are standardised or reprints left out, except for a composition, which names its own bases."""
    counted, notes = series.counted, []
    if series.covered is not None and value in ("per_million", "doc_share"):
        key = "standardised_by" if counted.standardise else "standardised"
        # Round down, so as never to overstate the coverage.
        least = words.percent(math.floor(100 * series.covered + 1e-9) / 100, 0)
        notes.append(words(key, columns=", ".join(counted.standardise), least=least))
    if counted.dedupe == "story" and not series.bases:
        notes.append(words("first_of_story"))
    elif counted.dedupe and not series.bases:
        notes.append(words("first_of", column=counted.dedupe))
    return notes


def _intervals(series: Series, look: Look, reaches: Sequence[Reach]) -> list[str]:
    notes = [look.words("band", intervals=level_of(look.words, series.counted.confidence))] if look.intervals else []
    return [*notes, look.words("cut_marked")] if any(reach.cut for reach in reaches) else notes


def _weak(series: Series, look: Look, key: str) -> list[str]:
    drawn = series.rows.filter(series.rows["value"].is_not_null())
    return [look.words.counted(key, look.thin)] if drawn["weak"].any() else []


def _warned(series: Series, look: Look, *, alone: bool) -> list[str]:
    """Return the warnings; if groups have panels of their own, say that warnings about all together are not marked."""
    words, marks = look.words, len(marked(series, look, series.names))
    if not (alone and series.group and len(series.names) > 1):
        return look.cautions.said(words, marks=marks)
    return look.cautions.said(words, marks=0) + ([words.counted("warnings_together", marks)] if marks else [])


def _missing(series: Series, words: Words, *, panels: bool, cells: bool) -> list[str]:
    """Say what grey means."""
    alone = panels or (cells and series.group is not None)
    if any(series.gaps([each] if alone else None) for each in series.names):
        return [words("gap")]
    return [words("cell_missing")] if cells and series.rows["value"].null_count() else []
