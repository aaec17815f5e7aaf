# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The poster and the leaflets of a consultation: what they say, as text, as JSON for their template, and as PDF."""

import base64
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

import segno

from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import PhaseKind
from deliberation.notices.office_page import OfficeText
from web.printing.typesetting import typeset
from web.words.i18n import day, translate
from web.words.messages.marks import N_

INK = "#1c2430"
MOST_NAMED = 4  # places, before it is said where one reads which


class Sheet(StrEnum):
    """The sheets there are, by the name of their file."""

    POSTER_A3 = "locandina-a3"
    POSTER_A4 = "locandina-a4"
    LEAFLET_A5 = "volantino-a5"
    FOLDED_A4 = "pieghevole-a4"

    @property
    def template(self) -> str:
        return "folded.typ" if self is Sheet.FOLDED_A4 else "sheet.typ"


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time in which something can be done: what, from when, until when."""

    act: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that a sheet says. The same for the PDF and for the page that says it in text."""

    language: str
    owner: str
    place: str
    title: str
    summary: str
    whens: tuple[When, ...]
    who: str
    steps_title: str
    steps: tuple[str, ...]
    where_title: str
    url: str
    shown_url: str
    qr_words: str
    help_title: str
    help: tuple[str, ...]
    colour: str


# What residents can do in a phase that a sheet speaks of.
ACTS: dict[PhaseKind, str] = {
    PhaseKind.PROPOSING: N_("Proponi la tua idea"),
    PhaseKind.VOTING: N_("Vota"),
}


def content(
    held: Consultation, locale: str, *, owner: str, base_url: str, office: OfficeText, colour: str, at: datetime
) -> Content:
    """What the sheets of a consultation say now: of its phases those in which people act and that are not over."""

    def say(message: str, **values: object) -> str:
        return translate(locale, message, **values)

    url = f"{base_url}/consultazioni/{held.slug}"
    acting = [phase for phase in held.phases if phase.kind in ACTS and phase.closes_at > at]
    voted = held.has_vote and not held.imported_from
    places = ", ".join(place.name for place in held.neighbourhoods)
    lives = say(N_("abita qui: %(places)s"), places=places) if places else say(N_("abita in città"))
    if len(held.neighbourhoods) > MOST_NAMED:
        lives = say(N_("abita in un quartiere della consultazione"))
    return Content(
        language=locale,
        owner=owner,
        place=places or say(N_("Tutta la città")),
        title=held.title,
        summary=held.summary,
        whens=tuple(
            When(say(ACTS[phase.kind]), since_when(phase.opens_at, locale), until_when(phase.closes_at, locale))
            for phase in acting
        ),
        who=say(N_("Può votare chi ha almeno %(age)s anni e %(lives)s."), age=held.min_age, lives=lives)
        if voted
        else "",
        steps_title=say(N_("Come si fa")),
        steps=tuple(
            say(step)
            for step in (
                N_("Inquadra il codice con il telefono, o scrivi l'indirizzo."),
                N_("Entra con la tua e-mail. La prima volta bastano due minuti."),
                N_("Se non l'hai già fatto, fatti riconoscere dall'ufficio con un documento."),
            )
        ),
        where_title=say(N_("Dove")),
        url=url,
        shown_url=url.split("://", 1)[1],
        qr_words=say(N_("Codice QR con l'indirizzo %(url)s"), url=url.split("://", 1)[1]),
        help_title=say(N_("Serve aiuto?")),
        help=tuple(text for text in (office.name, office.address, office.phone, office.email) if text),
        colour=colour,
    )


def since_when(instant: datetime, locale: str) -> str:
    """'da lunedì 9 novembre 2026, ore 13:00', in Rome."""
    local = in_rome(instant)
    return translate(locale, N_("da %(day)s, ore %(hour)s"), day=day(local.date(), locale), hour=f"{local:%H:%M}")


def until_when(instant: datetime, locale: str) -> str:
    """Midnight is the end of the day before: '24:00' of it."""
    local = in_rome(instant)
    if (local.hour, local.minute) == (0, 0):
        before = in_rome(instant.fromtimestamp(instant.timestamp() - 1, UTC)).date()
        return translate(locale, N_("fino alle 24:00 di %(day)s"), day=day(before, locale))
    return translate(locale, N_("fino a %(day)s, ore %(hour)s"), day=day(local.date(), locale), hour=f"{local:%H:%M}")


def code(url: str) -> segno.QRCode:
    """The QR code of an address; never a Micro QR, which telephones do not read."""
    return segno.make_qr(url, error="m", boost_error=False)


def qr_svg(url: str, *, sized: bool = True) -> str:
    """The code as a picture, with the quiet border that readers need; without a size it takes that of its place."""
    out = io.BytesIO()
    code(url).save(out, kind="svg", border=4, dark=INK, light="#ffffff", xmldecl=False, omitsize=not sized)
    return out.getvalue().decode()


def framed(png: bytes) -> str:
    """A PNG as an SVG, since pictures travel to a template as text; '' for none."""
    if not png:
        return ""
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="data:image/png;base64,{data}" width="{width}" height="{height}"/></svg>'
    )


async def pdf(sheet: Sheet, said: Content, coat: bytes, dated: datetime) -> bytes:
    """The sheet as a PDF; the same content gives the same bytes."""
    pictures: Mapping[str, str] = {"qr": qr_svg(said.url), "coat": framed(coat), "sheet": str(sheet)}
    return await typeset(sheet.template, asdict(said), pictures, dated)
