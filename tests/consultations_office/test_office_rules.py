# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office may do with a consultation, and when: each refusal with its kind, code, fields and facts."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.consultations.states import State
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, TooLate
from tests.ballots.test_rules import ASKED, OFFICE, OPENS, OTHERS

DAYS = [OPENS + timedelta(days=day) for day in range(10)]
TICK = timedelta(microseconds=1)
TEXTS = ("title", "summary", "purpose", "decided_by", "out_of_scope", "privacy_notice")
HELD = replace(
    Consultation(**{field.name: getattr(ASKED, field.name) for field in fields(Consultation)}),
    **dict[str, Any](dict.fromkeys((*TEXTS, "lot_source"), "Scritto.")),
    state=State.DRAFT,
    ballot_kind="budget",
    rule="greedy",
    budget_cents=100,
    ballot_frozen_at=None,
    phases=(
        PhaseView(PhaseKind.PROPOSING, 1, DAYS[0], DAYS[2]),
        PhaseView(PhaseKind.REVIEWING, 2, DAYS[2], DAYS[4]),
        PhaseView(PhaseKind.VOTING, 3, DAYS[6], DAYS[8]),
    ),
)
PUBLISHED = replace(HELD, state=State.PUBLISHED)
FROZEN = replace(PUBLISHED, ballot_frozen_at=DAYS[3])
Told = tuple[type[CivicError], str, dict[str, str], dict[str, object]] | None
OVER: Told = (TooLate, "consultation.over", {}, {})
FROZEN_ALREADY: Told = (TooLate, "ballot.already_frozen", {}, {})
NOT_NOW: Told = (TooLate, "assessment.not_now", {}, {})
NO_VOTE: Told = (TooLate, "ballot.no_vote", {}, {})
NO_OFFICE: Told = (NotAllowed, "role.needed", {}, {})


def told(refusal: CivicError | None) -> Told:
    """All that a refusal says."""
    return None if refusal is None else (type(refusal), refusal.code, refusal.fields, refusal.parameters)


@pytest.mark.parametrize(
    ("lacks", "named"),
    [
        *(({text: " \n"}, {text: f"missing.{text}"}) for text in TEXTS),
        ({"lot_source": " "}, {"lot_source": "missing.lot_source"}),
        ({"rule": ""}, {"rule": "missing.rule"}),
        ({"budget_cents": None}, {"budget": "missing.budget"}),
        ({"budget_cents": 0}, {"budget": "missing.budget"}),
        ({"city_wide": False}, {"neighbourhoods": "missing.neighbourhoods"}),
        ({"phases": HELD.phases[:2]}, {"phases": "missing.voting"}),
        ({"phases": HELD.phases[:2], "ballot_kind": "", "rule": "", "lot_source": "", "budget_cents": None}, {}),
        ({"phases": (), "ballot_kind": ""}, {"phases": "missing.phases"}),
        ({"title": "", "rule": ""}, {"title": "missing.title", "rule": "missing.rule"}),
    ],
)
def test_a_draft_says_all_that_it_lacks(lacks: dict[str, Any], named: dict[str, str]) -> None:
    assert rules.missing(replace(HELD, **lacks)) == named
    if named:
        expected: Told = (Invalid, "consultation.incomplete", named, {})
        assert told(rules.may_publish(OFFICE, replace(HELD, **lacks), DAYS[0])) == expected


def test_a_draft_is_published_while_its_first_phase_has_not_closed() -> None:
    assert rules.may_publish(OFFICE, HELD, DAYS[2] - TICK) is None
    past: Told = (Invalid, "phase.past", {"phases": "phase.past"}, {"phase": "proposing"})
    assert told(rules.may_publish(OFFICE, HELD, DAYS[2])) == past
    expected: Told = (Conflict, "consultation.not_published", {}, {"state": "published"})
    assert told(rules.may_publish(OFFICE, PUBLISHED, DAYS[0])) == expected


@pytest.mark.parametrize("actor", OTHERS)
@pytest.mark.parametrize(
    "may",
    [
        lambda actor: rules.may_manage(actor),
        lambda actor: rules.may_publish(actor, HELD, DAYS[0]),
        lambda actor: rules.may_edit_texts(actor, HELD),
        lambda actor: rules.may_edit_schedule(actor, HELD, DAYS[0]),
        lambda actor: rules.may_edit_vote(actor, HELD),
        lambda actor: rules.may_assess(actor, PUBLISHED, DAYS[3]),
        lambda actor: rules.may_freeze(actor, PUBLISHED, [1, 2], DAYS[3]),
        lambda actor: rules.may_cancel(actor, PUBLISHED),
        lambda actor: rules.may_annul(actor, replace(HELD, state=State.TALLIED)),
    ],
)
def test_nobody_but_the_office_may(may: Callable[[object], CivicError | None], actor: object) -> None:
    assert told(may(actor)) == NO_OFFICE
    assert may(OFFICE) is None


@pytest.mark.parametrize("state", State)
def test_what_may_be_done_in_each_state(state: State) -> None:
    held = replace(HELD, state=state)
    stopped, ended = state in {"results", "cancelled", "annulled"}, state not in {"draft", "published"}
    assert told(rules.may_edit_texts(OFFICE, held)) == (OVER if stopped else None)
    assert told(rules.may_edit_schedule(OFFICE, held, DAYS[0])) == (OVER if ended else None)
    assert told(rules.may_edit_vote(OFFICE, held)) == (OVER if ended else None)
    assert told(rules.may_assess(OFFICE, held, DAYS[3])) == (None if state == "published" else NOT_NOW)
    assert told(rules.may_freeze(OFFICE, held, [1, 2], DAYS[3])) == (None if state == "published" else NO_VOTE)
    not_cancelled: Told = (Conflict, "consultation.not_cancelled", {}, {"state": state})
    counted: Told = (Conflict, "cancel.counted", {}, {})
    allowed = state in {"published", "closed"}
    expected = None if allowed else counted if state == "tallied" else not_cancelled
    assert told(rules.may_cancel(OFFICE, held)) == expected
    not_annulled: Told = (Conflict, "consultation.not_annulled", {}, {"state": state})
    assert told(rules.may_annul(OFFICE, held)) == (None if state == "tallied" else not_annulled)


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        (lambda: rules.may_edit_schedule(OFFICE, PUBLISHED, DAYS[8] - TICK), None),
        (lambda: rules.may_edit_schedule(OFFICE, PUBLISHED, DAYS[8]), OVER),
        (lambda: rules.may_edit_schedule(OFFICE, HELD, DAYS[9]), None),
        (lambda: rules.may_edit_vote(OFFICE, FROZEN), FROZEN_ALREADY),
        (lambda: rules.may_assess(OFFICE, FROZEN, DAYS[3]), FROZEN_ALREADY),
        (lambda: rules.may_assess(OFFICE, PUBLISHED, DAYS[2] - TICK), NOT_NOW),
        (lambda: rules.may_assess(OFFICE, PUBLISHED, DAYS[2]), None),
        (lambda: rules.may_assess(OFFICE, PUBLISHED, DAYS[4]), None),
        (lambda: rules.may_assess(OFFICE, PUBLISHED, DAYS[8] - TICK), None),
        (lambda: rules.may_assess(OFFICE, PUBLISHED, DAYS[8]), NOT_NOW),
        (lambda: rules.may_assess(OFFICE, replace(PUBLISHED, phases=HELD.phases[:2]), DAYS[4]), NOT_NOW),
        (lambda: rules.may_assess(OFFICE, replace(PUBLISHED, phases=HELD.phases[2:]), DAYS[7]), NOT_NOW),
        (lambda: rules.may_freeze(OFFICE, FROZEN, [1, 2], DAYS[3]), (Conflict, "ballot.already_frozen", {}, {})),
        (lambda: rules.may_freeze(OFFICE, replace(PUBLISHED, phases=HELD.phases[:2]), [1, 2], DAYS[3]), NO_VOTE),
        (lambda: rules.may_freeze(OFFICE, PUBLISHED, [1, 2], DAYS[8] - TICK), None),
        (lambda: rules.may_freeze(OFFICE, PUBLISHED, [1, 2], DAYS[8]), NO_VOTE),
        (
            lambda: rules.may_freeze(OFFICE, PUBLISHED, [1, 2], DAYS[2] - TICK),
            (TooLate, "ballot.proposals_still_open", {}, {}),
        ),
        (lambda: rules.may_freeze(OFFICE, PUBLISHED, [1, 2], DAYS[2]), None),
        (lambda: rules.may_freeze(OFFICE, replace(PUBLISHED, phases=HELD.phases[2:]), [1, 2], DAYS[0]), None),
        (
            lambda: rules.may_freeze(OFFICE, PUBLISHED, [1], DAYS[3]),
            (Invalid, "ballot.too_few_options", {}, {"found": 1}),
        ),
        (lambda: rules.may_freeze(OFFICE, PUBLISHED, [1, None], DAYS[3]), (Invalid, "ballot.cost_unknown", {}, {})),
        (lambda: rules.may_freeze(OFFICE, replace(PUBLISHED, ballot_kind="approval"), [1, None], DAYS[3]), None),
    ],
)
def test_what_may_be_done_at_each_instant(may: Callable[[], CivicError | None], expected: Told) -> None:
    assert told(may()) == expected
