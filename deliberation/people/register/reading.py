# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the rows of a file to people of a register: what can be used, and of every other row why not. Pure.

No name and no address goes further than this module: they help to find mistakes, and are forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from deliberation.people.identity import fiscal_codes
from deliberation.people.identity.citizenships import citizenship, strongest
from deliberation.people.register.columns import Columns
from deliberation.people.rules import OLDEST
from deliberation.places.address_books import AddressBook, Unplaced, split_number
from deliberation.regulations.eligibility import Citizenship
from deliberation.spreadsheets import Table, day
from deliberation.text import plain

MOST_SHOWN = 300  # faults that are kept one by one; beyond these they are counted
MOST_QUESTIONS = 60
PROVISIONAL = 11  # digits of a code that is not final
_SINCE_BIRTH = {"nascita", "dalla nascita", "da nascita", "dn", "nato", "nata"}
_SEXES = {"m": "M", "f": "F", "maschio": "M", "femmina": "F", "uomo": "M", "donna": "F", "1": "M", "2": "F"}


class Fault(StrEnum):
    """Why a row is left out; those of STILL_USED are told, and the row is used."""

    WIDTH = "width"
    NO_CODE = "no_code"
    CODE = "code"
    CODE_CHECK = "code_check"
    DATE = "date"
    FUTURE = "future"
    TOO_OLD = "too_old"
    NO_PLACE = "no_place"
    ZONE = "zone"
    STREET = "street"
    SEVERAL_STREETS = "several_streets"
    NUMBER = "number"
    BORDER = "border"
    TWICE = "twice"
    REPEATED = "repeated"
    PROVISIONAL = "provisional"
    OTHER_DATE = "other_date"
    OTHER_NAME = "other_name"
    CITIZENSHIP = "citizenship"
    SINCE = "since"
    SINCE_FUTURE = "since_future"
    SINCE_UNBORN = "since_unborn"
    TWO_DAYS = "two_days"


# Of these a row is used without what cannot be read.
STAY_FAULTS = frozenset({Fault.CITIZENSHIP, Fault.SINCE, Fault.SINCE_FUTURE, Fault.SINCE_UNBORN, Fault.TWO_DAYS})
SAME_ROW = frozenset({Fault.TWICE, Fault.REPEATED, Fault.TWO_DAYS})  # told with the line of the first such row
STILL_USED = STAY_FAULTS | {Fault.REPEATED, Fault.PROVISIONAL, Fault.OTHER_DATE, Fault.OTHER_NAME}
_UNPLACED = {
    Unplaced.NOTHING: Fault.NO_PLACE,
    Unplaced.ZONE: Fault.ZONE,
    Unplaced.STREET: Fault.STREET,
    Unplaced.SEVERAL_STREETS: Fault.SEVERAL_STREETS,
    Unplaced.NUMBER: Fault.NUMBER,
    Unplaced.BORDER: Fault.BORDER,
}


class Entry(NamedTuple):
    """A person of the file as the register keeps them; `macs` are the code's hashes, that of today's key first.

    `citizenship` '' and `since` None: the file says nothing that can be read, or no regulation asks.
    """

    macs: tuple[fiscal_codes.Mac, ...]
    born: date
    sex: str
    zone: int
    citizenship: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A fault of one row: its line in the file, and what stands there."""

    line: int
    fault: Fault
    found: str


@dataclass(frozen=True, slots=True)
class Question:
    """An address that lies in no known zone: whoever knows the city chooses one. `key` names it in the answers."""

    key: str
    fault: Fault
    found: str
    rows: int
    lines: tuple[int, ...]


@dataclass(slots=True)
class Reading:
    """What a file holds: people by the hash of their code, and the hashes (under any key) of rows that are left out
    although they name somebody."""

    rows: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    set_aside: set[str] = field(default_factory=set)
    counts: Counter[Fault] = field(default_factory=Counter)
    told: list[Told] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    more_questions: int = 0
    is_cut_off: bool = False
    asks_stay: bool = False

    @property
    def without_citizenship(self) -> int:
        """People of whom the file does not say it."""
        return sum(not entry.citizenship for entry in self.entries.values())

    @property
    def without_since(self) -> int:
        """People of whom the file does not say since when they live here."""
        return sum(entry.since is None for entry in self.entries.values())

    @property
    def left_out(self) -> int:
        return sum(n for fault, n in self.counts.items() if fault not in STILL_USED)

    def tell(self, line: int, fault: Fault, found: str) -> None:
        self.counts[fault] += 1
        if len(self.told) < MOST_SHOWN:
            self.told.append(Told(line, fault, found[:80]))


def read(
    table: Table,
    columns: Columns,
    book: AddressBook,
    choices: Mapping[str, int],
    *,
    today: date,
    asks_stay: bool = False,
    doubting: bool = True,
) -> Reading:
    """Every row of the table, placed by the address book and by what somebody has chosen for what it lacks.

    `asks_stay`: a regulation asks for citizenship or years of residence; without that neither is looked at.
    `doubting`: also tell what does not fit between a code and a person, which takes a third of the time.
    """
    done = Reading(len(table.rows) + len(table.uneven), is_cut_off=table.is_cut_off, asks_stay=asks_stay)
    for line in table.uneven:
        done.tell(line, Fault.WIDTH, "")
    asked: dict[str, tuple[Fault, str, list[int]]] = {}
    lines: dict[str, int] = {}
    twice: set[str] = set()
    two_days: set[str] = set()
    citizenships: dict[str, str] = {"": ""}
    days: dict[str, date | None] = {}
    cells = _cells(table, columns if asks_stay else replace(columns, citizenship="", resident_since=""))
    for row in table.rows:
        text = cells(row.cells)
        code = _code(done, row.line, text["code"])
        if code is None:
            continue
        macs = tuple(fiscal_codes.macs(code))
        mac = macs[0].value
        born = _born(done, row.line, text["born"], today, days)
        zone = _zone(text, book, choices)
        if isinstance(zone, tuple):
            _ask(asked, row.line, *zone)
            done.tell(row.line, zone[0], zone[1])
        if born is None or isinstance(zone, tuple):
            done.set_aside.update(m.value for m in macs)
            continue
        if doubting:
            _doubt(done, row.line, text, code, born)
        said = _citizenship(done, row.line, text["citizenship"], citizenships)
        since = _since(done, row.line, text["resident_since"], born, today, days)
        entry = Entry(macs, born, _SEXES.get(text["sex"].casefold(), ""), zone, said, since)
        before = done.entries.setdefault(mac, entry)
        if before is entry:
            lines[mac] = row.line
        elif before[:4] != entry[:4]:
            done.tell(row.line, Fault.TWICE, str(lines[mac]))
            twice.add(mac)
        elif not _repeated(done, row.line, lines[mac], before, entry):
            two_days.add(mac)
    _undecided(done, twice, two_days)
    done.set_aside -= done.entries.keys()
    _put_questions(done, asked)
    return done


def _cells(table: Table, columns: Columns) -> Callable[[tuple[str, ...]], dict[str, str]]:
    places = {name: table.header.index(column) for name, column in columns.as_dict().items() if column}
    empty = dict.fromkeys(columns.as_dict(), "")

    def taken(cells: tuple[str, ...]) -> dict[str, str]:
        return empty | {name: cells[place] for name, place in places.items()}

    return taken


def _code(done: Reading, line: int, text: str) -> str | None:
    code = fiscal_codes.canonical(text) if text else None
    if code is None:
        done.tell(line, Fault.NO_CODE, "")
    elif isinstance(code, fiscal_codes.Fault):
        done.tell(line, Fault.CODE_CHECK if code.code == "fiscal_code.control" else Fault.CODE, text)
        return None
    elif len(code) == PROVISIONAL:
        done.tell(line, Fault.PROVISIONAL, text)
    return code


def _born(done: Reading, line: int, text: str, today: date, days: dict[str, date | None]) -> date | None:
    if text not in days:
        days[text] = day(text)
    born = days[text]
    if born is None:
        done.tell(line, Fault.DATE, text)
    elif born > today:
        done.tell(line, Fault.FUTURE, text)
        return None
    elif today.year - born.year > OLDEST:
        done.tell(line, Fault.TOO_OLD, text)
        return None
    return born


def _citizenship(done: Reading, line: int, text: str, known: dict[str, str]) -> str:
    if text not in known:
        known[text] = citizenship(text) or ""
    if text and not known[text]:
        done.tell(line, Fault.CITIZENSHIP, text)
    return known[text]


def _since(done: Reading, line: int, text: str, born: date, today: date, days: dict[str, date | None]) -> date | None:
    """Since when somebody lives here; who was born here may have it in words."""
    if not text:
        return None
    if plain(text) in _SINCE_BIRTH:
        return born
    if text not in days:
        days[text] = day(text)
    since = days[text]
    fault = None
    if since is None:
        fault = Fault.SINCE
    elif since > today:
        fault = Fault.SINCE_FUTURE
    elif since < born:
        fault = Fault.SINCE_UNBORN
    if fault is None:
        return since
    done.tell(line, fault, text)
    return None


def _repeated(done: Reading, line: int, first: int, before: Entry, entry: Entry) -> bool:
    """Two rows of one person are one: lists with a row a citizenship have several for who holds two. False where they
    give residence two beginnings."""
    done.tell(line, Fault.REPEATED, str(first))
    said = strongest(*(Citizenship(one.citizenship) for one in (before, entry) if one.citizenship))
    since = before.since or entry.since
    done.entries[entry.macs[0].value] = before._replace(citizenship=said or "", since=since)
    if since in {entry.since, None} or entry.since is None:
        return True
    done.tell(line, Fault.TWO_DAYS, str(first))
    return False


def _undecided(done: Reading, twice: set[str], two_days: set[str]) -> None:
    """Of two rows that contradict each other neither is more likely to be right."""
    for mac in twice:
        done.counts[Fault.TWICE] += 1
        done.set_aside.update(m.value for m in done.entries.pop(mac).macs)
    for mac in two_days & done.entries.keys():
        done.entries[mac] = done.entries[mac]._replace(since=None)


def _zone(text: dict[str, str], book: AddressBook, choices: Mapping[str, int]) -> int | tuple[Fault, str]:
    """The zone of a row, or why there is none and what was written."""
    written = text["zone"]
    zone: int | Unplaced = Unplaced.NOTHING
    if written:
        zone = choices.get(question_key(Fault.ZONE, written)) or book.zone(written)
    if zone is Unplaced.NOTHING or (zone is Unplaced.ZONE and text["street"]):
        number = f"{text['number']}/{text['suffix']}" if text["number"] and text["suffix"] else text["number"]
        written = f"{text['street']} {number}".strip() or written
        placed = book.place(text["street"], number)
        if isinstance(placed, Unplaced) and placed is not Unplaced.NOTHING:
            placed = _chosen(_UNPLACED[placed], text["street"], number, choices) or placed
        zone = placed if placed is not Unplaced.NOTHING else zone
    return (_UNPLACED[zone], written) if isinstance(zone, Unplaced) else zone


def _chosen(fault: Fault, street: str, number: str, choices: Mapping[str, int]) -> int | None:
    return choices.get(question_key(fault, f"{street} {number}".strip()))


def question_key(fault: Fault, written: str) -> str:
    """What an answer is given for: a street whole where the street is unknown, one number where the number is."""
    if fault in {Fault.STREET, Fault.SEVERAL_STREETS}:
        return f"street:{plain(split_number(written)[0])}"
    return f"{'zone' if fault is Fault.ZONE else 'number'}:{plain(written)}"


def _ask(asked: dict[str, tuple[Fault, str, list[int]]], line: int, fault: Fault, written: str) -> None:
    if fault is Fault.NO_PLACE:
        return
    shown = split_number(written)[0] if fault in {Fault.STREET, Fault.SEVERAL_STREETS} else written
    asked.setdefault(question_key(fault, written), (fault, shown, []))[2].append(line)


def _put_questions(done: Reading, asked: dict[str, tuple[Fault, str, list[int]]]) -> None:
    """The questions that most rows wait for, first."""
    by_rows = sorted(asked.items(), key=lambda item: (-len(item[1][2]), item[1][1]))
    done.more_questions = max(0, len(by_rows) - MOST_QUESTIONS)
    for key, (fault, shown, lines) in by_rows[:MOST_QUESTIONS]:
        done.questions.append(Question(key, fault, shown[:80], len(lines), tuple(lines[:5])))


def _doubt(done: Reading, line: int, text: dict[str, str], code: str, born: date) -> None:
    """What does not fit the code is told, and used: registry offices know more of a person than a code does."""
    name, surname = text["name"], text["surname"]
    doubts = fiscal_codes.doubts(code, name=name, surname=surname, born=born)
    if "fiscal_code.other_birth_date" in doubts:
        done.tell(line, Fault.OTHER_DATE, f"{text['code']} · {text['born']}")
    if "fiscal_code.other_name" in doubts and name and surname:  # with one word a code has letters of its own
        done.tell(line, Fault.OTHER_NAME, f"{text['code']} · {surname} {name}")
