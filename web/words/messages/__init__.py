# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sentences of refusals: code → Italian source text. Each says what happened, what is safe, what to do."""

from web.words.messages import (
    ballots,
    base_map,
    consultations,
    deeds,
    files,
    general,
    identity,
    installation,
    lifecycle,
    moderation,
    notices,
    office_page,
    people,
    places,
    records,
    register,
)

MESSAGES: dict[str, str] = {
    **general.MESSAGES,
    **people.MESSAGES,
    **identity.MESSAGES,
    **places.MESSAGES,
    **base_map.MESSAGES,
    **office_page.MESSAGES,
    **installation.MESSAGES,
    **notices.MESSAGES,
    **consultations.MESSAGES,
    **deeds.MESSAGES,
    **moderation.MESSAGES,
    **lifecycle.MESSAGES,
    **ballots.MESSAGES,
    **records.MESSAGES,
    **files.MESSAGES,
    **register.MESSAGES,
}
