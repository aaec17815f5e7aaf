# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Method of Equal Shares (Peters, Pierczyński, Skowron 2021) with its completions. Source: methods.md §3.2."""

from fractions import Fraction

import numpy as np

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines import committees, eligibility
from voting.engines.committees import unserved
from voting.engines.purse import WORDS, Purse, leave_out
from voting.engines.shares.completions import Funding, fund, raised
from voting.engines.shares.runs import Run
from voting.magnitudes import counted
from voting.packing import Ints
from voting.rules.selections import committee_shares
from voting.tallies import Case, Detail, Json, Parameter, Rule, Tally, grouped
from voting.words.explanations import YES_OR_NO, Example, Explanation
from voting.words.reasons import by_shares
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """Equal Shares at the completion's last endowment; then the remainder by votes and the comparison, if asked."""
    if case.params["seats"] != "0":
        return committee_shares.tally(case)
    votes, costs = _votes(case), dict(zip(case.ids, case.costs, strict=True))
    limits = eligibility.caps(case)
    gate = Purse(case.budget, costs, votes, case.ties)
    able = [option for option in leave_out(case, gate, list(votes.values())) if votes[option]]
    funding = fund(case, [case.profile.positions[option] for option in able])
    bought = [] if funding.run is None else [case.ids[at] for at in funding.run.winners]
    rest = Purse(case.budget, costs, votes, case.ties, limits, bought)
    rest.stage = gate.stage
    if funding.run is None:
        rest.spend(grouped(able, votes.__getitem__), stops=False)
    else:
        case.ties.notes.extend(funding.run.notes)
        rest.left -= sum(costs[option] for option in bought)
        rest.stage += len(able)
        if case.params["completion"] in ("add1u", "utilitarian"):
            kept_out = {case.ids[at] for at in funding.run.shut_out()}
            left = [option for option in able if option not in bought and option not in kept_out]
            rest.spend(grouped(left, votes.__getitem__), stops=False)
    winners, comparison = [*bought, *rest.funded], None
    if case.params["comparison"] == "true":
        winners, comparison = _compare(case, winners)
    losers = grouped([option for option in case.ids if option not in winners], votes.__getitem__)
    ranking = [*([option] for option in winners), *losers]
    return Tally(winners, ranking, votes, lambda: _detail(case, funding, gate, bought, rest, winners, comparison))


def _votes(case: Case) -> dict[str, int]:
    """What each option got: approvals, or points where satisfaction is additive."""
    additive = case.params["satisfaction"] == "additive"
    return dict(zip(case.ids, case.profile.scores if additive else case.profile.votes, strict=True))


def _detail(
    case: Case,
    funding: Funding,
    gate: Purse,
    bought: list[str],
    rest: Purse,
    winners: list[str],
    comparison: Json | None,
) -> Detail:
    shares = Purse(case.budget, rest.costs, rest.votes, case.ties, rest.caps)
    shares.stage = gate.stage
    if funding.run is not None:
        _replay(case, shares, funding.run)
    kept = {option: lack for option, lack in shares.missing.items() if option not in rest.funded}
    evidence: dict[str, object] = {
        "endowment": exact(funding.endowment),
        "first_endowment": exact(funding.first),
        "runs": counted(funding.runs),
        "everything_fits": funding.run is None,
        "bought": bought,
        "completed": list(rest.funded),
        "spent": exact(sum((Fraction(rest.costs[option]) for option in winners), Fraction(0))),
        "voters_with_nothing": unserved(case, winners),
    }
    if comparison is not None:
        evidence["comparison"] = comparison
    return Detail([*gate.rounds, *shares.rounds, *rest.rounds], {**gate.missing, **kept, **rest.missing}, evidence)


def _replay(case: Case, purse: Purse, run: Run) -> None:
    """Writes a run's rounds: what was bought with exact payments, and what dropped out as soon as it was too dear."""
    ledger, prices, weights = run.ledger, run.ledger.prices, case.profile.weights
    dropped, shut_out = run.dropped(), run.shut_out()
    for stage in range(len(prices) + 1):
        for at in sorted(at for at, after in dropped.items() if after == stage):
            option = case.ids[at]
            held = ledger.money(case.profile.supporters[at], stage)
            purse.note("dropped", option, money=exact(held))
            missing = exact(purse.costs[option] - held)
            purse.missing[option] = {"money": exact(held), "missing": missing, "because": "dropped"}
        for at in sorted(at for at, after in shut_out.items() if after == stage):
            found = eligibility.over_cap(purse.caps, at, run.winners[:stage])
            purse.note("over_cap", case.ids[at], **found)
            purse.missing[case.ids[at]] = {**found, "because": "over_cap"}
        if stage < len(prices):
            purchase, option = ledger.purchases[stage], case.ids[ledger.purchases[stage].option]
            purse.left -= purse.costs[option]
            purse.note(
                "bought",
                option,
                price=exact(prices[stage]),
                effective_votes=exact(purchase.cost / prices[stage]),
                payers=int(weights[purchase.full].sum()),
                drained=int(weights[purchase.drained].sum()),
            )


def _compare(case: Case, winners: list[str]) -> tuple[list[str], Json]:
    """Keeps the outcome unless more voters approve more winners of the greedy one. Source: equalshares.net."""
    costs = dict(zip(case.ids, case.costs, strict=True))
    votes = _votes(case)
    greedy = Purse(case.budget, costs, votes, case.ties, eligibility.caps(case))
    greedy.spend(grouped(leave_out(case, greedy, list(votes.values())), votes.__getitem__), stops=False)
    here, there = _approved(case, winners), _approved(case, greedy.funded)
    weights = case.profile.weights
    keep, change = int(weights[here > there].sum()), int(weights[there > here].sum())
    chosen = greedy.funded if change > keep else winners
    record: Json = {
        "greedy": list(greedy.funded),
        "prefer_equal_shares": keep,
        "prefer_greedy": change,
        "kept": "greedy" if change > keep else "equal-shares",
        "greedy_voters_with_nothing": unserved(case, greedy.funded),
    }
    return list(chosen), record


def _approved(case: Case, winners: list[str]) -> Ints:
    """For each row how many winners it marks."""
    won = np.zeros(len(case.ids), np.int64)
    won[[case.profile.positions[option] for option in winners]] = 1
    return np.add.reduceat(won[case.profile.columns], case.profile.starts[:-1]) if case.profile.n_valid else won[:0]


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
    offered={BallotKind.BUDGET: 1},
    beside="greedy",
    committee=True,
    shares=True,
    variants=({}, {"completion": "add1"}, {"satisfaction": "cardinality"}),
)
