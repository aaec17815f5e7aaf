# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the tables differ from the journal: one fault a difference, with the vote that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.integrity.acts import Record, VoteActs
from deliberation.ballots.lists import commitment
from deliberation.ballots.seals import ballot_seal, roll_seal, seal_of_all
from deliberation.errors import Invalid
from voting.canonical import sha256
from voting.evidence.outcome import digest_of


@dataclass(frozen=True, slots=True)
class Fault:
    """A difference: `code` names it, `subject` is the vote's slug or an account's public id."""

    code: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class VoteTables:
    """What the tables hold of one consultation; rows as dicts, outcomes read.

    `aside`, `suspended`, `added`, `struck`: as in VoteActs; `roll` is without what was added.
    """

    slug: str
    state: str
    is_frozen: bool
    roll_hash: str
    lot_secret: str
    lot_commitment: str
    lot_value: str
    is_imported: bool
    terms: Mapping[str, Any]
    roll: tuple[tuple[str, int | None, int | None], ...]
    ballots: tuple[Mapping[str, Any], ...]
    tallies: tuple[Mapping[str, Any], ...]
    selected: frozenset[str]
    aside: frozenset[str]
    suspended: int
    added: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()  # options that no proposal stands behind


def vote_faults(told: VoteActs, found: VoteTables) -> Iterator[Fault]:
    """Every difference of one vote."""

    def fault(code: str, **details: object) -> Fault:
        return Fault(code, found.slug, details)

    if told.is_older:
        yield fault("older")
        return
    if found.state != told.state:
        yield fault("state", journal=told.state or "unknown", table=found.state)
    yield from (fault(code, **details) for code, details in _terms(told, found))
    yield from (fault(code, **details) for code, details in _roll(told, found))
    yield from (fault(code, **details) for code, details in _ballots(told, found))
    yield from (fault(code, **details) for code, details in _counts(told, found))
    if found.is_imported != bool(told.imported):
        yield fault("imported")
    if not told.imported and found.lot_value != told.lot_value:
        yield fault("lot_value")
    if not told.imported and (found.lot_secret or found.lot_commitment) and not _kept_promise(found):
        yield fault("lot_secret")


Difference = tuple[str, dict[str, object]]


def _terms(told: VoteActs, found: VoteTables) -> Iterator[Difference]:
    if told.terms is None:
        if found.is_frozen:
            yield "terms_unknown", {}
        return
    changed = sorted(name for name in {*told.terms, *found.terms} if told.terms.get(name) != found.terms.get(name))
    if not found.is_frozen:
        changed.append("ballot_frozen_at")
    if changed:
        yield "terms", {"changed": ", ".join(changed)}


def _roll(told: VoteActs, found: VoteTables) -> Iterator[Difference]:
    if told.roll is None:
        if found.roll or found.roll_hash:
            yield "roll_unknown", {"size": len(found.roll)}
        return
    if len(found.roll) != told.roll["size"]:
        yield "roll_size", {"journal": told.roll["size"], "table": len(found.roll)}
    elif roll_seal(found.roll) != told.roll["seal"]:
        yield "roll", {}
    if found.roll_hash != told.roll["hash"]:
        yield "roll_hash", {}
    for code, here, there in (("added", found.added, told.added), ("struck", found.struck, told.struck)):
        if here != there:
            yield code, {"journal": len(there), "table": len(here)}


def _ballots(told: VoteActs, found: VoteTables) -> Iterator[Difference]:
    if told.imported:
        seals = [ballot_seal(ballot) for ballot in found.ballots]
        if len(seals) != told.imported["ballots"]:
            yield "ballots_number", {"journal": told.imported["ballots"], "table": len(seals)}
        elif seal_of_all(seals) != told.imported["seals"]:
            yield "ballots_imported", {}
        return
    stored = {str(ballot["public_id"]): ballot_seal(ballot) for ballot in found.ballots}
    stuffed = len(found.ballots) - len(stored.keys() & told.ballots.keys())
    missing = len(told.ballots.keys() - stored.keys())
    rewritten = sum(1 for name, seal in stored.items() if told.ballots.get(name, seal) != seal)
    for code, number in (("stuffed", stuffed), ("missing", missing), ("rewritten", rewritten)):
        if number:
            yield code, {"number": number}
    if found.aside != told.aside:
        yield "aside", {"journal": len(told.aside), "table": len(found.aside)}
    if found.suspended != told.suspended:
        yield "suspended", {"journal": told.suspended, "table": found.suspended}
    late = _late(told)
    if late:
        yield "late", {"number": late}


def _late(told: VoteActs) -> int:
    voting = (told.terms or {}).get("voting") or []
    if not voting:
        return 0
    closes = max(datetime.fromisoformat(end) for _, end in voting)
    return sum(1 for at in told.cast_at if at >= closes)


def _counts(told: VoteActs, found: VoteTables) -> Iterator[Difference]:
    official = [tally for tally in found.tallies if tally["is_official"]]
    pots = {tally["pot_key"] for tally in official}
    if len(official) > len(pots):
        yield "officials", {"number": len(official)}
    if told.officials.keys() - pots:
        yield "count_missing", {}
    for tally in found.tallies:
        act = told.tallies.get(tally["digest"])
        outcome = tally["outcome"]
        if act is None or tally["rule"] != act["rule"] or tally["pot_key"] != act.get("pot", ""):
            yield "count_unknown", {"rule": tally["rule"]}
        elif not tally["digest"] == outcome.get("digest") == digest_of(outcome):
            yield "outcome", {"rule": tally["rule"]}
        elif [sha256(tally["transcript_it"]), sha256(tally["transcript_en"])] != act["transcripts"]:
            yield "transcript", {"rule": tally["rule"]}
        elif tally["is_official"] and tally["digest"] != told.officials.get(tally["pot_key"]):
            yield "official", {}
    yield from _winners(told, found)


def _winners(told: VoteActs, found: VoteTables) -> Iterator[Difference]:
    if told.result:
        if told.result["digest"] != told.official:
            yield "result", {}
        if found.selected != frozenset(told.result["winners"]) - found.answers:
            yield "winners", {"journal": len(told.result["winners"]), "table": len(found.selected)}
    elif found.selected:
        yield "winners", {"journal": 0, "table": len(found.selected)}


def _kept_promise(found: VoteTables) -> bool:
    try:
        return commitment(found.lot_secret) == found.lot_commitment
    except Invalid:
        return False


def people_faults(told: Record, grants: Set[tuple[str, str, str]], verified: Mapping[str, datetime]) -> Iterator[Fault]:
    """Roles that nobody gave, or that are gone; people who are verified and whom nobody verified."""
    for account, role, place in sorted(grants - told.grants):
        yield Fault("grant_unknown", account, {"role": role, "place": place})
    for account, role, place in sorted(told.grants - grants):
        yield Fault("grant_missing", account, {"role": role, "place": place})
    unknown = [account for account, at in verified.items() if told.verified.get(account) != at]
    if unknown:
        yield Fault("verified_older" if told.is_older else "verified_unknown", min(unknown), {"number": len(unknown)})
    gone = told.verified.keys() - verified.keys()
    if gone:
        yield Fault("verified_missing", min(gone), {"number": len(gone)})
