# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pabulib files: the folder is the assertion, and the golden says which line, field and expectation."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting import CountError, FormatError, Profile
from voting.exchange import pabulib

HERE = Path(__file__).parent / "pabulib"
GOLDEN = Path(__file__).parents[1] / "goldens" / "voting" / "pabulib_errors.txt"


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", sorted((HERE / "valid").glob("*.pb")), ids=lambda path: path.stem)
def test_a_valid_file_is_read_and_recounts_its_votes(path: Path) -> None:
    election = pabulib.read(text_of(path))
    votes = dict(zip((option.id for option in election.profile.options), election.profile.votes, strict=True))
    assert votes == election.declared_votes
    assert election.selected == {"1", "3"}
    assert election.profile.n_ballots == 4
    assert election.profile.n_blank == 1
    assert election.budget == 100
    assert not election.warnings


@pytest.mark.parametrize("path", sorted((HERE / "valid").glob("*.pb")), ids=lambda path: path.stem)
def test_the_voters_one_by_one_are_the_profile(path: Path) -> None:
    election = pabulib.read(text_of(path))
    voters = list(election.voters())
    again = Profile.of(election.profile.kind, election.options, [(voter.ballot, 1) for voter in voters])
    assert again.digest == election.profile.digest
    assert [voter.id for voter in voters] == ["a", "b", "c", "d"]


def test_lines_may_end_as_on_old_machines() -> None:
    text = text_of(HERE / "valid" / "approval.pb")
    read = [pabulib.read(text.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    assert [(found.options, found.profile.digest) for found in read] == [(read[0].options, read[0].profile.digest)] * 3


@pytest.mark.parametrize("name", ["approval", "cumulative", "quotes", "ordinal"])
def test_a_column_of_the_voters_can_name_their_group(name: str) -> None:
    text = text_of(HERE / "valid" / f"{name}.pb")
    plain = pabulib.read(text)
    head, _, votes = text.partition("VOTES\n")
    heading, *lines = votes.strip().split("\n")
    told = [f"{line};{'Nord' if at % 2 else 'Sud'}" for at, line in enumerate(lines)]
    grouped = pabulib.read("\n".join([f"{head}VOTES", f"{heading};home", *told]), "home")
    listed = [(voter.ballot, 1) for voter in plain.voters()]
    homes = ["Nord" if at % 2 else "Sud" for at in range(len(listed))]
    assert grouped.profile.digest == Profile.of(plain.profile.kind, plain.options, listed, homes).digest
    with pytest.raises(FormatError):
        pabulib.read(text, "home")


def test_every_invalid_file_gives_one_error_with_line_field_and_expectation(regenerate: bool) -> None:
    lines = []
    for path in sorted((HERE / "invalid").glob("*.pb")):
        with pytest.raises(FormatError) as caught:
            pabulib.read(text_of(path))
        error = caught.value
        lines.append(f"{path.stem}: line {error.line}, {error.field}: expected {error.expected}; {error.found!r}\n")
    if regenerate:
        GOLDEN.write_text("".join(lines), encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == "".join(lines)


def test_the_files_own_rule_is_understood_or_refused() -> None:
    text = text_of(HERE / "valid" / "approval.pb")
    rules = {
        "greedy": ("greedy", {}),
        "greedy-no-skip": ("greedy", {"fit": "stop"}),
        "greedy-threshold": ("greedy", {"threshold": "2"}),
        "greedy-exclusive": ("greedy", {}),
    }
    for name, (key, params) in rules.items():
        rule = pabulib.read(text.replace("rule;greedy", f"rule;{name}\nmin_project_score_threshold;2")).rule()
        assert (rule.key, rule.params) == (key, params)
        assert (rule.warning is not None) == (name == "greedy-exclusive")
    shares = pabulib.read(text.replace("rule;greedy", "rule;equalshares/add1-comparison")).rule()
    assert shares.key == "equal-shares"
    assert shares.params["comparison"] == "true"
    with pytest.raises(CountError):
        pabulib.read(text.replace("rule;greedy", "rule;unknown")).rule()


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_damaged_text_is_an_error_or_an_election_never_a_crash(data: st.DataObject) -> None:
    names = ["approval", "cumulative", "ordinal", "quotes", "choose_1"]
    text = text_of(HERE / "valid" / f"{data.draw(st.sampled_from(names))}.pb")
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 12)))
    damage = data.draw(st.text(st.sampled_from(list('0123456789;,"\n\r \0abVOTES\udcff⅕')), max_size=6))
    try:
        election = pabulib.read(text[:at] + damage + text[end:])
    except FormatError:
        return
    assert len(list(election.voters())) == election.profile.n_ballots


@pytest.mark.parametrize("line", [";", " ; ", "a ;2"])
def test_a_line_without_a_voter_is_read_alike_in_bulk_and_row_by_row(line: str) -> None:
    """Excel leaves lines of semicolons: no ballots, whatever else the file holds (a quote ends reading in bulk)."""
    text = text_of(HERE / "valid" / "choose_1.pb").replace("c;2", line).replace("num_votes;4", "num_votes;3")
    found: list[object] = []
    for written in (text, text.replace("\na;1", '\n"a";1')):
        try:
            found.append(pabulib.read(written).profile.digest)
        except FormatError as error:
            found.append(error.params["field"])
    assert found[0] == found[1]
