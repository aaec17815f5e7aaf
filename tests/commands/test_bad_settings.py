# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A setting that cannot be understood stops every command that reads settings: one line, exit 2."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.processes import ROOT, Installation
from tests.commands.uses import USES, WITHOUT_DATABASE, make_files, words

WRONG = {
    "RUN_WORKER": "maybe",
    "MAIL_URL": "smpt://mail.example",
    "WORKERS": "-1",
    "BASE_URL": "x",
    "DATABASE_URL": "mysql://localhost/rione",
    "SECRET_KEY_FILE": "/nowhere/key",
    "TRUSTED_PROXIES": "proxy",
}
SECONDS_AT_MOST = 60


def _refused(folder: Path, use: str, name: str) -> None:
    place = Installation(folder, {name: WRONG[name]})
    done = subprocess.run(
        [sys.executable, "-m", "web", *words(use, folder)],
        env=place.environment(),
        cwd=ROOT,
        text=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=SECONDS_AT_MOST,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("Setting not understood: ")
    assert name in done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("place")
    make_files(made)
    (made / "old.backup").write_bytes(b"")
    return made


@pytest.mark.parametrize("use", ["serve", "doctor"])
@pytest.mark.parametrize("name", WRONG)
def test_a_setting_that_cannot_be_understood_stops_the_server_and_the_doctor(folder: Path, name: str, use: str) -> None:
    _refused(folder, use, name)


@pytest.mark.parametrize("use", [use for use in USES if use not in WITHOUT_DATABASE | {"serve", "doctor"}])
def test_a_setting_that_cannot_be_understood_stops_every_command(folder: Path, use: str) -> None:
    _refused(folder, use, "WORKERS")
