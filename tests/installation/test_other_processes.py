# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What another process changes of the comune is seen by this one: a process remembers, and looks again."""

from deliberation.actor import COMMAND_LINE
from deliberation.database import rows
from deliberation.installation.parts import Part, spoken
from deliberation.installation.profile import Chosen, choose, known_profile, look_again, profile
from deliberation.places.queries import city, known_city
from tests.world import NOON, a_city
from web.jobs import look_at_city


async def test_a_new_name_word_and_colour_of_another_process_are_seen_at_the_next_look(database: None) -> None:
    await a_city("Bologna")
    await choose(COMMAND_LINE, Chosen("Bologna", Part.QUARTIERE), 0, at=NOON)
    assert ((await city()).name, (await profile()).part) == ("Bologna", Part.QUARTIERE)
    await rows("UPDATE municipality SET name = 'Altrove'")  # as another process writes
    await rows("UPDATE city_profile SET part_word = 'frazione', colour = '#00564a', version = 2")
    assert ((await city()).name, (await profile()).version) == ("Bologna", 1)
    await look_again()
    assert (known_city().name, known_profile().version, known_profile().colour) == ("Altrove", 2, "#00564a")
    assert spoken() is Part.FRAZIONE


async def test_a_look_that_finds_nothing_new_keeps_what_is_remembered(database: None) -> None:
    await look_again()
    await a_city("Bologna")
    before = await city(), await profile()
    await look_at_city(NOON)
    after = await city(), await profile()
    assert (before[0] is after[0], before[1] is after[1]) == (True, True)
