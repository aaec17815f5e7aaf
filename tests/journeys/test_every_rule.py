# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule that the wizard offers, from the wizard to the ballot to the published result and its minutes.

An officer makes a vote for each of them; three residents vote in all: one by keyboard, who reads English, one by thumb,
one without JavaScript, who then changes the vote. It is the changed vote that decides.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from deliberation.consultations.templates import TEMPLATES
from tests.databases import new_database
from tests.journeys.booth import Keyboard, Scriptless, Thumb, Voter
from tests.journeys.moving_time import CLOSED
from tests.journeys.new_office import follow, press
from tests.journeys.rules_city import city
from tests.journeys.servers import serving
from tests.journeys.visitors import DESK, PHONE, SESSION, Visitor, visitor
from voting import RULES, Asking
from web.words.messages.consultations import TEMPLATE_WORDS


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule as it is offered for what is asked. `first` and `then`: the options that are marked before and after a
    change of mind, by their places in the alphabet; `then` wins, as two of three mark it."""

    asked: Asking
    rule: str
    place: int
    slug: str

    @property
    def title(self) -> str:
        return f"Prova {self.asked} {self.rule}"

    @property
    def first(self) -> tuple[int, ...]:
        return {Asking.ANSWER: (3,), Asking.ORDER: (1, 2), Asking.GROUP: (2, 1)}.get(self.asked, (1,))

    @property
    def then(self) -> tuple[int, ...]:
        return {Asking.ANSWER: (2,), Asking.ORDER: (3, 4), Asking.GROUP: (2, 3)}.get(self.asked, (3,))

    @property
    def winners(self) -> int:
        return 2 if self.asked is Asking.GROUP else 1


OFFERS = [
    Offer(asked, key, rule.offered[asked].place, f"prova-{asked}-{key}")
    for asked in Asking
    for key, rule in RULES.items()
    if asked in rule.offered
]
TURN = 8  # votes, after which three others go on
TEMPLATE_OF = {template.asked: name for name, template in TEMPLATES.items() if template.asked}


def test_every_rule_but_the_what_if_is_offered() -> None:
    assert {offer.rule for offer in OFFERS} | {"knapsack"} == set(RULES)


@pytest.mark.timeout(900)  # a minute where nothing else runs
def test_every_rule_goes_from_the_wizard_to_the_ballot_to_the_minutes(browser_program: Browser) -> None:
    with (
        serving(database_url=new_database("journey_rules"), seed=()) as server,
        city(server) as ((officer, *residents), now),
        people(browser_program, server.address, officer) as (office, keyboard, thumb, scriptless, anybody),
    ):
        for offer in OFFERS:
            make(office, offer)
        now("voting")
        looked = set[tuple[Asking, str]]()
        chosen = {}
        for n, offer in enumerate(OFFERS):
            if n % TURN == 0:
                come(residents[3 * n // TURN :], keyboard, thumb, scriptless)
            kind = (offer.asked, str(RULES[offer.rule].offered[offer.asked].kind))
            path = f"/consultazioni/{offer.slug}"
            keyboard.looks = thumb.looks = kind not in looked
            looked.add(kind)
            keyboard.vote(path, offer.first)
            chosen[offer] = thumb.vote(path, offer.then)
            scriptless.vote(path, offer.first)
            scriptless.change(offer.then)
        now(CLOSED)
        for offer in OFFERS:
            count_and_publish(office, offer)
            read(anybody, offer, chosen[offer])


@contextmanager
def people(
    browser: Browser, address: str, officer: str
) -> Iterator[tuple[Visitor, Keyboard, Thumb, Scriptless, Visitor]]:
    """The officer, three places for residents and somebody else; their faults fail the journey at its end."""
    office, at_desk, anybody = (visitor(browser, address, DESK) for _ in range(3))
    on_phone = visitor(browser, address, PHONE, has_touch=True)
    plain = visitor(browser, address, PHONE, java_script_enabled=False)
    sign_in(office, officer)
    yield office, Keyboard(at_desk), Thumb(on_phone), Scriptless(plain), anybody
    everybody = (office, at_desk, on_phone, plain, anybody)
    for one in everybody:
        one.page.context.close()
    assert "\n".join(fault for one in everybody for fault in one.faults) == ""


def sign_in(person: Visitor, session: str) -> None:
    person.page.context.add_cookies([{"name": SESSION, "value": session, "url": person.address}])


def come(sessions: list[str], *voters: Voter) -> None:
    """One resident for each way of voting; who votes by keyboard reads English."""
    for voter, session in zip(voters, sessions, strict=False):
        sign_in(voter.who, session)
    reader = voters[0].who.page
    reader.goto(voters[0].who.address)
    if reader.locator("html[lang=it]").count():
        reader.locator("form.language button").first.click()


def make(office: Visitor, offer: Offer) -> None:
    """The wizard: what is asked, the texts, where, the rule with what it comes to, everything once more."""
    page = office.page
    page.goto(f"{office.address}/gestione/consultazioni/nuova")
    page.get_by_label("Titolo").fill(offer.title)
    page.get_by_role("radio", name=re.compile(f"^{TEMPLATE_WORDS[TEMPLATE_OF[offer.asked]][0]}")).check()
    press(office, "Crea la bozza")
    page.get_by_label("Riassunto").fill("Decide chi abita qui.")
    press(office, "Salva e continua")
    page.get_by_label("Navile").check()
    press(office, "Salva e continua")
    if offer.place > 1:
        page.get_by_text("Altre regole").click()
    rule = page.locator(".rule-choice").filter(has=page.locator(f"input[value='{offer.rule}']"))
    expect(rule).to_contain_text(RULES[offer.rule].explained(money=offer.asked is Asking.BUDGET).summary)
    rule.get_by_role("radio").check()
    if offer.asked is Asking.GROUP:
        page.get_by_label("Quante persone si eleggono").fill("2")
    if offer.asked is Asking.BUDGET:
        page.get_by_label("Somma a disposizione").fill("100.000")
    press(office, "Salva e continua")
    office.sees(RULES[offer.rule].name())
    press(office, "Pubblica la consultazione")
    office.sees("La consultazione è pubblicata")
    assert page.url.endswith(f"/{offer.slug}")


def count_and_publish(office: Visitor, offer: Offer) -> None:
    office.page.goto(f"{office.address}/gestione/consultazioni/{offer.slug}")
    press(office, "Conta le schede")
    follow(office, "Pubblica il risultato")
    press(office, "Pubblica il risultato")


def read(anybody: Visitor, offer: Offer, chosen: list[str]) -> None:
    """Who won, in the title or below it; the figure with its sentence; the minutes."""
    page = anybody.page
    page.goto(f"{anybody.address}/consultazioni/{offer.slug}/risultato")
    won = page.locator("section[aria-labelledby='perche-si']")
    for title in chosen[: offer.winners]:
        expect(won).to_contain_text(title)
    figure = page.locator("#figura-risultato")
    expect(figure.locator("svg[role=img]")).to_be_visible()
    expect(figure.locator(".finding-sentence")).not_to_be_empty()
    signed = page.locator("a[href$='/verbale.pdf']").first
    assert signed.is_visible()
    sheet = page.request.get(f"{anybody.address}{signed.get_attribute('href')}")
    assert sheet.body().startswith(b"%PDF")
    page.locator(f"a[href$='/{offer.rule}/verbale.txt']").first.click()
    minutes = page.locator("body")
    for said in (offer.title, RULES[offer.rule].name(), *chosen[: offer.winners]):
        expect(minutes).to_contain_text(said)
