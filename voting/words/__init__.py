# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What rules say to people: sentences in Italian, which whoever shows them translates and fills in."""
