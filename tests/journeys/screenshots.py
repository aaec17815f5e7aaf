# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make screenshots`: the main pages of the demonstration city at 360 and 1280 px, into var/screenshots.

Six of them, cut to their beginning, are also in docs/screenshots: those are kept in git.
"""

import shutil
import sys
from io import BytesIO

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys.places import APPROVAL, BUDGET, COUNCILLOR, IDEAS, MODERATOR, OFFICE, RANKING, RESIDENT, RESULT
from tests.journeys.servers import ROOT, serving
from tests.journeys.visitors import DESK, FLAGS, PHONE, visitor

FOLDER = ROOT / "var" / "screenshots"
KEPT_FOLDER = ROOT / "docs" / "screenshots"
KEPT = ("home-1280", "result-1280", "dashboard-1280", "basket-360", "ranking-360", "propose-360")
KEPT_HEIGHT = 1600
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


def _keep(photograph: bytes, name: str) -> None:
    """As WebP without loss, in 128 colours: the eye sees no difference on flat pages."""
    picture = Image.open(BytesIO(photograph)).convert("RGB").quantize(128, dither=Image.Dither.NONE).convert("RGB")
    picture.save(FOLDER / f"{name}.webp", lossless=True, quality=100, method=6)
    if name in KEPT:
        beginning = picture.crop((0, 0, picture.width, min(picture.height, KEPT_HEIGHT)))
        beginning.save(KEPT_FOLDER / f"{name}.webp", lossless=True, quality=100, method=6)


def main() -> int:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        print("Chromium is not installed (Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    KEPT_FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(seed=("demo",)) as server, sync_playwright() as playwright:
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
                    _keep(person.page.screenshot(full_page=size == DESK), f"{name}-{size[0]}")
                    print(f"{name}-{size[0]}")
                person.page.context.close()
                for fault in person.faults:
                    print(f"  fault: {fault}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
