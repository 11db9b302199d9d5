"""A corpus at first sight."""

from __future__ import annotations

import html
from pathlib import Path

import polars as pl

from coopsec._found import printable


def summarise(documents: pl.DataFrame, skipped: pl.DataFrame, folder: Path | None = None) -> pl.DataFrame:
    """Say what was read: one row a measure."""
    languages = documents.get_column("lang").value_counts(sort=True).sort("count", "lang", descending=[True, False])
    rows = [
        ("documents", f"{documents.height:,}"),
        ("stories", f"{documents['story'].n_unique():,}"),
        ("tokens", f"{documents['n_tokens'].sum():,}"),
        ("span", _span(documents)),
        ("undated", f"{documents['date_start'].null_count():,}"),
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


def as_text(summary: pl.DataFrame) -> str:
    """Lay a summary out in lines."""
    rows = summary.rows()
    width = max(len(measure) for measure, _ in rows)
    return "coopsec.Corpus\n" + "\n".join(f"  {measure:<{width}}  {value}" for measure, value in rows)


def as_html(summary: pl.DataFrame) -> str:
    """Lay a summary out as a table."""
    left = "style='text-align:left'"
    cells = "".join(
        f"<tr><th {left}>{html.escape(measure)}</th><td {left}>{html.escape(value)}</td></tr>"
        for measure, value in summary.rows()
    )
    return f"<table><caption>coopsec.Corpus</caption><tbody>{cells}</tbody></table>"
