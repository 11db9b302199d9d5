"""Days as a calendar: weeks across, weekdays down, one block per year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec._arguments import check_texts
from coopsec._frames import as_frame
from coopsec._period_names import months_of, period_name
from coopsec.plot.arguments import checked
from coopsec.plot.axes import inline, own_scales
from coopsec.plot.backend import alt
from coopsec.plot.cautions import Cautions, cautions_of
from coopsec.plot.cells import shading, sign_ink
from coopsec.plot.display import displayed
from coopsec.plot.documents import read_documents
from coopsec.plot.frames import Series, Value, read_series
from coopsec.plot.heading import nothing, panel_title, title_of
from coopsec.plot.look import group_label, names_of
from coopsec.plot.notes import how_counted
from coopsec.plot.palette import counted_labels
from coopsec.plot.paper import Paper, paper_of
from coopsec.plot.words import Lang, Words, one_line

if TYPE_CHECKING:
    from coopsec.plot.backend import AnyChart

__all__ = ["calendar"]

MOST_YEARS = 40


@displayed
@checked
def calendar(
    frame: Any,
    *,
    value: Value = "count",
    themes: str | None = None,
    labels: Mapping[str, str] | None = None,
    lang: Lang = "en",
    title: str | None = None,
    cell: int = 13,
    columns: int = 1,
    every: str | None = None,
    thin: int = 1,
    dark: bool = False,
    notes: Any = None,
) -> AnyChart:
    """Draw one theme, or the documents, day by day: weeks across, weekdays down, one block per year.

    A day without documents is grey, a day with documents and a value of zero has the lightest colour; days before the
    first and after the last period are left out.

    Parameters
    ----------
    frame
        Result of `corpus.themes(lexicon, every="day")` or `corpus.frequency(every="day")`, or `corpus.documents`,
        whose documents are then counted.
    value
        What the colours show.
    themes
        The theme or term to draw. Needed if the frame has several.
    labels, lang, title, dark, notes
        As in `timeline`.
    cell
        Pixels of a day.
    columns
        Blocks in a row.
    every
        ``"day"`` for days that look like periods of another size: nothing but Mondays, or nothing but firsts of a
        month, as a filter may leave them.
    thin
        Days with fewer documents are drawn weaker.

    Returns
    -------
    altair.ConcatChart
        One block per year; the words "No data" for a frame without days.

    Raises
    ------
    ColumnError, TypeError, ValueError
        If a column is missing or of another type, or if an argument cannot be taken.

    Examples
    --------
    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.read_corpus("corpus/")
    >>> chart = cs.plot.calendar(corpus.documents.filter(pl.col("date").dt.year() == 2015))
    >>> chart.to_dict()["title"]["subtitle"][0][:41]
    '13 Jan 2015 to 10 Dec 2015; 17 documents.'
    """
    if themes is not None:
        check_texts(themes=themes)
    paper, table = paper_of(lang, dark=dark), as_frame(frame)
    series = None if _lists_documents(table) else _series_of(table, value, themes, thin, every)
    unit = "documents" if series is None else value
    days, lost = _documents(table) if series is None else (series.rows, series.undated)
    named = title if title is not None else _title(series, value, labels, paper.words)
    if not days.height:
        return nothing(paper, named, 53 * cell, 7 * cell)
    years = days["period"].dt.year().unique().sort().to_list()
    if len(years) > MOST_YEARS:
        raise ValueError(f"{len(years)} years are too many for a calendar: filter the frame to {MOST_YEARS} of them")
    drawn = None if series is None else series.themes[0]
    cautions = cautions_of(notes, table, lang, None if drawn is None else [drawn], labels)
    look = _Look(
        words=paper.words, dark=dark, cell=cell, unit=unit, largest=_largest(days), cautions=cautions, drawn=drawn
    )
    said = _said(days, lost, look, thin)
    said[1:1] = how_counted(series, value, paper.words) if series else []
    blocks = [_block(days.filter(pl.col("period").dt.year() == year), year, look) for year in years]
    marks = sum(bool(look.warned(day)) for day in days["period"])
    return alt.ConcatChart(
        concat=blocks,
        columns=columns,
        spacing={"row": 12, "column": 24},
        title=title_of(named, said + cautions.said(paper.words, marks=marks), paper, columns * 53 * cell),
        description=one_line(paper.words("head", head=named, rest=f"{years[0]}–{years[-1]}")),
        **paper.page,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look(Paper):
    """How the blocks of one calendar look."""

    cell: int
    unit: str
    largest: float
    cautions: Cautions
    drawn: str | None
    """The theme or term that is drawn; None for documents."""

    @property
    def top(self) -> float:
        """The value of the darkest colour."""
        return self.largest or 1.0

    def warned(self, day: date) -> list[str]:
        """Return the warnings about a day, for what is drawn or for all documents."""
        return self.cautions.at(self.drawn, day)

    def amount(self, value: float) -> str:
        """Write a value."""
        if self.unit == "doc_share":
            return self.words.percent(value)
        return self.words.rate(value) if self.unit == "per_million" else self.words.number(value)

    def end(self) -> str:
        """Write the value of the darkest colour."""
        return self.words.rounded(self.top) if self.unit == "per_million" else self.amount(self.top)


def _largest(days: pl.DataFrame) -> float:
    """Return the largest value of days with enough documents or, if there is none above zero, of all days."""
    firm: Any = days.filter(~pl.col("weak"))["value"].max()
    every: Any = days["value"].max()
    return float(firm or every or 0)


def _lists_documents(table: pl.DataFrame) -> bool:
    """Whether the rows are documents, which may happen to have columns called theme or period."""
    counted = {"period", "n_docs"} <= set(table.columns)
    return "doc_id" in table.columns and ("date_end" in table.columns or not counted)


def _documents(table: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Count the documents of each day, from the first to the last."""
    facts = read_documents(table)
    dated = facts.filter(pl.col("date_start").is_not_null() & (pl.col("date_start") == pl.col("date_end")))
    counts = dated.group_by(period=pl.col("date_start")).agg(value=pl.len().cast(pl.Float64))
    lost = facts.height - dated.height
    empty = pl.DataFrame(schema={"period": pl.Date, "value": pl.Float64, "n_docs": pl.Int64, "weak": pl.Boolean})
    if not counts.height:
        return empty, lost
    first, last = dated.select(pl.col("date_start").min(), pl.col("date_start").max().alias("last")).row(0)
    every: Any = pl.date_range(first, last, "1d", eager=True)
    days = pl.DataFrame({"period": every}).join(counts, on="period", how="left").sort("period")
    return days.with_columns(n_docs=pl.col("value").fill_null(0).cast(pl.Int64), weak=pl.lit(value=False)), lost


def _series_of(table: pl.DataFrame, value: Value, themes: str | None, thin: int, every: str | None) -> Series:
    """Read the only series of a table, and make sure that its periods are days."""
    series = read_series(table, value=value, themes=themes, every=every, thin=thin, most=1)
    if series.step != "day":
        raise ValueError(
            f"a calendar draws days, but the frame looks like one of every={series.step!r}: "
            "count with every='day', or give every='day' if its periods are days"
        )
    if not series.sized and any(_may_begin_longer(day) for day in series.periods):
        raise ValueError(
            f"a calendar draws days, but the only period of the frame, {series.periods[0]}, may be longer than "
            "a day: give every='day' if it is one"
        )
    if series.group and series.available > 1:
        raise ValueError(
            f"a calendar draws one series, but the frame is counted by {series.group!r}: filter it to one value"
        )
    if series.available > 1:
        raise ValueError(f"a calendar draws one {series.kind}: choose it with themes={series.names[0]!r}")
    return series


def _title(series: Series | None, value: Value, labels: Mapping[str, str] | None, words: Words) -> str:
    """Name what is drawn: the series, and the group that the table was filtered to, if any."""
    if series is None:
        return words("title_documents")
    word = words(f"title_{value}")
    if not series.names:
        return word
    groups = [group_label(series, column, each, words, labels) for column, each in series.fixed.items()]
    known = {**counted_labels(series.counted, words.lang), **(labels or {})}
    named = names_of(series.names, known, words.lang, themes=series.kind == "theme")[series.names[0]]
    return f"{named} – {word[0].lower()}{word[1:]}" + (f" – {', '.join(groups)}" if groups else "")


def _may_begin_longer(day: date) -> bool:
    """Whether a week or a month could begin on a day."""
    return day.weekday() == 0 or day.day == 1


def _said(days: pl.DataFrame, lost: int, look: _Look, thin: int) -> list[str]:
    words = look.words
    span = words(
        "days" if days.height > 1 else "days_one",
        first=period_name(days["period"][0], "day", words.lang),
        last=period_name(days["period"][-1], "day", words.lang),
        docs=words.counted("n_docs", int(days["n_docs"].fill_null(0).sum())),
    )
    said = [span, words("shade", unit=words(look.unit), top=look.end()) if look.largest else words("cell_flat")]
    if days.select(pl.col("value").is_null().any()).item():
        said.append(words("gap_days"))
    if thin > 1 and days.select((pl.col("weak") & pl.col("value").is_not_null()).any()).item():
        said.append(words.counted("day_weak", thin))
    if lost:
        said.append(words.counted("undated", lost))
    return said


def _week(day: date) -> int:
    """Return the column of a day: weeks begin on Monday, and the first may be incomplete."""
    return (day.timetuple().tm_yday + date(day.year, 1, 1).weekday() - 1) // 7


def _block(days: pl.DataFrame, year: int, look: _Look) -> Any:
    """Draw the days of one year."""
    data, place, tip = inline(_records(days, look)), _place(year, look), _tip(look)
    base = alt.Chart()
    empty = base.transform_filter("!isValid(datum.shade)").mark_rect(color=look.inks.empty, opacity=0.55)
    full = base.transform_filter("isValid(datum.shade)").mark_rect(stroke=look.inks.bar, strokeWidth=0.7)
    layers = [empty.encode(**place, tooltip=tip), full.encode(**place, **shading(look), tooltip=tip)]
    if any(row["warning"] != "–" for row in data["values"]):
        sign = base.transform_filter("datum.warning != '–'").mark_text(text="!", fontSize=9, fontWeight="bold")
        layers.append(sign.encode(**place, color=sign_ink(look), tooltip=tip))
    return alt.LayerChart(
        layer=layers,
        data=data,
        width=54 * look.cell,
        height=7 * look.cell,
        view=alt.ViewBackground(stroke=None),
        resolve=own_scales(),
        title=panel_title(str(year), look, 54 * look.cell, offset=2),
    )


def _records(days: pl.DataFrame, look: _Look) -> list[dict[str, Any]]:
    """Return the values of the cells."""
    words = look.words
    return [
        {
            "week": _week(period),
            "weekday": period.weekday(),
            "shade": None if value is None else min(1.0, round(value / look.top, 4)),
            "weak": bool(weak) and value is not None,
            "at": period_name(period, "day", words.lang),
            "amount": words("empty") if value is None else look.amount(value),
            "docs": words.number(n_docs or 0),
            "warning": " ".join(look.warned(period)) or "–",
        }
        for period, value, n_docs, weak in days.select("period", "value", "n_docs", "weak").iter_rows()
    ]


def _place(year: int, paper: Paper) -> dict[str, Any]:
    """Put weeks across and weekdays down, the same number in all years."""
    return {
        "x": alt.X("week:O", axis=_months(year, paper), scale=alt.Scale(domain=list(range(54)), padding=0.12)),
        "y": alt.Y("weekday:O", axis=_weekdays(paper), scale=alt.Scale(domain=list(range(7)), padding=0.12)),
    }


def _tip(look: _Look) -> list[Any]:
    """Return what a day says when it is pointed at."""
    fields = [("at", "day_of"), ("amount", look.unit), ("docs", "docs"), ("warning", "warnings")]
    if look.unit == "documents":  # the amount is their number
        fields.remove(("docs", "docs"))
    return [alt.Tooltip(f"{field}:N", title=look.words(key)) for field, key in fields]


def _months(year: int, paper: Paper) -> Any:
    """Draw the names of months under the week that contains their middle."""
    places = {_week(date(year, number, 15)): month for number, month in enumerate(months_of(paper.words.lang), 1)}
    return _axis(places, paper, labelAngle=0)


def _weekdays(paper: Paper) -> Any:
    monday = date(2024, 1, 1)
    letters = {(monday + timedelta(days=day)).weekday(): paper.words.weekdays[day] for day in (0, 2, 4)}
    return _axis(letters, paper)


def _axis(places: Mapping[int, str], paper: Paper, **more: Any) -> Any:
    names = "{" + ", ".join(f"'{place}': '{label}'" for place, label in places.items()) + "}"
    return alt.Axis(
        title=None,
        values=list(places),
        labelExpr=f"({names})[toString(datum.value)]",
        labelColor=paper.inks.muted,
        labelFontSize=10,
        labelOverlap=False,
        domain=False,
        ticks=False,
        **more,
    )
