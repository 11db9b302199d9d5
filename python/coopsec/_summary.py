"""A corpus and a lexicon at a glance."""

from __future__ import annotations

import html
from pathlib import Path

import polars as pl

from coopsec._found import printable

MOST_THEMES = 40  # most themes shown in the table of a lexicon


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


def as_html(summary: pl.DataFrame) -> str:
    """Format a summary as an HTML table."""
    left = "style='text-align:left'"
    cells = "".join(
        f"<tr><th {left}>{html.escape(measure)}</th><td {left}>{html.escape(value)}</td></tr>"
        for measure, value in summary.rows()
    )
    return f"<table><caption {left}><b>coopsec.Corpus</b></caption><tbody>{cells}</tbody></table>"


def lexicon_as_html(themes: pl.DataFrame, origin: str) -> str:
    """Format the themes of a lexicon as an HTML table, children under their parents."""
    left = "style='text-align:left'"
    told = f"{themes.height:,} themes, {themes['n_patterns'].sum():,} patterns, {html.escape(origin)}"
    rows = "".join(
        f"<tr><td style='text-align:left;padding-left:{1 + 1.5 * name.count('.')}em'>{html.escape(name)}</td>"
        f"<td {left}>{html.escape(label or '')}</td><td {left}>{html.escape(definition or '')}</td>"
        f"<td>{patterns:,}</td></tr>"
        for name, label, definition, patterns in themes.head(MOST_THEMES)
        .select("theme", "label", "definition", "n_patterns")
        .rows()
    )
    if themes.height > MOST_THEMES:
        rows += f"<tr><td {left} colspan='4'>and {themes.height - MOST_THEMES:,} more: see lexicon.to_frame()</td></tr>"
    head = f"<tr><th {left}>theme</th><th {left}>label</th><th {left}>definition</th><th>patterns</th></tr>"
    caption = f"<caption {left}><b>coopsec.Lexicon</b>: {told}</caption>"
    return f"<table>{caption}<thead>{head}</thead><tbody>{rows}</tbody></table>"
