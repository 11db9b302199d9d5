"""A private notebook server and Chromium; a request that leaves the machine fails the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import polars as pl
import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import coopsec as cs

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = {"127.0.0.1", "localhost"}
# Both front ends are the same application, which can be told to expose itself to the page.
RUN_ALL = """async () => {
    await jupyterapp.restored;
    const panel = jupyterapp.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    jupyterapp.commands.execute("notebook:run-all-cells");
}"""
PATIENCE = 180_000  # milliseconds: a busy machine is slow to start a kernel
expect.set_options(timeout=PATIENCE)


def chromium_path() -> str:
    named = os.environ.get("COOPSEC_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        pytest.fail("no Chromium: install it (apt-get install chromium), or name it in COOPSEC_CHROMIUM")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A Jupyter server for a folder, with JupyterLab and Notebook 7."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder, port = folder, free_port()
        self.address = f"http://127.0.0.1:{port}"
        settings = {
            "ServerApp.port": port,
            "ServerApp.root_dir": folder,
            "IdentityProvider.token": "",
            "LabApp.news_url": "",
            "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "LabApp.extension_manager": "readonly",
            "LabApp.expose_app_in_browser": True,
            "JupyterNotebookApp.expose_app_in_browser": True,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        places = (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "IPYTHONDIR",
            "JUPYTERLAB_SETTINGS_DIR",
        )
        own = {name: str(state / name.lower()) for name in (*places, "JUPYTERLAB_WORKSPACES_DIR")}
        quiet = state / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
        quiet.mkdir(parents=True)
        (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
        command = [sys.executable, "-X", "utf8", "-m", "jupyterlab", "--no-browser", "--allow-root", *options]
        self._log = (state / "server.log").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def wait(self) -> None:
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            said.append(line)
            if "is running at" in line:
                return
        pytest.fail("the notebook server ended:\n" + "".join(said))

    def drain(self) -> None:
        """Keep reading: a full pipe would block the server."""
        assert self._process.stderr is not None
        shutil.copyfileobj(self._process.stderr, self._log)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def put(self, name: str, *cells: str) -> Path:
        """Write a notebook of code cells."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = self.folder / name
        nbformat.write(notebook, path)
        return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    import threading

    folder, state = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")
    (folder / "corpus").symlink_to(REPOSITORY / "corpus", target_is_directory=True)
    server = Server(folder, state)
    try:
        server.wait()
        threading.Thread(target=server.drain, daemon=True).start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Playwright gives each browser a fresh profile folder.
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


def is_local(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"data", "blob", "file", "about"} or parts.hostname in LOCAL


@contextmanager
def guarded(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page that can only reach this machine, and the outside addresses that it tried."""
    astray: list[str] = []

    def watch(route: Route) -> None:
        if is_local(route.request.url):
            route.continue_()
        else:
            astray.append(route.request.url)
            route.abort()

    def watch_socket(address: str) -> None:
        if not is_local(address):
            astray.append(address)

    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(PATIENCE)
    context.route("**/*", watch)
    page = context.new_page()
    page.on("websocket", lambda opened: watch_socket(opened.url))
    yield page, astray
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A guarded page; the test fails if a request would have left the machine."""
    with guarded(browser) as (page, astray):
        yield page
    assert astray == []


@pytest.fixture(scope="session")
def sample() -> cs.Corpus:
    return cs.read_corpus(REPOSITORY / "corpus")


@pytest.fixture(scope="session")
def lexicon() -> cs.Lexicon:
    return cs.Lexicon.builtin()


def run_all(page: Page, name: str, server: Server, front: str) -> None:
    """Open a notebook in a front end (`lab` or `notebooks`) and run all its cells once its kernel is ready."""
    # A new workspace: otherwise JupyterLab would also reopen what the last test had open.
    place = f"lab/tree/{name}?reset" if front == "lab" else f"{front}/{name}"
    page.goto(f"{server.address}/{place}")
    page.wait_for_function("name => window.jupyterapp?.shell.currentWidget?.context?.path === name", arg=name)
    page.evaluate(RUN_ALL)


def save(page: Page) -> None:
    """Save the open notebook and wait until it is on disk; a shortcut would go wherever the focus happens to be."""
    page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")


def count_of(table: pl.DataFrame, theme: str, start: str | None) -> int:
    """Return the count of a cell of a table over time."""
    period = pl.col("period").cast(pl.String)
    cell = period.is_null() if start is None else period == start
    return int(table.filter(pl.col("theme") == theme, cell)["count"].item())
