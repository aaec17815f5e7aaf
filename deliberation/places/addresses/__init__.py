# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses: the street and the house number that somebody means, and the address nearest to a point."""
