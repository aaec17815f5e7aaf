# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder into the database by the use cases of the pages, in one transaction: all of it, or nothing.

What would change is found by changing it: a dry run is the same run, taken back at its end.
"""

import hashlib
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import lock, writing
from deliberation.errors import CivicError, Conflict
from deliberation.installation import coats, data_protection, participation, profile
from deliberation.installation.data_protection import data_notice
from deliberation.installation.participation import participation_rules
from deliberation.installation.profile import Chosen
from deliberation.notices import documents, office_page
from deliberation.places import base_map, cities, naming
from deliberation.places.loads import loading
from deliberation.places.queries import city, forget_city
from deliberation.regulations.amending import Amendment, amend
from deliberation.regulations.queries import versions
from web.comune.folder import City, Folder, PlaceFile
from web.http.problems import words

REASON = "Caricato dalla cartella del comune"
MOST_NOTES = 10  # findings of a file that are told one by one


class _TakenBack(Exception):
    """Ends a dry run."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a section changes: lines for people, figures for programs; `notes` are worth knowing and change nothing."""

    section: str
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


class SectionError(Exception):
    """A section that was refused: which, and why."""

    def __init__(self, section: str, refusal: CivicError) -> None:
        super().__init__(section)
        self.section, self.refusal = section, refusal


async def load(actor: Actor, folder: Folder, *, at: datetime, dry_run: bool = False) -> list[Difference]:
    """What the folder changes, done unless it is a dry run. Raises SectionError; then nothing is changed."""
    found: list[Difference] = []
    try:
        async with writing():
            await lock("city_profile")  # of two at once the second finds what the first has done
            forget_city()
            found = [one for one in await _sections(actor, folder, at) if one.lines or one.notes]
            if dry_run:
                raise _TakenBack
    except _TakenBack:
        pass
    finally:
        forget_city()
    return found


async def _sections(actor: Actor, folder: Folder, at: datetime) -> list[Difference]:
    found = [await _told("comune", _city(actor, folder.city, at))]
    for place in folder.places:
        found.append(await _told(place.kind.value, _place(actor, place, at)))
    found.append(await _told("base_map", _base_map(actor, folder, at)))
    found.append(await _told("office", _office(actor, folder, at)))
    found.append(await _told("documents", _documents(actor, folder, at)))
    found.append(await _told("rules", _rules(actor, folder, at)))
    found.append(await _told("privacy", _notice(actor, folder, at)))
    return found


async def _told(section: str, work: Awaitable[Difference]) -> Difference:
    try:
        return await work
    except CivicError as refusal:
        raise SectionError(section, refusal) from refusal


async def _city(actor: Actor, wanted: City, at: datetime) -> Difference:
    here, look = await city(), await profile.profile()
    if here.id and here.is_demo != wanted.is_demo:
        raise Conflict("folder.demo")
    lines = []
    if not here.id:
        await cities.found_city(actor, wanted.name, at=at, is_demo=wanted.is_demo, attribution=wanted.attribution)
        lines.append(f"founded: {wanted.name}")
    elif here.attribution != wanted.attribution:
        await naming.attribute_city(actor, wanted.attribution, at=at)
        lines.append("attribution")
    chosen = Chosen(wanted.name, wanted.part, wanted.district, wanted.colour, None)
    name, colour = profile.checked(chosen)
    drawn = coats.redrawn(wanted.coat_of_arms) if wanted.coat_of_arms else b""
    is_other_coat = (_sha256(drawn) if drawn else "") != look.coat_of_arms
    pairs = (
        ("name", here.name if here.id else name, name),
        ("part", look.part, wanted.part),
        ("district", look.district or "", wanted.district or ""),
        ("colour", look.colour, colour),
    )
    changed = [f"{key}: {old or 'none'} → {new or 'none'}" for key, old, new in pairs if old != new]
    changed += ["coat of arms"] if is_other_coat else []
    if changed or not look.version:
        picture = wanted.coat_of_arms if is_other_coat else None
        await profile.choose(actor, Chosen(name, wanted.part, wanted.district, colour, picture), look.version, at=at)
    return Difference("comune", (*lines, *changed))


async def _place(actor: Actor, file: PlaceFile, at: datetime) -> Difference:
    shown = await loading.apply(actor, file.kind, file.content, file.options, at=at, file_name=file.name)
    counts = {change.value: number for change, number in shown.counts.items()}
    lines = tuple(f"{change}: {number}" for change, number in counts.items())
    notes = [
        words("en", finding.code, {**finding.values, "line": finding.line}) for finding in shown.findings[:MOST_NOTES]
    ]
    if more := sum(shown.finding_counts.values()) - len(notes):
        notes.append(f"and {more} more")
    return Difference(file.kind.value, lines, tuple(notes), counts)


async def _base_map(actor: Actor, folder: Folder, at: datetime) -> Difference:
    before = {view.layer: view.version for view in await base_map.layers()}
    lines = []
    for file in folder.layers:
        view = await base_map.load_layer(actor, file.layer, file.content, at=at, attribution=file.attribution)
        if before.get(file.layer) != view.version:
            lines.append(f"{file.layer}: {view.features} features")
    return Difference("base_map", tuple(lines))


async def _office(actor: Actor, folder: Folder, at: datetime) -> Difference:
    held = await office_page.office_page()
    if folder.office is None or (wanted := office_page.checked(folder.office)) == held.text:
        return Difference("office")
    await office_page.revise(actor, wanted, held.version, at=at)
    return Difference("office", tuple(_changed(held.text, wanted)))


async def _documents(actor: Actor, folder: Folder, at: datetime) -> Difference:
    """By title: what is not there is published, another file takes the place of the one before."""
    lines, held = [], {document.title: document for document in await documents.documents()}
    for file in folder.documents:
        there = held.get(file.title)
        if there and (await documents.file_of(there.public_id)).sha256 == _sha256(file.content):
            continue
        if there:
            await documents.remove(actor, there.public_id, at=at)
        await documents.add(actor, file.title, file.name, file.content, at=at)
        lines.append(f"{'replaced' if there else 'added'}: {file.title}")
    return Difference("documents", tuple(lines))


async def _rules(actor: Actor, folder: Folder, at: datetime) -> Difference:
    """A version of the regulation, unless the last that was written says the same from the same day on."""
    if folder.rules is None:
        return Difference("rules")
    wanted, written = folder.rules, await versions()
    last = written[0].regulation if written else None
    if wanted.min_age is not None:
        held = await participation_rules(at=at)
        if held.version and held.min_age == wanted.min_age:
            return Difference("rules")
        await participation.rule(actor, wanted.min_age, held.version, at=at)
        return Difference("rules", (f"min_age: {wanted.min_age}",))
    assert wanted.profile is not None
    today = in_rome(at).date()
    since = max(wanted.valid_from or today, today)
    if last and last.profile == wanted.profile and max(last.valid_from, today) == since:
        return Difference("rules")
    change = Amendment(wanted.profile, since, wanted.article, REASON)
    number = await amend(actor, change, last.number if last else 0, at=at)
    return Difference("rules", (f"version {number}: {wanted.profile.name}, from {since}",))


async def _notice(actor: Actor, folder: Folder, at: datetime) -> Difference:
    held = await data_notice()
    if folder.notice is None or (wanted := data_protection.checked(folder.notice)) == held.notice:
        return Difference("privacy")
    await data_protection.write(actor, wanted, held.version, at=at)
    return Difference("privacy", tuple(_changed(held.notice, wanted)))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _changed(old: object, new: object) -> Iterator[str]:
    for one in fields(new):  # type: ignore[arg-type]
        if getattr(old, one.name) != getattr(new, one.name):
            yield f"{one.name} {'written' if not getattr(old, one.name) else 'changed'}"
