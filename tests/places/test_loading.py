# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of zones, streets, doors and residents: shown before they are written, whole or not at all, undone once."""

import dataclasses
from datetime import date

import pytest

from deliberation.actor import COMMAND_LINE, VISITOR
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.places import streets as finder
from deliberation.places.cities import found_city
from deliberation.places.loads import bulk, loading
from deliberation.places.loads.differences import Change, Differences, Kind
from deliberation.places.loads.options import Options, ResidentOptions
from deliberation.places.queries import neighbourhoods, place_names, pyramid
from deliberation.records import journal
from tests.places import files
from tests.world import NOON, a_person

OPTIONS: dict[Kind, Options] = {
    Kind.ZONES: files.ZONES,
    Kind.STREETS: files.STREETS,
    Kind.NUMBERS: files.NUMBERS,
    Kind.RESIDENTS: files.RESIDENTS,
}
FILES = {
    Kind.ZONES: files.geojson(),
    Kind.STREETS: files.streets(),
    Kind.NUMBERS: files.doors(),
    Kind.RESIDENTS: files.residents(),
}
TABLES = ("neighbourhood", "zone_outline", "street", "street_range", "house_number", "population_count")


async def load(kind: Kind, content: bytes | None = None, options: Options | None = None) -> Differences:
    return await loading.apply(COMMAND_LINE, kind, content or FILES[kind], options or OPTIONS[kind], at=NOON)


async def stored() -> dict[str, list[dict[str, object]]]:
    """Everything that loads write, without row ids of what is written whole."""
    held = {}
    for table in TABLES:
        own = table in ("neighbourhood", "street")
        listed = await rows(f"SELECT * FROM {table}")
        held[table] = sorted(
            ({k: v for k, v in row.items() if own or k != "id"} for row in listed),
            key=lambda row: repr(sorted(row.items())),
        )
    return held


async def last_load() -> str:
    return str((await rows("SELECT public_id FROM place_load ORDER BY id DESC LIMIT 1"))[0]["public_id"])


@pytest.fixture
async def comune(database: None) -> int:
    return await found_city(COMMAND_LINE, "Comune di Provamare", at=NOON)


@pytest.fixture
async def loaded(comune: int) -> int:
    for kind in (Kind.ZONES, Kind.STREETS, Kind.NUMBERS, Kind.RESIDENTS):
        await load(kind)
    return comune


async def where(street: str, number: int, suffix: str = "") -> list[str]:
    (found,) = await finder.search(street)
    return [place.name for place in await finder.neighbourhoods_of(found.id, number, suffix)]


async def test_four_files_make_a_comune(loaded: int) -> None:
    places = await neighbourhoods()
    assert [(p.name, p.code, p.residents, p.residents_on, p.residents_source) for p in places] == [
        ("Borgo", "B", 1200, date(2026, 1, 1), "Anagrafe comunale"),
        ("Marina", "M", 800, date(2026, 1, 1), "Anagrafe comunale"),
    ]
    assert await where("via roma", 1, "A") == ["Borgo"]
    assert await where("via roma", 30) == ["Marina"]
    assert await where("via del mare", 7) == ["Marina"]


async def test_a_door_answers_before_a_range_and_a_range_where_there_is_no_door(loaded: int) -> None:
    await rows("UPDATE street_range SET even_from = 1, even_to = 99, odd_from = 1, odd_to = 99")
    assert await where("via roma", 30) == ["Marina"]
    assert await where("via roma", 31) == ["Borgo", "Marina"]


async def test_a_number_on_the_border_shows_both_zones_and_one_outside_none(loaded: int) -> None:
    shown = await loading.preview(Kind.NUMBERS, FILES[Kind.NUMBERS], files.NUMBERS)
    assert shown.facts == {"doors": 5, "placed": 3, "unplaced": 1, "ambiguous": 1, "settled": 0}
    assert [(f.code, f.line) for f in shown.findings] == [("numbers.ambiguous", 5), ("numbers.outside", 6)]
    assert await where("via roma", 20) == ["Borgo", "Marina"]
    assert await where("viale nuovo", 5) == []


async def test_a_preview_writes_nothing(comune: int) -> None:
    await load(Kind.ZONES)
    before, head = await stored(), await journal.head()
    for kind in Kind:
        await loading.preview(kind, FILES[kind], OPTIONS[kind])
    assert (await stored(), await journal.head()) == (before, head)


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_same_file_twice_changes_nothing(loaded: int, kind: Kind) -> None:
    before, head = await stored(), await journal.head()
    shown = await load(kind)
    assert shown.is_empty
    assert (await stored(), await journal.head()) == (before, head)


WIDE = files.square(12.02, 44.0, 12.06, 44.02)
CHANGED = {
    Kind.ZONES: files.geojson(
        [("Borgo Vecchio", "B", files.BORGO), ("Colle", "C", files.square(12.02, 44.0, 12.06, 44.02))]
    ),
    Kind.STREETS: files.streets(("1;VIA ROMA;1;99;tutti;Borgo", "9;VIA NUOVA;;;;Marina")),
    Kind.NUMBERS: files.doors(("X;1;VIA ROMA;1;;12,03000;44,01000", "X;7;VIA ALTRA;4;;12,01;44,01")),
    Kind.RESIDENTS: files.residents(("Borgo;1300", "Marina;700")),
}


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_last_load_is_undone_to_the_last_cell(loaded: int, kind: Kind) -> None:
    before = await stored()
    assert not (await load(kind, CHANGED[kind])).is_empty
    assert await stored() != before
    await loading.undo(COMMAND_LINE, await last_load(), at=NOON)
    assert await stored() == before
    with pytest.raises(Conflict, match=r"territory\.not_last"):
        await loading.undo(COMMAND_LINE, await last_load(), at=NOON)
    assert (await journal.check()).fault is None


async def test_what_people_use_already_is_not_undone(comune: int) -> None:
    await load(Kind.ZONES)
    (place,) = [place for place in await neighbourhoods() if place.slug == "borgo"]
    await a_person(place.id)
    before = await stored()
    with pytest.raises(Conflict) as refused:
        await loading.undo(COMMAND_LINE, await last_load(), at=NOON)
    assert (refused.value.code, refused.value.parameters["count"]) == ("territory.in_use", 1)
    assert await stored() == before


async def test_only_the_last_load_can_be_undone(comune: int) -> None:
    await load(Kind.ZONES)
    first = await last_load()
    await load(Kind.STREETS)
    with pytest.raises(Conflict, match=r"territory\.not_last"):
        await loading.undo(COMMAND_LINE, first, at=NOON)
    with pytest.raises(NotFound):
        await loading.undo(COMMAND_LINE, "nessuno", at=NOON)


async def test_a_zone_that_the_file_no_longer_has_stays_until_an_act_decides(loaded: int) -> None:
    shown = await load(Kind.ZONES, files.geojson([("Borgo", "B", files.square(12.0, 44.0, 12.04, 44.02))]))
    assert shown.counts == {Change.OUTLINE: 1, Change.GONE: 1}
    assert [place.name for place in await place_names()] == ["Borgo", "Marina"]
    assert await where("via roma", 30) == ["Borgo"]  # doors follow the outlines of today
    assert (await load(Kind.ZONES)).counts == {Change.OUTLINE: 1, Change.BACK: 1}
    assert await where("via roma", 30) == ["Marina"]


async def test_a_street_that_closes_stays_in_history_and_comes_back(loaded: int) -> None:
    shown = await load(Kind.STREETS, files.streets(("1;VIA ROMA;1;99;tutti;Borgo",)))
    assert shown.counts[Change.GONE] == 1
    assert await finder.search("via del mare") == []
    kept = await rows("SELECT id, closed_at FROM street WHERE code = '2'")
    assert kept[0]["closed_at"] is not None
    await load(Kind.STREETS)
    assert [street.id for street in await finder.search("via del mare")] == [kept[0]["id"]]


async def test_two_officers_at_once_are_told_and_nothing_is_lost(comune: int) -> None:
    shown = await loading.preview(Kind.ZONES, FILES[Kind.ZONES], files.ZONES)
    await load(Kind.ZONES, CHANGED[Kind.ZONES])
    before = await stored()
    with pytest.raises(Conflict, match=r"territory\.changed"):
        await loading.apply(COMMAND_LINE, Kind.ZONES, FILES[Kind.ZONES], files.ZONES, at=NOON, seen=shown.seen)
    assert await stored() == before


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_load_that_breaks_midway_leaves_everything_as_it_was(
    loaded: int, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the machine stops")

    before, head = await stored(), await journal.head()
    monkeypatch.setattr(journal, "note", broken)
    with pytest.raises(RuntimeError):
        await load(kind, CHANGED[kind])
    assert (await stored(), await journal.head()) == (before, head)


async def test_a_fault_that_blocks_is_refused_with_its_line(loaded: int) -> None:
    before = await stored()
    with pytest.raises(Invalid) as refused:
        await load(Kind.RESIDENTS, files.residents(("Borgo;1", "Atlantide;2")))
    assert (refused.value.code, refused.value.parameters["line"]) == ("residents.unknown_zone", 3)
    with pytest.raises(Invalid, match=r"table\.cut_off"):
        await load(Kind.STREETS, files.streets()[:-9])
    with pytest.raises(Invalid, match=r"load\.nothing"):
        await load(Kind.STREETS, files.streets(("1;VIA ROMA;1;99;tutti;Atlantide",)))
    assert await stored() == before


async def test_rows_that_cannot_be_placed_are_left_out_and_named(loaded: int) -> None:
    bad = (
        "X;1;VIA ROMA;;;12,01;44,01",
        "X;1;VIA ROMA;SNC;;12,01;44,01",
        "X;1;VIA ROMA;dodici;;12,01;44,01",
        "X;1;VIA ROMA;40;;;",
        "X;1;;41;;12,01;44,01",
        "X;1;VIA ROMA;42;;1,2;3,4",
        "X;1;VIA ROMA;1;;12,01;44,01",
        "X;1;VIA ROMA;43",
    )
    shown = await loading.preview(Kind.NUMBERS, files.doors((*files.DOOR_ROWS, *bad)), files.NUMBERS)
    assert [(f.code, f.line) for f in shown.findings if (f.line or 0) > 6] == [
        ("numbers.no_number", 7),
        ("numbers.no_number", 8),
        ("numbers.bad_number", 9),
        ("numbers.no_point", 10),
        ("numbers.no_street", 11),
        ("numbers.far", 12),
        ("numbers.twice", 13),
        ("table.uneven", 14),
    ]
    assert shown.facts["doors"] == 5


async def test_doors_come_in_metres_and_swapped_too(comune: int) -> None:
    await load(Kind.ZONES)
    swapped = dataclasses.replace(files.NUMBERS, lon="COORD_Y_COMUNE", lat="COORD_X_COMUNE")
    shown = await loading.preview(Kind.NUMBERS, FILES[Kind.NUMBERS], swapped)
    assert shown.facts["placed"] == 3
    assert "geodata.swapped" in shown.finding_counts
    metres = files.doors(("X;1;VIA ROMA;1;;740989,5;4877324,2",))
    with pytest.raises(Invalid, match=r"geodata\.metres"):
        await loading.preview(Kind.NUMBERS, metres, files.NUMBERS)
    shown = await loading.preview(Kind.NUMBERS, metres, dataclasses.replace(files.NUMBERS, system="EPSG:32632"))
    assert shown.facts["placed"] == 1


async def test_streets_without_codes_go_by_their_name(comune: int) -> None:
    await load(Kind.ZONES)
    bare = dataclasses.replace(files.STREETS, code="")
    await load(Kind.STREETS, None, bare)
    await load(Kind.NUMBERS, None, dataclasses.replace(files.NUMBERS, code=""))
    assert await where("via roma", 1) == ["Borgo"]
    assert (await load(Kind.STREETS, None, bare)).is_empty  # Viale Nuovo is in the other file only


async def test_a_street_without_doors_any_more_closes_unless_the_register_has_it(loaded: int) -> None:
    shown = await load(Kind.NUMBERS, files.doors(("X;2;VIA DEL MARE;1;;12,03000;44,01000",)))
    assert [named.name for named in shown.named if named.change is Change.GONE] == ["Viale Nuovo"]
    assert [street.name for street in await finder.search("via roma")] == ["Via Roma"]


async def test_residents_by_sex_and_age_make_a_pyramid(loaded: int) -> None:
    table = b"zona;eta;maschi;femmine\nBorgo;15-19;5;10\nBorgo;20 e oltre;1;2\nMarina;0;3;4\n"
    options = ResidentOptions("zona", date(2026, 7, 1), "ISTAT", age="eta", women="femmine", men="maschi")
    await load(Kind.RESIDENTS, table, options)
    borgo, marina = await neighbourhoods()
    assert (borgo.residents, borgo.residents_of_voting_age, borgo.voting_age_is_estimated) == (18, 15, True)
    assert [(row.age_from, row.women, row.men) for row in await pyramid(borgo.id)] == [(15, 10, 5), (20, 2, 1)]
    assert (marina.residents_of_voting_age, marina.residents_source) == (0, "ISTAT")


async def test_people_without_a_zone_are_counted_apart(loaded: int) -> None:
    shown = await loading.preview(Kind.RESIDENTS, files.residents(("Borgo;10", "Marina;5", ";3")), files.RESIDENTS)
    assert shown.facts == {"residents": 15, "without_place": 3, "zones": 2}


async def test_only_the_office_loads(comune: int) -> None:
    with pytest.raises(NotAllowed):
        await loading.apply(VISITOR, Kind.ZONES, FILES[Kind.ZONES], files.ZONES, at=NOON)
    with pytest.raises(NotAllowed):
        await loading.undo(VISITOR, "x", at=NOON)


async def test_without_a_comune_nothing_is_loaded(database: None) -> None:
    with pytest.raises(Invalid, match=r"city\.unknown"):
        await load(Kind.ZONES)


async def test_more_rows_than_a_batch_are_all_written(comune: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    await load(Kind.ZONES)
    await load(Kind.NUMBERS)
    assert (await rows("SELECT count(*) AS many FROM house_number"))[0]["many"] == 5


BORDER_STREET = ("2;VIA DEL MARE;2;40;pari;Borgo", "2;VIA DEL MARE;1;39;dispari;Marina")


@pytest.mark.parametrize("order", [(Kind.STREETS, Kind.NUMBERS), (Kind.NUMBERS, Kind.STREETS)])
async def test_the_register_of_ranges_says_on_which_side_of_a_border_a_door_lies(
    comune: int, order: tuple[Kind, ...]
) -> None:
    """The border runs along 12.02 E; a thousandth of a degree is 80 m here."""
    contents = {
        Kind.STREETS: files.streets(BORDER_STREET),
        Kind.NUMBERS: files.doors(
            (
                "X;2;VIA DEL MARE;2;;12,02001;44,01",  # both zones claim the point
                "X;2;VIA DEL MARE;1;;12,01970;44,01",  # 24 m over the border
                "X;2;VIA DEL MARE;3;;12,01900;44,01",  # 80 m: no longer a question of sides
                "X;2;VIA DEL MARE;100;;12,02000;44,01",  # beyond what the ranges know
                "X;2;VIA DEL MARE;102;;12,02001;44,01",  # 0.8 m over the border, and nobody says whose
            )
        ),
    }
    await load(Kind.ZONES)
    for kind in order:
        await load(kind, contents[kind])
    found = {number: await where("via del mare", number) for number in (2, 1, 3, 100, 102)}
    assert found == {2: ["Borgo"], 1: ["Marina"], 3: ["Borgo"], 100: ["Borgo", "Marina"], 102: ["Borgo", "Marina"]}


async def test_undoing_the_ranges_leaves_a_door_to_its_point(comune: int) -> None:
    await load(Kind.ZONES)
    await load(Kind.NUMBERS, files.doors(("X;2;VIA DEL MARE;1;;12,01970;44,01",)))
    await load(Kind.STREETS, files.streets(BORDER_STREET))
    assert await where("via del mare", 1) == ["Marina"]
    await loading.undo(COMMAND_LINE, await last_load(), at=NOON)
    assert await where("via del mare", 1) == ["Borgo"]
