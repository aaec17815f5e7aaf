# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The source of this very program, for whoever uses it over the network (AGPL-3.0, section 13)."""

import io
import tarfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("voting", "deliberation", "analytics", "web", "tests", "docs", "deploy")
FILES = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "Makefile",
    "publiccode.yml",
    "package.json",
    "package-lock.json",
    "requirements.txt",
    "requirements-test.txt",
    "requirements-node.txt",
)
LEFT_OUT = {"__pycache__", "vendor", "node_modules"}


@cache
def archive() -> bytes:
    """A .tar.gz of what runs here, as it is on this machine. Built styles and scripts are left out: they are built."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=6) as tar:
        for path in _files():
            tar.add(path, arcname=f"rione/{path.relative_to(ROOT)}", recursive=False, filter=_anonymous)
    return packed.getvalue()


def _files() -> list[Path]:
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    listed = [ROOT / name for name in FILES if (ROOT / name).is_file()]
    return sorted(path for path in [*below, *listed] if not LEFT_OUT & set(path.relative_to(ROOT).parts))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info
