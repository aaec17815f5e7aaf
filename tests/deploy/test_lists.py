# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The locked lists: complete, hashed, without addresses, for every Python that the program runs on."""

import json
import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13")
LISTS = ("requirements.txt", "requirements-test.txt", "requirements-node.txt", "requirements-bench.txt")
Pinned = dict[str, Requirement]


@cache
def lines(name: str) -> tuple[str, ...]:
    """The list's requirements, without hashes and comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return tuple(re.findall(r"^([a-z][^\\\n]*?) *\\$", text, re.MULTILINE))


def pinned(name: str, python: str) -> Pinned:
    """What the list installs under that Python on Linux."""
    environment = {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    found: Pinned = {}
    for requirement in map(Requirement, lines(name)):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            key = canonicalize_name(requirement.name)
            assert key not in found, f"{name} pins {key} twice for Python {python}"
            found[key] = requirement
    return found


def wanted(name: str) -> list[Requirement]:
    """What pyproject.toml asks of the list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    asked = [*project["project"]["dependencies"], *extras["site"]]
    runs = [*asked, *extras["build"], *project["build-system"]["requires"]]
    of_lists = dict(zip(LISTS, (runs, [*runs, *extras["test"]], groups["node"], groups["bench"]), strict=True))
    return [Requirement(text) for text in of_lists[name]]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_what_pyproject_asks_for(name: str, python: str) -> None:
    found = pinned(name, python)
    for need in wanted(name):
        version = str(found[canonicalize_name(need.name)].specifier).removeprefix("==")
        assert need.specifier.contains(version), f"{name} has {version}, pyproject.toml wants {need}"


def _needs(requirement: Requirement) -> list[str]:
    """What that very version asks for, when it is the one installed here."""
    try:
        found = distribution(requirement.name)
    except PackageNotFoundError:
        return []
    return found.requires or [] if requirement.specifier.contains(found.version) else []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_needs_nothing_outside_itself(name: str, python: str) -> None:
    """Asked of the packages that are installed here; `pip check` at set-up asks every package of the list."""
    found = pinned(name, python)
    for requirement in found.values():
        for need in map(Requirement, _needs(requirement)):
            asked = [
                {"python_version": python, "python_full_version": f"{python}.0", "extra": extra}
                for extra in ("", *requirement.extras)
            ]
            if need.marker is None or any(need.marker.evaluate(environment) for environment in asked):
                assert canonicalize_name(need.name) in found, f"{requirement.name} needs {need.name}"


@pytest.mark.parametrize("name", LISTS)
def test_every_line_of_a_list_is_one_version_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(lines(name))
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^\s;]+( ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("name", [*LISTS, "package-lock.json"])
def test_a_list_names_no_address(name: str) -> None:
    assert not re.search(r"https?://|--(?:extra-)?index-url|\"resolved\"", (ROOT / name).read_text(encoding="utf-8"))


def test_tools_of_tests_come_on_top_of_what_runs() -> None:
    assert set(lines("requirements.txt")) <= set(lines("requirements-test.txt"))


def test_every_package_of_npm_is_locked_with_its_digest() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    bare = [name for name, entry in packages.items() if name and not (entry.get("version") and entry.get("integrity"))]
    assert not bare


def test_lists_are_installed_in_one_place() -> None:
    """Flags that differ from place to place were how one list came to resolve again."""
    scripts = [*ROOT.glob("deploy/*"), ROOT / "Makefile", ROOT / ".ci/run"]
    sources = [path for floor in ("web", "tests") for path in (ROOT / floor).rglob("*.py")]
    callers = {
        path.relative_to(ROOT).as_posix()
        for path in [*scripts, *sources]
        if re.search(r"pip[\"',\s]+install\b|\"install\"", path.read_text(encoding="utf-8"))
    }
    assert callers == {"deploy/install.py", "tests/deploy/test_setup.py"}
