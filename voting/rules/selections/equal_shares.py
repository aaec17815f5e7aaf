# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Method of Equal Shares (Peters, Pierczyński, Skowron 2021) with its completions. Source: methods.md §3.2."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines import committees, eligibility
from voting.engines.committees import unserved
from voting.engines.purse import WORDS, Purse, purse
from voting.engines.shares.completions import Funding, fund, raised
from voting.engines.shares.runs import Run
from voting.magnitudes import counted
from voting.packing import Ints
from voting.rules.selections import committee_shares
from voting.tallies import Case, Detail, Json, Parameter, Rule, Tally, elected_first, grouped
from voting.words import previews
from voting.words.explanations import MARK_ALL, YES_OR_NO, Example, Explanation
from voting.words.reasons import by_shares
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """What equal shares buy, what the money left then pays for by votes, and the comparison, the last two if asked."""
    if case.params["seats"] != "0":
        return committee_shares.tally(case)
    additive = case.params["satisfaction"] == "additive"
    whole = purse(case, case.profile.scores if additive else case.profile.votes)
    able = [option for option in whole.leave_out() if whole.votes[option]]
    funding = fund(case, [case.profile.positions[option] for option in able], whole.caps)
    rest = _completed(case, able, funding, whole)
    winners, comparison = [*rest.before, *rest.funded], None
    if case.params["comparison"] == "true":
        winners, comparison = _compared(case, winners, whole)
    ranking = elected_first(winners, case.ids, whole.votes)
    return Tally(winners, ranking, whole.votes, lambda: _detail(case, funding, whole, rest, winners, comparison))


def _completed(case: Case, able: Sequence[str], funding: Funding, whole: Purse) -> Purse:
    """The money after what was bought, and what it funds by votes: all that is able when everything fits."""
    run = funding.run
    if run is None:
        rest = whole.again(stage=whole.stage)
        rest.spend(grouped(able, whole.votes.__getitem__), stops=False)
        return rest
    case.ties.notes.extend(run.notes)
    rest = whole.again([case.ids[at] for at in run.winners], whole.stage + len(able))
    if case.params["completion"] in ("add1u", "utilitarian"):
        gone = {case.ids[at] for at in (*run.winners, *run.shut_out())}
        rest.spend(grouped([option for option in able if option not in gone], whole.votes.__getitem__), stops=False)
    return rest


def _compared(case: Case, winners: list[str], whole: Purse) -> tuple[list[str], Json]:
    """Keeps the outcome unless more voters approve more winners of the greedy one. Source: equalshares.net."""
    greedy = whole.again()
    greedy.spend(grouped(greedy.leave_out(), greedy.votes.__getitem__), stops=False)
    here, there = _approved(case, winners), _approved(case, greedy.funded)
    weights = case.profile.weights
    keep, change = int(weights[here > there].sum()), int(weights[there > here].sum())
    record: Json = {
        "greedy": list(greedy.funded),
        "prefer_equal_shares": keep,
        "prefer_greedy": change,
        "kept": "greedy" if change > keep else "equal-shares",
        "greedy_voters_with_nothing": unserved(case, greedy.funded),
    }
    return list(greedy.funded if change > keep else winners), record


def _approved(case: Case, winners: Sequence[str]) -> Ints:
    """For each row how many winners it marks."""
    won = np.zeros(len(case.ids), np.int64)
    won[[case.profile.positions[option] for option in winners]] = 1
    return np.add.reduceat(won[case.profile.columns], case.profile.starts[:-1]) if case.profile.n_valid else won[:0]


def _detail(
    case: Case, funding: Funding, whole: Purse, rest: Purse, winners: Sequence[str], comparison: Json | None
) -> Detail:
    shares = whole.again(stage=whole.stage)
    if funding.run is not None:
        _replay(case, shares, funding.run)
    kept = {option: lack for option, lack in shares.missing.items() if option not in rest.funded}
    evidence: dict[str, object] = {
        "endowment": exact(funding.endowment),
        "first_endowment": exact(funding.first),
        "runs": counted(funding.runs),
        "everything_fits": funding.run is None,
        "bought": list(rest.before),
        "completed": list(rest.funded),
        "spent": exact(Fraction(sum(whole.costs[option] for option in winners))),
        "voters_with_nothing": unserved(case, winners),
    }
    if comparison is not None:
        evidence["comparison"] = comparison
    rounds, margins = [*whole.rounds, *shares.rounds, *rest.rounds], {**whole.missing, **kept, **rest.missing}
    return Detail(rounds, margins, evidence, _one_step_more(case, funding))


def _one_step_more(case: Case, funding: Funding) -> Json:
    """With Add1: what the next endowment would have been and, where it overspends, what it would have spent."""
    if funding.run is None or case.params["completion"] not in ("add1", "add1u"):
        return {}
    following = funding.endowment + Fraction(case.params["increment"]) * case.unit
    spent = {} if funding.beyond is None else {"spent": exact(funding.beyond)}
    return {"one_step_more": {"endowment": exact(following), **spent}}


def _replay(case: Case, shares: Purse, run: Run) -> None:
    """Writes a run's rounds: what was bought with exact payments, and what dropped out as soon as it was too dear."""
    dropped, shut_out, winners = run.dropped(), run.shut_out(), run.winners
    for stage in range(len(winners) + 1):
        for at in sorted(at for at, after in dropped.items() if after == stage):
            _note_dropped(case, shares, run, at, stage)
        for at in sorted(at for at, after in shut_out.items() if after == stage):
            found = eligibility.over_cap(shares.caps, at, winners[:stage])
            shares.note("over_cap", case.ids[at], **found)
            shares.missing[case.ids[at]] = {**found, "because": "over_cap"}
        if stage < len(winners):
            _note_bought(case, shares, run, stage)


def _note_dropped(case: Case, shares: Purse, run: Run, at: int, stage: int) -> None:
    option, held = case.ids[at], run.ledger.money(case.profile.supporters[at], stage)
    shares.note("dropped", option, money=exact(held))
    missing = exact(shares.costs[option] - held)
    shares.missing[option] = {"money": exact(held), "missing": missing, "because": "dropped"}


def _note_bought(case: Case, shares: Purse, run: Run, stage: int) -> None:
    purchase, price = run.ledger.purchases[stage], run.ledger.prices[stage]
    option, weights = case.ids[purchase.option], case.profile.weights
    shares.left -= shares.costs[option]
    shares.note(
        "bought",
        option,
        price=exact(price),
        effective_votes=exact(purchase.cost / price),
        payers=int(weights[purchase.full].sum()),
        drained=int(weights[purchase.drained].sum()),
    )


RULE = Rule(
    key="equal-shares",
    version="2",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE, BallotKind.POINTS, BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {
            "name": "Parti uguali",
            "unit": "voti",
            "opening": "Dotazione a testa: {endowment} (la prima era {first_endowment}; prove fatte: {runs}).",
            "bought": "{name}: costo {cost}. Quota {price}: la versano in {payers}; versano tutto ciò che hanno"
            " in {drained}. Voti effettivi: {effective_votes}.",
            "dropped": "{name}: costo {cost}. Chi lo sostiene ha {money}: non basta, esce.",
            "paid": "{name}: eletta. Quota {share}: la versano in {payers}; versano tutto ciò che hanno in {drained}.",
            **committees.WORDS["it"],
            **WORDS["it"],
            "comparison": "Confronto con i più votati: stanno meglio con le parti uguali in {prefer_equal_shares},"
            " con i più votati in {prefer_greedy}. Vale: {kept}.",
        },
        "en": {
            "name": "Method of Equal Shares",
            "unit": "votes",
            "opening": "Endowment a head: {endowment} (the first was {first_endowment}; runs made: {runs}).",
            "bought": "{name}: cost {cost}. Share {price}: paid by {payers}; all they have is paid by {drained}."
            " Effective votes: {effective_votes}.",
            "dropped": "{name}: cost {cost}. Its supporters hold {money}: too little, out.",
            "paid": "{name}: elected. Share {share}: paid by {payers}; all they have is paid by {drained}.",
            **committees.WORDS["en"],
            **WORDS["en"],
            "comparison": "Compared with most votes: better off with equal shares {prefer_equal_shares}, with most"
            " votes {prefer_greedy}. What counts: {kept}.",
        },
    },
    parameters=(
        Parameter("seats", "0", form="integer"),
        Parameter(
            "satisfaction",
            "cost",
            ("cost", "cardinality", "additive"),
            label=N_("Come si misura quanto vale un progetto per chi lo sceglie"),
            labels={"cost": N_("per il suo costo"), "cardinality": N_("ogni progetto vale uno")},
        ),
        Parameter(
            "completion",
            "add1u",
            ("none", "add1", "add1u", "utilitarian"),
            label=N_("Come si usano i soldi che avanzano"),
            labels={
                "none": N_("restano"),
                "add1": N_("si aumentano le parti"),
                "add1u": N_("si aumentano le parti, poi i più votati"),
                "utilitarian": N_("ai più votati"),
            },
        ),
        Parameter(
            "stop",
            "overspend",
            ("overspend", "exhaustive"),
            label=N_("Quando ci si ferma"),
            labels={"overspend": N_("prima di superare la somma"), "exhaustive": N_("quando non entra più nulla")},
        ),
        Parameter(
            "start",
            "exact",
            ("exact", "floor"),
            label=N_("Da quale parte si comincia"),
            labels={"exact": N_("esatta"), "floor": N_("arrotondata")},
        ),
        Parameter("increment", "1", form="amount", label=N_("Di quanti euro cresce ogni prova")),
        Parameter(
            "comparison",
            "false",
            ("true", "false"),
            label=N_("Confronto finale con i più votati"),
            labels=YES_OR_NO,
        ),
        Parameter("group_weights", "", form="amounts"),
        *eligibility.PARAMETERS,
    ),
    ties=("lower_cost", "more_votes", "lot"),
    needs_budget=True,
    fits=raised,
    explanation=Explanation(
        summary=N_(
            "La somma è divisa in parti uguali fra chi vota. Un progetto passa se chi lo sceglie può pagarlo insieme, "
            "ognuno con la sua parte. Così anche i gruppi piccoli ottengono qualcosa."
        ),
        lines=(
            N_("Ogni persona che vota ha la stessa parte dei soldi, e paga solo i progetti che sceglie."),
            N_(
                "Chi sceglie un progetto lo paga in parti uguali con gli altri. Si compra prima quello con più "
                "sostegno per euro."
            ),
            N_("Un progetto esce quando chi lo sostiene non ha più abbastanza soldi."),
        ),
        example=Example(
            N_(
                "In 11 si dividono 1.100 euro: 100 a testa. In 7 scelgono la pista che costa 700: la pagano 100 euro a "
                "testa. In 4 scelgono il campo che costa 200: lo pagano 50 euro a testa."
            ),
            "budget",
            ((7, ["pista"]), (4, ["campo"])),
            ("pista", "campo"),
            {"pista": 700, "campo": 200},
            1100,
        ),
        reasons=by_shares,
    ),
    of_seats=Explanation(
        summary=N_(
            "Più posti. Ognuno ha la stessa parte dei posti da spendere, e la spende insieme a chi vota come lui: "
            "passano anche i gruppi piccoli."
        ),
        lines=(
            MARK_ALL,
            N_(
                "Ogni scheda ha la stessa parte dei posti. Chi ha segnato un'opzione che passa la paga in parti uguali "
                "con gli altri che l'hanno segnata."
            ),
            N_(
                "Passa prima chi costa meno a ciascuno. I posti che nessuno può pagare per intero vanno a chi ci va "
                "più vicino."
            ),
        ),
        example=Example(
            N_(
                "I posti sono 2 e le schede 11: ognuno ha due undicesimi di posto. In 7 segnano Ada, e 6 di loro anche "
                "Bruno. In 4 segnano Carla. Entra Ada, e a chi l'ha segnata resta poco. A Carla manca meno che a "
                "Bruno: entra Carla."
            ),
            "approval",
            ((6, ["Ada", "Bruno"]), (1, ["Ada"]), (4, ["Carla"])),
            ("Ada", "Carla"),
            params={"seats": "2"},
        ),
        reasons=by_shares,
    ),
    offered={Asking.BUDGET: Offer(1, BallotKind.BUDGET), Asking.GROUP: Offer(5, BallotKind.APPROVAL, asks=())},
    preview=lambda params, cents: previews.share(cents) if cents else previews.agreeing(params),
    traits={Trait.GROUPS: True},
    beside="greedy",
    committee=True,
    shares=True,
    variants=({}, {"completion": "add1"}, {"satisfaction": "cardinality"}),
)
