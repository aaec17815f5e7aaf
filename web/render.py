# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages: a template, the visit, and what every page knows. Here templates become pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from gettext import NullTranslations
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
import nh3
from litestar import Response
from litestar.enums import MediaType
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER
from markdown_it import MarkdownIt
from markupsafe import Markup

from deliberation import clock
from deliberation.actor import Actor
from deliberation.announcements.queries import own_reminders
from deliberation.installation.parts import Part, spoken
from deliberation.installation.profile import known_profile, profile
from deliberation.places.queries import NO_CITY, city, known_city
from deliberation.ratings.rules import is_rated
from deliberation.text import plain
from web import assets
from web.folding import Folding, Template, escaped
from web.http.guards import Access, may_open
from web.http.requests import CivicRequest
from web.http.visits import FIELD, cookie_name
from web.words import i18n, stylesheet
from web.words.choices import about, hidden_words, limits_told, shared_cost
from web.words.listed import listed
from web.words.messages.consultations import PHASE_NAMES
from web.words.ratings import BAD, GOOD
from web.words.regulations import conditions_told
from web.words.sentences import told

VERSION = version("rione")
BODIES = ("comune ", "città ", "unione ", "roma capitale")  # how the name of a public body begins
TEMPLATES = Path(__file__).parent / "templates"
STRIP = "strip"  # the cookie of whoever has closed the demonstration's strip
RATING_WORDS = (GOOD, BAD)
_AS_IT_IS = "/?#[]@!$&'()*+,;=%:~"  # of an address that is complete already
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
MOST_BRACKETS = 300  # each that stays open is looked for to the text's end; beyond, they are no links
_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h3",
    "h4",
    "code",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


@lru_cache(maxsize=512)
def markdown(text: str) -> Markup:
    """Markdown typed by people as safe HTML: a short list of tags, links marked as foreign, no pictures."""
    if text.count("[") > MOST_BRACKETS:
        text = text.replace("[", "&#91;")
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
    )
    return Markup(html)  # noqa: S704 — cleaned on the line above


def _gettext(catalogue: NullTranslations, locale: str) -> dict[str, Callable[..., Markup]]:
    """What `install_gettext_translations` installs, with each sentence looked up and marked as safe once.

    A count is written as the language writes numbers: 2.457 in Italian, 2,457 in English.
    """

    @lru_cache(maxsize=4096)
    def fixed(message: str) -> Markup:
        return Markup(catalogue.gettext(message)) % {}  # noqa: S704 — texts of our own

    @lru_cache(maxsize=4096)
    def pattern(message: str, plural: str, number: int) -> Markup:
        found = catalogue.ngettext(message, plural, number) if plural else catalogue.gettext(message)
        return Markup(found)  # noqa: S704 — texts of our own; the values put into it are escaped

    def gettext(message: str, /, **values: object) -> Markup:
        return pattern(message, "", 1) % values if values else fixed(message)

    def ngettext(singular: str, plural: str, number: int, /, **values: object) -> Markup:
        values.setdefault("num", i18n.number(number, locale))
        return pattern(singular, plural, number) % values

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def environment(locale: str, prefix: str = "") -> jinja2.Environment:
    """The templates in one language at one address, in the comune's word for its parts."""
    return _environment(locale, prefix, spoken())


@cache
def _environment(locale: str, prefix: str, _: Part) -> jinja2.Environment:
    """The templates in one language at one address, autoescape on, undefined names an error.

    What macros know (language, formats, assets, `url`) is global here: they are imported without a page's context,
    so each file of macros runs once a process and not once a page.
    """
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    env.code_generator_class = Folding
    env.template_class = Template
    env.escaped = escaped  # type: ignore[attr-defined]
    catalogue = i18n.translations(locale)
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= _gettext(catalogue, locale)

    def in_locale(function: Callable[..., object]) -> Callable[..., object]:
        return lambda value, *args: "" if value is None else function(value, locale, *args)

    env.filters |= {
        "markdown": markdown,
        "euro": in_locale(i18n.euro),
        "number": in_locale(i18n.number),
        "percent": in_locale(i18n.percent),
        "tenths": in_locale(i18n.tenths),
        "date": in_locale(i18n.day),
        "birthday": in_locale(i18n.birthday),
        "datetime": in_locale(i18n.moment),
        "short_datetime": in_locale(i18n.short_moment),
        "duration": in_locale(i18n.duration),
        "since": in_locale(i18n.since),
        "told": in_locale(told),
        "are_people": lambda held: listed(held.template).are_people,
        "about": in_locale(about),
        "limits_told": in_locale(limits_told),
        "conditions_told": in_locale(conditions_told),
        "shared_cost": in_locale(shared_cost),
        "hidden_words": in_locale(hidden_words),
        "iso": lambda value: value.isoformat() if value else "",
    }
    env.globals |= {
        "asset": assets.url,
        "locale": locale,
        "locales": i18n.LOCALES,
        "url": lambda path: prefix + path,
        "zip": zip,
        "phase_names": PHASE_NAMES,
    }

    @lru_cache(maxsize=4096, typed=True)  # a Markup equals the same text that is still to be escaped
    def comment_body(*shown: object) -> Markup:
        """A comment as `_macros/comments.html` draws it; drawn once, until something that it shows is another."""
        drawn: Markup = env.get_template("_macros/comments.html").module.comment_body(*shown)  # type: ignore[attr-defined]
        return drawn

    env.globals["comment_body"] = comment_body
    return env


def warm(prefix: str) -> None:
    """Compile what every page is made of, before the first visitor waits for it."""
    files = [*(TEMPLATES / "errors").glob("*.html"), *(TEMPLATES / "_macros").glob("*.html")]
    shared = [path.relative_to(TEMPLATES).as_posix() for path in files]
    for locale in i18n.LOCALES:
        for name in ("base.html", "home/home.html", "access/sign_in.html", *shared):
            environment(locale, prefix).get_template(name)


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in person, as templates see them. Unread: notices, and reminders of votes that end soon."""

    actor: Actor
    unread_notices: int

    @property
    def pseudonym(self) -> str:
        return self.actor.pseudonym

    @property
    def is_verified(self) -> bool:
        return self.actor.is_verified

    def may(self, access: str) -> bool:
        """`me.may('office')`: the same predicate that guards the routes."""
        return may_open(self.actor, Access(access))


@dataclass(frozen=True, slots=True)
class Site:
    """The comune, as templates see it. `demo`: whether to say that it is a demonstration."""

    name: str
    demo: bool
    attribution: str
    is_founded: bool
    colour: str = ""
    night_colour: str = ""
    theme_path: str = ""
    coat_path: str = ""
    district_word: str = ""
    version: str = VERSION
    source_url: str = "/sorgente"

    def larger(self, district: str) -> str:
        """The larger unit as it is called: 'Quartiere Navile' where units are quartieri, 'Navile' where nobody said."""
        word = self.district_word
        return (
            district
            if not word or not district or plain(district).startswith(word)
            else f"{word.capitalize()} {district}"
        )

    @property
    def owner(self) -> str:
        """'Comune di Bologna', whether the city was founded as 'Bologna' or as 'Comune di Bologna'; '' before it is."""
        if not self.is_founded:
            return ""
        return self.name if self.name.casefold().startswith(BODIES) else f"Comune di {self.name}"


async def page(
    request: CivicRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    """A page as an answer."""
    visit = request.visit
    await visit.renew()
    flashes = visit.taken_flashes(request.cookies)
    me = Me(visit.actor, visit.unread_notices) if visit.actor.is_signed_in else None
    if request.scope["state"].get("without_database"):
        municipality, look = known_city(), known_profile()
    else:
        municipality, look = await city(), await profile()
        if me:  # a vote that ends soon stands among the notices, and no row says so: docs/privacy.md
            reminders = await own_reminders(visit.actor, at=clock.now())
            me = replace(me, unread_notices=visit.unread_notices + len(reminders))
    prefix = visit.settings.path_prefix

    def csrf_input() -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, visit.csrf_token())

    await request.app.state.turns.take()
    text = (
        environment(visit.locale, prefix)
        .get_template(template)
        .render(
            site=Site(
                municipality.name,
                municipality.is_demo and cookie_name(visit.settings, STRIP) not in request.cookies,
                municipality.attribution,
                municipality is not NO_CITY,
                look.colour or stylesheet.OWN,
                stylesheet.night_head(look.colour),
                stylesheet.stylesheet_path(look),
                stylesheet.coat_path(look),
                str(look.district or ""),
                source_url=f"{prefix}/sorgente",
            ),
            me=me,
            actor=visit.actor,
            path=request.url.path,
            query=request.url.query,
            csrf_input=csrf_input,
            csrf_token=visit.csrf_token,
            flashes=flashes,
            now=clock.now(),
            rated=RATING_WORDS if status == HTTP_200_OK and is_rated(request.url.path) else None,
            rating_words=RATING_WORDS,
            request_id=request.scope["state"].get("request_id", ""),
            **(context or {}),
        )
    )
    return Response(text, media_type=MediaType.HTML, status_code=status, cookies=visit.cookies, headers=headers or {})


async def see_other(request: CivicRequest, path: str, flash: tuple[str, str] | None = None) -> Response[None]:
    """Go to another page of ours after a form; `flash` is (kind, Italian sentence to translate)."""
    visit = request.visit
    await visit.renew()
    if flash:
        visit.flash(flash[0], i18n.translate(visit.locale, flash[1]))
    visit.send_flashes()
    return Response(
        None,
        status_code=HTTP_303_SEE_OTHER,
        cookies=visit.cookies,
        headers={"location": visit.settings.path_prefix + quote(path.encode(errors="replace"), safe=_AS_IT_IS)},
    )


def say(request: CivicRequest, message: str, **parameters: object) -> str:
    """A sentence in the reader's language."""
    return i18n.translate(request.locale, message, **parameters)
