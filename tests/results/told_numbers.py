# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbers of Italian minutes against those of the outcome that they tell."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from voting import RULES

EXACT = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
TOLD = re.compile(r"(?<![\w.,])-?\d{1,3}(?:\.\d{3})*(?:,\d+)?(?![\w])|(?<![\w.,])-?\d+(?:,\d+)?(?![\w])")
BALLOTS = {
    "Schede contate": "n_ballots",
    "Schede valide": "n_valid",
    "Schede bianche": "n_blank",
    "Schede nulle": "n_invalid",
    "Schede messe da parte": "n_set_aside",
}


def part(minutes: str, title: str) -> str:
    """A section of the minutes, without its heading."""
    head = re.search(rf"^{re.escape(title.upper())}[^\n]*\n=+\n", minutes, re.MULTILINE)
    assert head, title
    return re.split(r"\n\n[^\n]+\n=+\n", minutes[head.end() :])[0]


def read(told: str) -> Fraction:
    """A number as Italians write it, with or without its euros."""
    return Fraction(told.replace("\xa0", " ").removesuffix(" €").replace(".", "").replace(",", "."))


def numbers_in(document: Any) -> Iterator[Fraction]:
    """Every number of a document, at any depth."""
    if isinstance(document, dict):
        for value in document.values():
            yield from numbers_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from numbers_in(value)
    elif isinstance(document, int) or (isinstance(document, str) and EXACT.fullmatch(document)):
        yield Fraction(document)


def known(*documents: Any, options: int) -> set[Fraction]:
    """What the steps of a count may say: its numbers, also as euros and to two decimals, and numbers of options."""
    exact = {number for document in documents for number in numbers_in(document)}
    exact |= {number / 100 for number in exact}
    rounded = {Fraction(round(number * 100), 100) for number in exact}
    return exact | rounded | {Fraction(n) for n in range(options + 1)}


def assert_told(minutes: str, document: dict[str, Any], what_ifs: dict[str, Any]) -> None:
    """The minutes tell the outcome: its ballots, each option's total, cost and end, and no number that it has not."""
    facts = dict(line.split(": ", 1) for line in part(minutes, "Persone e schede").splitlines() if ": " in line)
    for name, field in BALLOTS.items():
        assert read(facts[name]) == document.get(field, 0), name
    rows = re.split(r"^- ", part(minutes, "Le opzioni, una per una"), flags=re.MULTILINE)[1:]
    cells = {row.split("\n", 1)[0]: dict(re.findall(r"^  ([^:]+): (.+)$", row, re.MULTILINE)) for row in rows}
    rule = RULES[document["rule"]]
    assert len(cells) == len(document["options"])
    for option in document["options"]:
        mine, total = cells[option["name"]], str(document["totals"][option["id"]])
        told = mine[rule.explanation.unit]
        if word := rule.word(document["params"], total):
            assert told == word
        else:
            assert read(told) == Fraction(round(Fraction(total) * 100), 100)
        if "budget" in document:
            assert read(mine["Costo"]) == Fraction(str(option["cost"])) / 100
        assert (mine["Esito"] != "No") == (option["id"] in document["winners"])
        assert mine["Motivo"].endswith(".")
    allowed = known(document, what_ifs, options=len(document["options"]))
    if following := what_ifs.get("one_step_more", {}).get("spent"):
        allowed.add((Fraction(following) - Fraction(document["budget"])) / 100)
    steps = part(minutes, "Il conteggio, passo per passo")
    assert [one for one in TOLD.findall(steps) if read(one) not in allowed] == []
    digests = part(minutes, "Impronte e riconteggio")
    assert f"Impronta del risultato: {document['digest']}" in digests
    assert f"Impronta delle schede: {document['input']}" in digests
