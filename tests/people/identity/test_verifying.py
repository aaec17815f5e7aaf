# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A verified person is somebody, and has one account, however many desks look at them at once."""

import asyncio
import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest

from deliberation import keys
from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import rights
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import departures
from deliberation.people.identity.facts import PersonFacts, search_name
from deliberation.people.identity.persons import verify_person
from deliberation.people.identity.queries import identity_at_desk, key_uses, own_identity
from deliberation.people.verifications import WithdrawalReason
from tests.people.people import PASSWORD, count, somebody
from tests.world import NOON, World, a_city, a_person, document_of, fiscal_code

OLD, NEW = "old-key-" * 5, "new-key-" * 5


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    before = list(keys._identity)
    keys.use_identity(OLD)
    yield
    keys._identity[:] = before


async def waiting(world: World, **options: object) -> Actor:
    return await a_person(world.navile, verified=False, **options)  # type: ignore[arg-type]


async def verify(person: Actor, facts: PersonFacts) -> None:
    await verify_person(COMMAND_LINE, person.public_id, facts, seen=NOON, at=NOON)


async def test_what_was_seen_is_kept_and_the_fiscal_code_only_as_a_keyed_hash(database: None) -> None:
    person, office = await waiting(await a_city()), await a_person(None, Role.OFFICE)
    facts = document_of(
        person, name="  Maria  Grazia ", fiscal_code=fiscal_code("Rossi", "Maria Grazia", person.birth_date)
    )  # type: ignore[arg-type]
    facts = dataclasses.replace(facts, surname="Rossi", fiscal_code=facts.fiscal_code.lower())
    await verify_person(office, person.public_id, facts, seen=NOON, at=NOON)
    (row,) = await rows("SELECT * FROM person")
    assert (row["name"], row["surname"], row["birth_date"]) == ("Maria Grazia", "Rossi", date(1985, 5, 17))
    assert (row["document"], row["seen_by"], row["seen_at"]) == ("passport", office.public_id, NOON)
    assert (len(row["code_mac"]), row["code_key"]) == (64, keys.key_name(OLD))
    assert facts.fiscal_code.upper() not in repr(row)
    assert (await rows("SELECT person, verified_at FROM account WHERE id = {}", person.id)) == [
        {"person": row["id"], "verified_at": NOON}
    ]
    mine = await own_identity(person)
    assert mine == await identity_at_desk(office, person.public_id)
    assert mine is not None
    assert (mine.full_name, mine.has_code) == ("Maria Grazia Rossi", True)
    with pytest.raises(NotAllowed):
        await identity_at_desk(person, person.public_id)


async def test_a_person_has_one_account_also_by_a_variant_of_the_code(database: None) -> None:
    world = await a_city()
    first, second = await waiting(world), await waiting(world)
    facts = document_of(first, fiscal_code="RSSMRA85E57A944R", surname="Rossi")
    await verify(first, facts)
    with pytest.raises(Conflict) as refusal:
        await verify(second, dataclasses.replace(facts, fiscal_code="RSSMRA85E57A94QO"))
    assert (refusal.value.code, refusal.value.parameters["other"]) == ("person.has_account", first.public_id)
    assert await rows("SELECT id FROM account WHERE verified_at IS NOT NULL") == [{"id": first.id}]
    assert await count("person") == 1


async def test_two_people_whom_the_tax_office_tells_apart_by_a_letter_have_an_account_each(database: None) -> None:
    world = await a_city()
    first, second, third = await waiting(world), await waiting(world), await waiting(world)
    facts = document_of(first, fiscal_code="RSSMRA85E57A944R", surname="Rossi")
    other = dataclasses.replace(facts, fiscal_code="RSSMRA85E57A94QO", is_twin=True)
    await verify(first, facts)
    with pytest.raises(Invalid, match=r"person\.doubts") as refusal:
        await verify(second, other)
    doubts = frozenset(refusal.value.parameters["doubts"])  # type: ignore[call-overload]
    assert "person.twin" in doubts
    with pytest.raises(Invalid, match=r"person\.reason_missing"):
        await verify(second, dataclasses.replace(other, accepted=doubts))
    await verify(second, dataclasses.replace(other, accepted=doubts, reason="Due carte, due volti"))
    for code, holder in ((facts.fiscal_code, first), (other.fiscal_code, second)):
        with pytest.raises(Conflict) as known:
            await verify(third, dataclasses.replace(facts, fiscal_code=code))
        assert known.value.parameters["other"] == holder.public_id


@pytest.mark.parametrize("through", [verify_person, rights.verify], ids=["alone", "with rights"])
async def test_of_desks_that_see_the_same_person_at_once_one_verifies(database: None, through: object) -> None:
    world = await a_city()
    accounts = [await waiting(world) for _ in range(6)]
    facts = document_of(accounts[0])

    async def at_desk(person: Actor) -> None:
        if through is verify_person:
            await verify_person(COMMAND_LINE, person.public_id, facts, seen=NOON, at=NOON)
        else:
            await rights.verify(COMMAND_LINE, person.public_id, facts, NOON, at=NOON)

    done = await asyncio.gather(*(at_desk(person) for person in accounts), return_exceptions=True)
    assert [type(one) for one in done if one is not None] == [Conflict] * 5
    assert await count("person") == 1
    assert len(await rows("SELECT id FROM account WHERE verified_at IS NOT NULL AND person IS NOT NULL")) == 1


async def test_the_database_refuses_a_second_account_of_a_person_and_a_second_person_of_a_code(database: None) -> None:
    world = await a_city()
    first, second = await waiting(world), await waiting(world)
    await verify(first, document_of(first))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await rows("UPDATE account SET person = (SELECT id FROM person) WHERE id = {}", second.id)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await rows(
            "INSERT INTO person (name, surname, search_name, birth_date, code_mac, code_key, document, seen_by, "
            "seen_at, reason) SELECT name, surname, search_name, birth_date, code_mac, code_key, document, seen_by, "
            "seen_at, reason FROM person"
        )


async def test_what_does_not_fit_is_looked_at_again_and_goes_on_with_a_reason(database: None) -> None:
    person = await waiting(await a_city())
    facts = document_of(person, fiscal_code="")
    with pytest.raises(Invalid, match=r"person\.doubts") as refusal:
        await verify(person, facts)
    assert refusal.value.parameters["doubts"] == ("fiscal_code.missing",)
    accepted = frozenset({"fiscal_code.missing"})
    born = dataclasses.replace(facts, accepted=accepted, reason="Tessera smarrita", birth_date=date(1985, 5, 18))
    with pytest.raises(Invalid, match=r"person\.doubts"):
        await verify(person, born)
    await verify(person, dataclasses.replace(born, accepted=accepted | {"person.other_birth_date"}))
    (row,) = await rows("SELECT code_mac, reason, birth_date FROM person")
    assert row == {"code_mac": None, "reason": "Tessera smarrita", "birth_date": date(1985, 5, 18)}
    assert await rows("SELECT birth_date FROM account WHERE id = {}", person.id) == [{"birth_date": date(1985, 5, 18)}]
    (line,) = await rows("SELECT detail FROM journal_entry WHERE act = 'residence.verified'")
    assert line["detail"] == '{"document":"passport","doubts":["fiscal_code.missing","person.other_birth_date"]}'


async def test_a_namesake_whose_code_cannot_be_compared_is_shown(database: None) -> None:
    world = await a_city()
    first, second, third = await waiting(world), await waiting(world), await waiting(world)
    facts = document_of(first, surname="Núñez", fiscal_code="", accepted=frozenset({"fiscal_code.missing"}), reason="x")
    await verify(first, facts)
    again = document_of(second, name="Nunez", surname="maria")
    with pytest.raises(Invalid, match=r"person\.doubts") as refusal:
        await verify(second, again)
    assert refusal.value.parameters == {"doubts": ("person.namesake",), "other": first.public_id}
    await verify(second, dataclasses.replace(again, accepted=frozenset({"person.namesake"}), reason="Sono cugine"))
    assert search_name("Maria", "Núñez") == search_name("NUNEZ", "maria")
    other = document_of(third, surname="Núñez", birth_date=date(1985, 5, 16))
    await verify(third, dataclasses.replace(other, accepted=frozenset({"person.other_birth_date"}), reason="y"))


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"surname": " "}, "surname", "person.surname_missing"),
        ({"name": "x" * 121}, "name", "person.name_long"),
        ({"fiscal_code": "RSSMRA85E57A944S"}, "fiscal_code", "fiscal_code.control"),
        ({"birth_date": date(2015, 1, 1)}, "birth_date", "birth_date.too_young"),
        ({"reason": "x" * 201}, "reason", "person.reason_long"),
    ],
)
async def test_what_cannot_be_right_is_refused_by_its_field(
    database: None, wrong: dict[str, object], field: str, code: str
) -> None:
    person = await waiting(await a_city())
    with pytest.raises(Invalid) as refusal:
        await verify(person, dataclasses.replace(document_of(person), **wrong))  # type: ignore[arg-type]
    assert refusal.value.fields[field] == code
    assert await count("person") == 0


async def test_a_new_key_takes_over_as_people_are_seen_again_and_the_old_one_goes_on_recognising(
    database: None,
) -> None:
    world = await a_city()
    first, second, third = [await waiting(world) for _ in range(3)]
    facts = {person.id: document_of(person) for person in (first, second)}
    for person in (first, second):
        await verify(person, facts[person.id])
    keys.use_identity(NEW, OLD)
    for person in (first, second):
        with pytest.raises(Conflict, match=r"person\.has_account"):
            await verify(third, facts[person.id])
    await rows("UPDATE account SET verified_at = NULL WHERE id = {}", first.id)
    await verify(first, facts[first.id])
    assert [(use.name, use.people, use.is_known, use.is_today) for use in await key_uses()] == [
        (keys.key_name(NEW), 1, True, True),
        (keys.key_name(OLD), 1, True, False),
    ]
    keys.use_identity(NEW)  # too early: the second person is recognised by name and birth date only
    assert [use.is_known for use in await key_uses()] == [True, False]
    with pytest.raises(Conflict, match=r"person\.has_account"):
        await verify(third, facts[first.id])
    with pytest.raises(Invalid, match=r"person\.doubts") as refusal:
        await verify(third, dataclasses.replace(facts[second.id]))
    assert refusal.value.parameters["other"] == second.public_id


async def test_after_a_mistake_the_account_is_nobodys_and_otherwise_it_stays_theirs(database: None) -> None:
    world = await a_city()
    first, second, office = await waiting(world), await waiting(world), await a_person(None, Role.OFFICE)
    facts = document_of(first)
    await verify(first, facts)
    await rights.withdraw(office, first.public_id, WithdrawalReason.MOVED, at=NOON)
    with pytest.raises(Conflict, match=r"person\.has_account"):
        await verify(second, facts)
    await verify(first, facts)
    await rights.withdraw(office, first.public_id, WithdrawalReason.MISTAKE, at=NOON)
    assert await count("person") == 0
    await verify(second, facts)


async def test_an_account_that_was_somebody_elses_says_so(database: None) -> None:
    person, office = await waiting(await a_city()), await a_person(None, Role.OFFICE)
    await verify(person, document_of(person))
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=NOON)
    other = document_of(person, surname="Verdi")
    with pytest.raises(Invalid) as refusal:
        await verify(person, other)
    assert refusal.value.parameters["doubts"] == ("person.other_before",)
    await verify(person, dataclasses.replace(other, accepted=frozenset({"person.other_before"}), reason="Carta"))
    assert [row["surname"] for row in await rows("SELECT surname FROM person")] == ["Verdi"]


async def test_who_leaves_takes_name_and_hash_along(database: None) -> None:
    world = await a_city()
    person, _ = await somebody(neighbourhood=world.navile, verified=False)
    await verify(person, document_of(person))
    await departures.delete_own(person, PASSWORD, at=NOON)
    assert await count("person") == 0
    assert await rows("SELECT person FROM account WHERE id = {}", person.id) == [{"person": None}]
