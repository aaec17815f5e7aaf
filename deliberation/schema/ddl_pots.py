# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database itself refuses about the pots of a budget, as `ddl_votes` does about votes."""

from __future__ import annotations

from deliberation.schema.additions import Guard


def _frozen(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM consultation c WHERE c.id = {row}.consultation AND c.ballot_frozen_at IS NOT NULL)"


_KEPT = "the pots of a vote are kept once its list is frozen"
# A pot of the same consultation: the city's, or that of where the voter lives, or any where voters choose.
_ASTRAY = (
    "(NEW.pot IS NULL AND (NEW.of_city OR EXISTS (SELECT 1 FROM pot p WHERE p.consultation = NEW.consultation))) "
    "OR (NEW.pot IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pot p JOIN consultation c ON c.id = p.consultation "
    "JOIN roll_entry e ON e.id = NEW.roll_entry WHERE p.id = NEW.pot AND p.consultation = NEW.consultation "
    "AND e.consultation = NEW.consultation AND (p.neighbourhood IS NULL) = NEW.of_city "
    "AND (p.neighbourhood IS NULL OR c.pots_are_chosen OR p.neighbourhood = e.neighbourhood)))"
)

POT_GUARDS = (
    Guard("pots_are_not_more", "INSERT", "pot", _frozen("NEW"), _KEPT),
    Guard("pots_are_kept", "UPDATE", "pot", f"{_frozen('OLD')} OR NEW.consultation <> OLD.consultation", _KEPT),
    Guard("pots_are_not_fewer", "DELETE", "pot", _frozen("OLD"), _KEPT),
    Guard(
        "the_division_is_kept",
        "UPDATE OF pot_kind, pots_are_chosen, spending_limits",
        "consultation",
        "OLD.ballot_frozen_at IS NOT NULL AND (NEW.pot_kind <> OLD.pot_kind "
        "OR NEW.pots_are_chosen <> OLD.pots_are_chosen OR NEW.spending_limits <> OLD.spending_limits)",
        _KEPT,
    ),
    Guard(
        "options_stay_in_their_pot",
        "UPDATE OF pot, cofinanced_cents, cofinanced_by",
        "proposal",
        "OLD.option_id <> '' AND OLD.state IN ('on_ballot', 'selected', 'not_selected') "
        f"AND {_frozen('OLD')} AND (coalesce(NEW.pot, -1) <> coalesce(OLD.pot, -1) "
        "OR NEW.cofinanced_cents <> OLD.cofinanced_cents OR NEW.cofinanced_by <> OLD.cofinanced_by)",
        "what is on the ballot is kept as it was frozen",
    ),
    Guard("ballots_come_into_their_pot", "INSERT", "ballot", _ASTRAY, "this ballot does not belong into that pot"),
    Guard(
        "ballots_stay_in_their_pots",
        "UPDATE OF pot, of_city",
        "ballot",
        f"NEW.of_city <> OLD.of_city OR {_ASTRAY}",
        "this ballot does not belong into that pot",
    ),
)
