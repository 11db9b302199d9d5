"""Names of countries, for readers who do not know the codes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import polars as pl

from coopsec._lexicon import Lexicon
from coopsec.plot.words import Lang

__all__ = ["country_names"]

_PARENT = "country."


@cache
def country_names(lang: Lang) -> dict[str, str]:
    """Return the names of the countries of the built-in actors, by code."""
    if lang == "fr":
        return tomllib.loads(resources.files(__package__).joinpath("countries.toml").read_text(encoding="utf-8"))
    themes = Lexicon.builtin("actors").to_frame().filter(pl.col("theme").str.starts_with(_PARENT))
    return dict(themes.select(pl.col("theme").str.strip_prefix(_PARENT), "label").rows())
