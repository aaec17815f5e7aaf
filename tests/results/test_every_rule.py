# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule, as the office is offered it, goes by its pages from the wizard to the ballot to a published result.

The cases come from the registry: a rule that is offered is tried here by itself.
"""

import html
import json
import re
from datetime import datetime, timedelta
from itertools import count as numbered

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor, Role
from deliberation.ballots import queries
from deliberation.ballots.tables import Ballot
from deliberation.consultations.consultation import stored
from deliberation.consultations.templates import TEMPLATES
from deliberation.proposals.tables import Proposal
from tests.consultations_office.stories import a_proposal, typed
from tests.results.afterwards import work
from tests.results.pdf_tags import tagged
from tests.results.told_numbers import assert_told
from tests.world import World, a_city, a_person, post, sign_in, token_of
from voting import RULES, Asking
from voting.evidence.outcome import digest_of
from web import jobs

HERE = "/gestione/consultazioni"
CASES = [(asked, key) for asked in Asking for key, rule in RULES.items() if asked in rule.offered]
TITLES = ("Alberi in via Roma", "Luci al parco", "Orto di quartiere", "Panchine nuove")
DAY = timedelta(days=1)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, as a list of one that a test moves; no instant of a real clock is a whole second."""
    now = [clock.now().replace(minute=0, second=0, microsecond=840_353)]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


async def drafted(browser: httpx.AsyncClient, world: World, asked: Asking, key: str, start: datetime) -> str:
    """The wizard's steps, with what it proposes; the slug of what was published."""
    [template] = [name for name, one in TEMPLATES.items() if one.asked is asked]
    made = await post(browser, f"{HERE}/nuova", f"{HERE}/nuova", template=template, title=f"Voto {key}")
    here = made.headers["location"].removesuffix("/testi")
    slug = here.rsplit("/", 1)[1]
    held = await stored(slug)
    texts = {name: getattr(held, name) for name in ("title", "purpose", "decided_by", "out_of_scope", "privacy_notice")}
    await post(browser, f"{here}/testi", f"{here}/testi", summary="Decidiamo.", version=held.version, **texts)
    dates: dict[str, object] = {}
    for n, phase in enumerate(TEMPLATES[template].phases):
        dates |= {
            f"{phase.kind}-opens": typed(start + n * DAY),
            f"{phase.kind}-closes": typed(start + (n + 1) * DAY),
        }
    place = {"place": "some", "neighbourhoods": world.navile}
    await post(browser, f"{here}/fasi", f"{here}/fasi", version=held.version + 1, **place, **dates)
    page = html.unescape((await browser.get(f"{here}/voto")).text)
    told = RULES[key].explained(money=asked is Asking.BUDGET)
    for text in (told.summary, *told.lines, told.example.text):
        assert text in page
    vote = {
        "rule": key,
        "lot_source": "Il Lotto.",
        "seats": "2" if asked is Asking.GROUP else "1",
        "budget": "100.000",
        "freezes_itself": "1",
    }
    saved = await post(browser, f"{here}/voto", f"{here}/voto", version=held.version + 2, **vote)
    assert saved.status_code == 303, saved.text
    done = await post(browser, f"{here}/riepilogo", f"{here}/riepilogo", version=held.version + 3)
    assert done.status_code == 303, done.text
    return slug


def filled(page: str, voter: int) -> dict[str, list[str]]:
    """A ballot of a page, filled in as this voter would: any kind, by the names of its fields."""
    form = page.split('class="ballot-form"', 1)[1].split("</form>", 1)[0]
    values: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', form):
        values.setdefault(html.unescape(name), []).append(html.unescape(value))
    places = numbered(1)
    sent: dict[str, list[str]] = {}
    for name, offered in values.items():
        if name.startswith("posto-"):
            sent[name] = [str(next(places))]
        elif name.startswith("punti-"):
            sent[name] = [str(max(0, 3 - next(places)))]
        elif name.startswith("giudizio-"):
            given = [value for value in offered if value]
            sent[name] = [given[min(next(places) - 1 + voter % 2, len(given) - 1)]]
        elif name == "scelte":
            options = [value for value in offered if value]
            is_box = 'type="checkbox"' in form
            sent[name] = options[:2] if is_box else options[:1]
    return sent


async def voted(browser: httpx.AsyncClient, person: Actor, slug: str, number: int) -> None:
    """Choose, reread, record: with the fields of the pages alone."""
    await sign_in(browser, person)
    path = f"/consultazioni/{slug}/vota"
    page = (await browser.get(path)).text
    assert 'class="ballot-form"' in page, page.split("<main", 1)[1][:1500]
    token = await token_of(browser, path)
    chosen = await browser.post(f"{path}/riepilogo", data={"_csrf": token, **filled(page, number)})
    assert chosen.status_code == 303, chosen.text
    summary = (await browser.get(f"{path}/riepilogo")).text
    form = summary.split(f'action="{path}/registra"', 1)[1].split("</form>", 1)[0]
    marks: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)"\s+value="([^"]*)"', form):
        marks.setdefault(name, []).append(value)
    done = await browser.post(f"{path}/registra", data=marks)
    assert done.headers["location"].startswith(f"{path}/registrato")
    assert "Il tuo voto è registrato." in (await browser.get(done.headers["location"])).text
    assert "Hai già votato" in (await browser.get(path)).text


@pytest.mark.parametrize(("asked", "key"), CASES)
async def test_from_the_wizard_to_the_ballot_to_the_published_result(
    browser: httpx.AsyncClient, at: list[datetime], asked: Asking, key: str
) -> None:
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    voters = [await a_person(world.navile) for _ in range(3)]
    await sign_in(browser, office)
    slug = await drafted(browser, world, asked, key, at[0] + DAY)
    held = await stored(slug)
    offer = RULES[key].offered[asked]
    assert (held.rule, held.ballot_kind) == (key, offer.kind)
    if not held.answers:
        for n, title in enumerate(TITLES):
            await a_proposal(held, None, title, state="admissible", cost=30_000_00 + n, gender="fm"[n % 2])
    assert held.voting is not None
    assert held.closes_at is not None
    at[0] = held.voting.opens_at + timedelta(minutes=1)
    await sign_in(browser, office)
    assert (await browser.get(f"{HERE}/{slug}/congela")).status_code == 200
    await jobs.keep_phases(at[0])
    for number, person in enumerate(voters):
        await voted(browser, person, slug, number)
    assert await Ballot.count() == len(voters)
    at[0] = held.closes_at + timedelta(minutes=1)
    await jobs.keep_phases(at[0])
    await sign_in(browser, office)
    here = f"{HERE}/{slug}"
    await post(browser, here, f"{here}/estrazione", lot_value="4 18 33 71 90")
    counted = await post(browser, here, f"{here}/conta")
    assert counted.status_code == 303, counted.text
    assert (await browser.get(f"{here}/pubblica-risultato")).status_code == 200
    await post(browser, f"{here}/pubblica-risultato", f"{here}/pubblica-risultato")
    await work(at[0])
    browser.cookies.delete("rione_session")
    await the_result_is_whole(browser, slug, key)


async def the_result_is_whole(browser: httpx.AsyncClient, slug: str, key: str) -> None:
    """The page names the winners, the minutes the rule, the file can be checked, the proposals know how they ended."""
    path = f"/consultazioni/{slug}/risultato"
    page = await browser.get(path)
    assert page.status_code == 200
    document = json.loads((await browser.get(f"{path}/{key}/esito.json")).text)
    assert document["n_valid"] == 3
    assert document["winners"]
    assert document["digest"] == digest_of(document)
    names = {option["id"]: option["name"] for option in document["options"]}
    for winner in document["winners"]:
        assert html.escape(names[winner]) in page.text
    assert page.text.count('role="img" aria-labelledby="figura-risultato-t" aria-describedby="figura-risultato-d"') == 1
    assert "I numeri in tabella" in page.text
    minutes = (await browser.get(f"{path}/{key}/verbale.txt")).text
    assert f"Regola: {RULES[key].name()}, versione {RULES[key].version}" in minutes
    (official, *_others) = await queries.outcomes((await stored(slug)).id)
    assert_told(minutes, document, official.what_ifs)
    pdf = (await browser.get(f"{path}/{key}/verbale.pdf")).content
    assert f">Verbale (PDF, {-(-len(pdf) // 1000)} kB)</a>" in page.text
    made = tagged(pdf)
    assert (made.language, made.marked, len(made.figures)) == ("it-IT", True, 1)
    assert made.tags["Table"] == made.tags["Caption"] == made.tags["THead"] > 0
    assert re.sub(r"\s", "", document["digest"]) in re.sub(r"\s", "", made.text)
    chosen = await Proposal.select(Proposal.option_id).where(Proposal.state == "selected")
    assert {row["option_id"] for row in chosen} == set(document["winners"]) - set(RULES[key].answers)


def test_every_rule_but_the_what_if_is_tried() -> None:
    assert {key for _, key in CASES} | {"knapsack"} == set(RULES)
