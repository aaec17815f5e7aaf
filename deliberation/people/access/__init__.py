# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Coming in: passwords, links, sessions, known browsers, and what slows strangers down."""
