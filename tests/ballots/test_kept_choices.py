# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choices that are not recorded yet stay half an hour in the voter's own browser, for that person and that vote."""

from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.ballots import queries
from deliberation.places.tables import Municipality
from tests.ballots.test_ballot_pages import a_voter, send
from tests.ballots.votes import COSTS, a_vote
from tests.world import World, a_city, a_person, sign_in, token_of
from web import settings
from web.http import logs
from web.http.visits import signed, signed_value

COOKIE = "rione_scheda"
CHOSEN = {"scelte": ["orto", "luci"]}


def path_of(slug: str) -> str:
    return f"/consultazioni/{slug}/vota"


async def kept_after(browser: httpx.AsyncClient, slug: str, fields: dict[str, object]) -> str:
    """The cookie after the person has chosen and asked for the summary."""
    await send(browser, f"{path_of(slug)}/riepilogo", fields)
    return browser.cookies.get(COOKIE) or ""


async def found_again(browser: httpx.AsyncClient, slug: str) -> int:
    """How many choices the ballot shows as kept."""
    text = (await browser.get(path_of(slug))).text
    return text.count(" checked") if "Abbiamo ritrovato le tue scelte" in text else 0


async def test_they_are_found_for_half_an_hour_even_by_a_browser_that_keeps_cookies_longer(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, vote = await a_voter(browser)
    cookie, now = await kept_after(browser, vote.slug, CHOSEN), clock.now()
    for minutes, found in ((29, 2), (31, 0)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        browser.cookies.set(COOKIE, cookie, domain="127.0.0.1")
        assert await found_again(browser, vote.slug) == found, minutes


async def test_the_browser_is_told_to_forget_them_after_half_an_hour_and_to_show_them_to_no_script(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_voter(browser)
    token = await token_of(browser, path_of(vote.slug))
    answer = await browser.post(f"{path_of(vote.slug)}/riepilogo", data={"_csrf": token, **CHOSEN})
    [sent] = [text for text in answer.headers.get_list("set-cookie") if text.startswith(COOKIE)]
    assert {"max-age=1800", "httponly", "samesite=lax"} <= {part.strip().lower() for part in sent.split(";")}


async def test_a_recorded_ballot_leaves_nothing_in_the_browser(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser)
    assert await kept_after(browser, vote.slug, CHOSEN)
    assert (await send(browser, f"{path_of(vote.slug)}/registra", CHOSEN)).status_code == 303
    assert COOKIE not in browser.cookies


async def test_a_ballot_that_is_refused_is_kept(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser, "approval", "approval", max_picks=1)
    assert (await send(browser, f"{path_of(vote.slug)}/registra", CHOSEN)).status_code == 422
    assert await found_again(browser, vote.slug) == 2


async def test_what_was_chosen_before_signing_in_is_found_by_who_signs_in(browser: httpx.AsyncClient) -> None:
    person, vote = await a_voter(browser)
    browser.cookies.delete("rione_session")
    token = await token_of(browser, "/accesso")
    answer = await browser.post(f"{path_of(vote.slug)}/riepilogo", data={"_csrf": token, **CHOSEN})
    assert answer.headers["location"].startswith("/accesso?next=")
    await sign_in(browser, person)
    assert await found_again(browser, vote.slug) == 2


async def test_another_person_at_the_same_browser_gets_a_ballot_without_them(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    first, second = [await a_person(world.navile) for _ in range(2)]  # before the roll is frozen: both may vote
    now = clock.now()
    vote = await a_vote(world, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    await sign_in(browser, first)
    await kept_after(browser, vote.slug, CHOSEN)
    await sign_in(browser, second)
    ballot = await browser.get(path_of(vote.slug))
    assert ballot.status_code == 200
    assert ballot.text.count('name="scelte"') == len(COSTS)
    assert " checked" not in ballot.text
    await sign_in(browser, first)
    assert await found_again(browser, vote.slug) == 2


async def test_choices_that_can_be_read_in_two_ways_are_not_kept(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser)
    assert (await send(browser, f"{path_of(vote.slug)}/riepilogo", {"scelte": ["orto", "orto"]})).status_code == 422
    assert COOKIE not in browser.cookies


async def test_another_vote_does_not_show_them(browser: httpx.AsyncClient) -> None:
    person, vote = await a_voter(browser)
    await kept_after(browser, vote.slug, CHOSEN)
    city, now = await Municipality.select().first(), clock.now()
    assert city is not None
    world = World(city["id"], person.neighbourhood or 0, 0)
    other = await a_vote(world, slug="altra", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    assert await found_again(browser, other.slug) == 0
    assert await found_again(browser, vote.slug) == 2


async def test_only_what_we_signed_for_this_purpose_is_read(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser)
    cookie = await kept_after(browser, vote.slug, CHOSEN)
    held = signed_value(settings.load(), "scheda", cookie)
    assert held[0] == vote.slug
    text, _, mac = cookie.partition(".")
    for changed in (text, f"{text}.", f"{text}.{mac[:-1]}", f"A{text}.{mac}", signed(settings.load(), "flash", held)):
        browser.cookies.set(COOKIE, changed, domain="127.0.0.1")
        assert await found_again(browser, vote.slug) == 0, changed
    browser.cookies.set(COOKIE, cookie, domain="127.0.0.1")
    browser.cookies.set("rione_flash", cookie, domain="127.0.0.1")
    answer = await browser.get(path_of(vote.slug))
    assert answer.status_code == 200
    assert answer.text.count(" checked") == 2


async def test_more_than_a_cookie_holds_is_not_kept_and_is_on_the_page_all_the_same(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_voter(browser, "ranking", "schulze")
    ranked = {"posto-orto": "1", **{f"posto-{'x' * 200}{n}": "2" for n in range(20)}}
    answer = await send(browser, f"{path_of(vote.slug)}/riepilogo", ranked)
    assert answer.status_code == 422
    assert 'name="posto-orto" value="1"' in answer.text
    assert COOKIE not in browser.cookies


async def test_neither_choices_nor_cookie_are_logged_not_even_with_a_fault(
    browser: httpx.AsyncClient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.configure(settings.load())  # to what is captured here
    _, vote = await a_voter(browser)
    cookie = await kept_after(browser, vote.slug, CHOSEN)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError(cookie)

    monkeypatch.setattr(queries, "booth", broken)
    assert (await browser.get(path_of(vote.slug))).status_code == 500
    printed = "".join(capsys.readouterr())
    assert "RuntimeError" in printed
    assert not [text for text in (cookie, vote.slug, *CHOSEN["scelte"]) if text in printed]
