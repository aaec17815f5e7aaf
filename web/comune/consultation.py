# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation as a file (docs/formats/consultation.md): read, then made and published by the wizard's use cases."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from deliberation.actor import Actor
from deliberation.ballots import lifecycle
from deliberation.consultations import editing
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.editing import Texts, Vote
from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.pots import dividing
from deliberation.consultations.pots.dividing import Division
from deliberation.consultations.pots.values import PotKind, Source
from deliberation.consultations.schedules import TypedPhase
from deliberation.consultations.templates import TEMPLATES
from deliberation.database import writing
from deliberation.errors import Invalid
from deliberation.money import cents
from deliberation.places.queries import city, neighbourhoods
from web.comune.fields import FolderError, Table, read_toml

FORMAT = 1
TEXTS = tuple(field.name for field in fields(Texts))
WHOLE = "whole"  # how a file says PotKind.WHOLE
MOST = 10_000  # of anything that a vote counts: a number that every column holds
DIVISIONS = tuple(source for source in Source if source is not Source.TABLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file says; what it leaves out is the template's."""

    template: str
    texts: Mapping[str, str]
    places: tuple[str, ...]
    phases: tuple[TypedPhase, ...]
    vote: Mapping[str, Any]
    division: Division


def read(path: Path) -> Asked:
    """The file. Raises FolderError with line and key."""
    source, held = read_toml(path)

    def table(name: str) -> Table:
        values = held.get(name, {}) if name else held
        if not isinstance(values, dict):
            raise FolderError(f"{path.name}: expected a table [{name}]")
        return Table(path.parent, source, name, 0, values, path.name)

    top, phases, vote = table(""), table("phases"), table("vote")
    top.only("format", "template", "places", "phases", "vote", *TEXTS)
    if top.get("format", int, None) != FORMAT:
        raise top.wrong("format", f"expected {FORMAT}")
    if top.needed("template") not in TEMPLATES:
        raise top.wrong("template", f"expected one of {', '.join(TEMPLATES)}")
    top.needed("title")
    return Asked(
        template=top.text("template"),
        texts={name: top.text(name) for name in TEXTS if name in held},
        places=tuple(str(place) for place in top.get("places", list, [])),
        phases=_phases(phases, TEMPLATES[top.text("template")].phases),
        vote=_vote(vote),
        division=Division(_division(vote), _money(vote, "city")),
    )


def _phases(table: Table, wanted: Any) -> tuple[TypedPhase, ...]:
    """`voting = ["2027-01-27 12:00", "2027-02-10 12:00"]`, a line for each phase of the template, on Rome's clock."""
    kinds = [str(PhaseKind(phase.kind)) for phase in wanted]
    table.only(*kinds)
    for kind in kinds:
        found = table.get(kind, list, [])
        if len(found) != 2 or not all(isinstance(one, str) for one in found):
            raise table.wrong(kind, 'expected where it begins and ends, as ["2027-01-27 12:00", "2027-02-10 12:00"]')
    return tuple(TypedPhase(kind, *table.values[kind]) for kind in kinds)


def _vote(table: Table) -> dict[str, Any]:
    numbers, texts = ("min_age", "min_picks", "max_picks", "seats"), ("rule", "lot_source")
    table.only(*numbers, *texts, "budget", "pots", "city", "division")
    given: dict[str, Any] = {name: _number(table, name) for name in numbers if name in table.values}
    given |= {name: table.needed(name) for name in texts if name in table.values}
    if "budget" in table.values:
        given["budget_cents"] = _money(table, "budget")
    if "pots" in table.values:
        words = (WHOLE, *(str(kind) for kind in PotKind if kind))
        if table.text("pots") not in words:
            raise table.wrong("pots", f"expected one of {', '.join(words)}")
        given["pot_kind"] = PotKind(table.text("pots").replace(WHOLE, ""))
    return given


def _number(table: Table, key: str) -> int:
    number = int(table.get(key, int, 0))
    if not 0 <= number <= MOST:
        raise table.wrong(key, f"expected a whole number from 0 to {MOST}")
    return number


def _division(table: Table) -> Source:
    word = table.text("division", Source.POPULATION)
    if word not in DIVISIONS:
        raise table.wrong("division", f"expected one of {', '.join(DIVISIONS)}")
    return Source(word)


def _money(table: Table, key: str) -> int | None:
    try:
        return cents(table.text(key))
    except Invalid:
        raise table.wrong(key, 'expected euro in quotes, as "48.000" or "48.000,50"') from None


async def publish(actor: Actor, asked: Asked, *, at: datetime) -> str:
    """The consultation, made and published in one transaction; its slug. Raises what the wizard's steps raise."""
    async with writing():
        slug = await editing.start(actor, asked.template, asked.texts["title"], (await city()).id, at=at)
        held = await stored(slug)
        texts = Texts(**{name: asked.texts.get(name, getattr(held, name)) for name in TEXTS})
        held = await editing.write_texts(actor, slug, texts, held.version, at=at)
        places = await _ids(asked.places)
        held = await editing.write_schedule(
            actor,
            slug,
            asked.phases,
            city_wide=not places,
            neighbourhoods=places,
            version=held.version,
            at=at,
        )
        if held.has_vote:
            held = await editing.write_vote(actor, slug, _held_vote(held, asked), held.version, at=at)
        if held.pot_kind:
            held = await dividing.write(actor, slug, asked.division, held.version, at=at)
        await lifecycle.publish(actor, slug, held.version, at=at)
    return slug


async def _ids(names: tuple[str, ...]) -> tuple[int, ...]:
    known = {name: place.id for place in await neighbourhoods() for name in (place.slug, place.name, place.code)}
    known.pop("", None)
    if unknown := [name for name in names if name not in known]:
        raise FolderError(f"places: there is no {unknown[0]!r} here; known are {', '.join(sorted(known))}")
    return tuple(known[name] for name in names)


def _held_vote(held: Consultation, asked: Asked) -> Vote:
    """The draft's terms with the file's over them; another rule begins with its own parameters."""
    terms = {field.name: getattr(held, field.name) for field in fields(Vote) if hasattr(held, field.name)}
    terms["parameters"] = held.rule_parameters if asked.vote.get("rule", held.rule) == held.rule else {}
    return replace(Vote(**terms), **asked.vote)
