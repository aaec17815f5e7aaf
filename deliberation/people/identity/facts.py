# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office reads from a document, and what in it does not fit: pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deliberation import text
from deliberation.errors import Invalid
from deliberation.people import rules
from deliberation.people.identity import fiscal_codes
from deliberation.people.identity.fiscal_codes import Fault

LONGEST_NAME = 120
LONGEST_REASON = 200


class DocumentKind(StrEnum):
    """The document that was seen; its number is never stored."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a document says of a person. `name` is empty for people of one word, `fiscal_code` as it was typed.

    `accepted` are the doubts that whoever saw the document has looked at again, for `reason`. `is_twin` says that
    this is another person than the known one with the same code: the tax office tells them apart by letters in the
    code (omocodia).
    """

    document: DocumentKind
    name: str
    surname: str
    birth_date: date
    fiscal_code: str = ""
    reason: str = ""
    accepted: frozenset[str] = frozenset()
    is_twin: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Facts in normal form. `code` is canonical, '' where there is none; `doubts` are those of the facts alone."""

    name: str
    surname: str
    code: str
    reason: str
    doubts: tuple[str, ...]


def check(facts: PersonFacts, today: date) -> Checked:
    """Bring facts to normal form. Raises Invalid field by field for what cannot be right."""
    name, surname, reason = (_line(field) for field in (facts.name, facts.surname, facts.reason))
    faults = {}
    if not surname:
        faults["surname"] = "person.surname_missing"
    for field, value in (("name", name), ("surname", surname)):
        if len(value) > LONGEST_NAME:
            faults[field] = "person.name_long"
    if len(reason) > LONGEST_REASON:
        faults["reason"] = "person.reason_long"
    if fault := rules.birth_date_fault(facts.birth_date, today):
        faults["birth_date"] = fault
    code = fiscal_codes.canonical(facts.fiscal_code)
    if isinstance(code, Fault) and code.code != "fiscal_code.missing":
        faults["fiscal_code"] = code.code
    if faults:
        parameters = {"youngest": rules.YOUNGEST, "oldest": rules.OLDEST, "longest": LONGEST_NAME}
        raise Invalid(next(iter(faults.values())), fields=faults, **parameters)
    if isinstance(code, Fault):
        return Checked(name, surname, "", reason, (code.code,))
    found = fiscal_codes.doubts(code, name=name, surname=surname, born=facts.birth_date)
    return Checked(name, surname, code, reason, found)


def search_name(name: str, surname: str) -> str:
    """Both names without accents, capitals and order: 'Núñez Ana' and 'ana nunez' are alike."""
    bare = "".join(c for c in text.normal("NFKD", f"{name} {surname}".casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    return " ".join(sorted(words))[:250]


def _line(typed: str) -> str:
    return " ".join(text.tidy(typed).split())
