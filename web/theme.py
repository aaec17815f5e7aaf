# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune's colour as a stylesheet, and its coat of arms: two small files with names that change with them."""

import hashlib
from functools import lru_cache

from litestar import Response, get
from litestar.exceptions import NotFoundException

from deliberation.installation.colours import Colour, of_hls, read
from deliberation.installation.profile import Profile, coat_of_arms, profile
from web.http.guards import Access, routes
from web.http.requests import CivicRequest

# What the styles use, as lightness of the comune's own; of the soft ground, the least that it may have.
_DARK, _DEEP, _SOFT = 0.69, 0.53, 0.92
# One hue, light to dark (web/assets/styles/ground/_tokens.scss): turns of the hue, saturation, lightness.
_LEVELS = ((12, 1.02, 0.88), (8, 0.95, 0.76), (4, 0.87, 0.61), (1, 0.91, 0.45), (0, 1.05, 0.29))
_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
_ASKED = {"cache-control": "public, max-age=0, must-revalidate"}


@lru_cache(maxsize=8)
def stylesheet(code: str) -> str:
    """The custom properties of a colour that reads on white."""
    own = read(code) or Colour("#000000")
    hue, lightness, saturation = own.hls()

    def shade(turn: int, saturated: float, light: float) -> str:
        return of_hls((hue + turn / 360) % 1, min(light, 1), min(saturation * saturated, 1)).code

    soft = next(
        (c for n in range(9) if own.contrast(c := of_hls(hue, _SOFT + n / 100, saturation * 0.9)) >= 4.5),
        Colour("#ffffff"),
    )
    lines = [
        f"--brick:{own.code}",
        f"--brick-dark:{shade(0, 0.95, lightness * _DARK)}",
        f"--brick-deep:{shade(0, 0.87, lightness * _DEEP)}",
        f"--brick-soft:{soft.code}",
        f"--bs-primary-rgb:{','.join(str(round(c * 255)) for c in own.channels)}",
        *(f"--level-{n}:{shade(*level)}" for n, level in enumerate(_LEVELS, 1)),
    ]
    return ":root{" + ";".join(lines) + "}\n"


def stylesheet_path(of: Profile) -> str:
    """Where the comune's stylesheet is; '' where it has no colour of its own."""
    return f"/tema.css?v={_version(of.colour)}" if of.colour else ""


def coat_path(of: Profile) -> str:
    return f"/stemma.png?v={of.coat_of_arms[:12]}" if of.coat_of_arms else ""


@get("/tema.css")
async def theme(request: CivicRequest) -> Response[str]:
    """The comune's colour."""
    found = await profile()
    if not found.colour:
        raise NotFoundException
    is_named = request.query_params.get("v") == _version(found.colour)
    return Response(stylesheet(found.colour), media_type="text/css", headers=_KEPT if is_named else _ASKED)


@get("/stemma.png")
async def coat(request: CivicRequest) -> Response[bytes]:
    """The comune's coat of arms."""
    found = await profile()
    picture = await coat_of_arms() if found.coat_of_arms else b""
    if not picture:
        raise NotFoundException
    is_named = request.query_params.get("v") == found.coat_of_arms[:12]
    return Response(picture, media_type="image/png", headers=_KEPT if is_named else _ASKED)


def _version(colour: str) -> str:
    return hashlib.sha256(stylesheet(colour).encode()).hexdigest()[:12]


ROUTES = routes(Access.ANYONE, theme, coat, impersonal=True, static=True)
