# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes after a count is work for later: nobody waits for it, it is done once, and minutes never change by it."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from analytics import tallies as counting
from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import endings, queries, tallies
from deliberation.ballots.results import findings, minutes
from deliberation.ballots.tables import Finding, MinutesFile
from deliberation.consultations.consultation import stored
from deliberation.database import rows
from deliberation.places.queries import forget_city
from deliberation.records.tables import Attachment
from tests.ballots.test_pot_pages import ZONES, a_result
from tests.ballots.votes import CLOSES, Vote
from tests.results.afterwards import AFTER, waiting, work
from tests.results.scrutinies import a_published_vote
from tests.results.test_results import a_closed_vote
from tests.world import a_person, sign_in
from web.jobs import JOBS
from web.pages.ballots.minutes import keeping
from web.printing import typesetting

LACKED = "oppure un costo più basso di"


async def counted() -> Vote:
    """A vote that the office still looks at."""
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    return vote


async def seen(browser: httpx.AsyncClient, path: str) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200
    return answer.text.replace("\xa0", " ")


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Templates that Typst refuses."""
    (tmp_path / "minutes.typ").write_text("#panic()", encoding="utf-8")
    monkeypatch.setattr(typesetting, "FOLDER", tmp_path)
    monkeypatch.setattr(typesetting, "_kept", type(typesetting._kept)())


async def test_a_count_can_be_published_before_anything_is_found_out_and_says_it_when_it_is(
    browser: httpx.AsyncClient,
) -> None:
    vote = await counted()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    assert await waiting() == [findings.JOB, minutes.JOB]
    page = f"/consultazioni/{vote.slug}/risultato"
    before = await seen(browser, page)
    assert LACKED not in before
    assert "Al suo turno restavano" in before
    await work()
    assert LACKED in await seen(browser, page)
    assert await waiting() == []


async def test_what_is_found_out_changes_neither_the_count_nor_its_minutes(browser: httpx.AsyncClient) -> None:
    vote = await counted()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    files = [
        f"/consultazioni/{vote.slug}/risultato/greedy/{name}" for name in ("verbale.txt", "verbale.pdf", "esito.json")
    ]
    first = [(await browser.get(file)).content for file in files]
    await work()
    assert [(await browser.get(file)).content for file in files] == first
    assert await Finding.count() == 1


async def test_it_is_the_same_in_many_turns_as_in_one(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    vote = await a_published_vote("budget", "equal-shares")
    await work()
    (whole,) = await Finding.select(Finding.found, Finding.is_whole)
    assert whole["is_whole"]
    await rows("DELETE FROM finding")
    monkeypatch.setattr(counting, "TURN", -1.0)
    await findings.queue(vote.slug, at=AFTER)
    assert await work() > 2  # one more than in one turn
    assert await Finding.select(Finding.found, Finding.is_whole) == [whole]


async def test_two_workers_find_the_same_once(database: None) -> None:
    vote = await counted()
    payload = {"consultation": vote.slug}
    await asyncio.gather(*(JOBS[findings.JOB](payload, AFTER) for _ in range(2)))
    await work()
    assert await Finding.count() == 1
    (kept, _) = await queries.outcomes(vote.id)
    assert set(kept.found) == {"elsewhere", "lacking"}
    assert kept.found["lacking"].keys() == {"pista"}


async def test_a_count_whose_ballots_are_others_by_now_finds_nothing_out(database: None) -> None:
    vote = await counted()
    await rows('UPDATE tally SET outcome = replace(outcome, \'"input":"\', \'"input":"0\')')
    await work()
    (kept, _) = await queries.outcomes(vote.id)
    assert kept.found == {}


async def test_every_pot_of_a_budget_is_looked_at(database: None) -> None:
    _, vote = await a_result()
    await work(CLOSES)
    found = await queries.outcomes(vote.id)
    assert {tally.pot: bool(tally.found["lacking"]) for tally in found if tally.is_official} == {
        "navile": True,
        "savena": True,
    }


async def test_a_page_says_the_size_of_its_minutes_when_they_are_there(browser: httpx.AsyncClient) -> None:
    vote = await counted()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    page = f"/consultazioni/{vote.slug}/risultato"
    assert "Verbale (PDF)</a>" in await seen(browser, page)
    await work()
    (size,) = re.findall(r"Verbale \(PDF, (\d+) kB\)</a>", await seen(browser, page))
    file = (await browser.get(f"{page}/greedy/verbale.pdf")).content
    assert int(size) == -(-len(file) // 1000)


async def test_no_look_at_a_result_makes_a_pdf(browser: httpx.AsyncClient, refusing: None) -> None:
    vote = await counted()
    page = f"/consultazioni/{vote.slug}/risultato"
    office = await a_person(None, Role.OFFICE)
    await sign_in(browser, office)
    assert "Verbale (PDF)</a>" in await seen(browser, page)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    assert "Verbale (PDF)</a>" in await seen(browser, page)
    assert not typesetting._kept


async def test_a_pdf_that_typst_refuses_is_answered_with_the_minutes_as_text(
    browser: httpx.AsyncClient, refusing: None
) -> None:
    vote = await counted()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    file = f"/consultazioni/{vote.slug}/risultato/greedy/verbale"
    answer = await browser.get(f"{file}.pdf")
    assert answer.status_code == 503
    assert f'href="{file}.txt"' in answer.text
    assert "VERBALE DI SCRUTINIO" in await seen(browser, f"{file}.txt")
    with pytest.raises(typesetting.Unset):  # the worker tries again later
        await keeping.keep({"consultation": vote.slug}, AFTER)
    assert await MinutesFile.count() == 0


async def test_kept_minutes_are_the_bytes_that_a_look_would_make_and_stay_when_the_comune_changes(
    browser: httpx.AsyncClient,
) -> None:
    vote = await counted()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    file = f"/consultazioni/{vote.slug}/risultato/greedy/verbale.pdf"
    made = (await browser.get(file)).content
    await work()
    assert (await browser.get(file)).content == made
    await rows("UPDATE municipality SET name = 'Altrove'")
    forget_city()
    assert "Altrove" in await seen(browser, file.replace("pdf", "txt"))
    assert (await browser.get(file)).content == made


async def test_files_are_made_in_turns_so_that_mails_need_not_wait(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await counted()
    await work()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    monkeypatch.setattr(keeping, "TURN", -1.0)
    assert await work() == 4
    assert await MinutesFile.count() == 4


async def test_two_workers_keep_one_file(database: None) -> None:
    vote = await counted()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    payload = {"consultation": vote.slug}
    await asyncio.gather(*(JOBS[minutes.JOB](payload, AFTER) for _ in range(2)))
    await JOBS[minutes.JOB](payload, AFTER)
    kept = await MinutesFile.select(MinutesFile.digest, MinutesFile.locale)
    assert len(kept) == len({(row["digest"], row["locale"]) for row in kept}) == 4  # two rules, two languages
    assert await Attachment.count() == 4


async def test_an_annulled_count_keeps_minutes_that_say_so(browser: httpx.AsyncClient) -> None:
    vote = await counted()
    office = await a_person(None, Role.OFFICE)
    await endings.annul(office, vote.slug, "Schede di un altro voto.", (await stored(vote.slug)).version, at=AFTER)
    await work()
    page = f"/consultazioni/{vote.slug}/risultato"
    assert re.search(r"Verbale \(PDF, \d+ kB\)</a>", await seen(browser, page))
    digest, _ = await tallies.official_result(vote.id)
    kept = await minutes.content(vote.id, digest, "it")
    assert kept == (await browser.get(f"{page}/greedy/verbale.pdf")).content


async def test_of_a_budget_in_pots_the_whole_and_the_pots_with_enough_ballots_are_kept(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_result(savena=3)
    assert "Verbale (PDF)</a>" in await seen(browser, f"{ZONES}/risultato")
    await work(CLOSES)
    assert re.search(r"Verbale \(PDF, \d+ kB\)</a>", await seen(browser, f"{ZONES}/risultato"))
    assert re.search(r"Verbale \(PDF, \d+ kB\)</a>", await seen(browser, f"{ZONES}/risultato/somme/navile"))
    assert "Verbale (PDF" not in await seen(browser, f"{ZONES}/risultato/somme/savena")
    digests = {tally.pot: tally.digest for tally in await queries.outcomes(vote.id) if tally.is_official}
    assert await minutes.size(vote.id, digests["navile"], "it")
    assert await minutes.size(vote.id, digests["savena"], "it") is None
