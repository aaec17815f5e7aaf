# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found out once for a vote, so that its page need not count again. At the count: whether the ballots can be
published. After it, as work of its own (analytics.tallies.look): what other rules would have chosen, what was lacking.

It is kept beside a count and is no part of it nor of its digest: it binds nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from analytics.disclosure import THRESHOLD
from voting import Outcome, Profile
from voting.ballots import PICKS
from voting.evidence.margins import support
from voting.evidence.nearness import EACH, lacking
from voting.evidence.whatifs import Asked, compared
from voting.rules import RULES
from voting.words.despite import Lacking

WORK = 4_000_000  # marks times options that may be gone through again for one count: a few seconds
MOST_RUNS = 200  # of a rule by which voters pay: 0.05 to 0.1 s each on files of 500 to 80,000 ballots
CHEAP = 20  # times less work of a rule by which voters do not pay
MOST_OPTIONS = 60  # beyond which other rules are not tried: one of them looks at sets of options


def at_once(outcome: Outcome) -> dict[str, object]:
    """As JSON, with the count: `patterns` of the ballots, and what it found on its way (Equal Shares' `one_step_more`).

    Minutes say these and nothing that is found later.
    """
    return {"patterns": patterns(outcome.inputs.profile), **outcome.beside}


def further(
    asked: Asked, outcome: Mapping[str, Any], found: Mapping[str, Any], is_enough: Callable[[], bool]
) -> tuple[dict[str, object], bool]:
    """More than what is `found` already, and whether nothing is left; after each part it may be enough for now.

    As JSON: `elsewhere` (a row for each other rule), then `lacking` by option. The same in however many turns.
    """
    made = dict(found)
    if "elsewhere" not in made and len(asked.profile.options) <= MOST_OPTIONS:
        made["elsewhere"] = compared(asked, asked.seats)[1:]
        if is_enough():
            return made, False
    if asked.budget is None or asked.profile.kind not in PICKS:
        return made, True
    lacked = dict(made.get("lacking", {}))
    made["lacking"] = lacked
    for option in (left := [one for one in looked_for(asked, outcome) if one not in lacked]):
        lacked[option] = _of(asked, option)
        if is_enough():
            return made, option == left[-1]
    return made, True


def looked_for(asked: Asked, outcome: Mapping[str, Any]) -> Sequence[str]:
    """The losers that are looked at, those with most votes first: as many as the work for one count allows."""
    profile, totals = asked.profile, outcome["totals"]
    losers = [option for option in profile.ids if option not in outcome["winners"]]
    losers.sort(key=lambda option: (-Fraction(totals[option]), option))
    read = max(1, len(profile.columns)) * len(profile.options)
    runs = min(WORK // read, MOST_RUNS) if RULES[asked.rule].shares else WORK * CHEAP // read
    return losers[: runs // EACH]


def _of(asked: Asked, option: str) -> dict[str, object]:
    """What one option lacked; where voters pay, also for what else its supporters paid."""
    paid = support(asked, option).get("paid_for") if RULES[asked.rule].shares else None
    return {**lacking(asked, option), **({"paid_for": paid} if paid else {})}


def patterns(profile: Profile) -> dict[str, int]:
    """How many different ballots there are, and how many people have cast one that fewer than `THRESHOLD` cast."""
    seen: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
    for at in range(len(profile.weights)):
        marks = slice(int(profile.starts[at]), int(profile.starts[at + 1]))
        key = tuple(profile.columns[marks].tolist()), tuple(profile.values[marks].tolist())
        seen[key] += int(profile.weights[at])
    rare = sum(n for n in seen.values() if n < THRESHOLD)
    return {"different": len(seen), "rare": rare}


def lacked(stored: Mapping[str, Any], option: str) -> Lacking | None:
    """What is kept of one option; None where it was not looked for."""
    kept = stored.get("lacking", {}).get(option)
    if kept is None:
        return None
    paid = kept.get("paid_for", {})
    first = sorted(paid, key=lambda other: (-Fraction(paid[other]), other))
    cut = kept.get("cut")
    return Lacking(
        kept.get("votes"),
        bool(kept.get("votes_least")),
        None if cut is None else int(Fraction(cut)),
        bool(kept.get("cut_least")),
        kept.get("never", ""),
        tuple(first),
    )
