# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recovery, change of password and of address, leaving."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Grant, Role
from deliberation.database import rows
from deliberation.errors import NotAllowed
from deliberation.notices.notices import tell
from deliberation.people import credentials, departures
from deliberation.people.access import attempts, devices, links
from deliberation.people.access.links import Purpose
from deliberation.people.access.sessions import open_session
from tests.people.people import PASSWORD, count, elsewhere, enter, last_mail, mails, somebody
from tests.world import NOON, a_city, post, sign_in

NEW = "cinque gatti verdi"


async def test_a_forgotten_password_is_replaced_and_everything_else_signed_out(browser: httpx.AsyncClient) -> None:
    person, email = await somebody()
    await enter(elsewhere(browser), email)
    asked = await post(browser, "/recupero", "/recupero", email=email, next="/profilo")
    assert asked.status_code == 200
    mail = await last_mail("recover-password")
    assert (await browser.get(mail.path)).headers["referrer-policy"] == "no-referrer"
    short = await post(browser, mail.path, mail.path, new_password="corta")
    assert short.status_code == 422, "a refused password does not use the link up"
    done = await post(browser, mail.path, mail.path, new_password=NEW)
    assert (done.status_code, done.headers["location"]) == (303, "/profilo")
    assert await count("session") == await count("device") == 1
    assert await devices.recognised(browser.cookies["rione_device"].split("~"), person.id, at=clock.now())
    assert (await last_mail("password-changed")).to == email
    assert (await browser.get(mail.path)).status_code == 404
    browser.cookies.clear()
    assert (await enter(browser, email)).status_code == 422
    assert (await enter(browser, email, NEW)).status_code == 303


async def test_recovery_answers_the_same_for_an_unknown_address(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    known = await post(browser, "/recupero", "/recupero", email=email)
    unknown = await post(browser, "/recupero", "/recupero", email="nessuno@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.headers.get("set-cookie") == unknown.headers.get("set-cookie")
    assert (
        known.text.replace(email, "X").split("<main", 1)[1]
        == (unknown.text.replace("nessuno@example.org", "X").split("<main", 1)[1])
    )
    assert [mail.kind for mail in await mails()] == ["recover-password", "address-unknown"]


async def test_recovery_is_never_closed_to_its_owner_whoever_asked_how_often(browser: httpx.AsyncClient) -> None:
    """A stranger's hundred requests make four mails an hour; each of their links works for longer than that."""
    _, email = await somebody()
    for minute in range(100):
        await credentials.ask_recovery(email, locale="it", at=NOON + timedelta(seconds=20 * minute))
    sent = [mail for mail in await mails() if mail.kind == "recover-password"]
    assert len(sent) == links.MOST_AN_HOUR
    late = NOON + timedelta(minutes=59)
    tokens = [mail.path.rsplit("/", 1)[1] for mail in sent]
    for token in tokens:
        await links.look(token, Purpose.RECOVER, at=late + timedelta(hours=1))
    await credentials.recover(tokens[0], NEW, "Test", from_loopback=True, at=late)
    await credentials.ask_recovery(email, locale="it", at=late)
    again = await last_mail("recover-password")
    assert again.path.rsplit("/", 1)[1] not in tokens, "when the links have ended, a new one is sent at once"
    for _ in range(3):
        assert (await post(browser, "/recupero", "/recupero", email=email)).status_code == 200


async def test_strangers_without_an_account_get_few_mails_from_one_network(database: None) -> None:
    for n in range(100):
        await credentials.ask_recovery(f"nessuno{n}@example.org", locale="it", origin="192.0.2.7", at=NOON)
        await credentials.ask_recovery("uno@example.org", locale="it", origin=f"198.51.100.{n}", at=NOON)
    kinds = [mail.to for mail in await mails()]
    assert kinds.count("uno@example.org") == attempts.UNASKED_TO_ONE
    assert len(kinds) == attempts.UNASKED_TO_ONE + attempts.UNASKED_FROM_ONE


async def test_a_wrong_password_of_ones_own_slows_down_that_session_alone(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    thief = httpx.AsyncClient(transport=browser._transport, base_url=browser.base_url)
    await enter(thief, email)
    await enter(browser, email)
    form = "/profilo/elimina"
    statuses = [(await post(thief, form, form, password=f"prova numero {n}")).status_code for n in range(14)]
    assert statuses[:11] == [422] * 11
    assert statuses[11] == 429
    done = await post(browser, "/profilo/password", "/profilo/password", password=PASSWORD, new_password=NEW)
    assert done.status_code == 303
    assert (await thief.get("/profilo")).status_code == 303


async def test_a_change_of_password_renews_this_session_and_closes_the_others(browser: httpx.AsyncClient) -> None:
    person, email = await somebody()
    await enter(browser, email)
    before = browser.cookies["rione_session"]
    await open_session(person.id, "Altro", at=clock.now())
    wrong = await post(browser, "/profilo/password", "/profilo/password", password="no no no no", new_password=NEW)
    assert wrong.status_code == 422
    done = await post(browser, "/profilo/password", "/profilo/password", password=PASSWORD, new_password=NEW)
    assert done.status_code == 303
    assert browser.cookies["rione_session"] != before
    assert await count("session") == 1
    browser.cookies.set("rione_session", before, domain="127.0.0.1")
    assert (await browser.get("/profilo")).status_code == 303


async def test_an_address_changes_only_when_the_new_one_is_confirmed(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    await enter(browser, email)
    form = "/profilo/email"
    assert (await post(browser, form, form, email=email, password=PASSWORD)).status_code == 422
    await post(browser, form, form, email="nuovo@example.org", password=PASSWORD)
    assert (await last_mail("move-asked")).to == email
    mail = await last_mail("move-address")
    assert mail.to == "nuovo@example.org"
    assert (await rows("SELECT email FROM account"))[0]["email"] == email
    assert (await post(browser, mail.path, mail.path, password="un'altra cosa")).status_code == 422
    assert (await rows("SELECT email FROM account"))[0]["email"] == email
    assert (await post(browser, mail.path, mail.path, password=PASSWORD)).status_code == 303
    assert (await rows("SELECT email FROM account"))[0]["email"] == "nuovo@example.org"


async def test_an_account_is_not_moved_to_somebody_elses_address_by_their_press_on_a_button(
    browser: httpx.AsyncClient,
) -> None:
    """The reader of the new address's mail does not know the attacker's password, and gets into no account."""
    _, email = await somebody()
    await enter(browser, email)
    await post(browser, "/profilo/email", "/profilo/email", email="vittima@example.org", password=PASSWORD)
    mail = await last_mail("move-address")
    victim = httpx.AsyncClient(transport=browser._transport, base_url=browser.base_url)
    assert "vuoi spostare qui" in (await victim.get(mail.path)).text
    assert (await post(victim, mail.path, mail.path)).status_code == 422
    assert (await victim.get("/profilo")).status_code == 303
    assert (await rows("SELECT email FROM account"))[0]["email"] == email


async def test_asking_for_another_address_tells_nothing_about_it(browser: httpx.AsyncClient) -> None:
    _, known = await somebody()
    _, email = await somebody()
    await enter(browser, email)
    form, answers = "/profilo/email", []
    for address in (known, "libera@example.org", known, "libera@example.org", known):
        answer = await post(browser, form, form, email=address, password=PASSWORD)
        answers.append((answer.status_code, answer.text.replace(address, "X").split("<main", 1)[1].split("</main")[0]))
    assert len(set(answers[:4])) == 1
    assert answers[4][0] == 429


async def test_an_address_that_was_taken_meanwhile_is_not_taken_over(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    await enter(browser, email)
    await post(browser, "/profilo/email", "/profilo/email", email="nuovo@example.org", password=PASSWORD)
    mail = await last_mail("move-address")
    other, _ = await somebody()
    await rows("UPDATE account SET email = 'nuovo@example.org' WHERE id = {}", other.id)
    refused = await post(browser, mail.path, mail.path, password=PASSWORD)
    assert refused.status_code == 404
    assert (await rows("SELECT id FROM account WHERE email = {}", email)) != []


async def test_whoever_leaves_takes_what_is_personal_along(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person, email = await somebody(neighbourhood=world.navile)
    await tell(person.id, "residence.corrected", {}, "", at=NOON)
    await enter(browser, email)
    page = (await browser.get("/profilo/elimina")).text
    assert "Account eliminato" in page
    assert (await post(browser, "/profilo/elimina", "/profilo/elimina", password="un'altra cosa")).status_code == 422
    gone = await post(browser, "/profilo/elimina", "/profilo/elimina", password=PASSWORD)
    assert gone.headers["location"] == "/"
    row = (await rows("SELECT * FROM account WHERE id = {}", person.id))[0]
    assert row["email"] == f"deleted:{person.public_id}"
    assert row["pseudonym"] == "Account eliminato"
    assert not any(row[name] for name in ("password_hash", "birth_date", "street", "neighbourhood", "verified_at"))
    assert await count("session") == await count("notice") == 0
    assert (await enter(browser, email)).status_code == 422
    assert email not in str(await rows("SELECT detail, subject FROM journal_entry"))


async def test_the_last_person_of_the_office_cannot_leave(database: None) -> None:
    last, _ = await somebody()
    await rows(
        "INSERT INTO role_grant (account, role, granted_by, granted_at, revoked_by) "
        "VALUES ({}, 'office', 'cli', {}, '')",
        last.id,
        NOON,
    )
    with pytest.raises(NotAllowed, match=r"account\.last_office"):
        await departures.delete_own(replace(last, grants=(Grant(Role.OFFICE, None),)), PASSWORD, at=NOON)


async def test_own_sessions_are_listed_and_closed(browser: httpx.AsyncClient) -> None:
    person, _ = await somebody()
    stranger, _ = await somebody()
    await sign_in(browser, person)
    await open_session(person.id, "Firefox · Android", at=clock.now())
    await open_session(stranger.id, "Edge · Windows", at=clock.now())
    page = (await browser.get("/profilo/sessioni")).text
    assert "Firefox · Android" in page
    assert "Edge · Windows" not in page
    foreign = (await rows("SELECT public_id FROM session WHERE account = {}", stranger.id))[0]["public_id"]
    refused = await post(browser, "/profilo/sessioni", f"/profilo/sessioni/{foreign}/chiudi")
    assert refused.status_code == 404
    done = await post(browser, "/profilo/sessioni", "/profilo/sessioni/chiudi-altre")
    assert done.status_code == 303
    assert await count("session") == 2
    own = (await rows("SELECT public_id FROM session WHERE account = {}", person.id))[0]["public_id"]
    assert (await post(browser, "/profilo/sessioni", f"/profilo/sessioni/{own}/chiudi")).headers["location"] == "/"
    assert (await browser.get("/profilo")).status_code == 303
