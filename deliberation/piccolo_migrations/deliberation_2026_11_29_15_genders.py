# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gender of candidates, for ballots that must mix genders; kept like the rest of a list once it is frozen."""

from piccolo.columns import Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, Guard, additions

ID = "2026-11-29T02:00:00:000015"


class Proposal(Table):
    gender = Varchar(length=1, default="")


KEPT = Guard(
    "the_list_is_kept",
    "UPDATE",
    "proposal",
    "OLD.option_id <> '' AND OLD.state IN ('on_ballot', 'selected', 'not_selected') "
    "AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.ballot_frozen_at IS NOT NULL) "
    "AND (NEW.state NOT IN ('on_ballot', 'selected', 'not_selected') "
    "OR NEW.option_id <> OLD.option_id OR NEW.title <> OLD.title OR NEW.category <> OLD.category "
    "OR NEW.consultation <> OLD.consultation OR NEW.gender <> OLD.gender "
    "OR coalesce(NEW.cost_cents, -1) <> coalesce(OLD.cost_cents, -1) "
    "OR coalesce(NEW.ballot_position, -1) <> coalesce(OLD.ballot_position, -1) "
    "OR coalesce(NEW.neighbourhood, -1) <> coalesce(OLD.neighbourhood, -1))",
    "what is on the ballot is kept as it was frozen",
)


async def forwards() -> Additions:
    return additions(
        ID,
        "genders",
        columns=[Proposal],
        sqlite=["DROP TRIGGER the_list_is_kept", KEPT.sqlite],
        postgres=["DROP FUNCTION the_list_is_kept() CASCADE", *KEPT.postgres],
    )
