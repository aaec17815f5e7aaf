# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts: registering, confirming, signing in."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotFound, TooMany
from deliberation.people import accounts
from deliberation.people.access import limits, links, passwords
from deliberation.people.rules import password_fault
from tests.people.people import PASSWORD, TABS, Mail, count, enter, last_mail, mails, somebody
from tests.world import NOON, a_city, post, token_of


async def register(browser: httpx.AsyncClient, email: str, **more: object) -> httpx.Response:
    return await post(browser, "/registrazione", "/registrazione", email=email, consent="1", **more)


def token_in(mail: Mail) -> str:
    return mail.path.rsplit("/", 1)[1]


async def test_a_resident_signs_up_and_is_led_on(browser: httpx.AsyncClient) -> None:
    await a_city()
    answer = await register(browser, "Anna@Example.org", next="/profilo?da=voto")
    assert answer.status_code == 200
    mail = await last_mail("confirm-address")
    assert mail.to == "anna@example.org"
    looked = await browser.get(mail.path)
    assert looked.status_code == 200
    assert looked.headers["referrer-policy"] == "no-referrer"
    assert (await browser.get(mail.path)).status_code == 200, "a link scanner must not use the link up"
    weak = await post(browser, mail.path, mail.path, new_password="corta")
    assert weak.status_code == 422, "a refused password does not use the link up"
    done = await post(browser, mail.path, mail.path, new_password=PASSWORD)
    assert (done.status_code, done.headers["location"]) == (303, "/benvenuto?next=%2Fprofilo%3Fda%3Dvoto")
    assert 'href="/profilo?da=voto"' in (await browser.get(done.headers["location"])).text
    assert "Residente ·" in (await browser.get("/profilo")).text
    again = await browser.get(mail.path)
    assert again.status_code == 404
    assert "già stato usato" in again.text
    browser.cookies.clear()
    assert (await enter(browser, "anna@example.org")).status_code == 303


async def test_registering_does_not_tell_whether_an_address_has_an_account(browser: httpx.AsyncClient) -> None:
    _, known = await somebody()
    first = await register(browser, known)
    second = await register(browser, "nuova@example.org")
    assert first.status_code == second.status_code == 200
    assert first.headers.get("set-cookie") == second.headers.get("set-cookie")
    assert (
        first.text.replace(known, "X").split("<main", 1)[1]
        == (second.text.replace("nuova@example.org", "X").split("<main", 1)[1])
    )
    assert [mail.kind for mail in await mails()] == ["address-known", "confirm-address"]


async def test_a_hundred_registrations_of_one_address_leave_one_row_and_four_mails(database: None) -> None:
    await asyncio.gather(*(accounts.register("una@example.org", locale="it", at=NOON) for _ in range(100)))
    assert await count("account") == 1
    assert await count("one_time_link") == len(await mails()) == links.MOST_AN_HOUR
    await accounts.confirm(token_in((await mails())[0]), PASSWORD, "Test", at=NOON)


async def test_whoever_registers_the_address_of_another_gets_nothing_by_it(browser: httpx.AsyncClient) -> None:
    """The password is chosen by the reader of the mail; the registration carries none."""
    theirs = httpx.AsyncClient(transport=browser._transport, base_url=browser.base_url)
    await register(theirs, "vittima@example.org", password="password di un altro")
    first = await last_mail("confirm-address")
    await register(browser, "vittima@example.org")
    assert (await post(browser, first.path, first.path, new_password=PASSWORD)).status_code == 303
    assert (await enter(theirs, "vittima@example.org", "password di un altro")).status_code == 422
    assert (await theirs.get("/profilo")).status_code == 303
    assert (await theirs.get((await last_mail("confirm-address")).path)).status_code == 404, "all other links end"
    browser.cookies.clear()
    assert (await enter(browser, "vittima@example.org")).status_code == 303


async def test_a_link_sent_before_passwords_were_chosen_after_it_asks_for_one(browser: httpx.AsyncClient) -> None:
    """Registrations that waited when the program was brought up to date; what they had chosen does not open."""
    await accounts.register("anna@example.org", locale="it", at=clock.now())
    mail = await last_mail("confirm-address")
    await rows("UPDATE one_time_link SET password_hash = {}", await passwords.hash_password("password di un altro"))
    assert (await post(browser, mail.path, mail.path)).status_code == 422
    assert (await post(browser, mail.path, mail.path, new_password=PASSWORD)).status_code == 303
    browser.cookies.clear()
    assert (await enter(browser, "anna@example.org", "password di un altro")).status_code == 422


async def test_a_link_opens_in_another_browser_and_in_the_second_of_two_tabs_says_that_it_was_used(
    browser: httpx.AsyncClient,
) -> None:
    await register(browser, "anna@example.org")
    mail = await last_mail("confirm-address")
    other = httpx.AsyncClient(transport=browser._transport, base_url=browser.base_url)
    second_tab = await token_of(other, mail.path)
    assert (await post(other, mail.path, mail.path, new_password=PASSWORD)).status_code == 303
    late = {"_csrf": second_tab, "new_password": PASSWORD}
    asked = await other.post(mail.path, data=late, headers=TABS)
    assert asked.status_code == 403
    assert PASSWORD not in asked.text
    fresh = asked.text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
    assert (await other.post(mail.path, data={"_csrf": fresh}, headers=TABS)).status_code == 404
    assert (await other.get("/profilo")).status_code == 200, "whoever came in stays in"


async def test_a_link_is_used_once_and_not_after_a_day(database: None) -> None:
    await accounts.register("anna@example.org", locale="it", at=NOON)
    token = token_in(await last_mail("confirm-address"))
    with pytest.raises(NotFound, match=r"link\.spent"):
        await accounts.confirm(token, PASSWORD, "Test", at=NOON + timedelta(hours=24, seconds=1))
    tries = await asyncio.gather(
        *(accounts.confirm(token, PASSWORD, "T", at=NOON) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(result, accounts.Entry) for result in tries) == 1
    assert token not in str(await rows("SELECT token_hash FROM one_time_link"))


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("corta", "password.short"),
        ("qwertyuiop", "password.common"),
        ("QwErTyUiOp", "password.common"),
        ("aaaaaaaaaaaa", "password.common"),
        ("anna.rossi@example.org", "password.is_email"),
        ("x" * 201, "password.long"),
        ("tutto minuscolo", None),
        ("èòàùì èòàùì", None),
    ],
)
def test_a_password_is_long_and_not_among_the_commonest(password: str, fault: str | None) -> None:
    assert password_fault(password, "anna.rossi@example.org") == fault


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "anna@",
        "@x.it",
        "a b@x.it",
        "a@x",
        "a@x.it\r\nBcc: b@x.it",
        "a@@x.it",
        "a@x..it",
        "<a@x.it>",
        "a@x.it,b@x.it",
    ],
)
async def test_an_address_that_is_none_is_refused_and_the_form_keeps_it(browser: httpx.AsyncClient, email: str) -> None:
    answer = await register(browser, email)
    assert answer.status_code == 422
    assert "Da sistemare" in answer.text
    assert await count("account") == 0


async def test_the_hash_is_argon2id_with_the_agreed_parameters_and_is_renewed_at_sign_in(
    database: None, agreed_hasher: None
) -> None:
    from argon2 import PasswordHasher

    assert (await passwords.hash_password(PASSWORD)).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    person, email = await somebody()
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    await rows("UPDATE account SET password_hash = {} WHERE id = {}", old, person.id)
    await accounts.sign_in(email, PASSWORD, "Test", from_loopback=True, at=NOON)
    stored = (await rows("SELECT password_hash FROM account WHERE id = {}", person.id))[0]["password_hash"]
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_password_typed_with_other_accents_is_the_same(database: None) -> None:
    assert await passwords.matches(await passwords.hash_password("caff\u0065\u0300 ristretto"), "caff\u00e8 ristretto")


async def test_a_demonstration_account_enters_from_loopback_only(browser: httpx.AsyncClient) -> None:
    _, email = await somebody(is_demo=True)
    page = (await browser.get("/accesso")).text
    token = page.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
    refused = await browser.post(
        "/accesso",
        data={"_csrf": token, "email": email, "password": PASSWORD},
        headers={**TABS, "x-forwarded-for": "203.0.113.9"},
    )
    assert refused.status_code == 422
    assert "account dimostrativo" in refused.text
    assert (await enter(browser, email)).status_code == 303


async def test_an_account_without_confirmation_does_not_open(database: None) -> None:
    await accounts.register("anna@example.org", locale="it", at=NOON)
    with pytest.raises(Invalid, match=r"sign_in\.wrong"):
        await accounts.sign_in("anna@example.org", PASSWORD, "T", from_loopback=True, at=NOON)


async def test_a_limit_counts_exactly_under_concurrency(database: None) -> None:
    tries = await asyncio.gather(*(limits.take("prova", 20, 3600, at=NOON) for _ in range(60)), return_exceptions=True)
    assert sum(isinstance(result, TooMany) for result in tries) == 40
    await limits.take("prova", 20, 3600, at=NOON + timedelta(hours=1))
    await limits.forget_old(at=NOON + timedelta(days=3))
    assert await count("attempt") == 0


def test_an_ipv6_network_counts_as_one_origin() -> None:
    assert limits.network("2001:db8:1:2:3::4") == limits.network("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert limits.network("192.0.2.7") == "192.0.2.7"


async def test_the_command_line_makes_the_first_account_of_the_office(browser: httpx.AsyncClient) -> None:
    await a_city()
    made = await accounts.create_by_command("ufficio@example.org", None, Role.OFFICE, at=clock.now())
    done = await post(browser, made.set_up_path, made.set_up_path, new_password=PASSWORD)
    assert done.status_code == 303
    assert (await browser.get("/gestione/ruoli")).status_code == 200
    with pytest.raises(Conflict, match=r"account\.exists"):
        await accounts.create_by_command("ufficio@example.org", PASSWORD, Role.OFFICE, at=clock.now())


async def test_registrations_that_nobody_confirms_are_forgotten(database: None) -> None:
    await accounts.register("anna@example.org", locale="it", at=NOON)
    _, kept = await somebody()
    await accounts.forget_unconfirmed(at=NOON + timedelta(days=31))
    assert [row["email"] for row in await rows("SELECT email FROM account")] == [kept]
