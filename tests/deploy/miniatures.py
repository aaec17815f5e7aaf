# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A clone in miniature: the real Makefile, deploy/ and web/assets_build.py, with lists of a few small packages.

The indexes hold what the lists name, and newer releases of it: what a fresh machine meets months later. `alpha`
asks for ``beta[more]==2.*``, as piccolo asks for ``pydantic[email]==2.*``; beta 2.0 is locked, beta 2.1 is out.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.indexes import Registry, locked, wheel, wheel_of_installed
from web.assets_build import find_node

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("Makefile", ".npmrc", "deploy", "web/__init__.py", "web/assets_build.py")
PROGRAM = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "rione"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["alpha", "babel"]
[tool.setuptools.packages.find]
include = ["web*"]
"""
# What a build is made of here: the version that npm installed.
BUILD = """
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const versions = ["tulip", "bulb"].map((name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
mkdirSync("web/static/vendor", { recursive: true });
writeFileSync("web/static/vendor/garden.txt", versions.join(" "));
writeFileSync("web/static/vendor/manifest.json", '{"garden.txt": "vendor/garden.txt"}');
"""
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Vota"\nmsgstr "Vote"\n'


def isolated() -> list[str]:
    """What runs a command in a network namespace with no interface; nothing, where the machine allows none."""
    words = ["unshare", "--net", "--map-root-user"]
    try:
        return [] if subprocess.run([*words, "true"], capture_output=True).returncode else words
    except FileNotFoundError:
        return []


@dataclass(frozen=True)
class Miniature:
    """One clone, its index of wheels, and the address of its registry."""

    root: Path
    wheels: Path
    registry: str

    @property
    def packages(self) -> Path:
        return next((self.root / ".venv").glob("lib/python3*/site-packages"))

    @property
    def python(self) -> Path:
        return self.root / ".venv" / "bin" / "python"

    def environment(self, *, network: bool) -> dict[str, str]:
        """Only these indexes; without network, addresses where nobody listens."""
        found = find_node()
        assert found is not None
        nowhere = "http://127.0.0.1:9"
        kept = {k: v for k, v in os.environ.items() if not k.lower().startswith(("pip_", "npm_", "make", "mflags"))}
        return {
            **kept,
            "PYTHON": str(Path(sys.base_prefix) / "bin" / "python3"),
            "PATH": f"{Path(found[0]).parent}{os.pathsep}{os.environ['PATH']}",
            "PIP_CONFIG_FILE": os.devnull,
            **({"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)} if network else {"PIP_INDEX_URL": nowhere}),
            "npm_config_userconfig": os.devnull,
            "npm_config_cache": str(self.root.parent / "npm-cache"),
            "npm_config_registry": self.registry if network else nowhere,
        }

    def set_up(self, *, network: bool = True) -> subprocess.CompletedProcess[str]:
        """`make setup`."""
        command = ["make", "setup"] if network else [*isolated(), "make", "setup"]
        return subprocess.run(
            command, cwd=self.root, env=self.environment(network=network), capture_output=True, text=True, timeout=280
        )

    def killed_when(self, moment: Callable[[], bool]) -> None:
        """Start `make setup`; at that moment kill it with everything that it started."""
        process = subprocess.Popen(
            ["make", "setup"],
            cwd=self.root,
            env=self.environment(network=True),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 250
        while not moment():
            assert process.poll() is None, "set-up ended before that moment"
            assert time.monotonic() < deadline
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def install(self, listed: str) -> subprocess.CompletedProcess[str]:
        """The step of set-up, on a list of its own."""
        path = self.root / "list.txt"
        path.write_text(listed)
        return self._run("deploy/install.py", str(path))

    def pip(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run("-m", "pip", *words)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment(network=True)
        command = [str(self.python), *words]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=200)


def miniature(folder: Path, registry: Registry) -> Miniature:
    """Write the clone and its indexes."""
    root, wheels = folder / "clone", folder / "wheels"
    wheels.mkdir(parents=True)
    for name in COPIED:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    tools = [wheel_of_installed(wheels, name) for name in ("setuptools", "babel")]
    alpha, beta = wheel(wheels, "alpha", "1.0", "beta[more]==2.*"), wheel(wheels, "beta", "2.0")
    wheel(wheels, "alpha", "1.1", "beta[more]==2.*")
    wheel(wheels, "beta", "2.1")
    wheel(wheels, "gamma", "1.0", "delta>=3")
    (root / "pyproject.toml").write_text(PROGRAM)
    (root / "requirements.txt").write_text(locked(*tools, alpha, beta))
    for version in ("2.0.0", "2.1.0"):
        registry.publish("bulb", version)
    for version in ("1.0.0", "1.1.0"):
        registry.publish("tulip", version, bulb="^2.0.0")
    garden = {"name": "garden", "version": "0.1.0", "dependencies": {"tulip": "^1.0.0"}}
    packages = {
        "": garden,
        "node_modules/bulb": registry.locked("bulb", "2.0.0"),
        "node_modules/tulip": registry.locked("tulip", "1.0.0"),
    }
    lock = {"name": "garden", "version": "0.1.0", "lockfileVersion": 3, "requires": True, "packages": packages}
    (root / "package.json").write_text(json.dumps(garden))
    (root / "package-lock.json").write_text(json.dumps(lock))
    (root / "web" / "assets").mkdir()
    (root / "web" / "assets" / "build.mjs").write_text(BUILD)
    messages = root / "web" / "locale" / "en" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "rione.po").write_text(CATALOGUE)
    return Miniature(root, wheels, registry.address)
