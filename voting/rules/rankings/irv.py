# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Instant runoff: the last leaves until one has more than half of the ballots in play. Source: methods.md §1.3."""

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines.stages import Stage, Stages
from voting.engines.transfers import Transfers
from voting.lots.ties import Facts
from voting.tallies import Case, Detail, Rule, Tally
from voting.words.explanations import STRICT_ORDER, Example, Explanation
from voting.words.reasons import by_rounds
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """One exclusion a round. ``quota`` in the rounds is the majority of all valid ballots, for reading only."""
    ids = case.ids
    papers = Transfers(case.profile)
    left = list(range(len(ids)))
    stages = [Stage("first", None, list(papers.tallies))]
    while True:
        tallies = papers.tallies
        leader = max(left, key=lambda at: (tallies[at], -at))
        if len(left) == 1 or 2 * tallies[leader] > sum(tallies[at] for at in left):
            break
        fewest = min(tallies[at] for at in left)
        tied = [ids[at] for at in left if tallies[at] == fewest]
        chosen = ids.index(tied[0] if len(tied) == 1 else _worst(case, tied, stages))
        left.remove(chosen)
        papers.closes(chosen)
        papers.move(chosen)
        tallies[chosen] = 0
        stages.append(Stage("excluded", chosen, list(tallies)))
    stages[-1].elected.append(leader)
    winners = [ids[leader]]
    counted = Stages(ids, case.profile.n_valid // 2 + 1, stages, exact)
    first = {option: int(votes) for option, votes in zip(ids, stages[0].tallies, strict=False)}
    return Tally(winners, counted.ranking(winners), first, lambda: _detail(counted, leader))


def _worst(case: Case, tied: list[str], stages: list[Stage]) -> str:
    earlier = [dict(zip(case.ids, stage.tallies, strict=False)) for stage in stages]
    return case.ties.pick(len(stages) + 1, tied, Facts(earlier[-1], earlier[:-1]), exclude=True)


def _detail(counted: Stages, leader: int) -> Detail:
    """Margins: switching ``switches`` ballots from the winner to the runner-up turns the last round (upper bound)."""
    ids, last = counted.ids, counted.stages[-1].tallies
    margins = counted.margins([ids[leader]])
    margins.pop("last_stage", None)
    rivals = [at for at in range(len(ids)) if at != leader and at not in counted.excluded]
    tallies = last
    if not rivals and len(counted.stages) > 1:
        rivals, tallies = counted.excluded[-1:], counted.stages[-2].tallies
    if rivals:
        rival = max(rivals, key=lambda at: (tallies[at], -at))
        gap = tallies[leader] - tallies[rival]
        margins["last_round"] = {"runner_up": ids[rival], "gap": exact(gap), "switches": exact(gap // 2 + 1)}
    ended = {option: exact(votes) for option, votes in zip(ids, last, strict=False) if votes}
    return Detail(counted.rounds(), margins, {"ended": ended, "exhausted": exact(last[-1])})


RULE = Rule(
    key="irv",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {
            "name": "Ballottaggio immediato",
            "unit": "prime preferenze",
            "first": "Prime preferenze.",
            "excluded": "Esce {name}. Schede senza altre preferenze: {non_transferable}.",
            "tally": "{name}: {tally}",
            "elects": "Ha la maggioranza: {names}",
        },
        "en": {
            "name": "Instant runoff",
            "unit": "first preferences",
            "first": "First preferences.",
            "excluded": "{name} is excluded. Ballots with no further preference: {non_transferable}.",
            "tally": "{name}: {tally}",
            "elects": "Has the majority: {names}",
        },
    },
    ties=("prior_stage", "lot"),
    strict=True,
    explanation=Explanation(
        summary=N_(
            "Si contano le prime scelte. Esce il meno scelto e le sue schede passano alla scelta che segue, finché uno "
            "ha più della metà."
        ),
        lines=(
            STRICT_ORDER,
            N_(
                "La tua scheda vale un voto per la prima scelta. A ogni passo esce l'opzione con meno voti, e le sue "
                "schede passano alla scelta che segue."
            ),
            N_("Vince l'opzione che ha più della metà dei voti ancora in gioco."),
        ),
        example=Example(
            N_(
                "Le panchine hanno 4 prime scelte, gli alberi 3, la fontana 2. Esce la fontana: le sue 2 schede "
                "passano agli alberi, che vincono 5 a 4."
            ),
            "ranking",
            ((4, ["panchine"]), (3, ["alberi"]), (2, ["fontana", "alberi"])),
            ("alberi",),
        ),
        reasons=by_rounds,
        unit=N_("Prime preferenze"),
        counted=None,
    ),
    offered={Asking.ORDER: Offer(3, BallotKind.RANKING)},
    traits={Trait.MAJORITY: True, Trait.LOSER: True, Trait.DUELS: False, Trait.RAISED: False},
)
