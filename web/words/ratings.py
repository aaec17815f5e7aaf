# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a page is clear or not, in the words of the State's model of sites (App di valutazione), which checks them."""

from web.words.messages.marks import N_

GOOD: dict[str, str] = {
    "clear": N_("Le indicazioni erano chiare"),
    "complete": N_("Le indicazioni erano complete"),
    "sure": N_("Capivo sempre che stavo procedendo correttamente"),
    "no_trouble": N_("Non ho avuto problemi tecnici"),
    "other_good": N_("Altro"),
}
BAD: dict[str, str] = {
    "unclear": N_("A volte le indicazioni non erano chiare"),
    "incomplete": N_("A volte le indicazioni non erano complete"),
    "unsure": N_("A volte non capivo se stavo procedendo correttamente"),
    "trouble": N_("Ho avuto problemi tecnici"),
    "other_bad": N_("Altro"),
}
