# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make lighthouse`: eight pages of the demonstration as Lighthouse sees them on a phone; writes docs/benchmarks.md.

Lighthouse comes from npm at the versions of tests/bench/lighthouse, into var/, and drives the Chromium of this machine.
Bytes and layout shift are the same each time; scores move with what else the machine does: the median of some looks.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.journeys.places import BUDGET, IDEAS, RESIDENT, RESULT
from tests.journeys.servers import ROOT, serving
from tests.journeys.visitors import FLAGS, PHONE, visitor

LOOKS = 3
PROGRAM, PLACE = ROOT / "tests" / "bench" / "lighthouse", ROOT / "var" / "lighthouse"
REPORT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- phones:begin -->", "<!-- phones:end -->"
PAGES = {
    "home": "/",
    "consultations": "/consultazioni",
    "a consultation in its vote": BUDGET,
    "a proposal": "",  # the first of IDEAS
    "the ballot, signed in": f"{BUDGET}/vota",
    "a result": RESULT,
    "how votes are counted": "/come-si-conta",
    "may I vote?": "/posso-votare",
}


def installed() -> Path:
    """The folder with Lighthouse in it; a second time nothing is fetched."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "look.mjs"):
        shutil.copy(PROGRAM / name, PLACE / name)
    shutil.copy(ROOT / ".npmrc", PLACE / ".npmrc")
    subprocess.run(["npm", "ci", "--prefer-offline", "--loglevel=error"], cwd=PLACE, check=True)
    return PLACE


def looks(chromium: str, cookie: str, addresses: Sequence[str]) -> list[dict[str, Any]]:
    command = ["node", "look.mjs", chromium, cookie, *addresses]
    done = subprocess.run(command, cwd=PLACE, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def row(name: str, found: Sequence[dict[str, Any]]) -> str:
    """A line of the table: medians of the looks at one page."""
    scores = [round(median(one["scores"][n] for one in found)) for n in range(4)]
    paint, largest, _, shift, weight = (median(one["metrics"][n] for one in found) for n in range(5))
    failing = sorted({audit for one in found for audit in one["failing"]})
    return (
        f"| {name} | {' / '.join(map(str, scores))} | {paint / 1000:.1f} | {largest / 1000:.1f} | {shift:.3f} | "
        f"{weight / 1024:.0f} | {found[0]['requests']} | {', '.join(failing) or '–'} |"
    )


def main() -> None:
    """Serve, look, write."""
    installed()
    chromium = shutil.which("chromium") or "chromium"
    with serving(seed=("demo",)) as server:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            person = visitor(browser, server.address, PHONE)
            person.go(IDEAS)
            proposal = person.page.locator(".card-proposal a").first.get_attribute("href") or ""
            person.sign_in(*RESIDENT)
            held = {one["name"]: one["value"] for one in person.page.context.cookies()}
            browser.close()
        cookie = f"rione_session={held['rione_session']}"
        lines = []
        for name, path in PAGES.items():
            address = server.address + (path or proposal)
            found = looks(chromium, cookie if path.endswith("/vota") else "", [address] * LOOKS)
            lines.append(row(name, found))
            print(lines[-1], flush=True)
    head = [
        "| page | performance / accessibility / best practices / SEO | first paint s | largest s | CLS | kB | requests "
        "| below 0.9 |",
        "|---|---|---:|---:|---:|---:|---:|---|",
    ]
    text = REPORT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    REPORT.write_text(f"{before}{BEGIN}\n" + "\n".join([*head, *lines]) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
