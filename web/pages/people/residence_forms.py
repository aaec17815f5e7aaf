# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form that asks where somebody lives; the person's page and the office's desk both show it."""

from dataclasses import dataclass, field
from typing import Any

from deliberation.errors import Invalid
from deliberation.people.queries import Person
from deliberation.people.residences import Address, has_register, neighbourhoods_for
from deliberation.places import streets
from deliberation.places.queries import PlaceView
from deliberation.places.streets import StreetView, read_number
from deliberation.text import plain
from web.forms import BirthdayField, CivicForm, TextField, whole
from web.words.messages.marks import N_


class ResidenceForm(CivicForm):
    """Street and number as typed; the two choices are asked only where they are needed."""

    birth_date = BirthdayField(N_("Scrivi la tua data di nascita."))
    street = TextField()
    number = TextField()
    street_choice = TextField()
    neighbourhood = TextField()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood: an address, or a question with its possible answers."""

    address: Address | None
    streets: list[StreetView] = field(default_factory=list)
    places: list[PlaceView] = field(default_factory=list)
    needs_register: bool = True

    @property
    def street_options(self) -> list[tuple[int, str]]:
        return [(street.id, street.name) for street in self.streets]

    @property
    def place_options(self) -> list[tuple[int, str]]:
        return [(place.id, place.name) for place in self.places]


def initial(person: Person) -> dict[str, Any]:
    """The form filled with what is stored."""
    return {
        "birth_date": person.birth_date,
        "street": person.street_name,
        "number": person.civic,
        "street_choice": str(person.street or ""),
        "neighbourhood": str(person.neighbourhood or ""),
    }


async def blank() -> Answer:
    """The questions of an empty form: in a city without a street register, which neighbourhood."""
    if await has_register():
        return Answer(None)
    return Answer(None, places=await neighbourhoods_for(None, None, ""), needs_register=False)


async def understand(form: ResidenceForm) -> Answer:
    """The address that a valid form means. Raises Invalid when there is no such street or number."""
    if not await has_register():
        places = await neighbourhoods_for(None, None, "")
        if not places:
            raise Invalid("residence.no_places")
        chosen = places[0].id if len(places) == 1 else whole(form.neighbourhood.data)
        return Answer(Address(None, None, "", chosen) if chosen else None, places=places, needs_register=False)
    text, number = await streets.split_number(form.street.data, form.number.data)
    if not text:
        raise Invalid("residence.street_needed", fields={"street": "residence.street_needed"})
    found = await streets.search(text, 8)
    if not found:
        raise Invalid("residence.street_unknown", fields={"street": "residence.street_unknown"})
    street = _chosen(found, whole(form.street_choice.data), text)
    if street is None:
        return Answer(None, streets=found)
    civic = read_number(number)
    places = await neighbourhoods_for(street.id, civic.number, civic.suffix)
    chosen = whole(form.neighbourhood.data)
    named = found if len(found) > 1 and form.street_choice.data else []
    if len(places) > 1 and chosen not in {place.id for place in places}:
        return Answer(None, streets=named, places=places)
    return Answer(Address(street.id, civic.number, civic.suffix, chosen), streets=named, places=places)


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked when the address is not yet clear: which street, which of two places, which place of all."""

    street: str
    border: str
    place: str
    guess: str = N_("Non abbiamo trovato questa via. Forse è quella qui sotto: se sì, sceglila.")

    def ask(self, form: ResidenceForm, answer: Answer) -> None:
        """Put the question of an answer without an address beside its field."""
        if answer.streets and not answer.places:
            form.street_choice.errors = [self.guess if len(answer.streets) == 1 else self.street]
        else:
            form.neighbourhood.errors = [self.border if answer.needs_register else self.place]


def _chosen(found: list[StreetView], choice: int | None, text: str) -> StreetView | None:
    """The street picked from the list, the only one, or the one whose name was typed in full."""
    picked = [street for street in found if street.id == choice]
    same = [street for street in found if plain(street.name) == plain(text)]
    if picked:
        return picked[0]
    if len(same) == 1:
        return same[0]
    return found[0] if len(found) == 1 and not found[0].is_guess else None
