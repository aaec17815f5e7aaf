# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two accounts of one person become one: one right, one history; or the rule that refuses says what to do."""

import asyncio
import dataclasses
import json
from datetime import timedelta

import httpx
import pytest
from piccolo.columns import ForeignKey

from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import rights
from deliberation.ballots.casting import cast
from deliberation.ballots.mergers import belongings, merging, rules, sides
from deliberation.ballots.mergers.rules import Side, Vote
from deliberation.ballots.queries import turnout
from deliberation.ballots.traces import own_votes
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, NotAllowed, NotFound
from deliberation.people import departures
from deliberation.people.queries import own_account
from deliberation.people.tables import Account
from deliberation.people.verifications import WithdrawalReason
from deliberation.piccolo_app import TABLES
from deliberation.proposals.tables import Comment, Support
from tests.ballots.votes import CLOSES, a_vote, close
from tests.people.people import PASSWORD, mails, somebody
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, document_of, post, sign_in

LATER = NOON + timedelta(hours=1)
OPEN = Vote("bilancio", "Bilancio", CLOSES, False)
CAST = dataclasses.replace(OPEN, has_ballot=True)


# Stays with the account that goes, and why.
STAYS = {
    "roll_entry.account": "a frozen roll is kept; the right is suspended while the vote is open",
    "decision.moderator": "who decided is a fact",
    "role_grant.account": "whoever holds a role is not merged away; past ones are facts",
    "one_time_link.account": "ended",
    "session.account": "ended",
    "device.account": "ended",
    "account_merger.kept": "a fact",
    "account_merger.dropped": "a fact",
}


def a_side(id: int = 1, **more: object) -> Side:
    facts = {"id": id, "public_id": f"p{id}", "is_demo": False, "has_roles": False, "person": None, "votes": ()}
    return Side(**{**facts, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kept", "dropped", "code"),
    [
        (a_side(), a_side(2), None),
        (a_side(), a_side(1), "merge.same_account"),
        (a_side(), a_side(2, is_demo=True), "merge.demo"),
        (a_side(has_roles=True), a_side(2), None),
        (a_side(), a_side(2, has_roles=True), "merge.has_roles"),
        (a_side(person=7), a_side(2, person=8), "merge.two_people"),
        (a_side(person=7), a_side(2), None),
        (a_side(votes=(CAST,)), a_side(2, votes=(OPEN,)), None),
        (a_side(votes=(OPEN,)), a_side(2, votes=(CAST,)), "merge.keep_the_other"),
        (a_side(), a_side(2, votes=(CAST,)), "merge.keep_the_other"),
        (a_side(votes=(CAST,)), a_side(2, votes=(CAST,)), "merge.two_ballots"),
        (a_side(votes=(dataclasses.replace(CAST, slug="x"),)), a_side(2, votes=(CAST,)), "merge.both_voted"),
    ],
)
def test_what_may_become_one(kept: Side, dropped: Side, code: str | None) -> None:
    refusal = rules.may_merge(COMMAND_LINE, kept, dropped)
    assert (refusal.code if refusal else None) == code


def test_every_key_to_an_account_is_thought_of() -> None:
    keys = {
        f"{table._meta.tablename}.{column._meta.db_column_name}"
        for table in TABLES
        for column in table._meta.columns
        if isinstance(column, ForeignKey) and column._foreign_key_meta.resolved_references is Account
    }
    known = {*belongings.MOVES, *belongings.ONCE, *belongings.ENDS, *STAYS}
    assert keys == known, "say in deliberation/ballots/mergers/belongings.py what becomes of it"


async def comment(proposal: str, author: Actor) -> None:
    (row,) = await rows("SELECT id FROM proposal WHERE public_id = {}", proposal)
    await Comment(public_id=f"c{author.id}", proposal=row["id"], author=author.id, body="Sì", created_at=NOON).save()


async def support(proposal: str, *people: Actor) -> None:
    (row,) = await rows("SELECT id FROM proposal WHERE public_id = {}", proposal)
    for person in people:
        await Support(proposal=row["id"], account=person.id, created_at=NOON).save()


async def two_accounts(world: World) -> tuple[Actor, Actor, Actor, str]:
    """The office and a person with two accounts that have written; both support the proposal that comes back."""
    office = await a_person(None, Role.OFFICE)
    first, second = await a_person(world.navile), await a_person(world.navile)
    ideas = await a_consultation(world, slug="idee")
    shared = await a_proposal(ideas, first)
    own = await a_proposal(ideas, second, title="Orti")
    await comment(shared, second)
    await support(shared, first, second)
    await support(own, first)
    return office, first, second, shared


async def supports() -> list[tuple[int, int]]:
    found = await rows("SELECT proposal, account FROM support ORDER BY proposal, account")
    return [(row["proposal"], row["account"]) for row in found]


async def authors() -> list[int]:
    found = await rows("SELECT author FROM proposal WHERE option_id = '' UNION ALL SELECT author FROM comment")
    return [row["author"] for row in found]


async def merge(office: Actor, kept: Actor, dropped: Actor) -> str:
    return await merging.merge(office, kept.public_id, dropped.public_id, email_of=kept.public_id, at=LATER)


async def test_one_right_and_one_history_remain_and_undoing_brings_both_back(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    before = [await own_account(person) for person in (first, second)]
    was = (await supports(), await authors())
    vote = await a_vote(world, slug="voto")
    await cast(first, "voto", ["alberi"], at=NOON)
    assert len(was[0]) == 3
    merger = await merge(office, first, second)

    assert set(await authors()) == {first.id}
    assert {account for _, account in await supports()} == {first.id}
    assert len(await supports()) == 2, "of two supports for one proposal one counts"
    assert (await turnout(vote.id)).voters == 1
    with pytest.raises(NotAllowed, match=r"vote\.suspended"):
        await cast(second, "voto", ["orto"], at=LATER)
    assert await rows("SELECT suspended_for FROM roll_entry WHERE account = {}", second.id) == [
        {"suspended_for": "merged"}
    ]
    gone = (await rows("SELECT * FROM account WHERE id = {}", second.id))[0]
    assert not any(gone[name] for name in ("birth_date", "verified_at", "password_hash", "neighbourhood", "person"))
    acts = {row["act"]: row for row in await rows("SELECT act, subject, detail FROM journal_entry")}
    assert acts["account.merged"]["subject"] == first.public_id
    assert json.loads(acts["account.merged"]["detail"]) == {
        "merged": second.public_id,
        "moved": {"proposal": 1, "comment": 1},
    }
    assert acts["residence.verification_withdrawn"]["subject"] == second.public_id
    told = [mail.to for mail in await mails() if mail.kind == "account-merged"]
    assert sorted(told) == sorted(account.email for account in before)

    assert await merging.undo(office, merger, at=LATER) == (first.public_id, second.public_id)
    assert (await supports(), sorted(await authors())) == (was[0], sorted(was[1]))
    after = [await own_account(person) for person in (first, second)]
    assert after[0] == before[0]
    assert dataclasses.replace(after[1], verified_at=NOON) == before[1]
    assert after[1].verified_at == LATER
    await cast(second, "voto", ["orto"], at=LATER)
    assert await rows("SELECT memory FROM account_merger") == [{"memory": "{}"}]
    with pytest.raises(Conflict, match=r"merge\.too_old"):
        await merging.undo(office, merger, at=LATER)


async def test_of_two_ballots_one_stands_before_the_accounts_become_one(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    vote = await a_vote(world, slug="voto")
    await cast(first, "voto", ["alberi"], at=NOON)
    await cast(second, "voto", ["orto"], at=NOON)
    for kept, dropped in ((first, second), (second, first)):
        with pytest.raises(Conflict) as refusal:
            await merge(office, kept, dropped)
        assert refusal.value.code == "merge.two_ballots"
        assert refusal.value.parameters["title"] == "Bilancio di Navile"
    assert set(await authors()) == {first.id, second.id}, "refused, nothing has moved"
    await rights.withdraw(office, second.public_id, WithdrawalReason.MISTAKE, at=LATER)
    await merge(office, first, second)
    assert (await turnout(vote.id)).voters == 1
    await close(vote)
    assert [voted.slug for voted in (await own_votes(first, at=CLOSES)).values()] == ["voto"]


async def test_the_account_that_voted_is_kept_and_the_other_address_may_remain(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    await a_vote(world, slug="voto")
    await cast(second, "voto", ["orto"], at=NOON)
    with pytest.raises(Conflict, match=r"merge\.keep_the_other"):
        await merge(office, first, second)
    emails = [(await own_account(person)).email for person in (first, second)]
    merger = await merging.merge(office, second.public_id, first.public_id, email_of=first.public_id, at=LATER)
    assert (await own_account(second)).email == emails[0]
    await merging.undo(office, merger, at=LATER)
    assert [(await own_account(person)).email for person in (first, second)] == emails


async def test_a_person_seen_at_the_desk_comes_with_the_account_that_was_verified(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    seen, newer = await a_person(world.navile, verified=False), await a_person(world.savena, verified=False)
    facts = document_of(seen)
    await rights.verify(office, seen.public_id, facts, NOON, at=NOON)
    with pytest.raises(Conflict) as refusal:
        await rights.verify(office, newer.public_id, facts, NOON, at=NOON)
    assert refusal.value.parameters["other"] == seen.public_id
    merger = await merge(office, newer, seen)
    (row,) = await rows(
        "SELECT a.neighbourhood, a.verified_at, p.surname FROM account a JOIN person p ON p.id = a.person"
    )
    assert (row["neighbourhood"], row["verified_at"], row["surname"]) == (world.navile, LATER, facts.surname)
    verified = [
        (row["subject"], row["act"])
        for row in await rows("SELECT subject, act FROM journal_entry WHERE act LIKE 'residence%' ORDER BY sequence")
    ]
    assert verified[-2:] == [
        (seen.public_id, "residence.verification_withdrawn"),
        (newer.public_id, "residence.verified"),
    ]
    await merging.undo(office, merger, at=LATER)
    assert (await own_account(newer)).neighbourhood == world.savena
    assert (await own_account(newer)).verified_at is None
    assert await rows("SELECT id FROM account WHERE person IS NOT NULL") == [{"id": seen.id}]


async def test_a_vote_closed_with_the_account_that_went_is_in_the_history(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    vote = await a_vote(world, slug="voto")
    await cast(second, "voto", ["orto"], at=NOON)
    await close(vote)
    await merging.merge(office, first.public_id, second.public_id, email_of=first.public_id, at=CLOSES)
    assert [voted.slug for voted in (await own_votes(first, at=CLOSES)).values()] == ["voto"]


async def test_mergers_at_once_and_both_ways_round_end_with_one_account(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    done = await asyncio.gather(
        *(merge(office, *pair) for pair in ((first, second), (second, first)) * 2), return_exceptions=True
    )
    assert [type(one) for one in done if not isinstance(one, str)] == [NotFound] * 3
    assert len(await rows("SELECT id FROM account WHERE deleted_at IS NULL AND id <> {}", office.id)) == 1
    assert len({*await authors()}) == 1


async def test_what_changed_since_or_was_taken_by_others_is_not_undone(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    email = (await own_account(second)).email
    merger = await merge(office, first, second)
    await rows("UPDATE account SET email = {} WHERE id = {}", email, office.id)
    with pytest.raises(Conflict, match=r"merge\.address_taken"):
        await merging.undo(office, merger, at=LATER)
    await rows("UPDATE account SET email = 'o@example.org' WHERE id = {}", office.id)
    await rights.withdraw(office, first.public_id, WithdrawalReason.MOVED, at=LATER)
    with pytest.raises(Conflict, match=r"merge\.changed_since"):
        await merging.undo(office, merger, at=LATER)
    with pytest.raises(NotAllowed):
        await merging.undo(first, merger, at=LATER)
    with pytest.raises(CivicError, match=r"merge\.unknown"):
        await merging.undo(office, "nothing", at=LATER)


async def test_what_undoing_needs_is_forgotten_after_a_month_and_when_the_person_leaves(database: None) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    leaver, _ = await somebody(neighbourhood=world.navile)
    third = await a_person(world.navile)
    for kept, dropped in ((first, second), (leaver, third)):
        await merge(office, kept, dropped)
    assert len(await sides.mergers_into(office, leaver.id)) == 1
    await departures.delete_own(leaver, PASSWORD, at=LATER)

    async def remembered() -> list[int]:
        return [row["kept"] for row in await rows("SELECT kept, memory FROM account_merger") if row["memory"] != "{}"]

    assert await remembered() == [first.id]
    await merging.forget(at=LATER + timedelta(days=30))
    assert await remembered() == [first.id]
    await merging.forget(at=LATER + timedelta(days=31))
    assert await remembered() == []


async def test_the_desk_merges_and_divides_by_its_pages(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office, first, second, _ = await two_accounts(world)
    await sign_in(browser, office)
    page = f"/gestione/persone/{second.public_id}/unisci/{first.public_id}"
    shown = (await browser.get(page)).text
    for person in (first, second):
        assert (await own_account(person)).email in shown
    wrong = await post(browser, page, page, kept=office.public_id, email_of=first.public_id)
    assert wrong.status_code == 422
    done = await post(browser, page, page, kept=first.public_id, email_of=first.public_id)
    assert done.headers["location"] == f"/gestione/persone/{first.public_id}"
    desk = (await browser.get(f"/gestione/persone/{first.public_id}")).text
    way_back = desk.split('href="/gestione/unioni/', 1)[1].split('"', 1)[0]
    undo = f"/gestione/unioni/{way_back}"
    assert (await post(browser, undo, undo)).status_code == 303
    assert "/gestione/unioni/" not in (await browser.get(f"/gestione/persone/{first.public_id}")).text
    assert (await browser.get(f"/gestione/persone/{second.public_id}")).status_code == 200
