# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A vote ends in a result, in an annulment that shows its count, or is cancelled before the count: never in silence."""

import json
from datetime import timedelta

import httpx
import pytest

from analytics.tallies import count_consultation
from deliberation import clock
from deliberation.actor import SYSTEM, Actor, Role
from deliberation.ballots import endings, lifecycle, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.tables import Ballot, RollEntry, Tally
from deliberation.consultations.consultation import stored
from deliberation.consultations.marks import move
from deliberation.consultations.office_rules import TRANSITIONS, may_move
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed, TooLate
from deliberation.proposals.tables import Proposal
from deliberation.records.tables import JournalEntry
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.guards import by_hand
from tests.world import NOON, World, a_city, a_person, post, sign_in

AFTER = CLOSES + timedelta(hours=1)
REASON = "Un errore nel costo della pista falsa il risultato."


async def a_counted_vote() -> tuple[World, Actor, list[Actor], Vote]:
    """The city, the office, three voters, and their vote: closed and counted."""
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(3)]
    vote = await a_vote(world)
    for person in people:
        await cast(person, vote.slug, ["alberi"], at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER, actor=office)
    return world, office, people, vote


async def version(vote: Vote) -> int:
    return (await stored(vote.slug)).version


async def test_what_was_counted_is_not_cancelled(database: None) -> None:
    _, office, _, vote = await a_counted_vote()
    with pytest.raises(Conflict) as refusal:
        await endings.cancel(office, vote.slug, REASON, await version(vote), at=AFTER)
    assert refusal.value.code == "cancel.counted"
    assert (await stored(vote.slug)).state == "tallied"


async def test_an_annulment_has_a_reason_and_publishes_the_count(database: None) -> None:
    _, office, people, vote = await a_counted_vote()
    with pytest.raises(Invalid) as silent:
        await endings.annul(office, vote.slug, "  ", await version(vote), at=AFTER)
    assert silent.value.code == "cancel.reason_missing"
    with pytest.raises(NotAllowed):
        await endings.annul(people[0], vote.slug, REASON, await version(vote), at=AFTER)
    with pytest.raises(Conflict) as stale:
        await endings.annul(office, vote.slug, REASON, 0, at=AFTER)
    assert stale.value.code == "consultation.changed_meanwhile"
    before = await Tally.select(Tally.outcome).order_by(Tally._meta.primary_key)
    await endings.annul(office, vote.slug, REASON, await version(vote), at=AFTER)
    row = await Consultation.select().first()
    assert row is not None
    assert (row["state"], row["cancel_reason"], row["cancelled_at"]) == ("annulled", REASON, AFTER)
    assert await Tally.select(Tally.outcome).order_by(Tally._meta.primary_key) == before
    assert await Ballot.count() == 3
    assert {p["state"] for p in await Proposal.select(Proposal.state)} == {"on_ballot"}
    (line,) = await JournalEntry.select().where(JournalEntry.act == "result.annulled")
    official = await Tally.select(Tally.digest).where(Tally.is_official == True).first()  # noqa: E712 — SQL
    assert official is not None
    assert json.loads(line["detail"]) == {"digest": official["digest"], "reason": REASON}
    told = await rows("SELECT account FROM notice WHERE kind = 'result.annulled' ORDER BY account")
    assert [row["account"] for row in told] == sorted(person.id for person in people)


async def test_an_annulled_count_is_neither_published_nor_counted_nor_annulled_again(database: None) -> None:
    _, office, _, vote = await a_counted_vote()
    await endings.annul(office, vote.slug, REASON, await version(vote), at=AFTER)
    with pytest.raises(Conflict):
        await endings.annul(office, vote.slug, REASON, await version(vote), at=AFTER)
    with pytest.raises(TooLate):
        await tallies.publish(office, vote.slug, at=AFTER)
    with pytest.raises(TooLate):
        await count_consultation(vote.slug, at=AFTER, actor=office)
    with pytest.raises(Conflict):
        await lifecycle.publish_result(office, vote.slug, [], "0", at=AFTER)


async def test_a_vote_whose_count_was_taken_away_by_hand_is_not_annulled(database: None) -> None:
    _, office, _, vote = await a_counted_vote()
    await by_hand("DELETE FROM tally")
    with pytest.raises(Conflict) as refusal:
        await endings.annul(office, vote.slug, REASON, await version(vote), at=AFTER)
    assert refusal.value.code == "result.not_counted"
    assert (await stored(vote.slug)).state == "tallied"


async def test_a_published_result_is_not_annulled(database: None) -> None:
    _, office, _, vote = await a_counted_vote()
    await tallies.publish(office, vote.slug, at=AFTER)
    with pytest.raises(Conflict) as refusal:
        await endings.annul(office, vote.slug, REASON, await version(vote), at=AFTER)
    assert refusal.value.code == "consultation.not_annulled"


@pytest.mark.parametrize("over", [False, True])
async def test_before_the_count_a_vote_is_cancelled_with_the_number_of_ballots_and_nothing_goes(
    database: None, over: bool
) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(3)]
    vote = await a_vote(world)
    for person in people[:2]:
        await cast(person, vote.slug, ["alberi"], at=NOON)
    if over:
        await close(vote)
    await endings.cancel(office, vote.slug, REASON, await version(vote), at=NOON)
    row = await Consultation.select().first()
    assert row is not None
    assert (row["state"], row["cancelled_ballots"], row["cancelled_at"]) == ("cancelled", 2, NOON)
    (line,) = await JournalEntry.select().where(JournalEntry.act == "consultation.cancelled")
    assert json.loads(line["detail"]) == {"ballots": 2, "reason": REASON}
    told = await rows("SELECT account FROM notice WHERE kind = 'consultation.cancelled' ORDER BY account")
    assert [row["account"] for row in told] == [person.id for person in people[:2]]
    assert (await Ballot.count(), await RollEntry.count()) == (2, 3)
    with pytest.raises(TooLate):
        await cast(people[2], vote.slug, ["alberi"], at=NOON)


async def test_an_author_who_voted_is_told_once(database: None) -> None:
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    vote = await a_vote(world)
    await by_hand(f"UPDATE proposal SET author = {author.id} WHERE ballot_position = 1")
    await cast(author, vote.slug, ["alberi"], at=NOON)
    await endings.cancel(office, vote.slug, REASON, await version(vote), at=NOON)
    assert len(await rows("SELECT id FROM notice WHERE account = {}", author.id)) == 1


@pytest.mark.parametrize("state", sorted(TRANSITIONS))
async def test_a_consultation_moves_only_along_its_table(database: None, state: str) -> None:
    """Every pair of states: what the table does not hold is refused by name, and nothing has changed."""
    vote = await a_vote(await a_city(), freeze=False)
    for to in TRANSITIONS:
        await by_hand(f"UPDATE consultation SET state = '{state}'")
        held = await stored(vote.slug)
        if to in TRANSITIONS[state]:
            await move(held, to)
            assert (await stored(vote.slug)).state == to
            continue
        with pytest.raises(Conflict) as refusal:
            await move(held, to)
        assert refusal.value.code == ("tally.not_closed" if to == "tallied" else f"consultation.not_{to}")
        assert refusal.value.parameters == {"state": state}
        assert (await stored(vote.slug)).state == state
        assert may_move(state, to) is not None


async def test_everybody_reads_an_annulment_with_its_count(browser: httpx.AsyncClient) -> None:
    _, office, people, vote = await a_counted_vote()
    here, result = f"/gestione/consultazioni/{vote.slug}", f"/consultazioni/{vote.slug}/risultato"
    assert (await browser.get(result)).status_code == 404
    assert (await browser.get(f"/api/v1/consultations/{vote.slug}/results")).status_code == 404
    await sign_in(browser, office)
    assert f"{here}/annulla" in (await browser.get(here)).text
    asked = (await browser.get(f"{here}/annulla")).text
    assert "Il conteggio diventa pubblico" in asked
    assert "Hanno già votato 3 persone" in asked
    held = await version(vote)
    silent = await post(browser, f"{here}/annulla", f"{here}/annulla-risultato", reason=" ", version=held)
    assert silent.status_code == 422
    cancelled = await post(browser, f"{here}/annulla", f"{here}/annulla", reason=REASON, version=held)
    assert cancelled.status_code == 409
    assert "non si ferma più in silenzio" in cancelled.text
    done = await post(browser, f"{here}/annulla", f"{here}/annulla-risultato", reason=REASON, version=held)
    assert done.status_code == 303
    assert "Risultato annullato" in (await browser.get(here)).text
    assert "<h1>Annulla il risultato</h1>" in (await browser.get(f"{here}/annulla")).text, "it was counted"
    browser.cookies.clear()
    for path in (result, f"/consultazioni/{vote.slug}", "/consultazioni"):
        assert "annullato" in (await browser.get(path)).text
    page = (await browser.get(result)).text
    assert REASON in page
    assert "non vince nessuno" in page
    assert REASON in (await browser.get(f"/consultazioni/{vote.slug}")).text
    assert "VERBALE" in (await browser.get(f"{result}/greedy/verbale.txt")).text
    document = (await browser.get(f"/api/v1/consultations/{vote.slug}/results")).json()
    assert (document["state"], document["annulled_because"]) == ("annulled", REASON)
    assert document["official"]["n_ballots"] == 3
    listed = (await browser.get(f"/api/v1/consultations/{vote.slug}")).json()
    assert (listed["state"], listed["cancel_reason"]) == ("annulled", REASON)
    table = (await browser.get(f"{result}/greedy/esito.csv")).text
    assert f"motivo,{REASON}" in table
    assert "schede,3" in table
    await sign_in(browser, people[0])
    assert "ha annullato il risultato" in (await browser.get("/avvisi")).text.replace("&#39;", "'")


async def test_a_cancelled_vote_says_how_many_had_voted(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    now = clock.now()
    vote = await a_vote(world, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    await cast(person, vote.slug, ["alberi"], at=now)
    await sign_in(browser, office)
    here = f"/gestione/consultazioni/{vote.slug}"
    assert "Hanno già votato meno di dieci persone, o nessuna" in (await browser.get(f"{here}/annulla")).text
    held = await version(vote)
    answer = await post(browser, f"{here}/annulla", f"{here}/annulla", reason=REASON, version=held)
    assert answer.status_code == 303
    again = (await browser.get(f"{here}/annulla")).text
    assert "non si può più annullare" in again
    browser.cookies.clear()
    public = (await browser.get(f"/consultazioni/{vote.slug}")).text
    assert REASON in public
    assert "Schede registrate fino ad allora: 1." in public
    assert (await browser.get(f"/api/v1/consultations/{vote.slug}")).json()["cancelled_ballots"] == 1
    assert (await browser.get(f"/consultazioni/{vote.slug}/risultato")).status_code == 404


async def test_the_table_of_a_result_holds_the_minutes_numbers(browser: httpx.AsyncClient) -> None:
    _, _, _, vote = await a_counted_vote()
    path = f"/consultazioni/{vote.slug}/risultato/greedy/esito.csv"
    assert (await browser.get(path)).status_code == 404
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    lines = (await browser.get(path)).text.removeprefix("\ufeff").split("\r\n")
    assert lines[0] == "dato,valore,opzione,titolo,voti,esito"
    told = {line.split(",")[0]: line.split(",")[1] for line in lines if line and not line.startswith("opzione")}
    assert told["stato"] == "pubblicato"
    assert {told[name] for name in ("schede", "valide")} == {"3"}
    assert {told[name] for name in ("bianche", "nulle", "messe da parte")} == {"0"}
    assert "opzione,,alberi,Progetto alberi,3,scelta" in lines
