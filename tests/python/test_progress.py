"""Progress, and the stop button of a notebook, in a kernel that runs this interpreter."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import coopsec as cs

jupyter_client = pytest.importorskip("jupyter_client")
pytest.importorskip("ipykernel")

SECONDS = 120
# Signals are checked every 50 ms; the rest allows for the kernel and a busy machine.
SOON = 3.0

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Proactor event loop:RuntimeWarning"),
]

READ = """
import coopsec as cs, polars as pl
text = "La coopération entre les services de renseignement avance, dit-on, malgré la crise. " * 100
frame = pl.DataFrame({"text": [text + str(row) for row in range(%d)]})
def told(done):
    print("done", done)
"""


@pytest.fixture
def kernel() -> Iterator[tuple[Any, Any]]:
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", startup_timeout=SECONDS)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: Any, code: str) -> list[dict[str, Any]]:
    """Messages that a cell sends."""
    messages: list[dict[str, Any]] = []
    client.execute_interactive(code, output_hook=messages.append, timeout=SECONDS)
    return messages


def printed(messages: list[dict[str, Any]]) -> str:
    """What a cell printed: one `print` may arrive in several messages, cut where a timer came between."""
    return "".join(message["content"]["text"] for message in messages if message["msg_type"] == "stream")


def wait_for(client: Any, kind: str, word: str) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        message = client.get_iopub_msg(timeout=SECONDS)
        if message["msg_type"] == kind and word in str(message["content"]):
            return
    pytest.fail(f"no {kind} with {word!r}")


def test_the_stop_button_ends_a_long_read(kernel):
    manager, client = kernel
    run(client, READ % 40_000)
    # It never ends by itself, so that even a busy machine is in time to stop it.
    asked = client.execute("import itertools\ncounts = cs.count_terms(itertools.repeat(frame), progress=told)")
    wait_for(client, "stream", "done")
    began = time.monotonic()
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=SECONDS)
    took = time.monotonic() - began
    while reply["parent_header"].get("msg_id") != asked:
        reply = client.get_shell_msg(timeout=SECONDS)
    assert reply["content"]["status"] == "error"
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert took < SOON
    # The kernel is still alive.
    alive = run(client, "print(cs.tokenize('Un deux, trois.').height, 'tokens')")
    assert "5 tokens" in printed(alive)


def test_a_notebook_has_a_bar(kernel):
    pytest.importorskip("tqdm")
    pytest.importorskip("ipywidgets")
    _, client = kernel
    run(client, READ % 400)
    messages = run(client, "corpus = cs.from_frame(frame, progress=True)")
    shown = [message["content"]["data"] for message in messages if message["msg_type"] == "display_data"]
    assert any("application/vnd.jupyter.widget-view+json" in data for data in shown)
    assert [message for message in messages if message["msg_type"] in ("stream", "error")] == []


class MarimoBar:
    """What marimo puts in place of the bar of tqdm: it has no count that could be asked for."""

    def __init__(self, **options: Any) -> None:
        self.steps: list[int] = []
        made.append(self)

    def update(self, n: int) -> None:
        self.steps.append(n)

    def close(self) -> None:
        self.steps.append(-1)


made: list[MarimoBar] = []


def test_marimo_is_a_notebook_too(monkeypatch, capsys, press_frame):
    monkeypatch.setitem(sys.modules, "marimo", SimpleNamespace(running_in_notebook=lambda: True))
    monkeypatch.setitem(sys.modules, "tqdm.auto", SimpleNamespace(tqdm=MarimoBar))
    monkeypatch.setitem(sys.modules, "tqdm", SimpleNamespace(auto=sys.modules["tqdm.auto"]))
    monkeypatch.setattr("coopsec._progress.PATIENCE", 0.0)
    made.clear()
    cs.from_frame(press_frame, text="texte", date="parution", id="key")
    (bar,) = made
    assert sum(bar.steps[:-1]) == press_frame.height
    assert bar.steps[-1] == -1
    assert capsys.readouterr().err == ""


def test_a_wrong_wish_is_named(press_frame):
    with pytest.raises(TypeError, match="progress is 'x': give True, False, None, or a callable"):
        cs.from_frame(press_frame, text="texte", progress="x")


def test_a_line_elsewhere(capsys, press_frame):
    cs.from_frame(press_frame, text="texte", date="parution", id="key", progress=True)
    assert capsys.readouterr().err.endswith("coopsec: 8 of 8 documents\n")
