# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stored counts and the published result. What counts is `analytics.tallies`; here a count is kept and shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deliberation.actor import Actor
from deliberation.ballots import lifecycle
from deliberation.ballots.questions import Question, question_of
from deliberation.ballots.results import findings, minutes
from deliberation.ballots.roll import locked
from deliberation.ballots.rules import may_count, may_publish
from deliberation.ballots.tables import Tally
from deliberation.consultations.marks import mark_counted
from deliberation.consultations.pots.values import Pot, digest_of_all
from deliberation.consultations.states import State
from deliberation.database import rows, writing
from deliberation.errors import Conflict, NotFound
from deliberation.records import journal
from voting.canonical import canonical_json, sha256


@dataclass(frozen=True, slots=True)
class Counted:
    """One count, ready to be stored: `outcome` is `Outcome.as_json()`, `what_ifs` what it found on its way."""

    rule: str
    parameters: Mapping[str, str]
    is_official: bool
    outcome: Mapping[str, object]
    transcript_it: str
    transcript_en: str
    digest: str
    program_version: str
    pot: Pot | None = None
    what_ifs: Mapping[str, object] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int | None, str, str]:
        """What a stored count is found again by: its pot's row, rule and parameters."""
        return self.pot.id if self.pot else None, self.rule, canonical_json(self.parameters)


async def store(actor: Actor, consultation_id: int, counts: Sequence[Counted], *, at: datetime) -> None:
    """Keeps the counts of a closed vote and marks it counted. The same digest again changes nothing.

    Raises NotAllowed, TooLate tally.not_closed, Conflict tally.differs when a published official result would change.
    """
    async with writing():
        asked = await _asked(consultation_id)
        if refusal := may_count(actor, asked):
            raise refusal
        kept = {
            (row["pot"], row["rule"], row["parameters"]): row
            for row in await Tally.select().where(Tally.consultation == consultation_id)
        }
        if asked.state == State.RESULTS:
            _refuse_another_result(kept.values(), counts)
        for counted in counts:
            await _keep(asked, counted, kept.get(counted.place), at)
        if asked.state == State.CLOSED:
            await mark_counted(consultation_id)
        if asked.state != State.RESULTS:
            await findings.queue(asked.slug, at=at)
        fresh = [c for c in counts if c.digest not in {row["digest"] for row in kept.values()}]
        for counted in fresh:
            detail = {
                "rule": counted.rule,
                "digest": counted.digest,
                "official": counted.is_official,
                "transcripts": [sha256(counted.transcript_it), sha256(counted.transcript_en)],
                **({"pot": counted.pot.key} if counted.pot else {}),
            }
            await journal.note(actor, "tally.made", "consultation", asked.slug, detail, at=at)


async def _asked(consultation_id: int) -> Question:
    await locked(consultation_id)
    return await question_of(consultation_id)


def _refuse_another_result(kept: Iterable[Mapping[str, object]], counts: Sequence[Counted]) -> None:
    official = {row["pot"]: row["digest"] for row in kept if row["is_official"]}
    for counted in counts:
        before = official.get(counted.place[0])
        if counted.is_official and before is not None and counted.digest != before:
            raise Conflict("tally.differs", digest=counted.digest[:12])


async def _keep(asked: Question, counted: Counted, before: Mapping[str, object] | None, at: datetime) -> None:
    what_ifs = json.dumps(counted.what_ifs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if before is not None and before["digest"] == counted.digest and before["is_official"] == counted.is_official:
        if asked.state != State.RESULTS and before["what_ifs"] != what_ifs:
            await Tally.update({Tally.what_ifs: what_ifs}).where(Tally._meta.primary_key == before["id"])
        return
    pot, rule, parameters = counted.place
    if counted.is_official:
        here = Tally.pot.is_null() if pot is None else Tally.pot == pot
        await Tally.update({Tally.is_official: False}).where((Tally.consultation == asked.id) & here)
    if before is not None:
        await Tally.delete().where(Tally._meta.primary_key == before["id"])
    await Tally.insert(
        Tally(
            consultation=asked.id,
            pot=pot,
            rule=rule,
            parameters=parameters,
            is_official=counted.is_official,
            outcome=canonical_json(counted.outcome),
            digest=counted.digest,
            what_ifs=what_ifs,
            transcript_it=counted.transcript_it,
            transcript_en=counted.transcript_en,
            program_version=counted.program_version,
            computed_at=at,
        )
    )


async def publish(actor: Actor, slug: str, *, at: datetime) -> None:
    """Shows the official result to everybody: the options become selected or not.

    Raises NotAllowed, NotFound, TooLate result.not_counted, Conflict result.published_already.
    """
    async with writing():
        found = await rows("SELECT id FROM consultation WHERE slug = {}", slug)
        if not found:
            raise NotFound("vote.unknown")
        asked = await _asked(found[0]["id"])
        if refusal := may_publish(actor, asked):
            raise refusal
        digest, winners = await official_result(asked.id)
        if not digest:
            raise Conflict("result.not_counted")
        await lifecycle.publish_result(actor, slug, winners, digest, at=at)
        await minutes.queue(slug, at=at)


async def official_result(consultation_id: int) -> tuple[str, tuple[str, ...]]:
    """The digest of the official count and its winners; of a budget in pots, one digest over all counts and the winners
    of all. The digest is '' while there is none.
    """
    found = await rows(
        "SELECT t.digest, t.outcome, p.key FROM tally t LEFT JOIN pot p ON p.id = t.pot "
        "WHERE t.consultation = {} AND t.is_official = {} ORDER BY p.position",
        consultation_id,
        True,
    )
    winners = tuple(str(winner) for row in found for winner in json.loads(row["outcome"])["winners"])
    if any(row["key"] for row in found):
        return digest_of_all({row["key"]: row["digest"] for row in found}), winners
    return (str(found[0]["digest"]) if found else ""), winners


async def counted_by(slug: str, digest: str) -> str:
    """The public id of who made the count of that digest, as the journal says; '' where it says nothing of it."""
    found = await rows(
        "SELECT actor, detail FROM journal_entry WHERE act = 'tally.made' AND subject_kind = 'consultation' "
        "AND subject = {} ORDER BY sequence",
        slug,
    )
    return next((str(row["actor"]) for row in found if json.loads(row["detail"])["digest"] == digest), "")
