# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pabulib ``.pb`` files (Stolicki, Szufa, Talmon 2020): a participatory budget with its real ballots."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from voting.ballots import Ballot, BallotKind
from voting.errors import CountError
from voting.exchange.pabulib_limits import Limits, limits
from voting.exchange.pabulib_sections import KINDS, PabulibError, Table, money, sections, whole
from voting.exchange.pabulib_votes import pack, read_row
from voting.lots.ties import TiePolicy
from voting.options import Option
from voting.profile import Profile
from voting.warnings import MOST_NAMED, Warned

__all__ = ["Election", "FileRule", "PabulibError", "Voter", "read"]

EQUAL_SHARES = {"satisfaction": "cost", "completion": "add1", "stop": "overspend", "start": "floor", "increment": "1"}


@dataclass(frozen=True, slots=True)
class Voter:
    """One line of VOTES: who (the file's own id), the ballot, every other column."""

    id: str
    ballot: Ballot
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileRule:
    """What the file's own rule means here; ``warning``: why it is counted only nearly as written."""

    key: str
    params: Mapping[str, str]
    ties: TiePolicy
    warning: Warned | None = None


@dataclass(frozen=True)
class Election:
    """A file read: money is in its currency units. ``declared_votes`` and ``selected`` are its own columns."""

    meta: Mapping[str, str]
    options: tuple[Option, ...]
    profile: Profile
    budget: Fraction
    declared_votes: Mapping[str, int]
    declared_scores: Mapping[str, int]
    selected: frozenset[str] | None
    warnings: tuple[Warned, ...]
    limits: Limits
    _votes: Table = field(repr=False)

    @property
    def rule_name(self) -> str:
        """The rule as the file names it."""
        return self.meta.get("rule", "unknown")

    def rule(self, seed: str | None = None) -> FileRule:
        """The file's rule with its parameters and tie policy. Raises CountError unknown_rule."""
        name = self.rule_name
        greedy = TiePolicy.of("more_votes,lower_cost,lot", seed)
        if name == "greedy":
            return FileRule("greedy", {}, greedy)
        if name == "greedy-no-skip":
            return FileRule("greedy", {"fit": "stop"}, greedy)
        if name == "greedy-threshold":
            threshold = self.meta.get("min_project_score_threshold", "0")
            return FileRule("greedy", {"threshold": threshold}, greedy)
        if name == "greedy-exclusive":
            return FileRule("greedy", {}, greedy, {"code": "counted_as", "rule": name, "as": "greedy"})
        if name in ("equalshares/add1", "equalshares/add1-comparison"):
            comparison = {"comparison": "true" if name.endswith("comparison") else "false"}
            shares = TiePolicy.of("lower_cost,more_votes,lot", seed)
            return FileRule("equal-shares", {**EQUAL_SHARES, **comparison}, shares)
        raise CountError("unknown_rule", rule=name)

    def voters(self) -> Iterator[Voter]:
        """Every voter in file order, void ballots too."""
        kind = self.profile.kind
        known = {option.id: option for option in self.options}
        for line, row in self._votes.rows():
            named = dict(zip(self._votes.columns, row, strict=True))
            marks = read_row(kind, named, known, line)
            rest = {name: value for name, value in named.items() if name not in ("voter_id", "vote", "points")}
            yield Voter(named["voter_id"].strip(), Ballot(kind, marks), rest)


def read(text: str, groups: str | None = None, *, void: bool = True) -> Election:
    """The election of a ``.pb`` text; ``groups`` names the column of VOTES that says each voter's neighbourhood.

    A ballot beyond the limits of META is void; with ``void=False`` it counts, as it does in other programs.
    Raises PabulibError with line, field and what was expected there.
    """
    meta, projects, votes = sections(text)
    values, lines = _meta(meta)
    kind = _kind(values, lines, meta.line)
    budget = money(values.get("budget"), lines.get("budget", meta.line), "budget")
    options, columns = _projects(projects)
    allowed = limits(kind, values, lines, options) if void else Limits(kind, {}, {})
    profile, beyond = pack(kind, options, votes, groups, allowed)
    warnings: list[Warned] = []
    if beyond:
        first = [
            {"line": line, "limit": fault.limit, "allowed": fault.allowed, "found": fault.found}
            for line, fault in beyond[:MOST_NAMED]
        ]
        warnings.append({"code": "ballots_beyond_limits", "number": len(beyond), "first": first})
    for key, found in (("num_projects", len(options)), ("num_votes", profile.n_ballots)):
        if key in values and (declared := whole(values[key], lines[key], key)) != found:
            warnings.append({"code": key, "declared": declared, "found": found})
    recount = dict(zip((option.id for option in profile.options), profile.votes, strict=True))
    differ = [
        {"option": option, "declared": declared, "found": recount[option]}
        for option, declared in columns.get("votes", {}).items()
        if recount[option] != declared
    ]
    if differ:
        warnings.append({"code": "votes", "number": len(differ), "first": differ[:MOST_NAMED]})
    return Election(
        values,
        options,
        profile,
        budget,
        columns.get("votes", {}),
        columns.get("score", {}),
        _selected(columns),
        tuple(warnings),
        allowed,
        votes,
    )


def _meta(table: Table) -> tuple[dict[str, str], dict[str, int]]:
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in table.rows(loose=True):
        key = row[0].strip()
        if len(row) < 2 or not key:
            raise PabulibError(line, "META", "key;value", ";".join(row))
        if key in values:
            raise PabulibError(line, key, "one line for each key", "a second line")
        values[key] = ";".join(row[1:]).strip()
        lines[key] = line
    return values, lines


def _kind(values: Mapping[str, str], lines: Mapping[str, int], line: int) -> BallotKind:
    name = values.get("vote_type", "")
    if name not in KINDS:
        raise PabulibError(lines.get("vote_type", line), "vote_type", "|".join(KINDS), name)
    return KINDS[name]


def _projects(table: Table) -> tuple[tuple[Option, ...], dict[str, dict[str, int]]]:
    for name in ("project_id", "cost"):
        table.require(name)
    options: list[Option] = []
    columns: dict[str, dict[str, int]] = {name: {} for name in ("votes", "score", "selected") if name in table.columns}
    seen: set[str] = set()
    for line, row in table.rows():
        named = dict(zip(table.columns, (value.strip() for value in row), strict=True))
        option = named["project_id"]
        if not option or option in seen or "," in option:
            raise PabulibError(line, "project_id", "an id of its own, without commas", option)
        seen.add(option)
        cost = money(named["cost"], line, "cost")
        exact = int(cost) if cost.denominator == 1 else cost
        category, zone = named.get("category") or None, named.get("district") or named.get("neighborhood") or None
        options.append(Option(option, named.get("name", ""), exact, category=category, zone=zone))
        for name, column in columns.items():
            if named[name]:
                column[option] = whole(named[name], line, name)
    if not options:
        raise PabulibError(table.line, "PROJECTS", "at least one project", "none")
    return tuple(options), columns


def _selected(columns: Mapping[str, Mapping[str, int]]) -> frozenset[str] | None:
    if "selected" not in columns:
        return None
    return frozenset(option for option, value in columns["selected"].items() if value == 1)
