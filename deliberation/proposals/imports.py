# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The options of an imported vote, as proposals on its ballot."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from deliberation.consultations.imports import BATCH, Imported, Source, cents_of, unit_number
from deliberation.consultations.states import ProposalState
from deliberation.proposals.search import searchable
from deliberation.proposals.tables import Proposal
from deliberation.text import public_id
from voting import Option
from voting.exchange.pabulib import Election


async def write_options(election: Election, source: Source, made: Imported) -> None:
    """Every project of the file. Raises Invalid import.not_cents (money finer than a cent)."""
    options = [
        _proposal(election, option, place, made.id, source, made.opens_at)
        for place, option in enumerate(election.options, 1)
    ]
    for start in range(0, len(options), BATCH):
        await Proposal.insert(*options[start : start + BATCH])


def _proposal(
    election: Election, option: Option, position: int, consultation: int, source: Source, opens_at: datetime
) -> Proposal:
    place = source.neighbourhood or source.places.get(unit_number(option.zone or "") or "")
    title = (option.name or option.id)[:160]
    return Proposal(
        public_id=public_id(),
        consultation=consultation,
        neighbourhood=place,
        title=title,
        plain_text=searchable(title),
        category=(option.category or "")[:60],
        state=ProposalState.ON_BALLOT,
        cost_cents=cents_of(Fraction(option.cost or 0), source),
        option_id=option.id[:40],
        ballot_position=position,
        declared_votes=election.declared_votes.get(option.id),
        created_at=opens_at,
        changed_at=opens_at,
        published_at=opens_at,
    )
