# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A frozen roll is corrected: entries come later, rights are struck and reinstated, each with a reason that is kept."""

from piccolo.columns import ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, Guard, additions

ID = "2026-11-29T02:00:00:000011"


class RollEntry(Table):
    added_at = Timestamptz(null=True, default=None)


class RollCorrection(Table):
    roll_entry = ForeignKey(references=RollEntry, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=12)
    reason = Text()
    made_by = Varchar(length=40)
    made_at = Timestamptz()
    rested_for = Varchar(length=20, default="")


INDEX = "CREATE INDEX corrections_of_an_entry ON roll_correction (roll_entry)"
CHANGED = ("the_roll_is_not_longer", "the_roll_is_kept")
GUARDS = [
    Guard(
        "the_roll_is_not_longer",
        "INSERT",
        "roll_entry",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation AND c.roll_hash <> '') AND "
        "(NEW.added_at IS NULL OR EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation AND "
        "c.state NOT IN ('draft', 'published')))",
        "nobody is added to a frozen roll but by a correction, while people vote",
    ),
    Guard(
        "the_roll_is_kept",
        "UPDATE",
        "roll_entry",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '') AND "
        "(NEW.consultation <> OLD.consultation OR coalesce(NEW.account, -1) <> coalesce(OLD.account, -1) OR "
        "coalesce(NEW.age, -1) <> coalesce(OLD.age, -1) OR coalesce(NEW.neighbourhood, -1) <> "
        "coalesce(OLD.neighbourhood, -1) OR coalesce(NEW.anonymous_id, '') <> coalesce(OLD.anonymous_id, '') "
        "OR (NEW.added_at IS NULL) <> (OLD.added_at IS NULL))",
        "a frozen roll is kept",
    ),
    Guard(
        "corrections_end_with_the_vote",
        "INSERT",
        "roll_correction",
        "EXISTS (SELECT 1 FROM roll_entry e JOIN consultation c ON c.id = e.consultation WHERE e.id = "
        "NEW.roll_entry AND c.state NOT IN ('draft', 'published'))",
        "a roll is corrected while people vote",
    ),
    Guard(
        "corrections_are_kept",
        "UPDATE",
        "roll_correction",
        "OLD.id IS NOT NULL",
        "corrections are kept",
    ),
    Guard(
        "corrections_never_go",
        "DELETE",
        "roll_correction",
        "OLD.id IS NOT NULL",
        "corrections are kept",
    ),
]


async def forwards() -> Additions:
    return additions(
        ID,
        "corrections",
        tables=[RollCorrection],
        columns=[RollEntry],
        statements=[INDEX],
        sqlite=[*(f"DROP TRIGGER {name}" for name in CHANGED), *(guard.sqlite for guard in GUARDS)],
        postgres=[
            *(f"DROP FUNCTION {name}() CASCADE" for name in CHANGED),
            *(statement for guard in GUARDS for statement in guard.postgres),
        ],
    )
