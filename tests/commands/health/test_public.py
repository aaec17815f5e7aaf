# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione doctor --public: each thing that may be missing is found when it is missing, and only then."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE, Role
from deliberation.database import rows
from deliberation.installation import data_protection, trial_mails
from deliberation.installation.data_protection import DataNotice
from deliberation.installation.trial_mails import Way
from deliberation.notices import office_page
from deliberation.notices.office_page import OfficeText
from deliberation.records import jobs
from tests import databases
from tests.commands.processes import Installation, installation
from tests.world import a_city, a_person
from web import settings
from web.commands.health import machines, public
from web.commands.health.copies import Copies, known
from web.commands.health.findings import Finding
from web.commands.health.public import PUBLIC
from web.settings import Settings
from web.worker import do_one

NOTICE = DataNotice(
    controller="Comune di Valdombra",
    controller_email="protocollo@comune.valdombra.tn.it",
    officer_email="rpd@comune.valdombra.tn.it",
    retention="Dieci anni.",
    accessibility_email="accessibile@comune.valdombra.tn.it",
    statement_url="https://form.agid.gov.it/view/1",
)
POSTGRES = {
    "server_version_num": "150013",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "server_encoding": "UTF8",
    "max_connections": "100",
}


@pytest.fixture
def found() -> Settings:
    return settings.load()


def is_missing(finding: Finding) -> bool:
    """Not ok; then the sentence is there, and the way out."""
    assert finding.ok is not False or (finding.says and finding.do), finding
    return finding.ok is False


@pytest.mark.parametrize(
    ("address", "is_fit"),
    [
        ("http://partecipa.comune.valdombra.tn.it", False),
        ("https://partecipa.comune.example", False),
        ("https://localhost", False),
        ("https://10.0.0.7", False),
        ("https://server", False),
        ("https://partecipa.comune.valdombra.tn.it/rione", True),
    ],
)
async def test_the_address_is_https_and_one_that_people_find(found: Settings, address: str, is_fit: bool) -> None:
    assert is_missing(await public.public_address(replace(found, base_url=address))) is not is_fit


async def test_a_proxy_is_named_so_that_strangers_do_not_share_one_limit(found: Settings) -> None:
    assert is_missing(await public.proxies_are_trusted(found))
    assert not is_missing(await public.proxies_are_trusted(replace(found, trusted_proxies=("127.0.0.1",))))


@pytest.mark.parametrize(
    ("url", "sender", "is_fit"),
    [
        ("null://", "rione@comune.valdombra.tn.it", False),
        ("console://", "rione@comune.valdombra.tn.it", False),
        ("smtps://u:p@mail.valdombra.tn.it", "partecipazione@comune.example", False),
        ("smtp://u:p@mail.valdombra.tn.it", "rione@comune.valdombra.tn.it", False),
        ("smtp://localhost:25", "Rione <rione@comune.valdombra.tn.it>", True),
        ("smtp+starttls://u:p@mail.valdombra.tn.it", "rione@comune.valdombra.tn.it", True),
    ],
)
async def test_mail_goes_to_a_server_from_an_address_of_ones_own(
    found: Settings, url: str, sender: str, is_fit: bool
) -> None:
    told = await public.mail_leaves(replace(found, mail_url=url, mail_from=sender))
    assert is_missing(told) is not is_fit
    assert "u:p" not in told.says


async def test_a_trial_mail_was_taken_by_a_server(database: None, found: Settings) -> None:
    await a_city()
    office = await a_person(None, Role.OFFICE)
    assert is_missing(await public.mail_was_tried(found))
    for way, is_fit in ((Way.NOWHERE, False), (Way.SERVER, True)):
        await trial_mails.send(office, "ufficio@comune.valdombra.tn.it", way, at=clock.now() - timedelta(minutes=1))
        assert is_missing(await public.mail_was_tried(found))
        assert await do_one()
        assert is_missing(await public.mail_was_tried(found)) is not is_fit


async def test_an_address_for_what_comes_back_is_worth_knowing(found: Settings) -> None:
    assert (await public.mails_return(found)).ok is None
    assert (await public.mails_return(replace(found, mail_bounces="rimbalzi@comune.valdombra.tn.it"))).ok


async def test_a_worker_is_alive(database: None, found: Settings) -> None:
    assert is_missing(await public.worker_works(found))
    await jobs.beat("one", at=clock.now() - timedelta(minutes=5))
    assert is_missing(await public.worker_works(found))
    await jobs.beat("one", at=clock.now())
    assert not is_missing(await public.worker_works(found))


async def test_a_backup_is_recent_and_one_was_tried(found: Settings, tmp_path: Path) -> None:
    here, now = replace(found, data_dir=tmp_path), clock.now()
    for made, proved, is_made, is_proved in (
        (None, None, False, False),
        (now - timedelta(days=3), now - timedelta(days=91), False, False),
        (now - timedelta(days=1), now - timedelta(days=89), True, True),
    ):
        Copies(made, proved).kept(tmp_path)
        assert is_missing(await public.backups_are_made(here)) is not is_made
        assert is_missing(await public.restoring_was_tried(here)) is not is_proved
    (tmp_path / "backups.json").write_text("{broken")
    assert is_missing(await public.backups_are_made(here))


async def test_the_office_says_where_it_is_found(database: None, found: Settings) -> None:
    await a_city()
    text = OfficeText("Ufficio partecipazione", opening_hours="Lunedì 9–12")
    assert is_missing(await public.office_can_be_reached(found))
    await office_page.revise(COMMAND_LINE, text, 0, at=clock.now())
    assert "telephone" in (told := await public.office_can_be_reached(found)).says
    assert is_missing(told)
    await office_page.revise(COMMAND_LINE, replace(text, phone="0461 000000"), 1, at=clock.now())
    assert not is_missing(await public.office_can_be_reached(found))


async def test_holes_can_be_reported(found: Settings) -> None:
    assert is_missing(await public.security_is_reported(found))
    assert not is_missing(await public.security_is_reported(replace(found, security_contact="a@valdombra.tn.it")))


async def test_privacy_and_accessibility_are_told(database: None, found: Settings) -> None:
    await a_city()
    assert is_missing(await public.privacy_is_told(found))
    assert is_missing(await public.accessibility_is_told(found))
    await data_protection.write(COMMAND_LINE, replace(NOTICE, retention="", statement_url=""), 0, at=clock.now())
    assert "retention" in (await public.privacy_is_told(found)).says
    assert "statement_url" in (await public.accessibility_is_told(found)).says
    await data_protection.write(COMMAND_LINE, NOTICE, 1, at=clock.now())
    assert not is_missing(await public.privacy_is_told(found))
    assert not is_missing(await public.accessibility_is_told(found))


async def test_steps_of_the_set_up_are_done(database: None, found: Settings) -> None:
    """How each is done is in tests/installation; here the ones that wait are named."""
    await a_city()
    told = await public.steps_are_done(found)
    assert is_missing(told)
    assert "mail" in told.says
    assert "places" not in told.says


async def test_nobody_of_the_demonstration_is_left(database: None, found: Settings) -> None:
    world = await a_city()
    await a_person(world.navile)
    assert not is_missing(await public.nobody_is_invented(found))
    await a_person(world.navile, is_demo=True)
    assert "1 accounts" in (told := await public.nobody_is_invented(found)).says
    assert is_missing(told)


async def test_a_demonstration_is_not_for_the_public(database: None, found: Settings) -> None:
    await a_city(is_demo=True)
    assert is_missing(await public.nobody_is_invented(found))


async def test_somebody_of_the_office_has_an_account_and_a_second_is_advised(database: None, found: Settings) -> None:
    assert is_missing(await public.office_has_accounts(found))
    await a_person(None, Role.OFFICE)
    assert (await public.office_has_accounts(found)).ok is None
    gone = await a_person(None, Role.OFFICE)
    suspended = await a_person(None, Role.OFFICE)
    assert (await public.office_has_accounts(found)).ok
    await rows("UPDATE role_grant SET revoked_at = {} WHERE account = {}", clock.now(), gone.id)
    await rows("UPDATE account SET disabled_at = {} WHERE id = {}", clock.now(), suspended.id)
    assert (await public.office_has_accounts(found)).ok is None


async def test_debugging_is_off(found: Settings) -> None:
    assert is_missing(await public.debugging_is_off(replace(found, debug=True)))
    assert not is_missing(await public.debugging_is_off(replace(found, debug=False)))


async def test_the_key_of_identity_is_not_copied_with_the_database(
    found: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, etc = tmp_path / "data", tmp_path / "etc"
    data.mkdir(mode=0o700)
    etc.mkdir()
    for folder in (data, etc):
        (folder / "identity_key").write_text("k" * 40)
        (folder / "identity_key").chmod(0o600)
    on_sqlite = replace(found, data_dir=data, database_url=f"sqlite:///{data}/rione.sqlite")
    on_postgres = replace(on_sqlite, database_url="postgresql://rione@/rione")
    monkeypatch.delenv("IDENTITY_KEY", raising=False)
    monkeypatch.delenv("IDENTITY_KEY_FILE", raising=False)
    assert is_missing(await public.keys_are_apart(on_sqlite))
    assert not is_missing(await public.keys_are_apart(on_postgres))
    monkeypatch.setenv("IDENTITY_KEY_FILE", str(etc / "identity_key"))
    assert not is_missing(await public.keys_are_apart(on_sqlite))
    (etc / "identity_key").chmod(0o644)
    assert is_missing(await public.keys_are_apart(on_postgres))
    monkeypatch.delenv("IDENTITY_KEY_FILE")
    monkeypatch.setenv("IDENTITY_KEY", "k" * 40)
    assert not is_missing(await public.keys_are_apart(on_sqlite))


@pytest.mark.parametrize(
    ("state", "drift", "ok"), [(0, None, True), (0, 0.4, True), (5, None, False), (0, -3.0, False), (None, None, None)]
)
def test_the_clock_is_kept_in_step(state: int | None, drift: float | None, ok: bool | None) -> None:
    told = public.clock_finding(state, drift)
    assert told.ok is ok
    assert told.ok or told.do


async def test_the_clock_of_this_machine_is_asked(database: None, found: Settings) -> None:
    state = machines.clock_state()
    assert (await public.time_is_kept(found)).ok is (None if state is None else state != machines.UNSYNCHRONISED)


@pytest.mark.parametrize(
    ("name", "value", "processes"),
    [
        ("server_version_num", "120019", 1),
        ("fsync", "off", 1),
        ("full_page_writes", "off", 1),
        ("synchronous_commit", "off", 1),
        ("server_encoding", "SQL_ASCII", 1),
        ("max_connections", "100", 10),
    ],
)
def test_postgres_keeps_what_it_confirmed_and_has_room(name: str, value: str, processes: int) -> None:
    assert list(machines.postgres_faults(POSTGRES, 4)) == []
    assert len(list(machines.postgres_faults({**POSTGRES, name: value}, processes))) == 1


def test_a_file_of_sqlite_is_whole_with_a_log_ahead_and_for_its_owner(tmp_path: Path) -> None:
    (file := tmp_path / "rione.sqlite").touch(0o600)
    sound = {"journal_mode": "wal", "quick_check": "ok"}
    assert list(machines.sqlite_faults(sound, file)) == []
    assert len(list(machines.sqlite_faults({**sound, "journal_mode": "delete"}, file))) == 1
    assert len(list(machines.sqlite_faults({**sound, "quick_check": "row 1 missing"}, file))) == 1
    file.chmod(0o644)
    tmp_path.chmod(0o755)
    assert len(list(machines.sqlite_faults(sound, file))) == 1
    tmp_path.chmod(0o700)
    assert list(machines.sqlite_faults(sound, file)) == []


async def test_the_database_here_is_asked(database: None, found: Settings) -> None:
    """That of the tests on PostgreSQL has its durability off, and is told so; that of SQLite is sound."""
    told = await public.database_is_sound(found)
    assert is_missing(told) is databases.IS_POSTGRES
    if databases.IS_POSTGRES:
        assert "fsync is off" in told.says


@pytest.mark.long
def test_exit_1_counts_what_is_missing_and_a_trial_of_a_backup_is_remembered(tmp_path: Path) -> None:
    place: Installation = installation(tmp_path / "data")
    place.folder.mkdir(mode=0o700)
    assert place.rione("migrate").returncode == 0
    place.found()
    asked = place.rione("doctor", "--public", "--json")
    assert asked.returncode == 1, asked.stderr
    told = {finding["check"]: finding for finding in json.loads(asked.stdout)}
    assert {"https", "mail", "backup", "restore", "contact", "accessibility", "office", "journal"} <= set(told)
    assert all(finding["do"] for finding in told.values() if finding["check"] in ("https", "backup", "restore"))
    copy = tmp_path / "copy"
    assert place.rione("backup", str(copy)).returncode == 0
    before = place.rione("account", "list", "--json").stdout
    tried = place.rione("restore", str(copy), "--trial")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "Nothing was replaced" in tried.stdout
    assert place.rione("account", "list", "--json").stdout == before
    assert known(place.folder).proved_at
    broken = tmp_path / "broken"
    broken.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    assert place.rione("restore", str(broken), "--trial").returncode != 0
    again = place.rione("doctor", "--public")
    assert again.returncode == 1
    found = [line.split()[:2] for line in again.stdout.splitlines()]
    assert ["ok", "backup"] in found
    assert ["ok", "restore"] in found
    assert ["FAILED", "https"] in found
    missing = sum(line[0] == "FAILED" for line in found if line)
    assert f"Missing before the site may face the public: {missing}." in again.stdout
    assert place.rione("doctor", "--public", "--journal").returncode == 2


async def test_every_check_stands_in_the_list_and_its_name_is_its_own(database: None, found: Settings) -> None:
    names = [(await check(found)).check for check in PUBLIC]
    assert len(set(names)) == len(names) == 20
