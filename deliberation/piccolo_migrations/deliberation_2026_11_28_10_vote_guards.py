# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database itself refuses about votes, whoever writes."""

from deliberation.schema.additions import Additions, Guard, additions

ID = "2026-11-28T20:00:00:000010"

GUARDS = [
    Guard(
        "states_follow_their_table",
        "UPDATE OF state",
        "consultation",
        "NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ('draft>published', 'published>closed', "
        "'published>cancelled', 'closed>tallied', 'closed>cancelled', 'tallied>results', 'tallied>annulled')",
        "no such step in the life of a consultation",
    ),
    Guard(
        "published_consultations_stay",
        "DELETE",
        "consultation",
        "OLD.state <> 'draft'",
        "only a draft can be deleted",
    ),
    Guard(
        "terms_are_kept",
        "UPDATE",
        "consultation",
        "OLD.ballot_frozen_at IS NOT NULL AND (NEW.ballot_kind <> OLD.ballot_kind OR NEW.rule <> OLD.rule "
        "OR NEW.rule_parameters <> OLD.rule_parameters OR NEW.min_picks <> OLD.min_picks OR NEW.seats <> OLD.seats "
        "OR NEW.min_age <> OLD.min_age OR NEW.city_wide <> OLD.city_wide "
        "OR NEW.options_shuffled <> OLD.options_shuffled OR NEW.lot_commitment <> OLD.lot_commitment "
        "OR NEW.lot_secret <> OLD.lot_secret OR NEW.lot_source <> OLD.lot_source OR NEW.slug <> OLD.slug "
        "OR coalesce(NEW.max_picks, -1) <> coalesce(OLD.max_picks, -1) "
        "OR coalesce(NEW.budget_cents, -1) <> coalesce(OLD.budget_cents, -1) OR NEW.ballot_frozen_at IS NULL "
        "OR NEW.ballot_frozen_at <> OLD.ballot_frozen_at)",
        "the terms of a vote are kept once its list is frozen",
    ),
    Guard(
        "a_roll_is_frozen_once",
        "UPDATE OF roll_hash, roll_frozen_at",
        "consultation",
        "OLD.roll_hash <> '' AND (NEW.roll_hash <> OLD.roll_hash OR NEW.roll_frozen_at IS NULL "
        "OR NEW.roll_frozen_at <> OLD.roll_frozen_at)",
        "a roll is frozen once",
    ),
    Guard(
        "a_lot_is_drawn_once",
        "UPDATE OF lot_value",
        "consultation",
        "NEW.lot_value <> OLD.lot_value AND (OLD.lot_value <> '' OR OLD.state <> 'closed')",
        "the value of the lot is written once, between closing and count",
    ),
    Guard(
        "a_vote_closes_no_sooner",
        "UPDATE OF opens_at, closes_at, kind, consultation",
        "phase",
        "OLD.kind = 'voting' AND (NEW.kind <> OLD.kind OR NEW.consultation <> OLD.consultation "
        "OR NEW.opens_at <> OLD.opens_at OR NEW.closes_at <> OLD.closes_at) "
        "AND (EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.state NOT IN ('draft', "
        "'published')) OR NEW.closes_at < OLD.closes_at "
        "AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '') "
        "OR NEW.kind <> OLD.kind OR NEW.consultation <> OLD.consultation)",
        "the closing of a vote may move later while it is open, and never after",
    ),
    Guard(
        "published_phases_stay",
        "DELETE",
        "phase",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.state <> 'draft')",
        "only a draft loses a phase",
    ),
    Guard(
        "the_list_is_kept",
        "UPDATE",
        "proposal",
        "OLD.option_id <> '' AND OLD.state IN ('on_ballot', 'selected', 'not_selected') "
        "AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation "
        "AND c.ballot_frozen_at IS NOT NULL) AND (NEW.state NOT IN ('on_ballot', 'selected', 'not_selected') "
        "OR NEW.option_id <> OLD.option_id OR NEW.title <> OLD.title OR NEW.category <> OLD.category "
        "OR NEW.consultation <> OLD.consultation OR coalesce(NEW.cost_cents, -1) <> coalesce(OLD.cost_cents, -1) "
        "OR coalesce(NEW.ballot_position, -1) <> coalesce(OLD.ballot_position, -1) "
        "OR coalesce(NEW.neighbourhood, -1) <> coalesce(OLD.neighbourhood, -1))",
        "what is on the ballot is kept as it was frozen",
    ),
    Guard(
        "the_list_is_not_longer",
        "INSERT",
        "proposal",
        "NEW.option_id <> '' AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation "
        "AND c.roll_hash <> '')",
        "nothing is added to a frozen list",
    ),
    Guard(
        "the_list_is_not_shorter",
        "DELETE",
        "proposal",
        "OLD.option_id <> '' AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation "
        "AND c.roll_hash <> '')",
        "nothing is taken from a frozen list",
    ),
    Guard(
        "the_roll_is_not_longer",
        "INSERT",
        "roll_entry",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation AND c.roll_hash <> '')",
        "nobody is added to a frozen roll",
    ),
    Guard(
        "the_roll_is_not_shorter",
        "DELETE",
        "roll_entry",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '')",
        "nobody is taken from a frozen roll",
    ),
    Guard(
        "the_roll_is_kept",
        "UPDATE",
        "roll_entry",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '') "
        "AND (NEW.consultation <> OLD.consultation OR coalesce(NEW.account, -1) <> coalesce(OLD.account, -1) "
        "OR coalesce(NEW.age, -1) <> coalesce(OLD.age, -1) "
        "OR coalesce(NEW.neighbourhood, -1) <> coalesce(OLD.neighbourhood, -1) OR coalesce(NEW.anonymous_id, "
        "'') <> coalesce(OLD.anonymous_id, ''))",
        "a frozen roll is kept",
    ),
    Guard(
        "rights_end_with_the_vote",
        "UPDATE OF suspended_at, suspended_for",
        "roll_entry",
        "(NEW.suspended_for <> OLD.suspended_for OR (NEW.suspended_at IS NULL) <> (OLD.suspended_at IS NULL)) "
        "AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '' "
        "AND c.state <> 'published')",
        "rights are what they were when the vote closed",
    ),
    Guard(
        "no_ballot_after_closing",
        "INSERT",
        "ballot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = NEW.consultation AND c.roll_hash <> '' "
        "AND c.state <> 'published') OR EXISTS (SELECT 1 FROM roll_entry e WHERE e.id = NEW.roll_entry "
        "AND e.suspended_for <> '')",
        "no ballot after closing, nor with a suspended right",
    ),
    Guard(
        "ballots_are_kept",
        "UPDATE",
        "ballot",
        "NEW.roll_entry <> OLD.roll_entry OR NEW.consultation <> OLD.consultation "
        "OR EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '' "
        "AND c.state <> 'published') OR EXISTS (SELECT 1 FROM roll_entry e WHERE e.id = OLD.roll_entry "
        "AND e.suspended_for <> '')",
        "no ballot changes after closing, nor with a suspended right",
    ),
    Guard(
        "ballots_never_go",
        "DELETE",
        "ballot",
        "EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation AND c.roll_hash <> '')",
        "ballots are never deleted",
    ),
    Guard(
        "what_was_published_stays",
        "UPDATE",
        "tally",
        "OLD.is_official AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation "
        "AND c.state IN ('results', 'annulled'))",
        "a published count is kept",
    ),
    Guard(
        "what_was_published_is_not_taken_away",
        "DELETE",
        "tally",
        "OLD.is_official AND EXISTS (SELECT 1 FROM consultation c WHERE c.id = OLD.consultation "
        "AND c.state IN ('results', 'annulled'))",
        "a published count is kept",
    ),
]


async def forwards() -> Additions:
    return additions(
        ID,
        "vote guards",
        sqlite=[guard.sqlite for guard in GUARDS],
        postgres=[statement for guard in GUARDS for statement in guard.postgres],
    )
