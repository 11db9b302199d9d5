"""Names of countries, for readers who do not know the codes."""

from __future__ import annotations

from functools import cache

import polars as pl

from coopsec._lexicon import Lexicon
from coopsec._words import words_beside
from coopsec.plot.words import Lang

__all__ = ["country_names"]

_PARENT = "country."


@cache
def country_names(lang: Lang) -> dict[str, str]:
    """Return the names of the countries of the built-in actors, by code."""
    if lang == "fr":
        return words_beside(__package__, "countries.toml")
    themes = Lexicon.builtin("actors").to_frame().filter(pl.col("theme").str.starts_with(_PARENT))
    return dict(themes.select(pl.col("theme").str.strip_prefix(_PARENT), "label").rows())
