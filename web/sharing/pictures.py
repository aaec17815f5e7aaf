# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a page for who hands it on (og:image): what it says, its address, and the PNG of 1200 by 630 pixels.

A picture is known by the digest of all that it says and of what its drawing is made of, so that its address can be kept
for good. It holds what a visitor sees, in the comune's own language, whoever asks for it.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace

from litestar import Response

from deliberation.errors import TooMany
from deliberation.installation.profile import coat_of_arms, profile
from deliberation.places.queries import city
from web.figures.parts import WIDE
from web.files import is_known
from web.http.recent import Recent
from web.http.requests import CivicRequest
from web.printing.sheets import framed
from web.printing.typesetting import REPLACEMENT, painted, printable
from web.render import Site
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.stylesheet import OWN

WIDTH, HEIGHT = 1200, 630
NARROW = 370  # of a figure, before it is scaled to its panel
KEPT = 86_400.0  # seconds
MOST_IN_LINE, RETRY_AFTER = 16, 20  # pictures, seconds: whoever asks for all at once is asked to come back
LATIN = "\u024f"  # the last letter of which every typeface here has its like
LONGEST_TITLE, LONGEST_TEXT = 180, 260
LANGUAGE = "it"  # of the comune: what is handed on is read by people who were not asked for theirs
SERVICE = N_("Partecipazione")
_LAYOUT = "1"  # another number for another look: addresses that are kept for good must not show the old one
_kept = Recent(KEPT)
_in_line: set[str] = set()  # digests of pictures that are being made


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says. `layout` is "map" (the drawing fills the right half), "figure" (below the words) or "words".

    `drawn_from` names what the drawing is made of, so that another drawing is another picture. `otherwise` stands in
    place of a title that no typeface here can write.
    """

    title: str
    kicker: str = ""
    text: str = ""
    facts: tuple[str, ...] = ()
    layout: str = "words"
    drawn_from: str = ""
    otherwise: str = ""
    owner: str = ""
    colour: str = OWN
    coat: str = ""
    language: str = LANGUAGE

    @property
    def digest(self) -> str:
        """Sixteen letters that no other picture has."""
        told = json.dumps([_LAYOUT, asdict(self)], sort_keys=True)
        return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:16]

    @property
    def words(self) -> str:
        """What is written on it, for who does not see it."""
        parts = (self.owner, self.kicker, self.title, self.text, *self.facts)
        return ". ".join(part.rstrip(" .") for part in parts if part) + "."


async def of_this_comune(said: Picture) -> Picture:
    """The picture with the comune's name, colour and coat of arms, its long texts cut."""
    here, look = await city(), await profile()
    title = _cut(said.title, LONGEST_TITLE)
    if said.otherwise and any(letter > LATIN for letter in title):
        drawn = await asyncio.to_thread(printable, title)  # the first time the typefaces are read
        title = said.otherwise if 2 * drawn.count(REPLACEMENT) > len(title) else title
    return replace(
        said,
        title=title,
        text=_cut(said.text, LONGEST_TEXT),
        owner=Site(here.name, here.is_demo, here.attribution, bool(here.id)).owner,
        colour=look.colour or OWN,
        coat=look.coat_of_arms,
    )


def _cut(text: str, longest: int) -> str:
    text = re.sub("[ \t\r\n]+", " ", text).strip()  # an amount stays with its euro: their blank is another
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def narrowed(svg: str) -> str:
    """A figure as a phone shows it: its letters keep their size, and so are larger in a picture."""
    return svg.replace(f'width="{WIDE}"', f'width="{NARROW}"', 1)


async def png(said: Picture, draw: Callable[[], Awaitable[str]]) -> bytes:
    """The drawn picture; `draw` makes the SVG ('' for none) and is asked only where the picture is not kept.

    Raises TooMany(rate.limited, retry_after) while MOST_IN_LINE others are being made.
    """

    async def made() -> bytes:
        if len(_in_line) >= MOST_IN_LINE:
            raise TooMany("rate.limited", retry_after=RETRY_AFTER)
        _in_line.add(said.digest)
        try:
            pictures = {"drawing": await draw(), "coat": framed(await coat_of_arms()) if said.coat else ""}
            return await painted("preview.typ", asdict(said) | {"service": translate(LANGUAGE, SERVICE)}, pictures)
        finally:
            _in_line.discard(said.digest)

    return await _kept.get(said.digest, None, made)


async def answer(request: CivicRequest, said: Picture, draw: Callable[[], Awaitable[str]]) -> Response[bytes]:
    """The picture of now as an answer, asked for at every look: what is hidden is in no cache (decision 16).

    Who has it already gets its tag alone.
    """
    headers = {"cache-control": "no-cache", "etag": f'"{said.digest}"'}
    if is_known(request, said.digest):
        return Response(b"", status_code=304, media_type="image/png", headers=headers)
    return Response(await png(said, draw), media_type="image/png", headers=headers)
