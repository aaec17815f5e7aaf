# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of what becomes of proposals: answers, and following them."""

from web.words.messages.deeds import answers

MESSAGES: dict[str, str] = {**answers.MESSAGES}
