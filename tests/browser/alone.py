"""The explorer in a page of its own: the real widget and script, with a model between them and no notebook."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

from coopsec.explore.widget import Explorer

ADDRESS = "http://127.0.0.1/explorer"
WISHES = ("_choice", "_place", "_reading")
ANSWERS = ("_chart", "_page", "_document")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>explorer</title><style>%s</style>
<body><div class="view"></div></body></html>"""
# What anywidget gives to a script: `get`, `set`, `save_changes`, `on` and `off`. Several views may share it.
MODEL = """async ([script, state]) => {
    const heard = {};
    const dirty = new Set();
    const put = (news) => {
        for (const [trait, value] of Object.entries(news)) {
            state[trait] = value;
            for (const call of heard[trait] || []) call();
        }
    };
    window.model = {
        get: (trait) => state[trait],
        set: (trait, value) => { state[trait] = value; dirty.add(trait); },
        save_changes: async () => {
            const wishes = Object.fromEntries([...dirty].map((trait) => [trait, state[trait]]));
            dirty.clear();
            if (window.deaf) return;
            const answers = await window.ask(wishes);
            await new Promise((done) => setTimeout(done, window.slowness || 0));
            put(answers);
        },
        on: (name, call) => (heard[name.slice(7)] ||= []).push(call),
        off: (name, call) => (heard[name.slice(7)] = heard[name.slice(7)].filter((each) => each !== call)),
    };
    const address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
    window.module = (await import(address)).default;
    for (const el of document.querySelectorAll(".view")) window.module.render({model: window.model, el});
}"""


def show(page: Page, explorer: Explorer, *, views: int = 1) -> list[str]:
    """Show an explorer in a page, and return the list to which errors of the page will be added."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))

    def ask(wishes: dict[str, Any]) -> dict[str, Any]:
        before = {trait: getattr(explorer, trait) for trait in ANSWERS}
        for trait, value in wishes.items():
            setattr(explorer, trait, value)
        return {trait: getattr(explorer, trait) for trait in ANSWERS if getattr(explorer, trait) != before[trait]}

    content = (PAGE % explorer._css).replace('<div class="view"></div>', '<div class="view"></div>' * views)
    page.route(ADDRESS, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
    page.expose_function("ask", ask)
    page.goto(ADDRESS)
    traits = ("_words", "_lexicon", "_steps", "_still", *WISHES, *ANSWERS)
    state = json.loads(json.dumps({trait: getattr(explorer, trait) for trait in traits}))
    page.evaluate(MODEL, [str(explorer._esm), state])
    return failures
