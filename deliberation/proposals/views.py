# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is shown of proposals and comments."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from deliberation.consultations.consultation import Place, instant
from deliberation.consultations.states import ProposalState
from deliberation.proposals.contents import Content
from deliberation.records.enclosed import Picture

# As whom somebody speaks here today: whose idea it is, the office, a moderator. Filled with its author and its place.
BADGE = """CASE WHEN k.author = {} THEN 'author'
    WHEN k.author IN (SELECT account FROM role_grant WHERE role = 'office' AND revoked_at IS NULL) THEN 'office'
    WHEN k.author IN (SELECT account FROM role_grant WHERE role = 'moderator' AND revoked_at IS NULL
        AND (neighbourhood IS NULL OR neighbourhood = {})) THEN 'moderator' ELSE '' END"""
# Of a comment `k`, its author's account `a` and the decision `d` that hid it: what `Discussion.threads` reads.
COMMENT_COLUMNS = (
    "k.id",
    "k.public_id",
    "k.parent",
    "k.depth",
    "k.author",
    "a.pseudonym",
    "k.created_at",
    "k.body",
    "k.stance",
    "k.hidden_at",
    "d.reason",
    BADGE,
)


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal in a list. `author` is a pseudonym, empty when nobody's; counts leave hidden comments out."""

    id: int
    public_id: str
    title: str
    excerpt: str
    consultation_slug: str
    consultation_title: str
    place: Place | None
    category: str
    state: ProposalState
    asked_cents: int | None
    cost_cents: int | None
    cost_is_simulated: bool
    supports: int
    comments: int
    author: str
    is_mine: bool
    is_hidden: bool
    published_at: datetime | None
    option_id: str
    cover: Picture | None

    @property
    def shown_cents(self) -> int | None:
        """The assessed cost when there is one, else what the author asked for."""
        return self.cost_cents if self.cost_cents is not None else self.asked_cents


@dataclass(frozen=True, slots=True)
class ProposalPoint:
    """Where a proposal is, in degrees; `place` is the name of its neighbourhood, '' for the whole city."""

    public_id: str
    title: str
    place: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list of proposals; pages count from 1, and there is always at least one."""

    items: tuple[ProposalCard, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView(Content):
    """A proposal's page. `author_id` is the row id of the account: for rules, never shown.

    What stands on a ballot is seen although it is hidden: without `may_read` its text and its place are empty.
    `text_number` counts its public texts; `asked_number` is the one that the reader supported before its substance
    changed, None without such a question; `asked` is how many have not answered theirs.
    """

    id: int
    public_id: str
    consultation_slug: str
    place: Place | None
    author_id: int | None
    author: str
    cost_cents: int | None
    cost_is_simulated: bool
    cofinanced_cents: int
    cofinanced_by: str
    for_city: bool
    state: ProposalState
    assessment: str
    option_id: str
    gender: str
    declared_votes: int | None
    version: int
    text_number: int
    text_at: datetime | None
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    hidden_at: datetime | None
    may_read: bool
    hidden_reason: str
    hidden_note: str
    supports: int
    others_support: int
    i_support: bool
    asked: int
    asked_number: int | None

    @property
    def shown_cents(self) -> int | None:
        return self.cost_cents if self.cost_cents is not None else self.asked_cents


class CommentSort(StrEnum):
    """Orders of the first level; answers stand in the order in which they were written."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class CommentView:
    """A remark with its answers. A hidden one carries its reason; its text only for those who may see it. `badge`:
    "author" (of the proposal), "office", "moderator" or ""."""

    id: str
    row: int
    author: str
    badge: str
    at: datetime
    body: str
    stance: str
    depth: int
    is_mine: bool
    hidden_reason: str
    may_read: bool
    replies: tuple[CommentView, ...] = field(default=())

    @property
    def answers(self) -> int:
        """All answers below it."""
        return sum(1 + reply.answers for reply in self.replies)

    @property
    def public(self) -> int:
        """How many of the thread's comments are not hidden."""
        return (not self.hidden_reason) + sum(reply.public for reply in self.replies)


@dataclass(frozen=True, slots=True)
class Discussion:
    """All comments of a proposal for one reader. Equal ones read the same: what is made of one holds for the other.

    `told` is everything that is read of them, as JSON. `writer`: the row id of a reader who wrote one of them, else
    None. `sees_hidden`: whether this reader keeps order here.
    """

    told: str
    writer: int | None
    sees_hidden: bool

    def threads(self, sort: CommentSort = CommentSort.NEWEST) -> tuple[CommentView, ...]:
        """The comments of the first level with what hangs on them."""
        below: dict[int, list[list[Any]]] = defaultdict(list)
        for row in sorted(json.loads(self.told)):  # by their row ids, in which order they were written
            below[row[2] or 0].append(row)
        threads = tuple(self._view(row, below) for row in below[0])
        match sort:
            case CommentSort.OLDEST:
                return threads
            case CommentSort.NEWEST:
                return threads[::-1]
            case CommentSort.ANSWERED:
                return tuple(sorted(threads, key=lambda thread: (-thread.answers, -thread.row)))

    def _view(self, row: list[Any], below: dict[int, list[list[Any]]]) -> CommentView:
        id, public_id, _, depth, author, pseudonym, at, body, stance, hidden_at, reason, badge = row
        mine = author is not None and author == self.writer
        readable = hidden_at is None or mine or self.sees_hidden
        return CommentView(
            id=public_id,
            row=id,
            author=pseudonym or "",
            badge=badge,
            at=instant(at),
            body=body if readable else "",
            stance=stance,
            depth=depth,
            is_mine=mine,
            hidden_reason=(reason or "other") if hidden_at is not None else "",
            may_read=readable,
            replies=tuple(self._view(reply, below) for reply in below[id]),
        )
