# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database holds beyond tables: triggers, indexes, safeguards, one history of migrations."""
