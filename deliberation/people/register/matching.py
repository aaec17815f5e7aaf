# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being found in the register from home: what a resident types, and the code that is mailed to close it.

Whatever is wrong (no such code, another birth date or name, a person who has an account already) the answer is one, on
screen and in time: the same statements run, one row is kept, one mail goes. Only the mail differs, and it goes to the
confirmed address of whoever asks.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deliberation import keys
from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import rules
from deliberation.people.access import delays, limits
from deliberation.people.access.attempts import DAY, HOUR
from deliberation.people.access.delays import Pace
from deliberation.people.identity import fiscal_codes
from deliberation.people.identity.facts import LONGEST_NAME
from deliberation.people.register import queries
from deliberation.people.register.seals import BrokenSeal, seal, unseal
from deliberation.people.register.tables import RegisterMatch
from deliberation.records import outbox
from deliberation.text import tidy

DIGITS = 6
CODE_LIVES = timedelta(minutes=30)
ASKING_LIVES = timedelta(days=7)
MOST_TRIES = 5  # wrong codes; then another one has to be mailed
MOST_SENT = 4  # codes for what was typed once

# What is asked counts, however it ends: who is right asks once.
BY_ACCOUNT = Pace(free=5, first=60, longest=HOUR, memory=DAY)
BY_CODE = Pace(free=10, first=60, longest=HOUR, memory=DAY)
BY_NETWORK = Pace(free=60, first=5, longest=120, memory=HOUR)
BEHIND_A_PROXY = Pace(free=1000, first=1, longest=5, memory=HOUR)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says to be. `code` as it was typed, `name` empty for people of one word."""

    name: str
    surname: str
    code: str
    born: date


@dataclass(frozen=True, slots=True)
class Asking:
    """What a person who has asked sees: whether a code is waited for, and how long it is good."""

    sent: int
    expires_at: datetime
    tries_left: int
    can_resend: bool

    def is_good(self, at: datetime) -> bool:
        return self.tries_left > 0 and self.expires_at > at


@dataclass(frozen=True, slots=True)
class Match:
    """Who was found: the claim, and the zone (row id) of the register."""

    claim: Claim
    zone: int


async def ask(actor: Actor, claim: Claim, *, origin: str = "", at: datetime) -> bool:
    """Look for somebody in the register and mail a code, or that nobody was found. Nothing on screen says which.

    True where the person was found but has an account already: the desk is told. Raises Invalid for what is no code
    and no date, Conflict match.verified, TooMany match.wait.
    """
    if refusal := may_ask(actor):
        raise refusal
    code = _checked(claim, at)
    await delays.admit(_paces(actor, code, origin), "match.wait", at=at)
    async with writing():
        zone, other = await _found(claim, code)
        await _send(actor, claim, found=_is_theirs(actor, zone, other), sent=1, at=at)
    return bool(other) and other != actor.public_id


def may_ask(actor: Actor) -> NotAllowed | Conflict | None:
    """Whoever has an account and is not verified may ask."""
    if not actor.is_signed_in:
        return NotAllowed("sign_in.needed")
    return Conflict("match.verified") if actor.is_verified else None


async def resend(actor: Actor, *, at: datetime) -> None:
    """Mail another code for what was typed; the one before is no longer good."""
    await limits.take(limits.key_of("match/resend", actor.public_id), 2 * MOST_SENT, HOUR, at=at)
    async with writing():
        row = await _row(actor, at)
        if row["sent"] >= MOST_SENT:
            raise Conflict("match.again")
        claim = _claim(row)
        zone, other = await _found(claim, _checked(claim, at))
        await _send(actor, claim, found=_is_theirs(actor, zone, other), sent=row["sent"] + 1, at=at)


async def asking(actor: Actor, *, at: datetime) -> Asking | None:
    """What waits for a code; None where nothing does."""
    try:
        row = await _row(actor, at)
    except Conflict:
        return None
    return Asking(row["sent"], row["expires_at"], MOST_TRIES - row["tries"], row["sent"] < MOST_SENT)


async def give_up(actor: Actor) -> None:
    """Forget what was typed, to type it again."""
    await rows("DELETE FROM register_match WHERE account = {}", actor.id)


async def check_digits(actor: Actor, digits: str, *, at: datetime) -> Claim:
    """The claim that the mailed code closes; a wrong code is counted before it is looked at.

    Raises Conflict match.none, match.expired or match.spent, Invalid match.wrong (`left` tries).
    """
    async with writing():
        row = await _row(actor, at)
        counted = await rows(
            "UPDATE register_match SET tries = tries + 1 WHERE account = {} AND tries < {} AND expires_at > {} "
            "RETURNING tries, digits_mac",
            actor.id,
            MOST_TRIES,
            at,
        )
    if not counted:
        raise Conflict("match.spent" if row["tries"] >= MOST_TRIES else "match.expired")
    typed = "".join(c for c in digits if c.isdigit())
    if not keys.is_mac("match-digits", f"{actor.public_id}/{typed}", counted[0]["digits_mac"]):
        left = MOST_TRIES - int(counted[0]["tries"])
        if left == 0:
            raise Conflict("match.spent")
        raise Invalid("match.wrong", fields={"digits": "match.wrong"}, left=left)
    return _claim(row)


async def settle(actor: Actor, claim: Claim, *, at: datetime) -> Match:
    """The entry of the claim, if it still stands. Raises Conflict match.at_desk. Call inside `writing()`."""
    zone, _ = await _found(claim, _checked(claim, at))
    if zone is None:
        raise Conflict("match.at_desk")
    await give_up(actor)
    return Match(claim, zone)


async def forget_old(*, at: datetime) -> None:
    """What was typed and never closed goes after a week."""
    async with writing():
        await rows("DELETE FROM register_match WHERE asked_at <= {}", at - ASKING_LIVES)


def _checked(claim: Claim, at: datetime) -> str:
    """The canonical code of what can be a claim at all; that says nothing of who is in the register."""
    faults = {}
    if not tidy(claim.surname):
        faults["surname"] = "person.surname_missing"
    for field, text in (("name", claim.name), ("surname", claim.surname)):
        if len(text) > LONGEST_NAME:
            faults[field] = "person.name_long"
    code = fiscal_codes.canonical(claim.code)
    if isinstance(code, fiscal_codes.Fault):
        faults["code"] = code.code
    if fault := rules.birth_date_fault(claim.born, in_rome(at).date()):
        faults["born"] = fault
    if faults:
        parameters = {"youngest": rules.YOUNGEST, "oldest": rules.OLDEST, "longest": LONGEST_NAME}
        raise Invalid(next(iter(faults.values())), fields=faults, **parameters)
    return str(code)


async def _found(claim: Claim, code: str) -> tuple[int | None, str]:
    """The zone of the entry that fits, and the account (public id) of that person, '' for none. Two statements."""
    entry = await queries.entry_of(code)
    other = await queries.account_of_code(code)
    doubts = fiscal_codes.doubts(code, name=claim.name, surname=claim.surname, born=claim.born)
    fits = entry is not None and entry.born == claim.born and "fiscal_code.other_name" not in doubts
    return (entry.zone, other) if fits and entry is not None else (None, "")


def _is_theirs(actor: Actor, zone: int | None, other: str) -> bool:
    return zone is not None and other in ("", actor.public_id)


async def _send(actor: Actor, claim: Claim, *, found: bool, sent: int, at: datetime) -> None:
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    typed = {"name": claim.name, "surname": claim.surname, "code": claim.code, "born": claim.born.isoformat()}
    await lock(f"match/{actor.id}")
    await rows("DELETE FROM register_match WHERE account = {}", actor.id)
    await RegisterMatch.insert(
        RegisterMatch(
            account=actor.id,
            claim=seal(json.dumps(typed).encode()),
            digits_mac=keys.mac("match-digits", f"{actor.public_id}/{digits}") if found else "",
            asked_at=at,
            expires_at=at + CODE_LIVES,
            sent=sent,
        )
    )
    to = await rows("SELECT email, locale FROM account WHERE id = {}", actor.id)
    kind = "register-code" if found else "register-no-match"
    parameters = {"digits": digits, "path": "/verifica/codice"} if found else {"path": "/verifica"}
    await outbox.queue(kind, to[0]["email"], to[0]["locale"], parameters, at=at)


async def _row(actor: Actor, at: datetime) -> dict[str, Any]:
    found = await rows(
        "SELECT claim, expires_at, sent, tries FROM register_match WHERE account = {} AND asked_at > {}",
        actor.id,
        at - ASKING_LIVES,
    )
    if not found:
        raise Conflict("match.none")
    return found[0]


def _claim(row: dict[str, Any]) -> Claim:
    try:
        typed = json.loads(unseal(bytes(row["claim"])))
    except BrokenSeal:
        raise Conflict("match.none") from None
    return Claim(typed["name"], typed["surname"], typed["code"], date.fromisoformat(typed["born"]))


def _paces(actor: Actor, code: str, origin: str) -> dict[str, Pace]:
    return {
        limits.key_of("match/account", actor.public_id): BY_ACCOUNT,
        limits.key_of("match/code", code): BY_CODE,
        limits.key_of("match/network", origin): BY_NETWORK if origin else BEHIND_A_PROXY,
    }
