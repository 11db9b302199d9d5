"""Pairs of countries by theme and period."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_encodes, check_period, check_reals, check_words
from coopsec._counted import Counted, remember
from coopsec._frames import DYAD_COLUMNS, Within, as_names, warn_uncovered, with_groups
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon

if TYPE_CHECKING:
    from coopsec._corpus import Corpus


def dyads(
    self: Corpus,
    hub: str | None = None,
    within: Within = "sentence",
    themes: Lexicon | Mapping[str, Any] | None = None,
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    actors: Lexicon | None = None,
    confidence: float = 0.95,
    nested_scope: NestedScope = "theme",
) -> pl.DataFrame:
    """Count pairs of countries that occur together, by theme and period.

    Parameters
    ----------
    hub
        Code of a country (ISO 3166-1, such as ``"MA"``) that must be one of the two; None gives all pairs.
    within
        What counts as together: ``"sentence"``, ``"paragraph"`` or ``"document"``.
    themes
        A lexicon whose themes the unit must contain too; None counts the countries alone.
    every
        Period: day, week, month, quarter, year or decade.
    by
        Document columns to group by.
    actors
        A lexicon whose themes have the key ``country``; None takes the built-in ``actors``. Services and agencies count
        for their country. What has no country (regions, organisations of several states) is not an actor here.
    confidence
        Nominal coverage of the interval.
    nested_scope
        As in :meth:`themes`, for actors and themes separately.

    Returns
    -------
    polars.DataFrame
        [period Date,] [by…,] left, right String (codes, left before right), [theme String,] count Int64 (units with
        both countries, and the theme), doc_freq Int64 (documents with such a unit), doc_share (doc_freq / n_docs),
        doc_share_low, doc_share_high Float64 (Wilson), n_docs, n_units Int64 (the denominators) [, partial Boolean].
        Every pair that occurs together somewhere in the corpus, whatever the theme, has a row in every period, group
        and theme. :meth:`dyad_hits` has one row for each unit that was counted.

    Raises
    ------
    ValueError
        For a hub that the actors do not have, or an unknown ``within``.
    LexiconError
        If no theme of the actors has a country.
    PeriodError, ColumnError, PatternError

    Warns
    -----
    CoopsecWarning
        If documents leave the denominators because a country or theme has no pattern in their language.

    Examples
    --------
    A word that names two countries is a pair by itself:

    >>> import coopsec as cs, polars as pl
    >>> corpus = cs.from_frame(pl.DataFrame({"text": ["La coopération maroco-française s'étend."]}))
    >>> corpus.dyads(hub="MA").select("left", "right", "count").rows()
    [('FR', 'MA', 1)]
    """
    check_period(every)
    check_words(Within, within=within)
    check_words(NestedScope, nested_scope=nested_scope)
    check_reals(confidence=confidence)
    groups = self._groups(as_names(by), DYAD_COLUMNS)
    named, asked = as_actors(actors), None if themes is None else as_lexicon(themes, "themes")
    with codes_offered(hub, named):
        frame, uncovered = _coopsec.dyads(
            self._core,
            named._core,
            themes=None if asked is None else asked._core,
            hub=hub,
            within=within,
            every=every,
            groups=groups.for_core() if groups else None,
            confidence=confidence,
            nested_scope=nested_scope,
            threads=self._threads,
        )
    warn_uncovered(uncovered, "uncovered_pair")
    counted = Counted(every, confidence=confidence, within=within, lexicon=asked)
    return remember(with_groups(frame, groups, periods=every is not None), counted)


def as_actors(given: Lexicon | None) -> Lexicon:
    """Return the given lexicon of actors, or the built-in one."""
    return Lexicon.builtin("actors") if given is None else as_lexicon(given, "actors")


@contextmanager
def codes_offered(hub: str | None, actors: Lexicon) -> Iterator[None]:
    """If a refused hub is the name of an actor, suggest the code of its country."""
    if hub is not None and not isinstance(hub, str):
        raise TypeError(f'hub is {hub!r}: give the code of a country, such as "MA"')
    if hub is not None:
        check_encodes(hub, "hub")
    try:
        yield
    except ValueError as error:
        codes = _codes_named(hub, actors) if hub and str(error).startswith("hub is ") else []
        if not codes:
            raise
        raise ValueError(f"hub is {hub!r}: give the code of its country, {' or '.join(codes)}") from None


def _codes_named(name: str, actors: Lexicon) -> list[str]:
    """Return the codes of the actors with a pattern that matches the whole name, in any language."""
    from coopsec._read import from_frame  # imports this module itself

    languages = ["fr", "es", "en", "ar"]
    texts = from_frame(pl.DataFrame({"text": [name] * len(languages), "lang": languages}))
    found = texts.hits(actors).filter(pl.col("end") - pl.col("start") == len(name))
    tree = tomllib.loads(actors.to_toml())
    codes = [_code_of(theme, tree) for theme in found.get_column("theme").to_list()]
    return sorted({code for code in codes if code is not None})


def _code_of(theme: str, tree: dict[str, Any]) -> str | None:
    for part in ("theme", *theme.split(".")):
        tree = tree.get(part, {})
    code = tree.get("country")
    return code if isinstance(code, str) else None
