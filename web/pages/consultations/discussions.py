# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A discussion as the macro `thread` shows it: cleaned text, reasons in words, threads by pages; drawn once.

A page of a discussion is kept with everything that was read of it, and shown again while every word of that is the
same, to readers to whom it reads the same. The database is asked each time: nothing that is kept can be out of date.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from deliberation.proposals.views import CommentSort, CommentView, Discussion
from web.http.requests import CivicRequest
from web.render import environment, markdown
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS

THREADS_A_PAGE = 100
BADGES = {"author": N_("chi propone"), "office": N_("ufficio"), "moderator": N_("chi modera")}
MOST_KEPT = 8_000_000  # characters of all pages that are kept, and of what they were made of
BESIDES = 1000  # that a page takes whatever it holds, in characters
_cleaned = lru_cache(maxsize=4096)(markdown)


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """A comment and its answers."""

    id: str
    author: str
    badge: str
    at: datetime
    html: Markup
    stance: str
    hidden_reason: str
    is_mine: bool
    replies: tuple["ThreadItem", ...]


def reason(key: str, locale: str) -> str:
    """A moderator's reason in words."""
    name, meaning = REASONS.get(key, REASONS["other"])
    return f"{translate(locale, name)}. {translate(locale, meaning)}"


def threads(comments: Sequence[CommentView], locale: str) -> list[ThreadItem]:
    """Comments as the macro takes them."""
    gone = translate(locale, N_("Utente cancellato"))

    def item(comment: CommentView) -> ThreadItem:
        return ThreadItem(
            comment.id,
            comment.author or gone,
            translate(locale, BADGES[comment.badge]) if comment.badge else "",
            comment.at,
            _cleaned(comment.body),
            comment.stance,
            reason(comment.hidden_reason, locale) if comment.hidden_reason else "",
            comment.is_mine,
            tuple(item(reply) for reply in comment.replies),
        )

    return [item(comment) for comment in comments]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a discussion. `comments`: how many the whole has that are not hidden."""

    html: Markup
    comments: int
    pages: int


class Drawings:
    """What was drawn, by all that it shows; what nobody has asked for longest goes first. A page without a comment, of
    which anybody can ask for as many as there are numbers, is not kept."""

    def __init__(self, most: int = MOST_KEPT, besides: int = BESIDES) -> None:
        self._most = most
        self._besides = besides
        self._size = 0
        self._kept: dict[Hashable, tuple[Drawn, int]] = {}

    def get(self, discussion: Discussion, how: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """`how`: everything that `draw` puts in beside the discussion."""
        key = (discussion, how)
        held = self._kept.pop(key, None)
        if held is None:
            drawn = draw()
            if not drawn.html:
                return drawn
            held = drawn, len(discussion.told) + len(drawn.html) + self._besides
            self._size += held[1]
        self._kept[key] = held
        while self._size > self._most:
            self._size -= self._kept.pop(next(iter(self._kept)))[1]
        return held[0]


_drawings = Drawings()


def drawn(request: CivicRequest, discussion: Discussion, sort: CommentSort, number: int, answer: str) -> Drawn:
    """A page of a discussion in the reader's language. `answer`: see the macro `thread`."""
    templates = environment(request.locale, request.visit.settings.path_prefix)

    def draw() -> Drawn:
        all_of_it = discussion.threads(sort)
        shown = threads(all_of_it[(number - 1) * THREADS_A_PAGE : number * THREADS_A_PAGE], request.locale)
        macros: Any = templates.get_template("_macros/consultations.html").module
        return Drawn(
            macros.thread(shown, answer) if shown else Markup(),
            sum(thread.public for thread in all_of_it),
            max(1, -(-len(all_of_it) // THREADS_A_PAGE)),
        )

    return _drawings.get(discussion, (templates, sort, number, answer), draw)
