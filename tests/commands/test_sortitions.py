# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione sortition: a panel that anybody draws again from the list and the seed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.__main__ import rione

SEED = "5eed" * 16
PEOPLE = "id,gender,zone\n" + "".join(f"p{n},{'fm'[n % 2]},{'nord' if n < 8 else 'sud'}\n" for n in range(12))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(rione, ["sortition", *(str(argument) for argument in arguments)])


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_a_panel_in_proportion_to_the_strata_is_drawn_again_from_its_seed(people: Path) -> None:
    drawn = run(people, "--size", 6, "--by", "gender,zone", "--seed", SEED)
    assert drawn.exit_code == 0, drawn.stderr
    panel = drawn.stdout.split()
    numbers = [int(person[1:]) for person in panel]
    assert (len(panel), sum(n < 8 for n in numbers), sum(n % 2 for n in numbers)) == (6, 4, 3)
    assert run(people, "--size", 6, "--by", "gender,zone", "--seed", SEED).stdout == drawn.stdout
    assert run(people, "--size", 6, "--by", "gender,zone", "--seed", "00" * 32).stdout != drawn.stdout


def test_the_fairest_lottery_meets_its_quotas_and_publishes_every_chance(people: Path, tmp_path: Path) -> None:
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("feature;value;least;most\ngender;f;2;2\nzone;sud;2;3\n", encoding="utf-8")
    drawn = json.loads(run(people, "--size", 4, "--quotas", quotas, "--seed", SEED, "--json").stdout)
    numbers = [int(person[1:]) for person in drawn["panel"]]
    assert len(numbers) == 4
    assert sum(n % 2 == 0 for n in numbers) == 2
    assert 2 <= sum(n >= 8 for n in numbers) <= 3
    assert set(drawn["chances"]) == {f"p{n}" for n in range(12)}
    assert sum(drawn["tickets"]) == 1_000_000


@pytest.mark.parametrize(
    ("text", "arguments", "code", "told"),
    [
        (PEOPLE, ("--size", 13), 3, "fewer people than seats"),
        (PEOPLE, ("--size", 2, "--by", "age"), 3, "expected a column age"),
        (PEOPLE, ("--size", 0), 2, "0 is not in the range"),
        (PEOPLE, ("--size", 2, "--by", "zone", "--quotas", "x.csv"), 2, "one of the two"),
        (PEOPLE + "p1,f,sud\n", ("--size", 2), 3, "twice"),
        ("id,gender\na\n", ("--size", 1), 3, "line 2, row"),
        ("id,gender\n,f\n", ("--size", 1), 3, "expected an id"),
        ("id,id\n1,2\n", ("--size", 1), 3, "header"),
        ("id\n", ("--size", 1), 3, "at least one"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(
    tmp_path: Path, text: str, arguments: tuple[object, ...], code: int, told: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    refused = run(path, *arguments, "--seed", SEED, "--json")
    assert refused.exit_code == code
    assert told in json.loads(refused.stdout)["error"]["message"]


def test_quotas_that_no_panel_meets_are_refused(people: Path, tmp_path: Path) -> None:
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("feature,value,least,most\nzone,sud,5,5\n", encoding="utf-8")
    refused = run(people, "--size", 6, "--quotas", quotas, "--seed", SEED)
    assert (refused.exit_code, "no panel meets all the quotas" in refused.stderr) == (3, True)
    quotas.write_text("feature,value,least,most\nzone,sud,5,2\n", encoding="utf-8")
    upside_down = run(people, "--size", 6, "--quotas", quotas, "--seed", SEED)
    assert "line 2, least: expected up to 2, found 5" in upside_down.stderr


def test_a_seed_that_is_no_seed_is_refused(people: Path) -> None:
    assert run(people, "--size", 2, "--seed", "not hexadecimal").exit_code == 3
    assert run(people, "--size", 2, "--seed", SEED, "--quotas", people.parent / "none.csv").exit_code == 3
