# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says of itself to who hands it on, and the page with its address to copy and as a QR code."""

from dataclasses import dataclass
from urllib.parse import quote

from litestar import Response
from markupsafe import Markup

from web.http.requests import CivicRequest
from web.printing.sheets import qr_svg
from web.render import page
from web.sharing.pictures import HEIGHT, WIDTH, Picture, of_this_comune


@dataclass(frozen=True, slots=True)
class Head:
    """For `_shared.html`. `path` is the page's own, `picture` its picture's, `feed` its feed's or ''."""

    path: str
    title: str
    text: str
    picture: str
    alt: str
    base: str
    feed: str = ""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def url(self) -> str:
        """The page's whole address."""
        return self.base + quote(self.path, safe="/-._~")


async def head(
    request: CivicRequest, path: str, said: Picture, *, title: str = "", text: str = "", feed: str = ""
) -> Head:
    """The head of a page whose picture stands below its path."""
    said = await of_this_comune(said)
    base = request.app.state.settings.base_url
    picture = f"{path.rstrip('/')}/anteprima/{said.digest}.png"
    return Head(path, title or said.title, text or said.text, picture, said.words, base, feed)


async def share_page(request: CivicRequest, path: str, title: str, crumbs: list[tuple[str, str]]) -> Response[str]:
    """The address of a public page: to copy, to send, to show from one telephone to another."""
    url = Head(path, title, "", "", "", request.app.state.settings.base_url).url
    code = Markup(qr_svg(url, sized=False))  # noqa: S704 — drawn from an address of ours
    context = {"title": title, "target": path, "address": url, "code": code, "crumbs": crumbs}
    return await page(request, "sharing/share.html", context)
