# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A resident is verified from home by data that only the register confirms and a code that only their mail holds."""

from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots.entitled import recognitions
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, TooMany
from deliberation.people.register import loads, matching
from deliberation.people.register.matching import Claim
from tests.people.people import Mail, last_mail, mails
from tests.register.files import Resident, code_of, resident, source
from tests.world import NOON, World, a_city, a_person, born_on, post, sign_in

BORN = date(1980, 2, 3)


async def a_register(*people: Resident) -> World:
    world = await a_city()
    await loads.apply(COMMAND_LINE, source(people), seen="", at=NOON)
    return world


async def newcomer() -> Actor:
    return await a_person(None)


def claim_of(person: Resident) -> Claim:
    return Claim(person.name, person.surname, person.code, BORN)


async def ask(who: Actor, claim: Claim, minutes: float = 0) -> Mail:
    await recognitions.ask(who, claim, at=NOON + timedelta(minutes=minutes))
    return (await mails())[-1]


async def account(who: Actor) -> dict[str, object]:
    return (await rows("SELECT * FROM account WHERE id = {}", who.id))[0]


async def refusal_of(who: Actor, digits: str, minutes: float = 1) -> str:
    with pytest.raises(CivicError) as refused:
        await recognitions.confirm(who, digits, at=NOON + timedelta(minutes=minutes))
    return refused.value.code


async def test_who_is_in_the_register_gets_a_code_and_with_it_the_zone_of_the_register(database: None) -> None:
    person = resident(zone="Savena")
    world = await a_register(person)
    who = await newcomer()
    mail = await ask(who, claim_of(person))
    assert (mail.kind, len(mail.parameters["digits"])) == ("register-code", 6)
    await recognitions.confirm(who, f" {mail.parameters['digits']} ", at=NOON + timedelta(minutes=29))
    stored = await account(who)
    assert stored["verified_at"] is not None
    assert (stored["neighbourhood"], str(stored["birth_date"])) == (world.savena, "1980-02-03")
    (seen,) = await rows("SELECT document, seen_by, surname FROM person")
    assert seen == {"document": "register", "seen_by": "system", "surname": "Rossi"}
    assert await rows("SELECT id FROM register_match") == []


@pytest.mark.parametrize("wrong", ["code", "born", "name", "taken"])
async def test_whatever_is_wrong_the_same_row_is_kept_the_same_statements_run_and_a_mail_goes(
    database: None, wrong: str
) -> None:
    from deliberation.database import engine

    person = resident()
    await a_register(person)
    who, other = await newcomer(), await newcomer()
    claim = claim_of(person)
    if wrong == "taken":
        mail = await ask(other, claim)
        await recognitions.confirm(other, mail.parameters["digits"], at=NOON)
    bad = {
        "code": replace(claim, code=resident().code),
        "born": replace(claim, born=date(1980, 2, 4)),
        "name": replace(claim, surname="Bianchi"),
        "taken": claim,
    }[wrong]
    counter = engine().statements
    seen = counter.start()
    mail = await ask(who, bad)
    shape = [statement.split()[0:4] for statement in seen][:12]
    assert mail.kind == "register-no-match"
    assert await matching.asking(who, at=NOON) is not None
    assert await refusal_of(who, "123456") == "match.wrong"
    good = resident("Verdi")
    await loads.apply(COMMAND_LINE, source([person, good]), seen=(await last_load()), at=NOON)
    third = await newcomer()
    seen = counter.start()
    await ask(third, claim_of(good))
    assert shape == [statement.split()[0:4] for statement in seen][:12]


async def last_load() -> str:
    return str((await rows("SELECT public_id FROM register_load ORDER BY id DESC LIMIT 1"))[0]["public_id"])


async def test_a_person_who_has_an_account_is_the_desk_s_matter_and_the_desk_is_told(database: None) -> None:
    person = resident()
    await a_register(person)
    await a_person(None, Role.OFFICE)
    first, second = await newcomer(), await newcomer()
    mail = await ask(first, claim_of(person))
    late = await ask(second, claim_of(person))  # both hold a code: nobody is verified yet
    await recognitions.confirm(first, mail.parameters["digits"], at=NOON)
    assert await refusal_of(second, late.parameters["digits"]) == "match.at_desk"
    assert (await account(second))["verified_at"] is None
    (told,) = await rows("SELECT path FROM notice WHERE kind = 'register.collision'")
    assert told["path"] == f"/gestione/persone/{second.public_id}"


async def test_five_wrong_codes_use_a_code_up_and_another_one_is_mailed_for_the_same_data(database: None) -> None:
    person = resident()
    await a_register(person)
    who = await newcomer()
    mail = await ask(who, claim_of(person))
    digits = mail.parameters["digits"]
    wrong = "000000" if digits != "000000" else "111111"
    assert [await refusal_of(who, wrong) for _ in range(5)] == ["match.wrong"] * 4 + ["match.spent"]
    assert await refusal_of(who, digits) == "match.spent"
    await matching.resend(who, at=NOON)
    fresh = await last_mail("register-code")
    await recognitions.confirm(who, fresh.parameters["digits"], at=NOON)
    assert (await account(who))["verified_at"] is not None


async def test_a_code_is_good_for_half_an_hour_and_what_was_typed_for_a_week(database: None) -> None:
    person = resident()
    await a_register(person)
    who = await newcomer()
    digits = (await ask(who, claim_of(person))).parameters["digits"]
    assert await refusal_of(who, digits, 31) == "match.expired"
    await matching.resend(who, at=NOON + timedelta(days=6))
    fresh = (await last_mail("register-code")).parameters["digits"]
    assert await refusal_of(who, digits, 6 * 1440 + 1) == "match.wrong"
    assert await refusal_of(who, fresh, 14 * 1440) == "match.none"
    await matching.forget_old(at=NOON + timedelta(days=14))
    assert await rows("SELECT id FROM register_match") == []


async def test_no_more_than_four_codes_are_mailed_for_the_same_data(database: None) -> None:
    person = resident()
    await a_register(person)
    who = await newcomer()
    await ask(who, claim_of(person))
    for _ in range(3):
        await matching.resend(who, at=NOON)
    with pytest.raises(Conflict, match=r"match\.again"):
        await matching.resend(who, at=NOON)


async def test_who_asks_often_waits_whatever_they_ask(database: None) -> None:
    await a_register(resident())
    who = await newcomer()
    for _ in range(6):
        await ask(who, claim_of(resident()))
    with pytest.raises(TooMany, match=r"match\.wait"):
        await ask(who, claim_of(resident()))
    assert (await ask(who, claim_of(resident()), minutes=2)).kind == "register-no-match"


async def test_what_is_no_code_is_said_field_by_field_and_counts_as_no_try(database: None) -> None:
    await a_register(resident())
    who = await newcomer()
    for _ in range(20):
        with pytest.raises(Invalid) as refused:
            await ask(who, Claim("", "", "ROSSI", date(2030, 1, 1)))
    assert set(refused.value.fields) == {"surname", "code", "born"}


async def test_neither_the_code_nor_what_was_typed_can_be_read_in_the_database(database: None) -> None:
    person = resident("Sconosciutissimi")
    await a_register(person)
    mail = await ask(await newcomer(), claim_of(person))
    stored = str([{**row, "claim": bytes(row["claim"])} for row in await rows("SELECT * FROM register_match")])
    assert not any(secret in stored for secret in ("Sconosciut", person.code, mail.parameters["digits"]))


async def test_one_word_people_and_provisional_codes_are_found(database: None) -> None:
    from codicefiscale import codicefiscale

    stem = "SNGXXX" + code_of("Singh", "Singh", BORN)[6:11] + "Z222"
    singh = Resident("Singh", "", stem + str(codicefiscale.encode_cin(stem)), "03/02/1980")
    provisional = resident("Verdi").at(code="12345678903")
    await a_register(singh, provisional)
    for person in (singh, provisional):
        who = await newcomer()
        mail = await ask(who, claim_of(person))
        await recognitions.confirm(who, mail.parameters["digits"], at=NOON)
        assert (await account(who))["verified_at"] is not None


async def test_a_zone_that_was_merged_is_its_heir_and_of_a_divided_one_the_desk_knows(database: None) -> None:
    from deliberation.people.register import zones

    person, world = resident(zone="Savena"), await a_register(resident(zone="Savena"))
    await loads.apply(COMMAND_LINE, source([person]), seen=await last_load(), at=NOON)
    for heirs, kind in (
        ("", "register-no-match"),
        ("navile altrove", "register-no-match"),
        ("navile", "register-code"),
    ):
        await rows("UPDATE neighbourhood SET closed_at = {}, merged_into = {} WHERE slug = 'savena'", NOON, heirs)
        await zones.follow()
        who = await newcomer()
        mail = await ask(who, claim_of(person))
        assert mail.kind == kind
    await recognitions.confirm(who, mail.parameters["digits"], at=NOON)
    assert (await account(who))["neighbourhood"] == world.navile


async def test_a_suspended_right_stands_again(database: None) -> None:
    from deliberation.ballots import rights
    from deliberation.ballots.roll import freeze
    from deliberation.people.verifications import WithdrawalReason
    from tests.world import a_consultation

    person = resident()
    world = await a_register(person)
    who = await newcomer()
    mail = await ask(who, claim_of(person))
    await recognitions.confirm(who, mail.parameters["digits"], at=NOON)
    await freeze(COMMAND_LINE, await a_consultation(world, ("voting", 0, 48)), at=NOON)
    await rights.withdraw(COMMAND_LINE, who.public_id, WithdrawalReason.MOVED, at=NOON)
    assert [right.suspended_for for right in await rights.rights(who.public_id, at=NOON)] == ["moved"]
    mail = await ask(who, claim_of(person), minutes=5)
    await recognitions.confirm(who, mail.parameters["digits"], at=NOON + timedelta(minutes=6))
    assert [right.suspended_for for right in await rights.rights(who.public_id, at=NOON)] == [""]


async def test_all_of_it_is_done_by_pages(browser: httpx.AsyncClient) -> None:
    person = resident()
    await a_register(person)
    who = await newcomer()
    await sign_in(browser, who)
    typed = {"name": person.name, "surname": person.surname, "code": person.code, **born_on("born", "1980-02-03")}
    refused = await post(browser, "/verifica", "/verifica", **{**typed, "code": "ROSSI"})
    assert refused.status_code == 422
    assert 'value="ROSSI"' in refused.text
    assert all(f'value="{text}"' in refused.text for text in ("03", "02", "1980"))
    wrong = await post(browser, "/verifica", "/verifica", **{**typed, **born_on("born", "1980-02-04")})
    before = (await browser.get("/verifica/codice")).text
    right = await post(browser, "/verifica", "/verifica", **typed)
    assert (wrong.status_code, wrong.headers["location"]) == (right.status_code, right.headers["location"])
    page = (await browser.get("/verifica/codice")).text
    assert _without_tokens(before) == _without_tokens(page)
    digits = (await last_mail("register-code")).parameters["digits"]
    answer = await post(browser, "/verifica/codice", "/verifica/codice", digits="12")
    assert answer.status_code == 422
    assert "tentativi rimasti 4" in answer.text
    done = await post(browser, "/verifica/codice", "/verifica/codice", digits=digits)
    assert (done.status_code, done.headers["location"]) == (303, "/profilo")
    assert "La verifica è già fatta" in (await browser.get("/verifica")).text


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r"\d{1,2}:\d{2}|value=\"[^\"]*\"", "", page)


async def test_without_a_register_the_page_shows_the_way_to_the_desk(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await newcomer())
    assert "Verifica allo sportello" in (await browser.get("/verifica")).text
    assert (await browser.get("/verifica/codice")).headers["location"] == "/verifica"
