# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Would a test have noticed? ``python -m tests.mutants``: a seeded sample of small changes, each tried with the tests.

mutmut writes every change into one copy of the program (``[tool.mutmut]`` in pyproject.toml), where the variable
MUTANT_UNDER_TEST chooses one. Trying all of them would take days: they are tried in an order that the seed draws, one
of each file in turn, until ``--minutes`` are over, so that any beginning is a fair sample. Each is tried with those of
the tests that speak of its file and run through its function, the quickest first. The score is the share that some test
noticed, of those that can change anything; docs/mutants.md is written anew.
"""

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants, setup_source_paths
from mutmut.mutation.data import SourceFileMutationData

ROOT = Path(__file__).parents[1]
COPY = ROOT / "mutants"
LAWS = (
    "tests/laws/test_budgets.py",
    "tests/laws/test_committees.py",
    "tests/laws/test_equal_shares.py",
    "tests/laws/test_greedy_and_schulze.py",
    "tests/laws/test_invariance.py",
    "tests/laws/test_rankings.py",
    "tests/laws/test_ratings.py",
)
LIVES = ("tests/consultations_office", "tests/ballots")
WHAT_IFS = ("tests/laws/test_whatifs.py", "tests/voting")
ROUTES = tuple(
    f"tests/architecture/test_routes.py::test_each_route_opens_to_whom_it_is_meant_for[{who}]"
    for who in ("verified resident", "moderator of savena", "office")
)
# the tests that speak of a file: the first line that fits
SPEAKING: Mapping[str, Sequence[str]] = {
    "voting/exchange/": ("tests/voting",),
    "voting/evidence/whatifs.py": WHAT_IFS,
    "voting/evidence/margins.py": WHAT_IFS,
    "voting/engines/shares/horizons.py": WHAT_IFS,
    "voting/": ("tests/voting", *LAWS),
    "deliberation/ballots/lifecycle.py": LIVES,
    "deliberation/ballots/": ("tests/ballots", "tests/integrity"),
    "deliberation/consultations/": LIVES,
    "web/": (
        "tests/architecture/test_silent_routes.py",
        "tests/architecture/test_routes.py::test_the_document_of_routes_is_up_to_date",
        *ROUTES,
    ),
}
# A change that makes its tests work thrice as long, and so many seconds of CPU more, is noticed (CPU says the same on a
# busy machine); so is one with which they wait for ever: seconds of the clock.
WORK = 60
LONGEST = 3000
NOTICED, NOT_NOTICED = "noticed", "NOT NOTICED"

# Changes after which the program does the same: the file, the line as ast.unparse writes it before and after, and why.
EQUIVALENT: Mapping[tuple[str, str, str], str] = {
    (
        "voting/engines/pairwise.py",
        "heavy = weights.astype(np.float64)",
        "heavy = weights.astype(None)",
    ): "numpy's type None is float64",
    (
        "voting/lots/lotteries.py",
        "table: Floats = np.array(panels, float).T / counts[:, None]",
        "table: Floats = np.array(panels, None).T / counts[:, None]",
    ): "numpy divides whole numbers into floats",
    (
        "voting/engines/shares/completions.py",
        "self.most, self.worth = (max(1024, rows), max(16, rows // 20))",
        "self.most, self.worth = (max(1025, rows), max(16, rows // 20))",
    ): "how far a leap may go before the exact way is taken: time, no result",
    (
        "voting/engines/transfers.py",
        "self._closed = np.zeros(self.m + 1, bool)",
        "self._closed = np.zeros(self.m + 2, bool)",
    ): "only the places 0 … m are ever read",
}
STRICT = re.compile(r", strict=(True|False|None)\b")
# Where both lists are made by the program itself. What comes from a file or a caller may differ in length.
FROM_OUTSIDE = ("voting/exchange/", "voting/papers.py", "voting/profile.py")
SAME_LENGTH = "`strict=` of a `zip` over lists that the program has made equally long: it asserts, and decides nothing"

HEAD = """# Mutants

A mutant is the program with one small change: a `<` for a `<=`, another number, a call left out. `make mutants` tries a
seeded sample of them in the code that decides (counting, casting, roll, rights, lifecycle, guards), each with those of
the tests that speak of its file and run through its function. What no test notices, no test protects.

Measured on {day} by `make mutants`: seed {seed}, {tried} of {all} mutants tried, **{score:.1f} % noticed**
({noticed} of {tried}). {same} more were drawn that change nothing; they are not among those tried:

{why}
| File | Tried | Noticed | Change nothing | Not noticed |
|---|---:|---:|---:|---|
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, try, write docs/mutants.md. Exit code 1 when the score is below --least."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="no mutant is begun later than this")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--least", type=float, default=90.0, help="the score in %% that is asked for")
    parser.add_argument("--only", default="", help="files whose path begins like this")
    chosen = parser.parse_args(arguments)
    os.chdir(ROOT)
    listed = {path: names for path, names in written().items() if path.startswith(chosen.only)}
    hits = unchanged(listed)
    until = time.monotonic() + 60 * chosen.minutes
    found: dict[str, dict[str, str]] = {}
    with ThreadPoolExecutor(2) as pool:
        for path, name, said in pool.map(lambda one: (*one, tried(*one, hits, until)), order(listed, chosen.seed)):
            if said:
                found.setdefault(path, {})[name] = said
                print(f"{said:12} {path} {name}", flush=True)
    score, text = report(found, sum(map(len, listed.values())), chosen.seed)
    print(f"{score:.1f} %")
    if not chosen.only:
        (ROOT / "docs" / "mutants.md").write_text(text, encoding="utf-8")
    return 0 if score >= chosen.least else 1


def written() -> dict[str, list[str]]:
    """A new copy with every mutant in it (an old one may hold what is gone); their names by file."""
    os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir()
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    create_mutants(2)
    found = {}
    for meta in sorted(COPY.rglob("*.py.meta")):
        path = meta.relative_to(COPY).as_posix().removesuffix(".meta")
        data = SourceFileMutationData(path=Path(path))
        data.load()
        if data.exit_code_by_key:
            found[path] = sorted(data.exit_code_by_key)
    return found


def order(listed: Mapping[str, Sequence[str]], seed: int) -> Iterator[tuple[str, str]]:
    """Every mutant, one of each file in turn, in an order that depends on the seed and the names alone."""
    drawn = [
        [(path, name) for name in random.Random(f"{seed}:{path}").sample(list(names), len(names))]
        for path, names in listed.items()
    ]
    random.Random(seed).shuffle(drawn)
    for turn in zip_longest(*drawn):
        yield from (one for one in turn if one is not None)


Hits = Mapping[tuple[str, ...], Sequence[tuple[str, float, Sequence[str]]]]  # tests → rows of mutant_hits


def unchanged(listed: Mapping[str, Sequence[str]]) -> Hits:
    """What each test runs through. The copy with no change at all must pass every test, or any score would be a lie."""
    needed = sorted({tuple(speaking(path)) for path in listed})
    hits = {}
    with ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{place}.json" for place in range(len(needed))]
        for tests, file, failed in zip(
            needed, files, pool.map(lambda a, b: fails(a, "stats", b), needed, files), strict=True
        ):
            if failed:
                raise SystemExit(f"these tests fail without any change: {' '.join(tests)}")
            hits[tests] = json.loads(file.read_text(encoding="utf-8"))
    return hits


def speaking(path: str) -> Sequence[str]:
    """The tests that speak of a file."""
    return next(found for begin, found in SPEAKING.items() if path.startswith(begin))


def tried(path: str, name: str, hits: Hits, until: float) -> str:
    """NOTICED, NOT_NOTICED (so is what no test runs), or why it can change nothing; '' when the time is over."""
    if time.monotonic() > until:
        return ""
    if why := equivalent(path, name):
        return why
    function = name.rpartition("__mutmut_")[0]
    rows = sorted((seconds, test) for test, seconds, through in hits[tuple(speaking(path))] if function in through)
    work = WORK + 3 * round(sum(seconds for seconds, _ in rows))
    return NOTICED if rows and fails([test for _, test in rows], name, work=work) else NOT_NOTICED


def equivalent(path: str, name: str) -> str:
    """Why the change does nothing, or ''."""
    function = name.rpartition(".")[2]
    lines = functions(path)
    before, after = lines[f"{function.rpartition('__mutmut_')[0]}__mutmut_orig"], lines[function]
    changed = [pair for pair in zip_longest(before, after, fillvalue="") if pair[0] != pair[1]]
    if len(changed) != 1:
        return ""
    ((old, new),) = changed
    if "zip(" in old and "strict=True" in old and "strict=False" not in old and not path.startswith(FROM_OUTSIDE):
        return SAME_LENGTH if STRICT.sub("", old) == STRICT.sub("", new) else ""
    return EQUIVALENT.get((path, old, new), "")


@lru_cache
def functions(path: str) -> Mapping[str, Sequence[str]]:
    """The lines of every function of the copy of a file, below its name; comments and breaks of lines are gone."""
    tree = ast.parse((COPY / path).read_text(encoding="utf-8"))
    return {
        node.name: [line.strip() for part in node.body for line in ast.unparse(part).splitlines()]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def fails(tests: Sequence[str], name: str, hits: Path | None = None, *, work: int = 0) -> bool:
    """Whether a test fails, or none ends, with the change of that name ('stats' for none, with the hits written)."""
    limit = "unlimited" if hits else work
    command = ["sh", "-c", f'ulimit -t {limit}; exec "$@"', "sh", sys.executable, "-m", "pytest", "-q", "-x"]
    command += ["-p", "no:cacheprovider", "--timeout=0", *(("-p", "tests.mutant_hits") if hits else ())]
    environment = {**os.environ, "MUTANT_UNDER_TEST": name, "RIONE_MUTANT_HITS": str(hits)}
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(tests))
        listed.flush()
        try:
            done = subprocess.run(
                [*command, f"@{listed.name}"],
                cwd=COPY,
                env=environment,
                capture_output=True,
                timeout=None if hits else LONGEST,
            )
        except subprocess.TimeoutExpired:
            return True
    if hits and done.returncode:
        print(done.stdout.decode(errors="replace")[-3000:])
    return done.returncode != 0


def report(found: Mapping[str, Mapping[str, str]], known: int, seed: int) -> tuple[float, str]:
    """The score in per cent, and the page."""
    said = Counter(verdict for listed in found.values() for verdict in listed.values())
    noticed, left = said.pop(NOTICED, 0), said.pop(NOT_NOTICED, 0)
    score = 100 * noticed / max(1, noticed + left)
    rows = []
    for path, listed in sorted(found.items()):
        of = Counter(listed.values())
        names = ", ".join(f"`{name.rpartition('.')[2]}`" for name in sorted(listed) if listed[name] == NOT_NOTICED)
        tried_here = of[NOTICED] + of[NOT_NOTICED]
        rows.append(f"| {path} | {tried_here} | {of[NOTICED]} | {of.total() - tried_here} | {names} |")
    head = HEAD.format(
        day=datetime.now(UTC).date().isoformat(),
        seed=seed,
        score=score,
        noticed=noticed,
        tried=noticed + left,
        all=known,
        same=said.total(),
        why="".join(f"- {n}: {why}\n" for why, n in sorted(said.items())),
    )
    return score, head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
