# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comparison by itself: what the journal says on one side, what the tables hold on the other, one difference."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analytics.integrity.acts import Act, Record, VoteActs
from analytics.integrity.faults import VoteTables, vote_faults
from deliberation.ballots.seals import ballot_seal, roll_seal, seal_of_all
from tests.world import NOON

BALLOT = {
    "public_id": "b1",
    "roll_entry": 1,
    "neighbourhood": 2,
    "marks": '{"approval":["a"]}',
    "is_blank": False,
    "revision": 1,
    "salt": "00",
}
ROLL = (("p1", 2, 40),)
TERMS = {"voting": [[(NOON - timedelta(days=1)).isoformat(), NOON.isoformat()]]}
FOUND = VoteTables(
    slug="vote",
    state="closed",
    is_frozen=True,
    roll_hash="h",
    lot_secret="",
    lot_commitment="",
    lot_value="",
    is_imported=False,
    terms=TERMS,
    roll=ROLL,
    ballots=(BALLOT,),
    tallies=(),
    selected=frozenset(),
    aside=frozenset(),
    suspended=0,
)
ROLL_TOLD = {"size": 1, "hash": "h", "seal": roll_seal(ROLL)}
TOLD = VoteActs(
    state="closed", terms=TERMS, roll=ROLL_TOLD, ballots={"b1": ballot_seal(BALLOT)}, cast_at=[NOON - timedelta(1)]
)
IMPORTED = replace(TOLD, imported={"ballots": 1, "seals": seal_of_all([ballot_seal(BALLOT)])})


def codes(told: VoteActs, found: VoteTables) -> list[str]:
    return [fault.code for fault in vote_faults(told, found)]


def test_what_agrees_has_no_fault() -> None:
    assert codes(TOLD, FOUND) == []
    assert codes(IMPORTED, replace(FOUND, is_imported=True)) == []


@pytest.mark.parametrize(
    ("told", "found", "code"),
    [
        (replace(TOLD, terms=None), FOUND, "terms_unknown"),
        (replace(TOLD, roll=None), FOUND, "roll_unknown"),
        (IMPORTED, replace(FOUND, is_imported=True, ballots=(BALLOT, BALLOT)), "ballots_number"),
        (IMPORTED, replace(FOUND, is_imported=True, ballots=({**BALLOT, "salt": "01"},)), "ballots_imported"),
        (IMPORTED, FOUND, "imported"),
        (replace(TOLD, result={"digest": "another", "winners": []}), FOUND, "result"),
        (replace(TOLD, cast_at=[NOON]), FOUND, "late"),
    ],
)
def test_one_difference_is_one_fault(told: VoteActs, found: VoteTables, code: str) -> None:
    assert codes(told, found) == [code]


def test_the_last_moment_before_closing_is_in_time() -> None:
    assert codes(replace(TOLD, cast_at=[NOON - timedelta(microseconds=1)]), FOUND) == []


def test_a_ballot_of_the_journal_counts_with_its_instant() -> None:
    record = Record()
    detail = {"ballot": "b1", "seal": ballot_seal(BALLOT)}
    record.add(Act(NOON, "ballot.cast", "vote", detail))
    assert codes(replace(record.votes["vote"], state="closed", terms=TERMS, roll=ROLL_TOLD), FOUND) == ["late"]
