# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One measurement of another counting library, run by var/bench-venv: ``counting_peers.py TASK FILE…`` prints JSON.

Loading and counting are timed apart in seconds of CPU; ``winners`` show that both count the same.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

Found = dict[str, Any]


def pabutools(fraction: str, file: str, *, add1: bool = False) -> Found:
    """Equal Shares by pabutools, cost satisfaction; Add1 as its own budget increment."""
    election, rules = import_module("pabutools.election"), import_module("pabutools.rules")
    import_module("pabutools.fractions").FRACTION = fraction
    start = time.process_time()
    instance, profile = election.parse_pabulib(file)
    loaded = time.process_time()
    more = {"voter_budget_increment": 1} if add1 else {}
    bought = rules.method_of_equal_shares(instance, profile, sat_class=election.Cost_Sat, **more)
    return {
        "load": loaded - start,
        "count": time.process_time() - loaded,
        "winners": sorted(project.name for project in bought),
    }


def ballots(file: str) -> tuple[int, list[str], list[tuple[int, list[int]]]]:
    """A BLT file for libraries that read none: seats, names, (weight, candidates) lines."""
    with open(file, encoding="utf-8-sig") as text:
        lines = text.read().splitlines()
    m, seats = map(int, lines[0].split())
    end = lines.index("0")
    found = [(int(words[0]), [int(word) - 1 for word in words[1:-1]]) for words in map(str.split, lines[1:end])]
    return seats, [f"{at + 1}" for at in range(m)], found


def pyrankvote(*files: str) -> Found:
    """Single transferable vote by pyrankvote."""
    library = import_module("pyrankvote")
    load = count = 0.0
    for file in files:
        start = time.process_time()
        seats, names, found = ballots(file)
        candidates = [library.Candidate(name) for name in names]
        papers = [
            library.Ballot(ranked_candidates=[candidates[at] for at in ranked])
            for weight, ranked in found
            for _ in range(weight)
        ]
        loaded = time.process_time()
        library.single_transferable_vote(candidates, papers, number_of_seats=seats)
        load, count = load + loaded - start, count + time.process_time() - loaded
    return {"load": load, "count": count}


def votekit(*files: str) -> Found:
    """Single transferable vote by votekit on its compressed profile."""
    profiles, elections = import_module("votekit.pref_profile"), import_module("votekit.elections")
    ballot = import_module("votekit.ballot").Ballot
    load = count = 0.0
    for file in files:
        start = time.process_time()
        seats, names, found = ballots(file)
        papers = [
            ballot(ranking=tuple(frozenset({names[at]}) for at in ranked), weight=weight)
            for weight, ranked in found
            if ranked
        ]
        profile = profiles.PreferenceProfile(ballots=tuple(papers), candidates=tuple(names))
        loaded = time.process_time()
        elections.STV(profile, m=seats, tiebreak="random")
        load, count = load + loaded - start, count + time.process_time() - loaded
    return {"load": load, "count": count}


def abcvoting(file: str, seats: str = "10") -> Found:
    """Sequential Phragmén for a committee by abcvoting."""
    election, preferences = import_module("pabutools.election"), import_module("abcvoting.preferences")
    rules = import_module("abcvoting.abcrules")
    instance, found = election.parse_pabulib(file)
    names = sorted(project.name for project in instance)
    start = time.process_time()
    place = {name: at for at, name in enumerate(names)}
    profile = preferences.Profile(len(names), cand_names=names)
    profile.add_voters([{place[project.name] for project in ballot} for ballot in found])
    loaded = time.process_time()
    [committee, *_] = rules.compute("seqphragmen", profile, int(seats), algorithm="gmpy2-fractions", resolute=True)
    return {
        "load": loaded - start,
        "count": time.process_time() - loaded,
        "winners": sorted(names[at] for at in committee),
    }


TASKS: dict[str, Callable[..., Found]] = {
    "pabutools-fractions": lambda file: pabutools("gmpy2", file),
    "pabutools-floats": lambda file: pabutools("float", file),
    "pabutools-add1": lambda file: pabutools("gmpy2", file, add1=True),
    "pyrankvote": pyrankvote,
    "votekit": votekit,
    "abcvoting": abcvoting,
}

if __name__ == "__main__":
    measured = TASKS[sys.argv[1]](*sys.argv[2:])
    measured["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(measured))
