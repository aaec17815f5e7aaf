# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Styles and scripts: a build that was cut off is not taken as finished, and building asks nothing of the network."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deploy.miniatures import ROOT, isolated
from web.assets_build import INSTALLED

COPIED = ("web/__init__.py", "web/assets_build.py", "web/assets", "web/static", "package.json", "package-lock.json")
IS_FRESH = "import sys; from web.assets_build import is_fresh; sys.exit(not is_fresh())"


class Clone:
    """The real sources and the real build, in a folder of their own, with the packages that npm installed here."""

    def __init__(self, root: Path) -> None:
        self.root, self.vendor, self.script = root, root / "web/static/vendor", root / "web/static/js/zz.js"
        for name in COPIED:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
        # otherwise the build would call npm, on the packages of this clone
        assert INSTALLED.read_text() == hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
        (root / "node_modules").symlink_to(ROOT / "node_modules")

    @property
    def is_fresh(self) -> bool:
        return subprocess.run([sys.executable, "-c", IS_FRESH], cwd=self.root).returncode == 0

    def start(self) -> subprocess.Popen[str]:
        command = [*isolated(), sys.executable, "-m", "web.assets_build"]
        return subprocess.Popen(command, cwd=self.root, start_new_session=True, stdout=subprocess.PIPE, text=True)

    def build(self) -> str:
        process = self.start()
        told, _ = process.communicate(timeout=200)
        assert process.returncode == 0, told
        return told

    def damaged(self) -> list[str]:
        """Built files that are not there, or whose content is not what their name says."""
        names = json.loads((self.vendor / "manifest.json").read_text()).values()
        paths = [self.vendor.parent / name for name in names]
        whole = [p for p in paths if p.is_file() and p.stem.rsplit("-", 1)[1] == digest(p)]
        return [path.name for path in paths if path not in whole]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() + b"\0").hexdigest()[:10]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    found = Clone(tmp_path_factory.mktemp("assets"))
    if not found.is_fresh:
        found.build()
    return found


def test_a_finished_build_is_fresh_and_asked_nothing_of_the_network(clone: Clone) -> None:
    clone.script.write_text("globalThis.oneMore = 1;\n")
    assert not clone.is_fresh
    told = clone.build()
    assert "our scripts built" in told
    assert clone.is_fresh
    assert not clone.damaged()
    clone.script.unlink()
    clone.build()


def test_a_build_that_was_killed_is_not_taken_as_finished(clone: Clone) -> None:
    clone.script.write_text("globalThis.oneMore = 2;\n")
    process = clone.start()
    deadline = time.monotonic() + 60
    while (clone.vendor / "sources.sha256").exists():
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    clone.script.unlink()  # the sources are again what the build before was made of
    assert not clone.is_fresh
    clone.build()
    assert clone.is_fresh
    assert not clone.damaged()
    assert not list(clone.vendor.rglob("*.part"))


def test_a_build_that_lost_a_file_is_not_taken_as_finished(clone: Clone) -> None:
    name = json.loads((clone.vendor / "manifest.json").read_text())["htmx.js"]
    (clone.vendor.parent / name).unlink()
    assert not clone.is_fresh
    clone.build()
    assert clone.is_fresh
    assert not clone.damaged()
