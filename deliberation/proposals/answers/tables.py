# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is stored of official answers."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.proposals.answers.states import AnswerState
from deliberation.proposals.tables import Proposal


class AnsweringOffice(Table):
    """An office of the comune that answers proposals."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    name = Varchar(length=120)
    email = Varchar(length=254, default="", help_text="for reminders; never shown to the public")
    closed_at = Timestamptz(null=True, default=None, help_text="it takes nothing in charge any more")


class OfficialAnswer(Table):
    """What an office has taken in charge, and what it answered: one a proposal. Overdue is no state: see `due_at`."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False, unique=True)
    office = ForeignKey(references=AnsweringOffice, on_delete=OnDelete.restrict, null=False)
    year = Integer(help_text="of the number")
    number = Integer(help_text="1, 2, 3 … in its year (unique index)")
    registry = Varchar(length=60, default="", help_text="number in the comune's own register, if there is one")
    state = Varchar(length=20, default=AnswerState.TAKEN.value, help_text=", ".join(AnswerState))
    taken_at = Timestamptz()
    answer_days = Integer(help_text="as the regulation said on that day")
    due_at = Timestamptz(help_text="the last second of the last day, in Rome")
    reminded = Integer(default=0, help_text="a reminders.Reminder: the last one that went out")
    answered_at = Timestamptz(null=True, default=None)
    reasons = Text(default="", help_text="markdown")
    next_steps = Text(default="", help_text="markdown: what happens now")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
