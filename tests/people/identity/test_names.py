# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name that others read: two plain words, one's own by choice, and nobody bears somebody else's."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import rights
from deliberation.ballots.mergers import merging
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import departures, pseudonyms, residences
from deliberation.people.access.passwords import hash_password
from deliberation.people.identity import names, reservations, words
from deliberation.people.identity.names import NameKind
from deliberation.people.identity.persons import verify_person
from deliberation.people.queries import own_account
from deliberation.people.residences import Address
from deliberation.people.verifications import WithdrawalReason
from tests.people.people import PASSWORD, somebody
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, document_of, post, sign_in

MONTH = timedelta(days=30)
YEAR = timedelta(days=365)


async def seen(world: World, **facts: object) -> Actor:
    person = await a_person(world.navile, verified=False)
    await verify_person(COMMAND_LINE, person.public_id, document_of(person, **facts), at=NOON)
    return person


async def choose(person: Actor, name: str, kind: NameKind = NameKind.WORDS, **more: object) -> str:
    options = {"shows_place": False, "at": NOON, **more}
    return await names.choose(person, kind, name, **options)  # type: ignore[arg-type]


def test_there_are_thousands_of_names_and_adjectives_agree() -> None:
    found = words.all_names()
    assert len(set(found)) == len(found) > 20_000
    assert words.agreed("Gelso", "Quieto/Quieta") == "Gelso Quieto"
    assert words.agreed("Betulla", "Quieto/Quieta") == "Betulla Quieta"
    assert words.agreed("Betulla", "Gentile") == "Betulla Gentile"
    assert not set(words.MASCULINE) & set(words.FEMININE)
    for quality in words.QUALITIES:
        masculine, _, feminine = quality.partition("/")
        assert masculine.endswith("o" if feminine else ("e", "a")), quality
        assert not feminine or feminine == f"{masculine[:-1]}a", quality
    assert max(map(len, found)) <= 40
    assert all(words.is_of_ours(name) for name in found[::97])


@pytest.mark.parametrize("name", ["", "Gelso", "Gelso Quieta", "Quieto Gelso", "Sindaco Quieto", "gelso quieto", "X Y"])
def test_a_name_that_is_not_of_the_lists_is_none(name: str) -> None:
    assert not words.is_of_ours(name)


async def test_three_free_names_are_offered_and_one_is_borne_over_everything(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    offered = await names.offers()
    assert len(set(offered)) == 3
    assert all(words.is_of_ours(name) for name in offered)
    assert await choose(person, offered[0]) == offered[0]
    assert await choose(person, offered[0], shows_place=True) == f"{offered[0]} · Navile"
    account = await own_account(person)
    assert (account.pseudonym, account.name_kind, account.shows_place) == (f"{offered[0]} · Navile", "words", True)
    await residences.declare(person, account.birth_date, Address(None, None, "", world.savena), at=NOON)  # type: ignore[arg-type]
    assert (await own_account(person)).pseudonym == f"{offered[0]} · Savena"
    lines = await rows("SELECT act, detail FROM journal_entry WHERE act = 'account.renamed'")
    assert lines == [{"act": "account.renamed", "detail": '{"kind":"words"}'}]


async def test_a_name_is_changed_once_a_month_and_that_of_the_place_comes_back_any_time(database: None) -> None:
    person = await a_person((await a_city()).navile)
    await choose(person, "Gelso Quieto")
    with pytest.raises(NotAllowed) as refusal:
        await choose(person, "Betulla Mite", at=NOON + timedelta(days=10))
    assert (refusal.value.code, refusal.value.parameters["days"]) == ("name.too_soon", 21)
    await choose(person, "Betulla Mite", at=NOON + MONTH)
    assert (await choose(person, "", NameKind.PLACE, at=NOON + MONTH)).startswith("Residente di Navile · ")
    with pytest.raises(NotAllowed, match=r"name\.too_soon"):
        await choose(person, "Gelso Quieto", at=NOON + MONTH)


async def test_of_people_who_want_one_name_at_once_one_gets_it(database: None) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(4)]
    done = await asyncio.gather(*(choose(person, "Gelso Quieto") for person in people), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Conflict", "Conflict", "str"]
    with pytest.raises(Exception, match=r"(?i)unique"):
        await rows("UPDATE account SET public_name = 'Gelso Quieto' WHERE public_name = ''")
    with pytest.raises(Invalid, match=r"name\.unknown"):
        await choose(people[0], "Sindaco Quieto")


async def test_first_name_and_initial_are_for_who_was_seen_and_are_taken_back(database: None) -> None:
    world = await a_city()
    with pytest.raises(NotAllowed, match=r"name\.not_seen"):
        await choose(await a_person(world.navile), "", NameKind.PERSON)
    first, second = [await seen(world, name="Maria Grazia", surname=f"Rossi{n}") for n in "ab"]
    assert await choose(first, "", NameKind.PERSON) == "Maria R."
    assert await choose(first, "", NameKind.PERSON, shows_place=True) == "Maria R. · Navile"
    other = await choose(second, "", NameKind.PERSON)
    assert other.startswith("Maria R. · ")
    assert other != "Maria R. · Navile"
    assert await choose(second, "", NameKind.PERSON) == other
    assert await choose(first, "Gelso Quieto") == "Gelso Quieto", "one's own name goes without waiting"
    one_word = await seen(world, name="", surname="Suharto")
    assert await choose(one_word, "", NameKind.PERSON) == "Suharto"


async def test_the_own_name_goes_with_a_verification_that_was_a_mistake_and_with_the_account(database: None) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await seen(world)
    await choose(person, "", NameKind.PERSON)
    await rights.withdraw(office, person.public_id, WithdrawalReason.MISTAKE, at=NOON)
    account = await own_account(person)
    assert account.pseudonym.startswith("Residente di Navile · ")
    assert (account.public_name, account.name_kind) == ("", "place")
    leaver, _ = await somebody(neighbourhood=world.navile)
    await choose(leaver, "Gelso Quieto")
    await departures.delete_own(leaver, PASSWORD, at=NOON)
    assert await rows("SELECT public_name FROM account WHERE id = {}", leaver.id) == [{"public_name": ""}]
    with pytest.raises(Conflict, match=r"name\.taken"):
        await choose(person, "Gelso Quieto", at=NOON + MONTH)


async def test_a_name_that_was_left_is_kept_for_a_year_and_its_bearer_may_come_back_to_it(database: None) -> None:
    world = await a_city()
    first, second = await a_person(world.navile), await a_person(world.navile)
    await choose(first, "Gelso Quieto")
    await choose(first, "Betulla Mite", at=NOON + MONTH)
    for at in (NOON + MONTH, NOON + MONTH + YEAR - timedelta(seconds=1)):
        await reservations.forget_over(at=at)
        with pytest.raises(Conflict, match=r"name\.taken"):
            await choose(second, "Gelso Quieto", at=at)
    assert await choose(first, "Gelso Quieto", at=NOON + 2 * MONTH) == "Gelso Quieto"
    await choose(first, "", NameKind.PLACE, at=NOON + 2 * MONTH)
    later = NOON + 2 * MONTH + YEAR
    await reservations.forget_over(at=later)
    assert await choose(second, "Gelso Quieto", at=later) == "Gelso Quieto"


async def test_a_name_is_left_and_wanted_at_once_and_nobody_else_gets_it(database: None) -> None:
    world = await a_city()
    first, *others = [await a_person(world.navile) for _ in range(5)]
    await choose(first, "Gelso Quieto")
    done = await asyncio.gather(
        *(choose(person, "Gelso Quieto", at=NOON + MONTH) for person in others[:2]),
        choose(first, "Betulla Mite", at=NOON + MONTH),
        *(choose(person, "Gelso Quieto", at=NOON + MONTH) for person in others[2:]),
        return_exceptions=True,
    )
    assert [one for one in done if isinstance(one, str)] == ["Betulla Mite"]


async def test_a_kept_name_is_offered_to_nobody(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await a_person((await a_city()).navile)
    await choose(first, "Gelso Quieto")
    await choose(first, "", NameKind.PLACE)
    drawn = iter(["Gelso Quieto"] * 9 + ["Betulla Mite", "Gelso Mite", "Gelso Gentile"] * 9)
    monkeypatch.setattr(names, "_draw", lambda: next(drawn))
    assert "Gelso Quieto" not in await names.offers()


async def test_an_own_name_that_was_left_gives_the_next_of_that_name_a_mark_and_goes_with_the_account(
    database: None,
) -> None:
    world = await a_city()
    first, second, third = [await seen(world, name="Maria", surname=f"Rossi{n}") for n in "abc"]
    await choose(first, "", NameKind.PERSON)
    await choose(first, "Gelso Quieto")
    assert (await choose(second, "", NameKind.PERSON)).startswith("Maria R. · ")
    await rows("UPDATE account SET password_hash = {} WHERE id = {}", await hash_password(PASSWORD), first.id)
    await departures.delete_own(first, PASSWORD, at=NOON)
    kept = await rows("SELECT name, account FROM reserved_name ORDER BY name")
    assert [row["name"] for row in kept if not row["name"].startswith("Residente")] == ["Gelso Quieto"]
    assert {row["account"] for row in kept if row["name"] == "Gelso Quieto"} == {None}
    assert await choose(third, "", NameKind.PERSON) == "Maria R."


async def test_the_name_of_a_place_that_was_left_is_not_drawn_again(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await a_person((await a_city()).navile)
    await choose(person, "", NameKind.PLACE)
    left = (await own_account(person)).pseudonym
    await choose(person, "Gelso Quieto")
    drawn = iter([left, "Residente di Navile · z9"])
    monkeypatch.setattr(pseudonyms, "draw", lambda *_: next(drawn))
    assert await pseudonyms.a_free_one("Navile") == "Residente di Navile · z9"


async def test_the_name_of_an_account_that_was_merged_is_kept_for_the_one_that_stays(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    kept, dropped, other = [await a_person(world.navile) for _ in range(3)]
    await choose(dropped, "Gelso Quieto")
    await merging.merge(office, kept.public_id, dropped.public_id, email_of=kept.public_id, at=NOON)
    with pytest.raises(Conflict, match=r"name\.taken"):
        await choose(other, "Gelso Quieto")
    assert await choose(kept, "Gelso Quieto") == "Gelso Quieto"


async def test_the_name_is_chosen_on_arrival_and_changed_in_the_profile(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), person)
    await sign_in(browser, person)
    page = (await browser.get("/benvenuto")).text
    offered = [part.split('"', 1)[0] for part in page.split('name="name" value="')[1:]]
    assert len(offered) == 3
    done = await post(browser, "/benvenuto", "/profilo/nome", name=offered[1], next="/benvenuto")
    assert done.headers["location"] == "/benvenuto"
    assert "Che nome vuoi usare qui?" not in (await browser.get("/benvenuto")).text
    assert offered[1] in (await browser.get(f"/proposte/{proposal}")).text
    change = (await browser.get("/profilo/nome")).text
    assert f'value="{offered[1]}" checked' in change
    assert "Maria R." not in change
    refused = await post(browser, "/profilo/nome", "/profilo/nome", name=offered[0])
    assert refused.status_code == 422
    assert "fra 30 giorni" in refused.text
    assert (await post(browser, "/profilo/nome", "/profilo/nome")).status_code == 422
    abroad = await post(
        browser, "/profilo/nome", "/profilo/nome", name=offered[1], shows_place="1", next="//evil.example"
    )
    assert abroad.headers["location"] == "/profilo"
    assert f"{offered[1]} · Navile" in (await browser.get("/profilo")).text
