# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office sees of the register: figures, lists loaded, one person by their code, who no longer fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.people import rules
from deliberation.people.identity import fiscal_codes
from deliberation.people.register.loads import UNDO_KEPT

MOST_LOADS = 10
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class LoadView:
    """A list that was loaded."""

    public_id: str
    reference_date: date
    added: int
    changed: int
    removed: int
    left_out: int
    created_at: datetime
    undone_at: datetime | None
    can_undo: bool


@dataclass(frozen=True, slots=True)
class ZoneCount:
    """How many people of the register live in a zone, and how many of them take part already."""

    name: str
    people: int
    verified: int


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The register that is held; `reference_date` is None where there is none."""

    reference_date: date | None
    people: int
    zones: tuple[ZoneCount, ...]
    loads: tuple[LoadView, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the register; `account` is the public id of the account that is theirs, or ''."""

    birth_date: date
    sex: str
    zone: str
    account: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A verified person in a list of the office. `zone` is where they vote, `register_zone` '' when they are gone."""

    account: str
    name: str
    verified_at: datetime
    document: str
    zone: str
    register_zone: str = ""


async def register_held(actor: Actor, *, at: datetime) -> RegisterView:
    """The register that is held and the lists that were loaded, the newest first."""
    _check(actor)
    zones = await rows(
        "SELECT n.name, count(*) AS people, count(a.id) AS verified FROM register_entry e "
        "JOIN neighbourhood n ON n.id = e.neighbourhood LEFT JOIN person p ON p.code_mac = e.code_mac "
        "LEFT JOIN account a ON a.person = p.id AND a.verified_at IS NOT NULL AND a.deleted_at IS NULL "
        "WHERE e.ended_by IS NULL GROUP BY n.name ORDER BY n.name"
    )
    counted = tuple(ZoneCount(row["name"], int(row["people"]), int(row["verified"])) for row in zones)
    loads = await _loads(at)
    held = next((load.reference_date for load in loads if load.undone_at is None), None)
    return RegisterView(held, sum(zone.people for zone in counted), counted, loads)


async def is_loaded() -> bool:
    """Whether a register is held, so that people can be found in it."""
    return bool(await rows("SELECT 1 AS one FROM register_entry WHERE ended_by IS NULL LIMIT 1"))


async def _loads(at: datetime) -> tuple[LoadView, ...]:
    found = await rows(
        "SELECT public_id, reference_date, added, changed, removed, left_out, created_at, undone_at "
        f"FROM register_load ORDER BY id DESC LIMIT {MOST_LOADS}"
    )
    return tuple(
        LoadView(**row, can_undo=n == 0 and row["undone_at"] is None and row["created_at"] >= at - UNDO_KEPT)
        for n, row in enumerate(found)
    )


async def look_up(actor: Actor, code: str) -> Found | None:
    """Who has this fiscal code in the register, for the desk. Raises Invalid for what is no code."""
    _check(actor)
    canonical = fiscal_codes.canonical(code)
    if isinstance(canonical, fiscal_codes.Fault):
        raise Invalid(canonical.code, fields={"code": canonical.code})
    macs = [mac.value for mac in fiscal_codes.macs(canonical)]
    marks = ", ".join("{}" for _ in macs)
    found = await rows(
        "SELECT e.birth_date, e.sex, n.name AS zone, coalesce(a.public_id, '') AS account FROM register_entry e "
        "JOIN neighbourhood n ON n.id = e.neighbourhood LEFT JOIN person p ON p.code_mac = e.code_mac "
        f"LEFT JOIN account a ON a.person = p.id WHERE e.ended_by IS NULL AND e.code_mac IN ({marks})",
        *macs,
    )
    return Found(**found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register holds of one person: birth date and zone (row id)."""

    born: date
    zone: int


async def entry_of(code: str) -> Entry | None:
    """The entry of a canonical code. For use cases: nobody reads it on a page."""
    macs = [mac.value for mac in fiscal_codes.macs(code)]
    found = await rows(
        "SELECT e.birth_date AS born, e.neighbourhood AS zone FROM register_entry e "
        "JOIN neighbourhood n ON n.id = e.neighbourhood AND n.closed_at IS NULL "
        f"WHERE e.ended_by IS NULL AND e.code_mac IN ({', '.join('{}' for _ in macs)})",
        *macs,
    )
    return Entry(**found[0]) if found else None


async def account_of_code(code: str) -> str:
    """The account (public id) that belongs to the person of a canonical code, or ''."""
    macs = [mac.value for mac in fiscal_codes.macs(code)]
    found = await rows(
        "SELECT a.public_id FROM person p JOIN account a ON a.person = p.id "
        f"WHERE a.deleted_at IS NULL AND p.code_mac IN ({', '.join('{}' for _ in macs)})",
        *macs,
    )
    return str(found[0]["public_id"]) if found else ""


_LISTED = """
SELECT a.public_id AS account, p.name, p.surname, a.verified_at, p.document, coalesce(n.name, '') AS zone
"""


async def verified_on(actor: Actor, at: datetime) -> list[Listed]:
    """Who was verified since midnight in Rome, the latest first."""
    _check(actor)
    midnight = in_rome(at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = await rows(
        f"{_LISTED} FROM account a JOIN person p ON p.id = a.person "
        "LEFT JOIN neighbourhood n ON n.id = a.neighbourhood "
        f"WHERE a.verified_at >= {{}} AND a.deleted_at IS NULL ORDER BY a.verified_at DESC LIMIT {MOST_LISTED}",
        midnight,
    )
    return [_listed(row) for row in found]


async def no_longer_fitting(actor: Actor) -> list[Listed]:
    """Verified people whom the register that is held has in another zone or, where it had them before, not at all.

    Who was verified with a tie other than residence is not expected in it.
    """
    _check(actor)
    found = await rows(
        f"{_LISTED}, coalesce(z.name, '') AS register_zone FROM account a JOIN person p ON p.id = a.person "
        "LEFT JOIN neighbourhood n ON n.id = a.neighbourhood "
        "JOIN register_entry e ON e.code_mac = p.code_mac LEFT JOIN neighbourhood z ON z.id = e.neighbourhood "
        "AND e.ended_by IS NULL WHERE a.verified_at IS NOT NULL AND a.deleted_at IS NULL "
        "AND (e.ended_by IS NULL AND e.neighbourhood <> a.neighbourhood OR e.ended_by IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM register_entry f WHERE f.code_mac = p.code_mac AND f.ended_by IS NULL)) "
        "AND NOT EXISTS (SELECT 1 FROM self_declaration d WHERE d.account = a.id AND d.state = 'approved') "
        f"ORDER BY p.surname, p.name LIMIT {MOST_LISTED}"
    )
    return [_listed(row) for row in found]


def _listed(row: dict[str, object]) -> Listed:
    name = f"{row.pop('surname')} {row.pop('name')}".strip()
    return Listed(**{**row, "name": name})  # type: ignore[arg-type]


def _check(actor: Actor) -> None:
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
