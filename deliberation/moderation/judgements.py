# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports of what people wrote, and what moderators decide: the text stays stored, its author hears the reason.

The reasons are a published list; their sentences are in web/words/messages/moderation.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.moderation.tables import ContentReport, Decision
from deliberation.moderation.targets import Target, judges_of, may_judge, target_of
from deliberation.notices.notices import tell
from deliberation.people.access import limits
from deliberation.proposals.authors import Word, tell_authors
from deliberation.proposals.marks import mark_hidden
from deliberation.records import journal
from deliberation.text import public_id, tidy

# Why a text may be hidden, with how grave it is (3 first on the desk). A report names one of the same reasons.
REASONS: Mapping[str, int] = {
    "threat": 3,
    "personal-data": 3,
    "hate": 3,
    "insult": 2,
    "false-identity": 2,
    "advertising": 1,
    "off-topic": 1,
    "duplicate": 1,
}
# Why a text stays or comes back.
REASONS_TO_KEEP = ("within-rules", "judged-again", "corrected")
UNDO_WITHIN = timedelta(hours=1)
REPORTS_A_DAY = 20
# What is judged, in addresses.
PATHS = {"proposal": "proposta", "comment": "commento", "amendment": "suggerimento", "enclosure": "allegato"}


class Judgement(StrEnum):
    """What a moderator decides."""

    HIDE = "hide"
    KEEP = "keep"
    RESTORE = "restore"
    UNDO = "undo"


REASON_MISSING = {
    Judgement.HIDE: "moderation.reason_missing_hide",
    Judgement.KEEP: "moderation.reason_missing_keep",
    Judgement.RESTORE: "moderation.reason_missing_restore",
}


def may_report(actor: Actor, target: Target) -> CivicError | None:
    if not actor.is_signed_in:
        return NotAllowed("sign_in.needed")
    if target.author == actor.id:
        return NotAllowed("report.own")
    return None if target.is_public else NotFound("report.nothing_there")


async def report(actor: Actor, kind: str, target: str, reason: str, note: str, *, at: datetime) -> str:
    """Ask the moderators to look; once a person and thing. The reporter's name is shown to nobody."""
    note = tidy(note)
    wrong = {"reason": "report.reason_missing"} if reason not in REASONS else {}
    if len(note) > 1000:
        wrong["note"] = "report.note_long"
    if wrong:
        raise Invalid("report.wrong", fields=wrong)
    if refusal := may_report(actor, await target_of(kind, target)):
        raise refusal
    await limits.take(f"report:account:{actor.id}", REPORTS_A_DAY, 86_400, at=at)
    async with writing():
        found = await target_of(kind, target)
        if refusal := may_report(actor, found):
            raise refusal
        name = public_id()
        done = await ContentReport.insert(
            ContentReport(
                public_id=name,
                target_kind=kind,
                target=target,
                proposal=found.proposal,
                neighbourhood=found.neighbourhood,
                reporter=actor.id,
                reason=reason,
                note=note,
                created_at=at,
            )
        ).on_conflict(
            target=(ContentReport.target_kind, ContentReport.target, ContentReport.reporter), action="DO NOTHING"
        )
        if not done:
            raise Conflict("report.already")
        if not await _is_waiting(kind, target, but=name):
            where = f"/moderazione/{PATHS[kind]}/{target}"
            for judge in await judges_of(found):
                await tell(judge, "report.waiting", {"title": found.title}, where, at=at)
        await journal.note(actor, f"{kind}.reported", kind, target, {"reason": reason}, at=at)
    return name


async def decide(
    actor: Actor,
    kind: str,
    target: str,
    act: Judgement,
    reason: str,
    note: str,
    *,
    at: datetime,
    knows_of_ballot: bool = False,
) -> str:
    """Hide, keep or restore; closes the open reports, tells the author. The public id of the decision.

    What stands on a ballot is hidden or shown again only by who `knows_of_ballot`, having read what it means for the
    vote; else Conflict moderation.mind_the_ballot. The note to hide it is published, so there must be one.
    """
    note = tidy(note)
    if act not in REASON_MISSING:
        raise Invalid("moderation.wrong", fields={"act": "moderation.act_missing"})
    if reason not in (REASONS if act is Judgement.HIDE else REASONS_TO_KEEP):
        raise Invalid("moderation.wrong", fields={"reason": REASON_MISSING[act]})
    if len(note) > 2000:
        raise Invalid("moderation.wrong", fields={"note": "report.note_long"})
    async with writing():
        found = await _locked(kind, target)
        if refusal := may_judge(actor, found):
            raise refusal
        if (act is Judgement.RESTORE) is (found.hidden_at is None):
            raise Conflict("moderation.changed_meanwhile")
        if found.stands_on_ballot and act is Judgement.HIDE and not note:
            raise Invalid("moderation.wrong", fields={"note": "moderation.note_missing"})
        if found.stands_on_ballot and act is not Judgement.KEEP and not knows_of_ballot:
            raise Conflict("moderation.mind_the_ballot")
        if act is not Judgement.KEEP:
            await mark_hidden(found.kind, found.row, at if act is Judgement.HIDE else None)
        await ContentReport.update({ContentReport.decided_at: at}).where(
            (ContentReport.target_kind == kind) & (ContentReport.target == target) & ContentReport.decided_at.is_null()
        )
        return await _record(actor, found, act, reason, note, at=at)


async def undo(actor: Actor, decision: str, *, at: datetime) -> Target:
    """Take one's own last decision on a thing back, within an hour; its reports are open again."""
    async with writing():
        last = await Decision.select().where(Decision.public_id == decision).first()
        if last is None or last["moderator"] != actor.id or last["act"] == Judgement.UNDO:
            raise NotFound("moderation.no_decision")
        found = await _locked(last["target_kind"], last["target"])
        newest = (
            await Decision.select(Decision.public_id)
            .where((Decision.target_kind == last["target_kind"]) & (Decision.target == last["target"]))
            .order_by(Decision.id, ascending=False)
            .first()
        )
        if newest is None or newest["public_id"] != decision:
            raise Conflict("moderation.changed_meanwhile")
        if at - last["created_at"] > UNDO_WITHIN:
            raise TooLate("moderation.undo_too_late")
        if refusal := may_judge(actor, found):
            raise refusal
        if last["act"] != Judgement.KEEP:
            await mark_hidden(found.kind, found.row, None if last["act"] == Judgement.HIDE else at)
        await ContentReport.update({ContentReport.decided_at: None}).where(
            (ContentReport.target_kind == found.kind)
            & (ContentReport.target == found.public_id)
            & (ContentReport.decided_at == last["created_at"])
        )
        await _record(actor, found, Judgement.UNDO, last["reason"], "", at=at, undone=last["act"])
        return found


async def _locked(kind: str, target: str) -> Target:
    """The thing, as it stays until the transaction ends: a ballot list is not frozen meanwhile."""
    await lock(f"{kind}:{target}")
    found = await target_of(kind, target)
    if kind in ("comment", "amendment"):
        return found
    await lock(f"consultation:{found.consultation}")
    return await target_of(kind, target)


async def _is_waiting(kind: str, target: str, *, but: str) -> bool:
    """Whether another report of it is open: those who judge know already."""
    return bool(
        await rows(
            "SELECT 1 AS one FROM content_report WHERE target_kind = {} AND target = {} AND decided_at IS NULL "
            "AND public_id <> {} LIMIT 1",
            kind,
            target,
            but,
        )
    )


async def _record(
    actor: Actor, target: Target, act: Judgement, reason: str, note: str, *, at: datetime, undone: str = ""
) -> str:
    name = public_id()
    await Decision.insert(
        Decision(
            public_id=name,
            target_kind=target.kind,
            target=target.public_id,
            proposal=target.proposal,
            neighbourhood=target.neighbourhood,
            moderator=actor.id,
            act=str(act),
            reason=reason,
            note=note,
            created_at=at,
        )
    )
    outcome = {"hide": "hidden", "restore": "restored", "keep": ""}
    told = outcome[act] if act is not Judgement.UNDO else {"hide": "restored", "restore": "hidden"}.get(undone, "")
    if told:
        shown_reason = reason if act is not Judgement.UNDO else "judged-again" if told == "restored" else reason
        words = {"title": target.title, "reason": shown_reason, "note": note}
        what = "option" if target.stands_on_ballot else target.kind
        await tell_authors([Word(target.author, f"{what}.{told}", words, target.path)], at=at)
    acted = {"hide": "hidden", "restore": "restored", "keep": "kept", "undo": "decision_undone"}[act]
    detail: dict[str, object] = {"reason": reason, "decision": name, **({"undone": undone} if undone else {})}
    if target.stands_on_ballot:
        detail["on_ballot"] = target.consultation
    await journal.note(actor, f"{target.kind}.{acted}", target.kind, target.public_id, detail, at=at)
    return name
