# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules that read approvals, scores, points and grades, and elect those with the most."""
