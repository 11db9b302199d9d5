"""The oldest versions that are promised are those that are tested."""

from __future__ import annotations

import re
import tomllib

from conftest import REPOSITORY


def test_the_oldest_versions_that_are_allowed_are_those_that_are_tried():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for more in project["optional-dependencies"].values() for each in more)]
    lines = (REPOSITORY / "requirements" / "lowest.txt").read_text(encoding="utf-8").splitlines()
    tried = dict(line.split("==") for line in lines if "==" in line)
    floors = dict(re.fullmatch(r"([\w-]+)>=([\d.]+)", each).groups() for each in asked)
    assert floors.keys() <= tried.keys()
    assert [name for name, floor in floors.items() if not f"{tried[name]}.".startswith(f"{floor}.")] == []


def test_the_promised_rust_is_the_one_that_is_tried():
    promised = tomllib.loads((REPOSITORY / "Cargo.toml").read_text(encoding="utf-8"))["package"]["rust-version"]
    for page in ("README.md", ".github/workflows/test.yml"):
        assert promised in re.findall(
            r"(?:Rust |RUSTUP_TOOLCHAIN: \")([\d.]+\d)", (REPOSITORY / page).read_text("utf-8")
        )
