# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a consultation's life tells the authors, by notice and by mail, and what the journal keeps of it: all of it."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from deliberation.actor import SYSTEM, Actor, Role
from deliberation.ballots import lifecycle, roll
from deliberation.consultations.consultation import Consultation, stored
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound
from tests.consultations_office.stories import DAY, SECRET, a_draft, a_frozen_vote, a_proposal, published
from tests.guards import by_hand
from tests.world import NOON, a_city, a_person

LATER = NOON + 60 * DAY
TITLE = "Bilancio di Navile"


async def told(author: Actor) -> list[tuple[str, dict[str, str], str]]:
    """The author's notices: kind, what its sentence names, where it leads. Each has its mail, with the same in it."""
    notices = await rows("SELECT kind, parameters, path FROM notice WHERE account = {} ORDER BY id", author.id)
    found = [(row["kind"], json.loads(row["parameters"]), row["path"]) for row in notices]
    mails = [
        json.loads(row["payload"]) for row in await rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")
    ]
    named = [(kind.replace(".", "-").replace("_", "-"), {**values, "path": path}) for kind, values, path in found]
    assert [(mail["kind"], mail["parameters"]) for mail in mails] == named
    return found


async def noted(slug: str, after: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The journal's lines on the consultation after an act: who, what, details."""
    lines = await rows(
        "SELECT actor, act, subject_kind, detail FROM journal_entry WHERE subject = {} ORDER BY sequence", slug
    )
    assert {line["subject_kind"] for line in lines} == {"consultation"}
    found = [(line["actor"], line["act"], json.loads(line["detail"])) for line in lines]
    return found[[act for _, act, _ in found].index(after) + 1 :]


async def test_opening_closing_and_result_are_told_and_noted(database: None) -> None:
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    held = await a_frozen_vote(office, world, author=author)
    here = f"/consultazioni/{held.slug}"
    await lifecycle.note_phase_boundaries(LATER, draw=lambda: SECRET)
    await lifecycle.write_lot_value(office, held.slug, " Bari  1 2 3 ", at=LATER)
    await by_hand("UPDATE consultation SET state = 'tallied'")
    listed = await rows("SELECT option_id, title FROM proposal ORDER BY ballot_position")
    chosen = [row["option_id"] for row in listed][:2]
    await lifecycle.publish_result(office, held.slug, chosen, "00ff", at=LATER)
    decided = [
        (kind, {"title": row["title"], "consultation": TITLE}, f"{here}/risultato")
        for kind, row in zip(("proposal.selected", "proposal.selected", "proposal.not_selected"), listed, strict=True)
    ]
    assert await told(author) == [
        ("consultation.voting", {"title": TITLE}, here),
        ("consultation.closed", {"title": TITLE}, here),
        *decided,
    ]
    boundaries = sorted(
        ((p.opens_at if opens else p.closes_at), opens, p.kind)
        for p in held.phases
        for opens in (True, False)
        if (p.opens_at if opens else p.closes_at) <= LATER
    )
    assert await noted(held.slug, "ballot.frozen") == [
        *(
            (
                SYSTEM.public_id,
                "phase.opened" if opens else "phase.closed",
                {"phase": str(kind), "instant": instant.isoformat()},
            )
            for instant, opens, kind in boundaries
        ),
        (office.public_id, "lot.drawn", {"value": "Bari 1 2 3"}),
        (office.public_id, "result.published", {"digest": "00ff", "winners": sorted(chosen)}),
    ]


@pytest.mark.parametrize("counted", [False, True])
async def test_an_end_with_a_reason_is_told_and_noted(database: None, counted: bool) -> None:
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    held = await a_frozen_vote(office, world, author=author)
    if counted:
        await by_hand("UPDATE consultation SET state = 'tallied'")
        await lifecycle.annul(office, held.slug, " Un errore. ", held.version, "00ff", at=LATER)
    else:
        await lifecycle.cancel(office, held.slug, " Un errore. ", held.version, 0, at=LATER)
    kind = "result.annulled" if counted else "consultation.cancelled"
    detail = {"digest": "00ff", "reason": "Un errore."} if counted else {"reason": "Un errore.", "ballots": 0}
    assert await told(author) == [(kind, {"title": TITLE, "reason": "Un errore."}, f"/consultazioni/{held.slug}")]
    assert await noted(held.slug, "ballot.frozen") == [(office.public_id, kind, detail)]
    now = await stored(held.slug)
    assert (now.cancel_reason, now.cancelled_at, now.cancelled_ballots) == (
        "Un errore.",
        LATER,
        None if counted else 0,
    )


@pytest.mark.parametrize(
    ("by_itself", "options", "why"),
    [(True, 0, "ballot.too_few_options"), (True, 1, "ballot.too_few_options"), (False, 2, "ballot.not_automatic")],
)
async def test_a_vote_that_opens_without_a_list_is_noted_with_the_cause_and_told_to_nobody(
    database: None, by_itself: bool, options: int, why: str
) -> None:
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    held = await published(office, world, freezes_itself=by_itself)
    for title in ("Alberi", "Panchine")[:options]:
        await a_proposal(held, author, title, state="admissible", cost=100)
    assert held.voting is not None
    await lifecycle.note_phase_boundaries(held.voting.opens_at, draw=lambda: SECRET)
    lines = await noted(held.slug, "consultation.published")
    assert [line for line in lines if not line[1].startswith("phase.")] == [
        (SYSTEM.public_id, "ballot.not_frozen", {"why": why})
    ]
    assert await told(author) == []
    (line,) = await rows("SELECT actor, detail FROM journal_entry WHERE act = 'consultation.published'")
    assert (line["actor"], json.loads(line["detail"])) == (office.public_id, {"rule": held.rule})


Act = Callable[[Actor, Actor, Consultation], Coroutine[Any, Any, object]]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda o, p, h: lifecycle.publish(p, h.slug, h.version, at=NOON), (NotAllowed, "role.needed", {}, {})),
        (
            lambda o, p, h: lifecycle.publish(o, h.slug, h.version + 1, at=NOON),
            (Conflict, "consultation.changed_meanwhile", {}, {}),
        ),
        (
            lambda o, p, h: lifecycle.cancel(o, h.slug, " \n", h.version, at=NOON),
            (Invalid, "cancel.reason_missing", {"reason": "cancel.reason_missing"}, {}),
        ),
        (
            lambda o, p, h: lifecycle.annul(o, h.slug, "", h.version, "", at=NOON),
            (Invalid, "cancel.reason_missing", {"reason": "cancel.reason_missing"}, {}),
        ),
        (
            lambda o, p, h: lifecycle.cancel(o, h.slug, "Un errore.", h.version, at=NOON),
            (Conflict, "consultation.not_cancelled", {}, {"state": "draft"}),
        ),
        (
            lambda o, p, h: lifecycle.annul(o, h.slug, "Un errore.", h.version, "", at=NOON),
            (Conflict, "consultation.not_annulled", {}, {"state": "draft"}),
        ),
        (lambda o, p, h: lifecycle.publish_result(p, h.slug, [], "", at=NOON), (NotAllowed, "role.needed", {}, {})),
        (
            lambda o, p, h: lifecycle.publish_result(o, h.slug, [], "", at=NOON),
            (Conflict, "consultation.not_results", {}, {"state": "draft"}),
        ),
        (lambda o, p, h: lifecycle.write_lot_value(p, h.slug, "1", at=NOON), (NotAllowed, "role.needed", {}, {})),
        (lambda o, p, h: lifecycle.write_lot_value(o, h.slug, "1", at=NOON), (Conflict, "lot.not_now", {}, {})),
        (lambda o, p, h: roll.freeze(p, h.id, at=NOON), (NotAllowed, "role.needed", {}, {})),
        (lambda o, p, h: roll.freeze(o, h.id + 1, at=NOON), (NotFound, "vote.unknown", {}, {})),
        (lambda o, p, h: roll.forecast(h.id + 1, at=NOON), (NotFound, "vote.unknown", {}, {})),
    ],
)
async def test_what_does_not_stand_in_a_draft_is_refused_and_changes_nothing(
    database: None, act: Act, said: tuple[object, ...]
) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    held = await a_draft(office, world)
    with pytest.raises(CivicError) as caught:
        await act(office, person, held)
    refusal = caught.value
    assert (type(refusal), refusal.code, refusal.fields, refusal.parameters) == said
    assert await stored(held.slug) == held
    assert not await rows("SELECT id FROM notice")
