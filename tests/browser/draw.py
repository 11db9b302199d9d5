"""Draw the picture in docs/explore.md: the explorer in JupyterLab, with a point open."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from conftest import FLAGS, PATIENCE, REPOSITORY, Server, chromium_path, run_all

CELL = """
import coopsec as cs, polars as pl
french = cs.read_corpus("corpus", progress=False).filter(pl.col("lang") == "fr")
main = ["terrorism", "migration", "intelligence", "major_events"]
french.explore(cs.Lexicon.builtin(), themes=main, value="doc_share")
"""
SHORT = ".coopsec-passages ol { max-height: 250px !important; overflow: hidden !important }"
TARGET = REPOSITORY / "docs" / "explore.png"


def main() -> None:
    """Start a server, click, and save a screenshot."""
    folders = tempfile.TemporaryDirectory(), tempfile.TemporaryDirectory()
    with folders[0] as folder, folders[1] as state, sync_playwright() as playwright:
        (Path(folder) / "corpus").symlink_to(REPOSITORY / "corpus", target_is_directory=True)
        server = Server(Path(folder), Path(state))
        try:
            server.wait()
            threading.Thread(target=server.drain, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1240, "height": 1400})
            page.set_default_timeout(PATIENCE)
            run_all(page, server.put("draw.ipynb", CELL).name, server, "lab")
            page.locator('.coopsec-mark[data-theme="terrorism"][data-start="2015-01-01"]').click()
            page.locator(".coopsec-found").wait_for()
            page.add_style_tag(content=SHORT)
            page.locator(".coopsec-root").screenshot(path=TARGET)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
