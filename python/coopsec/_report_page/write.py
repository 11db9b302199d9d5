"""`coopsec.report`: the page of a corpus and a lexicon."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coopsec._arguments import check_words
from coopsec._frames import check_corpus
from coopsec._heard import heard
from coopsec._index import as_text
from coopsec._lexicon import NestedScope
from coopsec._report_page import cells, changes, coverage, dyads, keyness, methods, passages, timelines
from coopsec._report_page.asked import Asked, Options, ask
from coopsec._report_page.markup import Markup
from coopsec._report_page.page import page
from coopsec._report_page.words import PageWords
from coopsec._text import first_day
from coopsec._whole import check_target, whole
from coopsec.errors import CoopsecWarning
from coopsec.plot.arguments import checked
from coopsec.plot.backend import require

if TYPE_CHECKING:
    from coopsec._corpus import Corpus
    from coopsec._lexicon import Lexicon

__all__ = ["report"]


@checked
def report(
    corpus: Corpus,
    lexicon: Lexicon | Mapping[str, Any],
    path: str | os.PathLike[str],
    *,
    every: str | None = None,
    lang: Literal["en", "fr"] = "en",
    title: str | None = None,
    split: date | str | None = None,
    hub: str | None = None,
    events: Any = None,
    thin: int = 5,
    per_cell: int = 40,
    max_bytes: int = 5_000_000,
    nested_scope: NestedScope = "theme",
) -> Path:
    """Write one HTML page with coverage, themes over time, comparisons, and passages behind each count of a theme.

    The page contains everything it needs, opens from disk and loads nothing. A click, or Enter, on a cell of theme and
    period shows its passages; without JavaScript the same links lead to them. Charts are SVG with their numbers in a
    table below.

    Parameters
    ----------
    corpus
        Documents that were read.
    lexicon
        A :class:`Lexicon`, or a dictionary for :meth:`Lexicon.from_dict`.
    path
        File to write, ending in `.html`; an existing one is replaced, completely or not at all.
    every
        Size of the periods. Default: the finest that needs no more than 40 and is not finer than most dates.
    lang
        Language of the page.
    title
        Title of the page.
    split
        First day of the later part, whose words are compared with those before. Text such as "2018" or "2018-03" means
        its first day. Default: the first day of the period that best divides the words into two halves.
    hub
        Code of the country whose pairs are shown; all pairs if None.
    events
        Table with date (Date) and label (String), drawn across the timelines.
    thin
        Periods with fewer documents are drawn weaker.
    per_cell
        Most sentences shown for a theme in a period. If there are more, those shown are spread evenly over the period,
        and the page says how many of how many they are.
    max_bytes
        Most bytes for all sentences; if `per_cell` would need more, it is lowered for all cells alike.
    nested_scope
        As in :meth:`Corpus.themes`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ImportError
        If the extra `plot` is missing.
    ValueError
        If `path` does not end in `.html`, or `split` is not a date.
    OSError
        If the folder of `path` does not exist.

    Examples
    --------
    >>> import coopsec as cs, tempfile, pathlib
    >>> corpus = cs.read_corpus("corpus/")
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> cs.report(corpus, {"drugs": ["drogue*", "cocaïne"]}, folder / "drugs.html", every="year").name
    'drugs.html'
    """
    target = Path(as_text(path, "the path of a page to write, such as report.html"))
    if target.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"{target}: a report is written as .html")
    check_corpus(corpus)
    check_words(NestedScope, nested_scope=nested_scope)
    day = None if split is None else first_day(split, "split")
    check_target(target)
    require("altair")
    require("vl_convert")
    words = PageWords(lang)
    options = Options(every, title, day, hub, events, thin, per_cell, max_bytes, nested_scope)
    said: list[CoopsecWarning] = []
    with heard(said.append):
        asked = ask(corpus, lexicon, words, options)
        sections = _sections(asked, said)
    named = title if title is not None else words("title")
    lead = words(
        "lead",
        docs=words.chart.counted("n_docs", len(corpus)),
        themes=words.counted("n_themes", len(asked.themes)),
    )
    content = page(named, lead, sections, words).encode()
    with whole(target) as out:
        out.write(content)
    return target


def _sections(asked: Asked, said: list[CoopsecWarning]) -> list[tuple[str, str, Markup]]:
    """Return the sections in page order: what there is, what was found, why to believe it."""
    found = passages.read_passages(asked)
    parts: list[tuple[str, Markup]] = [
        ("coverage", coverage.section(asked)),
        ("timelines", timelines.section(asked)),
        ("cells", cells.section(asked)),
        ("dyads", dyads.section(asked)),
        ("keyness", keyness.section(asked)),
        ("changes", changes.section(asked)),
        ("passages", passages.section(asked, found)),
        ("methods", methods.section(asked, found)),
    ]
    # Last, once every section has raised its warnings; each is listed once.
    parts.append(("warnings", methods.cautions(asked, said)))
    return [(name, asked.words(f"h_{name}"), content) for name, content in parts]
