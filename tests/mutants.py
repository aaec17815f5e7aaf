# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Would a test have noticed? ``python -m tests.mutants``: a seeded sample of small changes, each tried with the tests.

mutmut makes the changes (``[tool.mutmut]`` in pyproject.toml) and runs, for each, the tests that reach its function.
All of them would take days: for every file as many are drawn as ``--each`` says, by the seed. The score is the share
that some test noticed; docs/mutants.md is written anew.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTANTS = ROOT / "mutants"
NOT_REACHED, SURVIVED = 33, 0
HEAD = """# Mutants

A mutant is the program with one small change: a `<` for a `<=`, another number, a call left out. `make mutants` makes a
seeded sample of them in the code that decides (counting, casting, roll, rights, lifecycle, guards) and runs the tests
that reach each. What no test notices, no test protects.

`make mutants` measured this on {day}: seed {seed}, up to {each} mutants a file, **{score:.1f} % noticed**
({noticed} of {tried}; {unreached} of those not noticed are reached by none of the tests of this run).

| File | Drawn | Noticed | Not noticed |
|---|---:|---:|---|
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, try, write docs/mutants.md. Exit code 1 when the score is below --least."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=8, help="mutants a file")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--least", type=float, default=90.0, help="the score in %% that is asked for")
    parser.add_argument("--only", default="", help="files whose path holds this text")
    chosen = parser.parse_args(arguments)
    _mutmut("voting.canonical.x_exact__mutmut_1")  # makes all mutants and learns which test reaches what
    drawn = draw(chosen.each, chosen.seed, chosen.only)
    names = [name for listed in drawn.values() for name in listed]
    print(f"{len(names)} mutants of {len(drawn)} files", flush=True)
    _mutmut(*names)
    found = {path: {name: _codes(path)[name] for name in listed} for path, listed in drawn.items()}
    score, text = report(found, chosen.each, chosen.seed)
    print(text)
    if not chosen.only:
        (ROOT / "docs" / "mutants.md").write_text(text, encoding="utf-8")
    return 0 if score >= chosen.least else 1


def _mutmut(*names: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    program = Path(sys.executable).with_name("mutmut")
    done = subprocess.run([program, "run", "--max-children", "2", *names], cwd=ROOT, env=environment)
    if done.returncode:
        raise SystemExit(f"mutmut ended with {done.returncode}")


def _codes(path: str) -> dict[str, int | None]:
    """The exit code of the tests for each mutant of a file; None: not tried."""
    meta = json.loads((MUTANTS / f"{path}.meta").read_text(encoding="utf-8"))
    found: dict[str, int | None] = meta["exit_code_by_key"]
    return found


def draw(each: int, seed: int, only: str = "") -> dict[str, list[str]]:
    """Up to ``each`` mutants of every file, the same ones for the same seed and code."""
    drawn = {}
    for meta in sorted(MUTANTS.rglob("*.py.meta")):
        path = meta.relative_to(MUTANTS).as_posix().removesuffix(".meta")
        names = sorted(_codes(path))
        if names and only in path:
            drawn[path] = sorted(random.Random(f"{seed}:{path}").sample(names, min(each, len(names))))
    return drawn


def report(found: dict[str, dict[str, int | None]], each: int, seed: int) -> tuple[float, str]:
    """The score in per cent, and the page."""
    codes = [code for listed in found.values() for code in listed.values()]
    noticed = sum(code not in (SURVIVED, NOT_REACHED, None) for code in codes)
    score = 100 * noticed / max(1, len(codes))
    rows = []
    for path, listed in found.items():
        left = [name for name, code in listed.items() if code in (SURVIVED, NOT_REACHED, None)]
        told = ", ".join(f"`{name.rpartition('.')[2]}`" for name in left)
        rows.append(f"| {path} | {len(listed)} | {len(listed) - len(left)} | {told} |")
    head = HEAD.format(
        day=datetime.now(UTC).date().isoformat(), seed=seed, each=each, score=score, noticed=noticed,
        tried=len(codes), unreached=sum(code == NOT_REACHED for code in codes),
    )  # fmt: skip
    return score, head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
