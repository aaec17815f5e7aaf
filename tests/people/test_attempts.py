# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Strangers who guess slow each other down, and nobody else; nobody learns who has an account."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from deliberation import clock, keys
from deliberation.database import rows
from deliberation.errors import Invalid, TooMany
from deliberation.people import accounts
from deliberation.people.access import attempts, delays, devices, limits, links, passwords, warnings
from deliberation.people.access.delays import Pace
from tests.people.people import PASSWORD, count, elsewhere, enter, last_mail, mails, somebody
from tests.world import NOON, a_city, post
from web import jobs

WRONG = "sbagliata davvero"
ROOT = Path(__file__).parents[2]
# Ten guesses at once, in a process of its own.
ELSEWHERE = """
import asyncio, sys
from datetime import datetime
from deliberation import database
from deliberation.errors import CivicError
from deliberation.people.accounts import sign_in

async def guesses():
    at = datetime.fromisoformat(sys.argv[2])
    async with database.opened():
        tries = (sign_in(sys.argv[1], f"prova {n}", "T", from_loopback=True, at=at) for n in range(10))
        for came in await asyncio.gather(*tries, return_exceptions=True):
            print(came.code if isinstance(came, CivicError) else repr(came))

asyncio.run(guesses())
"""
PACE = Pace(free=3, first=5, longest=60, memory=300)


async def guess(email: str, password: str = WRONG, **more: object) -> str:
    """Try to sign in; what came of it."""
    options = {"from_loopback": True, "at": NOON, **more}
    try:
        await accounts.sign_in(email, password, "Test", **options)  # type: ignore[arg-type]
    except (Invalid, TooMany) as refusal:
        return refusal.code
    return "in"


def test_waits_double_up_to_the_longest() -> None:
    assert [PACE.wait_after(n) for n in range(9)] == [0, 0, 0, 0, 5, 10, 20, 40, 60]
    assert PACE.wait_after(PACE.most) == PACE.longest


def test_waits_are_those_that_the_threats_page_tells() -> None:
    account, network, everybody = attempts.SIGN_IN_ACCOUNT, attempts.SIGN_IN_NETWORK, attempts.SIGN_IN_EVERYBODY
    assert [account.wait_after(n) for n in (5, 6, 7, 99)] == [0, 5, 10, 900]
    assert [network.wait_after(n) for n in (100, 101, 999)] == [0, 2, 30]
    assert [everybody.wait_after(n) for n in (3000, 3001, 9999)] == [0, 1, 1]
    assert [attempts.REGISTRATION_NETWORK.wait_after(n) for n in (100, 101, 999)] == [0, 2, 60]
    assert [attempts.BEHIND_A_PROXY.wait_after(n) for n in (1000, 1001, 9999)] == [0, 1, 5]
    assert (attempts.UNASKED_TO_ONE, attempts.UNASKED_FROM_ONE, links.MOST_AN_HOUR) == (2, 30, 4)


async def test_failures_slow_down_more_and_more_and_are_forgotten_one_by_one(database: None) -> None:
    at = NOON
    for wait in (0, 0, 0, 5, 10, 20, 40, 60, 60):
        await delays.admit({"prova": PACE}, "password.wait", at=at)
        if wait:
            with pytest.raises(TooMany, match=r"password\.wait") as refusal:
                await delays.admit({"prova": PACE}, "password.wait", at=at + timedelta(seconds=wait - 1))
            assert refusal.value.parameters["retry_after"] == 1
        at += timedelta(seconds=wait)
    later = at + timedelta(seconds=100 * PACE.most)
    assert await delays.admit({"prova": PACE}, "password.wait", at=later) == {"prova": 1}
    await delays.forgive({"prova": PACE}, at=later)
    assert await delays.admit({"prova": PACE}, "password.wait", at=later) == {"prova": 1}
    await delays.forget_old(at=later + timedelta(days=8))
    assert await count("slowdown") == 0


async def test_a_try_that_has_to_wait_counts_nowhere(database: None) -> None:
    for _ in range(4):
        await delays.admit({"uno": PACE, "due": PACE}, "password.wait", at=NOON)
    for _ in range(50):
        with pytest.raises(TooMany):
            await delays.admit({"uno": PACE, "tre": PACE}, "password.wait", at=NOON)
    assert await delays.admit({"tre": PACE}, "password.wait", at=NOON) == {"tre": 1}
    found = await delays.admit({"uno": PACE}, "password.wait", at=NOON + timedelta(seconds=5))
    assert found == {"uno": 5}, "whoever waits as told gets through"


async def test_of_fifty_guesses_at_once_no_more_are_heard_than_of_fifty_in_a_row(database: None) -> None:
    _, email = await somebody()
    for address in (email, "nessuno@example.org"):
        came = await asyncio.gather(*(guess(address, f"prova numero {n}") for n in range(50)))
        heard = attempts.SIGN_IN_ACCOUNT.free + 1
        assert (came.count("sign_in.wrong"), came.count("sign_in.wait")) == (heard, 50 - heard)


async def test_four_processes_that_guess_at_once_are_heard_no_more_than_one(database: None) -> None:
    """The counts are in the database, whichever process asks."""
    address = "nessuno@example.org"
    command = [sys.executable, "-c", ELSEWHERE, address, NOON.isoformat()]
    processes = [
        await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT) for _ in range(4)
    ]
    told = await asyncio.wait_for(asyncio.gather(*(process.communicate() for process in processes)), 120)
    came = b" ".join(out for out, _ in told).split()
    heard = attempts.SIGN_IN_ACCOUNT.free + 1
    assert (came.count(b"sign_in.wrong"), came.count(b"sign_in.wait")) == (heard, 40 - heard)


async def test_an_owner_whose_browser_is_recognised_gets_in_whatever_strangers_do(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    assert (await enter(browser, email)).status_code == 303
    await post(browser, "/profilo", "/esci")
    stranger = elsewhere(browser, "203.0.113.9")
    statuses = [(await enter(stranger, email, WRONG)).status_code for _ in range(20)]
    assert 429 in statuses
    assert (await enter(stranger, email, PASSWORD)).status_code == 429, "whoever is not recognised waits"
    assert (await enter(browser, email, WRONG)).status_code == 422
    assert (await enter(browser, email)).status_code == 303, "the owner's browser does not"


async def test_an_owner_in_a_new_browser_is_let_in_by_a_link_while_strangers_guess(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    stranger = elsewhere(browser, "203.0.113.9")
    while (await enter(stranger, email, WRONG)).status_code != 429:
        pass
    told = await enter(browser, email)
    assert told.status_code == 429
    assert int(told.headers["retry-after"]) > 0
    assert "riprova tra" in told.text
    assert email in told.text, "what was typed is still there"
    assert PASSWORD not in told.text
    await post(browser, "/recupero", "/recupero", email=email)
    mail = await last_mail("recover-password")
    assert (await post(browser, mail.path, mail.path, new_password="cinque gatti verdi")).status_code == 303
    await post(browser, "/profilo", "/esci")
    assert (await enter(browser, email, "cinque gatti verdi")).status_code == 303


async def test_a_browser_that_is_recognised_is_slowed_by_its_own_mistakes(database: None) -> None:
    _, email = await somebody()
    entry = await accounts.sign_in(email, PASSWORD, "Test", from_loopback=True, at=NOON)
    came = [await guess(email, devices=entry.devices) for _ in range(20)]
    assert came.count("sign_in.wrong") == attempts.OWN_MISTAKES.free + 1
    assert await guess(email, PASSWORD) == "in", "its mistakes slow down no other"


async def test_a_recognised_browser_is_nobody_for_another_account(database: None) -> None:
    _, mine = await somebody()
    _, theirs = await somebody()
    entry = await accounts.sign_in(mine, PASSWORD, "Test", from_loopback=True, at=NOON)
    came = [await guess(theirs, devices=entry.devices) for _ in range(20)]
    assert came.count("sign_in.wrong") == attempts.SIGN_IN_ACCOUNT.free + 1


async def test_a_forged_cookie_is_no_recognised_browser(database: None) -> None:
    person, email = await somebody()
    [token] = (await accounts.sign_in(email, PASSWORD, "Test", from_loopback=True, at=NOON)).devices
    nonce = token.partition(".")[0]
    for forged in (nonce, f"{nonce}.", f"{nonce}.{'0' * 64}", f"x{token}", "è.é", "", "." * 900):
        assert await devices.recognised([forged], person.id, at=NOON) == ""
    assert await devices.recognised(["", token], person.id, at=NOON) == token
    assert await devices.recognised([token], person.id, at=NOON + devices.LIFETIME) == ""
    assert token not in str(await rows("SELECT token_hash FROM device"))
    await devices.forget_expired(at=NOON + devices.LIFETIME)
    assert await count("device") == 0


async def test_one_browser_is_recognised_for_a_household_and_its_token_is_new_at_each_sign_in(
    browser: httpx.AsyncClient,
) -> None:
    _, anna = await somebody()
    _, bruno = await somebody()
    cookies = []
    for email in (anna, bruno, anna):
        await enter(browser, email)
        cookies.append(set(browser.cookies["rione_device"].split("~")))
        await post(browser, "/profilo", "/esci")
    assert len(cookies[1] & cookies[2]) == 1
    assert cookies[0].isdisjoint(cookies[2])
    assert len(cookies[2]) == await count("device") == 2
    assert "HttpOnly" in str((await enter(browser, anna)).headers.get_list("set-cookie"))


async def test_a_new_password_makes_every_other_browser_a_stranger(browser: httpx.AsyncClient) -> None:
    person, email = await somebody()
    await enter(browser, email)
    old = browser.cookies["rione_device"]
    other = elsewhere(browser)
    await enter(other, email)
    form = "/profilo/password"
    await post(other, form, form, password=PASSWORD, new_password="cinque gatti verdi")
    assert await count("device") == 1
    assert await devices.recognised(old.split("~"), person.id, at=clock.now()) == ""
    kept = other.cookies["rione_device"].split("~")
    assert await devices.recognised(kept, person.id, at=clock.now())


async def test_other_browsers_are_forgotten_from_the_page_of_sign_ins(browser: httpx.AsyncClient) -> None:
    person, email = await somebody()
    await enter(elsewhere(browser), email)
    await enter(browser, email)
    assert "Ora ne riconosciamo 2." in (await browser.get("/profilo/sessioni")).text
    await post(browser, "/profilo/sessioni", "/profilo/sessioni/chiudi-altre")
    assert await count("device") == 1
    kept = browser.cookies["rione_device"].split("~")
    assert await devices.recognised(kept, person.id, at=clock.now())


async def test_a_kiosk_signs_in_a_hundred_people_at_once_and_a_library_registers_thirty_in_an_hour(
    database: None,
) -> None:
    people = [(await somebody())[1] for _ in range(20)]
    came = await asyncio.gather(*(guess(people[n % 20], PASSWORD, origin="192.0.2.7") for n in range(100)))
    assert came == ["in"] * 100
    for n in range(30):
        await accounts.register(f"persona-nuova{n}@example.org", locale="it", origin="192.0.2.7", at=NOON)
    assert len(await mails()) == 30


async def test_a_network_that_sprays_many_accounts_is_slowed_down_and_others_are_not(database: None) -> None:
    _, email = await somebody()
    first = limits.network("2001:db8:1:2::5")
    allowed = attempts.SIGN_IN_NETWORK.free + 1
    keyed = attempts.of_sign_in("", first, "")
    network_key = next(key for key in keyed if "network" in key)
    for _ in range(allowed):
        await delays.admit({network_key: attempts.SIGN_IN_NETWORK}, "sign_in.wait", at=NOON)
    assert await guess(email, PASSWORD, origin=limits.network("2001:db8:1:2:ffff::9")) == "sign_in.wait"
    assert await guess(email, PASSWORD, origin=limits.network("2001:db8:1:3::5")) == "in"


async def test_a_forgotten_trusted_proxy_gives_everybody_the_room_of_a_city(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    await a_city()
    through = {"x-forwarded-for": "203.0.113.9", "sec-fetch-site": "same-origin"}
    page = (await browser.get("/accesso", headers=through)).text
    token = page.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
    at, everybody = clock.now(), attempts.of_sign_in("", "", "")
    network_key = next(key for key in everybody if "network" in key)
    for _ in range(2 * attempts.SIGN_IN_NETWORK.free):
        await delays.admit({network_key: everybody[network_key]}, "sign_in.wait", at=at)
    done = await browser.post("/accesso", data={"_csrf": token, "email": email, "password": PASSWORD}, headers=through)
    assert done.status_code == 303


async def test_one_who_owns_sixty_five_thousand_networks_is_slowed_down_as_one(database: None) -> None:
    def paces(n: int, site: str = "2001:db8:7") -> dict[str, Any]:
        return attempts.of_sign_in(f"p{n}@example.org", limits.network(f"{site}:{n:x}::1"), "")

    for n in range(attempts.SITE.free + 1):
        await delays.admit(paces(n), "sign_in.wait", at=NOON)
    with pytest.raises(TooMany):
        await delays.admit(paces(9999), "sign_in.wait", at=NOON)
    await delays.admit(paces(9999, "2001:db8:8"), "sign_in.wait", at=NOON)
    assert limits.site("192.0.2.7") == limits.site("") == limits.site("no address") == ""
    assert len(attempts.of_registration(limits.network("2001:db8:7::1"))) == 3


async def test_registrations_from_one_network_are_slowed_down_with_words_and_keep_what_was_typed(
    browser: httpx.AsyncClient,
) -> None:
    await a_city()
    [network_key] = [key for key in attempts.of_registration("127.0.0.1") if "network" in key]
    for _ in range(attempts.REGISTRATION_NETWORK.free + 1):
        await delays.admit({network_key: attempts.REGISTRATION_NETWORK}, "registration.wait", at=clock.now())
    told = await post(browser, "/registrazione", "/registrazione", email="anna@example.org", consent="1")
    assert told.status_code == 429
    assert "anna@example.org" in told.text
    assert "riprova tra" in told.text


async def test_waiting_tells_nothing_about_who_has_an_account(browser: httpx.AsyncClient) -> None:
    _, known = await somebody()
    seen = {}
    for email in (known, "nessuno@example.org"):
        stranger, answers = elsewhere(browser), []
        for _ in range(attempts.SIGN_IN_ACCOUNT.free + 2):
            answer = await enter(stranger, email, WRONG)
            body = answer.text.replace(email, "X").split("<main", 1)[1].split("_csrf", 1)[0]
            answers.append((answer.status_code, answer.headers.get_list("set-cookie") != [], body))
        seen[email] = [*answers[:-1], answers[-1][:2]]
    assert seen[known] == seen["nessuno@example.org"]
    assert await count("job") == 2, "even the owner's warning is asked for both"


async def test_an_address_without_an_account_costs_the_work_of_a_password_too(database: None) -> None:
    """Each try compares one hash, that of nobody where there is none to compare with."""
    person, unusable = await somebody()
    await rows("UPDATE account SET email_confirmed_at = NULL WHERE id = {}", person.id)
    for address in ("nessuno@example.org", "non un indirizzo", unusable):
        before = passwords._no_hash.cache_info()
        assert await guess(address) == "sign_in.wrong"
        after = passwords._no_hash.cache_info()
        assert after.hits + after.misses == before.hits + before.misses + 1


async def test_the_owner_is_told_of_wrong_passwords_from_strange_browsers_once_a_day(database: None) -> None:
    _, email = await somebody()

    async def day(at: object) -> int:
        for address in (email, "nessuno@example.org"):
            for _ in range(8):
                await guess(address, at=at)
        for row in await rows("SELECT payload FROM job WHERE kind = 'sign-in-warning' ORDER BY id"):
            await jobs.JOBS[warnings.JOB](json.loads(row["payload"]), at)  # type: ignore[arg-type]
        return len([mail for mail in await mails() if mail.kind == "sign-in-failures" and mail.to == email])

    assert await day(NOON) == 1
    assert await day(NOON + timedelta(hours=1)) == 1
    assert await day(NOON + timedelta(days=1)) == 2
    assert {mail.to for mail in await mails()} == {email}


async def test_a_recognised_browsers_mistakes_send_no_warning(database: None) -> None:
    _, email = await somebody()
    entry = await accounts.sign_in(email, PASSWORD, "Test", from_loopback=True, at=NOON)
    for _ in range(9):
        await guess(email, devices=entry.devices)
    assert await count("job") == 0


def test_who_it_was_cannot_be_read_back_from_a_key_without_the_secret() -> None:
    import hashlib

    key = limits.key_of("sign-in/network", "192.0.2.7").partition(":")[2]
    assert key not in hashlib.sha256(b"192.0.2.7").hexdigest()
    mine = keys.mac("limits", "192.0.2.7")
    secret = keys._secret[0].decode()
    try:
        keys.use("un altro segreto, lungo abbastanza")
        assert keys.mac("limits", "192.0.2.7") != mine
    finally:
        keys.use(secret)
    assert keys.mac("limits", "192.0.2.7") == mine != keys.mac("device", "192.0.2.7")
