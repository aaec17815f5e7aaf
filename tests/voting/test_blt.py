# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""BLT files: the folder says whether a file is read; every refusal names line, field and what was expected."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.profiles import Vote, rankings
from voting import FormatError
from voting.exchange import blt

FOLDER = Path(__file__).parent / "blt"
GOLDEN = Path(__file__).parents[1] / "goldens" / "voting" / "blt_errors.txt"
VALID = sorted((FOLDER / "valid").glob("*.blt"))
INVALID = sorted((FOLDER / "invalid").glob("*.blt"))


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_file_is_read_and_written_again(path: Path) -> None:
    election = blt.read(text_of(path))
    assert [option.id for option in election.options] == ["1", "2", "3"]
    assert (election.seats, election.title) == (1, "Comitato")
    again = blt.read(blt.write(election))
    assert again.profile.digest == election.profile.digest
    assert (again.seats, again.title, again.options, again.withdrawn) == (
        election.seats,
        election.title,
        election.options,
        election.withdrawn,
    )


def test_the_same_ballots_in_other_words() -> None:
    digests = {
        blt.read(text_of(FOLDER / "valid" / f"{name}.blt")).profile.digest
        for name in ("plain", "commas", "crlf_comments_and_blanks")
    }
    assert len(digests) == 1


def test_withdrawn_candidates_lose_their_votes_and_blank_ballots_are_counted() -> None:
    withdrawn = blt.read(text_of(FOLDER / "valid" / "withdrawn.blt"))
    assert withdrawn.withdrawn == ("2",)
    assert withdrawn.profile.votes == (2, 0, 0)
    assert (withdrawn.profile.n_blank, withdrawn.profile.values.max()) == (1, 1)
    assert blt.read(text_of(FOLDER / "valid" / "blank_ballots.blt")).profile.n_blank == 4


def test_every_refusal_says_where_and_what_was_expected(regenerate: bool) -> None:
    lines = []
    for path in INVALID:
        with pytest.raises(FormatError) as caught:
            blt.read(text_of(path))
        error = caught.value
        assert error.line >= 1
        lines.append(f"{path.stem}: line {error.line}, {error.field}: expected {error.expected}; found {error.found}\n")
    text = "".join(lines)
    if regenerate:
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text


@given(vote=rankings())
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_again(vote: Vote) -> None:
    numbers = {option.id: str(at) for at, option in enumerate(vote.options, 1)}
    lines = [" ".join(["1", *("=".join(numbers[o] for o in rank) for rank in mark), "0"]) for mark in vote.marks]
    names = [f'"{option.id}"' for option in vote.options]
    election = blt.read("\n".join([f"{len(names)} 2", *lines, "0", *names, '"T"']))
    assert blt.read(blt.write(election)).profile.digest == election.profile.digest
    assert election.profile.n_ballots == len(vote.marks)


@given(text=st.text(alphabet='0123456789-= \n"a,#', max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(FormatError):
        blt.read(text)
