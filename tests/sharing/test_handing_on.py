# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page's address to copy and as a QR code, without a script."""

import re

import httpx

from tests.world import NOON, a_city, a_consultation, a_proposal
from web.printing.sheets import qr_svg


async def test_a_public_page_leads_to_its_address_and_its_code(browser: httpx.AsyncClient) -> None:
    held = await a_consultation(await a_city(), state="results", result_published_at=NOON)
    proposal = await a_proposal(held, title="Panchine & <fiori>")
    for path in ("/consultazioni/bilancio-2026", f"/proposte/{proposal}"):
        assert f'href="{path}/condividi"' in (await browser.get(path)).text
        page = (await browser.get(f"{path}/condividi")).text
        address = f"http://127.0.0.1:8000{path}"
        assert f'value="{address}"' in page
        assert qr_svg(address, sized=False) in page
        assert f"body={address.replace(':', '%3A')}" in page
        assert re.search(r'<meta name="robots" content="noindex">', page)
    assert "Panchine &amp; &lt;fiori&gt;" in page
