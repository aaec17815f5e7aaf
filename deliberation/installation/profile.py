# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the comune looks and what it calls its parts: founded with it, changed by the office, remembered by the process.

A process remembers what it read with the city itself: `places.queries.forget_city` forgets both. Every process calls
`look_again` every few seconds, because another one may have changed them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.installation import coats, colours
from deliberation.installation.parts import Part, speak
from deliberation.installation.rules import may_set_up
from deliberation.installation.tables import CityProfile
from deliberation.places import cities, naming, queries
from deliberation.places.queries import City, city, forget_city, known_city
from deliberation.records import attachments, journal
from deliberation.text import tidy

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Profile:
    """A comune's look and words; `coat_of_arms` is the SHA-256 of its picture, or ''. Version 0: nobody has chosen."""

    part: Part = Part.QUARTIERE
    district: Part | None = None
    colour: str = ""
    coat_of_arms: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the office chooses. `coat_of_arms` is an uploaded file, None to keep what is there, b'' to have none."""

    name: str
    part: Part = Part.QUARTIERE
    district: Part | None = None
    colour: str = ""
    coat_of_arms: bytes | None = None


DEFAULT = Profile()
_known: list[tuple[City, Profile]] = []


async def profile() -> Profile:
    """The profile of the city; read once for as long as the city is remembered."""
    here = await city()
    if not _known or _known[0][0] is not here:
        _known[:] = [(here, await _read(here) if here.id else DEFAULT)]
    speak(_known[0][1].part)
    return _known[0][1]


async def look_again() -> None:
    """What another process, or a command, has changed meanwhile is what this one shows from now on."""
    await queries.look_again()
    here = await city()
    if here.id and (fresh := await _read(here)) != known_profile():
        _known[:] = [(here, fresh)]
        speak(fresh.part)


async def _read(here: City) -> Profile:
    found = await rows(
        "SELECT p.part_word, p.district_word, p.colour, p.version, a.sha256 FROM city_profile p "
        "LEFT JOIN attachment a ON a.id = p.coat_of_arms WHERE p.municipality = {}",
        here.id,
    )
    return _view(found[0]) if found else DEFAULT


def known_profile() -> Profile:
    """The profile as far as it was read already: for texts, and for pages that are made without the database."""
    here = known_city()
    return _known[0][1] if _known and _known[0][0] is here else DEFAULT


async def coat_of_arms() -> bytes:
    """The picture, a PNG; b'' when there is none."""
    found = await rows("SELECT a.content FROM city_profile p JOIN attachment a ON a.id = p.coat_of_arms")
    return bytes(found[0]["content"]) if found else b""


def checked(chosen: Chosen) -> tuple[str, str]:
    """The name and the colour in normal form.

    Raises Invalid, with the fields: settings.nameless, field.too_long, colour.unreadable, colour.too_light (offered).
    """
    name, fields, offered = tidy(chosen.name), {}, ""
    if not name:
        fields["name"] = "settings.nameless"
    if len(name) > LONGEST_NAME:
        fields["name"] = "field.too_long"
    colour = colours.read(chosen.colour) if chosen.colour else None
    if chosen.colour and colour is None:
        fields["colour"] = "colour.unreadable"
    elif colour and not colour.is_readable:
        fields["colour"], offered = "colour.too_light", colours.readable(colour).code
    if chosen.district is chosen.part:
        fields["district"] = "settings.same_words"
    if fields:
        raise Invalid(next(iter(fields.values())), fields=fields, offered=offered)
    return name, colour.code if colour else ""


async def choose(actor: Actor, chosen: Chosen, version: int, *, at: datetime) -> int:
    """Found the comune with its profile, or change both over the version that was seen; the new version.

    Raises Conflict(settings.changed) when somebody saved meanwhile, Invalid as `checked` and `coats.redrawn` do.
    """
    if refusal := may_set_up(actor):
        raise refusal
    name, colour = checked(chosen)
    drawn = chosen.coat_of_arms
    if drawn:
        drawn = await asyncio.to_thread(coats.redrawn, drawn)
    async with writing():
        await lock("city_profile")
        here = await city()
        number = here.id or await cities.found_city(actor, name, at=at)
        if here.id and here.name != name:
            await naming.rename_city(actor, name, at=at)
        row = await CityProfile.select().where(CityProfile.municipality == number).first()
        if (row["version"] if row else 0) != version:
            raise Conflict("settings.changed")
        values: dict[Any, Any] = {
            "part_word": str(chosen.part),
            "district_word": str(chosen.district or ""),
            "colour": colour,
            "version": version + 1,
            "changed_at": at,
        }
        if drawn is not None:
            values["coat_of_arms"] = await _kept(drawn, at=at)
        if row is None:
            await CityProfile.insert(CityProfile(municipality=number, **values))
        else:
            await CityProfile.update(values).where(CityProfile.municipality == number)
        await journal.note(actor, "city.profile_chosen", "city_profile", "", {"version": version + 1}, at=at)
    forget_city()
    return version + 1


async def _kept(drawn: bytes, *, at: datetime) -> int | None:
    return await attachments.store("Stemma.png", drawn, {"image/png"}, at=at) if drawn else None


def _view(row: dict[str, object]) -> Profile:
    district = str(row["district_word"])
    return Profile(
        part=Part(str(row["part_word"])),
        district=Part(district) if district else None,
        colour=str(row["colour"]),
        coat_of_arms=str(row["sha256"] or ""),
        version=int(str(row["version"])),
    )
