# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signs and spelling that can be checked by a program, in every text of the interface and in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[2] / "web" / "locale" / "en" / "LC_MESSAGES" / "rione.po"
BOTH = {
    "two spaces": r"\S  +\S",
    "three dots for an ellipsis": r"\.\.\.",
    "a curly apostrophe": "[’‘]",
    "straight quotation marks": '"',
    "a space before a sign": r"\w [,.;:?!](\s|$)",
}
ITALIAN = BOTH | {
    "English quotation marks": "[“”]",
    "spaces inside «»": "« | »",
    "an apostrophe for an accent": r"\b(puo|perche|piu|cosi|gia|sara|E)'(?=\s)",
    "the office's jargon": r"effettu|aventi diritto|qualora|al fine di|ban?[cs][ae] dati|collegamento non",
    "a man is meant": r"\b(ti sei appena registrato|sei stato tu|essere aggiunto|sei uscito)\b",
}
ENGLISH = BOTH | {
    "Italian quotation marks": "[«»]",
    "euro without its s": r"\bin euro\b(?! cents)",
    "e-mail for email": r"\be-mail",
    "an Italian word": r"\b(comun[ei](?! di)|anagrafe|sportello|permesso di soggiorno)\b",
    "American spelling": r"\b(color|center|neighbor|\w+ize[ds]?\b(?<!size)|favorite|canceled)",
}


def texts(language: str) -> Iterator[tuple[str, str]]:
    """(Italian, the text in the language) of every text, with what is filled in left out of the second."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            said = message.id if language == "it" else message.string
            for one, text in zip(
                message.id if isinstance(message.id, tuple) else (message.id,),
                said if isinstance(said, tuple) else (said,),
                strict=True,
            ):
                if one and text:
                    yield one, re.sub(r"%\(\w+\)s|\{\w+\}", "x", text)


@pytest.mark.parametrize(("language", "rules"), [("it", ITALIAN), ("en", ENGLISH)])
def test_a_text_is_written_with_the_signs_of_its_language(language: str, rules: dict[str, str]) -> None:
    found = [(name, text) for _, text in texts(language) for name, rule in rules.items() if re.search(rule, text, re.I)]
    assert found == []


def test_a_text_ends_alike_in_both_languages() -> None:
    """A sentence stays a sentence, a question a question, a label a label."""
    differ = [(one, text) for one, text in texts("en") if _end(one) != _end(text)]
    assert differ == []


def _end(text: str) -> str:
    return text[-1] if text[-1] in ".?!:…" else ""


@pytest.mark.parametrize(
    ("rules", "text", "name"),
    [
        (ITALIAN, "Due  spazi", "two spaces"),
        (ITALIAN, "Per effettuare la votazione", "the office's jargon"),
        (ITALIAN, "Se sei stato tu, apri il link", "a man is meant"),
        (ENGLISH, "Press «Save»", "Italian quotation marks"),
        (ENGLISH, "Your neighbor", "American spelling"),
    ],
)
def test_what_is_written_wrong_would_be_found(rules: dict[str, str], text: str, name: str) -> None:
    assert [found for found, rule in rules.items() if re.search(rule, text, re.I)] == [name]
