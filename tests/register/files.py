# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tests of the register share: people with codes that are right, and files of the registry office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from codicefiscale import codicefiscale

from deliberation.people.register.loads import Source
from tests.world import NOON
from web import piccolo_conf  # hands the keys over

_numbers = count(1)
HEADER = ("Cognome", "Nome", "Codice fiscale", "Data di nascita", "Sesso", "Via", "Civico", "Zona")
TODAY = NOON.date()
assert piccolo_conf


@dataclass(frozen=True, slots=True)
class Resident:
    """A line of the registry office's file."""

    surname: str
    name: str
    code: str
    born: str
    sex: str = "F"
    street: str = ""
    number: str = ""
    zone: str = "Navile"

    def cells(self) -> tuple[str, ...]:
        return (self.surname, self.name, self.code, self.born, self.sex, self.street, self.number, self.zone)

    def at(self, **changes: str) -> "Resident":
        return replace(self, **changes)


def code_of(surname: str, name: str, born: date, *, sex: str = "F", place: int = 0) -> str:
    """A right fiscal code; of two people alike, another `place` makes another code."""
    month = "ABCDEHLMPRST"[born.month - 1]
    day = born.day + (40 if sex == "F" else 0)
    letters = codicefiscale.encode_lastname(surname) + codicefiscale.encode_firstname(name)
    code = f"{letters}{born:%y}{month}{day:02d}A{place or next(_numbers) + 100:03d}"
    return code + str(codicefiscale.encode_cin(code))


def resident(surname: str = "Rossi", name: str = "Maria", born: date = date(1980, 2, 3), **more: str) -> Resident:
    """Somebody of Navile."""
    sex = more.get("sex", "F")
    return Resident(surname, name, code_of(surname, name, born, sex=sex), f"{born:%d/%m/%Y}", **more)


def csv_of(people: Iterable[Resident], *, separator: str = ";", header: Sequence[str] = HEADER) -> bytes:
    """The file as UTF-8."""
    rows = [header, *(person.cells() for person in people)]
    return "".join(separator.join(row) + "\r\n" for row in rows).encode()


def source(people: Iterable[Resident], day: date = TODAY, **choices: int) -> Source:
    return Source(csv_of(people), day, choices=choices)


STAY_HEADER = (*HEADER, "Cittadinanza", "Residente dal")


def with_stays(people: Iterable[tuple[Resident, str, str]]) -> bytes:
    """A file with the columns of citizenship and of the beginning of residence."""
    rows = [STAY_HEADER, *((*person.cells(), said, since) for person, said, since in people)]
    return "".join(";".join(row) + "\r\n" for row in rows).encode()
