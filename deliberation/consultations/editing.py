# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office writes a consultation: from a template, step by step, and what may still change once it is published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.marks import change
from deliberation.consultations.pots.limits import SpendingLimits, honours_limits
from deliberation.consultations.pots.values import PotKind
from deliberation.consultations.schedules import Span, TypedPhase, extended, spans
from deliberation.consultations.seals import vote_terms
from deliberation.consultations.states import State
from deliberation.consultations.tables import Consultation as Row
from deliberation.consultations.tables import ConsultationNeighbourhood, Phase, Pot
from deliberation.consultations.templates import PRIVACY, TEMPLATES, read_parameters, template_of
from deliberation.database import writing
from deliberation.errors import Conflict, Invalid
from deliberation.installation.parts import told
from deliberation.installation.profile import profile
from deliberation.records import journal
from deliberation.regulations.queries import in_force
from deliberation.text import public_id, slug, tidy
from voting import RULES, BallotKind, CountError, Rule

LOT_SOURCE = (
    "I cinque numeri della ruota Nazionale del Lotto, nella prima estrazione dopo la chiusura del voto; "
    "se l'estrazione manca, quelli della successiva."
)


class Step(StrEnum):
    """The steps of a draft, in order."""

    TEXTS = "texts"
    SCHEDULE = "schedule"
    VOTE = "vote"
    POTS = "pots"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Texts:
    """What residents read."""

    title: str
    summary: str
    purpose: str
    decided_by: str
    out_of_scope: str
    privacy_notice: str


@dataclass(frozen=True, slots=True)
class Vote:
    """How people vote and how it is counted. `parameters`: of the rule, as voting.RULES names them."""

    rule: str
    parameters: Mapping[str, str]
    min_picks: int
    max_picks: int | None
    seats: int
    budget_cents: int | None
    min_age: int
    options_shuffled: bool
    freezes_itself: bool
    lot_source: str
    pot_kind: PotKind = PotKind.WHOLE
    pots_are_chosen: bool = False
    spending_limits: SpendingLimits = field(default_factory=SpendingLimits)


async def start(actor: Actor, template_key: str, title: str, municipality: int, *, at: datetime) -> str:
    """A draft made from a template; its slug."""
    if refusal := rules.may_manage(actor):
        raise refusal
    if template_key not in TEMPLATES:
        raise Invalid("template.unknown", fields={"template": "template.unknown"})
    if not (title := tidy(title)):
        raise Invalid("consultation.incomplete", fields={"title": "missing.title"})
    _limits({"title": title})
    model = TEMPLATES[template_key]
    rule, offer = next(iter(model.offers.items()), ("", None))
    name = slug(title)
    part, ruled = (await profile()).part, await in_force(in_rome(at).date())
    said = ruled.profile
    async with writing():
        if await Row.exists().where(Row.slug == name):
            name = f"{name}-{public_id(4)}"
        await Row.insert(
            Row(
                municipality=municipality,
                slug=name,
                title=title,
                template=model.key,
                state=State.DRAFT,
                purpose=told(model.purpose, part),
                decided_by=model.decided_by,
                out_of_scope=told(model.out_of_scope, part),
                privacy_notice=PRIVACY,
                rule=rule,
                ballot_kind=str(offer.kind) if offer else "",
                rule_parameters=json.dumps(dict(offer.parameters) if offer else {}, sort_keys=True),
                min_picks=model.min_picks,
                max_picks=(said.max_picks or model.max_picks) if model.takes_picks else None,
                seats=model.seats,
                min_age=said.voting.min_age,
                support_threshold=said.support_threshold or model.support_threshold,
                pots_are_chosen=said.pots_are_chosen,
                regulation=ruled.id or None,
                freezes_itself=model.freezes_itself,
                options_shuffled=model.options_shuffled,
                lot_source=LOT_SOURCE if model.has_vote else "",
                created_at=at,
            )
        )
        await journal.note(actor, "consultation.drafted", "consultation", name, {"template": model.key}, at=at)
    return name


async def write_texts(actor: Actor, name: str, texts: Texts, version: int, *, at: datetime) -> Consultation:
    """Change the texts. A draft may be incomplete; a published one may not."""
    typed = {field: tidy(value) for field, value in asdict(texts).items()}
    _limits(typed)
    async with writing():
        held = await stored(name)
        if refusal := rules.may_edit_texts(actor, held):
            raise refusal
        empty = {field: rules.PUBLIC_TEXTS[field] for field, value in typed.items() if not value}
        if empty and (held.has_begun or "title" in empty):
            raise Invalid("consultation.incomplete", fields=empty)
        changed = sorted(field for field, value in typed.items() if value != getattr(held, field))
        await change(held, version, typed | _left_at(held, Step.SCHEDULE))
        if held.has_begun and changed:
            await journal.note(actor, "consultation.revised", "consultation", name, {"fields": changed}, at=at)
        return await stored(name)


async def write_schedule(
    actor: Actor,
    name: str,
    typed: Sequence[TypedPhase],
    *,
    city_wide: bool,
    neighbourhoods: Sequence[int],
    version: int,
    at: datetime,
) -> Consultation:
    """Change where and when. Of a published consultation only the dates, and only to later ones."""
    async with writing():
        held = await stored(name)
        if refusal := rules.may_edit_schedule(actor, held, at):
            raise refusal
        if held.state == State.PUBLISHED:
            await _extend(actor, held, typed, version, at=at)
        else:
            wanted = _wanted(typed, not_before=at, is_placed=city_wide or bool(neighbourhoods))
            after = _left_at(held, Step.VOTE if held.has_vote else Step.SUMMARY)
            await change(held, version, {"city_wide": city_wide, **after})
            await _place(held, () if city_wide else neighbourhoods)
            await _store_phases(held, wanted)
        return await stored(name)


def _wanted(typed: Sequence[TypedPhase], *, not_before: datetime, is_placed: bool) -> Sequence[Span]:
    """The phases; what is wrong with them is told together with a place that is missing."""
    missing = {} if is_placed else {"neighbourhoods": "missing.neighbourhoods"}
    try:
        wanted = spans(typed, not_before=not_before)
    except Invalid as wrong:
        wrong.fields = {**missing, **wrong.fields}
        raise
    if missing:
        raise Invalid("consultation.incomplete", fields=missing)
    return wanted


async def _extend(actor: Actor, held: Consultation, typed: Sequence[TypedPhase], version: int, *, at: datetime) -> None:
    wanted = spans(typed, not_before=None)
    if [str(p.kind) for p in held.phases] != [s.kind for s in wanted]:
        raise Invalid("phases.wrong", fields={"phases": "phase.unknown"})
    before = {str(p.kind): (p.opens_at, p.closes_at) for p in held.phases}
    if wrong := extended(before, wanted, at=at):
        raise Invalid("phases.wrong", fields=wrong)
    await change(held, version, {})
    for span in wanted:
        opens_at, closes_at = before[span.kind]
        if (opens_at, closes_at) == (span.opens_at, span.closes_at):
            continue
        movable = (Phase.consultation == held.id) & (Phase.kind == span.kind)
        if span.opens_at != opens_at:
            movable &= Phase.opening_noted_at.is_null()
        if span.closes_at != closes_at:  # the clock may have noted it while this form waited for its turn
            movable &= Phase.closing_noted_at.is_null()
        dates: dict[Any, Any] = {Phase.opens_at: span.opens_at, Phase.closes_at: span.closes_at}
        if not await Phase.update(dates).where(movable).returning(Phase.id):
            raise Conflict("consultation.changed_meanwhile")
        detail: dict[str, object] = {
            "phase": span.kind,
            "opens_at": span.opens_at.isoformat(),
            "closes_at": span.closes_at.isoformat(),
        }
        if held.ballot_frozen_at:
            detail["vote"] = await vote_terms(held.id)
        await journal.note(actor, "phase.extended", "consultation", held.slug, detail, at=at)


async def write_vote(actor: Actor, name: str, vote: Vote, version: int, *, at: datetime) -> Consultation:
    """Change the rule and its parameters, until the ballot list is published."""
    async with writing():
        held = await stored(name)
        if refusal := rules.may_edit_vote(actor, held):
            raise refusal
        wrong = wrong_vote(held, vote)
        if wrong:
            raise Invalid("vote.wrong", fields=wrong)
        values = asdict(vote)
        template = template_of(held.template, held.ballot_kind, held.rule)
        offer = template.offers[vote.rule]
        given = {**offer.parameters, **values.pop("parameters")}
        values["rule_parameters"] = json.dumps(given, sort_keys=True)
        values["ballot_kind"] = str(offer.kind)
        if not (template.is_budget or template.only_rule):
            values["budget_cents"] = None
        values["spending_limits"] = vote.spending_limits.as_text()
        await change(held, version, values | _left_at(held, Step.POTS if vote.pot_kind else Step.SUMMARY))
        if not vote.pot_kind:
            await Pot.delete().where(Pot.consultation == held.id)
        if held.has_begun:
            detail = {"rule": vote.rule, "budget_cents": vote.budget_cents}
            await journal.note(actor, "vote.revised", "consultation", name, detail, at=at)
        return await stored(name)


def wrong_vote(held: Consultation, vote: Vote) -> dict[str, str]:
    """What cannot stand in the settings of a vote: field → code."""
    wrong: dict[str, str] = {}
    rule, template = RULES.get(vote.rule), template_of(held.template, held.ballot_kind, held.rule)
    if rule is None or vote.rule not in template.rules:
        return {"rule": "rule.unknown"}
    offer = template.offers[vote.rule]
    read, unread = read_parameters(rule, offer, vote.parameters)
    wrong |= {f"{vote.rule}-{name}": "rule.bad_parameter" for name in unread}
    takes_money = rule.needs_budget and (template.is_budget or bool(template.only_rule))
    if takes_money:
        wrong |= _wrong_budget(rule, read, vote.budget_cents, sound=not wrong)
    wrong |= _wrong_pots(vote, is_budget=takes_money and offer.kind is BallotKind.BUDGET)
    if vote.min_picks < 0:
        wrong["min_picks"] = "vote.picks"
    if vote.max_picks is not None and vote.max_picks < max(vote.min_picks, 1):
        wrong["max_picks"] = "vote.picks"
    if not 1 <= vote.seats <= 99:
        wrong["seats"] = "vote.seats"
    if fault := rules.age_fault(held.regulation, vote.min_age):
        wrong["min_age"] = fault
    if not vote.lot_source.strip():
        wrong["lot_source"] = "missing.lot_source"
    return wrong


def _wrong_budget(rule: Rule, read: Mapping[str, str], cents: int | None, *, sound: bool) -> dict[str, str]:
    """What is wrong with the money of a vote; and with the parameters, if they are ``sound`` by themselves."""
    if not cents:
        return {"budget": "missing.budget"}
    try:
        if sound:
            rule.fits(read, Fraction(cents, 100))
    except CountError as error:
        return {f"{rule.key}-{error.params['parameter']}": "rule.too_small"}
    return {}


def _wrong_pots(vote: Vote, *, is_budget: bool) -> dict[str, str]:
    """Pots need a budget; limits need a rule that can count under them."""
    wrong = {}
    if vote.pot_kind and not is_budget:
        wrong["pot_kind"] = "pots.no_budget"
    if vote.spending_limits and not honours_limits(vote.rule):
        wrong["limits"] = "limits.not_with_rule"
    return wrong


async def discard(actor: Actor, name: str, *, at: datetime) -> None:
    """Throw a draft away. Nobody but the office ever saw it."""
    async with writing():
        held = await stored(name)
        if refusal := rules.may_manage(actor):
            raise refusal
        if held.state != State.DRAFT:
            raise Conflict("consultation.not_draft")
        await Row.delete().where(Row.id == held.id)
        await journal.note(actor, "consultation.discarded", "consultation", name, at=at)


def _left_at(held: Consultation, step: Step) -> dict[str, str]:
    """Where the office goes on with a draft."""
    return {} if held.has_begun else {"draft_step": str(step)}


def _limits(typed: Mapping[str, str]) -> None:
    limits = {"title": (160, "long.title"), "summary": (400, "long.summary")}
    long = {}
    for name, value in typed.items():
        most, code = limits.get(name, (20_000, "long.text"))
        if len(value) > most:
            long[name] = code
    if long:
        raise Invalid("consultation.incomplete", fields=long)


async def _place(held: Consultation, neighbourhoods: Sequence[int]) -> None:
    await ConsultationNeighbourhood.delete().where(ConsultationNeighbourhood.consultation == held.id)
    if neighbourhoods:
        await ConsultationNeighbourhood.insert(
            *(ConsultationNeighbourhood(consultation=held.id, neighbourhood=n) for n in dict.fromkeys(neighbourhoods))
        )


async def _store_phases(held: Consultation, wanted: Sequence[Span]) -> None:
    await Phase.delete().where(Phase.consultation == held.id)
    if wanted:
        await Phase.insert(
            *(
                Phase(consultation=held.id, kind=s.kind, position=n, opens_at=s.opens_at, closes_at=s.closes_at)
                for n, s in enumerate(wanted, 1)
            )
        )
