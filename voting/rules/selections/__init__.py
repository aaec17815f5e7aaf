# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules that choose a set: projects within a budget, or several seats in proportion."""
