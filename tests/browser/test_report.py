"""The report, opened from disk: it loads nothing, and its passages are as many as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

import coopsec as cs

SAMPLE = 25


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, sample: cs.Corpus, lexicon: cs.Lexicon) -> Path:
    # Few sentences a cell, so that some cells have more than they show.
    return cs.report(sample, lexicon, tmp_path_factory.mktemp("report") / "report.html", every="year", per_cell=6)


def test_the_report_opens_from_disk(page: Page, report: Path, sample: cs.Corpus) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(report.as_uri())
    assert failures == []
    text = page.locator("body").inner_text()
    assert f"{len(sample)}" in text
    assert page.locator("svg, canvas, img").count() > 0


def chosen_cells(links: list[Locator]) -> list[Locator]:
    """Cells spread over the table, with the largest one and those without a date."""
    counts = [int(re.sub(r"\D", "", link.inner_text())) for link in links]
    undated = [link for link in links if "undated" in (link.get_attribute("aria-label") or "")]
    assert undated
    spread = [links[place * len(links) // SAMPLE] for place in range(SAMPLE)]
    return [*spread, links[counts.index(max(counts))], *undated[:2]]


def test_cells_show_by_keyboard_as_many_passages_as_they_count(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    whole = partly = 0
    for link in chosen_cells(page.locator(".grid td a").all()):
        count = int(re.sub(r"\D", "", link.inner_text()))
        link.focus()
        page.keyboard.press("Enter")
        view = page.locator("dialog[open]")
        marked, said = view.locator("mark").count(), view.locator("h4 span").inner_text()
        if cut := re.fullmatch(r"showing ([\d,]+) of ([\d,]+) occurrences.*", said):
            shown, total = (int(each.replace(",", "")) for each in cut.groups())
            assert (marked, count) == (shown, total)
            assert shown < total
            partly += 1
        else:
            assert (marked, said) == (count, "1 occurrence" if count == 1 else f"{count:,} occurrences")
            whole += 1
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0
        assert link.evaluate("link => link === document.activeElement")
    assert whole
    assert partly
