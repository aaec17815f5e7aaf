# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Styles and scripts of other sources than these: said in one line, not by a page that fails."""

import pytest
from click.testing import CliRunner

from web import assets_build, settings
from web.commands.health.doctor import assets_are_built
from web.commands.server import serve


@pytest.fixture
def stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets_build, "sources_hash", lambda: "of other sources")


def test_the_server_does_not_start_on_styles_of_other_sources(stale: None) -> None:
    done = CliRunner().invoke(serve, [])
    assert done.exit_code == 1
    assert done.stderr == "The styles and scripts are not built from these sources: run make setup.\n"


async def test_the_doctor_names_them(stale: None) -> None:
    found = await assets_are_built(settings.load())
    assert (found.ok, found.says) == (False, "not built from these sources: make setup")
