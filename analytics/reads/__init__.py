# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only part of analytics that queries. A fixed number of statements, whatever the number of rows."""
