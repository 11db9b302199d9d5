"""How the numbers were made, and what to beware of."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from coopsec._report_page.asked import Asked
from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.passages import Passages
from coopsec._report_page.table import of_frame
from coopsec._warnings import warnings_for

__all__ = ["cautions", "section"]

_MOST = 200


def section(asked: Asked, passages: Passages) -> Markup:
    """Say how the numbers were made."""
    words = asked.words
    counted = asked.corpus.methods(asked.lexicon, asked.step, lang=words.lang)
    page = words("methods_page", thin=asked.options.thin, cap=words.number(passages.cap))
    return Markup("".join(tag("p", part) for part in (*counted.strip().split("\n\n"), page)))


def cautions(asked: Asked, said: Sequence[str]) -> Markup:
    """List what a careful reader should know."""
    words, parts = asked.words, []
    flagged = asked.documents.filter(pl.col("warnings").list.len() > 0).height
    said = [
        *said,
        *([words("flagged_one") if flagged == 1 else words("flagged", n=words.number(flagged))] if flagged else []),
    ]
    if said:
        parts.append(tag("ul", *(tag("li", each) for each in said)))
    found = warnings_for(asked.table, lang=words.lang)
    if found.height:
        parts.append(of_frame(found, words, caption=words("warnings_caption"), most=_MOST))
    return Markup("".join(parts) or tag("p", words("no_warnings")))
