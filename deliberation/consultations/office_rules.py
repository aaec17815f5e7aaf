# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office may do with a consultation, and when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deliberation.actor import Actor, Role
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import Act, PhaseKind, allows
from deliberation.consultations.states import NOT_ENDED, STOPPED, State
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, TooLate
from deliberation.regulations.queries import Regulation

# From which state to which: `marks.move` asks this table, `marks.mark_counted` is its closed → tallied. An import is
# born closed.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset({State.TALLIED, State.CANCELLED}),
    State.TALLIED: frozenset({State.RESULTS, State.ANNULLED}),
    State.RESULTS: frozenset(),
    State.CANCELLED: frozenset(),
    State.ANNULLED: frozenset(),
}
REFUSED = {
    State.DRAFT: "consultation.not_draft",
    State.PUBLISHED: "consultation.not_published",
    State.CLOSED: "consultation.not_closed",
    State.TALLIED: "tally.not_closed",
    State.RESULTS: "consultation.not_results",
    State.CANCELLED: "consultation.not_cancelled",
    State.ANNULLED: "consultation.not_annulled",
}
# What residents read → the code of its absence.
PUBLIC_TEXTS = {
    "title": "missing.title",
    "summary": "missing.summary",
    "purpose": "missing.purpose",
    "decided_by": "missing.decided_by",
    "out_of_scope": "missing.out_of_scope",
    "privacy_notice": "missing.privacy_notice",
}


def may_move(state: State, to: State) -> CivicError | None:
    """The transition table speaks."""
    return None if to in TRANSITIONS[state] else Conflict(REFUSED[to], state=state)


def may_manage(actor: Actor) -> CivicError | None:
    return None if actor.has(Role.OFFICE) else NotAllowed("role.needed")


def missing(held: Consultation) -> dict[str, str]:
    """What a consultation still lacks before people may see it: field → code."""
    lacking = {name: code for name, code in PUBLIC_TEXTS.items() if not str(getattr(held, name)).strip()}
    if not held.city_wide and not held.neighbourhoods:
        lacking["neighbourhoods"] = "missing.neighbourhoods"
    if not held.phases:
        lacking["phases"] = "missing.phases"
    if held.has_vote and not held.voting:
        lacking["phases"] = "missing.voting"
    if held.has_vote and not held.rule:
        lacking["rule"] = "missing.rule"
    if held.has_vote and not held.lot_source.strip():
        lacking["lot_source"] = "missing.lot_source"
    if held.ballot_kind == "budget" and not held.budget_cents:
        lacking["budget"] = "missing.budget"
    if not _is_divided(held):
        lacking["pots"] = "missing.pots"
    return lacking


def may_publish(actor: Actor, held: Consultation, at: datetime) -> CivicError | None:
    if refusal := may_manage(actor) or may_move(held.state, State.PUBLISHED):
        return refusal
    if lacking := missing(held):
        return Invalid("consultation.incomplete", fields=lacking)
    first = held.phases[0]
    past = Invalid("phase.past", fields={"phases": "phase.past"}, phase=str(first.kind))
    return past if first.closes_at <= at else None


def age_fault(ruled: Regulation, min_age: int) -> str:
    """The code of what is wrong with a vote's age; '' for nothing. It is no lower than a written regulation's."""
    if not 0 <= min_age <= 99:
        return "vote.min_age"
    return "vote.below_regulation" if ruled.number and min_age < ruled.profile.voting.min_age else ""


def below_regulation(held: Consultation, ruled: Regulation) -> CivicError | None:
    """A vote that would be opened under this regulation, with an age that fits it."""
    fault = age_fault(ruled, held.min_age) if held.has_vote else ""
    return Invalid(fault, fields={"min_age": fault}) if fault else None


def may_edit_texts(actor: Actor, held: Consultation) -> CivicError | None:
    if held.state in (State.RESULTS, *STOPPED):
        return TooLate("consultation.over")
    return may_manage(actor)


def may_edit_schedule(actor: Actor, held: Consultation, at: datetime) -> CivicError | None:
    if held.state not in NOT_ENDED or (held.state == State.PUBLISHED and _is_over(held, at)):
        return TooLate("consultation.over")
    return may_manage(actor)


def may_edit_vote(actor: Actor, held: Consultation) -> CivicError | None:
    """Kind, rule, budget: until the ballot list is published."""
    if held.ballot_frozen_at:
        return TooLate("ballot.already_frozen")
    if held.state not in NOT_ENDED:
        return TooLate("consultation.over")
    return may_manage(actor)


def may_assess(actor: Actor, held: Consultation, at: datetime) -> CivicError | None:
    """In the reviewing phase; and after it, until the list is frozen: a vote that could not open is not a dead end."""
    if refusal := may_manage(actor):
        return refusal
    if held.ballot_frozen_at:
        return TooLate("ballot.already_frozen")
    reviewing, voting = held.phase(PhaseKind.REVIEWING), held.voting
    late = reviewing and voting and reviewing.closes_at <= at < voting.closes_at
    if held.state != State.PUBLISHED or not (late or allows(held.phases, Act.ASSESS, at)):
        return TooLate("assessment.not_now")
    return None


def _is_divided(held: Consultation) -> bool:
    """Whether the budget is divided among the neighbourhoods that are asked; of the whole city, among those divided."""
    asked = held.neighbourhood_ids
    if held.city_wide:
        asked = tuple(pot.neighbourhood for pot in held.pots if pot.neighbourhood is not None)
    return held.is_divided(asked) and (not held.pot_kind or bool(asked))


def may_freeze(actor: Actor, held: Consultation, costs: Sequence[int | None], at: datetime) -> CivicError | None:
    """`costs`: of the admissible proposals, in cents."""
    if refusal := may_manage(actor):
        return refusal
    if held.ballot_frozen_at:
        return Conflict("ballot.already_frozen")
    if held.state != State.PUBLISHED or held.voting is None or _is_over(held, at):
        return TooLate("ballot.no_vote")
    proposing = held.phase(PhaseKind.PROPOSING)
    if proposing and at < proposing.closes_at:
        return TooLate("ballot.proposals_still_open")
    if len(costs) < 2 and not held.answers:
        return Invalid("ballot.too_few_options", found=len(costs))
    if held.ballot_kind == "budget" and not all(costs):
        return Invalid("ballot.cost_unknown")
    if not _is_divided(held):
        return Invalid("missing.pots")
    return None


def may_cancel(actor: Actor, held: Consultation) -> CivicError | None:
    """Until the count. What was counted is published, or annulled in public with its count: it does not vanish."""
    if refusal := may_manage(actor):
        return refusal
    return Conflict("cancel.counted") if held.state == State.TALLIED else may_move(held.state, State.CANCELLED)


def may_annul(actor: Actor, held: Consultation) -> CivicError | None:
    """After the count, instead of publishing the result."""
    return may_manage(actor) or may_move(held.state, State.ANNULLED)


def _is_over(held: Consultation, at: datetime) -> bool:
    return held.closes_at is not None and at >= held.closes_at
