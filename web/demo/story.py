# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens in the demonstration city: nine consultations at different moments, and five accounts to try them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random

from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import lifecycle
from deliberation.clock import ROME, in_rome
from deliberation.database import rows, writing
from deliberation.people import roles
from deliberation.people.access.passwords import hash_password
from deliberation.people.enrolments import Enrolment, enrol
from deliberation.places.queries import neighbourhoods
from web.demo import crowd, debate, large, life, words
from web.demo.chance import drawn_from
from web.demo.city import found_bologna
from web.demo.life import Plan, Stage
from web.demo.people import SEED, Place, public_names, residents
from web.demo.projects import Project, projects
from web.demo.sizes import FULL, Size

PASSWORD = "portici-e-piazze"  # noqa: S105 — printed by `rione demo`; these accounts answer on loopback only
BORGO, SANTO_STEFANO = "Borgo Panigale - Reno", "Santo Stefano"
SAN_DONATO, NAVILE = "San Donato - San Vitale", "Navile"
ON_THEIR_OWN = (BORGO, SAN_DONATO, NAVILE)  # districts that have a vote of their own
IN_THE_PAST = ("Spazio 290 nel comparto Agucchi/Zanardi",)
LEFT_TO_THE_STORY = ("Il sogno delle ciclabili del 'Parco Città Campagna'",)  # else Borgo Panigale had none in it


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that `rione demo` prints."""

    email: str
    password: str
    what: str


ACCOUNTS = (
    DemoAccount("residente@demo.example", PASSWORD, "residente verificata di Borgo Panigale: propone, sostiene, vota"),
    DemoAccount("nuova@demo.example", PASSWORD, "residente non ancora verificato: legge e commenta"),
    DemoAccount("moderazione@demo.example", PASSWORD, "modera Borgo Panigale, Barca e Santa Viola"),
    DemoAccount("ufficio@demo.example", PASSWORD, "ufficio partecipazione: gestisce tutto"),
    DemoAccount("consiglio@demo.example", PASSWORD, "consigliera comunale: legge i cruscotti"),
)

PAST = Plan(
    "neighbourhood-budget",
    "Bilancio partecipativo: dieci progetti per la città",
    "Abbiamo scelto insieme come spendere 400.000 € nei progetti dei quartieri.",
    (),
    (-95, -88, -50, -30, -9),
    40,
    budget_cents=400_000_00,
)
BUDGET = Plan(
    "neighbourhood-budget",
    "Borgo Panigale e Reno: 200.000 € per gli spazi comuni",
    "Riempi il cesto con i progetti che vuoi finanziare nel tuo quartiere, fino a 200.000 €.",
    (BORGO,),
    (-60, -55, -25, -5, 9),
    40,
    budget_cents=200_000_00,
)
APPROVAL = Plan(
    "choice-of-projects",
    "Casteldebole e dintorni: da dove cominciamo?",
    "Scegli fino a tre progetti: il più scelto parte per primo.",
    (BORGO,),
    (-50, -45, -20, -4, 12),
    35,
    max_picks=3,
)
RANKING = Plan(
    "order-of-priority",
    "Piazze e parchi: in che ordine?",
    "Metti in ordine fino a cinque progetti: il tuo ordine conta.",
    (),
    (-55, -50, -22, -6, 16),
    40,
    max_picks=5,
)
IDEAS = Plan(
    "gathering-ideas",
    "Che cosa manca sotto casa?",
    "Raccogliamo idee piccole e concrete da tutti i quartieri.",
    (),
    (-21, -14, 18),
    50,
)
REVIEW = Plan(
    "neighbourhood-budget",
    "San Donato e San Vitale: 150.000 € per incontrarsi",
    "L'ufficio valuta le proposte. Il voto comincia tra due settimane.",
    (SAN_DONATO,),
    (-45, -40, -8, 13, 27),
    60,
    budget_cents=150_000_00,
)
TO_COUNT = Plan(
    "choice-of-projects",
    "Navile: quale spazio per stare insieme?",
    "Il voto è finito. L'ufficio conta le schede e pubblica il risultato.",
    (NAVILE,),
    (-50, -45, -25, -12, -1),
    30,
    max_picks=2,
)
COMING = Plan(
    "neighbourhood-budget",
    "Santo Stefano: 100.000 € per il verde",
    "Presto puoi proporre. Intanto leggi le regole.",
    (SANTO_STEFANO,),
    (-3, 10, 40, 60, 75),
    100,
    budget_cents=100_000_00,
)


STORY = Plan(
    "neighbourhood-budget",
    "Bilancio dei rioni: le idee di ogni zona",
    "Una somma per ogni zona, 1.800.000 € in tutto. L'ufficio esamina le proposte e risponde.",
    (),
    (-70, -63, -14, 10, 24),
    60,
    budget_cents=1_800_000_00,
    in_pots=True,
)


async def tell(at: datetime, size: Size = FULL) -> None:
    """Found the city and live its year. All or nothing; the same instant and size make the same database, but for the
    salts of the five passwords and the keyed hashes that count attempts."""
    with drawn_from(SEED):
        await _tell(at, size)


async def _tell(at: datetime, size: Size) -> None:
    random = Random(SEED)
    midnight = in_rome(at).replace(hour=9, minute=0, second=0, microsecond=0).astimezone(ROME)
    founded = at - timedelta(days=120)
    password_hash = await hash_password(PASSWORD)
    async with writing():
        city = await found_bologna(founded, has_numbers=size.has_numbers)
        places = [Place(p.id, p.slug, p.name, p.district, p.residents or 0) for p in await neighbourhoods()]
        await _accounts(places, password_hash, founded)
        people = await _people(places, size.residents, random, founded)
        by_home = defaultdict(list)
        for person in people:
            by_home[person.neighbourhood or 0].append(person)
        stage = Stage(city, places, people, random, midnight, by_home, tells=size.stories > 0)
        used = await _consultations(stage, projects(random))
        if size.stories:
            slug = await life.open_consultation(stage, STORY, life.FULL)
            await debate.tell(stage, slug, STORY, size.stories, used)
        if size.load:
            await large.pour(stage, size.load, projects(random), founded=founded)
        await lifecycle.note_phase_boundaries(at, draw=lambda: sha256(b"demo").hexdigest())
        await rows("DELETE FROM job WHERE kind = {}", "mail")  # nobody reads the mail of simulated people


async def _people(places: list[Place], number: int, random: Random, at: datetime) -> list[Actor]:
    names = {place.id: place.name for place in places}
    return await crowd.settle(
        [
            crowd.Settler(person, names[person.neighbourhood], random.random() < 0.85, public_name)
            for person, public_name in zip(
                residents(places, number, at.date(), random), public_names(number), strict=True
            )
        ],
        at=at,
    )


async def _accounts(places: list[Place], password_hash: str, at: datetime) -> None:
    by_name = {place.name: place for place in places}
    home = by_name["Borgo Panigale"]
    await enrol(
        COMMAND_LINE,
        [
            Enrolment(a.email, date(1984, 3, 9), home.id, home.name, a.email != "nuova@demo.example", password_hash)
            for a in ACCOUNTS
        ],
        is_demo=True,
        at=at,
    )
    watched = [(by_name[name].id, by_name[name].slug) for name in ("Borgo Panigale", "Barca", "Santa Viola")]
    await roles.appoint(COMMAND_LINE, "moderazione@demo.example", Role.MODERATOR, watched, at=at)
    await roles.appoint(COMMAND_LINE, "ufficio@demo.example", Role.OFFICE, (), at=at)
    await roles.appoint(COMMAND_LINE, "consiglio@demo.example", Role.COUNCILLOR, (), at=at)


def past_projects(titles: list[Project]) -> list[Project]:
    """What the budget of the past was about: those on its ballot are as many as its title says."""
    return [p for p in titles if p.year <= 2018 and (p.title in IN_THE_PAST or p.district not in ON_THEIR_OWN)][:11]


async def _consultations(stage: Stage, titles: list[Project]) -> set[str]:
    """All but the story's; the titles that they use. Each stands in one of them: what was built is not voted again."""
    past = past_projects(titles)
    left = [p for p in titles if p not in past and p.title not in LEFT_TO_THE_STORY]
    borgo = [p for p in left if p.district == BORGO]
    await _past(stage, past)
    await _voting(stage, BUDGET, [p for p in borgo if p.year != 2018], 0.22)
    await _voting(stage, APPROVAL, [p for p in borgo if p.year == 2018], 0.3)
    await _voting(stage, RANKING, [p for p in left if p.district not in ON_THEIR_OWN], 0.15)
    await _voting(stage, TO_COUNT, [p for p in left if p.district == NAVILE], 0.35)
    await _ideas(stage)
    await _review(stage, [p for p in left if p.district == SAN_DONATO])
    await life.open_consultation(stage, COMING, life.FULL)
    return {p.title for p in (*past, *left)}


async def _past(stage: Stage, chosen: list[Project]) -> None:
    slug = await life.open_consultation(stage, PAST, life.FULL)
    ids = await life.fill(stage, slug, PAST, chosen, stage.instant(-50))
    await life.assess_all(stage, slug, ids, chosen, stage.instant(-40))
    await life.open_vote(stage, slug, -30)
    costs = dict(zip(ids, (p.cost_cents for p in chosen), strict=True))
    marks = life.basket(costs, PAST.budget_cents or 0)
    await life.vote(stage, slug, 0.42, marks, stage.instant(-30), stage.instant(-9))
    await life.close_and_publish(stage, slug, -9)


async def _voting(stage: Stage, plan: Plan, chosen: list[Project], share: float) -> None:
    slug = await life.open_consultation(stage, plan, life.FULL)
    review, voting = plan.begins[2], plan.begins[3]
    ids = await life.fill(stage, slug, plan, chosen, stage.instant(review))
    await life.assess_all(stage, slug, ids, chosen, stage.instant(review + 2))
    await life.open_vote(stage, slug, voting)
    costs = dict(zip(ids, (p.cost_cents for p in chosen), strict=True))
    if plan.budget_cents:
        marks = life.basket(costs, plan.budget_cents)
    else:
        marks = life.ranking(5) if plan is RANKING else life.picks(plan.max_picks or 3)
    closes = min(stage.instant(plan.begins[4]), stage.instant(0, -1))
    await life.vote(stage, slug, share, marks, stage.instant(voting), closes)
    if plan is BUDGET:
        await life.report_something(stage, plan, ids[1], ids[3], stage.instant(0, -5))


async def _ideas(stage: Stage) -> None:
    slug = await life.open_consultation(stage, IDEAS, life.IDEAS_ONLY)
    for n, (title, text) in enumerate(words.IDEAS):
        at = stage.instant(-14, 3) + timedelta(hours=n * 25)
        cost = stage.random.randint(2, 30) * 1_000_00
        written = await life.propose(stage, slug, stage.people, title, words.IDEA.format(text=text), cost, at)
        await life.discuss(stage, IDEAS, written, at + timedelta(minutes=9), stage.instant(0, -2))


async def _review(stage: Stage, chosen: list[Project]) -> None:
    slug = await life.open_consultation(stage, REVIEW, life.FULL)
    await life.fill(stage, slug, REVIEW, chosen, stage.instant(-8))
