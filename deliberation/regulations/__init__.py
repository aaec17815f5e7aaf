# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comune's regulation as data: who may vote, propose and stand, with the article that says so and since when."""
