# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of what is told to those who may vote."""

from deliberation.notices.choices import Event, Way
from web.words.messages.marks import N_

EVENTS: dict[Event, tuple[str, str]] = {
    Event.OPENING: (N_("Si apre il voto"), N_("Quando comincia il voto, a chi può votare.")),
    Event.REMINDER: (
        N_("Il voto finisce fra poco"),
        N_("Tre giorni prima della fine, solo a chi non ha ancora votato."),
    ),
    Event.RESULT: (N_("C'è il risultato"), N_("Quando esce il risultato, a chi poteva votare.")),
}
WAYS: dict[Way, str] = {
    Way.MAIL: N_("Per mail e sul sito"),
    Way.SITE: N_("Solo sul sito"),
    Way.NONE: N_("Niente"),
}
