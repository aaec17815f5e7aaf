# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of notices, and the words of each kind of notice."""

from web.messages.marks import N_

MESSAGES: dict[str, str] = {
    "notice.unknown": N_("Questo avviso non c'è."),
}

# kind → what the list says; parameters by %(name)s. A kind that is missing here fails tests/people/test_notices.py.
WORDS: dict[str, str] = {
    "residence.verified": N_("L'ufficio ha verificato la tua residenza: ora puoi votare nel tuo quartiere."),
    "residence.verification_withdrawn": N_("L'ufficio ha ritirato la verifica della tua residenza."),
    "residence.corrected": N_("L'ufficio ha corretto i dati della tua residenza."),
    "role.given": N_("L'ufficio ti ha dato un incarico. Lo trovi nel tuo profilo."),
    "role.taken": N_("Un tuo incarico è stato revocato."),
}
OTHER = N_("C'è una novità che ti riguarda.")
