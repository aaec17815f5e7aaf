# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Build what the browser needs into web/static/vendor/: ``python -m web.assets_build``.

Uses the machine's npm when its Node is recent enough, else Node from the Python index (requirements-node.txt, installed
into the running environment). A build is kept by the hash of everything it reads, so a later start needs neither Node
nor network; an installed wheel carries the built files and no sources, and is always fresh.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "web" / "static" / "vendor"
STAMP = VENDOR / "sources.sha256"
LOCK = ROOT / "package-lock.json"
INSTALLED = ROOT / "node_modules" / ".rione-lock"
LEAST_NODE = 20
PRINT = VENDOR / "print"
FACES = {"titillium-400": "Regular", "titillium-600": "SemiBold", "titillium-700": "Bold"}  # what sheets are set in


class AssetsError(Exception):
    """The assets could not be built; the message says what was tried."""


def sources() -> list[Path]:
    """Every file that the build reads, in a fixed order."""
    folders = (ROOT / "web" / "assets", ROOT / "web" / "static" / "js")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted([LOCK, ROOT / "package.json", *files])


def sources_hash() -> str:
    """SHA-256 over names and contents of `sources()`."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_fresh() -> bool:
    """True when a finished build of these sources is there whole, or there are no sources (an installed package)."""
    manifest = VENDOR / "manifest.json"
    if not manifest.is_file():
        return False
    built: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    if not all((PRINT / f"{face}.ttf").is_file() for face in _printed(built)):
        return False
    if not all((VENDOR.parent / name).is_file() for name in built.values()):
        return False
    if not LOCK.is_file():
        return True
    return STAMP.is_file() and STAMP.read_text().strip() == sources_hash()


def _say(text: str) -> None:
    print(f"  assets: {text}", flush=True)


def _run(*command: str | Path) -> None:
    scripts = sysconfig.get_path("scripts")
    environment = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{scripts}"}
    try:
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise AssetsError(f"{' '.join(str(part) for part in command)}: {error}") from error


def _major_version(node: str) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def find_node() -> tuple[str, str] | None:
    """The paths of node and npm: the machine's when recent enough, else those installed beside this Python."""
    for search in (None, sysconfig.get_path("scripts")):
        node, npm = shutil.which("node", path=search), shutil.which("npm", path=search)
        if node and npm and _major_version(node) >= LEAST_NODE:
            return node, npm
    return None


def _node() -> tuple[str, str]:
    found = find_node()
    if found:
        return found
    _say(f"no Node {LEAST_NODE} or later on this machine: installing it beside Python (about 60 MB, once)")
    _run(sys.executable, ROOT / "deploy" / "install.py", ROOT / "requirements-node.txt")
    found = find_node()
    if not found:
        raise AssetsError("Node was installed from requirements-node.txt but cannot be started")
    return found


def build() -> None:
    """Build the assets when something changed; say each step.

    Raises:
        AssetsError: neither Node nor the network, a package that does not match its hash, or a build step that failed.
    """
    if is_fresh():
        return
    STAMP.unlink(missing_ok=True)  # a build that is cut off leaves nothing that looks finished
    node, npm = _node()
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not INSTALLED.is_file() or INSTALLED.read_text() != lock:
        _say("fetching the packages of package-lock.json")
        INSTALLED.unlink(missing_ok=True)
        _run(npm, "ci", "--loglevel=error")
        INSTALLED.write_text(lock)
    _run(node, ROOT / "web" / "assets" / "build.mjs")
    named: dict[str, str] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    if _printed(named):
        _say("the typefaces of what is printed")
        build_print_fonts(named)
    STAMP.write_text(sources_hash() + "\n")
    _say("ready")


def _printed(named: Mapping[str, str]) -> list[str]:
    """The faces for the printer among what was built for the browser."""
    return [face for face in FACES if f"fonts/{face}.woff2" in named]


def build_print_fonts(named: Mapping[str, str]) -> None:
    """The browser's typefaces as files that Typst reads, from the same woff2.

    The file of weight 600 says that it is the regular one of another family, so that nobody finds it by its weight: the
    names are written anew.
    """
    from fontTools.ttLib import TTFont

    PRINT.mkdir(exist_ok=True)
    for face in _printed(named):
        style = FACES[face]
        font = TTFont(VENDOR.parent / named[f"fonts/{face}.woff2"], recalcTimestamp=False)
        font.flavor = None
        family = "Titillium Web"
        plain = style in ("Regular", "Bold")
        names = {
            1: family if plain else f"{family} {style}",
            2: style if plain else "Regular",
            4: f"{family} {style}",
            6: f"{family} {style}".replace(" ", ""),
            16: family,
            17: style,
        }
        for number, text in names.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = int(face.rsplit("-", 1)[1])
        part = PRINT / f".{face}.part"
        font.save(part)
        part.replace(PRINT / f"{face}.ttf")


def main() -> None:
    """Command line: build, or say in one line why not (exit status 1)."""
    try:
        build()
    except AssetsError as error:
        sys.exit(f"The web assets could not be built. {error}")


if __name__ == "__main__":
    main()
