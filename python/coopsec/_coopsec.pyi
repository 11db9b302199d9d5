"""
The compiled core of coopsec; use the package `coopsec`, not this module.
"""

from _typeshed import Incomplete, SupportsGetItem
from os import PathLike
from pathlib import Path
from polars import DataFrame
from typing import Any, SupportsFloat, SupportsIndex, final

__all__ = ["Corpus", "Lexicon", "Loader", "TermCounter", "ThemeCounter", "agreement", "attached", "bursts", "change_points", "check_index", "collocations", "concentration", "contributions", "cooccurrence", "decode", "decompress", "dispersion", "documents", "dtm", "dtm_sparse", "dyad_hits", "dyads", "fields", "frequency", "hits", "interrupted", "keyness", "keyness_over_time", "kwic", "near_misses", "open_index", "parse_date", "pattern_report", "rate_limits", "ratios", "save_index", "seasonality", "sentences", "stories", "terms", "themes", "tokenize", "trend", "wilson"]

@final
class Corpus:
    """
    A view of documents that were read; see `coopsec.Corpus`.
    """
    def __len__(self, /) -> int: ...
    def body(self, /, position: SupportsIndex) -> str:
        """
        The counted part of the document at a position.
        """
    def folder(self, /) -> Path | None:
        """
        The folder that the corpus was opened from.
        """
    def has_texts(self, /) -> bool:
        """
        Whether the texts are kept; an index may be saved without them.
        """
    def select(self, /, positions: SupportsGetItem[int, SupportsIndex]) -> Corpus:
        """
        The view of the documents at the given positions of this one, in ascending order.
        """
    def text(self, /, position: SupportsIndex) -> str:
        """
        The decoded text of the document at a position.
        """

@final
class Lexicon:
    """
    A tree of themes with their patterns; see `coopsec.Lexicon`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    @staticmethod
    def from_node(node: Any, origin: str) -> Lexicon:
        """
        From nested mappings in the layout of a TOML file.
        """
    @staticmethod
    def from_themes(themes: Any, exclude: Any, classes: Any, origin: str) -> Lexicon:
        """
        From a mapping of themes to patterns or to further themes.
        """
    @staticmethod
    def from_toml(text: str, origin: str) -> Lexicon:
        """
        From the text of a TOML file; `origin` names it in errors.
        """
    def select(self, /, names: SupportsGetItem[int, str]) -> Lexicon:
        """
        The given themes with their subtrees.
        """
    def themes(self, /) -> DataFrame:
        """
        One row per theme in lexicon order: theme, label, definition, kind, n_patterns.
        """
    def to_toml(self, /) -> str:
        """
        The text of a TOML file that reads back to an equal lexicon.
        """

@final
class Loader:
    """
    Documents in input order, whose zones and dates are not yet read.
    """
    def __new__(cls, /) -> Loader: ...
    def add_bytes(self, /, name: str, data: bytes, id: str, origin: str) -> tuple[int, list[tuple[str, str]]]:
        """
        Reads one text file from its bytes; `name` decides the format. Returns the number of documents, and (origin, reason)
        for articles without text.
        """
    def add_files(self, /, given: SupportsGetItem[int, tuple[str | PathLike[str], str, str]], threads: SupportsIndex | None = None) -> tuple[int, list[tuple[str, str]], list[tuple[int, BaseException]]]:
        """
        Reads text files, each given as (path, id, origin). Returns the number of documents, (origin, reason) for articles
        without text, and (position, exception) for files that failed.
        """
    def add_frame(self, /, frame: Incomplete, *, origin: str, prefix: str, encoding: str | None = None) -> None:
        """
        Adds the rows of a frame, which has a column `row` with their numbers, and string columns among id, text, date,
        title, lang, source, url; dates may also be days.
        A row without an id gets `prefix` and its number as id; its origin is `origin`, `#` and the number.
        """
    def append(self, /, corpus: Corpus, *, attached: SupportsGetItem[int, tuple[str, SupportsGetItem[int, SupportsIndex]]], progress: Any | None = None, threads: SupportsIndex | None = None) -> Corpus:
        """
        Adds the documents to a corpus, with files attached to them, and empties the loader.
        """
    def build(self, /, *, lang: str | None, fallback: str, elision: bool, split_hyphens: bool, progress: Any | None = None, threads: SupportsIndex | None = None) -> Corpus:
        """
        Builds the corpus and empties the loader. Without `lang`, the language of each text is detected.
        """

@final
class TermCounter:
    """
    Counts terms of documents that arrive in batches.
    """
    def __new__(cls, /, *, lang: str | None, fallback: str, elision: bool, split_hyphens: bool, every: str | None = None, ngram: SupportsIndex = 1, min_count: SupportsIndex = 1, top: SupportsIndex | None = None, stopwords: SupportsGetItem[int, str] = ...) -> TermCounter: ...
    def add(self, /, loader: Loader, *, progress: Any | None = None, threads: SupportsIndex | None = None) -> None:
        """
        Counts the documents of a loader, emptying it.
        """
    def add_corpus(self, /, corpus: Corpus, *, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, first: SupportsIndex = 0, threads: SupportsIndex | None = None) -> None:
        """
        Counts the documents of a corpus. `groups` gives the group of each document and the number of groups; groups are
        numbered from `first`.
        """
    def finish(self, /, *, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, threads: SupportsIndex | None = None) -> DataFrame:
        """
        The table of everything counted. `groups` gives the place of each group in the table and the number of places.
        """

@final
class ThemeCounter:
    """
    Counts themes of documents that arrive in batches.
    """
    def __new__(cls, /, lexicon: Lexicon, *, lang: str | None, fallback: str, elision: bool, split_hyphens: bool, every: str | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, nested_scope: str = "theme", interval: str = "score") -> ThemeCounter: ...
    def add(self, /, loader: Loader, *, progress: Any | None = None, threads: SupportsIndex | None = None) -> None:
        """
        Counts the documents of a loader, emptying it.
        """
    def add_corpus(self, /, corpus: Corpus, *, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, first: SupportsIndex = 0, threads: SupportsIndex | None = None) -> None:
        """
        Counts the documents of a corpus. `groups` gives the group of each document and the number of groups; groups are
        numbered from `first`.
        """
    def finish(self, /, *, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, threads: SupportsIndex | None = None) -> tuple[DataFrame, list[tuple[str, int]]]:
        """
        The table of everything counted; and the themes that the languages of some documents do not cover, with the
        number of such documents. `groups` gives the place of each group in the table and the number of places.
        """

def agreement(pairs: SupportsGetItem[int, tuple[SupportsIndex, SupportsIndex]], categories: SupportsIndex, confidence: SupportsFloat | SupportsIndex) -> tuple[float | None, tuple[float, tuple[float, float] | None] | None, tuple[float, tuple[float, float] | None] | None]:
    """
    Share of agreement, Cohen's kappa and Krippendorff's alpha of two coders, the last two with their limits.
    """

def attached(corpus: Corpus, name: str) -> list[tuple[int, bytes | None]]:
    """
    The attached files of a given name in the segments of an opened corpus, each with the number of its segment's
    documents.
    """

def bursts(given: tuple[SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex]], *, length: SupportsIndex, s: SupportsFloat | SupportsIndex, gamma: SupportsFloat | SupportsIndex, threads: SupportsIndex | None = None) -> DataFrame:
    """
    The bursts of each series; a series without an answer has one row with the reason.
    """

def change_points(given: tuple[SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex]], *, value: str, min_size: SupportsIndex, level: SupportsFloat | SupportsIndex, confidence: SupportsFloat | SupportsIndex, adjust: str, resamples: SupportsIndex, seed: SupportsIndex, threads: SupportsIndex | None = None) -> DataFrame:
    """
    The changes of each series; a series without an answer has one row with the reason.
    """

def check_index(path: str | PathLike[str], threads: SupportsIndex | None = None) -> DataFrame:
    """
    Compares every file of a saved index with its checksum: file, bytes.
    """

def collocations(corpus: Corpus, *, node: str | None = None, window: SupportsIndex = 5, size: SupportsIndex = 2, min_count: SupportsIndex = 2, stopwords: SupportsGetItem[int, str] = ..., threads: SupportsIndex | None = None) -> DataFrame:
    """
    Collocations, around a node or of adjacent words.
    """

def concentration(corpus: Corpus, lexicon: Lexicon, sources: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex], *, every: str | None = None, unknown: SupportsIndex | None = None, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> DataFrame:
    """
    The source and the story with the most hits of each theme, in the whole corpus and in each period.
    """

def contributions(corpus: Corpus, lexicon: Lexicon, *, every: str | None = None, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> DataFrame:
    """
    What each pattern adds to each theme and period.
    """

def cooccurrence(corpus: Corpus, lexicon: Lexicon, *, within: str = "sentence", every: str | None = None, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> tuple[DataFrame, list[tuple[str, int]]]:
    """
    Pairs of themes that occur together; and the themes that the languages of some documents do not cover, with the
    number of such documents.
    """

def decode(name: str, data: bytes) -> tuple[str, str, list[str]]:
    """
    The text of a file, its encoding, and any warnings.
    """

def decompress(name: str, data: bytes) -> bytes:
    """
    The decompressed bytes of a file, by the suffix of its name.
    """

def dispersion(corpus: Corpus, *, lexicon: Lexicon | None = None, patterns: SupportsGetItem[int, str] | None = None, min_count: SupportsIndex = 1, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> tuple[DataFrame, list[tuple[str, int]]]:
    """
    How evenly themes, patterns or (with neither) all terms are spread over documents or groups; and the themes that the
    languages of some documents do not cover, with the number of such documents.
    """

def documents(corpus: Corpus, threads: SupportsIndex | None = None) -> DataFrame:
    """
    One row per document, in input order, without its story.
    """

def dtm(corpus: Corpus, threads: SupportsIndex | None = None) -> DataFrame:
    """
    Document-term matrix in long form.
    """

def dtm_sparse(corpus: Corpus, threads: SupportsIndex | None = None) -> tuple[DataFrame, DataFrame, int]:
    """
    The document-term matrix by rows: term and count of each cell, where the cells of each document begin (and where the
    last end), and the number of terms.
    """

def dyad_hits(corpus: Corpus, actors: Lexicon, *, themes: Lexicon | None = None, hub: str | None = None, within: str = "sentence", nested_scope: str = "theme", threads: SupportsIndex | None = None) -> DataFrame:
    """
    The passages behind the counts of dyads. Without `themes` there are no theme columns.
    """

def dyads(corpus: Corpus, actors: Lexicon, *, themes: Lexicon | None = None, hub: str | None = None, within: str = "sentence", every: str | None = None, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> tuple[DataFrame, list[tuple[str, int]]]:
    """
    Pairs of countries by theme; and the themes and countries that the languages of some documents do not cover, with
    the number of such documents. Without `themes` there is no theme column.
    """

def fields(corpus: Corpus) -> DataFrame:
    """
    The other front matter fields of the documents: position, field, value.
    """

def frequency(corpus: Corpus, *, every: str | None = None, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, ngram: SupportsIndex = 1, min_count: SupportsIndex = 1, top: SupportsIndex | None = None, stopwords: SupportsGetItem[int, str] = ..., threads: SupportsIndex | None = None) -> DataFrame:
    """
    Terms over time. `groups` gives the group of each document and the number of groups. Columns that were not asked for
    are left out.
    """

def hits(corpus: Corpus, lexicon: Lexicon, *, rollup: bool = False, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> DataFrame:
    """
    Every match behind the counts.
    """

def interrupted(given: tuple[SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex]], places: SupportsGetItem[int, SupportsIndex], *, value: str, window: SupportsIndex, confidence: SupportsFloat | SupportsIndex, threads: SupportsIndex | None = None) -> DataFrame:
    """
    One row per event (given by the place of its period) and series; clusters are periods.
    """

def keyness(target: Corpus, reference: Corpus, *, min_doc_freq: SupportsIndex = 2, min_count: SupportsIndex = 3, confidence: SupportsFloat | SupportsIndex = 0.95, unit: str = "tokens", measure: str = "g2", correction: str | None = None, adjust: str = "holm", constant: SupportsFloat | SupportsIndex = 1.0, prior: SupportsFloat | SupportsIndex = 500.0, threads: SupportsIndex | None = None) -> DataFrame:
    """
    Terms that one view uses more or less than another of the same corpus.
    """

def keyness_over_time(corpus: Corpus, every: str, *, against: str = "rest", min_docs: SupportsIndex = 5, top: SupportsIndex | None = None, min_doc_freq: SupportsIndex = 2, min_count: SupportsIndex = 3, confidence: SupportsFloat | SupportsIndex = 0.95, unit: str = "tokens", measure: str = "g2", correction: str | None = None, adjust: str = "holm", constant: SupportsFloat | SupportsIndex = 1.0, prior: SupportsFloat | SupportsIndex = 500.0, threads: SupportsIndex | None = None) -> DataFrame:
    """
    Terms that each period uses more or less than all the others, or than the one before it.
    """

def kwic(corpus: Corpus, pattern: str, *, window: SupportsIndex = 8, across_sentences: bool = False, threads: SupportsIndex | None = None) -> DataFrame:
    """
    Keyword in context.
    """

def near_misses(corpus: Corpus, lexicon: Lexicon, *, window: SupportsIndex = 5, min_count: SupportsIndex = 3, top: SupportsIndex = 20, nested_scope: str = "theme", threads: SupportsIndex | None = None) -> DataFrame:
    """
    Words that the lexicon may have missed.
    """

def open_index(path: str | PathLike[str], threads: SupportsIndex | None = None) -> Corpus:
    """
    Opens a saved index.
    """

def parse_date(text: str, *, lang: str = "fr") -> tuple[str, str, str] | None:
    """
    The first day, last day and precision of a date expression, as (ISO, ISO, precision).
    """

def pattern_report(lexicon: Lexicon, corpus: Corpus | None = None, *, languages: SupportsGetItem[int, str] = ..., threads: SupportsIndex | None = None) -> DataFrame:
    """
    What every pattern can reach in a corpus or, without one, in the given languages.
    """

def rate_limits(counts: SupportsGetItem[int, SupportsGetItem[int, SupportsIndex]], tokens: SupportsGetItem[int, SupportsGetItem[int, SupportsIndex]], *, interval: str = "score", confidence: SupportsFloat | SupportsIndex = 0.95, resamples: SupportsIndex = 2000, seed: SupportsIndex = 0, hits_per_unit: SupportsFloat | SupportsIndex = 1.0) -> list[tuple[float, float] | None]:
    """
    Limits of the rate per token in each period, from the hits and tokens of its documents; `None` if there are no
    limits.

    Period `n` is resampled with stream `n`.
    """

def ratios(sides: SupportsGetItem[int, tuple[tuple[SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex, SupportsIndex, SupportsIndex] | None, tuple[SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex, SupportsIndex, SupportsIndex] | None]], *, value: str, confidence: SupportsFloat | SupportsIndex, threads: SupportsIndex | None = None) -> DataFrame:
    """
    One row per pair of rates; clusters are documents.
    """

def save_index(corpus: Corpus, path: str | PathLike[str], *, texts: bool, attached: SupportsGetItem[int, tuple[str, SupportsGetItem[int, SupportsIndex]]], progress: Any | None = None, threads: SupportsIndex | None = None) -> Corpus | None:
    """
    Saves a corpus with files attached to it; returns the reopened corpus if it was opened from the same folder.
    """

def seasonality(given: tuple[SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex]], *, value: str, seasons: SupportsIndex, first: SupportsIndex, confidence: SupportsFloat | SupportsIndex, adjust: str, resamples: SupportsIndex, seed: SupportsIndex, threads: SupportsIndex | None = None) -> DataFrame:
    """
    One row per series and season.
    """

def sentences(text: str, *, lang: str = "fr") -> DataFrame:
    """
    The sentences of a text.
    """

def stories(corpus: Corpus, threads: SupportsIndex | None = None) -> DataFrame:
    """
    The story of each document.
    """

def terms(corpus: Corpus, threads: SupportsIndex | None = None) -> list[str]:
    """
    The terms in the order of their numbers in the matrix.
    """

def themes(corpus: Corpus, lexicon: Lexicon, *, every: str | None = None, groups: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, nested_scope: str = "theme", interval: str = "score", resamples: SupportsIndex = 2000, seed: SupportsIndex = 0, clusters: SupportsGetItem[int, SupportsIndex] | None = None, standard: tuple[SupportsGetItem[int, SupportsIndex], SupportsIndex] | None = None, counted: SupportsGetItem[int, bool] | None = None, threads: SupportsIndex | None = None) -> tuple[DataFrame, list[tuple[str, int]]]:
    """
    Themes over time; and the themes that the languages of some documents do not cover, with the number of such
    documents.
    """

def tokenize(text: str, *, lang: str = "fr", elision: bool = True, split_hyphens: bool = False) -> DataFrame:
    """
    The tokens of a text.
    """

def trend(given: tuple[SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex], SupportsGetItem[int, SupportsFloat | SupportsIndex]], *, value: str, per_year: SupportsFloat | SupportsIndex, confidence: SupportsFloat | SupportsIndex, adjust: str, resamples: SupportsIndex | None, seed: SupportsIndex, threads: SupportsIndex | None = None) -> DataFrame:
    """
    The trend of each series; without `resamples`, periods are taken as independent.
    """

def wilson(part: SupportsIndex, whole: SupportsIndex, confidence: SupportsFloat | SupportsIndex) -> tuple[float, float] | None:
    """
    Wilson's interval of a share; `None` if `whole` is 0.
    """
