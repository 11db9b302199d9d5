"""Charts and the way their tables were counted: bases of a composition, groups, units, levels of intervals."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import coopsec as cs

pytest.importorskip("altair")

from coopsec import plot

MIGRATION = {"migration": ["migra*"]}


def subtitle(chart: Any) -> str:
    """What is said under the title, on one line."""
    return " ".join(chart.to_dict()["title"]["subtitle"])


def rows_with(chart: Any, *keys: str) -> list[dict[str, Any]]:
    """Rows of the first data set that has these columns."""
    return next(list(rows) for rows in chart.to_dict()["datasets"].values() if rows and set(keys) <= set(rows[0]))


def strip(chart: Any) -> list[int]:
    """Documents of each period, as the strip shows them."""
    return [row["documents"] for row in rows_with(chart, "documents")]


@pytest.mark.parametrize("draw", [plot.timeline, plot.small_multiples])
def test_a_composition_counts_each_document_once(sample: cs.Corpus, draw: Any) -> None:
    plain, table = (ask(MIGRATION, every="year") for ask in (sample.themes, sample.composition))
    assert strip(draw(table)) == strip(draw(plain))
    assert subtitle(draw(table)).startswith(subtitle(draw(plain)).split(" Bands")[0].split(" Each")[0])
    two = table.filter(pl.col("basis") != "raw")
    assert strip(draw(two)) == strip(draw(plain))


def test_a_stream_stacks_no_bases_of_the_same_documents(sample: cs.Corpus) -> None:
    table = sample.composition(MIGRATION, every="year")
    with pytest.raises(
        ValueError, match=r"bases raw, standardised, deduped.*frame\.filter\(pl\.col\('basis'\) == 'raw'\)"
    ):
        plot.stream(table)
    assert strip(plot.stream(table.filter(pl.col("basis") == "deduped")))
