# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The presets say what their comuni published, and a profile is read back as it was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.regulations.eligibility import Citizenship, Days, Facts, No, Sometime, Yes, answer, limits
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import (
    Basis,
    CandidateOrder,
    Conditions,
    CountedOn,
    Election,
    GenderRule,
    RegulationProfile,
    Rule,
    Seats,
    TieBreak,
    YearsFor,
)
from deliberation.regulations.reading import Unreadable, as_data, as_text, from_text, profile_from
from tests.regulations.strategies import conditions

VOTE, NOTICE = date(2026, 11, 29), date(2026, 10, 1)
DAYS = Days(roll=date(2026, 11, 20), vote=VOTE, notice=NOTICE)
SIXTEEN = date(2010, 11, 29)


def says(
    held: Conditions,
    basis: Basis = Basis.RESIDENT,
    *,
    born: date = date(1980, 1, 1),
    since: date = date(2000, 1, 1),
    citizenship: Citizenship = Citizenship.ITALIAN,
) -> Rule | None:
    """The rule that says no to somebody of whom everything is known; None for yes."""
    facts = Facts(
        Sometime.on(born), {basis}, frozenset(Basis) - {basis}, citizenship, Sometime.on(since), is_checked=True
    )
    found = answer(held, facts, limits(held, DAYS))
    assert isinstance(found, Yes | No)
    return found.rule if isinstance(found, No) else None


def seats(election: Election, residents: int) -> int:
    return next(step.seats for step in election.seats if step.up_to is None or residents <= step.up_to)


def test_the_eight_are_there() -> None:
    assert list(presets()) == [
        "bologna", "brescia", "forli", "milano", "quiliano", "reggio-emilia", "tito", "vicenza",
    ]  # fmt: skip
    assert all(profile.name and profile.source for profile in presets().values())


def test_in_brescia_residents_of_sixteen_vote_and_people_of_other_countries_after_five_years() -> None:
    held = presets()["brescia"]
    assert says(held.voting, born=SIXTEEN) is None
    assert says(held.voting, born=date(2010, 11, 30)) is Rule.AGE
    assert says(held.voting, since=date(2026, 11, 14)) is None
    assert says(held.voting, since=date(2026, 11, 15)) is Rule.RESIDENCE_DAYS
    assert says(held.voting, since=date(2024, 1, 1), citizenship=Citizenship.EU) is None
    assert says(held.voting, since=date(2021, 11, 15), citizenship=Citizenship.OTHER) is Rule.RESIDENCE_YEARS
    assert says(held.voting, since=date(2021, 11, 14), citizenship=Citizenship.OTHER) is None
    assert says(held.voting, Basis.WORKER) is Rule.BASIS
    election = held.election
    assert election
    assert (election.signatures, election.max_preferences, election.gender_rule) == (10, 2, GenderRule.DIFFERENT)
    assert election.candidate_order is CandidateOrder.LOT
    assert [seats(election, n) for n in (7000, 7001, 12000, 12001)] == [7, 9, 9, 11]
    assert says(election.standing, born=SIXTEEN) is None


def test_in_forli_age_is_that_of_the_notice_and_foreigners_vote_after_three_years() -> None:
    held = presets()["forli"]
    assert says(held.voting, born=date(2010, 10, 1)) is None
    assert says(held.voting, born=date(2010, 10, 2)) is Rule.AGE
    assert says(held.voting, since=date(2023, 10, 2), citizenship=Citizenship.EU) is Rule.RESIDENCE_YEARS
    assert says(held.voting, since=date(2023, 10, 1), citizenship=Citizenship.OTHER) is None
    election = held.election
    assert election
    assert says(election.standing, born=date(2008, 10, 2)) is Rule.AGE
    assert says(election.standing, Basis.WORKER) is None
    assert says(election.standing, since=date(2026, 1, 1), citizenship=Citizenship.OTHER) is None
    assert [seats(election, n) for n in (7000, 9000, 9001)] == [7, 9, 11]


def test_in_reggio_emilia_domiciled_people_of_any_citizenship_vote_and_stand() -> None:
    held = presets()["reggio-emilia"]
    assert says(held.voting, Basis.DOMICILED, born=SIXTEEN, citizenship=Citizenship.OTHER, since=VOTE) is None
    assert says(held.voting, Basis.STUDENT) is Rule.BASIS
    assert held.election
    assert held.election.standing == held.voting
    assert held.election.max_preferences == 2


def test_in_tito_residents_of_any_citizenship_vote_at_sixteen_and_stand_at_eighteen() -> None:
    held = presets()["tito"]
    assert says(held.voting, born=SIXTEEN, citizenship=Citizenship.OTHER, since=VOTE) is None
    assert held.election
    assert says(held.election.standing, born=SIXTEEN) is Rule.AGE
    assert says(held.election.standing, born=date(2008, 11, 29), citizenship=Citizenship.OTHER) is None


def test_in_quiliano_owners_of_an_activity_stand_too_and_a_tie_goes_to_the_rarer_gender_then_to_the_younger() -> None:
    election = presets()["quiliano"].election
    assert election
    assert says(election.standing, Basis.BUSINESS_OWNER) is None
    assert says(election.standing, Basis.WORKER) is Rule.BASIS
    assert says(election.standing, born=date(2008, 11, 30)) is Rule.AGE
    assert (election.max_preferences, seats(election, 10**6)) == (1, 3)
    assert election.tie_break == (TieBreak.UNDER_REPRESENTED, TieBreak.YOUNGER)


def test_in_milano_people_who_work_or_study_there_vote_three_projects_in_any_zone() -> None:
    held = presets()["milano"]
    assert [says(held.voting, basis, born=SIXTEEN) for basis in (Basis.RESIDENT, Basis.WORKER, Basis.STUDENT)] == [
        None, None, None,
    ]  # fmt: skip
    assert says(held.voting, Basis.VOLUNTEER) is Rule.BASIS
    assert (held.pots_are_chosen, held.max_picks) == (True, 3)


def test_in_bologna_volunteers_vote_too() -> None:
    held = presets()["bologna"]
    assert says(held.voting, Basis.VOLUNTEER, born=SIXTEEN) is None
    assert says(held.voting, Basis.BUSINESS_OWNER) is Rule.BASIS
    assert held.ties == (Basis.WORKER, Basis.STUDENT, Basis.VOLUNTEER)


def test_in_vicenza_two_projects_are_chosen() -> None:
    held = presets()["vicenza"]
    assert (held.max_picks, held.voting.min_age, held.ties) == (2, 16, ())


PROFILES = st.builds(
    RegulationProfile,
    name=st.text("abc àè", min_size=1, max_size=20).map(str.strip).filter(bool),
    source=st.text("abc ", max_size=20).map(str.strip),
    voting=conditions(),
    proposing=conditions(),
    tie_months=st.integers(1, 36),
    support_threshold=st.integers(0, 500),
    max_picks=st.integers(0, 9),
    pots_are_chosen=st.booleans(),
    answer_days=st.integers(1, 365),
    election=st.none()
    | st.builds(
        Election,
        standing=conditions(),
        signatures=st.integers(0, 50),
        seats=st.sampled_from(((), (Seats(3),), (Seats(7, 7000), Seats(9)))),
        tie_break=st.sampled_from(((), (TieBreak.YOUNGER, TieBreak.LOT))),
    ),
)


@given(PROFILES)
def test_a_profile_is_read_as_it_was_written(held: RegulationProfile) -> None:
    assert from_text(as_text(held)) == held
    assert as_text(from_text(as_text(held))) == as_text(held)


def test_who_may_propose_if_nothing_is_said_is_who_may_vote() -> None:
    held = profile_from({"name": "X", "voting": {"min_age": 18, "bases": ["resident"]}})
    assert held.proposing == held.voting == Conditions(min_age=18, bases=(Basis.RESIDENT,))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"),
        ({"voting": {"min_age": "16"}}, "voting.min_age"),
        ({"voting": {"min_age": True}}, "voting.min_age"),
        ({"voting": {"min_age": 13}}, "voting.min_age"),
        ({"voting": {"bases": []}}, "voting.bases"),
        ({"voting": {"bases": ["tourist"]}}, "voting.bases"),
        ({"voting": {"counted_on": "sunday"}}, "voting.counted_on"),
        ({"voting": {"residence_years": 5}}, "voting.years_for"),
        ({"voting": {"years_for": "non_eu"}}, "voting.years_for"),
        ({"voting": {"articles": {"zone": "art. 1"}}}, "voting.articles.zone"),
        ({"voting": 16}, "voting"),
        ({"pots_are_chosen": 1}, "pots_are_chosen"),
        ({"election": {"seats": [{"seats": 3}, {"seats": 5, "up_to": 10}]}}, "election.seats"),
        ({"election": {"seats": [{"seats": 3, "up_to": 9}, {"seats": 5, "up_to": 9}]}}, "election.seats"),
        ({"election": {"tie_break": ["taller"]}}, "election.tie_break"),
    ],
)
def test_what_a_profile_cannot_say_is_refused_with_its_key(change: dict[str, object], key: str) -> None:
    with pytest.raises(Unreadable) as refused:
        profile_from({"name": "X", **change})
    assert refused.value.key == key


def test_years_are_kept_beside_of_whom_they_are_asked() -> None:
    held = profile_from({"name": "X", "voting": {"residence_years": 3, "years_for": "everybody"}})
    assert held.voting.years_for is YearsFor.EVERYBODY
    assert held.voting.counted_on is CountedOn.ROLL
    assert as_data(held)["voting"]["residence_years"] == 3
