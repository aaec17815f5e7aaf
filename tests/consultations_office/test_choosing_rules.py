# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office is asked what it asks, chooses a rule with its reasons, and sees what the parameters come to."""

import html

import httpx
import pytest

from deliberation import clock
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import lists
from deliberation.consultations import editing
from deliberation.consultations.consultation import stored
from deliberation.consultations.templates import TEMPLATES
from deliberation.errors import Invalid
from deliberation.proposals import assessments
from deliberation.proposals.tables import Proposal
from tests.consultations_office.stories import DAY, SECRET, a_draft, a_proposal, a_vote, published
from tests.world import NOON, a_city, a_person, post, sign_in
from voting import Asking
from web.words.shares import share_stored, share_typed

HERE = "/gestione/consultazioni"
KEPT = {"lot_source": "Il Lotto.", "min_age": "16"}


async def a_page(browser: httpx.AsyncClient, template: str) -> tuple[str, int]:
    """The vote step of a fresh draft, and the version that it stands at."""
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    await sign_in(browser, office)
    slug = await editing.start(office, template, f"Voto {template}", world.city, at=clock.now())
    return f"{HERE}/{slug}/voto", (await stored(slug)).version


def test_each_thing_that_can_be_asked_has_one_way_to_begin() -> None:
    asked = [template.asked for template in TEMPLATES.values() if template.asked]
    assert sorted(asked) == sorted(Asking)
    assert all(template.has_vote is (template.asked is not None) for template in TEMPLATES.values())


async def test_the_recommended_rule_stands_open_and_the_others_behind_a_word(browser: httpx.AsyncClient) -> None:
    path, version = await a_page(browser, "order-of-priority")
    page = (await browser.get(path)).text
    before, others = page.split('class="other-rules"', 1)
    assert (before.count('name="rule"'), others.count('name="rule"')) == (1, 6)
    assert before.count("Consigliata") == 1
    assert "Altre regole (6)" in others
    assert not others.startswith(" open")
    saved = await post(browser, path, path, version=version, rule="irv", **KEPT)
    assert saved.status_code == 303
    page = (await browser.get(path)).text
    assert 'class="other-rules" open' in page
    text = html.unescape(page)
    assert "Chi è il preferito di più della metà vince sempre." in text
    assert "In casi rari un voto in più fa perdere chi vinceva." in text


@pytest.mark.parametrize(
    ("template", "typed", "told"),
    [
        (
            "group-of-people",
            {"rule": "scottish-stv", "seats": "7"},
            "Con 7 posti e 1.000 schede la quota è di 126 voti.",
        ),
        ("yes-or-no", {"rule": "yes-no", "yes-no-quorum": "40"}, "devono votare almeno in 400"),
        ("yes-or-no", {"rule": "yes-no", "yes-no-majority": "2/3"}, "Su 100 tra sì e no servono 67 sì."),
        ("points-to-give", {"rule": "quadratic", "quadratic-credits": "36"}, "al massimo 6 voti"),
        (
            "judgement",
            {"rule": "majority-judgment", "majority-judgment-grades": "3"},
            "Da respingere · Accettabile · Buono",
        ),
        ("neighbourhood-budget", {"rule": "equal-shares", "budget": "50.000"}, "la parte di ognuno è di 50 €"),
    ],
)
async def test_what_the_typed_parameters_come_to_is_told_without_saving(
    browser: httpx.AsyncClient, template: str, typed: dict[str, str], told: str
) -> None:
    path, version = await a_page(browser, template)
    answer = await post(browser, path, path, version=version, act="preview", **KEPT, **typed)
    assert answer.status_code == 200
    assert told in html.unescape(answer.text).replace("\xa0", " ")
    assert (await stored(path.split("/")[3])).version == version


async def test_shares_are_typed_as_percentages_and_kept_exactly(browser: httpx.AsyncClient) -> None:
    path, version = await a_page(browser, "yes-or-no")
    shares = {"yes-no-majority": "2/3", "yes-no-quorum": "12,5 %"}
    assert (await post(browser, path, path, version=version, rule="yes-no", **KEPT, **shares)).status_code == 303
    held = await stored(path.split("/")[3])
    assert held.rule_parameters == {"majority": "2/3", "quorum": "0.125"}
    page = (await browser.get(path)).text
    assert 'value="2/3"' in page
    assert 'value="12,5"' in page
    assert [share_typed(text) for text in ("0.5", "1/3", "1", "x")] == ["50", "1/3", "100", "x"]
    assert [share_stored(text) for text in ("50", "1/3", "0,5 %", "molti")] == ["0.5", "1/3", "0.005", "molti"]


@pytest.mark.parametrize(
    ("template", "rule", "name", "wrong"),
    [
        ("yes-or-no", "yes-no", "quorum", "140"),
        ("yes-or-no", "yes-no", "majority", "tanti"),
        ("points-to-give", "cumulative", "points", "0"),
        ("points-to-give", "quadratic", "credits", "10001"),
        ("judgement", "majority-judgment", "grades", "2"),
        ("judgement", "score", "top", "7"),
        ("group-of-people", "block", "limit", "0"),
    ],
)
async def test_a_parameter_that_makes_no_ballot_is_refused_where_it_stands(
    browser: httpx.AsyncClient, template: str, rule: str, name: str, wrong: str
) -> None:
    path, version = await a_page(browser, template)
    answer = await post(browser, path, path, version=version, rule=rule, **KEPT, **{f"{rule}-{name}": wrong})
    assert answer.status_code == 422
    assert f'id="errore-{rule}-{name}"' in answer.text
    assert (await stored(path.split("/")[3])).version == version


async def test_a_rule_brings_its_ballot_and_what_it_proposes_along(database: None) -> None:
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    held = await a_draft(office, world, "group-of-people", seats=3)
    assert (held.rule, held.ballot_kind, held.budget_cents) == ("block", "approval", None)
    assert held.rule_parameters == {"gender": "second_void", "limit": "2"}
    held = await editing.write_vote(office, held.slug, a_vote("meek-stv", seats=3), held.version, at=NOON)
    assert (held.rule, held.ballot_kind, held.rule_parameters) == ("meek-stv", "ranking", {})
    with pytest.raises(Invalid) as refusal:
        await editing.write_vote(office, held.slug, a_vote("greedy"), held.version, at=NOON)
    assert refusal.value.fields == {"rule": "rule.unknown"}


async def test_candidates_need_their_gender_where_a_ballot_must_mix_them(browser: httpx.AsyncClient) -> None:
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    held = await published(office, world, "group-of-people", seats=2)
    names = [await a_proposal(held, None, name) for name in ("Anna", "Bruno")]
    reviewing = held.phases[2].opens_at + DAY
    for name, gender in zip(names, ("f", ""), strict=True):
        await assessments.assess(office, name, "admissible", None, "", 1, at=reviewing, gender=gender)
    with pytest.raises(Invalid) as refusal:
        await assessments.assess(office, names[1], "admissible", None, "", 2, at=reviewing, gender="z")
    assert refusal.value.fields == {"gender": "assessment.gender_unknown"}
    with pytest.raises(Invalid) as missing:
        await lists.freeze(SYSTEM, held.slug, SECRET, at=reviewing)
    assert (missing.value.code, missing.value.parameters["titles"]) == ("ballot.gender_unknown", "Bruno")
    await assessments.assess(office, names[1], "admissible", None, "", 2, at=reviewing, gender="m")
    assert len((await lists.freeze(SYSTEM, held.slug, SECRET, at=reviewing)).option_ids) == 2
    genders = await Proposal.select(Proposal.gender).order_by(Proposal.id)
    assert [row["gender"] for row in genders] == ["f", "m"]
    await sign_in(browser, office)
    assert "Come nel documento." not in (await browser.get(f"/gestione/proposte/{names[0]}")).text, "too late to change"
