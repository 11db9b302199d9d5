"""Charts in JupyterLab without network: interactive where scripts run, a picture where they do not."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

import coopsec as cs
from conftest import REPOSITORY, Server, run_all, save

CELL = """
import coopsec as cs
corpus = cs.read_corpus("corpus", progress=False)
table = corpus.themes(cs.Lexicon.builtin().select("terrorism", "migration"), every="year")
cs.plot.timeline(table)
"""


def test_a_chart_lives_and_a_saved_one_is_a_picture(server: Server, page: Page):
    path = server.put("chart.ipynb", CELL, "cs.plot.timeline(table, volume=False) | cs.plot.heatmap(table)")
    run_all(page, path.name, server, "lab")
    charts = page.locator(".coopsec-chart")
    for at in range(2):
        expect(charts.nth(at).locator("svg.marks")).to_be_visible()
        assert charts.nth(at).locator("svg.marks path").count() > 20
    assert page.evaluate("document.querySelectorAll('.coopsec-chart > img').length") == 0
    save(page)

    # In an untrusted notebook, a front end runs no scripts.
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = [output["data"] for cell in notebook["cells"] for output in cell["outputs"]]
    assert [set(data) for data in outputs] == [{"text/plain", "text/html", "image/png"}] * 2
    notebook["metadata"].pop("kernelspec")
    for cell in notebook["cells"]:
        cell["metadata"].pop("trusted", None)
    notebook["cells"][0]["source"] = ["changed, so that no signature fits"]
    path.with_name("foreign.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    page.goto(f"{server.address}/lab/tree/foreign.ipynb?reset")
    picture = page.locator(".jp-OutputArea img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 600


# VS Code puts the output into the page as text, which runs no script, and then runs copies of its scripts at the end.
AS_VS_CODE = """(part) => {
    const element = document.createElement("div");
    element.innerHTML = part;
    document.body.append(element);
    for (const script of Array.from(element.getElementsByTagName("script"))) {
        const copy = document.createElement("script");
        copy.text = script.innerText;
        element.appendChild(copy).parentNode.removeChild(copy);
    }
}"""


def test_a_chart_lives_where_a_copy_of_its_script_is_run(page: Page):
    corpus = cs.read_corpus(REPOSITORY / "corpus", progress=False)
    chart = cs.plot.timeline(corpus.themes({"migration": ["migra*"]}, every="year"))
    page.evaluate(AS_VS_CODE, chart._repr_mimebundle_(include={"text/html"})["text/html"])
    drawn = page.locator(".coopsec-chart svg.marks")
    expect(drawn).to_be_visible(timeout=20_000)
    assert page.locator(".coopsec-chart > img").count() == 0
