# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What those who may vote are told: that the vote opens, that it ends soon, what came out of it."""
