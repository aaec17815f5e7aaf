# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mail of a kind: the three templates of its folder in one language, with the parameters of its act."""

import email.message
import email.policy
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime, formataddr, make_msgid, parseaddr
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from deliberation import clock
from deliberation.installation.parts import Part, spoken
from web.settings import Settings
from web.words import i18n
from web.words.messages.people import ROLES

FOLDER = Path(__file__).parent
# No header is folded: an address that were too long for a line of 78 would be encoded, and no mail program reads that.
POLICY = email.policy.SMTP.clone(max_line_length=998)


def kinds() -> list[str]:
    """Every kind of mail there is."""
    return sorted(path.parent.name for path in FOLDER.glob("*/subject.txt"))


def environment(locale: str) -> jinja2.Environment:
    """The mail templates in one language, in the comune's word for its parts."""
    return _environment(locale, spoken())


@cache
def _environment(locale: str, _: Part) -> jinja2.Environment:
    """The mail templates in one language: HTML escaped, plain text not, undefined names an error."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_translations(i18n.translations(locale), newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(locale=locale, roles=ROLES)
    env.filters["moment"] = lambda iso: i18n.moment(datetime.fromisoformat(iso), locale)
    return env


def link_maker(base_url: str) -> Callable[[str], str]:
    """Mails carry whole addresses: `link('/proposte/k7')`."""
    return lambda path: base_url + path


def mark(settings: Settings, word: str = "") -> str:
    """A Message-ID of our own: a drawn one, or the one of a word, which is the same however often it is asked for."""
    host = urlsplit(settings.base_url).hostname
    return f"<{word}@{host}>" if word else make_msgid(domain=host)


def compose(
    kind: str, to: str, locale: str, parameters: Mapping[str, str], *, site: str, settings: Settings
) -> email.message.EmailMessage:
    """The mail as it leaves, plain text first. Line ends in a subject or an address cannot make headers."""
    context = {**parameters, "site": site, "link": link_maker(settings.base_url)}
    env = environment(locale)

    def part(name: str) -> str:
        return env.get_template(f"{kind}/{name}").render(context)

    name, sender = parseaddr(settings.mail_from)
    message = email.message.EmailMessage(policy=POLICY)
    message["Subject"] = " ".join(part("subject.txt").split())
    message["From"] = formataddr((name or site, sender))
    message["To"] = to
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = mark(settings)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = locale
    message.set_content(part("body.txt").strip() + "\n", cte="quoted-printable")
    message.add_alternative(part("body.html"), subtype="html", cte="quoted-printable")
    return message
