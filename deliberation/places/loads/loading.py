# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of places, loaded: a preview that writes nothing, one transaction that does, and its undoing.

Whoever calls gives bytes and options: the office's pages, the command line, a comune folder. Reading a file and
comparing it take seconds for 100,000 doors, and run beside the loop.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deliberation.actor import Actor, Role
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.places.loads import bulk, doors, endings, residents, snapshots, streets, zones
from deliberation.places.loads.differences import Differences, Finding, Kind, State
from deliberation.places.loads.options import Options, packed
from deliberation.places.queries import city
from deliberation.places.tables import PlaceLoad
from deliberation.records import journal
from deliberation.records.attachments import safe_name
from deliberation.text import public_id as draw_id

LOADED, UNDONE = "territory.loaded", "territory.undone"
# Acts after which what a preview showed may no longer be so.
TERRITORY_ACTS = (LOADED, UNDONE, endings.CLOSED)
SETTLED = "house_number.settled"


@dataclass(frozen=True, slots=True)
class _Steps:
    """How a kind of file is read (pure), compared with what is here, and stored."""

    read: Callable[[bytes, Any], Any]
    plan: Callable[[Any], Awaitable[Any]]
    write: Callable[[Any, int, datetime], Awaitable[None]]


async def _write_zones(plan: zones.ZonePlan, municipality: int, at: datetime) -> None:
    await zones.write(plan, municipality, at=at)
    if plan.redraw:
        await doors.place_again()


async def _write_streets(plan: streets.StreetPlan, municipality: int, at: datetime) -> None:
    await streets.write(plan, municipality, at=at)
    await doors.place_again()


async def _write_doors(plan: doors.DoorPlan, municipality: int, at: datetime) -> None:
    await doors.write(plan, municipality, at=at)


async def _write_residents(plan: residents.ResidentPlan, municipality: int, at: datetime) -> None:
    await residents.write(plan)


_STEPS = {
    Kind.ZONES: _Steps(zones.read, zones.plan, _write_zones),
    Kind.STREETS: _Steps(streets.read, streets.plan, _write_streets),
    Kind.NUMBERS: _Steps(doors.read, doors.plan, _write_doors),
    Kind.RESIDENTS: _Steps(residents.read, residents.plan, _write_residents),
}


def may_load(actor: Actor) -> NotAllowed | None:
    """The office of the whole city."""
    return None if actor.has_in(Role.OFFICE, None) else NotAllowed("territory.not_yours")


async def last_act() -> int:
    """The journal's number of the last act that changed zones, streets, doors or residents; 0 before the first."""
    marks = ", ".join(["{}"] * len(TERRITORY_ACTS))
    found = await rows(
        f"SELECT coalesce(max(sequence), 0) AS last FROM journal_entry WHERE act IN ({marks})", *TERRITORY_ACTS
    )
    return int(found[0]["last"])


async def preview(kind: Kind, content: bytes, options: Options) -> Differences:
    """What loading the file would change; nothing is written. Raises Invalid when the file cannot be read at all."""
    seen = await last_act()
    read = await asyncio.to_thread(_STEPS[kind].read, content, options)
    shown: Differences = (await _STEPS[kind].plan(read)).differences
    return replace(shown, seen=seen)


async def apply(
    actor: Actor,
    kind: Kind,
    content: bytes,
    options: Options,
    *,
    at: datetime,
    file_name: str = "",
    seen: int | None = None,
    load: str = "",
) -> Differences:
    """Load the file in one transaction; nothing at all when nothing would change.

    `seen` is what the preview said: Conflict(territory.changed) when somebody changed the territory since. `load` is
    the public id of a load that waits for this. Raises Invalid with the first finding that blocks when the file must
    be corrected, and Invalid(city.unknown) before there is a comune.
    """
    if refusal := may_load(actor):
        raise refusal
    here = await city()
    if not here.id:
        raise Invalid("city.unknown")
    read = await asyncio.to_thread(_STEPS[kind].read, content, options)
    async with writing():
        await lock("territory")
        if seen is not None and seen != await last_act():
            raise Conflict("territory.changed")
        plan = await _STEPS[kind].plan(read)
        shown: Differences = plan.differences
        if shown.is_blocked:
            first = next(finding for finding in shown.findings if finding.blocks)
            raise refusal_of(first)
        if shown.is_empty:
            return shown
        before = await snapshots.taken(kind)
        await _STEPS[kind].write(plan, here.id, at)
        await _record(actor, kind, content, options, file_name, load, shown, before, at)
    return shown


def refusal_of(finding: Finding) -> Invalid:
    """A finding, with what its sentence says."""
    values: dict[str, Any] = dict(finding.values)
    return Invalid(finding.code, line=finding.line, **values)


async def _record(
    actor: Actor,
    kind: Kind,
    content: bytes,
    options: Options,
    file_name: str,
    load: str,
    shown: Differences,
    before: snapshots.Snapshot,
    at: datetime,
) -> None:
    """The load as it was applied; what earlier ones kept for their undoing is not needed any more."""
    await PlaceLoad.update({PlaceLoad.before: b""}, force=True)
    summary = {change.value: number for change, number in shown.counts.items()} | dict(shown.facts)
    values: dict[Any, Any] = {
        "state": State.APPLIED.value,
        "content": b"",
        "options": json.dumps(packed(options)),
        "summary": json.dumps(summary),
        "before": bulk.squeezed(before),
        "applied_at": at,
    }
    digest = hashlib.sha256(content).hexdigest()
    if load:
        changed = await rows("SELECT state FROM place_load WHERE public_id = {}", load)
        if not changed or changed[0]["state"] != State.WAITING:
            raise Conflict("territory.already_loaded")
        await PlaceLoad.update(values).where(PlaceLoad.public_id == load)
    else:
        load = draw_id()
        row = PlaceLoad(
            public_id=load,
            kind=kind.value,
            file_name=safe_name(file_name or kind.value),
            sha256=digest,
            created_by=actor.public_id,
            created_at=at,
            **values,
        )
        await PlaceLoad.insert(row)
    detail = {"kind": kind.value, "sha256": digest, **summary}
    await journal.note(actor, LOADED, "place_load", load, detail, at=at)


async def undo(actor: Actor, load: str, *, at: datetime) -> None:
    """Put back what was before the last load, while nothing happened since that needs it.

    Raises NotFound(territory.no_load), Conflict(territory.not_last), Conflict(territory.in_use).
    """
    if refusal := may_load(actor):
        raise refusal
    async with writing():
        await lock("territory")
        found = await PlaceLoad.select().where(PlaceLoad.public_id == load).first()
        if found is None:
            raise NotFound("territory.no_load")
        if not await is_last(load):
            raise Conflict("territory.not_last")
        await snapshots.put_back(Kind(found["kind"]), bulk.loosened(bytes(found["before"])))
        await PlaceLoad.update(
            {PlaceLoad.state: State.UNDONE.value, PlaceLoad.undone_at: at, PlaceLoad.before: b""}
        ).where(PlaceLoad.public_id == load)
        await journal.note(actor, UNDONE, "place_load", load, {"kind": found["kind"]}, at=at)


async def is_last(load: str) -> bool:
    """Whether this load can be undone: it is applied, and no act on the territory came after it."""
    acts = (*TERRITORY_ACTS, SETTLED)
    marks = ", ".join(["{}"] * len(acts))
    last = await rows(
        f"SELECT act, subject FROM journal_entry WHERE act IN ({marks}) ORDER BY sequence DESC LIMIT 1", *acts
    )
    kept = await rows(
        "SELECT 1 AS one FROM place_load WHERE public_id = {} AND state = {} AND length(before) > 0",
        load,
        State.APPLIED.value,
    )
    return bool(kept and last and (last[0]["act"], last[0]["subject"]) == (LOADED, load))
