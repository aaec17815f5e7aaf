# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why each option won or lost, read from the evidence that a stored outcome carries. Sentences are the web's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and what its sentence needs: money in whole cents, votes as whole numbers, points with two decimals.

    Codes: funded, too_expensive, after_stop, over_cap, below_threshold, bought, completed, dropped, no_votes, compared
    (the comparison step changed the outcome), elected, not_elected, duels_won, duel_lost, points_enough,
    points_missing, stayed (to the last round, and won), left (in a round), outnumbered (in the last round).
    """

    code: str
    params: Mapping[str, int | float] = field(default_factory=dict)
    rival: str = ""  # the option that won the duel, or the cap


@dataclass(frozen=True, slots=True)
class Standing:
    """One option in one count."""

    option: str
    total: str
    won: bool
    reason: Reason

    @property
    def amount(self) -> int | float:
        """The total as a number to be shown."""
        return shown(self.total)


def standings(outcome: Json) -> dict[str, Standing]:
    """Option id → how it ended and why."""
    winners = set(outcome["winners"])
    explain = _EXPLAIN.get(str(outcome["rule"]), _by_votes)
    return {
        option: Standing(option, str(outcome["totals"][option]), option in winners, explain(outcome, option))
        for option in (str(known["id"]) for known in outcome["options"])
    }


def shown(number: object) -> int | float:
    """An exact number (text or fraction) as one to be shown: whole, or to two decimals."""
    exact = Fraction(str(number))
    return int(exact) if exact.denominator == 1 else round(float(exact), 2)


def cents(text: object) -> int:
    """An exact sum as whole cents, to be shown."""
    return round(Fraction(str(text)))


def _round_of(outcome: Json, option: str, acts: Sequence[str]) -> Json | None:
    return next((step for step in outcome["rounds"] if step.get("option") == option and step["act"] in acts), None)


def _greedy(outcome: Json, option: str) -> Reason:
    step = _round_of(outcome, option, ("funded", "too_expensive", "after_stop", "over_cap", "below_threshold"))
    if step is None:
        return Reason("no_votes")
    act = str(step["act"])
    if act == "below_threshold":
        return Reason(act, {"missing_votes": int(outcome["margins"][option]["missing_votes"])})
    left, cost = cents(step["left"]), cents(step["cost"])
    if act == "funded":
        return Reason(act, {"before": left + cost, "cost": cost})
    if act == "over_cap":
        return _over_cap(step)
    return Reason(act, {"left": left, "missing": max(cost - left, 0), "cost": cost})


def _phragmen(outcome: Json, option: str) -> Reason:
    return _greedy(outcome, option) if "budget" in outcome else _by_votes(outcome, option)


def _over_cap(step: Json) -> Reason:
    return Reason("over_cap", {"room": cents(step["room"]), "cost": cents(step["cost"])}, str(step["cap"]))


def _equal_shares(outcome: Json, option: str) -> Reason:
    won = option in outcome["winners"]
    bought = _round_of(outcome, option, ("bought",))
    if won and bought is not None:
        params = {
            "price": cents(bought["price"]),
            "payers": int(bought["payers"]),
            "drained": int(bought["drained"]),
            "effective": round(Fraction(str(bought["effective_votes"])) * 100),
        }
        return Reason("bought", params)
    completed = _round_of(outcome, option, ("funded",))
    if won and completed is not None:
        left, cost = cents(completed["left"]), cents(completed["cost"])
        return Reason("completed", {"before": left + cost, "cost": cost})
    if won or bought is not None or completed is not None:
        return Reason("compared")
    dropped = _round_of(outcome, option, ("dropped",))
    if dropped is not None:
        money, cost = cents(dropped["money"]), cents(dropped["cost"])
        return Reason("dropped", {"money": money, "missing": cost - money, "cost": cost})
    capped = _round_of(outcome, option, ("over_cap",))
    if capped is not None:
        return _over_cap(capped)
    few = outcome["margins"].get(option, {})
    if few.get("because") == "below_threshold":
        return Reason("below_threshold", {"missing_votes": int(few["missing_votes"])})
    dear = _round_of(outcome, option, ("too_expensive",))
    if dear is not None:
        left, cost = cents(dear["left"]), cents(dear["cost"])
        return Reason("too_expensive", {"left": left, "missing": max(cost - left, 0), "cost": cost})
    return Reason("no_votes")


def _by_votes(outcome: Json, option: str) -> Reason:
    totals = {name: int(Fraction(str(total))) for name, total in outcome["totals"].items()}
    place = 1 + sum(total > totals[option] for total in totals.values())
    if option in outcome["winners"]:
        return Reason("elected", {"place": place})
    last = min((totals[winner] for winner in outcome["winners"]), default=0)
    return Reason("not_elected", {"place": place, "missing_votes": last - totals[option]})


def _by_points(outcome: Json, option: str) -> Reason:
    totals = {name: Fraction(str(total)) for name, total in outcome["totals"].items()}
    place = 1 + sum(total > totals[option] for total in totals.values())
    if option in outcome["winners"]:
        return Reason("points_enough", {"place": place, "points": shown(totals[option])})
    last = min((totals[winner] for winner in outcome["winners"]), default=Fraction(0))
    return Reason("points_missing", {"place": place, "missing": shown(last - totals[option])})


def _by_rounds(outcome: Json, option: str) -> Reason:
    rounds: Sequence[Json] = outcome["rounds"]
    if option in outcome["winners"]:
        return Reason("stayed", {"votes": int(rounds[-1]["tallies"][option])})
    for before, step in pairwise(rounds):
        if option in step["excluded"]:
            return Reason("left", {"stage": int(step["stage"]), "votes": int(before["tallies"][option])})
    return Reason("outnumbered", {"votes": int(rounds[-1]["tallies"][option])})


def _by_duels(outcome: Json, option: str) -> Reason:
    duels = [duel for step in outcome["rounds"] for duel in step.get("duels", ())]
    mine = [
        (duel["rival"], duel["for"], duel["against"])
        if duel["option"] == option
        else (duel["option"], duel["against"], duel["for"])
        for duel in duels
        if option in (duel["option"], duel["rival"])
    ]
    if option in outcome["winners"]:
        return Reason("duels_won", {"won": sum(ours > theirs for _, ours, theirs in mine), "duels": len(mine)})
    lost = max(mine, key=lambda duel: (duel[2] - duel[1], duel[0]))
    return Reason("duel_lost", {"ours": lost[1], "theirs": lost[2]}, rival=str(lost[0]))


_EXPLAIN = {
    "greedy": _greedy,
    "phragmen": _phragmen,
    "equal-shares": _equal_shares,
    "schulze": _by_duels,
    "ranked-pairs": _by_duels,
    "borda": _by_points,
    "irv": _by_rounds,
}
