# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of ballots as a count that can be made: what it holds, and what it says of the rule."""

from dataclasses import dataclass
from pathlib import Path

from voting import RULES, CountError, TiePolicy
from voting.evidence.whatifs import Asked
from voting.exchange.contents import ENDINGS, Contents
from voting.files import read
from web.commands.refusals import sentence


class Misuse(Exception):
    """The command was used wrongly: one sentence."""


@dataclass(frozen=True)
class Choices:
    """What the command line says of the count."""

    rule: str | None = None
    seats: int | None = None
    params: tuple[str, ...] = ()
    ties: str | None = None
    lot_seed: str | None = None
    groups: str | None = None


def load(path: Path, groups: str | None = None) -> Contents:
    """Reads a file by its ending; ``groups``: a column of .pb voters. Raises FormatError, OSError, Misuse."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Misuse(f"{path.name}: not .pb .blt .soc .soi .toc .toi .cat .csv .json")
    if groups is not None and ending != ".pb":
        raise Misuse("--groups names a column of a .pb file; .csv and .json say each ballot's group")
    return read(path, groups)


def asked(loaded: Contents, choices: Choices) -> Asked:
    """The count to make. Raises Misuse, TieError for criteria that do not exist."""
    if choices.rule is None and loaded.rule is None:
        raise Misuse(f"{loaded.wrong}: give --rule")
    if choices.rule is not None and choices.rule not in RULES:
        raise Misuse(f"unknown rule {choices.rule}: one of {', '.join(RULES)}")
    key, params, policy = loaded.terms(choices.rule, None, choices.lot_seed)
    rule = RULES[key]
    if choices.seats and ("seats" in {parameter.name for parameter in rule.parameters} or choices.seats > 1):
        params["seats"] = choices.seats
    params |= _pairs(choices.params)
    if choices.ties:
        policy = TiePolicy.of(choices.ties, choices.lot_seed)
    try:
        complete = rule.complete(params)
    except CountError as error:
        raise Misuse(sentence(error)) from error
    if loaded.profile.kind not in rule.kinds:
        raise Misuse(f"{key} does not count {loaded.profile.kind.value} ballots")
    budget = loaded.budget if rule.takes_budget(complete) else None
    if rule.takes_budget(complete) and budget is None:
        raise Misuse(f"{key} spends a budget and the file has none: give --seats for a committee")
    return Asked(key, loaded.profile, complete, policy, budget, loaded.unit)


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    if any(not equals or not name for name, equals, _ in pairs):
        raise Misuse("--param is NAME=VALUE")
    return {name: value for name, _, value in pairs}
