# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of zones: one row each, one column for each number, sorted by any of them.

Every number comes from cells that were released for the figures (analytics.releases): the table adds nothing up and
reveals nothing more. A column more is one entry of `columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from analytics.disclosure import HIDDEN, Count, Hidden
from analytics.figures.tables import Cell, Column, Figure, Unit, known
from analytics.language import Language
from analytics.participation import Measure, PlaceTurnout, Turnout, measure_of

KEY = "zone"
NAME = "zona"


@dataclass(frozen=True, slots=True)
class Zone:
    """What is published of a neighbourhood. `residents` of voting age; `accounts` in steps, None under a filter."""

    slug: str
    name: str
    residents: int | None
    voted: PlaceTurnout
    proposals: Count
    supports: Count
    comments: Count
    accounts: int | None


@dataclass(frozen=True, slots=True)
class ZoneColumn:
    """A number of each zone. `key` stands in addresses; `is_drawn`: a bar shows how large each is."""

    key: str
    text: str
    unit: Unit
    of: Callable[[Zone], Cell]
    is_drawn: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A zone's cells, in the order of the columns; `bars`: the share of the largest, from 0 to 1, None for no bar."""

    slug: str
    name: str
    cells: tuple[Cell, ...]
    bars: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Zones:
    """The table, sorted: `key` is the column that decides, NAME for the names."""

    title: str
    head: str
    columns: tuple[ZoneColumn, ...]
    rows: tuple[Row, ...]
    key: str
    is_descending: bool
    note: str

    def sorted(self, key: str, *, is_descending: bool) -> Zones:
        """The same rows in another order: what is hidden or not known last, equal ones by name. An unknown key changes
        nothing."""
        at = next((at for at, column in enumerate(self.columns) if column.key == key), None)
        if at is None and key != NAME:
            return self
        rows = sorted(self.rows, key=lambda row: row.name, reverse=at is None and is_descending)
        if at is not None:
            sign = -1 if is_descending else 1
            rows.sort(key=lambda row: _place(row.cells[at], sign))
        return replace(self, rows=tuple(rows), key=key, is_descending=is_descending)

    def as_figure(self) -> Figure:
        """The table as a file has it."""
        heads = (Column(self.head), *(Column(column.text, column.unit) for column in self.columns))
        rows = tuple((row.name, *row.cells) for row in self.rows)
        return Figure(KEY, self.title, self.note, heads, rows, None, note=self.note)


def _place(cell: Cell, sign: int) -> tuple[bool, float]:
    value = known(cell)
    return value is None, sign * (value or 0.0)


def columns(language: Language) -> tuple[ZoneColumn, ...]:
    """Every column there is, in the order of the page."""
    _ = language.gettext
    return (
        ZoneColumn("residenti", _("Residenti"), "count", lambda zone: zone.residents, is_drawn=False),
        ZoneColumn("mille", _("Schede ogni 1.000"), "score", _voted(lambda found: found.per_thousand)),
        ZoneColumn("affluenza", _("Affluenza"), "share", _voted(_share)),
        ZoneColumn("schede", _("Schede"), "count", _voted(lambda found: found.ballots)),
        ZoneColumn("proposte", _("Proposte"), "count", lambda zone: zone.proposals),
        ZoneColumn("sostegni", _("Sostegni"), "count", lambda zone: zone.supports),
        ZoneColumn("commenti", _("Commenti"), "count", lambda zone: zone.comments),
        ZoneColumn("account", _("Account"), "count", lambda zone: zone.accounts),
    )


def _share(found: Turnout) -> float | None:
    return found.share.value if found.share else None


def _voted(number: Callable[[Turnout], float | int | None]) -> Callable[[Zone], Cell]:
    """A number of a zone's turnout, hidden where the turnout is."""

    def of(zone: Zone) -> Cell:
        if zone.voted.turnout is None:
            return HIDDEN if isinstance(zone.voted.known, Hidden) else None
        return number(zone.voted.turnout)

    return of


def zones(found: Iterable[Zone], language: Language) -> Zones:
    """The table of these zones, the liveliest first: by residents where they are known, else by the roll, else by
    ballots; by name where nobody voted. Columns in which no number is known are left out."""
    held = list(found)
    cells = {column.key: [column.of(zone) for zone in held] for column in columns(language)}
    kept = tuple(
        column for column in columns(language) if any(cell is HIDDEN or known(cell) for cell in cells[column.key])
    )
    most = {column.key: max((known(cell) or 0.0 for cell in cells[column.key]), default=0.0) for column in kept}
    rows = tuple(
        Row(
            zone.slug,
            zone.name,
            tuple(cells[column.key][at] for column in kept),
            tuple(_bar(column, cells[column.key][at], most[column.key]) for column in kept),
        )
        for at, zone in enumerate(held)
    )
    title, head = language.gettext("Quartiere per quartiere"), language.gettext("Quartiere")
    key, is_descending = _first(held)
    table = Zones(title, head, kept, rows, NAME, False, _note(kept, cells, language))
    return table.sorted(key, is_descending=is_descending)


def _bar(column: ZoneColumn, cell: Cell, most: float) -> float | None:
    value = known(cell)
    return value / most if column.is_drawn and value is not None and most else None


def _first(held: Sequence[Zone]) -> tuple[str, bool]:
    seen = [zone.voted.turnout for zone in held if zone.voted.turnout is not None]
    if not any(found.ballots for found in seen):
        return NAME, False
    return {Measure.RESIDENTS: "mille", Measure.ROLL: "affluenza", Measure.BALLOTS: "schede"}[measure_of(seen)], True


def _note(kept: Sequence[ZoneColumn], cells: dict[str, list[Cell]], language: Language) -> str:
    """What the headers do not say."""
    _ = language.gettext
    keys = {column.key for column in kept}
    notes = []
    if keys & {"residenti", "mille"}:
        notes.append(_("Residenti: quelli in età di voto."))
    if "account" in keys:
        notes.append(_("Account: contati oggi, di 5 in 5 per difetto."))
    if any(cell is HIDDEN for column in kept for cell in cells[column.key]):
        notes.append(_("I numeri piccoli sono nascosti, perché nessuno si riconosca."))
    return " ".join(notes)
