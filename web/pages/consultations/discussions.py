# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A discussion as the macro `thread` shows it: cleaned text, reasons in words, threads by pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from deliberation.proposals.views import CommentView
from web.render import markdown
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS

THREADS_A_PAGE = 100
_cleaned = lru_cache(maxsize=4096)(markdown)


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """A comment and its answers."""

    id: str
    author: str
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
            comment.at,
            _cleaned(comment.body),
            comment.stance,
            reason(comment.hidden_reason, locale) if comment.hidden_reason else "",
            comment.is_mine,
            tuple(item(reply) for reply in comment.replies),
        )

    return [item(comment) for comment in comments]
