# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of consultations: the room's one door for reading."""

from deliberation.consultations.comment_queries import CommentSort, comments
from deliberation.consultations.consultation_queries import consultation, consultation_by_id, consultations, counts
from deliberation.consultations.proposal_queries import (
    Sort,
    categories,
    my_drafts,
    proposal,
    proposals,
    similar,
)
from deliberation.consultations.views import (
    CommentView,
    ConsultationCard,
    ConsultationView,
    Counts,
    Page,
    Place,
    ProposalCard,
    ProposalView,
    Stage,
)

__all__ = [
    "CommentSort", "CommentView", "ConsultationCard", "ConsultationView", "Counts", "Page", "Place",
    "ProposalCard", "ProposalView", "Sort", "Stage", "categories", "comments", "consultation",
    "consultation_by_id", "consultations", "counts", "my_drafts", "proposal", "proposals", "similar",
]  # fmt: skip
