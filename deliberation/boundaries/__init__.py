# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that end a zone: its people, roles, doors and figures go to others; its history stays."""
