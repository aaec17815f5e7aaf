# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione tally, compare, explain, rules: the contract that other programs rely on."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from voting import RULES, CountError, TieError, digest_of
from web.__main__ import rione
from web.commands.refusals import WORDS, sentence

HERE = Path(__file__).parents[1]
PABULIB = HERE / "voting" / "pabulib"
CORPUS = HERE / "voting" / "corpora"
SCHEMA = HERE.parent / "docs" / "formats" / "outcome.schema.json"
SEED = "5eed" * 16
BLT = '4 2\n5 1 2 0\n3 2 1 0\n2 3 0\n1 4 3 0\n0\n"Ada"\n"Bea"\n"Ciro"\n"Dino"\n"Ward"\n'
TIED = '2 1\n1 1 0\n1 2 0\n0\n"Ada"\n"Bea"\n"Ward"\n'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(rione, [str(argument) for argument in arguments])


def answer(*arguments: object) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_blt_file_is_counted_by_the_scottish_rules(tmp_path: Path) -> None:
    ward = file(tmp_path, "ward.blt", BLT)
    found = answer("tally", ward)
    assert (found["rule"], found["params"]["seats"]) == ("scottish-stv", "2")
    assert set(found["winners"]) <= {"1", "2", "3", "4"}
    assert len(found["winners"]) == 2
    assert {option["id"]: option["name"] for option in found["options"]}["3"] == "Ciro"
    assert found["rounds"][0]["tallies"]["1"] == "5.00000"
    assert answer("tally", ward, "--rule", "schulze")["winners"] == ["1"]
    assert answer("tally", ward, "--rule", "irv", "--seats", 1)["winners"] == ["1"]


def test_an_increment_too_small_for_the_budget_is_refused() -> None:
    done = run("tally", PABULIB / "valid" / "approval.pb", "--rule", "equal-shares", "--param", "increment=1/10000000")
    assert done.exit_code == 2
    assert "a parameter has a value that the rule does not take (parameter increment, found 0.0000001" in done.stderr


def test_every_outcome_carries_its_digest_and_follows_the_schema(tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    ward = file(tmp_path, "ward.blt", BLT)
    budget = PABULIB / "valid" / "approval.pb"
    for path in (ward, budget):
        for key in RULES:
            done = run("tally", path, "--rule", key, "--lot-seed", SEED, "--json")
            if done.exit_code == 0:
                document = json.loads(done.stdout)
                jsonschema.validate(document, schema)
                assert digest_of(document) == document["digest"]
            else:
                assert done.exit_code == 2, (key, done.stderr)


def test_the_file_rules_of_pabulib(tmp_path: Path) -> None:
    text = (PABULIB / "valid" / "approval.pb").read_text(encoding="utf-8")

    def ruled(name: str) -> Path:
        return file(tmp_path, "town.pb", text.replace("rule;greedy", f"rule;{name}"))

    assert answer("tally", ruled("greedy"))["params"]["fit"] == "skip"
    assert answer("tally", ruled("greedy-no-skip"))["params"]["fit"] == "stop"
    shares = answer("tally", ruled("equalshares/add1"))
    expected = {"satisfaction": "cost", "completion": "add1", "stop": "overspend", "start": "floor", "increment": "1"}
    assert expected.items() <= shares["params"].items()
    assert shares["tie_policy"] == ["lower_cost", "more_votes", "lot"]
    assert answer("tally", ruled("equalshares/add1-comparison"))["params"]["comparison"] == "true"
    exclusive = run("tally", ruled("greedy-exclusive"), "--json")
    assert exclusive.exit_code == 0
    assert "greedy-exclusive" in exclusive.stderr
    assert json.loads(exclusive.stdout)["rule"] == "greedy"
    unknown = run("tally", ruled("maximin"), "--json")
    assert unknown.exit_code == 2
    assert json.loads(unknown.stdout)["error"]["code"] == "usage"
    assert len(unknown.stderr.strip().splitlines()) == 1
    assert answer("tally", ruled("maximin"), "--rule", "greedy")["rule"] == "greedy"


def test_a_lot_needs_a_seed(tmp_path: Path) -> None:
    tied = file(tmp_path, "tied.blt", TIED)
    refused = run("tally", tied, "--json")
    assert refused.exit_code == 4
    assert json.loads(refused.stdout)["error"]["code"] == "lot_needed"
    drawn = answer("tally", tied, "--lot-seed", SEED)
    assert len(drawn["winners"]) == 1
    assert drawn["lot"]["seed"] == SEED
    assert run("tally", tied, "--ties", "refuse").exit_code == 4
    assert run("tally", tied, "--lot-seed", "not hexadecimal").exit_code == 2
    assert run("tally", tied, "--ties", "height").exit_code == 2


@pytest.mark.parametrize("path", sorted((CORPUS / "invalid").iterdir()), ids=lambda path: path.name)
def test_bad_input_is_exit_3_with_the_line(path: Path) -> None:
    refused = run("tally", path, "--rule", "approval", "--json")
    assert refused.exit_code == 3
    assert json.loads(refused.stdout)["error"]["line"] >= 1
    assert len(refused.stderr.strip().splitlines()) == 1


def test_bytes_that_are_not_text_are_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(b"row,value,group,a\nkind,approval,,\nname,,,citt\xe0\n")
    refused = run("tally", path, "--rule", "approval", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["line"]) == (3, 3)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rule", "lottery"),
        ("--param", "height=3"),
        ("--param", "fit"),
        ("--param", "fit=sideways"),
        ("--rule", "schulze"),
        ("--rule", "pav", "--seats", "0"),
    ],
)
def test_wrong_use_is_exit_2(arguments: tuple[str, ...]) -> None:
    assert run("tally", PABULIB / "valid" / "approval.pb", *arguments).exit_code == 2


def test_files_without_a_rule_or_of_another_kind_are_wrong_use(tmp_path: Path) -> None:
    assert run("tally", CORPUS / "valid" / "strict_complete.soc").exit_code == 2
    assert run("tally", file(tmp_path, "ballots.txt", "")).exit_code == 2
    assert run("tally").exit_code == 2


def test_every_format_is_counted() -> None:
    rules = {
        ".soc": "schulze",
        ".soi": "irv",
        ".toc": "schulze",
        ".toi": "borda",
        "approvals": "approval",
        "grades": "majority-judgment",
        "budget": "equal-shares",
        "ranking": "schulze",
        "points": "cumulative",
        "choice": "plurality",
        "quadratic": "quadratic",
        "crlf": "irv",
    }
    files = sorted((CORPUS / "valid").iterdir())
    assert len(files) >= len(rules)
    for path in files:
        rule = next(rule for name, rule in rules.items() if path.name.startswith(name) or path.suffix == name)
        done = run("tally", path, "--rule", rule, "--lot-seed", SEED, "--json")
        assert done.exit_code == 0, (path.name, done.stderr)


def test_the_transcript_is_plain_text(tmp_path: Path) -> None:
    ward = file(tmp_path, "ward.blt", BLT)
    minutes = run("tally", ward, "--transcript", "--language", "en")
    assert minutes.stdout.startswith("MINUTES OF THE COUNT")
    assert minutes.stdout == run("tally", ward, "--transcript", "--language", "en").stdout


def test_compare_sets_every_rule_side_by_side(tmp_path: Path) -> None:
    rows = answer("compare", PABULIB / "valid" / "approval.pb", "--lot-seed", SEED)["rows"]
    assert rows[0]["gained"] == rows[0]["lost"] == []
    assert {"greedy", "equal-shares", "phragmen", "knapsack"} == {row["rule"] for row in rows}
    assert all("audit" in row for row in rows)
    ranked = answer("compare", file(tmp_path, "ward.blt", BLT), "--lot-seed", SEED)["rows"]
    assert {"scottish-stv", "meek-stv", "schulze", "irv", "borda"} <= {row["rule"] for row in ranked}
    assert run("compare", file(tmp_path, "ward.blt", BLT)).exit_code == 0


def test_explain_says_what_a_project_lacked() -> None:
    path = PABULIB / "valid" / "approval.pb"
    found = answer("explain", path, "--option", "2", "--rule", "equal-shares", "--seconds", 5)
    assert {"won", "margin", "rounds", "more_votes", "lower_cost", "support"} <= set(found)
    assert run("explain", path, "--option", "2", "--seconds", 1).exit_code == 0
    assert run("explain", path, "--option", "nowhere").exit_code == 2


def test_rules_lists_keys_kinds_and_parameters() -> None:
    listed = {rule["key"]: rule for rule in answer("rules")}
    assert set(listed) == set(RULES)
    defaults = {parameter["name"]: parameter["default"] for parameter in listed["equal-shares"]["parameters"]}
    assert defaults["completion"] == "add1u"
    assert run("rules").stdout.count("\n") > len(RULES)


@pytest.mark.real
def test_a_wrong_use_answers_a_program_too() -> None:
    for arguments in (("--seats", "0"), ("--nothing",), ("--language", "fr"), ("--rule", "lottery")):
        refused = run("tally", PABULIB / "valid" / "approval.pb", *arguments, "--json")
        assert refused.exit_code == 2
        told = json.loads(refused.stdout)["error"]
        assert told["code"] == "usage"
        assert told["message"].rstrip(".") in refused.stderr
    for command in ("compare", "explain", "rules", "doctor", "sortition"):
        assert json.loads(run(command, "--nothing", "--json").stdout)["error"]["code"] == "usage"
    assert run("tally", PABULIB / "valid" / "approval.pb", "--seats", "0").stdout == ""


def test_a_refusal_is_a_sentence(tmp_path: Path) -> None:
    told = run("tally", file(tmp_path, "tied.blt", TIED)).stderr
    assert "a tie waits for the public draw: 1, 2; give its seed with --lot-seed" in told
    assert not set("{}[]") & set(told.replace(str(tmp_path), ""))
    for error in (CountError("bad_parameter", name="seats", found=0), CountError("never_seen", what="x")):
        assert not set("{}'") & set(sentence(error))


def test_every_code_of_the_counting_floor_has_its_sentence() -> None:
    listed = " ".join(str(error.__doc__) for error in (CountError, TieError)).replace("\n", " ")
    codes = {code.strip(" .,") for part in listed.split("Codes:")[1:] for code in part.split(".")[0].split(",")}
    assert "lot_needed" in codes
    assert codes <= WORDS.keys()


def test_the_minutes_stand_inside_the_json(tmp_path: Path) -> None:
    ward = file(tmp_path, "ward.blt", BLT)
    found = answer("tally", ward, "--transcript", "--language", "en")
    assert found.pop("transcript") + "" == run("tally", ward, "--transcript", "--language", "en").stdout
    assert digest_of(found) == digest_of({**found, "transcript": "x"}) == found["digest"]


def test_warnings_of_a_file_are_in_the_json_the_minutes_and_on_stderr(tmp_path: Path) -> None:
    text = (PABULIB / "valid" / "approval.pb").read_text(encoding="utf-8").replace("num_votes;4", "num_votes;9")
    path = file(tmp_path, "town.pb", text)
    told = run("tally", path, "--json")
    assert json.loads(told.stdout)["warnings"] == [{"code": "num_votes", "declared": 9, "found": 4}]
    assert "The file says 9 ballots: there are 4." in told.stderr
    assert "Il file dice 9 schede: sono 4." in run("tally", path, "--transcript").stdout
    assert answer("compare", path)["warnings"][0]["code"] == "num_votes"


def test_compare_prints_the_fairness_audit() -> None:
    told = run("compare", PABULIB / "valid" / "approval.pb").stdout.splitlines()
    audits = [line for line in told if "voters with nothing" in line]
    assert len(audits) >= 3
    assert all("EJR+ up to one" in line and "priceab" in line for line in audits)


def test_the_help_knows_every_exit_code() -> None:
    told = " ".join(run("--help").stdout.split())
    assert "0 done, 1 a check failed, 2 wrong usage, 3 bad input, 4 a tie is left open" in told


def test_wieliczka_funds_its_official_projects(data_dir: Path) -> None:
    path = data_dir / "pabulib" / "Poland_Wieliczka_2023_Green_Budget.pb"
    found = answer("tally", path)
    rows = [line.split(";") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    start = next(at for at, row in enumerate(rows) if row[0] == "PROJECTS")
    selected, project = rows[start + 1].index("selected"), rows[start + 1].index("project_id")
    end = next(at for at, row in enumerate(rows) if row[0] == "VOTES")
    official = {row[project] for row in rows[start + 2 : end] if row[selected] == "1"}
    assert set(found["winners"]) == official
    assert len(official) == 30
