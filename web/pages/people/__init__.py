# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registering, signing in, one's profile and residence, and the desk where people are verified."""
