# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A budget in several pots, each with its list, its ballots and its count; co-financed projects; spending limits.

A person may have two ballots, one of them in the city's pot, so that the roll's entry is no longer unique among the
ballots. SQLite cannot take that from a column: the table is made anew, with its guards.
"""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Text, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, Guard, additions, existing

ID = "2026-11-29T02:00:00:000007"

Neighbourhood = existing("Neighbourhood")


class Consultation(Table):
    pot_kind = Varchar(length=10, default="")
    pots_are_chosen = Boolean(default=False)
    spending_limits = Text(default="{}")


class Pot(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    key = Varchar(length=100)
    name = Varchar(length=160)
    amount_cents = BigInt()
    position = Integer()
    source = Varchar(length=20)


class Proposal(Table):
    cofinanced_cents = BigInt(default=0)
    cofinanced_by = Varchar(length=160, default="")
    for_city = Boolean(default=False)
    pot = ForeignKey(references=Pot, on_delete=OnDelete.set_null, null=True, default=None)


class Ballot(Table):
    pot = ForeignKey(references=Pot, on_delete=OnDelete.cascade, null=True, default=None)
    of_city = Boolean(default=False)


class Tally(Table):
    pot = ForeignKey(references=Pot, on_delete=OnDelete.cascade, null=True, default=None)


INDEXES = [
    "DROP INDEX one_tally_a_rule",
    "DROP INDEX one_official_count",
    "CREATE UNIQUE INDEX one_tally_a_rule ON tally (consultation, coalesce(pot, 0), rule, parameters)",
    "CREATE UNIQUE INDEX one_official_count ON tally (consultation, coalesce(pot, 0)) WHERE is_official",
    "CREATE UNIQUE INDEX one_pot_a_place ON pot (consultation, coalesce(neighbourhood, 0))",
    "CREATE UNIQUE INDEX one_pot_a_key ON pot (consultation, key)",
]
ONE_BALLOT = "CREATE UNIQUE INDEX one_ballot_an_entry ON ballot (roll_entry, of_city)"
COLUMNS = (
    "id, public_id, salt, consultation, roll_entry, pot, of_city, neighbourhood, marks, is_blank, revision, cast_at, "
    "changed_at, told_at"
)
ANEW = [
    'CREATE TABLE "ballot_anew" ("id" INTEGER PRIMARY KEY NOT NULL, "public_id" VARCHAR(20) NOT NULL DEFAULT \'\', '
    '"salt" VARCHAR(32) NOT NULL DEFAULT \'\', "consultation" INTEGER NOT NULL REFERENCES "consultation" ("id") '
    'ON DELETE CASCADE ON UPDATE CASCADE DEFAULT null, "roll_entry" INTEGER NOT NULL REFERENCES "roll_entry" ("id") '
    'ON DELETE CASCADE ON UPDATE CASCADE DEFAULT null, "pot" INTEGER REFERENCES "pot" ("id") ON DELETE CASCADE '
    'ON UPDATE CASCADE DEFAULT null, "of_city" BOOLEAN NOT NULL DEFAULT false, "neighbourhood" INTEGER '
    'REFERENCES "neighbourhood" ("id") ON DELETE RESTRICT ON UPDATE CASCADE DEFAULT null, "marks" TEXT NOT NULL '
    'DEFAULT \'\', "is_blank" BOOLEAN NOT NULL DEFAULT false, "revision" INTEGER NOT NULL DEFAULT 1, "cast_at" '
    'TIMESTAMPTZ NOT NULL DEFAULT current_timestamp, "changed_at" TIMESTAMPTZ NOT NULL DEFAULT current_timestamp, '
    '"told_at" TIMESTAMPTZ DEFAULT null)',
    f"INSERT INTO ballot_anew ({COLUMNS}) SELECT {COLUMNS} FROM ballot",
    "DROP TABLE ballot",
    "ALTER TABLE ballot_anew RENAME TO ballot",
    "CREATE INDEX ballots_of_a_consultation ON ballot (consultation, neighbourhood)",
    "CREATE UNIQUE INDEX one_ballot_an_id ON ballot (public_id) WHERE public_id <> ''",
    ONE_BALLOT,
]

OLD_GUARDS = [  # of the table that is made anew, as they were
    Guard(
        "no_ballot_after_closing",
        "INSERT",
        "ballot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation AND c.roll_hash <> '' AND c.state "
        "<> 'published') OR EXISTS (SELECT 1 FROM roll_entry e WHERE e.id = NEW.roll_entry AND "
        "e.suspended_for <> '')",
        "no ballot after closing, nor with a suspended right",
    ),
    Guard(
        "ballots_are_kept",
        "UPDATE",
        "ballot",
        "NEW.roll_entry <> OLD.roll_entry OR NEW.consultation <> OLD.consultation OR EXISTS (SELECT 1 FROM "
        "consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '' AND c.state <> 'published') OR "
        "EXISTS (SELECT 1 FROM roll_entry e WHERE e.id = OLD.roll_entry AND e.suspended_for <> '')",
        "no ballot changes after closing, nor with a suspended right",
    ),
    Guard(
        "ballots_never_go",
        "DELETE",
        "ballot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '')",
        "ballots are never deleted",
    ),
]
GUARDS = [
    Guard(
        "pots_are_not_more",
        "INSERT",
        "pot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation AND c.ballot_frozen_at IS NOT NULL)",
        "the pots of a vote are kept once its list is frozen",
    ),
    Guard(
        "pots_are_kept",
        "UPDATE",
        "pot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.ballot_frozen_at IS NOT "
        "NULL) OR NEW.consultation <> OLD.consultation",
        "the pots of a vote are kept once its list is frozen",
    ),
    Guard(
        "pots_are_not_fewer",
        "DELETE",
        "pot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.ballot_frozen_at IS NOT NULL)",
        "the pots of a vote are kept once its list is frozen",
    ),
    Guard(
        "the_division_is_kept",
        "UPDATE OF pot_kind, pots_are_chosen, spending_limits",
        "consultation",
        "OLD.ballot_frozen_at IS NOT NULL AND (NEW.pot_kind <> OLD.pot_kind OR NEW.pots_are_chosen <> "
        "OLD.pots_are_chosen OR NEW.spending_limits <> OLD.spending_limits)",
        "the pots of a vote are kept once its list is frozen",
    ),
    Guard(
        "options_stay_in_their_pot",
        "UPDATE OF pot, cofinanced_cents, cofinanced_by",
        "proposal",
        "OLD.option_id <> '' AND OLD.state IN ('on_ballot', 'selected', 'not_selected') AND EXISTS (SELECT 1 "
        "FROM consultation c WHERE c.id = OLD.consultation AND c.ballot_frozen_at IS NOT NULL) AND "
        "(coalesce(NEW.pot, -1) <> coalesce(OLD.pot, -1) OR NEW.cofinanced_cents <> OLD.cofinanced_cents OR "
        "NEW.cofinanced_by <> OLD.cofinanced_by)",
        "what is on the ballot is kept as it was frozen",
    ),
    Guard(
        "ballots_come_into_their_pot",
        "INSERT",
        "ballot",
        "(NEW.pot IS NULL AND (NEW.of_city OR EXISTS (SELECT 1 FROM pot p WHERE p.consultation = "
        "NEW.consultation))) OR (NEW.pot IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pot p JOIN consultation c "
        "ON c.id = p.consultation JOIN roll_entry e ON e.id = NEW.roll_entry WHERE p.id = NEW.pot AND "
        "p.consultation = NEW.consultation AND e.consultation = NEW.consultation AND (p.neighbourhood IS "
        "NULL) = NEW.of_city AND (p.neighbourhood IS NULL OR c.pots_are_chosen OR p.neighbourhood = "
        "e.neighbourhood)))",
        "this ballot does not belong into that pot",
    ),
    Guard(
        "ballots_stay_in_their_pots",
        "UPDATE OF pot, of_city",
        "ballot",
        "NEW.of_city <> OLD.of_city OR (NEW.pot IS NULL AND (NEW.of_city OR EXISTS (SELECT 1 FROM pot p WHERE "
        "p.consultation = NEW.consultation))) OR (NEW.pot IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pot p "
        "JOIN consultation c ON c.id = p.consultation JOIN roll_entry e ON e.id = NEW.roll_entry WHERE p.id = "
        "NEW.pot AND p.consultation = NEW.consultation AND e.consultation = NEW.consultation AND "
        "(p.neighbourhood IS NULL) = NEW.of_city AND (p.neighbourhood IS NULL OR c.pots_are_chosen OR "
        "p.neighbourhood = e.neighbourhood)))",
        "this ballot does not belong into that pot",
    ),
]


async def forwards() -> Additions:
    return additions(
        ID,
        "pots",
        tables=[Pot],
        columns=[Consultation, Proposal, Ballot, Tally],
        statements=INDEXES,
        sqlite=[*ANEW, *(guard.sqlite for guard in (*OLD_GUARDS, *GUARDS))],
        postgres=[
            "ALTER TABLE ballot DROP CONSTRAINT ballot_roll_entry_key",
            ONE_BALLOT,
            *(statement for guard in GUARDS for statement in guard.postgres),
        ],
    )
