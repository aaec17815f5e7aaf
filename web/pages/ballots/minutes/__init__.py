# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minutes of a count: one document (`document`), put together from a result (`contents`), as text and as PDF."""
