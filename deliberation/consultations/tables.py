# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the consultations room stores."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.consultations.states import State
from deliberation.places.tables import Municipality, Neighbourhood
from deliberation.regulations.tables import RegulationVersion


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
    state = Varchar(length=20, default=State.DRAFT.value, help_text=", ".join(State))
    draft_step = Varchar(length=10, default="", help_text="of a draft: where the office is, an editing.Step")
    cancel_reason = Text(default="", help_text="why it was cancelled, or its counted result annulled")
    cancelled_at = Timestamptz(null=True, default=None, help_text="when it was cancelled or annulled")
    cancelled_ballots = Integer(null=True, default=None, help_text="ballots cast until then; null: no roll yet")
    city_wide = Boolean(default=False, help_text="true: all neighbourhoods")
    ballot_kind = Varchar(length=20, default="", help_text="a voting.BallotKind; empty: no vote")
    rule = Varchar(length=40, default="", help_text="key of voting.RULES")
    rule_parameters = Text(default="{}", help_text="JSON, parameter → value, as the rule names them")
    min_picks = Integer(default=1)
    max_picks = Integer(null=True, default=None, help_text="null: no limit")
    seats = Integer(default=1, help_text="winners of approval and plurality")
    budget_cents = BigInt(null=True, default=None, help_text="all of it; the sum of the pots where there are any")
    pot_kind = Varchar(length=10, default="", help_text="a pots.PotKind; empty: one budget for all")
    pots_are_chosen = Boolean(default=False, help_text="voters choose the pot of a neighbourhood; false: their own")
    spending_limits = Text(default="{}", help_text="pots.SpendingLimits as JSON")
    min_age = Integer(default=16, help_text="years, on the day the roll is frozen")
    regulation = ForeignKey(references=RegulationVersion, on_delete=OnDelete.restrict, null=True, default=None)
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


class Pot(Table):
    """A part of a consultation's budget with its own list, ballots and count: a neighbourhood's, or the city's."""

    id: Serial
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    key = Varchar(length=100, help_text="the neighbourhood's slug, or pots.CITY")
    name = Varchar(length=160, help_text="as it was called when the budget was divided")
    amount_cents = BigInt()
    position = Integer()
    source = Varchar(length=20, help_text="a pots.Source: how the amount was found")


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
