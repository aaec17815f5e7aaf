# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choosing how to hear of votes, leaving the mails in one click, what the office sees and switches."""

import re

import httpx
import pytest

from deliberation import clock
from deliberation.database import rows, writing
from deliberation.notices import choices
from deliberation.notices.choices import Event, Way
from tests.announcements.rolls import OPENS, REMINDS, a_roll, addresses, send_all, tell
from tests.world import post, sign_in

LIST = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: REMINDS)


async def test_a_person_chooses_event_by_event(browser: httpx.AsyncClient) -> None:
    _, [person], _, _ = await a_roll(1)
    await sign_in(browser, person)
    page = (await browser.get("/profilo/avvisi")).text
    assert page.count("checked") == 4, "by mail and on the site, as long as nothing is chosen"
    refused = await post(browser, "/profilo/avvisi", "/profilo/avvisi", opening="site", reminder="pigeon")
    assert refused.status_code == 422
    assert "Scegli come vuoi saperlo." in refused.text
    assert re.search(r'value="site"\s+checked', refused.text), "what was chosen is still there"
    saved = await post(
        browser, "/profilo/avvisi", "/profilo/avvisi", opening="site", reminder="none", result="mail", news="site"
    )
    assert saved.status_code == 303
    assert await choices.own_choices(person) == dict(
        zip(choices.ALL, (Way.SITE, Way.NONE, Way.MAIL, Way.SITE), strict=True)
    )


async def test_one_click_ends_the_mails_without_session_or_token_and_from_anywhere(browser: httpx.AsyncClient) -> None:
    _, people, _, _ = await a_roll(2)
    path = choices.unsubscribe_path(people[0].id)
    for _ in range(2):
        done = await browser.post(
            path, data=LIST, headers={"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
        )
        assert done.status_code == 200
    as_files = await browser.post(path, files={name: (None, value) for name, value in LIST.items()})
    assert as_files.status_code == 200, "RFC 8058 lets mail services post either kind of form"
    assert set((await choices.own_choices(people[0])).values()) == {Way.SITE}
    assert set((await choices.own_choices(people[1])).values()) == {Way.MAIL}
    await tell(OPENS)
    assert await send_all(OPENS) == await addresses(people[1:])


async def test_a_scanner_that_opens_the_link_changes_nothing_and_the_button_does(browser: httpx.AsyncClient) -> None:
    _, [person], _, _ = await a_roll(1)
    path = choices.unsubscribe_path(person.id)
    page = await browser.get(path)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Non mandarmi più mail su voti e proposte" in page.text
    assert await rows("SELECT 1 AS one FROM contact_choice") == []
    pressed = await browser.post(path, data=LIST, headers={"sec-fetch-site": "same-origin"})
    assert "Fatto" in pressed.text
    assert set((await choices.own_choices(person)).values()) == {Way.SITE}


async def test_an_address_that_we_did_not_make_ends_nobodys_mails(browser: httpx.AsyncClient) -> None:
    _, [person, other], _, _ = await a_roll(2)
    good = choices.unsubscribe_path(person.id)
    token = good.rsplit("/", 1)[1]
    assert str(person.id) not in token
    assert person.public_id not in token
    for wrong in (
        token[:-1],
        token + "a",
        token.upper(),
        "x",
        "%00",
        "1",
        ("b" if token[0] == "a" else "a") + token[1:],
    ):
        answer = await browser.post(f"/avvisi/disiscrivi/{wrong}", data=LIST)
        assert answer.status_code == 404, wrong
        assert (await browser.get(f"/avvisi/disiscrivi/{wrong}")).status_code == 404
    assert await rows("SELECT 1 AS one FROM contact_choice") == []
    assert choices.unsubscribe_path(other.id) != good


async def test_a_person_whose_mails_come_back_hears_it_at_the_next_sign_in_and_may_say_that_all_is_well(
    browser: httpx.AsyncClient,
) -> None:
    from deliberation.people.access import passwords

    _, [person], _, _ = await a_roll(1)
    [email] = await addresses([person])
    hashed = await passwords.hash_password("una lunga frase")
    await rows("UPDATE account SET password_hash = {} WHERE id = {}", hashed, person.id)
    async with writing():
        assert await choices.mark_unreachable(person.id, email)
    entered = await post(browser, "/accesso", "/accesso", email=email.upper(), password="una lunga frase")
    assert entered.status_code == 303
    assert "Le mail al tuo indirizzo tornano indietro" in (await browser.get("/")).text
    assert "Le mail tornano indietro" in (await browser.get("/profilo/avvisi")).text
    await post(browser, "/profilo/avvisi", "/profilo/avvisi/riprova")
    assert "tornano indietro" not in (await browser.get("/profilo/avvisi")).text.split("<main", 1)[1]
    await tell(OPENS)
    assert await send_all(OPENS) == [email]


async def test_the_reminder_stands_among_the_notices_of_who_has_not_voted_alone(browser: httpx.AsyncClient) -> None:
    from deliberation.ballots.casting import cast

    vote, [voter, other], _, _ = await a_roll(2)
    await cast(voter, vote.slug, ["luci"], at=OPENS)
    await tell(REMINDS)
    for person, stands in ((voter, False), (other, True)):
        await sign_in(browser, person)
        assert ("Non hai ancora votato" in (await browser.get("/avvisi")).text) is stands
        assert ('<span class="count">1<' in (await browser.get("/ufficio")).text) is stands  # beside the bell


async def test_the_office_sees_when_and_how_many_switches_reads_and_tries(browser: httpx.AsyncClient) -> None:
    vote, people, office, _ = await a_roll(3)
    await tell(OPENS)
    await send_all(OPENS)
    await sign_in(browser, office)
    here = f"/gestione/consultazioni/{vote.slug}"
    assert f"{here}/avvisi" in (await browser.get(here)).text
    page = (await browser.get(f"{here}/avvisi")).text
    assert "giovedì 26 novembre 2026, ore 09:00" in page
    off = await post(browser, f"{here}/avvisi", f"{here}/avvisi/reminder")
    assert off.status_code == 303
    assert "spento" in (await browser.get(f"{here}/avvisi")).text
    late = await post(browser, f"{here}/avvisi", f"{here}/avvisi/opening")
    assert "già partito" in late.text
    for event in Event:
        shown = (await browser.get(f"{here}/avvisi/{event}")).text
        assert "Bilancio di Navile" in shown
        await post(browser, f"{here}/avvisi/{event}", f"{here}/avvisi/{event}/prova")
    mails = [row["payload"] for row in await rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")]
    assert [mail.split('"kind":"', 1)[1].split('"')[0] for mail in mails] == [f"vote-{event}" for event in Event]
    [own] = await addresses([office])
    assert all(own in mail for mail in mails)
    assert (await browser.get(f"{here}/avvisi/nothing")).status_code == 404
    emails = await addresses(people)
    assert not any(email in page for email in emails)


async def test_small_numbers_of_failures_are_not_told_nor_to_be_had_by_subtraction(browser: httpx.AsyncClient) -> None:
    vote, _, office, _ = await a_roll(3)
    await tell(OPENS)
    await rows("UPDATE announcement SET total = 9, sent = 5, failed = 4, bounced = 7")
    await rows("DELETE FROM letter")
    await sign_in(browser, office)
    page = " ".join((await browser.get(f"/gestione/consultazioni/{vote.slug}/avvisi")).text.split())
    opening = page.split('id="opening"')[1].split("</section>")[0]
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", opening))
    assert facts["Mail mandate"] == "9"
    assert facts["di cui non riuscite"] == "meno di 5"
    assert facts["Tornate indietro dopo"] == "7"
