# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one door to the bytes of enclosures: at each request it asks the room of their subject who may see them now."""

from collections.abc import Awaitable, Callable, Mapping

from litestar import Response, get
from litestar.params import FromPath

from deliberation.actor import Actor
from deliberation.errors import NotFound
from deliberation.proposals.enclosed import enclosing
from deliberation.records import enclosed
from deliberation.records.enclosed import EnclosureView, Kind, Size
from web.files import ASK_AGAIN, file_headers, is_known, unchanged
from web.http.guards import Access, routes
from web.http.requests import CivicRequest

# Kind of subject → what raises NotFound unless this person may see it now.
DOORS: Mapping[str, Callable[[EnclosureView, Actor], Awaitable[None]]] = {enclosing.KIND: enclosing.opened}


@get("/allegati/{enclosure:str}/{file:str}")
async def enclosure_file(request: CivicRequest, enclosure: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """A picture at one width (`<digest>.webp`), or a file (`<digest>`), which browsers save and never show."""
    one = await enclosed.enclosure(enclosure)
    size = _named(one, file)
    door = DOORS.get(one.subject.kind)
    if door is None:
        raise NotFound("attachment.unknown")
    await door(one, request.actor)
    if is_known(request, size.digest):
        return unchanged(size.digest)
    content = await enclosed.content(one, size.width)
    is_picture = one.kind is Kind.PICTURE
    named = file_headers(f"{one.public_id}.webp", "inline") if is_picture else file_headers(one.name)
    headers = named | {"etag": f'"{size.digest}"', "cache-control": ASK_AGAIN, "accept-ranges": "none"}
    return Response(content, media_type=one.media_type, headers=headers)


def _named(one: EnclosureView, file: str) -> Size:
    """The width that an address names. Raises NotFound, also where the address is of another content."""
    ending = ".webp" if one.kind is Kind.PICTURE else ""
    found = next((size for size in one.sizes if file == size.digest[:16] + ending), None)
    if found is None:
        raise NotFound("attachment.unknown")
    return found


ROUTES = routes(Access.ANYONE, enclosure_file)
