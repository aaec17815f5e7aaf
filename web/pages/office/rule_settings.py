# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting rules that an office chooses among: what each is, what it is good and bad at, its parameters as fields
of the form, and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from deliberation.consultations.templates import Template, read_parameters
from voting import RULES, BallotKind, Offer, Rule
from voting.tallies import Parameter
from voting.words.explanations import Explanation
from web.words.i18n import translate
from web.words.sentences import told
from web.words.shares import share_stored, share_typed
from web.words.traits import TRAITS


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter; without `options` it is typed, with its `unit` beside."""

    name: str
    label: str
    value: str
    error: str
    options: list[tuple[str, str]]
    unit: str


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule as the office reads it before choosing. `preview` and `scale` are of the parameters that stand in the
    form; `is_wrong`: something typed in them cannot be read."""

    rule: Rule
    told: Explanation
    name: str
    is_recommended: bool
    good: list[str]
    bad: list[str]
    settings: list[Setting]
    scale: tuple[str, ...]
    preview: Markup
    is_chosen: bool
    is_wrong: bool

    @property
    def is_here(self) -> bool:
        """The office is at this rule: its parameters stand open."""
        return self.is_chosen or self.is_wrong


def rule_choices(
    template: Template, values: Mapping[str, Any], errors: Mapping[str, str], locale: str, seats: int, cents: int | None
) -> list[RuleChoice]:
    """The rules for what is asked, the recommended one first. Seats and a budget have fields of their own."""
    return [_choice(RULES[key], offer, values, errors, locale, seats, cents) for key, offer in template.offers.items()]


def _choice(
    rule: Rule,
    offer: Offer,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    locale: str,
    seats: int,
    cents: int | None,
) -> RuleChoice:
    named = {f"{rule.key}-{p.name}": p for p in rule.fields if p.name != "seats" and p.label}
    shown = {name: p for name, p in named.items() if offer.asks is None or p.name in offer.asks}
    given = {
        p.name: share_stored(str(text)) if p.form == "share" else str(text)
        for name, p in named.items()
        if (text := values.get(name, ""))
    }
    read, unread = read_parameters(rule, offer, given)
    filled = rule.filled(read | ({"seats": str(max(1, seats))} if "seats" in rule.filled({}) and not cents else {}))
    return RuleChoice(
        rule,
        rule.explained(money=offer.kind is BallotKind.BUDGET),
        rule.name(locale),
        offer.place == 1,
        [translate(locale, TRAITS[trait][0]) for trait, holds in rule.traits.items() if holds],
        [translate(locale, TRAITS[trait][1]) for trait, holds in rule.traits.items() if not holds],
        [_setting(name, p, offer, values, errors, locale) for name, p in shown.items()],
        tuple(rule.scale(filled)),
        Markup() if unread else told(rule.preview(filled, cents), locale),
        rule.key == values.get("rule"),
        any(errors.get(name) for name in named),
    )


def _setting(
    name: str,
    parameter: Parameter,
    offer: Offer,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    locale: str,
) -> Setting:
    is_share = parameter.form == "share"
    proposed = offer.parameters.get(parameter.name, parameter.default)
    return Setting(
        name,
        translate(locale, parameter.label),
        values.get(name) or (share_typed(proposed) if is_share else proposed),
        errors.get(name, ""),
        [(choice, translate(locale, label)) for choice, label in parameter.labels.items()],
        "%" if is_share else "",
    )
