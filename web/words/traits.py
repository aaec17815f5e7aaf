# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a counting rule is good and bad at: voting.asking.Trait → what is said of a rule that holds to it, and that does
not. Each claim is tried in tests/laws, each denial has its case there."""

from voting import Trait
from web.words.messages.marks import N_

TRAITS: dict[Trait, tuple[str, str]] = {
    Trait.MAJORITY: (
        N_("Chi è il preferito di più della metà vince sempre."),
        N_("Il preferito di più della metà può perdere, se piace poco agli altri."),
    ),
    Trait.DUELS: (
        N_("Chi batte ogni altro, uno contro uno, vince sempre."),
        N_("Chi batte ogni altro, uno contro uno, può perdere."),
    ),
    Trait.LOSER: (
        N_("Chi perde contro ogni altro, uno contro uno, non vince mai."),
        N_("Può vincere anche chi perde contro ogni altro, uno contro uno."),
    ),
    Trait.RAISED: (
        N_("Un voto in più non fa mai perdere chi vinceva."),
        N_("In casi rari un voto in più fa perdere chi vinceva."),
    ),
    Trait.GROUPS: (
        N_("Anche un gruppo più piccolo, se è unito, ottiene la sua parte."),
        N_("Un gruppo più piccolo può restare senza niente, anche se è unito."),
    ),
}
