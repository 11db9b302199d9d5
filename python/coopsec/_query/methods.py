"""What a paper must say of how its themes were counted."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from coopsec._frames import as_names
from coopsec._lexicon import Lexicon, NestedScope, as_lexicon
from coopsec.errors import CoopsecWarning

if TYPE_CHECKING:
    from coopsec._corpus import Corpus

_MOST_NAMED = 30  # themes that are listed
_HASH = 12  # signs of the hash that are written

_LANGUAGES = {
    "en": {"fr": "French", "es": "Spanish", "en": "English", "ar": "Arabic", "und": "language unknown"},
    "fr": {"fr": "français", "es": "espagnol", "en": "anglais", "ar": "arabe", "und": "langue inconnue"},
}
_PERIODS = {
    "en": {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year", "1": "decade"},
    "fr": {"d": "jour", "w": "semaine", "m": "mois", "q": "trimestre", "y": "année", "1": "décennie"},
}
_SENTENCES = {
    "en": {
        "corpus": "The corpus holds {docs} documents and {tokens} tokens ({languages}), {span}; {undated} have no date, and {skipped} files or rows were found and not read.",
        "dated": "dated {first} to {last}",
        "undated": "none of them dated",
        "lexicon": "Themes were counted by coopsec {version} with the lexicon “{name}” ({lexicon_version}SHA-256 {hash}): {n_themes} themes, {n_patterns} patterns{themes}.",
        "scope": {
            "theme": "Within a theme the longest match counts, then the leftmost, and a token serves a theme once.",
            "lexicon": "Within a theme the longest match counts, then the leftmost; a match that longer ones of any theme cover does not count.",
        },
        "every": "Counts are given by {period}, over a complete calendar; {without} documents without a date, or with one too coarse for a {period}, form a row of their own.",
        "whole": "Counts are given for the whole corpus.",
        "by": "They are divided by {by}.",
        "rates": "doc_share is the share of documents with at least one hit among all documents of the cell (Wilson interval, {confidence}); per_million is hits per million counted tokens of the cell (interval clustered by document, {confidence}); cells without documents are null.",
        "uncovered": "Documents whose language has no pattern for a theme are not in its denominators: {uncovered}.",
        "covered": "Every document is in the denominators of every theme.",
        "seed": "Random draws use the seed {seed}.",
    },
    "fr": {
        "corpus": "Le corpus compte {docs} documents et {tokens} mots ({languages}), {span} ; {undated} n'ont pas de date, et {skipped} fichiers ou lignes trouvés n'ont pas été lus.",
        "dated": "datés du {first} au {last}",
        "undated": "dont aucun n'est daté",
        "lexicon": "Les thèmes ont été comptés par coopsec {version} avec le lexique « {name} » ({lexicon_version}SHA-256 {hash}) : {n_themes} thèmes, {n_patterns} motifs{themes}.",
        "scope": {
            "theme": "Dans un thème, l'occurrence la plus longue compte, puis la plus à gauche, et un mot ne sert un thème qu'une fois.",
            "lexicon": "Dans un thème, l'occurrence la plus longue compte, puis la plus à gauche ; une occurrence que de plus longues couvrent, de quelque thème qu'elles soient, ne compte pas.",
        },
        "every": "Les comptes sont donnés par {period}, sur un calendrier complet ; {without} documents sans date, ou dont la date est trop large pour l'unité choisie, forment une ligne à part.",
        "whole": "Les comptes valent pour tout le corpus.",
        "by": "Ils sont divisés selon {by}.",
        "rates": "doc_share est la part des documents ayant au moins une occurrence parmi tous les documents de la cellule (intervalle de Wilson, {confidence}) ; per_million est le nombre d'occurrences par million de mots comptés de la cellule (intervalle groupé par document, {confidence}) ; une cellule sans document est vide.",
        "uncovered": "Les documents dans la langue desquels un thème n'a pas de motif ne sont pas dans ses dénominateurs : {uncovered}.",
        "covered": "Chaque document est dans les dénominateurs de chaque thème.",
        "seed": "Les tirages aléatoires ont la graine {seed}.",
    },
}  # fmt: skip


def methods(
    self: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    every: str | None = None,
    by: str | Sequence[str] | None = None,
    *,
    confidence: float = 0.95,
    nested_scope: NestedScope = "theme",
    seed: int | None = None,
    lang: Literal["en", "fr"] = "en",
) -> str:
    """Write the paragraph that says how the themes were counted, for a paper or a note.

    Parameters
    ----------
    lexicon, every, by, confidence, nested_scope
        As given to :meth:`themes`.
    seed
        The seed of random draws, where there were any (:meth:`sample`).
    lang
        Language of the paragraph: ``"en"`` or ``"fr"``.

    Returns
    -------
    str
        Documents read, skipped and undated, span, languages, tokens; version of coopsec; name, version and hash of the
        lexicon, and its themes; periods, denominators, intervals.

    Examples
    --------
    >>> import coopsec as cs
    >>> text = cs.read_corpus("corpus/").methods(cs.Lexicon.builtin(), every="quarter", lang="fr")
    >>> text.split(",")[0]
    'Le corpus compte 254 documents et 40\u202f693 mots (français 242'
    """
    if lang not in _SENTENCES:
        raise ValueError(f'lang is {lang!r}: the paragraph is written in "en" or "fr"')
    words, asked = _SENTENCES[lang], as_lexicon(lexicon)
    uncovered = _uncovered(self, asked, every, by, confidence, nested_scope)
    sentences = [_corpus(self, lang), _lexicon(asked, lang), words["scope"][nested_scope]]
    sentences.append(_periods(self, every, lang))
    if by:
        sentences.append(words["by"].format(by=", ".join(as_names(by))))
    sentences.append(words["rates"].format(confidence=f"{100 * confidence:.4g} %"))
    sentences.append(words["uncovered"].format(uncovered=uncovered) if uncovered else words["covered"])
    if seed is not None:
        sentences.append(words["seed"].format(seed=seed))
    return " ".join(sentences)


def _corpus(corpus: Corpus, lang: str) -> str:
    words, facts = _SENTENCES[lang], corpus._facts()
    dated = facts.filter(pl.col("date_start").is_not_null())
    span = words["undated"]
    if dated.height:
        span = words["dated"].format(first=dated["date_start"].min(), last=dated["date_end"].max())
    counts = facts.get_column("lang").value_counts().sort("count", "lang", descending=[True, False]).rows()
    return words["corpus"].format(
        docs=_number(facts.height, lang),
        tokens=_number(facts["n_tokens"].sum(), lang),
        languages=", ".join(f"{_LANGUAGES[lang][code]} {_number(count, lang)}" for code, count in counts) or "–",
        span=span,
        undated=_number(facts.height - dated.height, lang),
        skipped=_number(corpus.skipped.height, lang),
    )


def _lexicon(lexicon: Lexicon, lang: str) -> str:
    themes = lexicon.to_frame()
    named = lexicon.themes
    return _SENTENCES[lang]["lexicon"].format(
        version=version("coopsec"),
        name=lexicon.name,
        lexicon_version=f"version {lexicon.version}, " if lexicon.version else "",
        hash=lexicon.hash[:_HASH],
        n_themes=len(named),
        n_patterns=_number(themes["n_patterns"].sum(), lang),
        themes=f" ({', '.join(named)})" if len(named) <= _MOST_NAMED else "",
    )


def _periods(corpus: Corpus, every: str | None, lang: str) -> str:
    words = _SENTENCES[lang]
    if every is None:
        return words["whole"]
    # Any lexicon whose patterns are for every language tells which documents fall into no period.
    table = corpus.themes({"any": ["*"]}, every)
    without = table.filter(pl.col("period").is_null())["n_docs"].sum()
    size = every.lstrip("1") if every[:1] == "1" and every[:2] != "10" else every
    key = "1" if every in {"decade", "10y"} else size[0]
    return words["every"].format(period=_PERIODS[lang][key], without=_number(without, lang))


def _uncovered(
    corpus: Corpus,
    lexicon: Lexicon,
    every: str | None,
    by: str | Sequence[str] | None,
    confidence: float,
    nested_scope: NestedScope,
) -> str:
    """Themes and numbers of documents that left, as :meth:`Corpus.themes` warns of them."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoopsecWarning)
        corpus.themes(lexicon, every, by, confidence=confidence, nested_scope=nested_scope)
    told = [str(each.message) for each in caught if issubclass(each.category, CoopsecWarning)]
    return told[0].partition(": ")[2] if told else ""


def _number(number: int, lang: str) -> str:
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", "\u202f")
