# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form that asks who somebody is, as the document says: the desk and the room full of people both show it."""

from collections.abc import Sequence
from typing import Any

from deliberation.actor import Actor
from deliberation.errors import CivicError, NotFound
from deliberation.people.identity.facts import DocumentKind, PersonFacts
from deliberation.people.queries import Person, person_at_desk
from web.forms import BirthdayField, CheckField, CivicForm, InstantField, KindField, TextField, TextsField
from web.words.i18n import translate
from web.words.messages import MESSAGES
from web.words.messages.marks import N_

DOCUMENTS: dict[DocumentKind, str] = {
    DocumentKind.IDENTITY_CARD: N_("Carta d'identità"),
    DocumentKind.PASSPORT: N_("Passaporto"),
    DocumentKind.DRIVING_LICENCE: N_("Patente"),
    DocumentKind.RESIDENCE_PERMIT: N_("Permesso di soggiorno"),
    DocumentKind.REGISTER: N_("Riscontro in anagrafe"),
}


class VerificationForm(CivicForm):
    """What the document says. `seen` is the instant of the declaration on the page, `accepted` the doubts that were on
    it; `room` comes back to the room full of people."""

    document = KindField(DocumentKind, N_("Scegli il documento che hai visto."))
    surname = TextField()
    name = TextField()
    fiscal_code = TextField()
    birth_date = BirthdayField(N_("Scrivi la data di nascita che c'è sul documento."))
    reason = TextField()
    accepted = TextsField()
    is_twin = CheckField()
    room = CheckField()
    seen = InstantField()

    @property
    def facts(self) -> PersonFacts:
        return PersonFacts(
            document=self.document.data,
            name=self.name.data,
            surname=self.surname.data,
            birth_date=self.birth_date.data,
            fiscal_code=self.fiscal_code.data,
            reason=self.reason.data,
            accepted=frozenset(self.accepted.data or ()),
            is_twin=bool(self.is_twin.data),
        )


async def questions(actor: Actor, locale: str, refusal: CivicError | None) -> dict[str, Any]:
    """What a refusal asks the desk to look at: doubts with their sentences, and the other account that it is about."""
    given = refusal.parameters if refusal else {}
    doubts: Sequence[Any] = given.get("doubts", ())  # type: ignore[assignment]
    return {
        "doubts": [(code, translate(locale, MESSAGES[code])) for code in doubts],
        "other": await _other(actor, str(given.get("other", ""))),
        "is_collision": refusal is not None and refusal.code == "person.has_account",
    }


async def _other(actor: Actor, public_id: str) -> Person | None:
    try:
        return await person_at_desk(actor, public_id) if public_id else None
    except NotFound:
        return None
