"""The explorer in real front ends: a click on a point shows as many passages as the frame counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from polars.testing import assert_frame_equal

from conftest import Server, count_of, guarded, run_all, save

CELLS = (
    'import coopsec as cs\ncorpus = cs.read_corpus("corpus", progress=False)\nlexicon = cs.Lexicon.builtin()',
    'corpus.explore(lexicon, every="year")',
)


def mark(page: Page, theme: str, start: str | None) -> Locator:
    return page.locator(f'.coopsec-mark[data-theme="{theme}"][data-start="{start or ""}"]')


def drawn(page: Page) -> None:
    """Wait until the cell has ended with its picture: only then does the kernel answer."""
    page.locator(".coopsec-mark").first.wait_for()
    page.locator('img[class^="coopsec-still-"]').wait_for(state="attached")


def found(page: Page, count: int) -> None:
    """Wait until that many passages are announced."""
    expect(page.locator(f'.coopsec-found[data-total="{count}"]')).to_be_visible()


def listed(page: Page) -> list[str]:
    """Turn the pages, and return the matches of all."""
    matches: list[str] = []
    while True:
        matches += page.locator(".coopsec-passages blockquote mark").all_text_contents()
        on = page.locator(".coopsec-pager button").last
        if not on.count() or on.is_disabled():
            return matches
        first = len(matches) + 1
        on.click()
        expect(page.locator(f'.coopsec-passages ol[start="{first}"]')).to_be_visible()


@pytest.fixture
def table(sample, lexicon) -> pl.DataFrame:
    return sample.themes(lexicon, every="year")


def test_jupyterlab(server: Server, page: Page, sample, lexicon, table):
    run_all(page, f"{server.put('lab.ipynb', *CELLS).name}", server, "lab")
    drawn(page)
    shown = page.locator(".coopsec-mark").evaluate_all("marks => marks.map(mark => ({...mark.dataset}))")
    assert len({point["theme"] for point in shown}) == 5
    assert [
        point for point in shown if count_of(table, point["theme"], point["start"] or None) != int(point["count"])
    ] == []

    # A click on a point: the passages of the frame, on all pages.
    mark(page, "terrorism", "2015-01-01").click()
    frame = (
        sample.filter(pl.col("date_start").dt.year() == 2015, pl.col("date_end").dt.year() == 2015)
        .hits(lexicon, rollup=True)
        .filter(theme="terrorism")
    )
    assert frame.height == count_of(table, "terrorism", "2015-01-01") > 20
    found(page, frame.height)
    assert sorted(listed(page)) == sorted(frame["match"])

    # The same point again asks nothing new, so nothing is said of a kernel that does not answer.
    mark(page, "terrorism", "2015-01-01").click()
    page.wait_for_timeout(9_000)
    expect(page.locator(".coopsec-status")).to_have_text("")

    # The call that the button copies gives the frame.
    names: dict[str, Any] = {"corpus": sample, "lexicon": lexicon}
    exec(page.locator(".coopsec-passages header button").last.get_attribute("title") or "", names)
    assert_frame_equal(names["passages"], frame)

    # With the keyboard: one point to the right, Enter.
    mark(page, "terrorism", "2015-01-01").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    found(page, count_of(table, "terrorism", "2016-01-01"))
    expect(mark(page, "terrorism", "2016-01-01")).to_be_focused()

    # The documents that fit no period.
    mark(page, "terrorism", None).click()
    found(page, count_of(table, "terrorism", None))

    # The whole text, with the matches marked, and back.
    page.get_by_role("button", name="Whole text").first.click()
    name = page.locator(".coopsec-reading header code").text_content() or ""
    expect(page.locator(".coopsec-text")).to_have_text(sample.text(name), use_inner_text=False)
    assert page.locator(".coopsec-text mark").count() > 0
    page.keyboard.press("Escape")
    expect(page.locator(".coopsec-passages")).to_be_visible()

    # Brush over the bars, then click the name of a theme: the sum of the brushed points.
    ground = page.locator(".coopsec-ground").bounding_box()
    assert ground is not None
    height = ground["y"] + ground["height"] / 2
    page.mouse.move(ground["x"] + ground["width"] * 0.6, height)
    page.mouse.down()
    page.mouse.move(ground["x"] + ground["width"] * 0.75, height)
    page.mouse.up()
    kept = page.locator('.coopsec-mark[data-theme="migration"]:not([data-start=""])')
    whole = sum(map(int, kept.evaluate_all("marks => marks.map(mark => mark.dataset.count)")))
    assert 0 < kept.count() < 10
    page.locator(".coopsec-legend button", has_text="Migration").click()
    found(page, whole)

    # The heat map shows the same.
    page.locator(".coopsec-controls label", has_text="View").locator("select").select_option("heat")
    cell = page.locator('.coopsec-cell[data-theme="migration"]:not([data-start=""])').first
    cell.click()
    found(page, int(cell.get_attribute("data-count") or -1))


def test_notebook_7(server: Server, page: Page, table):
    run_all(page, f"{server.put('seven.ipynb', *CELLS).name}", server, "notebooks")
    drawn(page)
    mark(page, "migration", "2022-01-01").click()
    found(page, count_of(table, "migration", "2022-01-01"))


def test_keys_pressed_in_the_explorer_are_no_commands_of_the_notebook(server: Server, page: Page):
    """`x` cuts a cell, `b` adds one, and `m` makes it text."""
    run_all(page, server.put("keys.ipynb", *CELLS).name, server, "notebooks")
    drawn(page)
    every = page.locator(".coopsec-every")
    for place in (every, page.locator(".coopsec-picker summary"), page.locator(".coopsec-mark").first):
        for key in "bx":
            place.press(key)
    every.press("m")  # chooses the month
    expect(page.locator('.coopsec-mark[data-start="2015-03-01"]').first).to_be_visible()
    kinds = "jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.type)"
    assert page.evaluate(kinds) == ["code", "code"]


def test_foreign_text_stays_text(server: Server, page: Page):
    """Markup in documents, names and titles is shown, not run."""
    evil = '<img src=x onerror="document.title=`broken`"><script>document.title=`broken`</script>'
    cell = f"""
import coopsec as cs, polars as pl
evil = {evil!r}
row = {{"text": "La coopération " + evil + " avance.", "date": "2015-02-03", "title": evil, "source": evil, "id": evil}}
frame = pl.DataFrame([row])
cs.from_frame(frame, id="id").explore({{"<b>bold</b>": ["coopération"]}}, value="count")
"""
    run_all(page, server.put("evil.ipynb", cell).name, server, "lab")
    page.locator('.coopsec-mark[data-start="2015-01-01"]').click()
    found(page, 1)
    expect(page.locator(".coopsec-passages blockquote")).to_contain_text("<img src=x")
    page.get_by_role("button", name="Whole text").click()
    expect(page.locator(".coopsec-text")).to_contain_text("<script>")
    assert page.locator(".coopsec-root :is(img, script, b:not(.coopsec-facts b))").count() == 0
    assert page.title() != "broken"


# Selects that are narrower than their selected text, and controls beyond the edge of the explorer.
CUT = """() => {
    const edge = document.querySelector(".coopsec-root").getBoundingClientRect().right;
    const shown = [...document.querySelectorAll(".coopsec-controls :is(button, select, summary), .coopsec-order > *")];
    const bare = (list) => {
        const copy = list.cloneNode();
        copy.className = "";
        copy.append(new Option(list.selectedOptions[0].text));
        Object.assign(copy.style, {maxWidth: "none", position: "absolute"});
        list.after(copy);
        const width = copy.offsetWidth;
        copy.remove();
        return width;
    };
    const cut = shown.filter((each) => each.tagName === "SELECT" && bare(each) > each.offsetWidth);
    const beyond = shown.filter((each) => each.getBoundingClientRect().right > edge + 1);
    return {seen: shown.length, cut: [...cut, ...beyond].map((each) => each.textContent)};
}"""


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_control_is_cut_and_the_key_tells_of_arrows(server: Server, page: Page, lang: str):
    """One short document that is all hits is off the scale, which follows the six long ones."""
    cell = f"""
import coopsec as cs, polars as pl
texts = [f"La coopération {{'avance encore ' * 20}} {{place}}." for place in range(6)] + ["Coopération, coopération."]
frame = pl.DataFrame({{"text": texts, "date": ["2015-03-01"] * 6 + ["2017-03-01"]}})
cs.from_frame(frame).explore({{"cooperation": ["coopération"]}}, lang={lang!r})
"""
    run_all(page, server.put(f"narrow-{lang}.ipynb", cell).name, server, "notebooks")
    drawn(page)
    mark(page, "cooperation", "2015-01-01").click()
    found(page, 6)
    value = page.locator(".coopsec-controls select").nth(1)
    key = page.locator(".coopsec-key")
    arrow = {"en": "Open arrow at the top", "fr": "Flèche ouverte en haut"}[lang]
    expect(key).to_contain_text(arrow)
    for each in ("doc_share", "count", "doc_freq", "per_million"):
        value.select_option(each)
        expect(page.locator(".coopsec-status")).to_have_text("")
        for width in (800, 1000, 1240, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            told = page.evaluate(CUT)
            assert told["seen"] > 8
            assert told["cut"] == [], (each, width)
        if each == "doc_share":  # it is one in both years
            expect(key).not_to_contain_text(arrow)


def test_a_saved_notebook_keeps_the_picture(server: Server, page: Page):
    path = server.put("saved.ipynb", *CELLS)
    run_all(page, path.name, server, "lab")
    drawn(page)
    still = page.locator('img[class^="coopsec-still-"]')
    expect(still).to_be_hidden()
    save(page)
    assert "image/png" in kinds(path)

    # Reopened by somebody without a kernel.
    quiet = json.loads(path.read_text(encoding="utf-8"))
    quiet["metadata"].pop("kernelspec")
    path.with_name("opened.ipynb").write_text(json.dumps(quiet), encoding="utf-8")
    page.goto(f"{server.address}/lab/tree/opened.ipynb?reset")
    expect(still).to_be_visible()


def kinds(path: Path) -> set[str]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return {kind for cell in notebook["cells"] for output in cell["outputs"] for kind in output.get("data", {})}


def test_the_guard_sees_requests_that_leave(server: Server, browser: Browser):
    """Check that the guard of the other tests works."""
    with guarded(browser) as (page, astray):
        page.goto(f"{server.address}/api")
        assert astray == []
        page.goto("about:blank")
        page.evaluate("fetch('https://example.org/pixel').catch(() => 0)")
        assert astray == ["https://example.org/pixel"]
        page.evaluate("new Promise((done) => (new WebSocket('wss://example.org/socket').onerror = done))")
        assert astray == ["https://example.org/pixel", "wss://example.org/socket"]
