"""Pairs as a network: who is mentioned with whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec._counted import counted_of
from coopsec._frames import as_frame
from coopsec.plot.arguments import checked
from coopsec.plot.axes import inline
from coopsec.plot.backend import alt
from coopsec.plot.cautions import cautions_of
from coopsec.plot.display import displayed
from coopsec.plot.heading import nothing, title_of
from coopsec.plot.labels import HIGH, Named, Spot, area_of, folded, placed, tie
from coopsec.plot.layout import apart, circle, springs
from coopsec.plot.lines import isolated
from coopsec.plot.look import names_of
from coopsec.plot.pairs import added_up, ends_of, pooled, read_pairs, titles_of, unit_of
from coopsec.plot.palette import counted_labels, is_known, styles
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.words import Lang, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["network"]

_REACH = (1.3, 1.16)  # half the frame, in units of the layout: names need more room horizontally
_NODE = {False: "#0072B2", True: "#3D9BD9"}
_WIDEST = 9.0
_GAP = 20.0  # pixels between points, so that names fit
_ROOM = 7500.0  # square pixels per name, so that names do not cover each other or lines
_CROWD = 3.0  # room per name, as a multiple of its own area
_FEWEST_NAMES = 20  # shown even in a small picture
_RING = 40  # pixels of height for each point of a ring, from which names have room for three lines


@displayed
@checked
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

    Points are themes or actors, larger for more occurrences in pairs. If there are more than the picture has room to
    name (40 in one of the usual size, fewer if names are long), only the largest have their names, and the others show
    theirs in a tooltip. A pair that meets less often than by chance (npmi below 0) is dashed; a pair with a count of
    zero has no line. Counts of several periods, and of the groups of `by`, are added up. npmi cannot be added, so none
    of their lines is dashed.

    Parameters
    ----------
    frame
        Result of `corpus.dyads(…)` or `corpus.cooccurrence(lexicon)`: columns left, right, count [, npmi].
    theme
        The theme whose pairs are drawn. Needed if the frame has several themes.
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

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs
    >>> corpus = cs.read_corpus("corpus/")
    >>> chart = cs.plot.network(corpus.dyads(hub="MA"), lang="fr")
    >>> chart.to_dict()["title"]["text"]
    'Nommés ensemble'
    """
    if layout not in ("springs", "circle"):
        raise ValueError(f"layout={layout!r}: expected 'springs' or 'circle'")
    paper, table = paper_of(lang, dark=dark), read_pairs(frame)
    table = _of_theme(table, theme)
    labels = {**counted_labels(counted_of(as_frame(frame)), lang), **(labels or {})}
    named = title if title is not None else paper.words("title_network")
    if title is None and theme is not None:
        named += f" – {names_of([theme], labels, lang)[theme]}"
    pairs = pooled(table, ["left", "right"])
    there = pairs.filter((pl.col("count") >= min_count) & _occurs())
    drawn = there.sort("count", "left", "right", descending=[True, False, False]).head(top)
    if not drawn.height:
        why = "pairs_rare" if pairs.filter(_occurs()).height else "no_pairs"
        return nothing(paper, named, width, height, why=why, n=paper.words.number(min_count))
    strengths = _strengths(drawn)
    names = [each for each, _ in sorted(strengths.items(), key=lambda pair: (-pair[1], pair[0]))]
    most: Any = drawn["count"].max()
    weights = {(left, right): count / most for left, right, count in drawn.select("left", "right", "count").iter_rows()}
    size, around = (float(width), float(height)), layout == "circle"
    places = circle(sorted(names)) if around else apart(springs(names, weights), _radii(strengths), _units(size), _GAP)
    shown = ends_of(table, names, labels, lang)
    points = _named(names, strengths, places, shown, size, around=around)
    between = [(*_pixels(places[left], size), *_pixels(places[right], size)) for left, right in weights]
    many = _most_names(points, size)
    spots = placed(points, between, size, named=many, around=around)
    said = _said(drawn, there.height, paper, unit_of(frame, paper.words)) + _said_of_names(many, len(names), paper)
    said += added_up(table, paper.words) + cautions_of(notes, table, lang).said(paper.words, marks=0)
    return alt.layer(
        *_lines(drawn, places, shown, paper, most),
        *_ties(points[:many], spots, paper, size),
        _nodes(strengths, places, shown, paper),
        *_labels(names[:many], points[:many], spots, places, paper),
        width=width,
        height=height,
        view=alt.ViewBackground(stroke=None),
        title=title_of(named, said, paper, width),
        description=one_line(paper.words("head", head=named, rest=", ".join(shown[each] for each in names))),
        **paper.page,
    )


def _occurs() -> pl.Expr:
    return (pl.col("count") > 0) & (pl.col("left") != pl.col("right"))


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
        raise ValueError(
            f"theme: no theme {theme!r} in the frame: there are {', '.join(map(repr, names[:12])) or 'none'}"
        )
    return table.filter(pl.col("theme") == theme)


def _strengths(drawn: pl.DataFrame) -> dict[str, int]:
    """Return the occurrences of each point in pairs."""
    both = pl.concat([drawn.select(pl.col(end).alias("name"), "count") for end in ("left", "right")])
    return dict(both.group_by("name").agg(pl.col("count").sum()).rows())


def _said(drawn: pl.DataFrame, there: int, paper: Paper, unit: str) -> list[str]:
    words = paper.words
    most: Any = drawn["count"].max()
    said = [words("lines", unit=unit, most=words.number(most))]
    if drawn.height < there:
        said.append(words("pairs_some", shown=drawn.height, total=words.number(there)))
    if "npmi" in drawn.columns and (drawn["npmi"].fill_null(0) < 0).any():
        said.append(words("dashed"))
    return said


def _most_names(points: Sequence[Named], size: tuple[float, float]) -> int:
    """Return how many of the first points have room for their names; long names need more."""
    needed = accumulate(max(_ROOM, _CROWD * area_of(point.lines)) for point in points)
    fitting = sum(sums <= size[0] * size[1] + _ROOM / 2 for sums in needed)
    return min(len(points), max(_FEWEST_NAMES, fitting))


def _said_of_names(named: int, points: int, paper: Paper) -> list[str]:
    if named == points:
        return []
    return [paper.words("names_some", shown=paper.words.number(named), total=paper.words.number(points))]


def _across() -> dict[str, Any]:
    return {"axis": None, "scale": alt.Scale(domain=[-_REACH[0], _REACH[0]], nice=False)}


def _up() -> dict[str, Any]:
    return {"axis": None, "scale": alt.Scale(domain=[-_REACH[1], _REACH[1]], nice=False)}


def _units(size: tuple[float, float]) -> tuple[float, float]:
    """Return the size in pixels of a step of 1 in the scales."""
    return size[0] / (2 * _REACH[0]), size[1] / (2 * _REACH[1])


def _pixels(place: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    across, up = _units(size)
    return (place[0] + _REACH[0]) * across, (_REACH[1] - place[1]) * up


def _lines(
    drawn: pl.DataFrame,
    places: Mapping[str, tuple[float, float]],
    shown: Mapping[str, str],
    paper: Paper,
    most: int,
) -> list[Any]:
    words, records = paper.words, []
    titles = titles_of(drawn.select("left", "right").rows(), shown)
    for row in drawn.sort("count", "left", "right").iter_rows(named=True):
        (x, y), (x2, y2) = places[row["left"]], places[row["right"]]
        npmi = row.get("npmi")
        records.append(
            {"x": x, "y": y, "x2": x2, "y2": y2}
            | {
                "pair": titles[row["left"], row["right"]],
                "width": round(0.8 + (_WIDEST - 0.8) * row["count"] / most, 2),
                "rare": npmi is not None and npmi < 0,
                "hits": words.number(row["count"]),
                "npmi": "–" if npmi is None else words.number(npmi, 2),
            }
        )
    fields = [("pair", "pair"), ("hits", "together"), *([("npmi", "npmi")] if "npmi" in drawn.columns else [])]
    base = alt.Chart(inline(records)).encode(
        x=alt.X("x:Q", **_across()),
        y=alt.Y("y:Q", **_up()),
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


def _radii(strengths: Mapping[str, int]) -> dict[str, float]:
    most = max(strengths.values())
    return {name: math.sqrt((50 + 500 * strength / most) / math.pi) for name, strength in strengths.items()}


def _nodes(
    strengths: Mapping[str, int], places: Mapping[str, tuple[float, float]], shown: Mapping[str, str], paper: Paper
) -> Any:
    inks, radii = styles(sorted(strengths), dark=paper.dark, colors=None), _radii(strengths)
    records: list[dict[str, Any]] = []
    for each, strength in strengths.items():
        x, y = places[each]
        records.append(
            {
                "x": x,
                "y": y,
                "area": round(math.pi * radii[each] ** 2, 1),
                "ink": inks[each].color if is_known(each) else _NODE[paper.dark],
                "label": shown[each],
                "hits": paper.words.number(strength),
            }
        )
    records.sort(key=lambda record: (-record["area"], record["label"]))
    tip = [alt.Tooltip("label:N", title=paper.words("named")), alt.Tooltip("hits:N", title=paper.words("in_pairs"))]
    return (
        alt.Chart(inline(records))
        .mark_point(filled=True, opacity=1, stroke=paper.inks.paper, strokeWidth=1.2)
        .encode(
            x=alt.X("x:Q", **_across()),
            y=alt.Y("y:Q", **_up()),
            size=alt.Size("area:Q", scale=None, legend=None),
            color=alt.Color("ink:N", scale=None, legend=None),
            tooltip=tip,
        )
    )


def _named(
    names: Sequence[str],
    strengths: Mapping[str, int],
    places: Mapping[str, tuple[float, float]],
    shown: Mapping[str, str],
    size: tuple[float, float],
    *,
    around: bool,
) -> list[Named]:
    """Return the points with their names, which are folded unless many stand one below the other around a ring."""
    radii, crowded = _radii(strengths), around and len(names) * _RING > size[1]
    return [
        Named(*_pixels(places[each], size), radii[each], [shown[each]] if crowded else folded(shown[each]))
        for each in names
    ]


def _ties(points: Sequence[Named], spots: Sequence[Spot], paper: Paper, size: tuple[float, float]) -> list[Any]:
    """Draw thin lines from points to names farther off."""
    across, up = _units(size)
    found = (tie(point, spot) for point, spot in zip(points, spots, strict=True))
    records = [
        {
            key: round(value / across - _REACH[0] if key in ("x", "x2") else _REACH[1] - value / up, 4)
            for key, value in zip(("x", "y", "x2", "y2"), each, strict=True)
        }
        for each in found
        if each is not None
    ]
    if not records:
        return []
    place = {"x": alt.X("x:Q", **_across()), "y": alt.Y("y:Q", **_up()), "x2": "x2:Q", "y2": "y2:Q"}
    return [alt.Chart(inline(records)).mark_rule(color=paper.inks.muted, strokeWidth=0.8).encode(**place)]


def _labels(
    names: Sequence[str],
    points: Sequence[Named],
    spots: Sequence[Spot],
    places: Mapping[str, tuple[float, float]],
    paper: Paper,
) -> list[Any]:
    """Draw names with a halo in the colour of the page, all halos below all names."""
    records = [
        {
            "x": places[each][0],
            "y": places[each][1],
            "name": isolated(point.lines),
            "dx": spot.dx,
            "dy": spot.dy,
            "align": spot.align,
        }
        for each, point, spot in zip(names, points, spots, strict=True)
    ]
    own: dict[str, Any] = {key: alt.ExprRef(f"datum.{key}") for key in ("align", "dx", "dy")}
    own |= {"baseline": "middle", "fontSize": 11, "lineHeight": HIGH}
    base = alt.Chart(inline(records)).encode(
        x=alt.X("x:Q", **_across()), y=alt.Y("y:Q", **_up()), text=alt.Text("name:N")
    )
    page = paper.inks.paper
    return [
        base.mark_text(color=page, stroke=page, strokeWidth=3, strokeJoin="round", **own),
        base.mark_text(color=paper.inks.text, **own),
    ]
