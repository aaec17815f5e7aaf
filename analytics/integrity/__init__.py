# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Do the tables still say what the journal's acts say? Pure comparisons; `reads.evidence` brings both sides."""
