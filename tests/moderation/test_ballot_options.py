# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An option of a ballot never vanishes: only the office hides its text, after a warning, with a note for everybody."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from analytics.reads import evidence
from analytics.tallies import count_consultation
from deliberation.actor import VISITOR, Actor, Role
from deliberation.ballots import lists, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.questions import question
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation, stored
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.moderation import judgements
from deliberation.moderation.judgements import Judgement
from deliberation.notices.tables import Notice
from deliberation.people import departures
from deliberation.people.access import passwords
from deliberation.people.tables import Account
from deliberation.proposals import proposals
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.tables import Proposal
from tests.ballots.votes import a_vote, close
from tests.consultations_office.stories import SECRET, a_frozen_vote, a_proposal, published
from tests.moderation.test_judgements import a_comment
from tests.world import NOON, World, a_city, a_person, post, sign_in

NOTE = "C'era il telefono di una persona."
HIDE = (Judgement.HIDE, "personal-data", NOTE)


class Stage:
    """A frozen vote in Navile, its author, a moderator of Navile, the office; `option` is one of three."""

    world: World
    held: Consultation
    author: Actor
    moderator: Actor
    office: Actor
    option: str


async def a_stage() -> Stage:
    stage = Stage()
    stage.world = await a_city()
    stage.office = await a_person(None, Role.OFFICE)
    stage.author = await a_person(stage.world.navile)
    stage.moderator = await a_person(stage.world.navile, Role.MODERATOR, over=stage.world.navile)
    stage.held = await a_frozen_vote(stage.office, stage.world, author=stage.author)
    stage.option = (await question(stage.held.slug)).choices[0].public_id
    return stage


async def hidden(stage: Stage) -> str:
    return await judgements.decide(stage.office, "proposal", stage.option, *HIDE, at=NOON, knows_of_ballot=True)


async def test_a_moderator_who_tries_to_hide_an_option_is_told_who_can(browser: httpx.AsyncClient) -> None:
    stage = await a_stage()
    with pytest.raises(NotAllowed) as refusal:
        await judgements.decide(stage.moderator, "proposal", stage.option, *HIDE, at=NOON, knows_of_ballot=True)
    assert refusal.value.code == "moderation.on_ballot"
    await sign_in(browser, stage.moderator)
    case = f"/moderazione/proposta/{stage.option}"
    page = (await browser.get(case)).text
    assert "decide solo l&#39;ufficio" in page
    assert 'name="act"' not in page
    assert (await post(browser, case, case, act="hide", reason="insult", note=NOTE, confirmed="1")).status_code == 403


async def test_the_office_hides_an_option_after_a_page_that_says_what_it_means(browser: httpx.AsyncClient) -> None:
    stage = await a_stage()
    await sign_in(browser, stage.office)
    case = f"/moderazione/proposta/{stage.option}"
    bare = await post(browser, case, case, act="hide", reason="personal-data", note="")
    assert bare.status_code == 422
    assert "Scrivi una nota: la leggono tutti" in bare.text
    warned = await post(browser, case, case, act="hide", reason="personal-data", note=NOTE)
    assert warned.status_code == 200
    assert "restano 3 opzioni" in warned.text
    assert (await proposal_queries.proposal(stage.option, VISITOR)).hidden_at is None
    done = await post(browser, case, case, act="hide", reason="personal-data", note=NOTE, confirmed="1")
    assert done.status_code == 303
    undone = await post(browser, done.headers["location"], f"{done.headers['location']}/annulla")
    assert undone.status_code == 303
    assert (await proposal_queries.proposal(stage.option, VISITOR)).may_read


async def test_the_warning_cannot_be_missed_when_the_list_is_frozen_meanwhile(database: None) -> None:
    stage = await a_stage()
    with pytest.raises(Conflict) as refusal:
        await judgements.decide(stage.office, "proposal", stage.option, *HIDE, at=NOON)
    assert refusal.value.code == "moderation.mind_the_ballot"
    with pytest.raises(Invalid):
        await judgements.decide(
            stage.office, "proposal", stage.option, Judgement.HIDE, "insult", "  ", at=NOON, knows_of_ballot=True
        )


async def test_a_hidden_option_is_named_everywhere_and_its_text_is_nowhere(browser: httpx.AsyncClient) -> None:
    stage = await a_stage()
    await Proposal.update(
        {Proposal.body: "Chiamate Zenobia.", Proposal.place_label: "casa di Zenobia", Proposal.plain_text: " zenob "}
    ).where(Proposal.public_id == stage.option)
    below = await a_comment(stage.option, stage.author, "Un bel posto.")
    before = await proposal_queries.proposals(VISITOR, at=NOON)
    await hidden(stage)
    after = await proposal_queries.proposals(VISITOR, at=NOON)
    assert after.total == before.total == 3
    asked = await question(stage.held.slug)
    assert [(c.hidden_reason, c.hidden_note) for c in asked.choices] == [("personal-data", NOTE), ("", ""), ("", "")]
    here = f"/consultazioni/{stage.held.slug}"
    found = {
        path: await browser.get(path)
        for path in (
            f"/proposte/{stage.option}",
            here,
            "/proposte",
            "/proposte?q=zenobia",
            f"/api/v1/proposals/{stage.option}",
            "/api/v1/proposals",
            "/quartieri/navile",
            "/",
        )
    }
    for path, answer in found.items():
        assert answer.status_code == 200, path
        assert "Zenobia" not in answer.text.replace("zenobia", ""), path
    page = found[f"/proposte/{stage.option}"].text
    assert "Testo nascosto" in page
    assert "telefono di una persona" in page
    assert "Un bel posto." in page
    assert f"commento-{below}" in page
    assert "Testo nascosto" in found[here].text
    assert stage.option not in found["/proposte?q=zenobia"].text
    api = found[f"/api/v1/proposals/{stage.option}"].json()
    assert (api["body"], api["hidden_reason"], api["hidden_note"]) == ("", "personal-data", NOTE)
    assert found["/api/v1/proposals"].json()["total"] == 3
    assert (await queries.counts(stage.held.id)).proposals == 3
    for person in (stage.author, stage.moderator, stage.office):
        assert "Zenobia" in (await proposal_queries.proposal(stage.option, person)).body


async def test_ballot_summary_and_receipt_say_that_a_text_is_hidden_and_why(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    voter = await a_person(world.navile)
    office = await a_person(None, Role.OFFICE)
    vote = await a_vote(world, opens_at=NOON - timedelta(days=900), closes_at=NOON + timedelta(days=900))
    await judgements.decide(office, "proposal", f"v{vote.id}orto", *HIDE, at=NOON, knows_of_ballot=True)
    await sign_in(browser, voter)
    here = f"/consultazioni/{vote.slug}/vota"
    ballot = (await browser.get(here)).text
    assert ballot.count("Testo nascosto: dati personali. C&#39;era il telefono") == 1
    assert ballot.count('name="scelte"') == 4
    await post(browser, here, f"{here}/registra", scelte="orto")
    assert "Testo nascosto: dati personali" in (await browser.get(f"{here}/registrato")).text


async def test_the_office_finds_the_way_from_the_page_and_doctor_finds_no_fault(browser: httpx.AsyncClient) -> None:
    stage = await a_stage()
    here = f"/moderazione/proposta/{stage.option}"
    await sign_in(browser, stage.author)
    assert here not in (await browser.get(f"/proposte/{stage.option}")).text
    await sign_in(browser, stage.office)
    assert here in (await browser.get(f"/proposte/{stage.option}")).text
    before = await evidence.faults()
    await hidden(stage)
    assert await evidence.faults() == before


async def test_the_result_says_that_a_text_is_hidden_and_why(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    voter, office = await a_person(world.navile), await a_person(None, Role.OFFICE)
    vote = await a_vote(world)
    await cast(voter, vote.slug, ["orto"], at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=NOON + timedelta(days=30), actor=office)
    await tallies.publish(office, vote.slug, at=NOON + timedelta(days=31))
    await judgements.decide(office, "proposal", f"v{vote.id}orto", *HIDE, at=NOON, knows_of_ballot=True)
    text = (await browser.get(f"/consultazioni/{vote.slug}/risultato")).text
    assert text.count("Testo nascosto: dati personali. C&#39;era il telefono") == 1
    assert "Progetto orto" in text


async def test_the_author_hears_why_and_the_journal_names_the_vote(database: None) -> None:
    stage = await a_stage()
    await hidden(stage)
    await judgements.decide(
        stage.office, "proposal", stage.option, Judgement.RESTORE, "corrected", "", at=NOON, knows_of_ballot=True
    )
    kinds = [row["kind"] for row in await Notice.select().where(Notice.account == stage.author.id).order_by(Notice.id)]
    assert kinds == ["option.hidden", "option.restored"]
    mails = await rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")
    assert ["option-hidden" in row["payload"] for row in mails] == [True, False]
    acts = await rows("SELECT act, detail FROM journal_entry WHERE subject = {} ORDER BY sequence", stage.option)
    assert [row["act"] for row in acts][-2:] == ["proposal.hidden", "proposal.restored"]
    assert all(stage.held.slug in str(row["detail"]) for row in acts[-2:])
    assert (await proposal_queries.proposal(stage.option, VISITOR)).body


async def test_comments_on_an_option_are_judged_by_moderators_as_before(database: None) -> None:
    stage = await a_stage()
    below = await a_comment(stage.option, await a_person(stage.world.navile))
    await judgements.decide(stage.moderator, "comment", below, Judgement.HIDE, "insult", "", at=NOON)
    [kept] = await rows("SELECT hidden_at FROM comment WHERE public_id = {}", below)
    assert kept["hidden_at"] is not None


async def test_the_author_neither_withdraws_nor_changes_an_option_nor_takes_it_away_by_leaving(database: None) -> None:
    stage = await a_stage()
    with pytest.raises(CivicError):
        await proposals.withdraw(stage.author, stage.option, at=NOON)
    with pytest.raises(CivicError):
        await proposals.revise(
            stage.author,
            stage.option,
            {"title": "Altro titolo", "body": "Un altro testo, lungo abbastanza."},
            version=1,
            at=NOON,
        )
    secret = await passwords.hash_password("una frase lunga")
    await Account.update({Account.password_hash: secret}).where(Account.id == stage.author.id)
    await departures.delete_own(stage.author, "una frase lunga", at=NOON)
    assert len((await question(stage.held.slug)).choices) == 3
    assert (await proposal_queries.proposal(stage.option, VISITOR)).body


@pytest.mark.parametrize("turn", range(4))
async def test_hiding_withdrawing_and_freezing_at_once_leave_no_hidden_or_withdrawn_option(
    database: None, turn: int
) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    author = await a_person(world.navile)
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.navile)
    held = await published(office, world)
    names = [
        await a_proposal(held, author, title, state="admissible", cost=1_000_000)
        for title in ("Alberi", "Panchine", "Fontana", "Orto")
    ]
    voting = held.voting
    assert voting is not None
    at = voting.opens_at - timedelta(seconds=1)
    work = [
        lists.freeze(office, held.slug, SECRET, at=at),
        judgements.decide(moderator, "proposal", names[0], Judgement.HIDE, "insult", "", at=at),
        proposals.withdraw(author, names[1], at=at),
    ]
    order = work[turn % 3 :] + work[: turn % 3]
    await asyncio.gather(*order, return_exceptions=True)
    assert (await stored(held.slug)).ballot_frozen_at is not None
    found = await rows("SELECT state, hidden_at FROM proposal WHERE consultation = {} AND option_id <> ''", held.id)
    assert all(row["state"] == "on_ballot" and row["hidden_at"] is None for row in found)
