# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes after a count, as work for later: what was found out beside it, and the file of its minutes."""
