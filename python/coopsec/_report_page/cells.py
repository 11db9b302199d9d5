"""Themes by period: the heatmap, and the table whose numbers link to their passages."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopsec import plot
from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.passages import anchor
from coopsec._report_page.picture import picture
from coopsec._report_page.table import rows_of
from coopsec.plot.axes import stamp

__all__ = ["section"]


def section(asked: Asked) -> Markup:
    """Lay out the heatmap of occurrences and its table."""
    words = asked.words
    if not asked.periods:
        return tag("p", asked.why_no_course)
    head = [words("theme"), *(asked.period_name(period) for period in asked.periods)]
    rows: list[list[object]] = [
        [
            asked.labels[theme],
            *(_cell(asked, place, column) for column in range(len(asked.periods))),
        ]
        for place, theme in enumerate(asked.themes)
    ]
    volumes = (asked.volume(period)["documents"] for period in asked.periods)
    rows.append([words("documents"), *(tag("span", words.number(documents)) for documents in volumes)])
    table = rows_of(head, rows, caption=words("cells_caption"))
    drawn = _map(asked)
    return Markup(
        tag("p", words("cells_how"), class_="screen")
        + tag("p", words("cells_dash"))
        + ("" if drawn is None else tag("figure", tag("div", drawn, class_="picture")))
        + tag("div", table, class_="grid")
    )


def _cell(asked: Asked, theme: int, period: int) -> Markup:
    """Return a number that links to its passages; a zero has no link, and without documents there is no number."""
    row = asked.rows.get((asked.themes[theme], asked.periods[period]))
    # n_docs of the theme rather than of the period: it may have no pattern in the languages of the period.
    if row is None or not row["n_docs"]:
        return tag("span", "–", title=asked.words("empty"))
    count = row["count"]
    if not count:
        return tag("span", "0")
    cell = f"{asked.labels[asked.themes[theme]]}, {asked.period_name(asked.periods[period])}"
    said = asked.words.counted("hits_all", count)
    label = asked.words.chart("head", head=cell, rest=said)
    return tag("a", asked.words.number(count), href=f"#{anchor(theme, period)}", aria_label=label)


def _map(asked: Asked) -> Markup | None:
    """Draw the heatmap, whose cells are links too."""
    if not asked.has_course:
        return None
    options: dict[str, Any] = {
        "lang": asked.words.lang,
        "labels": asked.labels,
        "every": asked.step,
        "thin": asked.options.thin,
    }
    options |= {"width": 900, "notes": asked.notes}
    chart = plot.heatmap(asked.table, relative=True, max_series=len(asked.themes), **options)
    return picture(_linked(chart, asked), "map")


class _Spec:
    """A finished specification that can be drawn like a chart."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec

    def to_dict(self, *, validate: bool) -> dict[str, Any]:
        return self._spec


def _linked(chart: Any, asked: Asked) -> _Spec:
    spec = chart.to_dict()
    themes = {label: place for place, label in enumerate(asked.labels[theme] for theme in asked.themes)}
    columns = {stamp(period): place for place, period in enumerate(asked.periods) if isinstance(period, date)}
    for rows in spec["datasets"].values():
        for row in rows:
            if row.get("hits") not in (None, "", "0"):
                row["href"] = f"#{anchor(themes[row['series']], columns[row['start']])}"
    for layer in spec["layer"]:
        if layer["mark"]["type"] in ("rect", "text"):
            layer["encoding"]["href"] = {"field": "href", "type": "nominal"}
    return _Spec(spec)
