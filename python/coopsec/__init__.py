"""Themes of security cooperation in dated press, counted over time, every number traceable to its sentences.

Start with :func:`read_corpus` or :func:`from_frame`, choose a :class:`Lexicon`, call
``corpus.themes(lexicon, every="year")`` and draw the result with ``coopsec.plot.timeline``.
"""

from __future__ import annotations

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from coopsec import _namespace as _namespace  # registers frame.coopsec
from coopsec import errors
from coopsec._agreement import agreement, precision
from coopsec._audit import Audit
from coopsec._build_index import build_index
from coopsec._corpus import Corpus
from coopsec._count_terms import count_terms
from coopsec._count_themes import count_themes
from coopsec._lexicon import Lexicon
from coopsec._read import from_frame, open_corpus, read_corpus
from coopsec._series.bursts import bursts
from coopsec._series.change_points import change_points
from coopsec._series.interrupted import interrupted
from coopsec._series.seasonality import seasonality
from coopsec._series.trend import trend
from coopsec._text import DateReading, parse_date, sentences, tokenize
from coopsec._validate import Validation, validate
from coopsec._warnings import warnings_for

if TYPE_CHECKING:
    from coopsec import plot
    from coopsec._report_page import report

__version__ = version("coopsec")

__all__ = [
    "Audit",
    "Corpus",
    "DateReading",
    "Lexicon",
    "Validation",
    "__version__",
    "agreement",
    "build_index",
    "bursts",
    "change_points",
    "count_terms",
    "count_themes",
    "errors",
    "from_frame",
    "interrupted",
    "open_corpus",
    "parse_date",
    "plot",
    "precision",
    "read_corpus",
    "report",
    "seasonality",
    "sentences",
    "tokenize",
    "trend",
    "validate",
    "warnings_for",
]


def __getattr__(name: str) -> Any:
    """Import what draws only when it is first used: it needs Altair, which is optional."""
    if name == "plot":
        return importlib.import_module("coopsec.plot")
    if name == "report":
        return importlib.import_module("coopsec._report_page").report
    raise AttributeError(f"module 'coopsec' has no attribute {name!r}")
