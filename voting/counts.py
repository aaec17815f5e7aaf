# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""``count``: one door to every rule."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from voting import magnitudes
from voting.canonical import exact
from voting.errors import CountError
from voting.evidence.outcome import Inputs, Outcome
from voting.lots.ties import TieBreaker, TiePolicy
from voting.profile import Profile
from voting.rules import RULES
from voting.tallies import Case, Rule, Tally
from voting.warnings import Warned


def count(
    rule_key: str,
    profile: Profile,
    params: Mapping[str, object] | None = None,
    ties: TiePolicy | None = None,
    *,
    budget: int | Fraction | None = None,
    unit: int = 1,
    set_aside: Mapping[str, int] | None = None,
    roll: Mapping[str, int] | None = None,
    warnings: Sequence[Warned] = (),
) -> Outcome:
    """Counts the profile under a rule.

    ``params``: whole numbers, Fractions, truths, amounts by name, or texts, never floats; missing ones take the rule's
    defaults. ``ties``: the rule's default without a seed if None;
    ``budget`` in the profile's money unit, ``unit`` of which make one currency unit (100 when costs are in cents).
    ``set_aside``: how many ballots are not in the profile because the right of who cast them was suspended, by reason.
    ``roll``: how many could vote, where the list of them was corrected after it was frozen (``Outcome.roll``).
    ``warnings``: what the reader of a file says of it; more seats than options is added here.
    Raises CountError, and TieError when the policy leaves a tie open.
    """
    rule, case = prepared(rule_key, profile, params, ties, budget=budget, unit=unit)
    tally, breaker = rule.tally(case), case.ties
    return Outcome(
        rule=rule.key,
        rule_version=rule.version,
        params=case.params,
        policy=breaker.policy,
        inputs=Inputs(profile, case.budget if rule.takes_budget(case.params) else None, unit),
        winners=tuple(tally.winners),
        ranking=tuple(tuple(group) for group in tally.ranking),
        totals={option: exact(total) for option, total in sorted(tally.totals.items())},
        ties=tuple(breaker.notes),
        lot=_lot(rule, case, tally),
        _write=tally.detail,
        set_aside=dict(set_aside or {}),
        roll=dict(roll or {}),
        warnings=(*warnings, *_too_few(rule, profile, case.params)),
    )


def prepared(
    rule_key: str,
    profile: Profile,
    params: Mapping[str, object] | None = None,
    ties: TiePolicy | None = None,
    *,
    budget: int | Fraction | None = None,
    unit: int = 1,
) -> tuple[Rule, Case]:
    """A rule and the case for its tally, everything checked. Raises CountError as ``count`` does."""
    if rule_key not in RULES:
        raise CountError("unknown_rule", rule=rule_key)
    rule = RULES[rule_key]
    if profile.kind not in rule.kinds:
        raise CountError("wrong_ballot_kind", rule=rule_key, found=profile.kind.value)
    if isinstance(unit, bool) or not isinstance(unit, int) or not 1 <= unit <= 10**9:
        raise CountError("bad_budget", unit=unit)
    complete = rule.complete(params or {})
    if rule.strict and profile.has_ties:
        raise CountError("equal_ranks", rule=rule_key)
    money = Fraction(0)
    if rule.takes_budget(complete):
        if budget is None:
            raise CountError("budget_missing", rule=rule_key)
        if magnitudes.money(budget, "bad_budget") < 0:
            raise CountError("bad_budget", budget=str(budget))
        money = Fraction(budget)
        rule.fits(complete, money / unit)
    breaker = TieBreaker(ties or TiePolicy(rule.ties), profile.options)
    return rule, Case(profile, complete, breaker, money, unit)


def _too_few(rule: Rule, profile: Profile, params: Mapping[str, str]) -> Sequence[Warned]:
    """The warning that all options are elected because there are fewer of them than seats."""
    if "seats" not in params or rule.takes_budget(params) or int(params["seats"]) <= len(profile.options):
        return ()
    return ({"code": "fewer_options_than_seats", "seats": int(params["seats"]), "options": len(profile.options)},)


def _lot(rule: Rule, case: Case, tally: Tally) -> dict[str, object] | None:
    """The lot's record when it decided something.

    Other orders are tried: the reverse, and all when at most six options tied (four where a run takes long).
    """
    breaker = case.ties
    if not breaker.lots_used or breaker.lots is None:
        return None
    order = sorted(breaker.lots, key=breaker.lots.__getitem__)
    tied = {option for note in breaker.lots_used for option in note.tied}
    orders: list[Sequence[str]] = [order[::-1]]
    if len(tied) <= (4 if rule.needs_budget else 6):
        rest = [option for option in order if option not in tied]
        orders += [[*some, *rest] for some in permutations(sorted(tied))]
    changes = any(set(_with_lots(rule, case, lots).winners) != set(tally.winners) for lots in orders)
    tried = {"other_lots": len(orders), "another_lot_changes_winners": changes}
    return {"seed": breaker.policy.seed, "order": order, **tried}


def _with_lots(rule: Rule, case: Case, lots: Sequence[str]) -> Tally:
    other = TieBreaker(case.ties.policy, case.profile.options, lots)
    return rule.tally(Case(case.profile, case.params, other, case.budget, case.unit))
