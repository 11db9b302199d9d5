"""The explorer by keyboard, with slow answers, and with texts and names of all kinds."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from alone import show
from playwright.sync_api import Locator, Page, expect

import coopsec as cs

TEXT = "La coopération avance. Le terrorisme recule."
THEMES = {"cooperation": ["coopération"], "terrorism": ["terrorisme"]}
EVERY, FROM, TO = 0, 3, 4  # places of the lists among all


def lists(page: Page) -> Locator:
    return page.locator(".coopsec-controls select")


def chosen(page: Page) -> list[str]:
    """Return the names of the first and the last period of the chosen time."""
    return [lists(page).nth(place).evaluate("each => each.selectedOptions[0].text") for place in (FROM, TO)]


def found(page: Page, count: int) -> None:
    expect(page.locator(f'.coopsec-found[data-total="{count}"]')).to_be_visible()


def made(**columns: Any) -> cs.Corpus:
    return cs.from_frame(pl.DataFrame(columns), **{name: name for name in ("lang", "source") if name in columns})


@pytest.fixture(scope="module")
def many() -> cs.Corpus:
    """Three documents in each month of four years."""
    days = [f"{year}-{month:02}-05" for year in range(2014, 2018) for month in range(1, 13) for _ in range(3)]
    return made(text=[TEXT] * len(days), date=days)


def test_who_turns_pages_by_keyboard_keeps_the_focus(page: Page, many: cs.Corpus):
    failures = show(page, many.explore(THEMES, every="year"))
    page.locator('.coopsec-mark[data-theme="cooperation"]').first.press("Enter")
    found(page, 36)
    on, back = page.get_by_role("button", name="Next"), page.get_by_role("button", name="Previous")
    on.press("Enter")
    expect(page.locator(".coopsec-pager")).to_contain_text("21–36")
    expect(back).to_be_focused()  # the last page has no next one
    page.keyboard.press("Enter")
    expect(page.locator(".coopsec-pager")).to_contain_text("1–20")
    expect(on).to_be_focused()
    page.locator(".coopsec-order button").press("Enter")
    expect(page.locator(".coopsec-order button")).to_contain_text("descending")
    expect(page.locator(".coopsec-order button")).to_be_focused()
    page.locator(".coopsec-order select").focus()
    page.locator(".coopsec-order select").select_option("match")
    expect(page.locator(".coopsec-passages blockquote").first).to_be_visible()
    expect(page.locator(".coopsec-order select")).to_be_focused()
    assert failures == []


def test_a_whole_text_opens_at_its_passage_and_closes_where_one_was(page: Page):
    text = "Rien. " * 2000 + "La coopération avance. " + "Rien. " * 2000 + "La coopération recule."
    show(page, made(text=["𝄞 " + text], date=["2015-03-01"]).explore(THEMES, every="year"))
    page.locator(".coopsec-mark").first.click()
    found(page, 2)
    opener = page.get_by_role("button", name="Whole text").nth(1)
    opener.press("Enter")
    marks = page.locator(".coopsec-text mark")
    expect(marks.nth(1)).to_be_in_viewport()
    expect(marks.nth(1)).to_have_class("coopsec-here")
    expect(marks.first).not_to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_chosen_time_outlasts_the_period_size(page: Page, many: cs.Corpus):
    failures = show(page, many.explore(THEMES, every="year"))
    lists(page).nth(FROM).select_option(label="2015")
    lists(page).nth(TO).select_option(label="2016")
    for every, ends in (
        ("month", ["Jan 2015", "Dec 2016"]),
        ("decade", ["2010s", "2010s"]),
        ("year", ["2015", "2016"]),
    ):
        lists(page).nth(EVERY).select_option(every)
        expect(page.locator(".coopsec-status")).to_have_text("")
        assert chosen(page) == ends
    page.locator(".coopsec-legend button").first.click()
    found(page, 72)
    page.get_by_role("button", name="whole time").click()
    assert chosen(page) == ["2014", "2017"]
    assert failures == []


def test_two_views_of_one_explorer_have_their_own_time(page: Page, many: cs.Corpus):
    failures = show(page, many.explore(THEMES, every="month"), views=2)
    one, other = page.locator(".view").first, page.locator(".view").last
    one.locator(".coopsec-controls select").nth(FROM).select_option(label="Nov 2017")
    other.locator(".coopsec-controls select").nth(EVERY).select_option("decade")
    for view, marks in ((one, 2), (other, 2)):
        expect(view.locator(".coopsec-mark")).to_have_count(marks)
        view.locator(".coopsec-legend button").first.click()
        expect(view.locator('.coopsec-found[data-total="144"]')).to_be_visible()
    assert failures == []


def test_the_heading_names_its_periods_whatever_is_drawn(page: Page, many: cs.Corpus):
    show(page, many.explore(THEMES, every="year"))
    heading = page.locator(".coopsec-passages h4")
    page.locator(".coopsec-legend button").first.click()
    expect(heading).to_have_text("Cooperation, 2014 – 2017")
    lists(page).nth(EVERY).select_option("month")
    expect(page.locator(".coopsec-mark")).to_have_count(96)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".coopsec-pager")).to_contain_text("21–40")
    expect(heading).to_have_text("Cooperation, 2014 – 2017")
    page.locator('.coopsec-mark[data-start="2015-02-01"]').first.press("Enter")
    expect(heading).to_have_text("Cooperation, Feb 2015")
    # Whoever does not see the list hears what it holds.
    expect(page.locator(".coopsec-heard")).to_contain_text("Feb 2015: 3 passages in 3 documents")


def test_slow_answers_and_none_are_told_apart(page: Page, many: cs.Corpus):
    show(page, many.explore(THEMES, every="year"))
    status = page.locator(".coopsec-status")
    page.evaluate("window.slowness = 2000")
    page.locator(".coopsec-legend button").first.click()
    expect(status).to_have_text("Counting…")
    found(page, 144)
    expect(status).to_have_text("")
    page.evaluate("window.deaf = true")
    page.locator(".coopsec-legend button").last.click()
    expect(status).to_have_text("Counting…")
    expect(status).to_contain_text("the kernel is busy, or it has stopped")


def test_undated_documents_are_read_by_the_name_of_a_theme(page: Page):
    failures = show(page, made(text=[TEXT, "La coopération."]).explore(THEMES, every="year"))
    name = page.locator(".coopsec-legend button").first
    expect(name).to_have_text("Cooperation 2")
    name.click()
    found(page, 2)
    expect(page.locator(".coopsec-passages h4")).to_have_text("Cooperation, no period")
    expect(page.locator(".coopsec-strip text").nth(1)).to_have_text("2")  # the end of the scale of documents
    assert failures == []


@pytest.mark.parametrize(
    ("texts", "said"), [([], "There are no documents."), (["Rien."], "No dated document: the passages are under")]
)
def test_what_is_not_there_is_said(page: Page, texts: list[str], said: str):
    corpus = cs.from_frame(pl.DataFrame({"text": texts}, schema={"text": pl.String}))
    failures = show(page, corpus.explore(THEMES))
    expect(page.locator(".coopsec-nothing")).to_contain_text(said)
    expect(page.locator(".coopsec-legend button")).to_have_text(["Cooperation 0", "Terrorism 0"])
    page.locator(".coopsec-legend button").first.click()
    found(page, 0)
    assert failures == []


def test_arabic_is_written_from_right_to_left(page: Page):
    texts = ["BCIJ الإرهاب خطر كبير.", "---\nlang: ar\n---\nالإرهاب خطر كبير على الجميع.", "Le terrorisme recule."]
    corpus = made(text=texts, date=["2015-03-01"] * 3, lang=["ar", "ar", "und"], source=["عينة"] * 3)
    lexicon = {"t": {"label": "الإرهاب", "patterns": ["الإرهاب", "terrorisme"]}}
    show(page, corpus.explore(lexicon, every="year"))
    page.locator(".coopsec-mark").first.click()
    found(page, 3)
    quotes = page.locator(".coopsec-passages blockquote")
    # The sentence that begins with a name in Latin letters, too.
    assert quotes.evaluate_all("all => all.map((each) => [each.lang, getComputedStyle(each).direction])") == [
        ["ar", "rtl"],
        ["ar", "rtl"],
        ["", "ltr"],
    ]
    left_of = (
        "each => { const all = document.createRange(); all.selectNodeContents(each); return all.getClientRects() }"
    )
    # In the heading, the year stands after the name of the theme, as the rest of the page is English.
    heading = page.locator(".coopsec-passages h4")
    name, year = heading.evaluate(f"each => {{ const of = {left_of}; return [...of(each)].map((box) => box.left) }}")[
        -2:
    ]
    assert name < year
    # In the whole text each line has its own direction: the metadata begins on the left, the rest on the right.
    page.get_by_role("button", name="Whole text").nth(1).click()
    text = page.locator(".coopsec-text")
    expect(text).to_have_attribute("lang", "ar")
    edges = text.evaluate(
        """each => {
            const box = each.getBoundingClientRect();
            const last = each.querySelector("mark").getBoundingClientRect();
            const first = document.createRange();
            first.setStart(each.firstChild, 0);
            first.setEnd(each.firstChild, 3);
            return [first.getBoundingClientRect().left - box.left, box.right - last.right];
        }"""
    )
    assert all(abs(gap) < 3 for gap in edges), edges


@pytest.mark.parametrize("width", [1100, 420])
def test_long_names_break_rather_than_leave_the_page(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    corpus = made(text=["La coopération " + "x" * 900 + "."], date=["2015-03-01"], source=["s" * 300])
    show(page, corpus.explore({"a": {"label": "y" * 250, "patterns": ["coopération"]}}, every="year"))
    page.locator(".coopsec-mark").first.click()
    found(page, 1)
    cut = """() => [...document.querySelectorAll(".coopsec-root :is(button, ol, h4, .coopsec-text, .coopsec-facts)")]
        .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > innerWidth)
        .map((each) => each.className || each.tagName)"""
    assert page.evaluate(cut) == []
    page.get_by_role("button", name="Whole text").click()
    expect(page.locator(".coopsec-text")).to_be_visible()
    assert page.evaluate(cut) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_tab_stops_once_at_the_points_and_closes_the_themes(page: Page, many: cs.Corpus):
    show(page, many.explore(THEMES, every="month"))
    page.locator("summary").press("Enter")
    picker = page.locator(".coopsec-picker")
    expect(picker).to_have_attribute("open", "")
    for _ in range(5):  # all, none, two themes, and the next control
        page.keyboard.press("Tab")
    expect(lists(page).nth(EVERY)).to_be_focused()
    expect(picker).not_to_have_attribute("open", "")
    page.locator(".coopsec-legend button").last.focus()
    page.keyboard.press("Tab")
    first = page.locator(".coopsec-mark").first
    expect(first).to_be_focused()
    expect(page.locator(".coopsec-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".coopsec-tip")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(first).not_to_be_focused()
    expect(page.locator('.coopsec-mark[tabindex="0"]')).to_have_count(1)
    expect(page.locator('.coopsec-mark[tabindex="0"]')).to_be_focused()


@pytest.mark.parametrize(
    ("ink", "is_dark"), [("oklch(0.97 0 0)", True), ("oklch(0.2 0 0)", False), ("#eee", True), ("rgb(20 20 20)", False)]
)
def test_a_dark_page_is_known_by_its_text(page: Page, many: cs.Corpus, ink: str, is_dark: bool):
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => document.body.style.setProperty('--foreground', '{ink}'))"
    )
    show(page, many.explore(THEMES, every="year"))
    assert page.locator(".coopsec-root.coopsec-dark").count() == is_dark


def test_paper_has_all_passages_of_the_page(page: Page, many: cs.Corpus):
    show(page, many.explore(THEMES, every="year"))
    page.locator(".coopsec-legend button").first.click()
    found(page, 144)
    cut = "document.querySelector('.coopsec-passages ol').scrollHeight > 500"
    assert page.evaluate(f"document.querySelector('.coopsec-passages ol').clientHeight < 500 && {cut}")
    page.emulate_media(media="print")
    last = page.locator(".coopsec-passages li").last.bounding_box()
    whole = page.locator(".coopsec-passages ol").bounding_box()
    assert last is not None
    assert whole is not None
    assert last["y"] + last["height"] <= whole["y"] + whole["height"] + 1
