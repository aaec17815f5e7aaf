# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A roll as it was made at first: everybody is read, and the regulation answers for each. Slow, and easy to believe."""

from datetime import datetime
from typing import Any

from deliberation.ballots.roll import _terms
from deliberation.consultations.voters import voters_from
from deliberation.database import rows
from deliberation.people.register.entitled import FACTS, FACTS_FROM, facts_of
from deliberation.regulations.eligibility import No, Unknown, Yes
from tests.ballots.votes import Vote


async def answered_one_by_one(vote: Vote, at: datetime) -> list[tuple[dict[str, Any], Yes | No | Unknown]]:
    """Verified people with a usable account where the vote is held, by row id, and what its regulation says of each."""
    terms = await _terms(vote.id)
    held_in = await rows("SELECT neighbourhood FROM consultation_neighbourhood WHERE consultation = {}", vote.id)
    asked = {row["neighbourhood"] for row in held_in}
    voters = voters_from(terms, at)
    found = await rows(
        f"SELECT a.id, a.public_id, a.disabled_at, a.deleted_at, {FACTS} FROM account a {FACTS_FROM} ORDER BY a.id"
    )
    return [
        (row, voters.answer(facts_of(row)))
        for row in found
        if row["verified_at"]
        and not row["disabled_at"]
        and not row["deleted_at"]
        and row["birth_date"]
        and row["neighbourhood"]
        and (terms["city_wide"] or row["neighbourhood"] in asked)
    ]
