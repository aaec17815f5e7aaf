# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two accounts of one person made one, with one right to vote and one history; and that undone."""
