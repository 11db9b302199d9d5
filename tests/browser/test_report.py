"""The report, opened from disk: it loads nothing, and its passages are as many as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import coopsec as cs

SAMPLE = 25


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, sample: cs.Corpus, lexicon: cs.Lexicon) -> Path:
    # Few sentences per cell, so that some cells have more than they show.
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
    """Cells spread over the table, the largest one, and some without a date."""
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
        assert view.evaluate("each => each.scrollTop") == 0
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


def test_tab_reaches_all_that_can_be_done(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    # What follows: scrollable tables, the numbers behind pictures, one number of the grid, themes.
    reached: list[str] = []
    while "THEME" not in reached and len(reached) < 40:
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        assert told["ring"] != "none", told
        reached.append(told["what"])
    assert reached.count("GRID") == 1
    assert reached.count("BEHIND") >= 5
    assert "TABLE" in reached
    assert "THEME" in reached
    page.keyboard.press("Enter")
    expect(page.locator("details.theme[open] section.cell").first).to_be_visible()

    # Within the grid, the arrow keys move, and Tab returns to where one was.
    first = page.locator(".grid td a").first
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(first).not_to_be_focused()
    here = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == here


# Whether the middle of the focused element can be seen, and where the names and the heading above them are.
SEEN = """() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const grid = at.closest(".scroll");
    const left = grid.getBoundingClientRect().left;
    const heads = [...grid.querySelectorAll("th:first-child")].map((each) => each.getBoundingClientRect().left - left);
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === at;
    const {right} = grid.querySelector("caption > span").getBoundingClientRect();
    return {seen, scrolled: grid.scrollLeft, heads: Math.max(...heads.map(Math.abs)), caption: right <= innerWidth};
}"""


@pytest.mark.parametrize("width", [420, 1280])
def test_what_the_arrow_keys_reach_is_seen_beside_its_name(page: Page, report: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report.as_uri())
    row = page.locator(".grid tbody tr").filter(has_text="Terrorism").first
    row.locator("a").last.focus()
    told = page.evaluate(SEEN)
    assert told["scrolled"] > 100
    for _ in range(row.locator("a").count()):
        assert told["seen"], told
        assert told["heads"] < 1, told
        assert told["caption"], told
        page.keyboard.press("ArrowLeft")
        told = page.evaluate(SEEN)


@pytest.mark.parametrize("width", [420, 1280])
def test_long_names_break_rather_than_leave_the_page(page: Page, tmp_path: Path, width: int) -> None:
    days = ["2015-03-04", "2016-03-04"] * 3
    columns = {"text": [f"La coopération {'x' * 900}."] * 6, "title": ["t" * 300] * 6, "source": ["s" * 300] * 6}
    corpus = cs.from_frame(pl.DataFrame({**columns, "date": days}))
    lexicon = {"long": {"label": "y" * 250, "patterns": ["coopération"]}}
    path = cs.report(corpus, lexicon, tmp_path / "long.html", title="Z" * 200)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())
    page.locator("details").evaluate_all("all => all.forEach((each) => (each.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".grid td a").last.click()
    view = page.locator("dialog")
    expect(view).to_be_visible()
    assert view.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_a_heading_in_arabic_does_not_reorder_its_numbers(page: Page, tmp_path: Path) -> None:
    corpus = cs.from_frame(pl.DataFrame({"text": ["الإرهاب خطر."], "date": ["2015-03-01"]}))
    lexicon = {"t": {"label": "مكافحة الإرهاب", "patterns": ["الإرهاب"]}}
    page.goto(cs.report(corpus, lexicon, tmp_path / "arabic.html", every="year").as_uri())
    page.locator(".grid td a").first.click()
    places = page.locator("dialog h4").evaluate(
        """heading => [heading.firstChild, heading.childNodes[1], heading.lastChild].map((part) => {
            const range = document.createRange();
            range.selectNodeContents(part);
            return range.getBoundingClientRect().left;
        })"""
    )
    assert places == sorted(places)


FOCUSED = """() => {
    const at = document.activeElement;
    const kinds = {GRID: ".grid td a", BEHIND: "figure summary", TABLE: ".scroll", THEME: ".theme > summary"};
    const what = Object.keys(kinds).find((kind) => at.matches(kinds[kind])) || at.tagName;
    return {what, ring: getComputedStyle(at).outlineStyle};
}"""

# The lowest contrast of text with its background, and that text. Words in pictures have their own colours.
CONTRAST = """() => {
    const parts = (color) => color.match(/[\\d.]+/g).map(Number);
    const light = (color) => {
        const [red, green, blue] = parts(color).map((each) => each / 255)
            .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const clear = (color) => color === "transparent" || parts(color)[3] === 0;
    const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const {backgroundColor} = getComputedStyle(at);
            if (!clear(backgroundColor)) return backgroundColor;
        }
        throw new Error("no ground");
    };
    let lowest = [99, "", 0];
    let seen = 0;
    for (const node of document.querySelectorAll("body *:not(svg, svg *, script)")) {
        const own = [...node.childNodes].filter((each) => each.nodeType === 3 && each.data.trim());
        if (!own.length || !node.checkVisibility()) continue;
        seen += 1;
        const [one, other] = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
        const found = (one + 0.05) / (other + 0.05);
        if (found < lowest[0]) lowest = [found, own[0].data];
    }
    return {lowest: lowest[0], text: lowest[1], seen};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_easy_to_read(page: Page, report: Path, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(report.as_uri())
    page.locator("details").evaluate_all("all => all.forEach((each) => (each.open = true))")
    found = page.evaluate(CONTRAST)
    assert found["seen"] > 1000
    assert found["lowest"] >= 4.5, found
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_paper_cuts_no_table_without_script(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 673, "height": 950})
    page = context.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    tables = page.locator("table:visible")
    assert page.locator("table.wide:visible").count() == 1
    for box in tables.evaluate_all("all => all.flatMap((each) => [each, ...each.querySelectorAll('th, td')])" + EDGES):
        assert box["right"] <= 673, box
    cell = page.locator(".grid td").first
    assert cell.evaluate("each => getComputedStyle(each, '::before').content").startswith('"2003')
    context.close()


EDGES = """.map((each) => ({right: each.getBoundingClientRect().right, text: each.textContent.slice(0, 80)}))"""


def test_paper_cuts_no_table(page: Page, report: Path) -> None:
    """An A4 page with margins of 1.6 cm is 673 pixels wide."""
    page.set_viewport_size({"width": 673, "height": 950})
    page.goto(report.as_uri())
    read = "table => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()))"
    whole = page.locator(".grid table").evaluate(read)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".grid table.part").count() > 1
    assert page.locator(".grid table.part > caption").count() == page.locator(".grid table.part").count()
    for table in page.locator("table:visible").all():
        box = table.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 673, table.inner_text()[:80]
    parts = [table.evaluate(read) for table in page.locator(".grid table.part").all()]
    joined = [[cells[0][0], *(cell for part in cells for cell in part[1:])] for cells in zip(*parts, strict=True)]
    assert joined == whole
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("table.part").count() == 0
    expect(page.locator(".grid table")).to_be_visible()
