# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune from its folder: checked with line and key, shown as differences, loaded in one go, saved as the same."""

import asyncio
from pathlib import Path

import pytest

from deliberation.actor import COMMAND_LINE
from deliberation.database import rows
from deliberation.installation.parts import Part
from deliberation.installation.profile import profile
from deliberation.installation.steps import Progress, Step, steps
from deliberation.places.queries import city, neighbourhoods
from deliberation.places.streets import neighbourhoods_of, search
from tests.installation import valdombra
from tests.world import NOON
from web.comune.fields import FolderError
from web.comune.folder import read
from web.comune.loading import Difference, SectionError, load
from web.comune.saving import save


async def loaded(folder: Path, *, dry_run: bool = False) -> dict[str, Difference]:
    found = await load(COMMAND_LINE, read(folder), at=NOON, dry_run=dry_run)
    return {one.section: one for one in found if one.lines}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("format = 1", "format = 2", "line 1, format: expected 1"),
        ('part = "frazione"', 'part = "contrada"', "line 5, comune.part: expected one of quartiere"),
        ('name = "Comune di Valdombra"', 'name = ""', "line 4, comune.name: expected text"),
        ('colour = "#00457c"', 'color = "#00457c"', "line 6, comune.color: unknown key; known here: attribution"),
        ('file = "vie.csv"', 'file = "strade.csv"', "line 16, streets.file: there is no file strade.csv"),
        ('file = "vie.csv"', 'file = "../vie.csv"', "line 16, streets.file: ../vie.csv is outside the folder"),
        ("day = 2025-12-31", 'day = "ieri"', "line 31, residents.day: expected a day as 2025-12-31"),
        ("min_age = 18", "min_age = true", "rules.min_age: expected a whole number, found True"),
        ("[rules]", "[regole]", "line 48, regole: unknown key"),
        ('name = "via"', "", "streets.name: expected text in quotes, found nothing"),
        ("[zones]", "[zones", "comune.toml: "),
        ("min_age = 18", f"min_age = {'9' * 5000}", "comune.toml: Exceeds the limit"),
        ("min_age = 18", f"min_age = {'[' * 5000}", "comune.toml: maximum recursion depth"),
        ("min_age = 18", "min_age = 18\nvalid_from = 2027-01-01T00:00:00Z", "rules.valid_from: expected a day"),
        ("day = 2025-12-31", "day = 2025-12-31T12:00:00", "line 31, residents.day: expected a day as 2025-12-31"),
        ('file = "vie.csv"', 'file = "vie\\u0000.csv"', "line 16, streets.file: 'vie\\x00.csv' cannot be read"),
        ('file = "vie.csv"', f'file = "{"v" * 300}.csv"', "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line_and_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    text = (folder / "comune.toml").read_text()
    assert old in text
    (folder / "comune.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(FolderError) as wrong:
        read(folder)
    assert says in str(wrong.value)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    held = read(folder)
    text = (folder / "comune.toml").read_text()
    (folder / "comune.toml").write_text(text, encoding="utf-8-sig")
    assert read(folder) == held


def test_a_folder_without_the_file_is_none(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"holds no comune\.toml"):
        read(tmp_path)


async def test_a_dry_run_shows_everything_and_changes_nothing(database: None, tmp_path: Path) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    shown = await loaded(folder, dry_run=True)
    assert list(shown) == ["comune", "zones", "streets", "residents", "office", "documents", "rules", "privacy"]
    assert shown["zones"].counts == {"new": 2}
    assert (await city()).id == 0
    assert await rows("SELECT 1 AS one FROM journal_entry") == []


async def test_a_folder_is_loaded_whole_and_a_second_time_changes_nothing(database: None, tmp_path: Path) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    await loaded(folder)
    look = await profile()
    assert (look.part, look.colour, bool(look.coat_of_arms)) == (Part.FRAZIONE, "#00457c", True)
    assert [(place.name, place.residents) for place in await neighbourhoods()] == [
        ("Pieve a Valle", 308),
        ("Monte Ombroso", 188),
    ]
    street = (await search("via roma"))[0]
    assert [place.name for place in await neighbourhoods_of(street.id, 44)] == ["Monte Ombroso"]
    progress = {view.step: view.progress for view in await steps()}
    assert progress.pop(Step.MAIL) is Progress.TO_DO
    assert set(progress.values()) == {Progress.DONE}
    assert await loaded(folder) == {}


async def test_of_several_who_load_at_once_one_does_it_and_the_others_find_it_done(
    database: None, tmp_path: Path
) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    done = await asyncio.gather(*(loaded(folder) for _ in range(4)))
    assert sorted(bool(one) for one in done) == [False, False, False, True]
    assert len(await rows("SELECT id FROM municipality")) == 1
    assert len(await neighbourhoods()) == 2


async def test_what_is_refused_in_the_last_section_undoes_the_first(database: None, tmp_path: Path) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    path = folder / "comune.toml"
    path.write_text(path.read_text().replace("dpo@comune", "dpo comune"))
    with pytest.raises(SectionError) as refused:
        await loaded(folder)
    assert (refused.value.section, refused.value.refusal.code) == ("privacy", "email.unreadable")
    assert (await city()).id == 0
    assert await rows("SELECT 1 AS one FROM neighbourhood") == []


async def test_only_what_differs_is_changed(database: None, tmp_path: Path) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    await loaded(folder)
    path = folder / "comune.toml"
    text = path.read_text().replace('part = "frazione"', 'part = "zona"').replace("0500 123456", "0500 654321")
    path.write_text(text.replace('coat_of_arms = "stemma.png"\n', ""))
    (folder / "regolamento.txt.csv").write_text("articolo;testo\n1;Partecipano tutte e tutti\n")
    shown = await loaded(folder)
    assert shown["comune"].lines == ("part: frazione → zona", "coat of arms")
    assert shown["office"].lines == ("phone changed",)
    assert shown["documents"].lines == ("replaced: Regolamento della partecipazione",)
    assert set(shown) == {"comune", "office", "documents"}
    assert await loaded(folder) == {}


async def test_a_saved_comune_loads_back_as_the_same(database: None, tmp_path: Path) -> None:
    await loaded(valdombra.write(tmp_path / "valdombra"))
    files = await save(tmp_path / "saved")
    assert {"comune.toml", "stemma.png", "zone.geojson", "vie.csv", "residenti.csv"} < set(files)
    assert await loaded(tmp_path / "saved", dry_run=True) == {}
