"""A source distribution holds what a build needs and nothing else that lies in the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import PurePosixPath

import pytest

from conftest import REPOSITORY

BUILT_FROM = ["src", "python", "Cargo.toml", "Cargo.lock", "pyproject.toml", "README.md", "LICENSE"]


def ran(*command: str) -> str:
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.skipif(
    not (REPOSITORY / ".git").exists() or not shutil.which("git") or not shutil.which("cargo"),
    reason="what belongs to the package is read from git, and maturin needs cargo",
)
def test_it_holds_what_is_built_from_and_no_more(tmp_path):
    ran(sys.executable, "-m", "maturin", "sdist", "--out", str(tmp_path))
    (packed,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(packed) as files:
        held = {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in files.getnames()}
    wanted = set(ran("git", "-c", "core.quotePath=off", "ls-files", *BUILT_FROM).splitlines())
    assert len(wanted) > 400
    assert (wanted - held, held - wanted) == (set(), {"PKG-INFO"})
