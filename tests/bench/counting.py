# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m tests.bench.counting``: voting against other libraries; writes its tables into docs/benchmarks.md.

One process for each measurement, one thread each, seconds of CPU, loading and counting apart, peak memory. The peers
live in var/bench-venv, installed from requirements-bench.txt. Real elections come from the folder RIONE_DATA.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("RIONE_DATA", str(ROOT.parent / "shared" / "data")))
VENV = ROOT / "var" / "bench-venv"
REPORT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- counting:begin -->", "<!-- counting:end -->"
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SLOW = 1800
Found = dict[str, Any]


def prepare() -> None:
    """The peers' environment, made when it is not there as requirements-bench.txt has it."""
    listed, stamp = ROOT / "requirements-bench.txt", VENV / ".list"
    if not stamp.is_file() or stamp.read_bytes() != listed.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        subprocess.run([VENV / "bin" / "python", ROOT / "deploy" / "install.py", listed], check=True)
        stamp.write_bytes(listed.read_bytes())


def ours(*arguments: object) -> Found:
    """A measurement of voting."""
    return _measured([sys.executable, "-m", "tests.bench.counting_tasks", *map(str, arguments)])


def peer(*arguments: object) -> Found:
    """A measurement of a peer."""
    return _measured([str(VENV / "bin" / "python"), str(ROOT / "tests/bench/counting_peers.py"), *map(str, arguments)])


def _measured(command: Sequence[str]) -> Found:
    print(" ".join(command[2:5])[:110], file=sys.stderr, flush=True)
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **THREADS}, capture_output=True, text=True, timeout=SLOW, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-600:])
    found: Found = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _line(name: str, found: Found, base: Found | None = None) -> str:
    def against(key: str) -> str:
        if base is None or not base[key] or not found[key]:
            return ""
        return f" ({found[key] / base[key]:,.0f} ×)"

    load = _ms(found["load"]) + against("load") if found["load"] else "–"
    return f"| {name} | {load} | {_ms(found['count'])}{against('count')} | {found['memory']:.0f} MB |"


HEAD = "| Program | Reading | Counting | Peak memory |\n|---|---|---|---|"


def shares() -> list[str]:
    """Equal Shares against pabutools."""
    lines = []
    for title, name in (
        ("Warszawa 2026: 61,668 ballots × 83 projects", "Poland_Warszawa_2026.pb"),
        ("Wrocław 2018: 53,801 ballots × 39 projects", "Poland_Wroclaw_2018.pb"),
    ):
        file = DATA / "pabulib" / name
        base = ours("equal-shares", file, "none")
        others = [("pabutools, fractions (gmpy2)", "pabutools-fractions"), ("pabutools, floats", "pabutools-floats")]
        found = [(label, peer(task, file)) for label, task in others]
        same = all(other["winners"] == base["winners"] for _, other in found)
        lines += [f"\n### Equal Shares, {title}", "", HEAD, _line("**voting**, exact", base)]
        lines += [_line(label, other, base) for label, other in found]
        lines += ["", f"The winners are {'the same' if same else 'NOT the same'}."]
    return lines


def completions() -> list[str]:
    """Add1 against pabutools' own increment."""
    warszawa = ours("equal-shares", DATA / "pabulib" / "Poland_Warszawa_2026.pb", "add1", "floor")
    file = DATA / "pabulib" / "Poland_Wieliczka_2023_Green_Budget.pb"
    base = ours("equal-shares", file, "add1", "exact", "exhaustive")
    other = peer("pabutools-add1", file)
    lines = ["\n### Equal Shares with Add1", "", HEAD, _line("**voting**, Warszawa 2026", warszawa)]
    lines += [_line("**voting**, Wieliczka 2023", base), _line("pabutools, Wieliczka 2023 (once)", other, base), ""]
    same = other["winners"] == base["winners"]
    return [
        *lines,
        f"Both stop when the outcome is exhaustive; the winners are {'the same' if same else 'NOT the same'}.",
    ]


def ballots() -> list[str]:
    """STV on real wards, Phragmén on a real budget."""
    folder = DATA / "stv" / "blt"
    wards = sorted(folder.glob("*.blt"))
    large = max(wards, key=lambda path: path.stat().st_size)
    base, other, kit = ours("scottish", "scottish-stv", *wards), peer("pyrankvote", *wards), peer("votekit", *wards)
    lines = [f"\n### The {len(wards)} Scottish council elections of 2017", "", HEAD]
    lines += [_line("**voting**, Scottish rules", base), _line("pyrankvote", other, base), _line("votekit", kit, base)]
    total = base["load"] + base["count"]
    fastest = min(found["load"] + found["count"] for found in (other, kit))
    lines += ["", f"Reading and counting together: {_ms(total)}, the fastest peer {fastest / total:.0f} times that."]
    meek, plain = ours("scottish", "meek-stv", large), peer("pyrankvote", large)
    lines += [
        f"\n### One large ward ({large.stem})",
        "",
        HEAD,
        _line("**voting**, Scottish rules", ours("scottish", "scottish-stv", large)),
    ]
    lines += [_line("**voting**, Meek", meek), _line("pyrankvote, plain STV", plain, meek)]
    town = DATA / "toulouse"
    budget = max(town.glob("*.pb"), key=lambda path: path.stat().st_size)
    mine, theirs = ours("phragmen", budget), peer("abcvoting", budget)
    same = mine["winners"] == theirs["winners"]
    lines += ["\n### Sequential Phragmén, ten seats, on Toulouse's city-wide ballots", "", HEAD]
    lines += [_line("**voting**, exact", mine), _line("abcvoting, fractions (gmpy2)", theirs, mine), ""]
    return [*lines, f"The winners are {'the same' if same else 'NOT the same'}."]


def million() -> list[str]:
    """A million rankings of twelve, from arrays."""
    lines = ["\n### 1,000,000 random rankings of 12 options, from an array", ""]
    lines += ["| Count | Packing | Counting | Peak memory |", "|---|---|---|---|"]
    names = {
        "pairwise": "pairwise matrix",
        "schulze": "Schulze",
        "irv": "instant runoff",
        "scottish-stv": "STV, 4 seats",
    }
    found = {label: ours("rankings", 10**6, key) for key, label in names.items()}
    lines += [_line(label, one) for label, one in found.items()]
    distinct = next(iter(found.values()))["distinct"]
    return [*lines, "", f"{distinct:,} ballots are distinct."]


def scaling() -> list[str]:
    """Cost against the number of ballots."""
    lines = ["\n### From 10⁴ to 10⁷ ballots", "", "| Ballots | Distinct | Packing | Counting | Peak memory |"]
    lines.append("|---|---|---|---|---|")
    for power in (4, 5, 6, 7):
        one = ours("rankings", 10**power, "irv")
        lines.append(_scaled(f"10^{power} rankings of 12, instant runoff", one, "count"))
    for power in (4, 5, 6, 7):
        one = ours("approvals", 10**power)
        lines.append(_scaled(f"10^{power} approvals of 40, approval", one, "count"))
        lines.append(_scaled(f"10^{power} approvals of 40, Equal Shares", one, "shares"))
    return lines


def _scaled(name: str, one: Found, key: str) -> str:
    return f"| {name} | {one['distinct']:,} | {_ms(one['load'])} | {_ms(one[key])} | {one['memory']:.0f} MB |"


def imports() -> list[str]:
    """What importing costs."""
    one = ours("importing")
    return ["\n### Importing", "", f"`import voting` beyond numpy: {_ms(one['count'])}; scipy loaded: {one['scipy']}."]


PARTS = {
    "shares": shares,
    "completions": completions,
    "ballots": ballots,
    "million": million,
    "scaling": scaling,
    "imports": imports,
}


def main(names: Sequence[str]) -> None:
    """Measures the parts named (all if none), keeps the others' tables, writes the report."""
    prepare()
    kept = ROOT / "var" / "bench-counting.json"
    tables: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() and names else {}
    for name in names or PARTS:
        tables[name] = "\n".join(PARTS[name]())
        kept.write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")
    body = "\n".join(tables[name] for name in PARTS if name in tables)
    text = REPORT.read_text(encoding="utf-8")
    if BEGIN not in text:
        text = text.rstrip("\n") + f"\n\n## Counting\n\n{BEGIN}\n{END}\n"
    fresh = re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{body.strip()}\n\n{END}", text, flags=re.DOTALL)
    REPORT.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
