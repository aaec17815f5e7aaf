# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who hears of what becomes of a proposal: its author, who supports it, who follows it."""
