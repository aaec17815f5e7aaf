# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parameters of counting rules as fields of the office's form: each rule folds its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voting import RULES
from voting.tallies import Parameter
from web.words.i18n import translate


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter; without `options` it is typed."""

    name: str
    label: str
    value: str
    error: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What a rule lets the office choose; open on the page when something typed is wrong."""

    rule: str
    settings: list[Setting]
    is_open: bool


def rule_settings(
    keys: Iterable[str], values: Mapping[str, Any], errors: Mapping[str, str], locale: str
) -> list[RuleSettings]:
    """Of the rules that have any; seats have a field of their own."""
    found = []
    for key in keys:
        named = {f"{key}-{p.name}": p for p in RULES[key].parameters if p.name != "seats"}
        if named:
            settings = [_setting(name, p, values, errors, locale) for name, p in named.items() if p.label]
            found.append(RuleSettings(RULES[key].name(locale), settings, any(errors.get(name) for name in named)))
    return found


def _setting(
    name: str, parameter: Parameter, values: Mapping[str, Any], errors: Mapping[str, str], locale: str
) -> Setting:
    labels = {choice: parameter.labels[choice] for choice in parameter.choices if choice in parameter.labels}
    return Setting(
        name,
        translate(locale, parameter.label),
        values.get(name, parameter.default),
        errors.get(name, ""),
        [(choice, translate(locale, label)) for choice, label in labels.items()],
    )
