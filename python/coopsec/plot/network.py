"""Pairs as a network: who is named with whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec.plot.axes import inline
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.heading import nothing, title_of
from coopsec.plot.layout import Box, circle, free_side, springs
from coopsec.plot.look import names_of
from coopsec.plot.pairs import pooled, read_pairs
from coopsec.plot.palette import is_known, styles
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.words import Lang, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["network"]

_MARGIN = 0.16
_NODE = {False: "#0072B2", True: "#3D9BD9"}
_WIDEST = 9.0
_SIGN, _HIGH = 6.0, 13.0  # pixels of a sign and of a line


@displayed
def network(
    frame: Any,
    *,
    theme: str | None = None,
    layout: Literal["springs", "circle"] = "springs",
    top: int = 60,
    min_count: int = 1,
    labels: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    width: int = 620,
    height: int = 480,
    dark: bool = False,
    notes: Any = None,
) -> AnyChart:
    """Draw pairs as a network: a line for each pair, wider for more occurrences together.

    Points are themes or actors, larger for more occurrences in pairs. A pair that is met less often than chance (npmi
    below 0) is dashed; a pair with a count of zero has no line. Counts of several periods are added.

    Parameters
    ----------
    frame
        Result of `corpus.dyads(…)` or `corpus.cooccurrence(lexicon)`: columns left, right, count [, npmi].
    theme
        The theme whose pairs are drawn. Needed where the frame has several themes.
    layout
        `springs` puts linked points together; `circle` puts all on a circle. Both are computed without chance: the same
        frame gives the same picture.
    top
        Most pairs drawn: those that occur most.
    min_count
        Occurrences that a pair needs.
    labels, lang, title, dark, notes
        As in `timeline`.
    width, height
        Pixels of the plot.

    Returns
    -------
    altair.LayerChart
        The network; the words "No data" where no pair occurs.
    """
    if layout not in ("springs", "circle"):
        raise ValueError(f"layout={layout!r}: expected 'springs' or 'circle'")
    paper, table = paper_of(lang, dark=dark), read_pairs(frame)
    table = _of_theme(table, theme)
    named = title if title is not None else paper.words("title_network")
    if title is None and theme is not None:
        named += f" – {names_of([theme], labels, lang)[theme]}"
    pairs = pooled(table, ["left", "right"])
    there = pairs.filter((pl.col("count") >= max(1, min_count)) & (pl.col("left") != pl.col("right")))
    drawn = there.sort("count", "left", "right", descending=[True, False, False]).head(top)
    if not drawn.height:
        return nothing(paper, named, width, height, why="no_pairs")
    strengths = _strengths(drawn)
    names = [each for each, _ in sorted(strengths.items(), key=lambda pair: (-pair[1], pair[0]))]
    most: Any = drawn["count"].max()
    weights = {(left, right): count / most for left, right, count in drawn.select("left", "right", "count").iter_rows()}
    places = circle(sorted(names)) if layout == "circle" else springs(names, weights)
    shown = names_of(names, labels, lang)
    said = _said(drawn, there.height, paper) + cautions_of(notes, table, lang).said(paper.words, marks=0)
    return alt.layer(
        *_lines(drawn, places, shown, paper, most),
        *_nodes(strengths, places, shown, paper, (width, height), around=layout == "circle"),
        width=width,
        height=height,
        view=alt.ViewBackground(stroke=None),
        title=title_of(named, said, paper, width),
        description=one_line(paper.words("head", head=named, rest=", ".join(shown[each] for each in names))),
        **paper.page,
    )


def _of_theme(table: pl.DataFrame, theme: str | None) -> pl.DataFrame:
    if "theme" not in table.columns:
        if theme is not None:
            raise ValueError(f"theme={theme!r}, but the pairs have no column 'theme': ask corpus.dyads(themes=lexicon)")
        return table
    names = table["theme"].drop_nulls().unique().sort().to_list()
    if theme is None and table["theme"].n_unique() > 1:
        raise ValueError(f"the pairs are counted by theme: draw one of them with theme={names[0]!r}")
    if theme is None:
        return table
    if theme not in names:
        raise ValueError(f"no theme {theme!r} in the frame: there are {', '.join(map(repr, names[:12])) or 'none'}")
    return table.filter(pl.col("theme") == theme)


def _strengths(drawn: pl.DataFrame) -> dict[str, int]:
    """Occurrences of each point in pairs."""
    both = pl.concat([drawn.select(pl.col(end).alias("name"), "count") for end in ("left", "right")])
    return dict(both.group_by("name").agg(pl.col("count").sum()).rows())


def _said(drawn: pl.DataFrame, there: int, paper: Paper) -> list[str]:
    words = paper.words
    most: Any = drawn["count"].max()
    said = [words("lines", most=words.number(most))]
    if drawn.height < there:
        said.append(words("pairs_some", shown=drawn.height, total=words.number(there)))
    if "npmi" in drawn.columns and (drawn["npmi"].fill_null(0) < 0).any():
        said.append(words("dashed"))
    return said


def _axis() -> dict[str, Any]:
    reach = 1 + 2 * _MARGIN
    return {"axis": None, "scale": alt.Scale(domain=[-reach, reach], nice=False)}


def _lines(
    drawn: pl.DataFrame,
    places: Mapping[str, tuple[float, float]],
    shown: Mapping[str, str],
    paper: Paper,
    most: int,
) -> list[Any]:
    words, records = paper.words, []
    for row in drawn.sort("count", "left", "right").iter_rows(named=True):
        (x, y), (x2, y2) = places[row["left"]], places[row["right"]]
        npmi = row.get("npmi")
        records.append(
            {"x": x, "y": y, "x2": x2, "y2": y2}
            | {
                "pair": f"{shown[row['left']]} – {shown[row['right']]}",
                "width": round(0.8 + (_WIDEST - 0.8) * row["count"] / most, 2),
                "rare": npmi is not None and npmi < 0,
                "hits": words.number(row["count"]),
                "npmi": "–" if npmi is None else words.number(npmi, 2),
            }
        )
    fields = [("pair", "pair"), ("hits", "together"), *([("npmi", "npmi")] if "npmi" in drawn.columns else [])]
    base = alt.Chart(inline(records)).encode(
        x=alt.X("x:Q", **_axis()),
        y=alt.Y("y:Q", **_axis()),
        x2="x2:Q",
        y2="y2:Q",
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        tooltip=[alt.Tooltip(f"{field}:N", title=words(key)) for field, key in fields],
    )
    ink = paper.inks.bar
    return [
        base.transform_filter("!datum.rare").mark_rule(color=ink, opacity=0.65, strokeCap="round"),
        base.transform_filter("datum.rare").mark_rule(color=ink, opacity=0.65, strokeDash=[4, 4]),
    ]


def _nodes(
    strengths: Mapping[str, int],
    places: Mapping[str, tuple[float, float]],
    shown: Mapping[str, str],
    paper: Paper,
    size: tuple[float, float],
    *,
    around: bool,
) -> list[Any]:
    most, inks = max(strengths.values()), styles(sorted(strengths), dark=paper.dark, colors=None)
    records: list[dict[str, Any]] = []
    for each, strength in strengths.items():
        x, y = places[each]
        area = 50 + 500 * strength / most
        radius = math.sqrt(area / math.pi)
        records.append(
            {
                "x": x,
                "y": y,
                "area": round(area, 1),
                "ink": inks[each].color if is_known(each) else _NODE[paper.dark],
                "label": shown[each],
                "hits": paper.words.number(strength),
                "lift": round(radius + 3, 1),
            }
        )
    records.sort(key=lambda record: (-record["area"], record["label"]))
    tip = [alt.Tooltip("label:N", title=paper.words("named")), alt.Tooltip("hits:N", title=paper.words("in_pairs"))]
    across, up = alt.X("x:Q", **_axis()), alt.Y("y:Q", **_axis())
    points = (
        alt.Chart(inline(records))
        .mark_point(filled=True, opacity=1, stroke=paper.inks.paper, strokeWidth=1.2)
        .encode(
            x=across,
            y=up,
            size=alt.Size("area:Q", scale=None, legend=None),
            color=alt.Color("ink:N", scale=None, legend=None),
            tooltip=tip,
        )
    )
    return [points, *_labels(records, paper, size, around=around)]


def _labels(
    records: Sequence[Mapping[str, Any]], paper: Paper, size: tuple[float, float], *, around: bool
) -> list[Any]:
    """Names beside their points, each on the side where it covers least; outside of a circle."""
    reach = 1 + 2 * _MARGIN
    at = [
        ((each["x"] + reach) / (2 * reach) * size[0], (reach - each["y"]) / (2 * reach) * size[1]) for each in records
    ]
    taken = [
        (x - each["lift"], y - each["lift"], x + each["lift"], y + each["lift"])
        for (x, y), each in zip(at, records, strict=True)
    ]
    layers = []
    for own, ((x, y), each) in enumerate(zip(at, records, strict=True)):
        sides = _sides(each, around=around)
        wide = _SIGN * len(each["label"])
        boxes = [_box(x, y, wide, side) for side in sides]
        best = free_side(boxes, taken[:own] + taken[own + 1 :], size)
        taken.append(boxes[best])
        layers.append(_label(each, paper, sides[best]))
    return layers


def _sides(record: Mapping[str, Any], *, around: bool) -> list[dict[str, Any]]:
    lift = record["lift"]
    above = {"align": "center", "baseline": "bottom", "dx": 0, "dy": -lift}
    below = {"align": "center", "baseline": "top", "dx": 0, "dy": lift}
    right = {"align": "left", "baseline": "middle", "dx": lift, "dy": 0}
    left = {"align": "right", "baseline": "middle", "dx": -lift, "dy": 0}
    outward = right if record["x"] > 0 else left
    if not around:
        aslant = [
            {"align": align, "baseline": baseline, "dx": sign * lift * 0.6, "dy": way * lift * 0.6}
            for baseline, way in (("bottom", -1), ("top", 1))
            for align, sign in (("left", 1), ("right", -1))
        ]
        return [above, below, right, left, *aslant]
    if abs(record["x"]) > 0.3:
        return [outward]
    upright = above if record["y"] > 0 else below
    return [upright, outward, upright | {"dy": upright["dy"] + math.copysign(_HIGH, upright["dy"])}]


def _box(x: float, y: float, wide: float, side: Mapping[str, Any]) -> Box:
    left = x + side["dx"] - {"center": wide / 2, "left": 0, "right": wide}[side["align"]]
    upper = y + side["dy"] - {"bottom": _HIGH, "top": 0, "middle": _HIGH / 2}[side["baseline"]]
    return left, upper, left + wide, upper + _HIGH


def _label(record: Mapping[str, Any], paper: Paper, side: dict[str, Any]) -> Any:
    halo = alt.Chart(inline([record])).mark_text(
        fontSize=11, stroke=paper.inks.paper, strokeWidth=3, strokeJoin="round", color=paper.inks.paper, **side
    )
    text = alt.Chart(inline([record])).mark_text(fontSize=11, color=paper.inks.text, **side)
    place = {"x": alt.X("x:Q", title=None), "y": alt.Y("y:Q", title=None), "text": "label:N"}
    return alt.layer(halo.encode(**place), text.encode(**place))
