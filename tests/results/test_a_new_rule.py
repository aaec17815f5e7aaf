# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A rule that only registers itself is chosen, voted by, counted, explained and documented like the others."""

from pathlib import Path

import httpx
import pytest

from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from tests.ballots.votes import a_vote, close
from tests.consultations_office.stories import a_draft
from tests.results.test_results import AFTER
from tests.world import NOON, a_city, a_person, sign_in
from voting import RULES, Asking, BallotKind, Offer, Option, Profile, Rule, ballots, count, under_every_rule
from voting.engines.most_votes import elect
from voting.tallies import Case, Tally
from voting.words.explanations import Document, Example, Explanation
from voting.words.sentences import Named, Number, Sentence, tell, tell_many
from web.pages.ballots import counting_rules


def fewest(case: Case) -> Tally:
    """Who has fewest votes wins."""
    return elect(case, {option: -votes for option, votes in zip(case.ids, case.profile.votes, strict=True)})


def reasons(outcome: Document, option: str) -> list[Sentence]:
    votes = -int(outcome["totals"][option])
    if option in outcome["winners"]:
        return [tell("Nessuno ne ha meno: %(votes)s.", votes=Number(votes))]
    winner = Named(str(outcome["winners"][0]))
    return [
        tell_many("Ha %(num)s voto di troppo.", "Ha %(num)s voti di troppo.", votes),
        tell("Vince «%(winner)s».", winner=winner),
    ]


TOY = Rule(
    key="last-first",
    kinds=frozenset({BallotKind.APPROVAL}),
    tally=fewest,
    words={
        "it": {"name": "L'ultima è prima", "unit": "voti mancati", "count": "Contati {votes} voti mancati."},
        "en": {"name": "The last first", "unit": "votes lacked", "count": "Votes lacked: {votes}."},
    },
    explanation=Explanation(
        summary="Vince il progetto che piace a meno persone.",
        lines=("Segna ciò che ti piace.", "Ogni segno toglie un voto.", "Vince chi ne ha di meno."),
        example=Example(
            "In 2 segnano alberi, uno segna fontana. Vince la fontana.",
            "approval",
            ((2, ["alberi"]), (1, ["fontana"])),
            ("fontana",),
        ),
        reasons=reasons,
        unit="Voti mancati",
        counted=None,
    ),
    parameters=RULES["approval"].parameters,
    offered={Asking.SOME: Offer(9, BallotKind.APPROVAL)},
)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The rule's one line in RULES, and its card."""
    monkeypatch.setitem(RULES, TOY.key, TOY)  # type: ignore[arg-type]
    for card in counting_rules.CARDS.glob("*.md"):
        (tmp_path / card.name).write_text(card.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "last-first.md").write_text("# L'ultima è prima (`last-first`)\n\n**Che cos'è.** Una prova.\n")
    monkeypatch.setattr(counting_rules, "CARDS", tmp_path)
    return TOY.key


async def test_the_office_can_choose_it(registered: str, browser: httpx.AsyncClient) -> None:
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    await sign_in(browser, office)
    held = await a_draft(office, world, "choice-of-projects", budget_cents=None)
    assert held.rule == "approval"
    page = (await browser.get(f"/gestione/consultazioni/{held.slug}/voto")).text
    assert f'value="{registered}"' in page
    assert "Vince il progetto che piace a meno persone." in page
    chosen = await a_draft(office, world, "choice-of-projects", budget_cents=None, rule=registered)
    assert chosen.rule == registered
    page = (await browser.get(f"/gestione/consultazioni/{chosen.slug}/riepilogo")).text
    assert "L&#39;ultima è prima" in page


async def test_its_ballot_tells_its_lines_and_its_example(registered: str, browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world, "approval", registered, budget_cents=None)
    await sign_in(browser, person)
    page = (await browser.get(f"/consultazioni/{vote.slug}/vota")).text
    for line in (*TOY.explanation.lines, TOY.explanation.example.text):
        assert line in page


async def test_its_result_gives_its_reasons_and_its_minutes(registered: str, browser: httpx.AsyncClient) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(3)]
    vote = await a_vote(world, "approval", registered, budget_cents=None)
    for person, chosen in zip(people, (["alberi", "luci"], ["alberi", "pista"], ["luci", "pista"]), strict=True):
        await cast(person, vote.slug, chosen, at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    path = f"/consultazioni/{vote.slug}/risultato"
    page = (await browser.get(path)).text
    assert "<h1>Vince Progetto orto</h1>" in page
    for text in ("Nessuno ne ha meno: 0.", "Ha 2 voti di troppo. Vince «Progetto orto».", "Voti mancati: -2"):
        assert text in page
    assert all(line in page for line in TOY.explanation.lines)
    minutes = (await browser.get(f"{path}/{registered}/verbale.txt")).text
    assert "Regola: L'ultima è prima, versione 1" in minutes
    assert "Contati -6 voti mancati." in minutes


async def test_its_card_is_listed_and_shown(registered: str, browser: httpx.AsyncClient) -> None:
    assert f"/come-si-conta/{registered}" in (await browser.get("/come-si-conta")).text
    card = await browser.get(f"/come-si-conta/{registered}")
    assert "Una prova." in card.text


def test_it_stands_beside_the_others_in_a_comparison(registered: str) -> None:
    options = [Option("a"), Option("b")]
    profile = Profile.of("approval", options, [(ballots.parse("approval", ["a"], options), 2)])
    rows = {str(row["rule"]): row["winners"] for row in under_every_rule(count("approval", profile))}
    assert (rows["approval"], rows[registered]) == (["a"], ["b"])
