# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recipes of docs/architecture.md are true: their files exist, are as few as was decided, and are all there are."""

import re
from pathlib import Path

import pytest

from voting import RULES

ROOT = Path(__file__).resolve().parents[2]
MOST = {"A counting rule": 4, "A field of a proposal": 9, "A role": 10, "A mail": 6}
PRODUCT = ("voting", "deliberation", "analytics", "web")


def recipes() -> dict[str, list[str]]:
    """Title → the files of its numbered list."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for title, steps in re.findall(r"^\*\*([^*]+)\*\*[^\n]*\n\n((?:\d\. .*\n(?: +.*\n)*)+)", text, re.MULTILINE):
        numbered = re.findall(r"^(\d)\. `([^`]+)`", steps, re.MULTILINE)
        assert [int(number) for number, _ in numbered] == list(range(1, len(numbered) + 1))
        assert len(numbered) == len(re.findall(r"^\d\. ", steps, re.MULTILINE)), title
        found[title] = [path for _, path in numbered]
    return found


def holders(word: str) -> set[str]:
    """Files of the product in which a word occurs, without the folders of migrations and of the demonstration city."""
    files = (path for floor in PRODUCT for path in (ROOT / floor).rglob("*") if path.suffix in (".py", ".html", ".txt"))
    return {
        path.relative_to(ROOT).as_posix()
        for path in files
        if not {"piccolo_migrations", "demo", "static"} & set(path.parts)
        and re.search(rf"\b{word}\b", path.read_text(encoding="utf-8"))
    }


def of_product(paths: list[str]) -> set[str]:
    return {path for path in paths if path.startswith(PRODUCT) and "." in path}


def test_there_are_four_recipes_and_none_has_more_places_than_was_decided() -> None:
    found = recipes()
    assert set(found) == set(MOST)
    assert {title: len(paths) for title, paths in found.items()} == {
        "A counting rule": 4,
        "A field of a proposal": 9,
        "A role": 7,
        "A mail": 6,
    }
    assert all(len(paths) <= MOST[title] for title, paths in found.items())


@pytest.mark.parametrize("title", list(MOST))
def test_every_place_of_a_recipe_exists_and_is_named_once(title: str) -> None:
    paths = recipes()[title]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("key", list(RULES))
def test_the_product_knows_a_rule_in_its_file_and_in_the_registry_only(key: str) -> None:
    _, registry, cards, _ = recipes()["A counting rule"]
    module = RULES[key].tally.__module__.replace(".", "/") + ".py"
    declared = {path for path in holders(key) if f'key="{key}"' in (ROOT / path).read_text(encoding="utf-8")}
    assert len(declared) == 1
    assert declared.pop().startswith("voting/rules/")
    assert module.startswith("voting/")
    assert f'"{key}": ' in (ROOT / registry).read_text(encoding="utf-8")
    assert (ROOT / cards / f"{key}.md").is_file()
    oracles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "laws").glob("*.py"))
    assert f'"{key}"' in oracles


# What place_label has besides: its text is searched, the API serves it, and an address fills it.
MORE_OF_A_FIELD = {
    "deliberation/proposals/drafts.py",
    "deliberation/proposals/proposals.py",
    "analytics/reads/public.py",
    "web/api/proposals.py",
    "web/pages/consultations/spots.py",
    "web/templates/office/assessment.html",
}


def test_a_field_of_a_proposal_is_known_where_the_recipe_says() -> None:
    paths = of_product(recipes()["A field of a proposal"])
    messages = "web/words/messages/consultations.py"
    assert holders("place_label") == (paths - {messages}) | MORE_OF_A_FIELD
    assert '"proposal.place_long"' in (ROOT / messages).read_text(encoding="utf-8")


def test_a_role_is_known_where_the_recipe_says() -> None:
    paths = of_product(recipes()["A role"])
    assert holders("COUNCILLOR") | holders('"councillor"') == paths - {"web/templates/_header.html"}
    assert 'me.may("council")' in (ROOT / "web/templates/_header.html").read_text(encoding="utf-8")


def test_a_mail_is_known_where_the_recipe_says() -> None:
    paths = of_product(recipes()["A mail"])
    assert holders("role-given") == {path for path in paths if path.endswith(".py")}
    folder = ROOT / "web" / "mail" / "role-given"
    assert {path.relative_to(ROOT).as_posix() for path in folder.iterdir()} == {p for p in paths if "role-given" in p}
