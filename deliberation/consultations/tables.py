# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the consultations room stores."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.people.tables import Account
from deliberation.places.tables import Municipality, Neighbourhood


class Consultation(Table):
    """A question the comune puts to its residents, with its phases and its way of voting."""

    id: Serial
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False)
    slug = Varchar(length=100, unique=True)
    title = Varchar(length=160)
    summary = Varchar(length=400, default="")
    purpose = Text(default="", help_text="markdown: what will be done with it")
    decided_by = Text(default="", help_text="who decides")
    out_of_scope = Text(default="", help_text="what is not asked")
    privacy_notice = Text(default="", help_text="markdown")
    template = Varchar(length=40, default="", help_text="key of the template it was made from")
    state = Varchar(
        length=20, default="draft", help_text="draft, published, closed, tallied, results, cancelled, annulled"
    )
    draft_step = Varchar(length=10, default="", help_text="of a draft: where the office is, an editing.Step")
    cancel_reason = Text(default="", help_text="why it was cancelled, or its counted result annulled")
    cancelled_at = Timestamptz(null=True, default=None, help_text="when it was cancelled or annulled")
    cancelled_ballots = Integer(null=True, default=None, help_text="ballots cast until then; null: no roll yet")
    city_wide = Boolean(default=False, help_text="true: all neighbourhoods")
    ballot_kind = Varchar(length=20, default="", help_text="approval, ranking, budget; empty: no vote")
    rule = Varchar(length=40, default="", help_text="key of voting.RULES")
    rule_parameters = Text(default="{}", help_text="JSON, parameter → value, as the rule names them")
    min_picks = Integer(default=1)
    max_picks = Integer(null=True, default=None, help_text="null: no limit")
    seats = Integer(default=1, help_text="winners of approval and plurality")
    budget_cents = BigInt(null=True, default=None)
    min_age = Integer(default=16, help_text="years, on the day the roll is frozen")
    support_threshold = Integer(default=0, help_text="supports needed to be examined; 0: none")
    lot_commitment = Varchar(length=64, default="", help_text="SHA-256 of lot_secret, published before the vote opens")
    lot_secret = Varchar(length=64, default="", help_text="hex; published with the result")
    lot_source = Text(default="", help_text="the named public source whose value completes the seed")
    lot_value = Text(default="", help_text="the source's value, typed in before the count; empty until then")
    options_shuffled = Boolean(default=False, help_text="the ballot shows the options to each voter in another order")
    freezes_itself = Boolean(default=True, help_text="list and roll are frozen at the opening if the office did not")
    ballot_frozen_at = Timestamptz(null=True, default=None)
    roll_frozen_at = Timestamptz(null=True, default=None)
    roll_hash = Varchar(length=64, default="")
    published_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    result_published_at = Timestamptz(null=True, default=None)
    imported_from = Varchar(length=200, default="", help_text="file name; empty for our own consultations")
    warnings = Text(default="[]", help_text="JSON, voting.warnings of an imported file: told with every count of it")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    created_at = Timestamptz()


class ConsultationNeighbourhood(Table):
    """A neighbourhood that a consultation speaks of."""

    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=False)


class Phase(Table):
    """A stretch of time in which some acts are allowed; [opens_at, closes_at)."""

    id: Serial
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=20, help_text="informing, proposing, reviewing, voting, publishing")
    position = Integer()
    opens_at = Timestamptz()
    closes_at = Timestamptz()
    opening_noted_at = Timestamptz(null=True, default=None, help_text="the worker's act at opening is done")
    closing_noted_at = Timestamptz(null=True, default=None, help_text="the worker's act at closing is done")


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
    cost_is_simulated = Boolean(default=False)
    state = Varchar(
        length=20, default="draft",
        help_text="draft, published, admissible, inadmissible, on_ballot, selected, not_selected, withdrawn",
    )
    assessment = Text(default="", help_text="the office's reasons")
    option_id = Varchar(length=40, default="", help_text="id on the ballot; a file's own id for imports")
    draft_step = Varchar(length=10, default="", help_text="of a draft: the step that its author was at")
    ballot_position = Integer(null=True, default=None)
    declared_votes = Integer(null=True, default=None, help_text="votes that an imported file declares")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    created_at = Timestamptz()
    changed_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)


class Support(Table):
    """A person stands behind a proposal: once (unique index)."""

    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    created_at = Timestamptz()


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


class ContentReport(Table):
    """Somebody asks a moderator to look at a proposal or a comment: once a person (unique index)."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    target_kind = Varchar(length=10, help_text="proposal or comment")
    target = Varchar(length=20, help_text="public id")
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    reporter = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    reason = Varchar(length=30)
    note = Text(default="")
    created_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)


class Decision(Table):
    """What a moderator decided, with the reason that the author sees."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    target_kind = Varchar(length=10, help_text="proposal or comment")
    target = Varchar(length=20, help_text="public id")
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    moderator = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    act = Varchar(length=10, help_text="hide, restore, keep")
    reason = Varchar(length=30, default="", help_text="key of the published list")
    note = Text(default="", help_text="shown to the author")
    created_at = Timestamptz()
