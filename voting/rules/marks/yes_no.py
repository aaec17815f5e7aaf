# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One question: yes, no or abstain, with a quorum and a majority. Source: methods.md §1."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.errors import CountError
from voting.tallies import Case, Detail, Parameter, Rule, Tally
from voting.words.explanations import Document, Example, Explanation
from voting.words.sentences import N_, Number, Sentence, tell, tell_many

ANSWERS = {"yes": N_("Sì"), "no": N_("No"), "abstain": N_("Mi astengo")}
SAMPLE = 1000


def tally(case: Case) -> Tally:
    """``yes`` wins with more yes than no (``majority`` 1/2), or with at least that share of yes and no; and the quorum.

    Everybody who voted counts for the quorum, blank and void ballots too: ``quorum`` is a share of ``entitled``. An
    even vote is a no. Raises CountError wrong_options unless the options are ``yes``, ``no`` and perhaps ``abstain``.
    """
    ids = case.ids
    if not {"yes", "no"} <= set(ids) <= set(ANSWERS):
        raise CountError("wrong_options", expected="yes|no|abstain", found="|".join(ids))
    votes = dict(zip(ids, case.profile.votes, strict=True))
    quorum, majority = Fraction(case.params["quorum"]), Fraction(case.params["majority"])
    entitled = int(case.params["entitled"])
    if quorum and not entitled:
        raise CountError("bad_parameter", parameter="entitled", found="0", expected="at least 1 for a quorum")
    turnout, needed = case.profile.n_ballots, ceil(quorum * entitled)
    enough = _enough(votes["yes"] + votes["no"], majority)
    passes = votes["yes"] >= enough and turnout >= needed
    winner, loser = ("yes", "no") if passes else ("no", "yes")
    margins = {"missing_yes": max(0, enough - votes["yes"]), "missing_voters": max(0, needed - turnout)}
    if passes:
        margins["switches"] = votes["yes"] - enough + 1
    step = {
        "stage": 1,
        "act": "passes" if passes else "fails",
        "yes": votes["yes"],
        "no": votes["no"],
        "yes_needed": enough,
        "turnout": turnout,
        "turnout_needed": needed,
        "tallies": {option: str(count) for option, count in votes.items()},
        "elected": [winner],
    }
    rest = [[option] for option in ids if option == "abstain"]
    return Tally([winner], [[winner], [loser], *rest], votes, lambda: Detail([step], margins))


def _enough(said: int, majority: Fraction) -> int:
    """How many of those who said yes or no must say yes; where fewer do, the question fails."""
    return max(1, said // 2 + 1 if majority == Fraction(1, 2) else ceil(majority * said))


def preview(params: Mapping[str, str], _cents: int | None) -> Sequence[Sentence]:
    """How many yes of a hundred that say yes or no, and how many voters of a thousand who may vote."""
    enough = _enough(100, Fraction(params["majority"]))
    said = [tell("Su 100 tra sì e no servono %(enough)s sì.", enough=enough)]
    if quorum := Fraction(params["quorum"]):
        needed = Number(ceil(quorum * SAMPLE))
        said.append(
            tell(
                "Se possono votare in %(entitled)s, devono votare almeno in %(needed)s: se no, vince il no.",
                entitled=Number(SAMPLE),
                needed=needed,
            )
        )
    else:
        said.append(tell("Vale con qualunque numero di votanti."))
    return said


def reasons(outcome: Document, option: str) -> Sequence[Sentence]:
    """The votes and the voters against those needed; the same for both answers."""
    step = outcome["rounds"][0]
    if option == "abstain":
        return [tell("Chi si astiene conta solo tra i votanti.")]
    said = [
        tell_many(
            "C'è %(num)s sì: ne servivano %(needed)s.",
            "Ci sono %(num)s sì: ne servivano %(needed)s.",
            int(step["yes"]),
            needed=int(step["yes_needed"]),
        )
    ]
    if step["turnout_needed"]:
        said.append(
            tell_many(
                "Ha votato %(num)s persona: ne servivano %(needed)s.",
                "Hanno votato in %(num)s: ne servivano %(needed)s.",
                int(step["turnout"]),
                needed=int(step["turnout_needed"]),
            )
        )
    return said


RULE = Rule(
    key="yes-no",
    kinds=frozenset({BallotKind.CHOICE}),
    tally=tally,
    words={
        "it": {
            "name": "Sì o no",
            "unit": "voti",
            "passes": "Sì {yes} (ne servivano {yes_needed}), no {no}. Votanti {turnout} (ne servivano"
            " {turnout_needed}). Approvato.",
            "fails": "Sì {yes} (ne servivano {yes_needed}), no {no}. Votanti {turnout} (ne servivano"
            " {turnout_needed}). Respinto.",
        },
        "en": {
            "name": "Yes or no",
            "unit": "votes",
            "passes": "Yes {yes} (needed {yes_needed}), no {no}. Turnout {turnout} (needed {turnout_needed}). Passed.",
            "fails": "Yes {yes} (needed {yes_needed}), no {no}. Turnout {turnout} (needed {turnout_needed}). Rejected.",
        },
    },
    parameters=(
        Parameter("majority", "0.5", form="share", label=N_("Quanti devono dire sì, tra chi dice sì o no")),
        Parameter("quorum", "0", form="share", label=N_("Quanti devono votare, tra chi può votare")),
        Parameter("entitled", "0", form="integer"),
    ),
    ties=("refuse",),
    explanation=Explanation(
        summary=N_(
            "Si risponde sì o no a una domanda. Vince il sì se ha i voti che servono e hanno votato abbastanza persone."
        ),
        lines=(
            N_("Rispondi sì o no, oppure astieniti."),
            N_("Si contano i sì e i no. Chi si astiene conta solo tra i votanti."),
            N_("Vince il sì se i sì bastano e i votanti anche. Se no, vince il no."),
        ),
        example=Example(
            N_("In 12 rispondono: 7 sì, 4 no, uno si astiene. I sì sono più dei no: vince il sì."),
            "choice",
            ((7, ["yes"]), (4, ["no"]), (1, ["abstain"])),
            ("yes",),
        ),
        reasons=reasons,
    ),
    offered={Asking.ANSWER: Offer(1, BallotKind.CHOICE)},
    answers=ANSWERS,
    preview=preview,
    traits={Trait.RAISED: True},
)
