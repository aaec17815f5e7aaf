# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A result explains itself: the figure, what was lacking in votes and in money, other rules, what can be recounted."""

import re
from dataclasses import replace

import httpx
import pytest

from analytics.ballot_files import PUBLIC, forms_of, may_be_published
from analytics.explanations import standings
from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM
from deliberation.ballots import queries, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.tables import Tally
from deliberation.consultations.pots.values import Pot
from deliberation.database import engine
from tests.ballots.votes import a_vote, close
from tests.figures.counts import outcome_of
from tests.laws.profiles import lot, profile_of
from tests.results.afterwards import work
from tests.results.test_results import AFTER, a_closed_vote
from tests.world import NOON, a_city, a_person
from voting import RULES, Option, count
from voting.exchange import csv as own_csv
from voting.exchange.writers import WRITERS
from voting.words.despite import Lacking, despite, enough
from web.pages.ballots.result_parts import elsewhere, the_same
from web.pages.ballots.results_view import view_of
from web.words.sentences import told

PAGE = "/consultazioni/bilancio/risultato"


def said(sentences: object, locale: str = "it") -> str:
    return str(told(sentences, locale)).replace("\xa0", " ")  # type: ignore[arg-type]


async def published(browser: httpx.AsyncClient, **options: object) -> str:
    _, vote = await a_closed_vote(**options)  # type: ignore[arg-type]
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    await work()
    return (await browser.get(PAGE)).text.replace("\xa0", " ")


async def test_a_result_has_one_figure_with_its_sentence_and_its_numbers(browser: httpx.AsyncClient) -> None:
    page = await published(browser)
    assert page.count("<svg xmlns") == 1
    assert page.count('role="img" aria-labelledby="figura-risultato-t" aria-describedby="figura-risultato-d"') == 1
    assert "<h1>Finanziati 3 progetti su 4</h1>" in page
    assert '<p class="finding-sentence">3 progetti su 4 prendono ' in page
    assert "<summary>I numeri in tabella</summary>" in page
    assert not re.search(r"<[^>]+ style=", page)
    assert "plotly" not in page


async def test_a_loser_reads_what_it_lacked_in_votes_and_in_money(browser: httpx.AsyncClient) -> None:
    page = await published(browser)
    assert "oppure un costo più basso di" in page.split('id="che-cosa-mancava"')[1]


async def test_what_the_count_found_on_its_way_is_kept_with_it(database: None) -> None:
    _, vote = await a_closed_vote()
    (official, other) = await count_consultation(vote.slug, at=AFTER)
    assert set(official.what_ifs) == {"patterns"}
    assert other.what_ifs == {}
    stored = {row["rule"]: row["what_ifs"] for row in await Tally.select(Tally.rule, Tally.what_ifs)}
    assert stored["equal-shares"] == "{}"


async def test_a_count_from_before_gets_what_it_found_on_its_way_when_it_is_made_again(database: None) -> None:
    _, vote = await a_closed_vote()
    (official, _) = await count_consultation(vote.slug, at=AFTER)
    await Tally.update({Tally.what_ifs: "{}"}, force=True)
    await count_consultation(vote.slug, at=AFTER)
    kept, _ = await queries.outcomes((await queries.question(vote.slug)).id)
    assert kept.what_ifs == official.what_ifs
    assert kept.digest == official.digest


async def test_a_published_count_stays_as_it_is(database: None) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await Tally.update({Tally.what_ifs: "{}"}, force=True)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    await count_consultation(vote.slug, at=AFTER)
    kept, _ = await queries.outcomes((await queries.question(vote.slug)).id)
    assert kept.what_ifs == {}


async def test_a_page_without_what_ifs_tells_the_reasons_of_the_rule_alone(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    page = (await browser.get(PAGE)).text
    assert "oppure un costo più basso" not in page
    assert "Al suo turno restavano" in page


async def test_single_ballots_that_could_be_recognised_are_not_published(browser: httpx.AsyncClient) -> None:
    page = await published(browser)
    assert "4 su 5 hanno una combinazione data da meno di cinque persone" in page
    for form in ("csv", "pb", "blt"):
        assert (await browser.get(f"{PAGE}/schede/{form}")).status_code == 404


async def test_ballots_of_one_mark_are_published_and_count_again(browser: httpx.AsyncClient) -> None:
    page = await published(browser, kind="choice", rule="plurality", budget_cents=None, lot_value="Bari 12 33 41")
    assert "Da queste schede si rifà tutto il conteggio" in page or "Da queste schede si rifanno totali" in page
    file = await browser.get(f"{PAGE}/schede/csv")
    assert file.status_code == 200
    again = own_csv.read(file.text)
    kept, *_ = await queries.outcomes((await queries.question("bilancio")).id)
    assert dict(zip(again.profile.ids, again.profile.votes, strict=True)) == {
        option: int(total) for option, total in kept.outcome["totals"].items()
    }
    assert (await browser.get(f"{PAGE}/schede/pb")).status_code == 404
    assert (await browser.get(f"{PAGE}/schede/exe")).status_code == 404


async def test_ballots_are_the_offices_until_the_result_is_published(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote("choice", "plurality", budget_cents=None, lot_value="Bari 12 33 41")
    await count_consultation(vote.slug, at=AFTER)
    assert (await browser.get(f"{PAGE}/schede/csv")).status_code == 404


async def test_a_ranking_that_many_share_is_published_as_blt(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(5)]
    vote = await a_vote(world, "ranking", "irv", budget_cents=None, lot_value="Bari 12 33 41")
    for person in people:
        await cast(person, vote.slug, ["alberi", "luci"], at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    page = (await browser.get(PAGE)).text
    assert f'href="{PAGE}/schede/blt"' in page
    assert (await browser.get(f"{PAGE}/schede/blt")).text.startswith("4 1\n5 ")


async def test_what_was_not_looked_for_is_not_published(database: None) -> None:
    _, vote = await a_closed_vote()
    asked = await queries.question(vote.slug)
    assert not may_be_published(asked, {})
    assert forms_of(asked, {"patterns": {"different": 2, "rare": 0}}) == ("csv", "pb")
    assert forms_of(asked, {"patterns": {"different": 2, "rare": 1}}) == ()


def test_every_form_that_is_published_has_a_writer() -> None:
    assert set(PUBLIC) <= set(WRITERS)


async def test_the_page_asks_the_database_as_often_for_many_ballots_as_for_few(browser: httpx.AsyncClient) -> None:
    world, asked = await a_city(), []
    people = [await a_person(world.navile) for _ in range(9)]
    for number in (3, 9):
        vote = await a_vote(world, slug=f"bilancio-{number}")
        for at, person in enumerate(people[:number]):
            await cast(person, vote.slug, [("alberi", "luci", "orto", "pista")[at % 4]], at=NOON)
        await close(vote)
        await count_consultation(vote.slug, at=AFTER)
        await tallies.publish(SYSTEM, vote.slug, at=AFTER)
        for _ in range(2):  # what a process keeps is kept after the first
            assert (await browser.get(f"/consultazioni/{vote.slug}/risultato")).status_code == 200
            seen = engine().statements._seen.get()
        assert seen is not None
        asked.append(len(seen))
    assert asked[0] == asked[1] > 0


def test_what_would_have_been_enough_is_told_in_one_sentence() -> None:
    assert said(enough(Lacking(votes=12, votes_least=True, cut=28_000_00, cut_least=True))) == (
        "Servivano 12 voti in più, oppure un costo più basso di 28.000 €."
    )
    assert said(enough(Lacking(votes=1, cut=50_00))) == (
        "Abbiamo rifatto tutto il conto: bastava 1 voto in più, oppure un costo più basso di 50 €."
    )
    assert said(enough(Lacking(never="budget", cut=50_00, cut_least=True))) == (
        "Costa più di tutti i fondi: nessun numero di voti poteva bastare. Serviva un costo più basso di 50 €."
    )
    assert said(enough(Lacking(never="cap"))).startswith("Costa più del suo tetto")
    assert said(enough(Lacking(votes=3, votes_least=True))) == "Servivano 3 voti in più."
    assert said(enough(Lacking())) == ""


OPTIONS = [Option("dear", cost=70), Option("cheap", cost=30), Option("first", cost=50)]


def test_why_not_with_more_votes_is_answered_with_the_cost() -> None:
    marks = [["first"]] * 5 + [["dear"]] * 4 + [["cheap"]] * 2
    outcome = count("greedy", profile_of("approval", OPTIONS, marks), {}, lot("more_votes"), budget=100).as_json()
    assert (
        said(despite(outcome, "dear"))
        == "Ne ha 4; «cheap», che è passato, ne ha 2. Ma costa di più: 0,70 € invece di 0,30 €."
    )
    assert despite(outcome, "cheap") == []


def test_why_not_with_more_votes_is_answered_with_what_its_supporters_paid_for() -> None:
    marks = [["first"]] * 5 + [["dear"]] * 4 + [["cheap"]] * 2
    outcome = count("greedy", profile_of("approval", OPTIONS, marks), {}, lot("more_votes"), budget=100).as_json()
    assert said(despite(outcome, "dear", ("first",))).endswith(
        "Chi l'ha scelto aveva già dato la sua parte di fondi a «first»."
    )


def test_more_first_choices_do_not_win_a_runoff_and_the_page_says_why() -> None:
    options = [Option(name) for name in ("alberi", "fontana", "panchine")]
    example = RULES["irv"].explanation.example
    marks = [mark for number, mark in example.ballots for _ in range(number)]
    outcome = count("irv", profile_of("ranking", options, marks), {}, lot()).as_json()
    assert said(despite(outcome, "panchine")) == (
        "Ne ha 4; «alberi», che è passato, ne ha 3. Contano anche le scelte che vengono dopo la prima."
    )


async def test_another_rule_is_told_with_its_variant_and_never_both_ways(database: None) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await work()
    asked = await queries.question(vote.slug)
    found = elsewhere(view_of(asked, await queries.outcomes(asked.id)))
    assert {one.rule for one in found if one.differs}.isdisjoint(the_same(found))
    assert RULES["knapsack"].name() in {one.rule for one in found}
    assert "I più votati finché ci sono fondi (per voti in rapporto al costo)" in {one.rule for one in found}
    assert RULES["greedy"].name() not in {one.rule for one in found}


async def test_of_a_budget_in_pots_no_ballots_are_published(database: None) -> None:
    _, vote = await a_closed_vote()
    asked = await queries.question(vote.slug)
    pot = Pot(1, "navile", "Navile", None, 100, "residents")
    assert forms_of(replace(asked, pots=(pot,)), {"patterns": {"different": 2, "rare": 0}}) == ()


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("locale", ["it", "en"])
def test_every_rule_tells_every_option_why(key: str, locale: str) -> None:
    for standing in standings(outcome_of(key)).values():
        assert said(standing.reasons, locale)
