# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kinds of notices. Each has its words in web/words/messages/notices.py."""

KINDS = frozenset(
    {
        "residence.verified",
        "residence.verification_withdrawn",
        "vote.suspended",
        "vote.reinstated",
        "vote.added",
        "roll.corrected",
        "residence.corrected",
        "register.collision",
        "declaration.approved",
        "declaration.refused",
        "declaration.ending",
        "declaration.ended",
        "proposal.admissible",
        "proposal.inadmissible",
        "proposal.reopened",
        "proposal.asks_again",
        "proposal.selected",
        "proposal.not_selected",
        "proposal.hidden",
        "proposal.restored",
        "comment.hidden",
        "comment.restored",
        "enclosure.hidden",
        "enclosure.restored",
        "option.hidden",
        "option.restored",
        "report.waiting",
        "consultation.voting",
        "consultation.closed",
        "consultation.cancelled",
        "result.annulled",
        "vote.opened",
        "vote.result",
        "account.merged",
        "account.unmerged",
    }
)
