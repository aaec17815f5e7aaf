# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every text of the program in each comune's word for its parts; the golden shows them to a reader. No database."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from deliberation.installation.parts import NOUNS, Part, told

CATALOGUE = Path(__file__).parents[2] / "web" / "locale" / "en" / "LC_MESSAGES" / "rione.po"
GOLDEN = Path(__file__).parents[1] / "goldens" / "parts.txt"
MASCULINE = (
    "il un del al dal nel sul i dei ai dai nei sui questo questi quel quei tuo tuoi suo suoi altro altri nessun alcuni "
    "tutti molti pochi quanti primo stesso"
)
FEMININE = [part for part, noun in NOUNS.items() if noun.is_feminine]


def texts() -> Iterator[tuple[str, str]]:
    """(Italian, English) of every text that speaks of parts."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            italian = message.id if isinstance(message.id, tuple) else (message.id,)
            english = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((i, e) for i, e in zip(italian, english, strict=True) if re.search("quartier[ei]", i, re.I))


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        (Part.ZONA, "Che cosa succede nel tuo quartiere?", "Che cosa succede nella tua zona?"),
        (Part.ZONA, "Il tuo quartiere: %(name)s", "La tua zona: %(name)s"),
        (Part.ZONA, "Abiti in un altro quartiere.", "Abiti in un'altra zona."),
        (Part.ZONA, "Segue solo i suoi quartieri.", "Segue solo le sue zone."),
        (Part.ZONA, "di un quartiere solo.", "di una zona sola."),
        (Part.CIRCOSCRIZIONE, "Tutti i quartieri", "Tutte le circoscrizioni"),
        (Part.FRAZIONE, "Nessun quartiere, ogni quartiere", "Nessuna frazione, ogni frazione"),
        (Part.RIONE, "Sotto i quartieri, nel quartiere", "Sotto i rioni, nel rione"),
        (Part.MUNICIPIO, "Dai quartieri", "Dai municipi"),
        (Part.ZONA, "interquartiere, quartierino", "interquartiere, quartierino"),
        (Part.QUARTIERE, "I quartieri", "I quartieri"),
    ],
)
def test_a_text_agrees_with_the_word(part: Part, text: str, expected: str) -> None:
    assert told(text, part) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Part.ZONA, "An area asked twice; your area, two areas."),
        (Part.FRAZIONE, "A village asked twice; your village, two villages."),
        (Part.QUARTIERE, "A neighbourhood asked twice; your neighbourhood, two neighbourhoods."),
    ],
)
def test_an_english_text_says_the_nearest_word(part: Part, expected: str) -> None:
    assert told("A neighbourhood asked twice; your neighbourhood, two neighbourhoods.", part, "en") == expected


def test_no_text_keeps_the_old_word_or_a_masculine_before_a_feminine_one() -> None:
    found = [text for text, _ in texts()]
    assert len(found) > 60
    for part in set(Part) - {Part.QUARTIERE}:
        noun = NOUNS[part]
        before = re.compile(rf"\b({'|'.join(MASCULINE.split())}) ({noun.one}|{noun.many})\b", re.I)
        for text in found:
            new = told(text, part)
            assert not re.search("quartier[ei]", new, re.I), new
            assert not (noun.is_feminine and before.search(new)), new
            assert re.findall(r"%\(\w+\)s", new) == re.findall(r"%\(\w+\)s", text), "values stay in their places"


def test_no_text_says_zona_by_itself() -> None:
    """A text that says "quartiere" is told in the comune's word; one that says "zona" would say it everywhere."""
    with CATALOGUE.open("rb") as file:
        said = [str(m.id) for m in read_po(file) if m.id]
    assert [text for text in said if re.search(r"\bzon[ae]\b", re.sub(r"%\(\w+\)s", "", text), re.I)] == []


def test_words_of_one_gender_are_told_alike() -> None:
    """So that the golden needs one word of each."""
    for text, _ in texts():
        zone = told(text, Part.ZONA)
        for part in FEMININE:
            swapped = re.sub(r"(?<!%\()\bzone\b", NOUNS[part].many, re.sub(r"\bzona\b", NOUNS[part].one, zone.lower()))
            assert told(text, part).lower() == swapped


def test_every_text_is_told_as_a_reader_has_seen_it(regenerate: bool) -> None:
    """A text that is new since the golden was written is held by the laws above until somebody reads it here."""
    now = {i: (told(i, Part.ZONA), told(i, Part.RIONE), e, told(e, Part.ZONA, "en")) for i, e in sorted(texts())}
    blocks = {i: "\n".join((f"- {i}", *(f"  {line}" for line in lines))) for i, lines in now.items()}
    if regenerate:
        GOLDEN.write_text("\n".join(blocks.values()) + "\n", encoding="utf-8")
    kept = GOLDEN.read_text(encoding="utf-8")
    known = [block for i, block in blocks.items() if f"- {i}\n" in kept]
    assert len(known) > 60
    assert [block for block in known if block not in kept] == []
