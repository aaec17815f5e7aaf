# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A budget in parts, one for each neighbourhood or one for the city: what they are, how money is divided, limits."""
