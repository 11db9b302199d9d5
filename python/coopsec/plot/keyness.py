"""Terms of two sides: how many times more frequent, with intervals."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._counted import counted_of
from coopsec._frames import as_frame
from coopsec.plot.arguments import checked
from coopsec.plot.axes import inline, own_scales
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.frames import require_columns, require_numbers
from coopsec.plot.heading import nothing, title_of
from coopsec.plot.notes import level_of
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.words import Lang, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["keyness"]

COUNTED = ("count_target", "count_reference")
RATIOS = ("log_ratio", "log_ratio_low", "log_ratio_high")
_INKS = {False: ("#0072B2", "#D55E00"), True: ("#3D9BD9", "#F0975A")}
# Words need more contrast than bars.
_NAMES = {False: ("#0072B2", "#B34E00"), True: ("#3D9BD9", "#F0975A")}
_COUNTS = 46
_ADJUSTED, _LEVEL = "p_adjusted", 0.05
_SIGN, _LINE = 6.6, 14  # pixels per bold character and per line


@displayed
@checked
def keyness(
    frame: Any,
    *,
    top: int = 15,
    target: str | None = None,
    reference: str | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 480,
    row_height: int = 19,
    intervals: bool = True,
    dark: bool = False,
    notes: Any = None,
) -> AnyChart:
    """Draw the terms that a target uses more, or less, than a reference.

    Bars are ratios of rates on a binary logarithmic scale (2×, 4×, …), and whiskers are their intervals. A bar is pale
    if p, adjusted for all terms, is 0.05 or more, or if the interval contains 1×, so that the side is open. On the
    right are the occurrences on both sides, or the documents if the frame was counted with ``unit="docs"``.

    Parameters
    ----------
    frame
        Result of `corpus.keyness(target, reference)`, in its order.
    top
        Most terms of each side: the first and the last of the frame.
    target, reference
        Names of the sides.
    lang, title, dark, notes
        As in `timeline`.
    width, row_height
        Pixels of the bars, and of one term.
    intervals
        Draw the whiskers.

    Returns
    -------
    altair.LayerChart
        The bars; the words "No data" for a frame without terms.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.read_corpus("corpus/").filter(pl.col("date_start").is_not_null(), lang="fr")
    >>> table = corpus.keyness(pl.col("date_start").dt.year() >= 2015)
    >>> chart = cs.plot.keyness(table, target="since 2015", reference="before")
    >>> chart.to_dict()["title"]["text"]
    'Terms that tell the two sides apart'
    """
    paper, table = paper_of(lang, dark=dark), as_frame(frame)
    what = "a frame of corpus.keyness(target)"
    require_columns(table, ["term", *COUNTED, *RATIOS], what=what)
    require_numbers(table, COUNTED, what=what)
    require_numbers(table, [*RATIOS, *({_ADJUSTED} & set(table.columns))], what=what, gaps=True)
    if "period" in table.columns and table["period"].n_unique() > 1:
        raise ValueError(
            "the frame has several periods: draw one of them, frame.filter(pl.col('period') == pl.date(…, 1, 1))"
        )
    sides = (target or paper.words("target"), reference or paper.words("reference"))
    named = title if title is not None else paper.words("title_keyness")
    counted = counted_of(table)
    unit = "documents" if counted.unit == "docs" else "count"
    table = _with_counts(table.filter(pl.col("log_ratio").is_not_null()), unit)
    shown = _chosen(table, top)
    if not shown.height:
        return nothing(paper, named, width, 120, why="no_terms")
    reach = _reach(shown)
    level = level_of(paper.words, counted.confidence) if intervals else None
    said = _said(shown, table, paper, unit=unit, level=level, cut=_cut(shown, reach) and intervals)
    said += cautions_of(notes, table, lang).said(paper.words, marks=0)
    terms = ", ".join(shown["term"])
    return alt.layer(
        *_layers(shown, paper, (width, row_height * shown.height), reach, intervals=intervals),
        *_sides(paper, sides, reach, width),
        width=width,
        height=row_height * shown.height,
        view=alt.ViewBackground(stroke=None),
        resolve=own_scales(),
        title=title_of(named, said, paper, width + 160),
        description=one_line(paper.words("head", head=f"{named}, {sides[0]} / {sides[1]}", rest=terms)),
        **paper.page,
    )


def _with_counts(table: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Add the numbers behind the ratios, and whether a ratio is uncertain."""
    column = "doc_freq" if unit == "documents" else "count"
    numbers = {side: pl.col(f"{column}_{side}") for side in ("target", "reference")}
    unsure = pl.col(_ADJUSTED) >= _LEVEL if _ADJUSTED in table.columns else pl.lit(value=False)
    return table.with_columns(**numbers, pale=unsure.fill_null(value=True) | _open())


def _chosen(table: pl.DataFrame, top: int) -> pl.DataFrame:
    more, less = table.filter(pl.col("log_ratio") > 0).head(top), table.filter(pl.col("log_ratio") < 0).tail(top)
    return pl.concat([more, less])


def _reach(shown: pl.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis: it shows all bars, and their intervals up to half as far again."""
    low, high = min(0.0, _end(shown, "log_ratio", "min")), max(0.0, _end(shown, "log_ratio", "max"))
    farthest = 1.5 * max(-low, high)
    low = max(min(low, _end(shown, "log_ratio_low", "min")), -farthest)
    high = min(max(high, _end(shown, "log_ratio_high", "max")), farthest)
    return min(low, -1.0), max(high, 1.0)


def _end(shown: pl.DataFrame, column: str, which: str) -> float:
    values = shown[column].drop_nulls()
    found: Any = (values.min() if which == "min" else values.max()) if len(values) else 0.0
    return float(found)


def _cut(shown: pl.DataFrame, reach: tuple[float, float]) -> bool:
    beyond = (pl.col("log_ratio_low") < reach[0] - 1e-9) | (pl.col("log_ratio_high") > reach[1] + 1e-9)
    return bool(shown.select(beyond.fill_null(value=False).any()).item())


def _said(
    shown: pl.DataFrame, table: pl.DataFrame, paper: Paper, *, unit: str, level: str | None, cut: bool
) -> list[str]:
    words = paper.words
    said = [words("key_bars", unit=words(unit))]
    if shown.height < table.height:
        said.append(words("key_some", shown=shown.height, total=words.number(table.height)))
    if level:
        said.append(words("key_band", intervals=level))
    if cut:
        said.append(words("cut"))
    if shown["pale"].any():
        is_tested = _ADJUSTED in table.columns
        said.append(words("key_pale", limit=words.number(_LEVEL, 2)) if is_tested else words("key_open"))
    return said


def _open() -> pl.Expr:
    """Return whether the interval contains the ratio 1, or is unknown."""
    held = (pl.col("log_ratio_low") <= 0) & (pl.col("log_ratio_high") >= 0)
    return held.fill_null(value=True)


def _times(value: float, paper: Paper) -> str:
    ratio = 2 ** abs(value)
    return paper.words.number(ratio, 0 if ratio >= 9.95 else 1) + "×"


def _p(value: float | None, paper: Paper) -> str:
    if value is None:
        return "–"
    return f"< {paper.words.number(0.001, 3)}" if value < 0.001 else paper.words.number(value, 3)


def _records(shown: pl.DataFrame, paper: Paper) -> list[dict[str, Any]]:
    words = paper.words
    return [
        {
            "place": str(place),
            "term": one_line(row["term"]),
            "value": round(row["log_ratio"], 4),
            "low": row["log_ratio_low"],
            "high": row["log_ratio_high"],
            "pale": row["pale"],
            "side": "target" if row["log_ratio"] > 0 else "reference",
            "times": _times(row["log_ratio"], paper),
            "target": words.number(row["target"]),
            "reference": words.number(row["reference"]),
        }
        | ({"p": _p(row[_ADJUSTED], paper)} if _ADJUSTED in shown.columns else {})
        for place, row in enumerate(shown.iter_rows(named=True))
    ]


def _layers(
    shown: pl.DataFrame, paper: Paper, size: tuple[float, float], reach: tuple[float, float], *, intervals: bool
) -> list[Any]:
    records = _records(shown, paper)
    fields = [("term", "term"), ("times", "ratio"), ("target", "target"), ("reference", "reference")]
    fields += [("p", _ADJUSTED)] if _ADJUSTED in shown.columns else []
    base = alt.Chart(inline(records)).encode(
        y=_rows({row["place"]: row["term"] for row in records}, paper),
        tooltip=[alt.Tooltip(f"{field}:N", title=paper.words(key)) for field, key in fields],
    )
    color = alt.Color(
        "side:N", scale=alt.Scale(domain=["target", "reference"], range=list(_INKS[paper.dark])), legend=None
    )
    layers = [
        base.mark_bar(height=alt.RelativeBandSize(0.66), clip=True).encode(
            x=_ratios(reach, paper, size[0]),
            x2=alt.datum(0),
            color=color,
            opacity=alt.condition("datum.pale", alt.value(0.35), alt.value(0.9)),
        )
    ]
    if intervals:
        layers.append(
            base.transform_filter("isValid(datum.low) && isValid(datum.high)")
            .mark_rule(clip=True, strokeWidth=1.2, color=paper.inks.text)
            .encode(x=alt.X("low:Q", title=None), x2="high:Q")
        )
    counts = base.mark_text(align="right", fontSize=10, color=paper.inks.muted)
    for place, side in enumerate(("target", "reference"), 1):
        layers.append(counts.encode(x=alt.value(size[0] + place * _COUNTS), text=f"{side}:N"))
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=paper.inks.text, strokeWidth=1)
    return [*layers, zero.encode(x=alt.X("zero:Q", title=None))]


def _rows(names: dict[str, str], paper: Paper) -> Any:
    """Return the y encoding: a row for each term, by its place."""
    axis = alt.Axis(
        title=None,
        labelExpr=f"({_json(names)})[datum.value]",
        labelColor=paper.inks.text,
        labelFontSize=12,
        labelLimit=220,
        labelPadding=8,
        domain=False,
        ticks=False,
    )
    return alt.Y("place:N", sort=list(names), axis=axis)


def _ratios(reach: tuple[float, float], paper: Paper, width: float) -> Any:
    """Return the x encoding: multiples on a binary logarithmic scale."""
    step = max(1, math.ceil((reach[1] - reach[0]) / max(3, width / 48)))
    ticks = [each for each in range(math.ceil(reach[0]), math.floor(reach[1]) + 1) if each % step == 0]
    multiples = {str(each): f"{paper.words.number(2 ** abs(each))}×" for each in ticks}
    axis = alt.Axis(
        title=None,
        values=ticks,
        labelExpr=f"({_json(multiples)})[toString(datum.value)]",
        labelColor=paper.inks.muted,
        labelFontSize=11,
        gridColor=paper.inks.grid,
        domain=False,
        ticks=False,
    )
    return alt.X("value:Q", axis=axis, scale=alt.Scale(domain=list(reach), nice=False))


def _sides(paper: Paper, sides: tuple[str, str], reach: tuple[float, float], width: float) -> list[Any]:
    """Write the names of the two sides and of the two columns of occurrences above the frame."""
    zero, inks = _zero(reach, width), _NAMES[paper.dark]
    names: list[tuple[float, Any, str, float, str]] = [
        (zero + 6, "left", f"{sides[0]} →", 0, inks[0]),
        (zero - 6, "right", f"← {sides[1]}", 0, inks[1]),
    ]
    if _stacked(sides, reach, width):
        wide = math.floor(width / _SIGN)
        names = [
            (width, "right", f"{_short(sides[0], wide - 2)} →", 0, inks[0]),
            (0, "left", f"← {_short(sides[1], wide - 2)}", _LINE, inks[1]),
        ]
    names += [(width + place * _COUNTS, "right", "n", 0, ink) for place, ink in enumerate(inks, 1)]
    return [
        alt.Chart(inline([{"text": text}]))
        .mark_text(align=align, baseline="bottom", fontSize=11, fontWeight="bold", color=ink)
        .encode(x=alt.value(round(at, 1)), y=alt.value(-6 - lift), text="text:N")
        for at, align, text, lift, ink in names
    ]


def _zero(reach: tuple[float, float], width: float) -> float:
    return width * -reach[0] / (reach[1] - reach[0])


def _stacked(sides: tuple[str, str], reach: tuple[float, float], width: float) -> bool:
    """Whether a name is longer than its side of the frame, so that the names are stacked."""
    zero = _zero(reach, width)
    return any(_SIGN * (len(name) + 2) > room for name, room in zip(sides, (width - zero, zero), strict=True))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(1, most - 1)] + "…"


def _json(names: dict[str, str]) -> str:
    return json.dumps(names)  # ASCII only: Vega expressions reject line separators, even in strings
