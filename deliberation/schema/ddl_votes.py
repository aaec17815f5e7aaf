# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database itself refuses about votes, whoever writes: triggers, one condition in words for both engines.

As it should be today. Migrations hold copies, so a change here is a new migration too: a test compares. An imported
vote has its roll's hash written last: until then its rows come in. Who can drop triggers is found by `rione doctor`,
not stopped here.
"""

from __future__ import annotations

from deliberation.schema.additions import Guard
from deliberation.schema.ddl_pots import POT_GUARDS
from deliberation.schema.ddl_regulations import REGULATION_GUARDS


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _changed_or_null(none: str, *columns: str) -> str:
    return " OR ".join(f"coalesce(NEW.{column}, {none}) <> coalesce(OLD.{column}, {none})" for column in columns)


def _vote(row: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM consultation c WHERE c.id = {row}.consultation AND {condition})"


STEPS = (
    "draft>published",
    "published>closed",
    "published>cancelled",
    "closed>tallied",
    "closed>cancelled",
    "tallied>results",
    "tallied>annulled",
)
_TERMS = (
    "ballot_kind",
    "rule",
    "rule_parameters",
    "min_picks",
    "seats",
    "min_age",
    "city_wide",
    "options_shuffled",
    "lot_commitment",
    "lot_secret",
    "lot_source",
    "slug",
)
_OVER = "c.state NOT IN ('draft', 'published')"
_FROZEN = "c.roll_hash <> ''"
_CLOSED = f"{_FROZEN} AND c.state <> 'published'"
_PUBLIC = "c.state IN ('results', 'annulled')"

GUARDS = (
    Guard(
        "states_follow_their_table",
        "UPDATE OF state",
        "consultation",
        f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN {STEPS!r}",
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
        f"OLD.ballot_frozen_at IS NOT NULL AND ({_changed(*_TERMS)} "
        f"OR {_changed_or_null('-1', 'max_picks', 'budget_cents')} OR NEW.ballot_frozen_at IS NULL "
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
        f"OLD.kind = 'voting' AND (NEW.kind <> OLD.kind OR NEW.consultation <> OLD.consultation "
        f"OR NEW.opens_at <> OLD.opens_at OR NEW.closes_at <> OLD.closes_at) AND ({_vote('OLD', _OVER)} "
        f"OR NEW.closes_at < OLD.closes_at AND {_vote('OLD', _FROZEN)} OR NEW.kind <> OLD.kind "
        "OR NEW.consultation <> OLD.consultation)",
        "the closing of a vote may move later while it is open, and never after",
    ),
    Guard(
        "published_phases_stay",
        "DELETE",
        "phase",
        _vote("OLD", "c.state <> 'draft'"),
        "only a draft loses a phase",
    ),
    Guard(
        "the_list_is_kept",
        "UPDATE",
        "proposal",
        "OLD.option_id <> '' AND OLD.state IN ('on_ballot', 'selected', 'not_selected') "
        f"AND {_vote('OLD', 'c.ballot_frozen_at IS NOT NULL')} "
        "AND (NEW.state NOT IN ('on_ballot', 'selected', 'not_selected') "
        f"OR {_changed('option_id', 'title', 'category', 'consultation', 'gender')} "
        f"OR {_changed_or_null('-1', 'cost_cents', 'ballot_position', 'neighbourhood')})",
        "what is on the ballot is kept as it was frozen",
    ),
    Guard(
        "the_list_is_not_longer",
        "INSERT",
        "proposal",
        f"NEW.option_id <> '' AND {_vote('NEW', _FROZEN)}",
        "nothing is added to a frozen list",
    ),
    Guard(
        "the_list_is_not_shorter",
        "DELETE",
        "proposal",
        f"OLD.option_id <> '' AND {_vote('OLD', _FROZEN)}",
        "nothing is taken from a frozen list",
    ),
    Guard(
        "the_roll_is_not_longer",
        "INSERT",
        "roll_entry",
        f"{_vote('NEW', _FROZEN)} AND (NEW.added_at IS NULL OR {_vote('NEW', _OVER)})",
        "nobody is added to a frozen roll but by a correction, while people vote",
    ),
    Guard(
        "the_roll_is_not_shorter",
        "DELETE",
        "roll_entry",
        _vote("OLD", _FROZEN),
        "nobody is taken from a frozen roll",
    ),
    Guard(
        "the_roll_is_kept",
        "UPDATE",
        "roll_entry",
        f"{_vote('OLD', _FROZEN)} AND ({_changed('consultation')} OR {_changed_or_null('-1', 'account', 'age')} "
        f"OR {_changed_or_null('-1', 'neighbourhood')} "
        f"OR coalesce(NEW.anonymous_id, '') <> coalesce(OLD.anonymous_id, '') "
        "OR (NEW.added_at IS NULL) <> (OLD.added_at IS NULL))",
        "a frozen roll is kept",
    ),
    Guard(
        "rights_end_with_the_vote",
        "UPDATE OF suspended_at, suspended_for",
        "roll_entry",
        "(NEW.suspended_for <> OLD.suspended_for OR (NEW.suspended_at IS NULL) <> (OLD.suspended_at IS NULL)) "
        f"AND {_vote('OLD', _CLOSED)}",
        "rights are what they were when the vote closed",
    ),
    Guard(
        "corrections_end_with_the_vote",
        "INSERT",
        "roll_correction",
        "EXISTS (SELECT 1 FROM roll_entry e JOIN consultation c ON c.id = e.consultation "
        f"WHERE e.id = NEW.roll_entry AND {_OVER})",
        "a roll is corrected while people vote",
    ),
    Guard("corrections_are_kept", "UPDATE", "roll_correction", "OLD.id IS NOT NULL", "corrections are kept"),
    Guard("corrections_never_go", "DELETE", "roll_correction", "OLD.id IS NOT NULL", "corrections are kept"),
    Guard(
        "no_ballot_after_closing",
        "INSERT",
        "ballot",
        f"{_vote('NEW', _CLOSED)} OR EXISTS (SELECT 1 FROM roll_entry e WHERE e.id = NEW.roll_entry "
        "AND e.suspended_for <> '')",
        "no ballot after closing, nor with a suspended right",
    ),
    Guard(
        "ballots_are_kept",
        "UPDATE",
        "ballot",
        f"NEW.roll_entry <> OLD.roll_entry OR NEW.consultation <> OLD.consultation OR {_vote('OLD', _CLOSED)} "
        "OR EXISTS (SELECT 1 FROM roll_entry e WHERE e.id = OLD.roll_entry AND e.suspended_for <> '')",
        "no ballot changes after closing, nor with a suspended right",
    ),
    Guard("ballots_never_go", "DELETE", "ballot", _vote("OLD", _FROZEN), "ballots are never deleted"),
    Guard(
        "what_was_published_stays",
        "UPDATE",
        "tally",
        f"OLD.is_official AND {_vote('OLD', _PUBLIC)}",
        "a published count is kept",
    ),
    Guard(
        "what_was_published_is_not_taken_away",
        "DELETE",
        "tally",
        f"OLD.is_official AND {_vote('OLD', _PUBLIC)}",
        "a published count is kept",
    ),
    *POT_GUARDS,
    *REGULATION_GUARDS,
)
