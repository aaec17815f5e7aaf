# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office reads of a roll and its corrections, and the numbers that everybody reads in the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.ballots.corrections.rules import Kind, Listed
from deliberation.ballots.rights import stands
from deliberation.ballots.roll import ENTITLED
from deliberation.consultations import office_rules
from deliberation.consultations.states import State
from deliberation.consultations.voters import VOTERS, VOTERS_FROM
from deliberation.database import rows
from deliberation.errors import NotFound
from deliberation.people import rules as people_rules
from deliberation.people.register.entitled import FACTS, FACTS_FROM

LATEST = 200  # corrections on the office's page; its file has them all


@dataclass(frozen=True, slots=True)
class Numbers:
    """A roll in numbers: entries `frozen` and `added`, those of them that were `struck` or of a `merged` account, and
    how often somebody was `reinstated`."""

    frozen: int
    added: int
    struck: int
    merged: int
    reinstated: int

    @property
    def entitled(self) -> int:
        """Who may vote: the one denominator of turnout."""
        return self.frozen + self.added - self.struck - self.merged

    @property
    def is_corrected(self) -> bool:
        return bool(self.added or self.struck or self.merged or self.reinstated)

    def as_minutes(self) -> dict[str, int]:
        """As an outcome tells them; nothing where nothing was corrected."""
        if not self.is_corrected:
            return {}
        told = {"frozen": self.frozen, "added": self.added, "struck": self.struck, "merged": self.merged}
        return {**told, "reinstated": self.reinstated, "entitled": self.entitled}


@dataclass(frozen=True, slots=True)
class Correction:
    """One act on a roll, for the office. `holder` is a public id; `is_last`: nothing came after it."""

    kind: Kind
    reason: str
    made_at: datetime
    by_pseudonym: str
    holder: str
    pseudonym: str
    is_last: bool


_NUMBERS = """
SELECT coalesce(sum(CASE WHEN e.added_at IS NULL THEN 1 ELSE 0 END), 0) AS frozen,
       coalesce(sum(CASE WHEN e.added_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS added,
       coalesce(sum(CASE WHEN e.suspended_for = 'struck' THEN 1 ELSE 0 END), 0) AS struck,
       coalesce(sum(CASE WHEN e.suspended_for = 'merged' THEN 1 ELSE 0 END), 0) AS merged,
       (SELECT count(*) FROM roll_correction r JOIN roll_entry x ON x.id = r.roll_entry
        WHERE x.consultation = {} AND r.kind = 'reinstated') AS reinstated
FROM roll_entry e WHERE e.consultation = {}
"""
_BY_ZONE = f"""
SELECT e.neighbourhood, sum(CASE WHEN e.added_at IS NULL THEN 1 ELSE 0 END) AS frozen,
       sum(CASE WHEN {ENTITLED} THEN 1 ELSE 0 END) AS entitled
FROM roll_entry e WHERE e.consultation = {{}} AND e.neighbourhood IS NOT NULL GROUP BY e.neighbourhood
"""
_LISTED = f"""
SELECT c.id AS consultation, c.slug, c.title, c.state, {VOTERS}, f.closes_at,
       a.id AS account, a.public_id AS holder, a.pseudonym, a.email, a.locale, a.disabled_at, a.deleted_at, {FACTS},
       (c.city_wide = {{}} OR EXISTS (SELECT 1 FROM consultation_neighbourhood n
        WHERE n.consultation = c.id AND n.neighbourhood = a.neighbourhood)) AS lives_there,
       e.id AS entry, coalesce(e.suspended_for, '') AS suspended_for
FROM consultation c {VOTERS_FROM}
JOIN account a ON a.deleted_at IS NULL {FACTS_FROM}
LEFT JOIN roll_entry e ON e.consultation = c.id AND e.account = a.id
"""
_CORRECTIONS = """
SELECT r.kind, r.reason, r.made_at, coalesce(o.pseudonym, r.made_by) AS by_pseudonym,
       a.public_id AS holder, a.pseudonym,
       NOT EXISTS (SELECT 1 FROM roll_correction l WHERE l.roll_entry = r.roll_entry AND l.id > r.id) AS is_last
FROM roll_correction r JOIN roll_entry e ON e.id = r.roll_entry JOIN account a ON a.id = e.account
LEFT JOIN account o ON o.public_id = r.made_by WHERE e.consultation = {} ORDER BY r.id DESC LIMIT {}
"""


async def numbers(consultation_id: int) -> Numbers:
    """The roll in numbers, as it stands now. Of imported votes too, whose rolls nobody corrects."""
    row = (await rows(_NUMBERS, consultation_id, consultation_id))[0]
    return Numbers(**{name: int(number) for name, number in row.items()})


async def by_zone(consultation_id: int) -> dict[int, tuple[int, int]]:
    """How many were frozen, how many may vote now, by neighbourhood (row id). Small numbers are not for everybody."""
    found = await rows(_BY_ZONE, consultation_id)
    return {row["neighbourhood"]: (int(row["frozen"]), int(row["entitled"])) for row in found}


async def corrections(actor: Actor, consultation_id: int, most: int | None = None) -> tuple[Correction, ...]:
    """The latest acts on a roll, the last one first; for the office."""
    if refusal := office_rules.may_manage(actor):
        raise refusal
    found = await rows(_CORRECTIONS, consultation_id, LATEST if most is None else most)
    return tuple(Correction(**{**row, "kind": Kind(row["kind"]), "is_last": bool(row["is_last"])}) for row in found)


async def corrections_made(consultation_id: int) -> int:
    """How many acts there are on a roll."""
    found = await rows(
        "SELECT count(*) AS made FROM roll_correction r JOIN roll_entry e ON e.id = r.roll_entry "
        "WHERE e.consultation = {}",
        consultation_id,
    )
    return int(found[0]["made"])


async def listed(actor: Actor, slug: str, holders: Sequence[str]) -> tuple[Listed, ...]:
    """People (public ids) beside the roll of a vote, for the office; in the order of their addresses."""
    if refusal := people_rules.may_work_at_desk(actor):
        raise refusal
    if not holders:
        return ()
    marks = ", ".join("{}" for _ in holders)
    found = await rows(
        f"{_LISTED} WHERE c.slug = {{}} AND f.id IS NOT NULL AND a.public_id IN ({marks}) ORDER BY a.email",
        True,
        slug,
        *holders,
    )
    return tuple(_listed(row) for row in found)


async def one_listed(actor: Actor, slug: str, holder: str) -> Listed:
    """One of them. Raises NotFound account.unknown or vote.unknown."""
    found = await listed(actor, slug, [holder])
    if not found:
        known = await rows("SELECT id FROM account WHERE public_id = {} AND deleted_at IS NULL", holder)
        raise NotFound("vote.unknown" if known else "account.unknown")
    return found[0]


async def open_to(actor: Actor, holder: str, *, at: datetime) -> tuple[Listed, ...]:
    """The votes with a frozen roll, not closed yet, in which something about this person can be corrected."""
    if refusal := people_rules.may_work_at_desk(actor):
        raise refusal
    found = await rows(
        f"{_LISTED} WHERE a.public_id = {{}} AND c.state = 'published' AND c.roll_frozen_at IS NOT NULL "
        "AND f.closes_at > {} ORDER BY f.closes_at, c.id",
        True,
        holder,
        at,
    )
    return tuple(one for row in found if (one := _listed(row)).may_be)


def _listed(row: dict[str, object]) -> Listed:
    would_hold = row["roll_frozen_at"] is not None and stands(row)
    kept = {name: row[name] for name in Listed.__slots__ if name in row}
    return Listed(**{**kept, "state": State(str(row["state"])), "would_hold": would_hold})  # type: ignore[arg-type]
