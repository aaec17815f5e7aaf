# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione people: the key of the fiscal codes is counted, rotated, and the old one taken away when nobody needs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deliberation import keys
from deliberation.people.identity.queries import KeyUse
from web import settings
from web.__main__ import rione
from web.commands import people

NAMES = ("today", "before")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("IDENTITY_KEY", "IDENTITY_KEY_OLD"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[KeyUse]:
    """What the database holds, as the command counts it."""
    uses = [KeyUse("today", 3, 0, True, True)]
    monkeypatch.setattr(people.terminal, "run", lambda _: tuple(uses))
    return uses


def run(*words: str) -> Result:
    return CliRunner().invoke(rione, ["people", *words])


def test_a_drawn_key_is_rotated_and_the_earlier_one_is_known_until_nobody_needs_it(
    own_folder: Path, kept: list[KeyUse]
) -> None:
    first = settings.load().identity_key
    done = run("rotate-key", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["rotated"] is True
    found = settings.load()
    assert found.identity_key_old == first
    assert found.identity_key != first
    assert {path.stat().st_mode & 0o777 for path in own_folder.glob("identity_key*")} == {0o600}
    kept.append(KeyUse("before", 0, 2, True, False))
    for words in (("rotate-key",), ("rotate-key", "--finish")):
        refused = run(*words)
        assert refused.exit_code == 3
        assert settings.load() == found
    kept[1] = KeyUse("before", 0, 0, True, False)
    assert run("rotate-key", "--finish").exit_code == 0
    after = settings.load()
    assert (after.identity_key, after.identity_key_old) == (found.identity_key, "")


def test_a_given_key_is_the_servers_to_change(
    own_folder: Path, kept: list[KeyUse], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_KEY", "g" * 40)
    done = run("rotate-key")
    assert done.exit_code == 0
    assert "IDENTITY_KEY_OLD" in done.output
    assert not list(own_folder.glob("identity_key*"))
    monkeypatch.setenv("IDENTITY_KEY_OLD", "g" * 40)
    with pytest.raises(settings.SettingsError, match="IDENTITY_KEY_OLD"):
        settings.load()


def test_a_rotation_that_was_cut_short_loses_no_key(own_folder: Path) -> None:
    first = settings.load().identity_key
    (own_folder / "identity_key.old").hardlink_to(own_folder / "identity_key")
    assert (settings.load().identity_key, settings.load().identity_key_old) == (first, "")


def test_keys_says_when_one_is_missing_here(kept: list[KeyUse]) -> None:
    assert run("keys").exit_code == 0
    kept.append(KeyUse("lost", 2, 1, False, False))
    told = run("keys")
    assert told.exit_code == 1
    assert "lost  2 people, 1 lines of the register  NOT KNOWN HERE" in told.output


def test_the_name_of_a_key_tells_nothing_of_it() -> None:
    name = keys.key_name("s" * 40)
    assert len(name) == 12
    assert name != keys.key_name("s" * 39 + "t")
