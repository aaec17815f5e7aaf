# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail: how it leaves, without the password that it leaves with, and a message to try it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import Invalid, TooMany
from deliberation.installation import trial_mails
from deliberation.installation.steps import Step
from deliberation.installation.trial_mails import Way
from web.forms import CivicForm, TextField, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.installation.frames import step_page
from web.render import see_other
from web.settings import Settings
from web.words.messages.marks import N_

# What went wrong, by the kind of the error that the worker met; anything else is told as it is.
ERRORS = {
    "SMTPAuthenticationError": N_("Il server di posta non accetta nome e password."),
    "SMTPConnectError": N_("Il server di posta non risponde a questo indirizzo e a questa porta."),
    "SMTPConnectTimeoutError": N_("Il server di posta non risponde in tempo."),
    "SMTPTimeoutError": N_("Il server di posta non risponde in tempo."),
    "SMTPRecipientsRefused": N_("Il server di posta rifiuta l'indirizzo a cui hai scritto."),
    "SMTPSenderRefused": N_("Il server di posta rifiuta il mittente."),
    "SMTPServerDisconnected": N_("Il server di posta ha chiuso il collegamento: controlla se vuole la cifratura."),
}
WAYS = {
    "smtp": N_("server di posta, senza cifratura"),
    "smtp+starttls": N_("server di posta, cifrato con STARTTLS"),
    "smtps": N_("server di posta, cifrato"),
    "console": N_("nessun server: i messaggi sono scritti nel registro del programma"),
    "null": N_("nessun server: i messaggi non partono"),
}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What is shown of the settings: never the password."""

    scheme: str
    server: str
    user: str
    sender: str

    @property
    def way(self) -> Way:
        return Way.SERVER if self.scheme.startswith("smtp") else Way.NOWHERE


class TrialForm(CivicForm):
    """To whom the test message goes."""

    email = TextField(N_("Scrivi il tuo indirizzo e-mail."))


def mail_settings(settings: Settings) -> MailSettings:
    parts = urlsplit(settings.mail_url)
    server = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    return MailSettings(parts.scheme, server, parts.username or "", settings.mail_from)


@get("/gestione/impostazioni/posta")
async def mail(request: CivicRequest) -> Response[Any]:
    """How mail leaves, and what became of the last test message."""
    return await _show(request, await read_form(request, TrialForm))


@post("/gestione/impostazioni/posta")
async def try_mail(request: CivicRequest) -> Response[Any]:
    """Send a test message through the outbox."""
    form = await read_form(request, TrialForm)
    way = mail_settings(request.visit.settings).way
    try:
        form.check()
        await trial_mails.send(request.actor, form.email.data, way, at=clock.now())
    except (Invalid, TooMany) as refusal:
        return await _show(request, form, refusal)
    return await see_other(request, "/gestione/impostazioni/posta#esito")


async def _show(request: CivicRequest, form: TrialForm, refusal: Invalid | TooMany | None = None) -> Response[Any]:
    context = {
        "settings": mail_settings(request.visit.settings),
        "ways": WAYS,
        "last": await trial_mails.last(),
        "reasons": ERRORS,
    }
    return await step_page(request, Step.MAIL, "installation/mail.html", form, refusal, **context)


ROUTES = routes(Access.OFFICE, mail, try_mail)
