# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Having voted leaves a trace: for the voter alone, with the way to change it while that is possible."""

import json
from datetime import datetime, timedelta
from itertools import pairwise

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from deliberation.ballots import rights
from deliberation.ballots.casting import cast
from deliberation.ballots.traces import own_votes
from deliberation.database import engine, rows
from deliberation.errors import NotAllowed
from deliberation.people.verifications import WithdrawalReason
from tests.ballots.votes import Vote, a_vote, close
from tests.world import NOON, World, a_city, a_person, sign_in

HOUR = timedelta(hours=1)
TRACE = "Hai votato il"


async def an_open_vote(world: World, slug: str = "bilancio") -> tuple[Vote, datetime]:
    """A vote that is open on the real clock, which the pages use."""
    now = clock.now()
    return await a_vote(world, slug=slug, opens_at=now - HOUR, closes_at=now + HOUR), now


async def mails() -> list[tuple[str, datetime]]:
    """Kind and instant of the mails that were queued."""
    found = await rows("SELECT payload, run_at FROM job WHERE kind = 'mail' ORDER BY id")
    return [(json.loads(r["payload"])["kind"], datetime.fromtimestamp(r["run_at"], tz=NOON.tzinfo)) for r in found]


async def test_home_list_consultation_ballot_and_profile_say_that_one_has_voted_and_offer_to_change(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    voter, other = await a_person(world.navile), await a_person(world.navile)
    vote, now = await an_open_vote(world)
    here = f"/consultazioni/{vote.slug}"
    pages = ("/", "/consultazioni", "/quartieri/navile", here, "/profilo")
    await sign_in(browser, voter)
    for path in pages:
        assert TRACE.lower() not in (await browser.get(path)).text.lower(), path
    await cast(voter, vote.slug, ["alberi"], at=now)
    for path in pages:
        answer = await browser.get(path)
        assert TRACE.lower() in answer.text.lower(), path
        assert "Cambia" in answer.text, path
        assert f'href="{here}/vota"' in answer.text, path
        assert answer.headers["cache-control"] == "no-store", path
    assert "Hai già votato" in (await browser.get(f"{here}/vota")).text
    await sign_in(browser, other)
    for path in pages:
        assert TRACE.lower() not in (await browser.get(path)).text.lower(), path
    browser.cookies.clear()
    for path in pages[:-1]:
        assert TRACE.lower() not in (await browser.get(path)).text.lower(), path


async def test_after_closing_the_trace_stays_and_nothing_offers_to_change(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    voter = await a_person(world.navile)
    vote, now = await an_open_vote(world)
    await cast(voter, vote.slug, ["alberi"], at=now)
    await close(vote, now)
    await sign_in(browser, voter)
    for path in ("/consultazioni?concluse=tutte", f"/consultazioni/{vote.slug}", "/profilo"):
        text = (await browser.get(path)).text
        assert TRACE.lower() in text.lower(), path
        assert f"/consultazioni/{vote.slug}/vota" not in text, path


async def test_the_trace_costs_one_statement_however_many_votes(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    voter = await a_person(world.navile)
    await sign_in(browser, voter)

    async def statements() -> int:
        seen = engine().statements.start()
        assert len(await own_votes(voter, at=clock.now())) == cast_in
        return len(seen)

    counts = []
    for cast_in in range(1, 5):
        vote, now = await an_open_vote(world, f"voto-{cast_in}")
        await cast(voter, vote.slug, ["alberi"], at=now)
        counts.append(await statements())
    assert counts == [1, 1, 1, 1]


async def test_the_first_ballot_is_told_at_once_and_never_what_it_says(database: None) -> None:
    world = await a_city()
    voter = await a_person(world.navile)
    vote = await a_vote(world)
    await cast(voter, vote.slug, ["alberi"], at=NOON)
    await cast(voter, vote.slug, ["alberi"], at=NOON + HOUR)
    assert await mails() == [("vote-recorded", NOON)]
    payload = (await rows("SELECT payload FROM job WHERE kind = 'mail'"))[0]["payload"]
    assert "alberi" not in payload
    assert "Progetto" not in payload


async def test_changes_are_told_and_no_two_mails_are_less_than_an_hour_apart(database: None) -> None:
    world = await a_city()
    voter = await a_person(world.navile)
    vote = await a_vote(world)
    for turn, minutes in enumerate((0, 10, 20, 50, 61, 70, 300, 301)):
        await cast(voter, vote.slug, ["alberi"] if turn % 2 else ["orto"], at=NOON + timedelta(minutes=minutes))
    sent = await mails()
    assert [kind for kind, _ in sent] == ["vote-recorded", *["vote-changed"] * (len(sent) - 1)]
    instants = [at for _, at in sent]
    assert instants == [NOON + timedelta(minutes=minutes) for minutes in (0, 60, 120, 300, 360)]
    assert all(b - a >= HOUR for a, b in pairwise(instants))
    changed = [row["at"] for row in await rows("SELECT at FROM journal_entry WHERE act = 'ballot.changed'")]
    assert changed
    for moment in changed:
        at = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
        assert any(at <= instant <= at + HOUR for instant in instants), "every change is told within the hour"


async def test_a_refused_ballot_sends_no_mail(database: None) -> None:
    world = await a_city()
    stranger = await a_person(world.savena)
    vote = await a_vote(world)
    with pytest.raises(NotAllowed):
        await cast(stranger, vote.slug, ["alberi"], at=NOON)
    assert await mails() == []


async def test_a_ballot_that_is_set_aside_is_not_called_a_vote_that_can_change(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    voter, office = await a_person(world.navile), await a_person(None, Role.OFFICE)
    vote, now = await an_open_vote(world)
    await cast(voter, vote.slug, ["alberi"], at=now)
    await rights.withdraw(office, voter.public_id, WithdrawalReason.MISTAKE, at=now)
    await sign_in(browser, voter)
    for path in ("/", f"/consultazioni/{vote.slug}", "/profilo"):
        text = (await browser.get(path)).text
        assert "messa da parte e non si conta" in text, path
        assert "Cambia il voto" not in text, path


async def test_the_pages_of_a_vote_whose_right_is_suspended_say_what_can_be_done(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    voter, office = await a_person(world.navile), await a_person(None, Role.OFFICE)
    vote, now = await an_open_vote(world)
    await sign_in(browser, voter)
    welcome = (await browser.get("/benvenuto")).text
    assert "sei nella lista: puoi votare." in welcome
    assert "chi non c'è può votare la prossima volta" not in welcome
    await cast(voter, vote.slug, ["alberi"], at=now)
    await rights.withdraw(office, voter.public_id, WithdrawalReason.MISTAKE, at=now)
    page = (await browser.get(f"/consultazioni/{vote.slug}")).text
    assert "Il tuo voto è messo da parte" in page
    assert "Puoi cambiare il voto" not in page
    assert "Che cosa puoi fare" in (await browser.get("/")).text
    welcome = (await browser.get("/benvenuto")).text
    assert "il tuo diritto di voto è sospeso" in welcome
    assert "sei nella lista" not in welcome
