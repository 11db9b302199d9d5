"""The widget: what the browser wants arrives as traits, and what it should show leaves as traits.

It uses state rather than messages: a front end may merge rapid changes, and only the last one matters. Saved with a
notebook, the state shows the chart and the last page without a kernel.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from datetime import date
from importlib import resources
from itertools import accumulate
from typing import Any

import anywidget
import polars as pl
import traitlets

from coopsec._direction import spoken
from coopsec._frames import as_list
from coopsec._periods import as_step
from coopsec._text import first_day
from coopsec.explore.drawing import chart_of, lexicon_of, page_of, span_of, words_of
from coopsec.explore.model import SORTS, STEPS, Place, Tables
from coopsec.plot.frames import VALUES
from coopsec.plot.words import Lang

__all__ = ["Explorer"]

ROWS = 20  # passages per page
MOST_PERIODS = 1500  # as many as a screen can show
FEW = 5  # themes selected at first
_WIDGET = "application/vnd.jupyter.widget-view+json"


# The files of the browser module, in order: the class before what extends it, and last what the widget calls.
PARTS = (
    "text", "shapes", "explorer", "controls", "time", "chart", "axes", "lines", "heat", "marks", "passages", "reading",
    "render",
)  # fmt: skip


def _asset(*place: str) -> str:
    return resources.files(__package__).joinpath(*place).read_text(encoding="utf-8")


def script() -> str:
    """Join the parts of the script: a front end takes a single module, as text."""
    return "\n".join(_asset("js", f"{part}.js") for part in PARTS)


class Explorer(anywidget.AnyWidget):
    """Themes over time in a notebook; made by :meth:`coopsec.Corpus.explore`."""

    _esm = script()
    _css = _asset("explore.css")

    _words = traitlets.Dict().tag(sync=True)
    _lexicon: Any = traitlets.List().tag(sync=True)
    _steps: Any = traitlets.List().tag(sync=True)
    _still = traitlets.Unicode().tag(sync=True)  # id of the picture that is hidden while the widget is live
    # What the browser wants to see.
    _choice = traitlets.Dict().tag(sync=True)
    _place = traitlets.Dict().tag(sync=True)
    _reading = traitlets.Dict().tag(sync=True)
    # What it should show; each answer repeats its wish.
    _chart = traitlets.Dict().tag(sync=True)
    _page = traitlets.Dict().tag(sync=True)
    _document = traitlets.Dict().tag(sync=True)

    def __init__(
        self, tables: Tables, *, every: str, value: str, themes: Sequence[str] | str | None, lang: Lang
    ) -> None:
        if value not in VALUES:
            raise ValueError(f"value={value!r}: expected one of {', '.join(VALUES)}")
        self._tables = tables
        self._lang = lang
        step = as_step(every)
        asked = [themes] if isinstance(themes, str) else themes
        chosen = _first(tables, step) if asked is None else list(dict.fromkeys(as_list(asked, "themes", "of names")))
        for each in chosen:
            tables.check(each, "themes")
        choice = {"every": step, "value": value, "themes": chosen}
        super().__init__(
            _words=words_of(lang),
            _lexicon=lexicon_of(tables, lang),
            _steps=[{"name": each, "periods": tables.n_periods(each), "most": MOST_PERIODS} for each in STEPS],
            _choice=choice,
            _chart=self._draw(choice),
        )
        self._still = str(self.model_id)
        self.observe(self._on_choice, "_choice")
        self.observe(self._on_place, "_place")
        self.observe(self._on_reading, "_reading")

    @property
    def table(self) -> pl.DataFrame:
        """The table that is drawn, with all themes of the lexicon; see :meth:`coopsec.Corpus.themes`."""
        return self._tables.table(self._choice["every"])

    @property
    def place(self) -> Place | None:
        """The cells whose passages are shown; None before the first click."""
        return _as_place(self._place) if self._place else None

    @property
    def passages(self) -> pl.DataFrame:
        """The passages shown, of all pages and in document order, as :meth:`coopsec.Corpus.hits` returns them."""
        if self.place is None:
            raise ValueError("no passages are shown: click a point, or call read(theme, period)")
        return self._tables.passages(self.place).hits

    @property
    def code(self) -> str:
        """The call that reproduces :attr:`passages` from `corpus` and `lexicon`."""
        if self.place is None:
            raise ValueError("no passages are shown: click a point, or call read(theme, period)")
        return self._tables.code(self.place)

    def read(self, theme: str, period: date | str | None, last: date | str | None = None) -> pl.DataFrame:
        """Show the passages of a theme, as a click does.

        Parameters
        ----------
        theme
            Its dotted name.
        period
            First day of a period of :attr:`table`, or text such as "2018-03" that begins on it; None for the documents
            that fit no period.
        last
            First day of the last period of a run that begins with `period`.

        Returns
        -------
        polars.DataFrame
            :attr:`passages`.
        """
        starts = self.table["period"].unique()
        first = None if period is None else first_day(period, "period")
        end = first if last is None else first_day(last, "last")
        for day in (first, end):
            if day is not None and day not in starts:
                raise ValueError(f"no period begins on {day}: see the column 'period' of the table")
        if end is not None and (first is None or end < first):
            raise ValueError(f"last is {end}, but period is {first}: give a period that is not after last")
        self._tables.check(theme)
        self._place = {
            "theme": theme,
            "first": first and first.isoformat(),
            "last": end and end.isoformat(),
            "every": self._choice["every"],
            "sort": "date",
            "descending": False,
            "page": 0,
        }
        return self.passages

    def _draw(self, choice: dict[str, Any]) -> dict[str, Any]:
        return chart_of(self._tables, choice["every"], choice["value"], choice["themes"], self._lang)

    def _on_choice(self, change: Any) -> None:
        self._chart = _told(change.new, lambda choice: self._draw(choice))

    def _on_place(self, change: Any) -> None:
        self._page = _told(change.new, self._turn) if change.new else {}

    def _turn(self, wish: dict[str, Any]) -> dict[str, Any]:
        place, first = _as_place(wish), ROWS * int(wish["page"])
        passages = self._tables.passages(place)
        rows = passages.page(wish["sort"], descending=bool(wish["descending"]), first=first, most=ROWS)
        said = {**page_of(passages, rows, self._lang), "span": span_of(place, self._lang)}
        return {**said, "first": first, "most": ROWS, "sorts": list(SORTS), "code": self._tables.code(place)}

    def _on_reading(self, change: Any) -> None:
        self._document = _told(change.new, self._open) if change.new else {}

    def _open(self, wish: dict[str, Any]) -> dict[str, Any]:
        pieces, lang = self._tables.pieces(wish["doc_id"], wish["theme"]), self._tables.lang(wish["doc_id"])
        starts = accumulate((len(piece) for piece, _ in pieces), initial=0)
        at = next((place for place, start in enumerate(starts) if start >= wish["start"]), 0)
        # Each line finds its own direction: an Arabic text may begin with metadata in Latin letters.
        return {"pieces": [list(piece) for piece in pieces], "at": at, **spoken(lang), "dir": "auto"}

    def picture(self) -> bytes | None:
        """Draw the selected themes as a PNG; None if none is selected, or without the extra for charts."""
        choice = self._choice
        if not choice["themes"]:
            return None
        try:
            from coopsec import plot
            from coopsec.plot.display import picture

            labels = {each["name"]: each["label"] for each in self._lexicon}
            chart = plot.timeline(
                self.table, themes=choice["themes"], value=choice["value"], labels=labels, lang=self._lang
            )
            return picture(chart)
        except ImportError:
            return None

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, picture = self._live(), self.picture()
        if picture is not None:
            bundle["image/png"] = base64.b64encode(picture).decode()
        return bundle, {}

    def _live(self) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {_WIDGET: view, "text/plain": repr(self)}

    def _ipython_display_(self) -> None:
        """Show the widget, and a picture that is hidden while the widget is live, for saved notebooks."""
        from IPython import display as shown

        display: Any = shown.display

        display(self._live(), raw=True)
        picture = self.picture()
        if picture is not None:
            from coopsec.plot.display import width_of  # the extra for charts is there, since it drew the picture

            source, width = base64.b64encode(picture).decode(), width_of(picture)
            told, named = html.escape(self._words["picture"]), f"coopsec-still-{self._still}"
            still = f'<img class="{named}" alt="{told}" width="{width}" src="data:image/png;base64,{source}">'
            display({"text/html": still, "image/png": source, "text/plain": told}, raw=True)

    def __repr__(self) -> str:
        choice = self._choice
        return f"<coopsec explorer: {', '.join(choice['themes']) or 'no theme'} by {choice['every']}>"


def _first(tables: Tables, every: str) -> list[str]:
    """Return the most frequent root themes, in the order of the lexicon; if none occurs, the first ones."""
    roots = [each for each in tables.lexicon.themes if "." not in each]
    counts = tables.table(every).group_by("theme").agg(pl.col("count").sum())
    found = counts.filter(pl.col("theme").is_in(roots) & (pl.col("count") > 0))
    most = found.sort("count", "theme", descending=[True, False])["theme"].head(FEW).to_list()
    return [each for each in roots if each in most] or roots[:FEW]


def _as_place(wish: dict[str, Any]) -> Place:
    first, last = (None if wish[end] is None else date.fromisoformat(wish[end]) for end in ("first", "last"))
    return Place(wish["theme"], first, last, as_step(wish["every"]))


def _told(wish: dict[str, Any], answer: Any) -> dict[str, Any]:
    """Answer a wish; failures are reported where the wish was made."""
    try:
        return {**answer(wish), "wish": wish}
    except Exception as error:  # the browser must hear of every failure
        return {"error": str(error) or type(error).__name__, "wish": wish}
