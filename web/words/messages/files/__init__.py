# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said of files that others wrote: tables, outlines, streets, house numbers, residents."""

from web.words.messages.files import tables, territory

MESSAGES: dict[str, str] = {**tables.MESSAGES, **territory.MESSAGES}
