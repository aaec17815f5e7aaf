# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One measurement of ``voting``: ``python -m tests.bench.counting_tasks TASK ARGUMENT…`` prints JSON.

Seconds of CPU, medians of several runs on a fresh profile each; memory is the whole process's peak, in MB.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

Found = dict[str, Any]
REPEATS = 7
SEED = "5eed" * 16


def timed(work: Callable[[], Any], repeats: int = REPEATS) -> tuple[float, Any]:
    """The median of some runs, and what the last one gave."""
    spent, found = [], None
    for _ in range(repeats):
        start = time.process_time()
        found = work()
        spent.append(time.process_time() - start)
    return median(spent), found


def equal_shares(file: str, completion: str, start: str = "exact", stop: str = "overspend") -> Found:
    """Reading a .pb file, and Equal Shares with cost satisfaction on it."""
    from voting import count
    from voting.exchange import pabulib

    load, election = timed(lambda: pabulib.read(Path(file).read_text(encoding="utf-8-sig")), 3)
    params = {"completion": completion, "start": start, "stop": stop}
    spent, outcome = timed(
        lambda: count("equal-shares", replace(election.profile), params, budget=election.budget),
        3 if completion == "add1" else REPEATS,
    )
    return {"load": load, "count": spent, "winners": sorted(outcome.winners)}


def scottish(key: str, *files: str) -> Found:
    """Reading BLT files, and an STV rule on each: sums over the files of the median of three."""
    from voting import TiePolicy, count
    from voting.exchange import blt

    load = spent = 0.0
    for file in files:
        text = Path(file).read_text(encoding="utf-8-sig")
        first, ward = timed(lambda text=text: blt.read(text), 3)
        policy, params = TiePolicy.of("prior_stage,lot", SEED), {"seats": str(ward.seats)}
        second, _ = timed(lambda w=ward, p=params, t=policy: count(key, replace(w.profile), p, t), 3)
        load, spent = load + first, spent + second
    return {"load": load, "count": spent}


def phragmen(file: str, seats: str = "10") -> Found:
    """Sequential Phragmén for a committee."""
    from voting import count
    from voting.exchange import pabulib

    election = pabulib.read(Path(file).read_text(encoding="utf-8-sig"))
    spent, outcome = timed(lambda: count("phragmen", replace(election.profile), {"seats": seats}), 3)
    return {"load": 0.0, "count": spent, "winners": sorted(outcome.winners)}


def rankings(size: str, key: str) -> Found:
    """Random rankings of 12 options from an array (every ballot complete): packing, then one rule or the matrix."""
    import numpy as np

    from voting import Option, Profile, TiePolicy, count
    from voting.engines.pairwise import pairwise

    n, m = int(size), 12
    orders = np.argsort(np.random.default_rng(7).random((n, m), np.float32), axis=1).astype(np.int8)
    options = [Option(f"{at:02}") for at in range(m)]
    start = time.process_time()
    profile = Profile.of_orders(options, orders)
    load = time.process_time() - start
    del orders
    policy = TiePolicy.of("prior_stage,lot" if key in ("irv", "scottish-stv") else "lot", SEED)
    seats = {"seats": "4"} if key == "scottish-stv" else {}
    repeats = 3 if n <= 10**6 else 1
    if key == "pairwise":
        spent, _ = timed(lambda: pairwise(replace(profile)), repeats)
    else:
        spent, _ = timed(lambda: count(key, replace(profile), seats, policy), repeats)
    return {"load": load, "count": spent, "distinct": len(profile.weights)}


def approvals(size: str) -> Found:
    """Random approvals of 40 options, six a ballot: packing, then approval and Equal Shares."""
    import numpy as np

    from voting import BallotKind, Option, Profile, count

    n, m, each = int(size), 40, 6
    start_of = np.random.default_rng(7).integers(0, m, n)
    step = np.random.default_rng(8).integers(1, 6, n)
    columns = ((start_of[:, None] + step[:, None] * np.arange(each)) % m).astype(np.int8)
    extra = np.random.default_rng(9).integers(0, m, n).astype(np.int8)
    columns = np.sort(np.column_stack([columns, extra]), axis=1)
    fresh = np.ones(columns.shape, bool)
    fresh[:, 1:] = columns[:, 1:] != columns[:, :-1]
    lengths, flat = fresh.sum(axis=1).astype(np.int64), columns[fresh]
    del columns, fresh, start_of, step, extra
    options = [Option(f"{at:02}", cost=10 + at) for at in range(m)]
    start = time.process_time()
    profile = Profile.packed(BallotKind.APPROVAL, options, lengths, flat, None, np.ones(n, np.int64))
    load = time.process_time() - start
    spent, _ = timed(lambda: count("approval", replace(profile)), 3)
    shares, _ = timed(lambda: count("equal-shares", replace(profile), {"completion": "none"}, budget=300), 3)
    return {"load": load, "count": spent, "shares": shares, "distinct": len(profile.weights)}


def importing() -> Found:
    """Importing voting beyond numpy."""
    import numpy  # noqa: F401

    start = time.process_time()
    import voting  # noqa: F401

    return {"load": 0.0, "count": time.process_time() - start, "scipy": "scipy" in sys.modules}


TASKS: dict[str, Callable[..., Found]] = {
    "equal-shares": equal_shares,
    "scottish": scottish,
    "phragmen": phragmen,
    "rankings": rankings,
    "approvals": approvals,
    "importing": importing,
}

if __name__ == "__main__":
    measured = TASKS[sys.argv[1]](*sys.argv[2:])
    measured["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(measured))
