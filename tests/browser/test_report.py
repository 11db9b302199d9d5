"""The report, opened from disk: it loads nothing, and its passages are as many as it says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

import coopsec as cs


@pytest.mark.skipif(not hasattr(cs, "report"), reason="there is no report yet")
def test_the_report_opens_from_disk(page: Page, tmp_path, sample, lexicon):
    path = tmp_path / "report.html"
    cs.report(sample, lexicon, path)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    assert failures == []
    text = page.locator("body").inner_text()
    assert f"{len(sample)}" in text
    assert page.locator("svg, canvas, img").count() > 0
