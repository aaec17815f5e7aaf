# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of ballots as a count that can be made: what it holds, and what it says of the rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from voting import RULES, CountError, FormatError, Profile, TieError, TiePolicy
from voting.evidence.whatifs import Asked
from voting.exchange import blt, pabulib, preflib
from voting.exchange import csv as own_csv
from voting.exchange import json as own_json
from voting.exchange.elections import Election
from voting.warnings import Warned
from web.commands.refusals import sentence

COMMITTEES = frozenset({"block", "scottish-stv", "meek-stv", "wigm-stv", "phragmen", "equal-shares", "pav"})
OWN: Mapping[str, Callable[[str], Election]] = {".csv": own_csv.read, ".json": own_json.read}


class Misuse(Exception):
    """The command was used wrongly: one sentence."""


@dataclass(frozen=True)
class Loaded:
    """What a file holds. ``rule`` is its own rule, ``wrong`` why it has none that is known here."""

    profile: Profile
    budget: Fraction | None = None
    seats: int | None = None
    rule: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    ties: tuple[str, ...] | None = None
    warnings: tuple[Warned, ...] = ()
    wrong: str = "the file names no rule: give --rule"
    seats_for: frozenset[str] = COMMITTEES
    unit: int = 1


@dataclass(frozen=True)
class Choices:
    """What the command line says of the count."""

    rule: str | None = None
    seats: int | None = None
    params: tuple[str, ...] = ()
    ties: str | None = None
    lot_seed: str | None = None
    groups: str | None = None


def load(path: Path, groups: str | None = None) -> Loaded:
    """Reads a file by its ending; ``groups``: a column of .pb voters. Raises FormatError, OSError, Misuse."""
    ending = path.suffix.lower()
    if ending not in (".pb", ".blt", *OWN, *(f".{kind}" for kind in preflib.TYPES)):
        raise Misuse(f"{path.name}: not .pb .blt .soc .soi .toc .toi .cat .csv .json")
    if groups is not None and ending != ".pb":
        raise Misuse("--groups names a column of a .pb file; .csv and .json say each ballot's group")
    text = _text(path)
    if ending == ".pb":
        return _budget(pabulib.read(text, groups))
    if ending == ".blt":
        ward = blt.read(text)
        return Loaded(ward.profile, seats=ward.seats, rule="scottish-stv")
    if ending in OWN:
        election = OWN[ending](text)
        return Loaded(election.profile, election.budget, election.seats, seats_for=frozenset(RULES), unit=election.unit)
    election = preflib.read(text, ending[1:])
    return Loaded(election.profile)


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(line, "text", "UTF-8", repr(data[error.start : error.start + 8])) from error


def _budget(election: pabulib.Election) -> Loaded:
    try:
        own = election.rule()
    except TieError:
        raise
    except CountError:
        wrong = f"the file's rule {election.rule_name!r} is not known: give --rule"
        return Loaded(election.profile, election.budget, warnings=election.warnings, wrong=wrong)
    warnings = election.warnings if own.warning is None else (*election.warnings, own.warning)
    return Loaded(election.profile, election.budget, None, own.key, own.params, own.ties.criteria, warnings)


def asked(loaded: Loaded, choices: Choices) -> Asked:
    """The count to make. Raises Misuse, TieError for criteria that do not exist."""
    key, params, criteria = choices.rule, dict[str, str](), loaded.ties
    if key is None:
        if loaded.rule is None:
            raise Misuse(loaded.wrong)
        key, params = loaded.rule, dict(loaded.params)
    elif key not in RULES:
        raise Misuse(f"unknown rule {key}: one of {', '.join(RULES)}")
    else:
        criteria = None
    rule = RULES[key]
    names = {parameter.name for parameter in rule.parameters}
    spends = rule.needs_budget and loaded.budget is not None
    if loaded.seats and "seats" in names and key in loaded.seats_for and not spends:
        params["seats"] = str(loaded.seats)
    if choices.seats and ("seats" in names or choices.seats > 1):
        params["seats"] = str(choices.seats)
    params |= _pairs(choices.params)
    policy = TiePolicy(criteria or rule.ties, choices.lot_seed)
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
