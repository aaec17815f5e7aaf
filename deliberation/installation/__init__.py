# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comune says of itself: its look, its words, who answers for data; and how the first person gets in."""
