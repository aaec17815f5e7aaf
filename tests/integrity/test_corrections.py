# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A corrected roll and the journal say the same, act by act."""

from analytics.reads import evidence
from deliberation.actor import COMMAND_LINE
from deliberation.ballots.corrections import corrections
from deliberation.database import rows
from tests.consultations_office.stories import DAY
from tests.guards import by_hand
from tests.integrity.story import an_open_vote


async def account(email: str) -> str:
    return str((await rows("SELECT public_id FROM account WHERE email = {}", email))[0]["public_id"])


async def test_a_corrected_roll_agrees_with_its_journal_at_every_step(database: None) -> None:
    story = await an_open_vote()
    late, gone, voter = (await account("p6@example.org")), story.voters[5].public_id, story.voters[1].public_id
    await by_hand("UPDATE account SET verified_at = created_at WHERE email = 'p6@example.org'")
    at = story.opens_at + 2 * DAY
    acts = [
        (corrections.add, late),
        (corrections.strike, gone),
        (corrections.strike, voter),
        (corrections.strike, late),
    ]
    for act, person in [*acts, (corrections.reinstate, voter), (corrections.reinstate, late)]:
        await act(COMMAND_LINE, story.slug, person, "Un errore", at=at)
        found, _ = await evidence.faults()
        assert {fault.code for fault in found} == {"verified_unknown"}
