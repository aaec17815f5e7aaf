# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make screenshots`: the main pages of the demonstration city at 360 and 1280 px, into docs/screenshots."""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys.places import APPROVAL, BUDGET, COUNCILLOR, IDEAS, MODERATOR, OFFICE, RANKING, RESIDENT, RESULT
from tests.journeys.servers import ROOT, serving
from tests.journeys.visitors import DESK, FLAGS, PHONE, visitor

FOLDER = ROOT / "docs" / "screenshots"
PAGES: dict[tuple[str, str] | None, dict[str, str]] = {
    None: {
        "home": "/",
        "consultations": "/consultazioni",
        "consultation": IDEAS,
        "result": RESULT,
        "neighbourhood": "/quartieri/borgo-panigale",
        "office": "/ufficio",
        "proposals": "/proposte",
    },
    RESIDENT: {
        "basket": f"{BUDGET}/vota",
        "approval": f"{APPROVAL}/vota",
        "ranking": f"{RANKING}/vota",
        "propose": f"{IDEAS}/proposte/nuova",
    },
    MODERATOR: {"moderation": "/moderazione"},
    OFFICE: {"office-desk": "/gestione"},
    COUNCILLOR: {"dashboard": "/cruscotti"},
}


def _reduce(path: Path) -> None:
    """A palette of 128 colours: a third of the size, and the eye sees no difference on flat pages."""
    Image.open(path).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> int:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        print("Chromium is not installed (Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for size in (PHONE, DESK):
            for account, pages in PAGES.items():
                person = visitor(browser, server.address, size)
                if account:
                    person.sign_in(*account)
                for name, path in pages.items():
                    person.go(path)
                    drawn = person.page.locator("[data-figure]")
                    for n in range(drawn.count()):
                        drawn.nth(n).scroll_into_view_if_needed()
                        person.page.wait_for_timeout(150)
                    person.page.evaluate("window.scrollTo(0, 0)")
                    target = FOLDER / f"{name}-{size[0]}.png"
                    person.page.screenshot(path=target, full_page=size == DESK)
                    _reduce(target)
                    print(target.name)
                person.page.context.close()
                for fault in person.faults:
                    print(f"  fault: {fault}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
