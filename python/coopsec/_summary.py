"""A corpus and a lexicon at a glance."""

from __future__ import annotations

import html
from pathlib import Path

import polars as pl

from coopsec._found import printable

MOST_THEMES = 40  # most themes shown in the table of a lexicon
# Not every front end has a style of its own that keeps columns apart.
_LEFT = "text-align:left;vertical-align:top;padding-right:1em"
_RIGHT = "text-align:right;vertical-align:top"


def summarise(documents: pl.DataFrame, skipped: pl.DataFrame, folder: Path | None = None) -> pl.DataFrame:
    """Say what was read, one row per measure."""
    languages = documents.get_column("lang").value_counts(sort=True).sort("count", "lang", descending=[True, False])
    rows = [
        ("documents", f"{documents.height:,}"),
        ("stories", f"{documents['story'].n_unique():,}"),
        ("tokens", f"{documents['n_tokens'].sum():,}"),
        ("span", _span(documents)),
        ("dated to the", _dated(documents)),
        ("undated", f"{documents['date_start'].null_count():,}"),
        ("sources", f"{documents['source'].drop_nulls().n_unique():,}"),
        ("languages", ", ".join(f"{lang} {count:,}" for lang, count in languages.rows())),
        ("with warnings", f"{documents.filter(pl.col('warnings').list.len() > 0).height:,}"),
        ("skipped", f"{skipped.height:,}"),
    ]
    if folder is not None:
        rows.append(("saved in", printable(str(folder))))
    return pl.DataFrame(rows, schema={"measure": pl.String, "value": pl.String}, orient="row")


def _span(documents: pl.DataFrame) -> str:
    dated = documents.filter(pl.col("date_start").is_not_null())
    if not dated.height:
        return "no dated document"
    first, last = pl.col("date_start").min().cast(pl.String), pl.col("date_end").max().cast(pl.String)
    start, end = dated.select(first, last).row(0)
    return f"{start} to {end}"


def _dated(documents: pl.DataFrame) -> str:
    """Return how precise the dates are, the finest first."""
    counts = (
        documents.filter(pl.col("date_precision") != "none").group_by("date_precision").len().sort("date_precision")
    )
    return ", ".join(f"{precision} {count:,}" for precision, count in counts.rows()) or "–"


def as_text(summary: pl.DataFrame) -> str:
    """Format a summary as lines of text."""
    rows = summary.rows()
    width = max(len(measure) for measure, _ in rows)
    return "coopsec.Corpus\n" + "\n".join(f"  {measure:<{width}}  {value}" for measure, value in rows)


def as_html(summary: pl.DataFrame, title: str) -> str:
    """Format a summary as an HTML table under a title."""
    rows = "".join(
        f"<tr>{_cell('th', html.escape(measure))}{_cell('td', html.escape(value))}</tr>"
        for measure, value in summary.rows()
    )
    return f"<table>{_cell('caption', f'<b>{title}</b>')}<tbody>{rows}</tbody></table>"


def lexicon_as_html(themes: pl.DataFrame, origin: str) -> str:
    """Format the themes of a lexicon as an HTML table, children under their parents."""
    told = f"{themes.height:,} themes, {themes['n_patterns'].sum():,} patterns, {html.escape(origin)}"
    rows = "".join(
        "<tr>"
        + _cell("td", html.escape(name), f"{_LEFT};padding-left:{1 + 1.5 * name.count('.')}em")
        + _cell("td", html.escape(label or ""))
        + _cell("td", html.escape(definition or ""))
        + _cell("td", f"{patterns:,}", _RIGHT)
        + "</tr>"
        for name, label, definition, patterns in themes.head(MOST_THEMES)
        .select("theme", "label", "definition", "n_patterns")
        .rows()
    )
    if themes.height > MOST_THEMES:
        more = f"and {themes.height - MOST_THEMES:,} more: see lexicon.to_frame()"
        rows += f"<tr><td style='{_LEFT}' colspan='4'>{more}</td></tr>"
    head = "".join(_cell("th", each) for each in ("theme", "label", "definition")) + _cell("th", "patterns", _RIGHT)
    caption = _cell("caption", f"<b>coopsec.Lexicon</b>: {told}")
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(kind: str, content: str, style: str = _LEFT) -> str:
    return f"<{kind} style='{style}'>{content}</{kind}>"
