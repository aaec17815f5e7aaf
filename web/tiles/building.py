# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tiles are cut by tippecanoe into a folder a version below DATA_DIR: whole under its name, or not there at all."""

import asyncio
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterable
from pathlib import Path

from deliberation.places import base_map
from deliberation.places.addresses import register
from web.tiles.features import LEAST_ZOOM, MOST_ZOOM, lines, number_lines

FORMAT = "1"  # another cut of the same layers is another version
KEPT = 2  # versions: pages that are open ask for the one before
AN_HOUR = 3600
LONGEST = 600  # seconds that one cutting may take


class NoTiles(Exception):
    """The tiles could not be cut; the message says what was tried."""


def folder(data_dir: Path) -> Path:
    """Where the versions are."""
    return data_dir / "tiles"


async def wanted() -> str:
    """The version of the layers and house numbers as they are now; '' while there is no layer."""
    layers = await base_map.version()
    if not layers:
        return ""
    parts = (FORMAT, layers, *map(str, await register.version_now()))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def latest(data_dir: Path) -> str:
    """The version that was cut last, '' when there is none."""
    return max(_versions(folder(data_dir)), key=lambda path: path.stat().st_mtime, default=Path()).name


async def cut(data_dir: Path) -> str:
    """The version that is wanted, cut if it is not there yet; '' without layers.

    Another process that cuts the same is waited for. Raises NoTiles when tippecanoe is missing or fails.
    """
    version = await wanted()
    if not version or (folder(data_dir) / version).is_dir():
        return version
    contents = [(view.layer, await base_map.content(view.layer)) for view in await base_map.layers()]
    numbers = [row async for row in register.all_numbers()]

    def made() -> None:
        written = (line for layer, content in contents for line in lines(layer, content))
        _cut(folder(data_dir), version, [*written, *number_lines(numbers)])

    await asyncio.to_thread(made)
    return version


def _cut(into: Path, version: str, features: Iterable[str]) -> None:
    into.mkdir(parents=True, exist_ok=True)
    with (into / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (into / version).is_dir():
            return
        part = into / f".{version}.{secrets.token_hex(4)}"
        part.mkdir()
        try:
            source = part / "features.ndjson"
            source.write_text("\n".join(features), encoding="utf-8")
            _tippecanoe(source, part / "tiles")
            (part / "tiles" / "metadata.json").unlink(missing_ok=True)
            os.rename(part / "tiles", into / version)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        _forget(into, version)


def _tippecanoe(source: Path, out: Path) -> None:
    program = shutil.which("tippecanoe", path=sysconfig.get_path("scripts")) or shutil.which("tippecanoe")
    if program is None:
        raise NoTiles("tippecanoe is not installed")
    command = [
        *(program, "--quiet", "--output-to-directory", str(out), "--temporary-directory", str(source.parent)),
        *(f"--minimum-zoom={LEAST_ZOOM}", f"--maximum-zoom={MOST_ZOOM}", "--read-parallel", "--buffer=8"),
        *("--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction", "--drop-rate=1"),
        *("--simplification=4", "--simplification-at-maximum-zoom=1", "--no-simplification-of-shared-nodes"),
        str(source),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", None) or str(error)
        raise NoTiles(f"tippecanoe: {str(told).strip()[-300:]}") from error


def _versions(into: Path) -> list[Path]:
    if not into.is_dir():
        return []
    return [path for path in into.iterdir() if path.is_dir() and not path.name.startswith(".")]


def _forget(into: Path, version: str) -> None:
    """Older versions but the one before, and what a killed process left."""
    old = sorted(_versions(into), key=lambda path: path.stat().st_mtime, reverse=True)
    gone = [path for path in old if path.name != version][KEPT - 1 :]
    left = [path for path in into.glob(".*.*") if path.stat().st_mtime < time.time() - AN_HOUR]
    for path in (*gone, *left):
        shutil.rmtree(path, ignore_errors=True)
