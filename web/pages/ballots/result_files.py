# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which counts of a result somebody may take away as a file."""

from litestar.exceptions import NotFoundException

from analytics.disclosure import is_withheld
from deliberation.actor import Role
from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from web.http.requests import CivicRequest


async def counts_of(request: CivicRequest, slug: str, rule: str, pot: str = "") -> tuple[Question, StoredTally]:
    """The count by that rule, with its question."""
    asked, stored = await queries.result(request.actor, slug, pot)
    if asked.pots and (asked.pot is None or is_withheld_from(request, stored[0])):
        raise NotFoundException
    for tally in stored:
        if tally.rule == rule:
            return asked, tally
    raise NotFoundException


def is_withheld_from(request: CivicRequest, official: StoredTally) -> bool:
    """Whether a pot has too few ballots for its votes to be shown to this reader; the office sees all."""
    return is_withheld(official.outcome["n_ballots"]) and not request.actor.has(Role.OFFICE)


def file_name(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
