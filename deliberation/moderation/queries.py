# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What those who judge see: what they may decide (targets.judged_by), never their own; reporters have no name here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.errors import CivicError, NotFound
from deliberation.moderation.judgements import REASONS, UNDO_WITHIN, Judgement
from deliberation.moderation.targets import (
    OF_AMENDMENTS,
    OF_COMMENTS,
    OF_PROPOSALS,
    OF_REPORTS,
    Target,
    judged_by,
    may_judge,
    target_of,
)

NEW_FOR = timedelta(days=14)
LONGEST_LIST = 50


class View(StrEnum):
    """The three lists of the desk."""

    REPORTED = "segnalati"
    NEW = "nuovi"
    HIDDEN = "nascosti"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something written, on the desk; `since` is the first report, or when it was published or hidden."""

    kind: str
    public_id: str
    title: str
    text: str
    author: str
    place: str
    since: datetime
    reports: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def severity(self) -> int:
        return max((REASONS.get(reason, 1) for reason in self.reasons), default=0)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, without its author."""

    reason: str
    note: str
    at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided before."""

    public_id: str
    act: str
    reason: str
    note: str
    moderator: str
    at: datetime
    may_undo: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """One thing to judge, with its context. `refusal` says why this moderator may not."""

    target: Target
    text: str
    author: str
    place: str
    published_at: datetime
    consultation: str
    context: str
    reports: tuple[ReportView, ...]
    decisions: tuple[DecisionView, ...]
    refusal: CivicError | None


_PROPOSALS = (
    "SELECT 'proposal' AS kind, p.public_id, p.title, p.body AS text, a.pseudonym AS author, n.name AS place, "
    "p.published_at AS published_at, p.hidden_at FROM proposal p JOIN consultation c ON c.id = p.consultation "
    "LEFT JOIN account a ON a.id = p.author LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
)
_COMMENTS = (
    "SELECT 'comment' AS kind, m.public_id, p.title, m.body AS text, a.pseudonym AS author, n.name AS place, "
    "m.created_at AS published_at, m.hidden_at FROM comment m JOIN proposal p ON p.id = m.proposal "
    "JOIN consultation c ON c.id = p.consultation LEFT JOIN account a ON a.id = m.author "
    "LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
)
_AMENDMENTS = (
    "SELECT 'amendment' AS kind, w.public_id, p.title, w.body AS text, a.pseudonym AS author, n.name AS place, "
    "w.created_at AS published_at, w.hidden_at FROM amendment w JOIN proposal p ON p.id = w.proposal "
    "JOIN consultation c ON c.id = p.consultation LEFT JOIN account a ON a.id = w.author "
    "LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
)
_LISTS = (
    ("proposal", "p", "published_at", _PROPOSALS, OF_PROPOSALS),
    ("comment", "m", "created_at", _COMMENTS, OF_COMMENTS),
    ("amendment", "w", "created_at", _AMENDMENTS, OF_AMENDMENTS),
)
_SHOWN = "c.state <> 'draft' AND p.state NOT IN ('draft', 'withdrawn') AND c.imported_from = ''"


async def desk(actor: Actor, view: View, *, at: datetime) -> tuple[Waiting, ...]:
    """One list of the desk; gravest and most reported first, then the oldest; the other lists newest first."""
    if view is View.REPORTED:
        return await _reported(actor)
    found: list[dict[str, Any]] = []
    for kind, alias, column, select, of in _LISTS:
        born = f"{alias}.{column}"
        unjudged = (
            f"NOT EXISTS (SELECT 1 FROM decision d WHERE d.target_kind = '{kind}' AND d.target = {alias}.public_id)"
        )
        condition = (
            QueryString(f"{alias}.hidden_at IS NULL AND {born} > {{}} AND {unjudged}", at - NEW_FOR)
            if view is View.NEW
            else QueryString(f"{alias}.hidden_at IS NOT NULL")
        )
        order = born if view is View.NEW else f"{alias}.hidden_at"
        sql = f"{select} WHERE {_SHOWN} AND {{}} AND {{}} ORDER BY {order} DESC LIMIT {LONGEST_LIST}"
        found += await rows(sql, judged_by(actor, of), condition)
    since = "published_at" if view is View.NEW else "hidden_at"
    found.sort(key=lambda row: row[since], reverse=True)
    return tuple(_waiting(row, row[since]) for row in found[:LONGEST_LIST])


async def _reported(actor: Actor) -> tuple[Waiting, ...]:
    found = await rows(
        "SELECT r.target_kind AS kind, r.target AS public_id, r.reason, r.created_at, p.title, "
        "COALESCE(m.body, w.body, p.body) AS text, a.pseudonym AS author, n.name AS place FROM content_report r "
        "JOIN proposal p ON p.id = r.proposal "
        "LEFT JOIN comment m ON r.target_kind = 'comment' AND m.public_id = r.target "
        "LEFT JOIN amendment w ON r.target_kind = 'amendment' AND w.public_id = r.target "
        f"LEFT JOIN account a ON a.id = {OF_REPORTS[0]} "
        "LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
        "WHERE r.decided_at IS NULL AND {} ORDER BY r.created_at, r.id LIMIT 1000",
        judged_by(actor, OF_REPORTS),
    )
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in found:
        groups.setdefault((row["kind"], row["public_id"]), []).append(row)
    waiting = [
        _waiting(group[0], group[0]["created_at"], len(group), tuple(dict.fromkeys(r["reason"] for r in group)))
        for group in groups.values()
    ]
    return tuple(sorted(waiting, key=lambda w: (-w.severity, -w.reports, w.since)))


async def reports_waiting(actor: Actor) -> int:
    """How many reported things wait for this person: as many as the desk lists."""
    return (await reports_open(actor))[1]


async def reports_open(actor: Actor) -> tuple[int, int]:
    """How many reported things wait for anybody, and for this person. One statement."""
    found = await rows(
        "SELECT COUNT(*) AS every, COALESCE(SUM(w.own), 0) AS own FROM (SELECT r.target_kind, r.target, "
        "MAX(CASE WHEN {} THEN 1 ELSE 0 END) AS own FROM content_report r JOIN proposal p ON p.id = r.proposal "
        "LEFT JOIN comment m ON r.target_kind = 'comment' AND m.public_id = r.target "
        "LEFT JOIN amendment w ON r.target_kind = 'amendment' AND w.public_id = r.target "
        "WHERE r.decided_at IS NULL GROUP BY r.target_kind, r.target) w",
        judged_by(actor, OF_REPORTS),
    )
    return int(found[0]["every"]), int(found[0]["own"])


async def case(actor: Actor, kind: str, public_id: str, *, at: datetime) -> CaseView:
    """One thing with what is needed to judge it. Raises NotFound; NotAllowed outside the moderator's places.

    Whoever may look but not decide finds in `refusal` who does.
    """
    target = await target_of(kind, public_id)
    refusal = may_judge(actor, target)
    if refusal is not None and refusal.code == "moderation.not_your_place":
        raise refusal
    row = (await rows(_CASE[kind], public_id))[0]
    reports = await rows(
        "SELECT reason, note, created_at, decided_at FROM content_report WHERE target_kind = {} AND target = {} "
        "ORDER BY created_at, id",
        kind,
        public_id,
    )
    decisions = await rows(
        "SELECT d.public_id, d.act, d.reason, d.note, d.created_at, d.moderator, a.pseudonym FROM decision d "
        "LEFT JOIN account a ON a.id = d.moderator WHERE d.target_kind = {} AND d.target = {} ORDER BY d.id DESC",
        kind,
        public_id,
    )
    views = tuple(
        DecisionView(
            d["public_id"],
            d["act"],
            d["reason"],
            d["note"],
            d["pseudonym"] or "",
            d["created_at"],
            refusal is None
            and n == 0
            and d["moderator"] == actor.id
            and d["act"] != Judgement.UNDO
            and at - d["created_at"] <= UNDO_WITHIN,
        )
        for n, d in enumerate(decisions)
    )
    return CaseView(
        target,
        row["text"],
        row["author"] or "",
        row["place"] or "",
        row["published_at"],
        row["consultation"],
        row["context"] or "",
        tuple(ReportView(r["reason"], r["note"], r["created_at"], r["decided_at"] is None) for r in reports),
        views,
        refusal,
    )


async def decided_on(decision: str) -> tuple[str, str]:
    """Kind and public id of what a decision was about. Raises NotFound."""
    found = await rows("SELECT target_kind, target FROM decision WHERE public_id = {}", decision)
    if not found:
        raise NotFound("moderation.no_decision")
    return found[0]["target_kind"], found[0]["target"]


_CASE = {
    "proposal": "SELECT p.body AS text, a.pseudonym AS author, n.name AS place, p.published_at AS published_at, "
    "c.title AS consultation, '' AS context FROM proposal p JOIN consultation c ON c.id = p.consultation "
    "LEFT JOIN account a ON a.id = p.author LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
    "WHERE p.public_id = {}",
    "comment": "SELECT m.body AS text, a.pseudonym AS author, n.name AS place, m.created_at AS published_at, "
    "c.title AS consultation, COALESCE(parent.body, p.body) AS context FROM comment m "
    "JOIN proposal p ON p.id = m.proposal JOIN consultation c ON c.id = p.consultation "
    "LEFT JOIN comment parent ON parent.id = m.parent LEFT JOIN account a ON a.id = m.author "
    "LEFT JOIN neighbourhood n ON n.id = p.neighbourhood WHERE m.public_id = {}",
    "amendment": "SELECT w.title || '\n\n' || w.body || '\n\n' || w.reason AS text, a.pseudonym AS author, "
    "n.name AS place, w.created_at AS published_at, c.title AS consultation, p.body AS context FROM amendment w "
    "JOIN proposal p ON p.id = w.proposal JOIN consultation c ON c.id = p.consultation "
    "LEFT JOIN account a ON a.id = w.author LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
    "WHERE w.public_id = {}",
    "enclosure": "SELECT e.description AS text, a.pseudonym AS author, n.name AS place, p.published_at, "
    "c.title AS consultation, p.body AS context FROM enclosure e JOIN proposal p ON p.public_id = e.subject "
    "JOIN consultation c ON c.id = p.consultation LEFT JOIN account a ON a.id = p.author "
    "LEFT JOIN neighbourhood n ON n.id = p.neighbourhood WHERE e.public_id = {}",
}


def _waiting(row: dict[str, Any], since: datetime, reports: int = 0, reasons: tuple[str, ...] = ()) -> Waiting:
    text = " ".join((row["text"] or "").split())
    return Waiting(
        row["kind"],
        row["public_id"],
        row["title"],
        text[:240] + ("…" if len(text) > 240 else ""),
        row["author"] or "",
        row["place"] or "",
        since,
        reports,
        reasons,
    )
