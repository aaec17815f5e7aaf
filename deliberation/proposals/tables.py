# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people write: proposals, supports, comments."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.consultations.states import ProposalState
from deliberation.consultations.tables import Consultation, Pot
from deliberation.people.tables import Account
from deliberation.places.tables import Neighbourhood
from deliberation.proposals.amendments.states import AmendmentState


class Proposal(Table):
    """What somebody proposes; later, an option on the ballot."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    title = Varchar(length=160)
    body = Text(default="", help_text="markdown")
    plain_text = Text(default="", help_text="text.plain(title and body) with stems, searched")
    category = Varchar(length=60, default="")
    place_label = Varchar(length=200, default="", help_text="where, in words")
    latitude_e6 = Integer(null=True, default=None, help_text="micro-degrees, WGS84")
    longitude_e6 = Integer(null=True, default=None, help_text="micro-degrees, WGS84")
    asked_cents = BigInt(null=True, default=None, help_text="cost that the author thinks of")
    cost_cents = BigInt(null=True, default=None, help_text="cost that the office assessed; binding on the ballot")
    cofinanced_cents = BigInt(default=0, help_text="the part of the cost that others pay: the rest weighs on the pot")
    cofinanced_by = Varchar(length=160, default="", help_text="who pays it")
    for_city = Boolean(default=False, help_text="it goes to the city's pot although it lies in a neighbourhood")
    pot = ForeignKey(references=Pot, on_delete=OnDelete.set_null, null=True, default=None)
    cost_is_simulated = Boolean(default=False)
    state = Varchar(length=20, default=ProposalState.DRAFT.value, help_text=", ".join(ProposalState))
    assessment = Text(default="", help_text="the office's reasons")
    option_id = Varchar(length=40, default="", help_text="id on the ballot; a file's own id for imports")
    draft_step = Varchar(length=10, default="", help_text="of a draft: the step that its author was at")
    ballot_position = Integer(null=True, default=None)
    gender = Varchar(length=1, default="", help_text="of a candidate, a states.Gender; empty: not written")
    declared_votes = Integer(null=True, default=None, help_text="votes that an imported file declares")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    text_number = Integer(default=1, help_text="which of its public texts this is, 1 the first")
    text_at = Timestamptz(null=True, default=None, help_text="since when it reads so; null: since it is public")
    agreed_number = Integer(default=1, help_text="the text that its supporters have agreed to, in substance")
    created_at = Timestamptz()
    changed_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)


class Support(Table):
    """A person stands behind a proposal: once (unique index)."""

    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    text_number = Integer(default=1, help_text="the public text that was supported")
    created_at = Timestamptz()


class AskedSupport(Table):
    """A person stood behind a text that has changed in substance, and is asked again: once (unique index)."""

    id: Serial
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    text_number = Integer(help_text="the public text that was supported")
    created_at = Timestamptz(help_text="when it was supported")
    told_at = Timestamptz(null=True, default=None, help_text="when the mail was queued")


class PastText(Table):
    """A public text of a proposal that was changed."""

    id: Serial
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    number = Integer(help_text="1 the first")
    content = Text(help_text="canonical JSON of the columns contents.WRITTEN")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.set_null, null=True, default=None)
    digest = Varchar(length=64, help_text="substance.digest of it")
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    reason = Varchar(length=200, default="", help_text="of who changed it, in a line")
    asked_again = Boolean(default=False, help_text="the next text changed its substance")
    written_at = Timestamptz()
    replaced_at = Timestamptz()


class Amendment(Table):
    """Another title or text that somebody suggests for a public proposal."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    base_number = Integer(help_text="the public text that it was written on")
    title = Varchar(length=160)
    body = Text()
    reason = Varchar(length=200, help_text="in a line; of the text that comes of it, too")
    state = Varchar(length=10, default=AmendmentState.OPEN.value, help_text=", ".join(AmendmentState))
    answer = Text(default="", help_text="why it is not accepted")
    adopted_number = Integer(null=True, default=None, help_text="the public text that came of it")
    token = Varchar(length=20, help_text="the form's own id: a double click is one amendment")
    created_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)


class Comment(Table):
    """A remark under a proposal or an answer to one."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    parent: "ForeignKey[Comment]" = ForeignKey(references="self", on_delete=OnDelete.cascade, null=True, default=None)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    depth = Integer(default=0)
    stance = Varchar(length=10, default="", help_text="for, against, question or empty")
    body = Text()
    token = Varchar(length=20, null=True, default=None, help_text="the form's own id: a double click is one comment")
    created_at = Timestamptz()
    hidden_at = Timestamptz(null=True, default=None)
