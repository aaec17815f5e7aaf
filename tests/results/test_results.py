# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From closed ballots to a published result: counted once, explained, the same when counted again."""

import json
import re
from datetime import timedelta

import httpx
import pytest

from analytics.tallies import count_consultation
from analytics.turnouts import of_vote
from deliberation import clock
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import queries, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.tables import Tally
from deliberation.consultations.tables import Consultation
from deliberation.consultations.templates import TEMPLATES
from deliberation.errors import Conflict, NotAllowed, NotFound, TooLate
from deliberation.proposals.tables import Proposal
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.guards import by_hand
from tests.world import NOON, World, a_city, a_person, another_place, sign_in
from voting import RULES
from voting.evidence.outcome import digest_of

AFTER = CLOSES + timedelta(hours=1)


async def a_closed_vote(kind: str = "budget", rule: str = "greedy", **options: object) -> tuple[World, Vote]:
    """Five ballots: alberi 3, luci 3, pista 1, orto 0, one blank."""
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(5)]
    vote = await a_vote(world, kind, rule, **options)  # type: ignore[arg-type]
    marks = [["alberi", "luci"], ["alberi", "luci"], ["luci", "alberi"], ["pista"], []]
    for person, chosen in zip(people, marks, strict=True):
        await cast(person, vote.slug, chosen[:1] if kind == "choice" else chosen, at=NOON)
    await close(vote)
    return world, vote


async def test_a_budget_is_counted_under_its_rule_and_the_other_one_stands_beside(database: None) -> None:
    _, vote = await a_closed_vote()
    official, other = await count_consultation(vote.slug, at=AFTER)
    assert (official.rule, official.is_official) == ("greedy", True)
    assert (other.rule, other.is_official) == ("equal-shares", False)
    assert official.outcome["totals"] == {"alberi": "3", "luci": "3", "orto": "0", "pista": "1"}
    assert official.outcome["winners"] == ["alberi", "luci", "orto"]
    assert official.outcome["n_blank"] == 1
    assert digest_of(official.outcome) == official.digest == official.outcome["digest"]
    assert official.digest in official.transcript_it
    assert (await Consultation.select(Consultation.state).first()) == {"state": "tallied"}


async def test_a_project_that_fits_the_budget_reads_that_its_neighbourhood_had_no_more_room(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_closed_vote(limits='{"neighbourhood":"40%"}')
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    page = (await browser.get("/consultazioni/bilancio/risultato")).text.replace("\xa0", " ")
    assert "prendono 80.000 € dei 200.000 €: avanzano 120.000 €." in page
    assert "Costa 90.000 € e il tetto per «Navile» aveva ancora 30.000 €." in page


async def test_counting_again_changes_nothing(database: None) -> None:
    _, vote = await a_closed_vote()
    first = await count_consultation(vote.slug, at=AFTER)
    stored = await Tally.select().order_by(Tally.rule)
    again = await count_consultation(vote.slug, at=AFTER + timedelta(days=1))
    assert [c.digest for c in again] == [c.digest for c in first]
    assert await Tally.select().order_by(Tally.rule) == stored


async def test_an_open_vote_is_not_counted_and_only_the_office_counts(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    with pytest.raises(TooLate) as refusal:
        await count_consultation(vote.slug, at=NOON)
    assert refusal.value.code == "tally.not_closed"
    with pytest.raises(NotAllowed):
        await count_consultation(vote.slug, at=NOON, actor=person)


async def test_a_tie_waits_for_the_public_draw(database: None) -> None:
    _, vote = await a_closed_vote("approval", "approval", budget_cents=None, lot_value="")
    with pytest.raises(Conflict) as refusal:
        await count_consultation(vote.slug, at=AFTER)
    assert refusal.value.code == "tally.lot_needed"
    await Consultation.update({Consultation.lot_value: "Bari 12 33 41"}).where(Consultation.slug == vote.slug)
    (counted,) = await count_consultation(vote.slug, at=AFTER)
    lot = counted.outcome["lot"]
    assert isinstance(lot, dict)
    assert lot["another_lot_changes_winners"] is True


async def test_the_result_is_published_once_and_options_learn_how_they_ended(database: None) -> None:
    world, vote = await a_closed_vote()
    office = await a_person(None, Role.OFFICE)
    with pytest.raises(TooLate) as early:
        await tallies.publish(office, vote.slug, at=AFTER)
    assert early.value.code == "result.not_counted"
    await count_consultation(vote.slug, at=AFTER)
    with pytest.raises(NotAllowed):
        await tallies.publish(await a_person(world.navile), vote.slug, at=AFTER)
    await tallies.publish(office, vote.slug, at=AFTER)
    states = {row["option_id"]: row["state"] for row in await Proposal.select(Proposal.option_id, Proposal.state)}
    assert states == {"alberi": "selected", "luci": "selected", "orto": "selected", "pista": "not_selected"}
    with pytest.raises(Conflict) as again:
        await tallies.publish(office, vote.slug, at=AFTER)
    assert again.value.code == "result.published_already"
    recount = await count_consultation(vote.slug, at=AFTER)
    assert recount[0].outcome["winners"] == ["alberi", "luci", "orto"]


async def test_a_published_result_is_not_replaced_by_another(database: None) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    await by_hand("UPDATE consultation SET budget_cents = 6000000")
    with pytest.raises(Conflict) as refusal:
        await count_consultation(vote.slug, at=AFTER)
    assert refusal.value.code == "tally.differs"


async def test_a_result_is_the_offices_until_it_is_published(browser: httpx.AsyncClient) -> None:
    world, vote = await a_closed_vote()
    path = f"/consultazioni/{vote.slug}/risultato"
    await count_consultation(vote.slug, at=AFTER)
    files = [path, f"{path}/greedy/verbale.txt", f"{path}/greedy/esito.json"]
    for address in files:
        answer = await browser.get(address)
        assert answer.status_code == 404
        assert "Il risultato non c'è ancora" in answer.text
        assert "Questa pagina non c" not in answer.text
        assert f'class="btn btn-primary" href="/consultazioni/{vote.slug}"' in answer.text
    with pytest.raises(NotFound):
        await queries.result(await a_person(world.navile), vote.slug)
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert "Non ancora pubblicato" in (await browser.get(path)).text
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    browser.cookies.delete("rione_session")
    for address in files:
        assert (await browser.get(address)).status_code == 200
    assert (await browser.get(f"{path}/schulze/esito.json")).status_code == 404


async def test_who_comes_before_the_result_reads_what_happens_now(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    now = clock.now()
    hours = {"Si vota ancora:": (-1, 1), "Il voto non è ancora cominciato: apre": (1, 2), "Il voto è finito.": (-2, -1)}
    for n, (sentence, (opens, closes)) in enumerate(hours.items()):
        edges = {"opens_at": now + timedelta(hours=opens), "closes_at": now + timedelta(hours=closes)}
        vote = await a_vote(world, slug=f"voto-{n}", freeze=False, **edges)  # type: ignore[arg-type]
        assert sentence in (await browser.get(f"/consultazioni/{vote.slug}/risultato")).text
    await by_hand("UPDATE consultation SET state = 'cancelled'")
    assert "Non ci sarà un risultato" in (await browser.get("/consultazioni/voto-0/risultato")).text


async def test_the_first_line_of_a_result_is_the_answer_and_every_option_has_its_reason(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    answer = await browser.get(f"/consultazioni/{vote.slug}/risultato")
    text = answer.text.replace("\xa0", " ")
    assert "<h1>Finanziati 3 progetti su 4</h1>" in text
    assert "3 progetti su 4 prendono 170.000 € dei 200.000 €: avanzano 30.000 €." in text
    assert "Al suo turno restavano 60.000 €: mancavano 60.000 €." in text
    assert "Con un'altra regola" in text
    assert "5</dd>" in text
    assert "100 %" in text
    document = json.loads((await browser.get(f"/consultazioni/{vote.slug}/risultato/greedy/esito.json")).text)
    assert digest_of(document) == document["digest"]
    assert document["digest"] in text
    minutes = (await browser.get(f"/consultazioni/{vote.slug}/risultato/greedy/verbale.txt")).text
    assert minutes.startswith("VERBALE DI SCRUTINIO")


@pytest.mark.parametrize(
    ("kind", "rule", "heading"),
    [
        ("ranking", "schulze", "Vince Progetto alberi"),
        ("choice", "plurality", "Vince Progetto alberi"),
        ("budget", "equal-shares", "Finanziati 2 progetti su 4"),
        ("approval", "approval", "Vince Progetto "),
    ],
)
async def test_every_rule_has_a_result_page(browser: httpx.AsyncClient, kind: str, rule: str, heading: str) -> None:
    _, vote = await a_closed_vote(kind, rule)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    answer = await browser.get(f"/consultazioni/{vote.slug}/risultato")
    assert answer.status_code == 200
    title = answer.text.split("<h1>")[1].split("</h1>")[0]
    assert heading in title
    english = await browser.get(f"/consultazioni/{vote.slug}/risultato", headers={"accept-language": "en"})
    assert english.status_code == 200


@pytest.mark.parametrize(
    ("rule", "sentences"),
    [
        ("schulze", ["Contro «Progetto"]),
        ("ranked-pairs", ["Vince 3 sfide su 3."]),
        ("irv", ["è la maggioranza", "le sue schede passano", "Prime preferenze: 1"]),
        ("borda", ["Punti: 9.", "Punti che mancano per pareggiare: 6,5."]),
    ],
)
async def test_every_rule_for_an_order_goes_from_the_ballot_to_the_minutes(
    browser: httpx.AsyncClient, rule: str, sentences: list[str]
) -> None:
    _, vote = await a_closed_vote("ranking", rule)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    path = f"/consultazioni/{vote.slug}/risultato"
    answer = await browser.get(path)
    assert answer.status_code == 200
    for sentence in sentences:
        assert sentence in answer.text
    assert 'class="rule-lines"' in answer.text
    minutes = await browser.get(f"{path}/{rule}/verbale.txt")
    document = (await browser.get(f"{path}/{rule}/esito.json")).json()
    assert minutes.text.startswith("VERBALE DI SCRUTINIO")
    assert document["digest"] in minutes.text
    assert digest_of(document) == document["digest"]
    assert document["winners"] == ["alberi"]


@pytest.mark.parametrize("rule", TEMPLATES["order-of-priority"].rules)
async def test_the_ballot_explains_every_rule_that_the_office_can_choose(browser: httpx.AsyncClient, rule: str) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world, "ranking", rule)
    await sign_in(browser, person)
    page = await browser.get(f"/consultazioni/{vote.slug}/vota")
    assert page.status_code == 200
    assert 'class="rule-lines"' in page.text
    assert 'name="posto-alberi"' in page.text


async def test_a_city_wide_result_says_where_the_ballots_come_from(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    colli = await another_place(world)
    places = (*[world.navile] * 11, *[world.savena] * 12, *[colli] * 6)
    people = [await a_person(place) for place in places]
    vote = await a_vote(world, city_wide=True)
    for person in [*people[:6], *people[11:17], people[23]]:
        await cast(person, vote.slug, ["alberi"], at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    found = await of_vote(vote.id, at=AFTER)
    assert (found.whole.ballots, found.whole.entitled) == (13, 29)
    shown = {place.slug: place.turnout and (place.turnout.ballots, place.turnout.entitled) for place in found.places}
    assert shown == {"navile": None, "savena": (6, 12), "colli": None}  # one voter of Colli, and what would tell of it
    page = (await browser.get(f"/consultazioni/{vote.slug}/risultato")).text
    assert "Chi ha votato, quartiere per quartiere" in page
    assert "Hanno votato 13 persone, su 29 che potevano." in page
    assert len(re.findall(r'<td role="cell" class="number"[^>]*>nascosto</td>', page)) == 4
    answer = (await browser.get(f"/api/v1/consultations/{vote.slug}/results")).json()
    assert (answer["turnout"]["ballots"], answer["turnout"]["entitled"]) == (13, 29)
    by_place = {
        row["neighbourhood"]: row["turnout"] and row["turnout"]["ballots"] for row in answer["turnout_by_neighbourhood"]
    }
    assert by_place == {"navile": None, "savena": 6, "colli": None}


async def test_the_turnout_of_an_open_vote_is_nowhere(database: None) -> None:
    world = await a_city()
    vote = await a_vote(world)
    with pytest.raises(NotFound):
        await of_vote(vote.id, at=NOON)


async def test_the_rules_are_explained(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/come-si-conta")
    assert "Il sorteggio pubblico" in page.text
    for word in ("wigm", "RFC", "SHA-256", "digest", "<code>"):  # they are one click further
        assert word not in re.sub(r'href="[^"]*"', "", page.text)
    further = (await browser.get("/come-si-conta/per-chi-ricontrolla")).text
    assert "SHA-256" in further
    for rule in RULES:
        assert f"/come-si-conta/{rule}" in page.text
        card = await browser.get(f"/come-si-conta/{rule}")
        assert "Che cos&#39;è." in card.text or "Che cos'è." in card.text
        assert card.text.count('aria-labelledby="figura-esempio-t" aria-describedby="figura-esempio-d"') == 1
    assert (await browser.get("/come-si-conta/niente")).status_code == 404


async def test_a_result_page_asks_the_database_a_fixed_number_of_times(browser: httpx.AsyncClient) -> None:
    from deliberation.database import engine

    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    seen = engine().statements.start()
    await queries.result(SYSTEM, vote.slug)
    assert len(seen) <= 4
