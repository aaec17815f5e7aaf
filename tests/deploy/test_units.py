# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The units for systemd, read by systemd itself."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNITS = ("rione.service", "rione-worker.service")


def verified(folder: Path, name: str, text: str) -> tuple[int, str]:
    """What `systemd-analyze verify` says of the unit, with this clone in the place of /opt/rione."""
    unit = folder / name
    unit.write_text(text.replace("/opt/rione", str(ROOT)))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", UNITS)
def test_systemd_accepts_the_unit_without_a_word(tmp_path: Path, name: str) -> None:
    text = (ROOT / "deploy" / name).read_text()
    code, said = verified(tmp_path, name, text)
    assert (code, [line for line in said.splitlines() if name in line]) == (0, [])


def test_systemd_would_have_said_so(tmp_path: Path) -> None:
    text = (ROOT / "deploy" / "rione.service").read_text().replace("StateDirectoryMode=", "StateFolderMode=")
    _, said = verified(tmp_path, "rione.service", text)
    assert "StateFolderMode" in said
