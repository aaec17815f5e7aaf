# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where people live: declared by themselves with street and number, corrected by the office at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.people import pseudonyms, rules
from deliberation.people.access.sessions import mark_stale
from deliberation.people.holding import held
from deliberation.people.identity import names, reservations
from deliberation.people.rules import Standing
from deliberation.people.tables import Account
from deliberation.places import streets
from deliberation.places.loads import bulk
from deliberation.places.queries import NeighbourhoodView, PlaceView, place_names
from deliberation.records import journal


@dataclass(frozen=True, slots=True)
class Address:
    """Street and number, and the neighbourhood the person chose where two claim the number. Row ids; None: not given.

    In a city without a street register the street is None and the neighbourhood is chosen from all.
    """

    street: int | None
    number: int | None
    suffix: str
    neighbourhood: int | None


@dataclass(frozen=True, slots=True)
class Residence:
    """What was stored: the neighbourhood, and whether a verification was lost by the change."""

    neighbourhood: PlaceView
    lost_verification: bool


async def has_register() -> bool:
    """Whether the city has a street register."""
    return bool(await rows("SELECT 1 AS one FROM street LIMIT 1"))


async def neighbourhoods_for(street: int | None, number: int | None, suffix: str) -> list[PlaceView]:
    """The neighbourhoods that an address may lie in. Raises Invalid when there is none."""
    if street is None or number is None:
        if await has_register():
            raise Invalid("residence.street_missing", fields={"street": "residence.street_missing"})
        return await place_names()
    found = await streets.neighbourhoods_of(street, number, suffix)
    if not found:
        raise Invalid("residence.number_unknown", fields={"number": "residence.number_unknown"})
    return found


async def declare(actor: Actor, born: date, address: Address, *, at: datetime) -> Residence:
    """Say where one lives. Any change to what the office has verified takes the verification away."""
    if refusal := rules.may_declare_residence(actor):
        raise refusal
    place = await _place(born, address, at)
    async with writing():
        before = await held(actor.public_id)
        same = _values(before) == _given(born, address, place)
        if same and before["declared_at"]:
            return Residence(place, False)
        loses = before["verified_at"] is not None
        await _store(before, born, address, place, {Account.verified_at: None}, at=at)
        act = "residence.changed" if loses else "residence.declared"
        await journal.note(actor, act, "account", actor.public_id, {"neighbourhood": place.slug}, at=at)
    return Residence(place, loses)


async def correct(actor: Actor, holder: str, born: date, address: Address, *, at: datetime) -> Residence:
    """The office writes what the document says. A verification stays: the document is in front of the office."""
    place = await _place(born, address, at)
    async with writing():
        before = await held(holder)
        person = Standing(before["id"], bool(before["declared_at"]), bool(before["verified_at"]))
        if refusal := rules.may_change_residence_of(actor, person):
            raise refusal
        # A form opened before this correction must not verify it unseen: the declaration's instant changes.
        await _store(before, born, address, place, {}, at=at)
        await journal.note(actor, "residence.corrected", "account", holder, {"neighbourhood": place.slug}, at=at)
    return Residence(place, False)


async def settle(holder: str, born: date, neighbourhood: int, *, at: datetime) -> None:
    """Write the zone that the register or an approved tie gives. A street that was declared there stays.

    Raises Conflict residence.zone_closed. Call inside `writing()`.
    """
    before = await held(holder)
    place = next((place for place in await place_names() if place.id == neighbourhood), None)
    if place is None:
        raise Conflict("residence.zone_closed")
    stays = before["neighbourhood"] == neighbourhood
    street, number, suffix = (before[n] if stays else None for n in ("street", "civic_number", "civic_suffix"))
    await _store(before, born, Address(street, number, suffix or "", place.id), place, {}, at=at)


async def _place(born: date, address: Address, at: datetime) -> PlaceView:
    if fault := rules.birth_date_fault(born, in_rome(at).date()):
        raise Invalid(fault, fields={"birth_date": fault}, youngest=rules.YOUNGEST, oldest=rules.OLDEST)
    found = await neighbourhoods_for(address.street, address.number, address.suffix)
    if len(found) > 1:
        found = [place for place in found if place.id == address.neighbourhood]
    if not found:
        raise Invalid("residence.choose", fields={"neighbourhood": "residence.choose"})
    return found[0]


def _values(account: dict[str, Any]) -> tuple[object, ...]:
    return tuple(account[n] for n in ("birth_date", "street", "civic_number", "civic_suffix", "neighbourhood"))


def _given(born: date, address: Address, place: PlaceView) -> tuple[object, ...]:
    return (born, address.street, address.number, address.suffix, place.id)


async def _store(
    before: dict[str, Any],
    born: date,
    address: Address,
    place: PlaceView,
    more: dict[object, object],
    *,
    at: datetime,
) -> None:
    changes: dict[object, object] = {
        Account.birth_date: born,
        Account.street: address.street,
        Account.civic_number: address.number,
        Account.civic_suffix: address.suffix,
        Account.neighbourhood: place.id,
        Account.declared_at: at,
        **more,
    }
    if before["neighbourhood"] != place.id:
        if not before["public_name"]:
            await reservations.reserve(before, before["pseudonym"], at=at)
        changes[Account.pseudonym] = await names.shown(before, place.name)
    await Account.update(changes).where(Account.id == before["id"])  # type: ignore[arg-type]
    await mark_stale(before["id"])


async def relocate(closed: NeighbourhoodView, heirs: Sequence[NeighbourhoodView]) -> dict[str, int]:
    """The people of a place that ends live in the heir where their address lies, else in the first; how many where.

    They stay as verified as they were: it is the border that moved. Call inside the `writing()` of the act.
    """
    people = await rows(
        "SELECT id, street, civic_number, civic_suffix, pseudonym FROM account WHERE neighbourhood = {} ORDER BY id",
        closed.id,
    )
    await rows(
        "UPDATE session SET is_stale = true WHERE account IN (SELECT id FROM account WHERE neighbourhood = {})",
        closed.id,
    )
    moved: dict[str, int] = {}
    values = []
    for person in people:
        place = await _heir_of(person, heirs)
        moved[place.slug] = moved.get(place.slug, 0) + 1
        stale = person["pseudonym"].startswith(pseudonyms.named_after(closed.name))
        pseudonym = await pseudonyms.a_free_one(place.name) if stale else person["pseudonym"]
        values.append([person["id"], place.id, pseudonym])
    await bulk.update("account", {"id": "bigint", "neighbourhood": "bigint", "pseudonym": "text"}, values)
    return moved


async def _heir_of(person: Mapping[str, Any], heirs: Sequence[NeighbourhoodView]) -> NeighbourhoodView:
    if len(heirs) > 1 and person["street"] and person["civic_number"]:
        found = await streets.neighbourhoods_of(person["street"], person["civic_number"], person["civic_suffix"])
        lives = {place.id for place in found}
        there = [heir for heir in heirs if heir.id in lives]
        if len(there) == 1:
            return there[0]
    return heirs[0]
