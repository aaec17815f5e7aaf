# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal played through: what it says of every vote, of roles and of verified people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deliberation.consultations.pots.values import digest_of_all
from deliberation.consultations.states import State

UNVERIFY = frozenset({"residence.verification_withdrawn", "residence.changed", "account.deleted"})
# an act → the state of a consultation after it (closing and counting depend on the act's detail)
STATES = {
    "consultation.drafted": State.DRAFT,
    "consultation.published": State.PUBLISHED,
    "consultation.cancelled": State.CANCELLED,
    "result.annulled": State.ANNULLED,
    "consultation.imported": State.CLOSED,
    "result.published": State.RESULTS,
}


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the journal, its detail read."""

    at: datetime
    act: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(slots=True)
class VoteActs:
    """What the journal says of one consultation. `ballots`: public id → seal of its last revision.

    `is_older`: some of its acts were written before acts held seals. `aside`: ballots set aside; `suspended`: suspended
    rights of people who had not voted. `added`, `struck`: seals of the lines of the roll that a correction
    added, and of those that are struck. `officials`: the digest of the official count, by the pot's key or ''.
    """

    state: str = ""
    is_older: bool = False
    terms: Mapping[str, Any] | None = None
    roll: Mapping[str, Any] | None = None
    imported: Mapping[str, Any] | None = None
    ballots: dict[str, str] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    suspended: int = 0
    added: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    cast_at: list[datetime] = field(default_factory=list)
    tallies: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    officials: dict[str, str] = field(default_factory=dict)
    result: Mapping[str, Any] | None = None
    lot_value: str = ""

    @property
    def official(self) -> str:
        """The digest of the official result: of a budget in pots, one over all."""
        return digest_of_all(self.officials) if any(self.officials) else self.officials.get("", "")


@dataclass(slots=True)
class Record:
    """The whole journal in short. `grants`: (account, role, place's slug or ''); `verified`: account → instant.

    `is_older`: people were enrolled by acts written before such acts named the verified ones.
    """

    votes: dict[str, VoteActs] = field(default_factory=dict)
    grants: set[tuple[str, str, str]] = field(default_factory=set)
    verified: dict[str, datetime] = field(default_factory=dict)
    is_older: bool = False

    def add(self, act: Act) -> None:
        """Take the next act in."""
        kind = act.act.partition(".")[0]
        if kind in ("account", "accounts", "residence", "role"):
            self._add_person(act)
        elif kind in ("consultation", "ballot", "ballots", "roll", "right", "tally", "result", "lot", "phase"):
            _add_vote(self.votes.setdefault(act.subject, VoteActs()), act)

    def _add_person(self, act: Act) -> None:
        if act.act == "role.granted" or (act.act == "account.created" and act.detail.get("role")):
            self.grants.add((act.subject, act.detail["role"], act.detail.get("neighbourhood") or ""))
        elif act.act == "role.revoked":
            self.grants.discard((act.subject, act.detail["role"], act.detail.get("neighbourhood") or ""))
        elif act.act == "residence.verified":
            self.verified[act.subject] = act.at
        elif act.act == "accounts.enrolled":
            self.verified.update(dict.fromkeys(act.detail.get("verified", ()), act.at))
            self.is_older |= "verified" not in act.detail
        elif act.act in UNVERIFY:
            self.verified.pop(act.subject, None)
        if act.act == "account.deleted":
            self.grants = {grant for grant in self.grants if grant[0] != act.subject}


# what an act must hold to be compared
SEALS = {
    "ballot.frozen": "vote",
    "roll.frozen": "seal",
    "ballot.cast": "seal",
    "ballot.changed": "seal",
    "tally.made": "transcripts",
}


def _add_vote(vote: VoteActs, act: Act) -> None:
    if SEALS.get(act.act, "") not in ("", *act.detail):
        vote.is_older = True
        return
    if "vote" in act.detail:
        vote.terms = act.detail["vote"]
    vote.state = STATES.get(act.act, vote.state)
    match act.act:
        case "roll.frozen":
            vote.roll = act.detail
        case "ballots.imported":
            vote.roll = vote.imported = act.detail
        case "lot.drawn":
            vote.lot_value = act.detail["value"]
        case "phase.closed" if act.detail["phase"] == "voting" and vote.state == State.PUBLISHED:
            vote.state = State.CLOSED
    _add_ballot(vote, act)
    _add_correction(vote, act)
    _add_count(vote, act)


def _add_ballot(vote: VoteActs, act: Act) -> None:
    """A ballot cast or changed, one that does not count any more or counts again, a right that rests or is back."""
    match act.act:
        case "ballot.cast" | "ballot.changed":
            vote.ballots[act.detail["ballot"]] = act.detail["seal"]
            vote.cast_at.append(act.at)
        case "ballot.set_aside":
            vote.aside.add(act.detail["ballot"])
        case "ballot.reinstated":
            vote.aside.discard(act.detail["ballot"])
        case "right.suspended":
            vote.suspended += 1
        case "right.reinstated":
            vote.suspended -= 1


def _add_correction(vote: VoteActs, act: Act) -> None:
    """A line of the roll that came later, was struck, or stands again."""
    match act.act:
        case "roll.added":
            vote.added.add(act.detail["line"])
        case "roll.struck":
            vote.struck.add(act.detail["line"])
        case "roll.reinstated":
            vote.struck.discard(act.detail["line"])


def _add_count(vote: VoteActs, act: Act) -> None:
    """A count, official or not; the publication of a result."""
    match act.act:
        case "tally.made":
            vote.tallies[act.detail["digest"]] = act.detail
            if act.detail["official"]:
                vote.officials[act.detail.get("pot", "")] = act.detail["digest"]
                vote.state = State.TALLIED if vote.state != State.RESULTS else State.RESULTS
        case "result.published":
            vote.result = act.detail
