# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office loads a list by pages: file, columns, differences, confirmation."""

import re

import httpx

from deliberation.actor import Role
from deliberation.database import rows
from tests.register.files import TODAY, Resident, csv_of, resident
from tests.world import World, a_city, a_person, post, sign_in, token_of

HOME = "/gestione/registro"


async def at_the_office(browser: httpx.AsyncClient) -> World:
    world = await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    return world


async def upload(browser: httpx.AsyncClient, content: bytes, day: str = TODAY.isoformat()) -> httpx.Response:
    token = await token_of(browser, f"{HOME}/nuovo")
    return await browser.post(
        f"{HOME}/nuovo",
        data={"_csrf": token, "reference_date": day},
        files={"file": ("anagrafe.csv", content, "text/csv")} if content else {"file": ("", b"")},
        headers={"sec-fetch-site": "same-origin"},
    )


async def tried(browser: httpx.AsyncClient, people: list[Resident]) -> str:
    """The address of the differences of a file whose columns have usual names."""
    there = (await upload(browser, csv_of(people))).headers["location"]
    return str(there).removesuffix("/colonne")


async def confirm(browser: httpx.AsyncClient, base: str, **more: str) -> httpx.Response:
    seen = re.search(r'name="seen" value="([^"]*)"', (await browser.get(base)).text)
    assert seen
    return await post(browser, base, f"{base}/conferma", seen=seen[1], **more)


async def people_held() -> int:
    return int((await rows("SELECT count(*) AS n FROM register_entry WHERE ended_by IS NULL"))[0]["n"])


async def test_a_list_becomes_the_register_only_when_it_is_confirmed(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    people = [resident() for _ in range(3)]
    answer = await upload(browser, csv_of(people))
    assert answer.status_code == 303
    columns = answer.headers["location"]
    shown = (await browser.get(columns)).text
    assert "Codice fiscale" in shown
    assert people[0].code in shown
    base = columns.removesuffix("/colonne")
    assert "Che cosa cambia" in (await browser.get(base)).text
    assert await people_held() == 0
    done = await confirm(browser, base)
    assert (done.status_code, done.headers["location"]) == (303, HOME)
    assert await people_held() == 3
    assert await rows("SELECT id FROM register_draft") == []
    again = await browser.get(base)  # whoever never saw the answer looks again
    assert again.status_code == 404
    assert "Questo file non c&#39;è più: è già stato caricato" in again.text


async def test_the_file_that_waits_cannot_be_read_in_the_database(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    person = resident("Sconosciutissimi")
    await upload(browser, csv_of([person] * 50))
    stored = bytes((await rows("SELECT content FROM register_draft"))[0]["content"])
    assert b"Sconosciut" not in stored
    import zlib

    for start in range(60):
        try:
            assert b"Sconosciut" not in zlib.decompress(stored[start:])
        except zlib.error:
            continue


async def test_columns_of_other_names_are_chosen_on_screen(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    person = resident()
    content = f"A,B,C\n{person.code},{person.born},Navile\n".encode("cp1252")
    columns = (await upload(browser, content)).headers["location"]
    refused = await post(browser, columns, columns, code="A")
    assert refused.status_code == 422
    assert "Scegli la colonna della data di nascita." in refused.text
    assert 'value="A" selected' in refused.text
    chosen = await post(browser, columns, columns, code="A", born="B", zone="C")
    assert chosen.status_code == 303
    await confirm(browser, chosen.headers["location"])
    assert await people_held() == 1


async def test_an_address_without_a_zone_gets_the_one_that_is_chosen(browser: httpx.AsyncClient) -> None:
    world = await at_the_office(browser)
    base = await tried(browser, [resident(zone="", street="Via Nuova", number=str(n)) for n in (1, 2)])
    page = (await browser.get(base)).text
    assert "questa via non è nello stradario" in page
    assert "Nessuna riga si può usare" in page
    await post(browser, base, f"{base}/zone", **{"zona-street:via nuova": str(world.savena)})
    await confirm(browser, base)
    assert [row["neighbourhood"] for row in await rows("SELECT neighbourhood FROM register_entry")] == [
        world.savena
    ] * 2


async def test_a_file_that_is_none_is_refused_and_the_date_stays(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    for content, said in ((b"", "Scegli il file"), (b"PK\x03\x04" + b"x" * 50, ""), (b"una riga sola\n", "")):
        refused = await upload(browser, content, "2026-11-09")
        assert refused.status_code == 422
        assert said in refused.text
        assert 'value="2026-11-09"' in refused.text


async def test_a_list_that_was_cut_off_cannot_be_confirmed_and_says_what_to_do(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    await confirm(browser, await tried(browser, [resident()]))
    (last,) = await rows("SELECT public_id FROM register_load")
    there = (await upload(browser, csv_of([resident("Verdi"), resident("Neri")]).rstrip()[:-20])).headers["location"]
    base = there.removesuffix("/colonne")
    page = (await browser.get(base)).text
    assert "Il file sembra tagliato" in page
    assert f'href="{HOME}/nuovo"' in page
    assert f"{base}/conferma" not in page
    refused = await post(browser, base, f"{base}/conferma", seen=last["public_id"])
    assert refused.status_code == 422
    assert "Il file finisce a metà di una riga" in refused.text
    assert await rows("SELECT public_id FROM register_load") == [last]


async def test_an_older_list_needs_its_box_ticked(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    await confirm(browser, await tried(browser, [resident()]))
    there = (await upload(browser, csv_of([resident("Verdi")]), "2026-11-01")).headers["location"]
    base = there.removesuffix("/colonne")
    refused = await confirm(browser, base)
    assert refused.status_code == 409
    assert "più recente (10/11/2026)" in refused.text
    assert (await confirm(browser, base, older="1")).status_code == 303


async def test_a_list_that_was_seen_before_another_was_loaded_is_shown_again(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    mine, theirs = [await tried(browser, [resident(name)]) for name in ("Rossi", "Verdi")]
    seen = ""
    await confirm(browser, theirs)
    refused = await post(browser, mine, f"{mine}/conferma", seen=seen)
    assert refused.status_code == 409
    assert "Intanto un&#39;altra persona" in refused.text
    assert (await confirm(browser, mine)).status_code == 303


async def test_the_last_list_is_taken_back_after_a_question(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    await confirm(browser, await tried(browser, [resident()]))
    link = re.search(r'href="([^"]*/annulla)"', (await browser.get(HOME)).text)
    assert link
    assert "Annullare il caricamento?" in (await browser.get(link[1])).text
    assert (await post(browser, link[1], link[1])).status_code == 303
    assert await people_held() == 0


async def test_no_list_is_taken_back_after_a_roll_was_made(browser: httpx.AsyncClient) -> None:
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots.roll import freeze
    from tests.world import a_consultation

    world = await at_the_office(browser)
    await confirm(browser, await tried(browser, [resident()]))
    await freeze(COMMAND_LINE, await a_consultation(world), at=clock.now())
    link = re.search(r'href="([^"]*/annulla)"', (await browser.get(HOME)).text)
    assert link
    assert "Bilancio di Navile 2026" in (await browser.get(link[1])).text
    answer = await post(browser, HOME + "/nuovo", link[1])
    assert answer.status_code == 409
    assert await people_held() == 1


async def test_the_desk_looks_somebody_up_by_their_code(browser: httpx.AsyncClient) -> None:
    await at_the_office(browser)
    person = resident()
    await confirm(browser, await tried(browser, [person]))
    search = f"{HOME}/cerca"
    assert "Navile" in (await post(browser, search, search, code=person.code.lower())).text
    assert "Non c'è" in (await post(browser, search, search, code=resident().code)).text
    refused = await post(browser, search, search, code="ROSSI")
    assert refused.status_code == 422
    assert 'value="ROSSI"' in refused.text


async def test_what_waits_for_more_than_a_day_is_gone(browser: httpx.AsyncClient) -> None:
    from datetime import timedelta

    from deliberation import clock
    from deliberation.people.register import drafts

    await at_the_office(browser)
    await tried(browser, [resident()])
    await drafts.forget_old(at=clock.now() + timedelta(hours=23))
    assert len(await rows("SELECT id FROM register_draft")) == 1
    await drafts.forget_old(at=clock.now() + timedelta(hours=25))
    assert await rows("SELECT id FROM register_draft") == []


async def test_the_two_columns_are_offered_where_a_regulation_asks_and_otherwise_it_is_said(
    browser: httpx.AsyncClient,
) -> None:
    from tests.register.files import with_stays
    from tests.regulations.places import written

    await at_the_office(browser)
    file = with_stays([(resident(), "Italia", "01/02/2010"), (resident("Verdi"), "<b>boh</b>", "")])
    columns = (await upload(browser, file)).headers["location"]
    page = (await browser.get(columns)).text
    assert 'name="citizenship"' not in page
    assert "Il regolamento non chiede la cittadinanza" in page
    await written("brescia")
    page = (await browser.get(columns)).text
    assert 'value="Cittadinanza" selected' in page
    assert 'value="Residente dal" selected' in page
    assert "per questo di ogni persona conserviamo anche da quando" in page
    base = columns.removesuffix("/colonne")
    page = (await browser.get(base)).text
    assert "la cittadinanza non si capisce: la riga vale senza" in page
    assert "&lt;b&gt;boh&lt;/b&gt;" in page
    assert "Persone senza cittadinanza nel file: 1" in page
    await confirm(browser, base)
    found = await rows("SELECT citizenship FROM register_entry ORDER BY citizenship")
    assert [row["citizenship"] for row in found] == ["", "italian"]


async def test_the_desk_reads_what_comes_from_the_list_and_may_write_something_else(browser: httpx.AsyncClient) -> None:
    from deliberation.people.tables import Person
    from tests.regulations.places import seen, written

    world = await at_the_office(browser)
    await written("brescia")
    person = await a_person(world.navile)
    await seen(person, citizenship="other")
    page = f"/gestione/persone/{person.public_id}/residenza"
    assert "Viene dall" not in (await browser.get(page)).text
    await Person.update({Person.citizenship_by_register: True}, force=True)
    assert (await browser.get(page)).text.count("Viene dall") == 1
    await post(browser, page, page, citizenship="eu")
    assert "Viene dall" not in (await browser.get(page)).text
    assert re.search(r'value=""\s+checked', (await browser.get(page)).text) is None
    await post(browser, page, page, citizenship="")
    assert re.search(r'value=""\s+checked', (await browser.get(page)).text)
