# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The request as every handler takes it: a form that is bounded by its route, and who asks."""

from typing import cast

from deliberation.actor import Actor
from web.http.bodies import BoundedRequest
from web.http.visits import Visit


class CivicRequest(BoundedRequest):
    """What a handler is called with. The guard has looked up its visit, once, unless the route is `impersonal`."""

    __slots__ = ()

    @property
    def visit(self) -> Visit:
        return cast(Visit, self.scope["state"]["visit"])

    @property
    def actor(self) -> Actor:
        return self.visit.actor

    @property
    def locale(self) -> str:
        return self.visit.locale
