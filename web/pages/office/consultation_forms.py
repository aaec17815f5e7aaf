# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forms of a consultation's steps, and what was typed in them as the room takes it."""

from enum import StrEnum

from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.editing import Texts, Vote
from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.pots.dividing import Division
from deliberation.consultations.pots.limits import Limit, SpendingLimits, limit_text, read_limit
from deliberation.consultations.pots.values import PotKind, Source
from deliberation.consultations.schedules import TypedPhase, instant
from deliberation.consultations.templates import template_of
from deliberation.errors import Invalid
from deliberation.proposals.contents import CATEGORIES
from voting import RULES
from web.forms import (
    CheckField,
    CivicForm,
    KindField,
    MoneyField,
    PrefixedField,
    TextField,
    TextsField,
    UploadField,
    VersionForm,
    WholeField,
    has_texts,
)
from web.words.shares import share_stored, share_typed

ENDS = ("opens", "closes", "opens-fold", "closes-fold")  # a fold says which of two equal hours is meant
IN_ONE_PLACE = "neighbourhood"
LIMITED = (*CATEGORIES, IN_ONE_PLACE)
PARAMETERS = {key: [p.name for p in rule.fields if p.name != "seats"] for key, rule in RULES.items()}
SHARES = {f"{key}-{p.name}" for key, rule in RULES.items() for p in rule.fields if p.form == "share"}
PREVIEW = "preview"


class DivisionAct(StrEnum):
    """What the office does with a division."""

    PREVIEW = "preview"
    READ = "read"
    SAVE = "save"


class NewForm(CivicForm):
    """How a consultation begins."""

    template_key = TextField(name="template")
    title = TextField()


@has_texts(Texts.__dataclass_fields__)
class TextsForm(VersionForm):
    """What residents read."""

    def texts(self) -> Texts:
        return Texts(**{name: self[name].data for name in Texts.__dataclass_fields__})


@has_texts(f"{kind}-{end}" for kind in PhaseKind for end in ENDS)
class ScheduleForm(VersionForm):
    """Where, and the two ends of each phase: the room reads the times, which depend on one another."""

    place = TextField()
    neighbourhoods = TextsField()

    def phases(self, kinds: list[str]) -> list[TypedPhase]:
        return [TypedPhase(kind, *(self[f"{kind}-{end}"].data for end in ENDS)) for kind in kinds]


@has_texts(f"{rule}-{name}" for rule, names in PARAMETERS.items() for name in names)
@has_texts(f"limit-{name}" for name in LIMITED)
class VoteForm(VersionForm):
    """How the vote is held; beside are each rule's own parameters ("<rule>-<name>") and limits ("limit-<name>").

    `act`: the button that was pressed; shares are typed as percentages.
    """

    act = TextField()
    rule = TextField()
    budget_cents = MoneyField(name="budget")
    pot_kind = KindField(PotKind, default=PotKind.WHOLE)
    pots_are_chosen = CheckField()
    seats = WholeField(default=1)
    min_picks = WholeField(default=1)
    max_picks = WholeField()
    min_age = WholeField(default=16)
    options_shuffled = CheckField()
    freezes_itself = CheckField()
    lot_source = TextField()

    def vote(self) -> Vote:
        rule, known = self.rule.data, Vote.__dataclass_fields__
        parameters = self.parameters(rule)
        own = {name: value for name, value in self.data.items() if name in known}
        return Vote(parameters=parameters, spending_limits=self._limits(), **own)

    def parameters(self, rule: str) -> dict[str, str]:
        """What was typed of a rule, as it takes it."""
        given = {name: self[f"{rule}-{name}"].data for name in PARAMETERS.get(rule, ())}
        return {
            name: share_stored(text) if f"{rule}-{name}" in SHARES else text for name, text in given.items() if text
        }

    def _limits(self) -> SpendingLimits:
        """Raises Invalid with a field for each limit that cannot be read."""
        found: dict[str, Limit] = {}
        wrong: dict[str, str] = {}
        for name in LIMITED:
            try:
                if (limit := read_limit(self[f"limit-{name}"].data)) is not None:
                    found[name] = limit
            except Invalid as refusal:
                wrong[f"limit-{name}"] = refusal.code
        if wrong:
            raise Invalid("vote.wrong", fields=wrong)
        return SpendingLimits({name: found[name] for name in CATEGORIES if name in found}, found.get(IN_ONE_PLACE))


def typed_parameters(held: Consultation) -> dict[str, str]:
    """The stored parameters of the rule as they would be typed, by field."""
    named = {f"{held.rule}-{name}": value for name, value in held.rule_parameters.items()}
    return {name: share_typed(value) if name in SHARES else value for name, value in named.items()}


def typed_limits(held: Consultation) -> dict[str, str]:
    """The stored limits as they would be typed, by field."""
    limits = held.spending_limits
    typed = {name: limits.categories.get(name) for name in CATEGORIES} | {IN_ONE_PLACE: limits.neighbourhood}
    return {f"limit-{name}": limit_text(limit) for name, limit in typed.items()}


class DivisionForm(VersionForm):
    """How a budget is divided. `act`: what the button asks for; `amount`: "amount-<key of a pot>"."""

    source = KindField(Source, default=Source.POPULATION)
    city_cents = MoneyField(name="city")
    amount = PrefixedField()
    file = UploadField()
    act = KindField(DivisionAct, default=DivisionAct.PREVIEW)

    def division(self) -> Division:
        return Division(self.source.data, self.city_cents.data, dict(self.amount.data))


def phases_of(held: Consultation) -> list[str]:
    """The kinds of phases that a consultation has, or will have by its template."""
    if held.phases:
        return [str(phase.kind) for phase in held.phases]
    return [phase.kind for phase in template_of(held.template, held.ballot_kind, held.rule).phases]


def stored_dates(held: Consultation) -> dict[str, str]:
    """The stored dates as they would be typed."""
    values: dict[str, str] = {}
    for phase in held.phases:
        for end, at in (("opens", phase.opens_at), ("closes", phase.closes_at)):
            local = in_rome(at)
            exact = "%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M"
            values[f"{phase.kind}-{end}"] = local.strftime(exact)
            values[f"{phase.kind}-{end}-fold"] = str(local.fold)
    return values


def repeated_hours(values: dict[str, str]) -> set[str]:
    """The fields whose hour happens twice: the form asks which one is meant."""
    ends = ("-opens", "-closes")
    return {name for name, text in values.items() if name.endswith(ends) and instant(text) == "date.repeated_hour"}
