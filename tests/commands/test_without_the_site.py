# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Without the extra `site` one can count: commands that read files run without what only the site needs."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PB = "docs/examples/quarter.pb"
SITE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]["site"]
PEOPLE = "id,sex\n1,f\n2,f\n3,m\n4,m\n"


def modules_of_the_site() -> list[str]:
    wanted = {canonicalize_name(Requirement(text).name) for text in SITE}
    found = packages_distributions()
    return sorted(name for name, from_ in found.items() if wanted & {canonicalize_name(one) for one in from_})


def bare(*words: str) -> subprocess.CompletedProcess[str]:
    """The command where no module of the site can be imported."""
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({modules_of_the_site()})); from web.__main__ import main; main()"
    )
    return subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True)


def test_the_site_is_most_of_what_is_asked_for() -> None:
    assert {"litestar", "piccolo", "asyncpg", "plotly", "structlog", "argon2"} <= set(modules_of_the_site())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rules"], "equal-shares"),
        (["tally", PB, "--transcript"], "benches"),
        (["compare", PB], "voters with nothing"),
        (["explain", PB, "--option", "trees"], "trees"),
        (["--help"], "sortition"),
    ],
)
def test_files_are_counted_without_it(words: list[str], said: str) -> None:
    done = bare(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_a_panel_is_drawn_without_it(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "quotas.csv").write_text("feature,value,least,most\nsex,f,1,1\nsex,m,1,1\n", encoding="utf-8")
    files = (str(tmp_path / "people.csv"), "--quotas", str(tmp_path / "quotas.csv"))
    done = bare("sortition", *files, "--size", "2", "--seed", "ab" * 32)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) >= 2


@pytest.mark.parametrize("words", [["serve"], ["migrate"], ["account", "list"], ["tally", "--consultation", "x"]])
def test_commands_of_the_site_say_what_is_missing(words: list[str]) -> None:
    done = bare(*words)
    assert done.returncode == 2
    assert "rione[site]" in done.stderr
    assert len(done.stderr.splitlines()) == 1
