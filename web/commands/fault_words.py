# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Differences between tables and journal, in words for the administrator."""

from analytics.integrity.faults import Fault

VOTES = {
    "older": "its acts were written before the journal held seals: it cannot be compared",
    "state": "its state is {table}, by the journal {journal}",
    "terms_unknown": "its list is frozen, and the journal knows of no list",
    "terms": "changed since its list was frozen: {changed}",
    "roll_unknown": "a roll of {size} that nobody froze",
    "roll_size": "{table} on the roll, {journal} when it was frozen",
    "roll": "the roll holds other people, ages or neighbourhoods than when it was frozen",
    "roll_hash": "the roll's published hash was changed",
    "added": "{table} lines added to the frozen roll, by the journal {journal}, or others",
    "struck": "{table} lines struck from the roll, by the journal {journal}, or others",
    "ballots_number": "{table} ballots in the box, {journal} were imported",
    "ballots_imported": "ballots are not those that were imported",
    "stuffed": "{number} ballots in the box that nobody cast",
    "missing": "{number} ballots that were cast are gone",
    "rewritten": "{number} ballots were rewritten",
    "aside": "{table} ballots are set aside, by the journal {journal}, or others",
    "suspended": "{table} suspended rights without a ballot, by the journal {journal}",
    "late": "{number} ballots were cast after closing",
    "officials": "{number} official counts",
    "count_missing": "its official count is gone",
    "count_unknown": "a count by {rule} that nobody made",
    "outcome": "the stored outcome by {rule} was edited",
    "transcript": "the stored transcript by {rule} was edited",
    "official": "another count was made the official one",
    "result": "the published result is not of the official count",
    "winners": "the winners shown ({table}) are not those of the published result ({journal})",
    "lot_value": "the value of the public draw was changed",
    "imported": "by the journal it was imported, or not, and the table says the contrary",
    "lot_secret": "the secret of the draw is not the one that was promised",
    "vote_missing": "the whole vote is gone",
}
PEOPLE = {
    "grant_unknown": "account {subject} holds the role {role} {where}, and nobody gave it",
    "grant_missing": "account {subject} was given the role {role} {where}, and it is gone",
    "verified_unknown": "{number} verified residents whom nobody verified (one: {subject})",
    "verified_older": "{number} verified residents cannot be compared: older acts name nobody (one: {subject})",
    "verified_missing": "{number} residents who were verified are no longer (one: {subject})",
}


def sentence(fault: Fault) -> str:
    """A fault in words; a vote's says which vote."""
    if fault.code in PEOPLE:
        place = fault.details.get("place")
        return PEOPLE[fault.code].format(
            subject=fault.subject, where=f"in {place}" if place else "for the city", **fault.details
        )
    return f"vote {fault.subject}: {VOTES[fault.code].format(**fault.details)}"
