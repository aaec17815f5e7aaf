# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is under judgement, and who judges it: one predicate, as SQL for lists and notices, as Python for one text.

A moderator of the place judges (a city-wide matter: of the whole city). The office judges what stands on a ballot, and
whatever no moderator can: there is none, or the only one is suspended or has a part in it. Nobody judges what they
wrote, nor what is written under their own proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from piccolo.querystring import QueryString

from deliberation.actor import Actor, Role
from deliberation.consultations.states import BALLOT_STATES, ProposalState, State
from deliberation.consultations.visibility import STANDS_ON_BALLOT
from deliberation.database import rows
from deliberation.errors import CivicError, NotAllowed, NotFound

# Accounts `j` with a grant `g` that may judge something of a proposal `p` written by {author}.
_WORKING = "g.revoked_at IS NULL AND j.disabled_at IS NULL AND j.deleted_at IS NULL"
_NO_PART = "j.id <> COALESCE(p.author, 0) AND j.id <> COALESCE({author}, 0)"
_OF_THE_PLACE = "g.role = 'moderator' AND (g.neighbourhood IS NULL OR g.neighbourhood = p.neighbourhood)"
_HAS_MODERATOR = (
    "EXISTS (SELECT 1 FROM role_grant g JOIN account j ON j.id = g.account "
    f"WHERE {_OF_THE_PLACE} AND {_WORKING} AND {_NO_PART})"
)
# The author and what stands on a ballot, in a list of proposals, comments `m`, amendments `w`, reports `r` of any.
OF_PROPOSALS = ("p.author", STANDS_ON_BALLOT)
OF_COMMENTS = ("m.author", "1 = 0")
OF_AMENDMENTS = ("w.author", "1 = 0")
OF_REPORTS = (
    "CASE r.target_kind WHEN 'comment' THEN m.author WHEN 'amendment' THEN w.author ELSE p.author END",
    f"(r.target_kind = 'proposal' AND {STANDS_ON_BALLOT})",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A proposal, a comment, an amendment, or a picture or file of a proposal ("enclosure") under judgement.

    `proposal` and `neighbourhood` are row ids, `consultation` a slug.
    """

    kind: str
    public_id: str
    row: int
    proposal: int
    proposal_public_id: str
    proposal_author: int | None
    title: str
    author: int | None
    neighbourhood: int | None
    hidden_at: datetime | None
    state: ProposalState
    consultation: str
    consultation_state: State
    has_moderator: bool

    @property
    def path(self) -> str:
        if self.kind == "amendment":
            return f"/proposte/{self.proposal_public_id}/suggerimenti/{self.public_id}"
        anchors = {"comment": f"#commento-{self.public_id}", "enclosure": f"#allegato-{self.public_id}"}
        return f"/proposte/{self.proposal_public_id}{anchors.get(self.kind, '')}"

    @property
    def is_public(self) -> bool:
        unseen = self.state in (ProposalState.DRAFT, ProposalState.WITHDRAWN) or self.consultation_state == State.DRAFT
        return self.hidden_at is None and not unseen

    @property
    def stands_on_ballot(self) -> bool:
        """An option of a ballot, from the freezing of the list on and for good."""
        return self.kind == "proposal" and self.state in BALLOT_STATES

    @property
    def is_the_offices(self) -> bool:
        return self.stands_on_ballot or not self.has_moderator


def may_judge(actor: Actor, target: Target) -> CivicError | None:
    """The predicate for one text; the refusal says who does."""
    moderates, office = actor.has_in(Role.MODERATOR, target.neighbourhood), actor.has(Role.OFFICE)
    if not (moderates or office):
        return NotAllowed("moderation.not_your_place")
    if actor.id in (target.author, target.proposal_author):
        return NotAllowed("moderation.own")
    if target.stands_on_ballot:
        return None if office else NotAllowed("moderation.on_ballot")
    return None if moderates or not target.has_moderator else NotAllowed("moderation.moderators_judge")


def judged_by(actor: Actor, of: tuple[str, str]) -> QueryString:
    """The same predicate over a proposal `p`; `of` is one of the pairs above."""
    author, stands = of
    reach, office = actor.reach(Role.MODERATOR), actor.has(Role.OFFICE)
    places = "1 = 1" if reach is None else f"p.neighbourhood IN ({_list(reach)})" if reach else "1 = 0"
    offices = f"{stands} OR NOT {_HAS_MODERATOR.format(author=author)}" if office else "1 = 0"
    return QueryString(
        f"((({places}) AND NOT ({stands})) OR ({offices})) "
        f"AND COALESCE(p.author, 0) <> {{}} AND COALESCE({author}, 0) <> {{}}",
        actor.id,
        actor.id,
    )


async def judges_of(target: Target) -> list[int]:
    """The accounts (row ids) that may judge it now, by the same predicate: who is told that it waits."""
    who = "g.role = 'office'" if target.is_the_offices else _OF_THE_PLACE
    found = await rows(
        f"SELECT DISTINCT j.id FROM proposal p, role_grant g JOIN account j ON j.id = g.account "
        f"WHERE p.id = {{}} AND {who} AND {_WORKING} AND {_NO_PART.format(author='{}')} ORDER BY j.id",
        target.proposal,
        target.author or 0,
    )
    return [row["id"] for row in found]


async def target_of(kind: str, target: str) -> Target:
    """The thing with that public id. Raises NotFound."""
    if kind not in _TARGETS:
        raise NotFound("report.nothing_there")
    found = await rows(_TARGETS[kind], target)
    if not found:
        raise NotFound("report.nothing_there")
    row = found[0] | {"state": ProposalState(found[0]["state"]), "has_moderator": bool(found[0]["has_moderator"])}
    return Target(**row | {"kind": kind, "consultation_state": State(row["consultation_state"])})


def _list(ids: frozenset[int]) -> str:
    return ", ".join(str(int(id)) for id in sorted(ids))


def _target(of: str, columns: str) -> str:
    return (
        f"SELECT {columns}, p.id AS proposal, p.public_id AS proposal_public_id, p.author AS proposal_author, p.title, "
        "p.neighbourhood, p.state, c.slug AS consultation, c.state AS consultation_state, "
        f"CASE WHEN {_HAS_MODERATOR.format(author=of + '.author')} THEN 1 ELSE 0 END AS has_moderator"
    )


_TARGETS = {
    "proposal": _target("p", "p.public_id, p.id AS row, p.author, p.hidden_at")
    + " FROM proposal p JOIN consultation c ON c.id = p.consultation WHERE p.public_id = {} AND p.state <> 'draft'",
    "comment": _target("m", "m.public_id, m.id AS row, m.author, m.hidden_at")
    + " FROM comment m JOIN proposal p ON p.id = m.proposal JOIN consultation c ON c.id = p.consultation "
    "WHERE m.public_id = {}",
    "amendment": _target("w", "w.public_id, w.id AS row, w.author, w.hidden_at")
    + " FROM amendment w JOIN proposal p ON p.id = w.proposal JOIN consultation c ON c.id = p.consultation "
    "WHERE w.public_id = {} AND w.state <> 'withdrawn'",
    "enclosure": _target(
        "p", "e.public_id, e.id AS row, p.author, CASE WHEN e.state = 'hidden' THEN p.changed_at END AS hidden_at"
    )
    + " FROM enclosure e JOIN proposal p ON e.subject_kind = 'proposal' AND p.public_id = e.subject "
    "JOIN consultation c ON c.id = p.consultation "
    "WHERE e.public_id = {} AND e.state <> 'removed' AND p.state <> 'draft'",
}


async def move_reports(closed: int, heirs: Sequence[int]) -> None:
    """Reports that wait in a neighbourhood that ends are seen by the moderators of its first heir."""
    if heirs:
        await rows(
            "UPDATE content_report SET neighbourhood = {} WHERE neighbourhood = {} AND decided_at IS NULL",
            heirs[0],
            closed,
        )
