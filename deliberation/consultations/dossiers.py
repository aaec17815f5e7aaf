# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation as the office works on it: everything that is stored of it, drafts too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.errors import NotFound


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole file of a consultation; `neighbourhoods` are row ids."""

    id: int
    slug: str
    title: str
    summary: str
    purpose: str
    decided_by: str
    out_of_scope: str
    privacy_notice: str
    template: str
    state: str
    draft_step: str
    cancel_reason: str
    city_wide: bool
    neighbourhoods: tuple[int, ...]
    phases: tuple[PhaseView, ...]
    ballot_kind: str
    rule: str
    rule_parameters: dict[str, str]
    min_picks: int
    max_picks: int | None
    seats: int
    budget_cents: int | None
    min_age: int
    support_threshold: int
    options_shuffled: bool
    freezes_itself: bool
    lot_commitment: str
    lot_secret: str
    lot_source: str
    lot_value: str
    ballot_frozen_at: datetime | None
    roll_frozen_at: datetime | None
    roll_hash: str
    published_at: datetime | None
    closed_at: datetime | None
    result_published_at: datetime | None
    imported_from: str
    version: int
    created_at: datetime

    @property
    def has_vote(self) -> bool:
        return bool(self.ballot_kind)

    @property
    def has_begun(self) -> bool:
        """Published, whatever came after."""
        return self.state != "draft"

    def phase(self, kind: PhaseKind) -> PhaseView | None:
        return next((p for p in self.phases if p.kind == kind), None)

    @property
    def voting(self) -> PhaseView | None:
        return self.phase(PhaseKind.VOTING)

    @property
    def closes_at(self) -> datetime | None:
        """When it closes: the end of the vote, or, without a vote, of the last phase that is not the results'."""
        if self.voting:
            return self.voting.closes_at
        ends = [p.closes_at for p in self.phases if p.kind != PhaseKind.PUBLISHING]
        return max(ends, default=None)


async def dossier(slug: str) -> Dossier:
    """The file of a consultation. Who may see it is decided by the caller's rule. Raises NotFound."""
    found = await dossiers((slug,))
    if not found:
        raise NotFound("consultation.unknown")
    return found[0]


async def dossiers(slugs: tuple[str, ...] | None = None) -> tuple[Dossier, ...]:
    """Files by slug, or all; three statements however many, newest first."""
    query = Consultation.select().order_by(Consultation.created_at, ascending=False)
    if slugs is not None:
        query = query.where(Consultation.slug.is_in(list(slugs)))
    found = await query
    ids = [row["id"] for row in found]
    if not ids:
        return ()
    places = await ConsultationNeighbourhood.select().where(ConsultationNeighbourhood.consultation.is_in(ids))
    phases = await Phase.select().where(Phase.consultation.is_in(ids)).order_by(Phase.consultation, Phase.position)
    known = set(Dossier.__slots__) - {"phases", "neighbourhoods", "rule_parameters"}
    return tuple(
        Dossier(
            **{name: row[name] for name in known},
            rule_parameters=json.loads(row["rule_parameters"] or "{}"),
            neighbourhoods=tuple(p["neighbourhood"] for p in places if p["consultation"] == row["id"]),
            phases=tuple(
                PhaseView(PhaseKind(p["kind"]), p["position"], p["opens_at"], p["closes_at"])
                for p in phases
                if p["consultation"] == row["id"]
            ),
        )
        for row in found
    )
