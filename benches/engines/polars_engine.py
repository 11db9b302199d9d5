"""polars as an experienced user would write it, in memory and streaming."""

from __future__ import annotations

from collections.abc import Callable

import measure
import polars as pl
from measure import Setting, Work
from patterns import WORD, any_of

TERMS = pl.col("text").str.to_lowercase().str.extract_all(f"{WORD}+").alias("term")
MONTH = pl.col("date").dt.truncate("1mo").alias("month")
ROW = pl.int_range(pl.len()).alias("row")


def terms(engine: str) -> Callable[[Setting], Work]:
    """Count every term."""

    def prepare(given: Setting) -> Work:
        query = given.frame.lazy().select(TERMS).explode("term").drop_nulls().group_by("term").len()
        return Work(
            lambda: query.collect(engine=engine),
            lambda found: {"tokens": found["len"].sum(), "terms": found.height},
        )

    return prepare


def months(engine: str) -> Callable[[Setting], Work]:
    """Count every term by month."""

    def prepare(given: Setting) -> Work:
        exploded = given.frame.lazy().select(MONTH, TERMS).explode("term").drop_nulls()
        query = exploded.group_by("month", "term").len()
        return Work(
            lambda: query.collect(engine=engine),
            lambda found: {"tokens": found["len"].sum(), "rows": found.height},
        )

    return prepare


def matrix(engine: str) -> Callable[[Setting], Work]:
    """Count every term in every document."""

    def prepare(given: Setting) -> Work:
        exploded = given.frame.lazy().select(ROW, TERMS).explode("term").drop_nulls()
        query = exploded.group_by("row", "term").len()
        return Work(
            lambda: query.collect(engine=engine),
            lambda found: {"tokens": found["len"].sum(), "cells": found.height},
        )

    return prepare


def themes(engine: str) -> Callable[[Setting], Work]:
    """Count the matches of one regular expression per theme, by month."""

    def prepare(given: Setting) -> Work:
        counted = [pl.col("text").str.count_matches(any_of(group)).alias(name) for name, group in given.themes.items()]
        query = given.frame.lazy().select(MONTH, *counted).group_by("month").agg(pl.exclude("month").sum())
        return Work(
            lambda: query.collect(engine=engine),
            lambda found: {"hits": sum(found[name].sum() for name in given.themes)},
        )

    return prepare


def context(given: Setting) -> Work:
    """Find the matches without extracting their contexts, which is less work than the task asks for."""
    found = any_of([given.pattern])
    text = pl.col("text")
    query = given.frame.lazy().filter(text.str.contains(found)).select("id", text.str.extract_all(found).alias("found"))
    return Work(
        lambda: query.explode("found").collect(engine="streaming"),
        lambda places: {"hits": places.height},
    )


CASES: measure.Cases = {
    "context": context,
    **{
        f"{case.__name__}_{name}": case(engine)
        for case in (terms, months, matrix, themes)
        for name, engine in (("streaming", "streaming"), ("memory", "in-memory"))
    },
}


if __name__ == "__main__":
    measure.main(CASES, lambda: pl.__version__)
