# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Block vote with a limit of preferences and the gender rules of Italian committees. Source: methods.md §1.

With ``gender`` two or more preferences must not all be of one gender: else those after the first are void
(``second_void``), or the whole ballot is (``whole_ballot_invalid``). A ranking holds preferences in the order in which
they were written; marks without an order count as written in the order of the option ids.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind, Limits
from voting.engines.most_votes import PARAMETERS, elect, words
from voting.errors import CountError
from voting.packing import sums
from voting.profile import Profile
from voting.tallies import Case, Parameter, Rule, Tally
from voting.words.explanations import MARK_ALL, Example, Explanation
from voting.words.reasons import by_votes
from voting.words.sentences import N_, Sentence, tell, tell_many

Mask = npt.NDArray[np.bool_]


def tally(case: Case) -> Tally:
    """A ballot with more preferences than ``limit`` (0: no limit) is void."""
    profile, limit = case.profile, int(case.params["limit"])
    if not len(profile.weights):
        return elect(case, dict.fromkeys(case.ids, 0), lambda: {"void": 0, "preferences_void": 0})
    sizes = np.diff(profile.starts)
    whole = sizes <= limit if limit else np.ones(len(sizes), bool)
    marks = np.ones(len(profile.columns), bool)
    same = np.zeros(len(sizes), bool)
    if case.params["gender"] != "none":
        same = _one_gender(profile) & (sizes > 1)
    if case.params["gender"] == "whole_ballot_invalid":
        whole &= ~same
    elif case.params["gender"] == "second_void":
        marks = ~np.repeat(same, sizes) | _first(profile)
    counted = marks & np.repeat(whole, sizes)
    heavy = np.repeat(profile.weights, sizes)
    totals = dict(zip(case.ids, sums(profile.columns, np.where(counted, heavy, 0), len(case.ids)), strict=True))
    void = int(profile.weights[~whole].sum())
    dropped = int(heavy[~marks & np.repeat(whole, sizes)].sum())
    return elect(case, totals, lambda: {"void": void, "preferences_void": dropped})


def _one_gender(profile: Profile) -> Mask:
    """Whether all the options that a row marks have one gender. Raises CountError bad_profile if one is unknown."""
    genders = [option.gender for option in profile.options]
    if None in genders:
        raise CountError("bad_profile", reason="gender unknown", option=profile.options[genders.index(None)].id)
    codes = {gender: code for code, gender in enumerate(sorted(set(map(str, genders))))}
    code = np.array([codes[str(gender)] for gender in genders], np.int64)[profile.columns]
    heads = profile.starts[:-1]
    same: Mask = np.minimum.reduceat(code, heads) == np.maximum.reduceat(code, heads)
    return same


def _first(profile: Profile) -> Mask:
    """The mark of each row that was written first."""
    if profile.kind is BallotKind.RANKING:
        lowest = np.minimum.reduceat(profile.values, profile.starts[:-1])
        first: Mask = profile.values == np.repeat(lowest, np.diff(profile.starts))
        return first
    first = np.zeros(len(profile.columns), bool)
    first[profile.starts[:-1]] = True
    return first


def preview(params: Mapping[str, str], _cents: int | None) -> Sequence[Sentence]:
    """How many preferences for how many seats, and what of genders the page itself asks for."""
    seats = tell_many("C'è %(num)s posto.", "Ci sono %(num)s posti.", int(params["seats"]))
    most = int(params["limit"])
    given = [tell_many("Ognuno dà una preferenza.", "Ognuno dà fino a %(num)s preferenze.", most)] if most else []
    mixed = tell("Sul sito non si registra una scheda con più preferenze di un genere solo: la pagina lo dice subito.")
    return [seats, *given, *([mixed] if params["gender"] != "none" else [])]


RULE = Rule(
    key="block",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.RANKING}),
    tally=tally,
    words=words("Preferenze", "Block vote", "preferenze", "preferences"),
    parameters=(
        *PARAMETERS,
        Parameter("limit", "0", form="integer", label=N_("Quante preferenze al massimo"), least=1, most=99),
        Parameter(
            "gender",
            "none",
            ("none", "second_void", "whole_ballot_invalid"),
            label=N_("Chi dà più preferenze"),
            labels={
                "none": N_("sceglie chi vuole"),
                "second_void": N_("sceglie persone di genere diverso; se no vale solo la prima"),
                "whole_ballot_invalid": N_("sceglie persone di genere diverso; se no la scheda è nulla"),
            },
        ),
    ),
    strict=True,
    explanation=Explanation(
        summary=N_("Ognuno dà più preferenze. I posti vanno a chi ne ha di più."),
        lines=(
            MARK_ALL,
            N_("Ogni preferenza vale un voto."),
            N_("I posti vanno alle opzioni con più voti."),
        ),
        example=Example(
            N_("I posti sono 2. Ada ha 3 voti, Bruno 2, Carla 1. Entrano Ada e Bruno."),
            "approval",
            ((2, ["Ada", "Bruno"]), (1, ["Ada", "Carla"])),
            ("Ada", "Bruno"),
            params={"seats": "2"},
        ),
        reasons=by_votes,
    ),
    committee=True,
    offered={Asking.GROUP: Offer(1, BallotKind.APPROVAL, {"limit": "2", "gender": "second_void"})},
    limits=lambda params: Limits(max=int(params["limit"]) or None, mixed=params["gender"] != "none"),
    preview=preview,
    traits={Trait.RAISED: True, Trait.GROUPS: False},
)
