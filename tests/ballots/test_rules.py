# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may vote, count, publish and see, in every state and for everybody: refusals with their kind, code and facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deliberation.actor import COMMAND_LINE, VISITOR, Actor, Grant, Role, Tier
from deliberation.ballots.questions import Question
from deliberation.ballots.rules import Entry, may_count, may_publish, may_see_result, may_vote
from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.consultations.pots.limits import SpendingLimits
from deliberation.consultations.pots.values import PotKind
from deliberation.errors import CivicError, Conflict, NotAllowed, TooLate
from deliberation.regulations.queries import UNWRITTEN

OPENS, CLOSES = datetime(2026, 11, 1, 8, tzinfo=UTC), datetime(2026, 11, 8, 20, tzinfo=UTC)
FROZEN = OPENS - timedelta(hours=1)
TICK = timedelta(microseconds=1)
STATES = ("draft", "published", "closed", "tallied", "results", "annulled", "cancelled")
ASKED = Question(
    id=1,
    slug="alberi",
    title="Alberi",
    summary="",
    purpose="",
    decided_by="",
    out_of_scope="",
    privacy_notice="",
    template="",
    state="published",
    draft_step="",
    cancel_reason="",
    cancelled_at=None,
    cancelled_ballots=None,
    city_wide=True,
    ballot_kind="approval",
    rule="approval",
    rule_parameters={},
    min_picks=1,
    max_picks=None,
    seats=0,
    budget_cents=None,
    pot_kind=PotKind.WHOLE,
    pots_are_chosen=False,
    spending_limits=SpendingLimits(),
    min_age=16,
    support_threshold=0,
    options_shuffled=False,
    freezes_itself=True,
    lot_commitment="",
    lot_secret="",
    lot_source="",
    lot_value="",
    ballot_frozen_at=FROZEN,
    roll_frozen_at=FROZEN,
    roll_hash="",
    published_at=FROZEN,
    closed_at=None,
    result_published_at=None,
    imported_from="",
    warnings=(),
    version=1,
    created_at=FROZEN,
    neighbourhoods=(),
    phases=(PhaseView(PhaseKind.VOTING, 1, OPENS, CLOSES),),
    choices=(),
    pots=(),
    regulation=UNWRITTEN,
    pot=None,
)
RESIDENT = Actor(id=7, public_id="r", pseudonym="Residente", tier=Tier.VERIFIED)
DECLARED = replace(RESIDENT, tier=Tier.DECLARED)
OFFICE = replace(RESIDENT, grants=(Grant(Role.OFFICE, None),))
OTHERS = (
    VISITOR,
    DECLARED,
    RESIDENT,
    replace(RESIDENT, grants=(Grant(Role.MODERATOR, None), Grant(Role.COUNCILLOR, None))),
)
ENTRY = Entry(id=3, neighbourhood=None, suspended_for="", account_stands=True)

Told = tuple[type[CivicError], str, dict[str, object]] | None


def told(refusal: CivicError | None) -> Told:
    """All that a refusal says."""
    return None if refusal is None else (type(refusal), refusal.code, refusal.parameters)


def is_(state: str) -> Question:
    return replace(ASKED, state=state)


CLOSED: Told = (TooLate, "vote.closed", {"closed_at": CLOSES})
EARLY: Told = (TooLate, "vote.too_early", {"opens_at": OPENS})
NO_OFFICE: Told = (NotAllowed, "role.needed", {})


@pytest.mark.parametrize(
    ("at", "expected"),
    [(OPENS - TICK, EARLY), (OPENS, None), (CLOSES - TICK, None), (CLOSES, CLOSED), (CLOSES + TICK, CLOSED)],
)
def test_votes_are_taken_from_the_opening_until_just_before_the_closing(at: datetime, expected: Told) -> None:
    assert told(may_vote(RESIDENT, ASKED, ENTRY, at)) == expected


@pytest.mark.parametrize("state", [state for state in STATES if state != "published"])
def test_only_a_published_vote_takes_votes_whatever_the_clock_says(state: str) -> None:
    assert told(may_vote(RESIDENT, is_(state), ENTRY, OPENS)) == (EARLY if state == "draft" else CLOSED)


@pytest.mark.parametrize("entry", [None, ENTRY, replace(ENTRY, suspended_for="moved", account_stands=False)])
@pytest.mark.parametrize("actor", [VISITOR, DECLARED, RESIDENT])
def test_what_nothing_can_change_is_said_first_to_everybody(actor: Actor, entry: Entry | None) -> None:
    assert told(may_vote(actor, ASKED, entry, CLOSES)) == CLOSED
    assert told(may_vote(actor, ASKED, entry, OPENS - TICK)) == EARLY


@pytest.mark.parametrize("actor", [VISITOR, COMMAND_LINE])
@pytest.mark.parametrize("roll_frozen_at", [None, FROZEN])
def test_nobody_votes_without_signing_in(actor: Actor, roll_frozen_at: datetime | None) -> None:
    unready = replace(ASKED, roll_frozen_at=roll_frozen_at)
    assert told(may_vote(actor, unready, None, OPENS)) == (NotAllowed, "sign_in.needed", {})
    assert told(may_vote(actor, unready, ENTRY, OPENS)) == (NotAllowed, "sign_in.needed", {})


@pytest.mark.parametrize(
    ("suspended_for", "account_stands"),
    [("moved", True), ("moved", False), ("", False)],
)
def test_a_suspended_right_or_account_does_not_vote_and_is_told_the_reason(
    suspended_for: str, account_stands: bool
) -> None:
    entry = replace(ENTRY, suspended_for=suspended_for, account_stands=account_stands)
    expected = (NotAllowed, "vote.suspended", {"reason": suspended_for})
    assert told(may_vote(RESIDENT, ASKED, entry, OPENS)) == expected


@pytest.mark.parametrize("actor", [DECLARED, RESIDENT])
def test_who_stands_on_the_roll_votes(actor: Actor) -> None:
    assert may_vote(actor, ASKED, ENTRY, OPENS) is None


@pytest.mark.parametrize("actor", [DECLARED, RESIDENT])
def test_before_there_is_a_roll_nobody_is_called_missing_from_it(actor: Actor) -> None:
    assert told(may_vote(actor, replace(ASKED, roll_frozen_at=None), None, OPENS)) == (Conflict, "vote.not_ready", {})


@pytest.mark.parametrize(
    ("tier", "code"),
    [
        (Tier.NONE, "vote.not_verified"),
        (Tier.ACCOUNT, "vote.not_verified"),
        (Tier.DECLARED, "vote.not_verified"),
        (Tier.VERIFIED, "vote.not_on_roll"),
    ],
)
def test_who_is_not_on_the_roll_is_told_when_it_was_frozen_and_what_was_missing(tier: Tier, code: str) -> None:
    expected = (NotAllowed, code, {"frozen_at": FROZEN})
    assert told(may_vote(replace(RESIDENT, tier=tier), ASKED, None, OPENS)) == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", OTHERS)
def test_only_the_office_counts_or_publishes(actor: Actor, state: str) -> None:
    assert told(may_count(actor, is_(state))) == NO_OFFICE
    assert told(may_publish(actor, is_(state))) == NO_OFFICE


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", [OFFICE, COMMAND_LINE])
def test_the_office_counts_a_closed_vote_again_and_again(actor: Actor, state: str) -> None:
    expected = None if state in ("closed", "tallied", "results") else (TooLate, "tally.not_closed", {})
    assert told(may_count(actor, is_(state))) == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", [OFFICE, COMMAND_LINE])
def test_the_office_publishes_what_is_counted_once(actor: Actor, state: str) -> None:
    other: Told = (TooLate, "result.not_counted", {})
    expected: dict[str, Told] = {"tallied": None, "results": (Conflict, "result.published_already", {})}
    assert told(may_publish(actor, is_(state))) == expected.get(state, other)


@pytest.mark.parametrize("state", STATES)
def test_everybody_sees_a_public_result_and_the_office_one_that_is_counted(state: str) -> None:
    is_public = state in ("results", "annulled")
    assert [may_see_result(actor, is_(state)) for actor in OTHERS] == [is_public] * len(OTHERS)
    assert may_see_result(OFFICE, is_(state)) is (is_public or state == "tallied")
