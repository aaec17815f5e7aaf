# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small elections of the literature, with their sources in methods.md."""

from voting import RULES, Ballot, BallotKind, Limits, Option, Outcome, Profile, TiePolicy, ballots, count


def options(names: str, **costs: int) -> list[Option]:
    return [Option(name, name.capitalize(), costs.get(name)) for name in names.split()]


def rankings(listed: str, profile: str) -> Profile:
    """``"42 MNCK, 26 NCKM"`` over one-letter options."""
    voted = [part.split() for part in profile.split(",")]
    chosen = [Option(name, name) for name in listed]
    return Profile.of(BallotKind.RANKING, chosen, [(rank(chosen, order), int(weight)) for weight, order in voted])


def rank(chosen: list[Option], order: str) -> Ballot:
    return ballots.parse(BallotKind.RANKING, list(order), chosen)


def approvals(chosen: list[Option], *marks: str) -> Profile:
    return Profile.of(
        BallotKind.APPROVAL, chosen, [(ballots.parse("approval", line.split(), chosen), 1) for line in marks]
    )


def graded(listed: str, *tallies: str) -> Profile:
    """Grades from tallies (worst first), one for each letter: ``graded("AB", "3 2", "1 4")``."""
    chosen = [Option(name, name) for name in listed]
    columns = [[grade for grade, n in enumerate(map(int, tally.split())) for _ in range(n)] for tally in tallies]
    marks = [dict(zip(listed, judged, strict=True)) for judged in zip(*columns, strict=True)]
    return Profile.of("grades", chosen, [(ballots.parse("grades", mark, chosen), 1) for mark in marks])


def numbered(kind: str, listed: str, *marks: dict[str, int]) -> Profile:
    """Points or scores over one-letter options."""
    chosen = [Option(name, name) for name in listed]
    limits = Limits(credits=10**6)
    return Profile.of(kind, chosen, [(ballots.parse(kind, mark, chosen, limits), 1) for mark in marks])


def answered(**votes: int) -> Profile:
    """Yes, no, abstain, blank."""
    chosen = [Option("yes", "Sì"), Option("no", "No"), Option("abstain", "Astenuto")]
    voted = [("" if answer == "blank" else answer, n) for answer, n in votes.items()]
    return Profile.of("choice", chosen, [(ballots.parse("choice", answer, chosen), n) for answer, n in voted])


TENNESSEE = rankings("MNCK", "42 MNCK, 26 NCKM, 15 CKNM, 17 KCNM")
SCHULZE_45 = rankings("ABCDE", "5 ACBED, 5 ADECB, 8 BEDAC, 3 CABED, 7 CAEBD, 2 CBADE, 7 DCEBA, 8 EBADC")
CYCLE = rankings("ABC", "9 ABC, 8 BCA, 6 CAB")

CENTRE_SQUEEZE = rankings("ABC", "37 ABC, 14 BAC, 15 BCA, 34 CBA")

TWELVE_OPTIONS = options("a b c d e f g")
TWELVE = approvals(TWELVE_OPTIONS, *["a b"] * 3, *["a c"] * 3, *["a d"] * 2, "b c f", "e", "f", "g")

ELEVEN_OPTIONS = options("bike gym park play lib", bike=700, gym=400, park=250, play=200, lib=100)
ELEVEN_BALLOTS = (
    "bike gym",
    "bike gym park",
    "bike gym",
    "bike gym park",
    "bike gym park",
    "bike gym",
    "park play lib",
    "play",
    "play lib",
    "park play lib",
    "bike",
)
ELEVEN = approvals(ELEVEN_OPTIONS, *ELEVEN_BALLOTS)
ELEVEN_TURNED = approvals(ELEVEN_OPTIONS, *ELEVEN_BALLOTS[:-1], "gym")


def example_of(key: str) -> Outcome:
    """The worked example of a rule's own words, counted."""
    told = RULES[key].explanation.example
    marked = [option for _, marks in told.ballots for option in marks]  # type: ignore[attr-defined]
    listed = [Option(name, name, told.costs.get(name)) for name in dict.fromkeys([*told.costs, *marked])]
    cast = [(ballots.parse(told.kind, marks, listed), number) for number, marks in told.ballots]
    profile = Profile.of(told.kind, listed, cast)
    return count(key, profile, told.params, TiePolicy.of("refuse"), budget=told.budget)
