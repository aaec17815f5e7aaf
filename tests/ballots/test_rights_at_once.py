# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Withdrawals, ballots, rolls and closings at the same moment; and what desk and voter read of it."""

import asyncio
import contextlib
from datetime import timedelta

import httpx

from deliberation import clock
from deliberation.actor import SYSTEM, Actor, Role
from deliberation.ballots import rights, roll
from deliberation.ballots.casting import cast
from deliberation.ballots.queries import turnout
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.consultations.tables import Consultation
from deliberation.errors import NotAllowed, TooLate
from deliberation.people.verifications import WithdrawalReason
from tests.ballots.test_rights import LATER, a_voter, acts
from tests.ballots.votes import a_vote, close
from tests.world import NOON, a_city, a_person, document_of, post, sign_in, typed_at_desk


async def test_a_withdrawal_and_ballots_on_their_way_leave_no_ballot_that_counts(database: None) -> None:
    _, office, person, vote = await a_voter()

    async def change(number: int) -> None:
        with contextlib.suppress(NotAllowed):
            await cast(person, vote.slug, ["alberi", "orto"][: 1 + number % 2], at=LATER)

    await asyncio.gather(
        *(change(number) for number in range(8)),
        rights.withdraw(office, person.public_id, WithdrawalReason.MISTAKE, at=LATER),
        *(change(number) for number in range(8)),
    )
    found = await turnout(vote.id)
    assert (found.voters, found.set_aside) == (0, 1)


async def test_a_withdrawal_while_the_roll_is_frozen_is_seen_by_one_of_the_two(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(12)]
    vote = await a_vote(world, freeze=False)
    await asyncio.gather(
        *(rights.withdraw(office, p.public_id, WithdrawalReason.MISTAKE, at=NOON) for p in people[:6]),
        roll.freeze(SYSTEM, vote.id, at=NOON),
        *(rights.withdraw(office, p.public_id, WithdrawalReason.MISTAKE, at=NOON) for p in people[6:]),
    )
    assert await RollEntry.count().where(RollEntry.suspended_at.is_null()) == 0


async def test_withdrawal_cast_and_closing_at_once_leave_one_truth(database: None) -> None:
    """Whatever comes first: each ballot of the closed vote is counted or set aside, and nothing moves afterwards."""
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(10)]
    vote = await a_vote(world)
    seen: list[tuple[int, int]] = []

    async def voting(person: Actor) -> None:
        with contextlib.suppress(NotAllowed, TooLate):
            await cast(person, vote.slug, ["alberi"], at=LATER)

    async def closing() -> None:
        await asyncio.sleep(0.02)
        await close(vote, LATER)
        now = await turnout(vote.id)
        seen.append((now.voters, now.set_aside))

    await asyncio.gather(
        *(voting(person) for person in people),
        *(rights.withdraw(office, p.public_id, WithdrawalReason.ASKED, at=LATER) for p in people[::2]),
        closing(),
    )
    after = await turnout(vote.id)
    assert (after.voters, after.set_aside) == seen[0]
    assert after.voters + after.set_aside == await Ballot.count()
    assert (await acts(vote)).count("ballot.set_aside") <= after.set_aside <= 5
    assert (await Consultation.select(Consultation.state).first() or {})["state"] == "closed"


async def test_the_desk_shows_what_a_withdrawal_does_and_what_a_verification_gives_back(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    now = clock.now()
    vote = await a_vote(world, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    await cast(person, vote.slug, ["alberi"], at=now)
    await sign_in(browser, office)
    desk = f"/gestione/persone/{person.public_id}"
    warning = (await browser.get(f"{desk}/ritira")).text
    assert "Perde subito il diritto di voto" in warning
    assert "Bilancio di Navile" in warning
    assert (await post(browser, f"{desk}/ritira", f"{desk}/ritira", reason="mistake")).status_code == 303
    seen = (await browser.get(desk)).text
    assert "Verificando torna anche il diritto di voto" in seen
    assert "Diritto di voto sospeso: Bilancio di Navile" in seen
    page = (await browser.get(desk)).text
    when = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    assert (
        await post(browser, desk, f"{desk}/verifica", **typed_at_desk(document_of(person)), seen=when)
    ).status_code == 303
    assert (await turnout(vote.id)).voters == 1


async def test_the_voter_reads_that_the_ballot_is_set_aside(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    now = clock.now()
    vote = await a_vote(world, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    await cast(person, vote.slug, ["alberi"], at=now)
    await sign_in(browser, person)
    assert "si ferma subito" in (await browser.get("/residenza")).text
    await rights.withdraw(office, person.public_id, WithdrawalReason.MISTAKE, at=clock.now())
    path = f"/consultazioni/{vote.slug}/vota"
    refused = await browser.get(path)
    assert refused.status_code == 403
    assert "Il tuo diritto di voto è sospeso" in refused.text
    assert "è messo da parte: non è cancellato" in refused.text
    assert "era un errore" in refused.text
    sent = await post(browser, "/residenza", f"{path}/registra", scelte="orto")
    assert sent.status_code == 403
    assert "è messo da parte: non è cancellato" in sent.text
    recorded = (await browser.get(f"{path}/registrato")).text
    assert "Il tuo voto è messo da parte." in recorded
    await close(vote, clock.now())
    over = (await browser.get(path)).text
    assert "è stato messo da parte e non si conta" in over
    assert "Il voto che avevi registrato il" in over
