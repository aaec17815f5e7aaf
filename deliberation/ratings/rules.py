# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which pages are rated, with what, and who reads the ratings. Pure."""

from __future__ import annotations

import re

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed

MOST_STARS = 5
GOOD_FROM = 4  # stars; the State's model asks below for difficulties
LONGEST_TEXT = 200
# The answers of the State's model, in its order: what was liked, what was difficult.
GOOD = ("clear", "complete", "sure", "no_trouble", "other_good")
BAD = ("unclear", "incomplete", "unsure", "trouble", "other_bad")
_SLUG = "[a-z0-9-]{1,80}"
# Pages that inform. Forms, ballots, pages of one's own and of staff are not among them, nor is the home page, which
# only leads to them and is the one that must be light.
_RATED = re.compile(
    f"/consultazioni(/{_SLUG}(/risultato(/somme/{_SLUG})?)?)?|/proposte(/[a-z0-9]{{10}})?|/quartieri(/{_SLUG})?"
    f"|/ufficio|/come-si-conta(/{_SLUG})?|/privacy|/accessibilita|/dati-aperti|/cerca|/posso-votare"
    "|/trova-il-tuo-quartiere|/moderazione/motivi"
)


def is_rated(path: str) -> bool:
    """Whether the page of that path asks how clear it is, and takes the answer."""
    return _RATED.fullmatch(path) is not None


def fitting(stars: int, good: str, bad: str) -> str:
    """The reason that goes with so many stars; '' for none or one of the other kind."""
    if stars >= GOOD_FROM:
        return good if good in GOOD else ""
    return bad if bad in BAD else ""


def may_read(actor: Actor) -> NotAllowed | None:
    """The office: the texts may hold what their writers would not tell everybody."""
    return None if actor.has(Role.OFFICE) else NotAllowed("role.needed")
