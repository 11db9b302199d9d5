"""The page around the sections: it loads nothing, and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources

from coopsec._report_page.markup import Markup, tag
from coopsec._report_page.words import PageWords

__all__ = ["page"]


def _part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def page(title: str, lead: str, sections: Sequence[tuple[str, str, Markup]], words: PageWords) -> str:
    """Put sections (name, heading and content) into a page with a table of contents."""
    script, style = _part("script.js"), _part("style.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules = (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        f"script-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="; ".join(rules)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content="coopsec"),
        tag("title", title),
        tag("style", Markup(style)),
    )
    contents = tag(
        "nav",
        tag("ol", *(tag("li", tag("a", heading, href=f"#{name}")) for name, heading, _ in sections)),
        aria_label=words("contents"),
    )
    body = tag(
        "body",
        tag("a", words("skip"), href="#main", class_="skip"),
        tag("header", tag("h1", title), tag("p", lead), contents),
        tag("main", *(_section(*each) for each in sections), id="main"),
        tag("footer", tag("p", words("footer"))),
        _dialog(words),
        tag("script", Markup(script)),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=words.lang)}\n"


def _section(name: str, heading: str, content: Markup) -> Markup:
    return tag("section", tag("h2", heading, id=f"{name}-h"), content, id=name, aria_labelledby=f"{name}-h")


def _dialog(words: PageWords) -> Markup:
    """Make the dialog that shows the passages of a cell on a click; without script, the links lead to them."""
    bar = tag(
        "div",
        tag("button", words("previous"), type="button", id="previous"),
        tag("button", words("next"), type="button", id="next"),
        tag("button", words("close"), type="button", id="close"),
        class_="bar",
    )
    return tag("dialog", bar, tag("div", id="passages-here"), id="view", aria_label=words("passages"))
