# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations made from Pabulib elections: closed votes with their options, marked as imported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from deliberation.actor import Actor, Role
from deliberation.clock import from_rome
from deliberation.consultations.states import State
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.database import lock, rows
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.text import slug
from voting import CountError
from voting.canonical import canonical_json, sha256
from voting.exchange.pabulib import Election

BATCH = 200
PURPOSE = "Voto già concluso, importato da un file pubblico per mostrare il conteggio e i suoi motivi."
DECIDED_BY = "Il risultato ufficiale è quello della città che ha raccolto i voti."
SUMMARY = "{ballots} schede e {options} progetti, dal file {file}."
NUMBER = re.compile(r"\s*(\d+)\s*-")


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its name, its text's SHA-256, the neighbourhood that voted (None: the whole city) and its name."""

    file: str
    sha256: str
    neighbourhood: int | None
    place: str
    places: Mapping[str, int]  # the city's own code → neighbourhood


@dataclass(frozen=True, slots=True)
class Imported:
    """A consultation made from a file; `is_new` is False when the same file was already here."""

    id: int
    slug: str
    state: State
    opens_at: datetime
    is_new: bool


def unit_number(text: str) -> str | None:
    """'10 - Jolimont / Roseraie' → '10': how Pabulib files of one city number their districts."""
    found = NUMBER.match(text)
    return found.group(1) if found else None


async def create(actor: Actor, election: Election, source: Source, *, at: datetime) -> Imported:
    """Inside `writing()`: the consultation with its phase, state closed; proposals.imports writes its options.

    Raises NotAllowed, Conflict import.changed (the same name with another content), Invalid import.unknown_rule,
    import.not_cents (money finer than a cent).
    """
    if not actor.has(Role.OFFICE):
        raise NotAllowed("role.needed")
    await lock("import")  # of two at once the second finds what the first has made
    if before := await _already(source):
        return before
    opens_at, closes_at = _period(election, at)
    row = await _consultation(election, source, opens_at, closes_at, at)
    await row.save()
    if source.neighbourhood is not None:
        await ConsultationNeighbourhood(consultation=row.id, neighbourhood=source.neighbourhood).save()
    await Phase(
        consultation=row.id,
        kind="voting",
        position=1,
        opens_at=opens_at,
        closes_at=closes_at,
        opening_noted_at=at,
        closing_noted_at=at,
    ).save()
    return Imported(row.id, row.slug, State.CLOSED, opens_at, True)


async def _already(source: Source) -> Imported | None:
    found = await rows(
        "SELECT c.id, c.slug, c.state, c.lot_secret, p.opens_at FROM consultation c "
        "JOIN phase p ON p.consultation = c.id WHERE c.imported_from = {}",
        source.file,
    )
    if not found:
        return None
    if found[0]["lot_secret"] != source.sha256:
        raise Conflict("import.changed", file=source.file)
    return Imported(found[0]["id"], found[0]["slug"], State(found[0]["state"]), found[0]["opens_at"], False)


async def _consultation(
    election: Election, source: Source, opens_at: datetime, closes_at: datetime, at: datetime
) -> Consultation:
    try:
        rule = election.rule()
    except CountError as error:
        raise Invalid("import.unknown_rule", file=source.file, rule=election.rule_name) from error
    city = await rows("SELECT id, name FROM municipality")
    year = election.meta.get("instance", "").strip() or str(closes_at.year)
    title = f"Bilancio {year}, {source.place or 'tutta la città'}"
    secret = source.sha256
    return Consultation(
        municipality=city[0]["id"],
        slug=await _free_slug(f"bilancio {year} {source.place or 'citta'}"),
        title=title[:160],
        purpose=PURPOSE,
        decided_by=DECIDED_BY,
        imported_from=source.file,
        summary=SUMMARY.format(ballots=election.profile.n_ballots, options=len(election.options), file=source.file)[
            :400
        ],
        state=State.CLOSED,
        city_wide=source.neighbourhood is None,
        ballot_kind=election.profile.kind.value,
        rule=rule.key,
        rule_parameters=canonical_json(rule.params),
        seats=1,
        min_picks=_whole(election.meta.get("min_length")) or 1,
        max_picks=_whole(election.meta.get("max_length")),
        budget_cents=cents_of(election.budget, source),
        lot_secret=secret,
        lot_commitment=sha256(secret),
        lot_source="impronta SHA-256 del file importato",
        lot_value=secret,
        ballot_frozen_at=opens_at,
        roll_frozen_at=opens_at,
        published_at=opens_at,
        closed_at=closes_at,
        created_at=at,
        warnings=canonical_json([dict(warning) for warning in election.warnings]),
    )


async def _free_slug(text: str) -> str:
    wanted = slug(text)
    taken = {row["slug"] for row in await rows("SELECT slug FROM consultation WHERE slug LIKE {}", f"{wanted}%")}
    return next(s for n in range(1, len(taken) + 3) if (s := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def cents_of(money: Fraction, source: Source) -> int:
    cents = money * 100
    if cents.denominator != 1:
        raise Invalid("import.not_cents", file=source.file, found=str(money))
    return int(cents)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None


def _period(election: Election, at: datetime) -> tuple[datetime, datetime]:
    """First and last day of the vote in Rome, the last one included; the day of the import where the file has none."""
    first = _day(election.meta.get("date_begin", "")) or _day(election.meta.get("date_end", ""))
    last = _day(election.meta.get("date_end", "")) or first
    if first is None or last is None or last < first:
        return at - timedelta(days=1), at
    return from_rome(first, fold=0), from_rome(last + timedelta(days=1), fold=1)


def _day(text: str) -> datetime | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    return None
